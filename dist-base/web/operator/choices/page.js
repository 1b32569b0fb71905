// The lists that fields of customers are chosen from, one page each: statuses, of one word, and postal codes, of a code and a
// place. A line is a form of its own, and so is a new one above them.
import { z } from 'zod';
import { removePostalCode, removeStatus, savePostalCode, saveStatus } from '../../../core/acts/choices.js';
import { isFault } from '../../../core/fault.js';
import { listPostalCodes, listStatuses } from '../../../core/store/choices.js';
import { told } from '../access.js';
import { idParameter, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
const MAY = { config: { may: 'settings.edit' } };
const STATUSES = {
    url: '/configuracion/estados',
    columns: ['name'],
    words: ({ choices: { statuses } }) => ({ ...statuses, labels: { name: statuses.name } }),
    rows: async (db) => (await listStatuses(db)).map(({ id, name }) => ({ id, line: { name } })),
    save: (db, id, { name = '' }, by) => saveStatus(db, { id, name }, by),
    remove: removeStatus,
};
const POSTAL_CODES = {
    url: '/configuracion/codigos-postales',
    columns: ['code', 'place'],
    words: ({ choices: { postalCodes } }) => ({ ...postalCodes, labels: { code: postalCodes.code, place: postalCodes.place } }),
    rows: async (db) => (await listPostalCodes(db)).map(({ id, code, place }) => ({ id, line: { code, place } })),
    save: (db, id, { code = '', place = '' }, by) => savePostalCode(db, { id, code, place }, by),
    remove: removePostalCode,
};
const Id = z.object({ id: idParameter });
export function page(app, room) {
    for (const list of [STATUSES, POSTAL_CODES])
        pageOf(app, room, list);
}
function pageOf(app, { deps, show }, list) {
    const { db } = deps;
    async function send(request, reply, wrong = null) {
        const { t } = readerOf(request);
        const { title, ...words } = list.words(t);
        const rows = await list.rows(db);
        return show(request, reply, 'choices/list.eta', { title, words, columns: list.columns, url: list.url, rows, wrong });
    }
    async function save(request, reply, id) {
        const { t } = readerOf(request);
        const line = typedIn(request.body, ...list.columns);
        const name = list.columns
            .map((column) => line[column])
            .filter(Boolean)
            .join(' ');
        try {
            const { moved } = await list.save(db, id, line, told(request, deps));
            request.session.said = id === null ? list.words(t).added(name) : t.choices.renamed(name, moved);
            return reply.redirect(list.url, 303);
        }
        catch (e) {
            if (!isFault(e) || (e.code !== 'input-invalid' && e.code !== 'record-conflict'))
                throw e;
            const [first] = list.columns;
            const [column] = Array.isArray(e.facts.columns) ? e.facts.columns : [String(e.facts.column ?? first)];
            const mistake = e.code === 'record-conflict' ? t.choices.mistakes.taken : t.choices.mistakes.text;
            return send(request, reply.code(422), { id, line, mistakes: { [column ?? first]: mistake } });
        }
    }
    app.get(list.url, MAY, (request, reply) => send(request, reply));
    app.post(list.url, MAY, (request, reply) => save(request, reply, null));
    app.post(`${list.url}/:id`, MAY, (request, reply) => save(request, reply, Id.parse(request.params).id));
    app.post(`${list.url}/:id/quitar`, MAY, async (request, reply) => {
        const { t } = readerOf(request);
        const name = await list.remove(db, Id.parse(request.params).id, told(request, deps));
        request.session.said = name === null ? t.choices.gone : t.choices.removed(name);
        return reply.redirect(list.url, 303);
    });
}
