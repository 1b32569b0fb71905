// The receipt of what was ordered for a customer: asked, sent, read back, with milliseconds. It is watched while it happens, because
// whoever stands at the counter wants to see that his service is back.
import { mayRun, runsAt } from '../../../core/rules/order.js';
import { connectionStates } from '../../../core/store/connections.js';
import { peopleNames } from '../../../core/store/people.js';
import { receiptsSince } from '../../../core/store/receipts.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatInstant } from '../../text/format.js';
import { customerUrl } from '../customers/filter.js';
import { customerFor } from '../customers/own.js';
import { readerOf } from '../frame.js';
import { standingOf } from './deed.js';
const SHOWN_MOST = 30;
/** Whoever watches sees it within this. */
const LOOK_MS = 100;
export function receipts(app, room, send, live) {
    const { deps } = room;
    const may = { config: { may: 'customers.see' } };
    app.get('/clientes/:code/hecho', may, async (request, reply) => {
        const { t } = readerOf(request);
        const standing = await standingOf(request, room);
        const { aviso } = request.query;
        const warnings = t.counter.promise.warnings;
        return send(request, reply, 'counter/done.eta', {
            ...standing,
            warning: Object.hasOwn(warnings, aviso ?? '') ? warnings[aviso ?? ''] : null,
            ...(await boardFor(request, room, standing.customer, sinceOf(request))),
        });
    });
    app.get('/clientes/:code/hecho/en-vivo', may, async (request, reply) => {
        const customer = await customerFor(request, deps.db);
        const since = sinceOf(request);
        return live(reply, LOOK_MS, async () => {
            const board = await boardFor(request, room, customer, since);
            return { html: await app.view('operator/counter/board.eta', board), isOver: board.isOver };
        });
    });
}
function sinceOf(request) {
    const { desde } = request.query;
    return typeof desde === 'string' && /^\d{1,15}$/.test(desde) ? Number(desde) : 0;
}
/** Everything that the board shows; `live` is where it goes on. */
export async function boardFor(request, { deps }, customer, since) {
    const { t, text } = readerOf(request);
    const terms = await loadTerms(deps.db);
    const names = await peopleNames(deps.db);
    const rows = (await receiptsSince(deps.db, customer.id, since, SHOWN_MOST)).reverse();
    const told = { t, text, terms, now: deps.now() };
    return {
        t,
        isOver: rows.every(({ state }) => state !== 'open'),
        live: `${customerUrl(customer.code)}/hecho/en-vivo?desde=${since}`,
        receipts: rows.map((row) => ({ ...stepsOf(row, told), by: names.get(row.by) ?? row.by })),
        states: rows.length > 0 ? [] : await connectionStates(deps.db, customer.id),
        code: customer.code,
    };
}
function stepsOf(row, { t, text, terms, now }) {
    const words = t.counter.receipt;
    const ms = (at) => (at - row.createdAt).toLocaleString(text.lang);
    const waits = row.state === 'open' && !mayRun({ ...row, atOnce: row.atOnce === 1 }, now, terms);
    const isFailing = row.state === 'open' && row.attempts > 0 && row.isHanded === 0 && row.acknowledgedAt === null;
    return {
        ...row,
        title: `${words.titles[row.desired]} ${words.on(row.router)}`,
        askedAt: clockOf(terms.zone, row.createdAt),
        sentAfter: row.handedAt === null ? null : words.after(ms(row.handedAt)),
        readAfter: row.state === 'done' && row.endedAt !== null ? words.after(ms(row.endedAt)) : null,
        took: row.state === 'done' && row.endedAt !== null ? words.took(ms(row.endedAt)) : null,
        hours: waits ? words.hours(formatInstant(text, terms.zone, runsAt(now, terms))) : null,
        failing: isFailing ? words.failed(String(row.attempts), formatInstant(text, terms.zone, row.nextAt)) : null,
    };
}
/** `14:03:27.041` */
export function clockOf(zone, at) {
    const ms = String(((at % 1000) + 1000) % 1000).padStart(3, '0');
    return `${zone.format(at - (at % 1000)).slice(11, 19)}.${ms}`;
}
