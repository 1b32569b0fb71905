// Tráfico: what a customer downloaded and uploaded, as accounting told it: a picture, its figures in words, a table for whoever
// wants it. Where nothing can be shown, the page says why.
import { z } from 'zod';
import { explainCustomer } from '../../../core/acts/explain.js';
import { trafficOf } from '../../../core/acts/traffic.js';
import { addDays } from '../../../core/rules/day.js';
import { connectionsOf } from '../../../core/store/connections.js';
import { listRadiusClients, routersWithRadiusSecret } from '../../../core/store/radius-clients.js';
import { loginsOfCustomer } from '../../../core/store/traffic.js';
import { areaPath, niceStep, SIDE, timeTicks } from '../../pictures/chart.js';
import { shownOf, SpanQuery } from '../../pictures/span.js';
import { formatDate, formatDay, formatInstant } from '../../text/format.js';
import { formatOctets, formatRate } from '../../text/measure.js';
import { readerOf } from '../frame.js';
import { customerFor } from './own.js';
import { customerPage } from './show.js';
const STEPS = { day: '5m', week: 'hour', month: 'hour', year: 'day' };
const HOUR_MS = 3_600_000;
/** Of the picture, in pixels: labels stand at them. */
const HEIGHT = 260;
const Query = SpanQuery.extend({
    conexion: z.coerce.number().int().min(1).optional().catch(undefined),
    tabla: z.literal('si').optional().catch(undefined),
});
export function traffic(app, room) {
    const { db, now } = room.deps;
    const send = customerPage(room);
    app.get('/clientes/:code/trafico', { config: { may: 'customers.see' } }, async (request, reply) => {
        const { text } = readerOf(request);
        const customer = await customerFor(request, db);
        const story = await explainCustomer(db, customer.code, now());
        const { zone } = story.terms;
        const query = Query.parse(request.query);
        const connections = await connectionsOf(db, customer.id);
        const one = connections.find(({ id }) => id === query.conexion);
        const logins = await loginsOfCustomer(db, customer.id, one?.id);
        const shown = shownOf(query, now(), zone);
        const step = STEPS[shown.span];
        const lines = logins.length === 0 ? [] : await trafficOf(db, logins, { ...shown, step, zone });
        const own = one === undefined ? '' : `&conexion=${one.id}`;
        return send(request, reply, 'traffic.eta', {
            ...{ customer, story, shown, own },
            none: logins.length === 0 ? await whyNone(db, connections) : null,
            connections,
            connection: one ?? null,
            ...pictureOf(lines, shown, { text, zone, step }),
            wantsTable: query.tabla === 'si',
            step,
        });
    });
}
async function whyNone(db, connections) {
    const tellers = (await listRadiusClients(db)).length + (await routersWithRadiusSecret(db)).length;
    if (tellers === 0)
        return 'no-radius';
    return connections.some(({ username }) => username !== null) ? 'not-heard' : 'no-user';
}
function pictureOf(lines, shown, reader) {
    const { text, zone, step } = reader;
    const { lang } = text;
    const lastsMs = (at) => step === '5m' ? 300_000 : step === 'hour' ? HOUR_MS : zone.startOf(addDays(zone.dayOf(at), 1)) - at;
    const when = (at) => (step === 'day' ? formatDay(text, zone.dayOf(at)) : formatInstant(text, zone, at));
    const rates = lines.map(({ at, downOctets, upOctets }) => {
        const seconds = lastsMs(at) / 1000;
        return { at, downOctets, upOctets, down: (downOctets * 8) / seconds, up: (upOctets * 8) / seconds };
    });
    const sum = (name) => lines.reduce((all, line) => all + line[name], 0);
    const peak = (name) => {
        const most = rates.reduce((best, one) => (best === null || one[name] > best[name] ? one : best), null);
        return most === null ? null : { rate: formatRate(lang, most[name]), when: when(most.at) };
    };
    return {
        hasTraffic: lines.length > 0,
        total: { down: formatOctets(lang, sum('downOctets')), up: formatOctets(lang, sum('upOctets')) },
        peaks: { down: peak('down'), up: peak('up') },
        chart: chartOf(rates, shown, lastsMs, reader),
        ends: step === 'day' ? daysOf(shown, text, zone) : { from: when(shown.from), to: when(shown.to) },
        rows: rates.map((one) => ({
            when: when(one.at),
            down: formatOctets(lang, one.downOctets),
            up: formatOctets(lang, one.upOctets),
            downRate: formatRate(lang, one.down),
            upRate: formatRate(lang, one.up),
        })),
    };
}
const daysOf = ({ from, to }, text, zone) => ({
    from: formatDate(text, zone.dayOf(from)),
    to: formatDate(text, zone.dayOf(to - 1)),
});
/** Download stands on the line, upload hangs from it; both in the same measure, so that they can be compared. */
function chartOf(rates, shown, stepMs, { text, zone }) {
    const most = { down: Math.max(0, ...rates.map(({ down }) => down)), up: Math.max(0, ...rates.map(({ up }) => up)) };
    const step = niceStep(Math.max(most.down, most.up, 1), 3);
    const above = Math.max(step, Math.ceil(most.down / step) * step);
    const below = Math.max(step / 2, most.up * 1.1);
    const levelOf = (value) => ((above - value) / (above + below)) * SIDE;
    const draw = (name, sign) => areaPath(rates.map((one) => ({ at: one.at, value: sign * one[name] })), shown, { stepMs, levelOf });
    const levels = [];
    for (let value = -Math.floor(below / step) * step; value <= above; value += step)
        levels.push(value);
    return {
        height: HEIGHT,
        down: draw('down', 1),
        up: draw('up', -1),
        zero: levelOf(0).toFixed(1),
        levels: levels.map((value) => ({
            y: levelOf(value).toFixed(1),
            label: value === 0 ? '' : formatRate(text.lang, Math.abs(value)),
            textY: Math.max((levelOf(value) / SIDE) * HEIGHT - 4, 11).toFixed(1),
        })),
        ticks: timeTicks(shown.span, shown, zone).map((tick) => ({ ...tick, label: tickLabel(text, zone, shown.span, tick.at) })),
    };
}
export function tickLabel(text, zone, span, at) {
    const on = zone.dayOf(at);
    if (span === 'day')
        return zone.format(at).slice(11, 16);
    if (span === 'year')
        return text.months[Number(on.slice(5, 7)) - 1] ?? '';
    return span === 'week'
        ? formatDay(text, on).split(' ').slice(0, 2).join(' ')
        : formatDay(text, on).split(' ').slice(1).join(' ');
}
