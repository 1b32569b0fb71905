// The fields of a connection's form, by section.
import { listPlans, listSites } from '../../../core/store/network-imports.js';
import { listRouters } from '../../../core/store/routers.js';
const SECTIONS = {
    what: ['name', 'kind', 'plan', 'in_service'],
    network: ['router', 'username', 'password', 'ip', 'ipv6_prefix', 'mac', 'panel'],
    equipment: ['cpe_host', 'cpe_vendor'],
    place: ['address', 'lat', 'lng'],
};
export async function connectionSections(db, facts, t) {
    const words = t.connectionForm;
    const nodes = new Map((await listSites(db)).map(({ id, name }) => [id, name]));
    const routers = (await listRouters(db)).map(({ name, siteId }) => {
        const node = nodes.get(siteId ?? 0);
        return { value: name, label: node === undefined ? name : words.node(name, node) };
    });
    const options = {
        kind: Object.entries(t.customer.connection.kinds).map(([value, label]) => ({ value, label })),
        plan: (await listPlans(db)).map(({ name }) => ({ value: name, label: name })).sort((a, b) => a.label.localeCompare(b.label)),
        in_service: [
            { value: 'yes', label: words.yes },
            { value: 'no', label: words.no },
        ],
        router: routers,
        panel: routers,
    };
    return Object.entries(SECTIONS).map(([section, columns]) => ({
        title: words.sections[section],
        fields: columns.flatMap((column) => column === 'name' && facts.name === null ? [] : [fieldOf(column, facts, options[column], words)]),
    }));
}
const NONE = { kind: 'choose', plan: 'none', router: 'none', panel: 'none' };
function fieldOf(column, facts, options, words) {
    const value = column === 'name' ? (facts.name ?? '') : column === 'password' ? '' : facts.texts[column];
    const hints = words.hints;
    const isKept = column === 'password' && facts.name === null;
    const plain = column === 'name' || column === 'username' || column === 'password';
    const field = {
        ...{ name: column, label: words.columns[column], value, mistake: facts.mistakes[column] },
        hint: isKept ? words.hints.passwordKept : hints[column],
        attrs: {
            ...(column === 'name' ? { required: '' } : {}),
            ...(plain ? { autocomplete: 'off', spellcheck: 'false' } : {}),
        },
    };
    // What is typed of a secret is not sent back to be read over a shoulder.
    if (options === undefined)
        return { ...field, kind: 'input', type: column === 'password' ? 'password' : 'text' };
    const none = NONE[column];
    const isOffered = value === '' || options.some((option) => option.value === value);
    return {
        ...field,
        ...(none === undefined ? {} : { none: words[none] }),
        kind: 'select',
        options: isOffered ? options : [{ value, label: value }, ...options],
    };
}
const ORDER = Object.values(SECTIONS).flat();
/** By field, in the order of the form: what is wrong with it. */
export function connectionMistakes(mistakes, words) {
    const invalid = words.invalid;
    const blank = words.blank;
    const inOrder = mistakes.toSorted((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column));
    return Object.fromEntries(inOrder.map(({ column, why }) => [column, (why === 'blank' ? blank[column] : invalid[column]) ?? words.tooLong]));
}
