// Clientes: the list, a search inside the filter, chips that are taken off one by one, pages by key. With `?q=` and one customer
// left it goes straight to him, so that a code typed at the counter is one Enter away.
import { countCustomers, listShown } from '../../../core/store/customer-list.js';
import { customerByCode } from '../../../core/store/customers.js';
import { columnsOf, viewsFor } from '../../../core/store/saved-views.js';
import { loadTerms } from '../../../core/store/settings.js';
import { me } from '../access.js';
import { readerOf } from '../frame.js';
import { chipsOf, keepChoices, keepSelects } from './choices.js';
import { ALWAYS, cellText, COLUMNS, columnsFrom, readFor, rowsFor } from './columns.js';
import { customerUrl, filterOf, LIST, listUrl, orderOf, Query, queryText } from './filter.js';
const PAGE = 50;
/** Beyond this many nobody counts by eye. */
export const COUNT_MOST = 10_000;
export function list(app, { deps, show }) {
    const { db } = deps;
    const choicesNow = keepChoices(db);
    const count = keepCounts(app, db);
    const selects = keepSelects(app);
    app.get(LIST, { config: { may: 'customers.see' } }, async (request, reply) => {
        const words = readerOf(request);
        const { t, text } = words;
        const query = Query.parse(request.query);
        const person = me(request);
        const filter = filterOf(query, person);
        const isJump = query.q !== undefined && Object.keys(request.query).length === 1;
        const exact = isJump ? await oneWithCode(db, query.q ?? '', filter) : undefined;
        const kept = await columnsOf(db, person.id);
        const columns = columnsFrom(kept);
        const page = { ...filter, order: orderOf(query), limit: PAGE + 1, afterCode: query.desde };
        const found = exact === undefined ? await listShown(db, page, readFor(columns)) : [exact];
        const [only, second] = found;
        if (isJump && only !== undefined && second === undefined)
            return reply.redirect(customerUrl(only.code), 303);
        const customers = found.slice(0, PAGE);
        const reader = { text, t, currency: (await loadTerms(db)).currency };
        const rows = await rowsFor(db, customers, columns);
        const choices = await choicesNow();
        const here = queryText(query);
        return show(request, reply, 'customers/list.eta', {
            title: t.menu.customers,
            ...{ query, columns },
            selects: await selects(query, choices, words),
            columnChoices: COLUMNS.filter((column) => !ALWAYS.includes(column)),
            ownColumns: kept !== null,
            views: await shownViews(request, db, here),
            // A first page that is not full is everybody.
            count: found.length <= PAGE && query.desde === undefined ? found.length : await count(filter),
            countMost: COUNT_MOST,
            rows: rows.map((row) => ({
                customer: row.customer,
                state: row.state,
                href: customerUrl(row.customer.code),
                cells: columns.map((column) => cellText(column, row, reader)),
            })),
            chips: chipsOf(query, t, choices),
            urls: urlsOf(query, here, found.length > PAGE ? customers.at(-1) : undefined),
        });
    });
}
/** A code typed as it stands, where this person may see whose it is. */
async function oneWithCode(db, code, { collector }) {
    const customer = await customerByCode(db, code);
    return collector === undefined || customer?.collector === collector ? customer : undefined;
}
/** `here`: the text of the query. */
function urlsOf(query, here, last) {
    const same = (path) => (here === '' ? path : `${path}?${here}`);
    return {
        next: last === undefined ? null : listUrl(query, { desde: last.code }),
        first: query.desde === undefined ? null : same(LIST),
        clear: LIST,
        order: (name) => listUrl(query, { orden: name }),
        excel: same(`${LIST}/lista/excel`),
        csv: same(`${LIST}/lista/csv`),
        print: same(`${LIST}/lista/imprimir`),
        passwords: listUrl(query, { orden: null }, `${LIST}/lista/claves`),
        query: here,
    };
}
async function shownViews(request, db, here) {
    const { id } = me(request);
    return (await viewsFor(db, id)).map((view) => ({
        ...view,
        href: view.query === '' ? LIST : `${LIST}?${view.query}`,
        isHere: view.query === here,
        isOwn: view.personId === id,
    }));
}
const COUNT_KEEP_MS = 10_000;
const COUNTS_MAX = 500;
/** Counted once for all pages that are turned, and anew as soon as anybody changed something through these pages. */
function keepCounts(app, db) {
    const kept = new Map();
    app.addHook('onSend', async ({ method }) => {
        if (method === 'POST')
            kept.clear();
    });
    return async (filter) => {
        const key = JSON.stringify(filter);
        const known = kept.get(key);
        const from = performance.now();
        if (known !== undefined && known.until > from)
            return known.count;
        const count = await countCustomers(db, filter, COUNT_MOST);
        if (kept.size >= COUNTS_MAX)
            kept.clear();
        kept.set(key, { until: performance.now() + COUNT_KEEP_MS, count });
        return count;
    };
}
//# sourceMappingURL=list.js.map