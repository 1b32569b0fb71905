// How a router that is worked over SSH is spoken to: commands and lines with placeholders, and how its answers are read. The
// built-in templates and those of the configuration have this one shape. What is put into a placeholder is spelled with so
// few characters that neither a shell, nor nft, nor any router's command line gives one of them a meaning: so nothing has to
// be quoted, and nothing from the database can get out of its place. Everything else in a template is the operator's word.
/** Those that the program has itself, by name; the first is what a router has that names none. */
export const BUILT_IN_TEMPLATES = ['linux-nft', 'linux-ipset'];
/** How templates are named, in the configuration and at a router. */
export const TEMPLATE_NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** What may stand in which text. */
const PLACEHOLDERS = {
    device: [],
    look: ['list', 'family'],
    feed: [],
    cut: ['list', 'family', 'address', 'comment'],
    restore: ['list', 'family', 'address'],
    end: [],
};
const PLACEHOLDER = /\{([a-z][a-z0-9_]*)\}/g;
/** What is wrong with a template; empty where nothing is. */
export function templateMistakes(template) {
    const mistakes = [];
    const found = (key, message) => void mistakes.push({ key, message });
    for (const [key, known] of Object.entries(PLACEHOLDERS)) {
        for (const [whole, name = ''] of (template[key] ?? '').matchAll(PLACEHOLDER)) {
            if (!known.includes(name))
                found(key, `knows no placeholder ${whole}; known here: ${known.map(braced).join(' ') || 'none'}`);
        }
    }
    for (const key of ['cut', 'restore'])
        if (!template[key].includes('{address}'))
            found(key, 'needs {address}');
    if (!template.isListOurs && !template.cut.includes('{comment}'))
        found('cut', 'needs {comment}, by which our entries are known; where the list bears none, say isListOurs: true');
    if (template.hasIpv6 && !template.look.includes('{family}'))
        found('look', 'needs {family} (4 or 6), or hasIpv6: false');
    for (const key of ['entry', 'skip', 'whole', 'refused']) {
        if (template[key] !== null && !isPattern(template[key]))
            found(key, 'is no regular expression');
    }
    if (template.read === 'lines')
        mistakes.push(...entryMistakes(template));
    else if (template.entry !== null || template.skip !== null)
        found(template.entry === null ? 'skip' : 'entry', "is for read: 'lines'");
    return mistakes;
}
function entryMistakes({ entry, isListOurs }) {
    if (entry === null)
        return [{ key: 'entry', message: "is needed with read: 'lines'" }];
    const groups = isListOurs ? ['address'] : ['address', 'comment'];
    return groups
        .filter((group) => !entry.includes(`(?<${group}>`))
        .map((group) => ({ key: 'entry', message: `needs the group (?<${group}>…)` }));
}
const braced = (name) => `{${name}}`;
function isPattern(text) {
    try {
        return new RegExp(text, 'u').source !== '';
    }
    catch {
        return false; // that it is none is the answer
    }
}
/** Values for the placeholders: nothing but letters, digits and `. _ : / -`, and no `-` in front, where it would be an option. */
const PLAIN = /^[A-Za-z0-9._:/][A-Za-z0-9._:/-]*$/;
/** A text with its placeholders filled in. Throws where a value has a character that some command line might understand. */
export function filled(text, values) {
    return text.replaceAll(PLACEHOLDER, (whole, name) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (value === undefined)
            return whole;
        if (!PLAIN.test(value))
            throw new RangeError(`${JSON.stringify(value)} cannot stand in a command line`);
        return value;
    });
}
/** Can a list of this name be spoken of? ipset takes 31 characters, and the family comes behind it. */
export const isPlainName = (name) => /^[A-Za-z_][A-Za-z0-9._-]{0,29}$/.test(name);
const MARK = 'ispcube:';
const CODE_MAX = 60;
/**
 * The comment of an entry of ours. The code is for the human reader, so what no command line may see of it becomes `_`; nft keeps
 * 127 bytes of a comment.
 */
export function entryComment(customerCode, connection) {
    return `${MARK}${customerCode.replaceAll(/[^A-Za-z0-9._-]/gu, '_').slice(0, CODE_MAX)}:${connection}`;
}
/** Null where the comment is not ours, else the id of the connection in it, null where it has none. */
export function readComment(comment) {
    if (!comment.startsWith(MARK))
        return null;
    const digits = comment.slice(comment.lastIndexOf(':') + 1);
    const connection = Number(digits);
    return { connection: digits !== '' && Number.isSafeInteger(connection) && connection >= 0 ? connection : null };
}
