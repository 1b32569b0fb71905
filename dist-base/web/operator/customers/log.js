// Registro: what was done to a customer, when, by whom or by which job, and why. The newest first, older ones behind a link.
import { z } from 'zod';
import { explainCustomer } from '../../../core/acts/explain.js';
import { connectionsOf } from '../../../core/store/connections.js';
import { logOfCustomer } from '../../../core/store/log.js';
import { listAllRouters, listPlans } from '../../../core/store/network-imports.js';
import { peopleNames } from '../../../core/store/people.js';
import { formatInstant } from '../../text/format.js';
import { readerOf } from '../frame.js';
import { logWords } from './log-words.js';
import { customerFor } from './own.js';
import { customerPage } from './show.js';
const PAGE = 100;
const Query = z.object({ antes: z.coerce.number().int().positive().optional().catch(undefined) });
const named = (rows) => new Map(rows.map(({ id, name }) => [id, name]));
export function log(app, room) {
    const { db, now } = room.deps;
    const send = customerPage(room);
    app.get('/clientes/:code/registro', { config: { may: 'customers.see' } }, async (request, reply) => {
        const { text, t } = readerOf(request);
        const customer = await customerFor(request, db);
        const { antes } = Query.parse(request.query);
        const story = await explainCustomer(db, customer.code, now());
        const found = await logOfCustomer(db, customer.id, PAGE + 1, antes);
        const { zone, currency } = story.terms;
        const reader = {
            ...{ text, t, zone, currency, people: await peopleNames(db) },
            ...{ plans: named(await listPlans(db)), routers: named(await listAllRouters(db)) },
            connections: named(await connectionsOf(db, customer.id)),
        };
        const lines = found.slice(0, PAGE).map((line) => ({
            at: new Date(line.at).toISOString(),
            time: formatInstant(text, zone, line.at),
            tone: toneOf(line.what),
            ...logWords(line, reader),
        }));
        const older = found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null;
        return send(request, reply, 'log.eta', { customer, story, lines, older, isFirst: antes === undefined });
    });
}
/** The state that a line brought about, for its mark. */
function toneOf(what) {
    if (/^(cut-done|cut-by-hand|deleted)$/.test(what))
        return 'cut';
    if (/^(restore-done|enabled-by-hand|brought-back)$/.test(what))
        return 'served';
    return what.startsWith('promise-') ? 'promise' : null;
}
