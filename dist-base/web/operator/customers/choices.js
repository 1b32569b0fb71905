// What the filters of the list offer, and the chips of those that are set. The values are read of the customers themselves, one look
// at an index for each; as every page of the list needs them and they hardly change, they are kept for some seconds.
import { valuesOf } from '../../../core/store/customer-list.js';
import { listPlans, listSites } from '../../../core/store/network-imports.js';
import { listRouters } from '../../../core/store/routers.js';
import { listUrl, NARROWING } from './filter.js';
const KEEP_MS = 5_000;
const FACETS = {
    ...{ estado: 'status', localidad: 'city', cp: 'postalCode', empresa: 'company' },
    ...{ medio: 'paymentMethod', cobrador: 'collector', vendedor: 'salesperson' },
};
/** A reader of the choices that remembers them for a while. */
export function keepChoices(db) {
    let kept = null;
    return () => {
        const now = performance.now();
        if (kept === null || kept.until < now) {
            const choices = readChoices(db);
            kept = { until: now + KEEP_MS, choices };
            choices.catch(() => (kept = null));
        }
        return kept.choices;
    };
}
async function readChoices(db) {
    const named = (rows) => rows.map(({ id, name }) => ({ value: String(id), label: name })).toSorted((a, b) => a.label.localeCompare(b.label));
    const choices = {
        router: named(await listRouters(db)),
        nodo: named(await listSites(db)),
        plan: named(await listPlans(db)),
    };
    for (const [name, facet] of Object.entries(FACETS))
        choices[name] = (await valuesOf(db, facet)).map((value) => ({ value, label: value }));
    return choices;
}
const SELECTS_MAX = 200;
/**
 * The fields of the filter are most of the page after its rows, and the same for all who look at the same filter: they are written
 * once for as long as the choices are kept.
 */
export function keepSelects(app) {
    const kept = new WeakMap();
    return (query, choices, { text, t }) => {
        let known = kept.get(choices);
        if (known === undefined || known.size > SELECTS_MAX)
            kept.set(choices, (known = new Map()));
        const key = JSON.stringify([text.lang, ...NARROWING.map((name) => query[name] ?? null)]);
        let html = known.get(key);
        if (html === undefined)
            known.set(key, (html = app.view('operator/customers/selects.eta', { query, choices, t })));
        return html;
    };
}
export const chipsOf = (query, t, choices) => NARROWING.flatMap((name) => {
    const value = query[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0))
        return [];
    return [{ label: chipLabel(name, value, t, choices), without: listUrl(query, { [name]: null }) }];
});
function chipLabel(name, value, t, choices) {
    const { filters } = t.customers;
    if (Array.isArray(value))
        return `${filters[name]}: ${value.length}`;
    const words = filters.values[name];
    const chosen = name in choices ? choices[name].find((one) => one.value === String(value))?.label : undefined;
    return `${filters[name]}: ${chosen ?? words?.[value] ?? value}`;
}
/** What the filter says in one line, for what is printed. */
export const filterInWords = (query, t, choices) => [...(query.q === undefined ? [] : [`«${query.q}»`]), ...chipsOf(query, t, choices).map(({ label }) => label)].join(' · ');
