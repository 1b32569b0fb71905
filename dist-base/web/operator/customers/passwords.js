// Claves: a portal password for everybody in the filter who has none. First the page says how many that are; then it is done.
import { setImmediate as pause } from 'node:timers/promises';
import { giveMissingPasswords } from '../../../core/acts/portal-passwords.js';
import { countCustomers } from '../../../core/store/customer-list.js';
import { me, told } from '../access.js';
import { readerOf } from '../frame.js';
import { chipsOf, keepChoices } from './choices.js';
import { filterOf, LIST, listUrl, Query } from './filter.js';
const PATH = `${LIST}/lista/claves`;
const ALL = 10_000_000;
export function passwords(app, { deps, show }) {
    const { db } = deps;
    const choicesNow = keepChoices(db);
    const may = { config: { may: 'customers.edit' } };
    const asked = (request, of) => {
        const query = { ...Query.parse(of), eliminados: undefined, clave: undefined, orden: undefined, desde: undefined };
        return { query, filter: filterOf(query, me(request)) };
    };
    app.get(PATH, may, async (request, reply) => {
        const { t } = readerOf(request);
        const { query, filter } = asked(request, request.query);
        return show(request, reply, 'customers/passwords.eta', {
            title: t.customers.passwords.title,
            count: await countCustomers(db, { ...filter, password: 'none' }, ALL),
            all: await countCustomers(db, filter, ALL),
            query,
            chips: [
                ...(query.q === undefined ? [] : [`«${query.q}»`]),
                ...chipsOf(query, t, await choicesNow()).map(({ label }) => label),
            ],
            action: listUrl(query, {}, PATH),
            back: listUrl(query),
        });
    });
    app.post(PATH, may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { query, filter } = asked(request, request.query);
        const given = await giveMissingPasswords(db, filter, { ...told(request, deps), seal: deps.seal, pause: () => pause() });
        request.session.said = t.customers.passwords.done(given, given.toLocaleString(text.lang));
        return reply.redirect(listUrl(query), 303);
    });
}
