// What the search box of the head proposes while somebody types: a few customers, whoever has exactly that code first.
import { listShown, serviceStates } from '../../../core/store/customer-list.js';
import { customerByCode } from '../../../core/store/customers.js';
import { me } from '../access.js';
import { readerOf } from '../frame.js';
import { filterOf, LIST, Query } from './filter.js';
import { shownState } from './state.js';
const MOST = 8;
export function find(app, { deps }) {
    const { db } = deps;
    app.get(`${LIST}/buscar.json`, { config: { may: 'customers.see' } }, async (request, reply) => {
        const { t } = readerOf(request);
        const { q } = Query.parse({ q: request.query.q });
        const filter = filterOf(Query.parse({ q }), me(request));
        const customers = q === undefined ? [] : await proposed(db, q, filter);
        const states = await serviceStates(db, customers.map(({ id }) => id));
        const found = customers.map(({ id, code, name, nickname, city }) => {
            const state = shownState(states.get(id));
            return { code, name, beside: [nickname, city].filter(Boolean).join(' · '), state, stateWord: t.today.states[state] };
        });
        return reply.header('cache-control', 'no-store').send({ found });
    });
}
async function proposed(db, q, filter) {
    const exact = await customerByCode(db, q);
    const isSeen = exact !== undefined && (filter.collector === undefined || exact.collector === filter.collector);
    const found = await listShown(db, { ...filter, limit: MOST });
    return isSeen ? [exact, ...found.filter(({ id }) => id !== exact.id)].slice(0, MOST) : found;
}
