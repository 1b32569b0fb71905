// Templates of what the ISP prints: HTML with names in it. `{{nombre}}` is the value, escaped, always; `{{#clientes}}…{{/clientes}}`
// is repeated for each of a list and shown where a value is not empty; `{{^clientes}}…{{/clientes}}` where it is; `{{! … }}` is
// nothing. There is no code in it and no way out of it: a name that its kind does not offer is a mistake that says its line.
// Whoever shows the result shows it without scripts; what could not work there is refused here, with a reason. Pure.
/** Characters. */
export const TEMPLATE_MAX = 100_000;
const PROBLEMS_MAX = 20;
/** Of sections in sections: each costs its filler some of the stack. */
const DEPTH_MAX = 20;
const TAG = /\{\{([^{}]*)\}\}/g;
const NAME = /^[a-z][a-z0-9_]*$/;
/** Of spaces there are only as many looked through as somebody could mean: more would cost their square. */
const FORBIDDEN = /<\s{0,9}\/?\s{0,9}(script|iframe|frame|frameset|object|embed|applet|form|input|button|base|link)\b|<\s*meta\b[^>]{0,200}http-equiv|\son[a-z]+\s*=|javascript:/gi;
/** `streamed` names a list that is too long to be held: it stands at the top, once. */
export function readTemplate(source, fields, streamed) {
    if (source.length > TEMPLATE_MAX)
        return { ok: false, problems: [{ line: 1, what: 'long', about: String(source.length) }] };
    const problems = [];
    const problem = (at, what, about) => void problems.push({ at, what, about: about.trim().slice(0, 60) });
    for (const found of source.matchAll(FORBIDDEN))
        problem(found.index, 'forbidden', found[0]);
    const open = [{ name: '', at: 0, pieces: [], fields }];
    let end = 0;
    const addText = (text, at) => {
        const stray = text.search(/\{\{|\}\}/);
        if (stray >= 0)
            problem(at + stray, 'malformed', text.slice(stray, stray + 20));
        if (text !== '')
            open.at(-1)?.pieces.push(text);
    };
    for (const found of source.matchAll(TAG)) {
        addText(source.slice(end, found.index), end);
        end = found.index + found[0].length;
        readTag(found, open, problem);
    }
    addText(source.slice(end), end);
    const streams = [...source.matchAll(TAG)].filter(([, inside = '']) => inside.trim().replace(/^#\s*/, '#') === `#${streamed}`);
    for (const { index } of streams.slice(1))
        problem(index, 'again', streamed ?? '');
    if (streams[0] !== undefined && streamed !== undefined && around(open[0]?.pieces ?? [], streamed) === null)
        problem(streams[0].index, 'again', streamed);
    for (const { name, at } of open.slice(1))
        problem(at, 'unclosed', name);
    if (problems.length > 0)
        return { ok: false, problems: withLines(problems, source) };
    return { ok: true, pieces: open[0]?.pieces ?? [] };
}
/** The first ones; lines are counted for those alone. */
const withLines = (problems, source) => problems
    .toSorted((a, b) => a.at - b.at)
    .slice(0, PROBLEMS_MAX)
    .map(({ at, ...problem }) => ({ line: source.slice(0, at).split('\n').length, ...problem }));
function readTag(found, open, problem) {
    const [whole, inside = ''] = found;
    const [, sign = '', name = ''] = /^([#^/!]?)(.*)$/s.exec(inside.trim())?.map((text) => text.trim()) ?? [];
    const here = open.at(-1);
    if (sign === '!' || here === undefined)
        return;
    if (!NAME.test(name))
        return problem(found.index, 'malformed', whole);
    if (sign === '/') {
        if (open.length === 1 || here.name !== name)
            problem(found.index, 'unopened', name);
        else
            open.pop();
        return;
    }
    const field = Object.hasOwn(here.fields, name) ? here.fields[name] : undefined;
    if (field === undefined)
        problem(found.index, 'unknown', name);
    if (sign === '') {
        if (typeof field === 'object')
            problem(found.index, 'malformed', whole);
        here.pieces.push({ value: name });
        return;
    }
    if (open.length > DEPTH_MAX)
        problem(found.index, 'deep', name);
    const isInverted = sign === '^';
    const pieces = [];
    here.pieces.push({ section: name, isInverted, pieces });
    open.push({
        name,
        at: found.index,
        pieces,
        fields: typeof field === 'object' && !isInverted ? { ...here.fields, ...field } : here.fields,
    });
}
const ESCAPES = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
    '`': '&#96;',
    '=': '&#61;',
};
const escape = (text) => text.replaceAll(/[&<>"'`=]/g, (sign) => ESCAPES[sign] ?? sign);
/** Innermost facts last. A name that nobody knows is empty. */
export function fill(pieces, ...facts) {
    let text = '';
    for (const piece of pieces) {
        if (typeof piece === 'string') {
            text += piece;
            continue;
        }
        const name = 'value' in piece ? piece.value : piece.section;
        const value = facts.findLast((some) => Object.hasOwn(some, name))?.[name] ?? '';
        if ('value' in piece)
            text += typeof value === 'object' ? '' : escape(String(value));
        else if (piece.isInverted)
            text += isEmpty(value) ? fill(piece.pieces, ...facts) : '';
        else if (typeof value === 'object')
            for (const one of value)
                text += fill(piece.pieces, ...facts, one);
        else if (!isEmpty(value))
            text += fill(piece.pieces, ...facts);
    }
    return text;
}
const isEmpty = (value) => typeof value === 'object' ? value.length === 0 : value === '' || value === 0;
/**
 * A template around its first list of that name, for lists that are too long to be held: what stands before it, what is repeated,
 * what stands after it. Null where the list is not named at the top.
 */
export function around(pieces, list) {
    const index = pieces.findIndex((piece) => typeof piece === 'object' && 'section' in piece && isList(piece, list));
    const found = pieces[index];
    if (typeof found !== 'object' || !('section' in found))
        return null;
    return { before: pieces.slice(0, index), each: found.pieces, after: pieces.slice(index + 1) };
}
const isList = (piece, list) => piece.section === list && !piece.isInverted;
