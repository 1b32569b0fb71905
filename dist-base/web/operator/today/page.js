// Hoy: what the day is about, on one screen. Each figure leads to the records behind it, where this reader may see them.
import { cents } from '../../../core/rules/money.js';
import { alertsSince } from '../../../core/store/log.js';
import { networkCount, newestRun, promiseCount, takingsOn, waitingByRouter } from '../../../core/store/overview.js';
import { listRouters } from '../../../core/store/routers.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatDay, formatInstant, formatMoney } from '../../text/format.js';
import { collectorOf } from '../customers/own.js';
import { readerOf } from '../frame.js';
const DAY_MS = 86_400_000;
const ALERTS_MOST = 20;
export function page(app, { deps, show }) {
    app.get('/', { config: { may: 'anyone' } }, (_request, reply) => reply.redirect('/hoy', 302));
    app.get('/hoy', { config: { may: 'anyone' } }, async (request, reply) => {
        const { db } = deps;
        const { t, text } = readerOf(request);
        const now = deps.now();
        const { zone, currency } = await loadTerms(db);
        const on = zone.dayOf(now);
        const time = (at) => (at === null ? '' : formatInstant(text, zone, at));
        const network = await networkCount(db);
        const takings = await takingsOn(db, on, collectorOf(request));
        const run = await newestRun(db);
        const routers = await listRouters(db);
        const waiting = await waitingByRouter(db);
        const alerts = await alertsSince(db, now - DAY_MS, ALERTS_MOST);
        return show(request, reply, 'today/today.eta', {
            title: t.today.title,
            day: formatDay(text, on),
            network,
            shares: sharesOf(network),
            filters: { served: 'con', cut: 'cortado' },
            takings: { ...takings, amount: formatMoney(text, cents(takings.amountCents), currency) },
            promises: await promiseCount(db, on, now - 7 * DAY_MS),
            waiting: waiting.map((line) => ({ ...line, oldest: time(line.oldestAt) })),
            sick: routers
                .filter((router) => router.faultMessage !== null)
                .map((router) => ({
                ...router,
                since: time(router.faultAt),
                retry: router.circuit === 'open' && router.retryAt !== null && router.retryAt > now ? time(router.retryAt) : null,
            })),
            routers: routers.length,
            alerts: alerts.map((line) => ({ at: time(line.at), text: JSON.parse(line.facts).alert })),
            run: run === undefined
                ? null
                : { ...run, at: time(run.at), opened: JSON.parse(run.outcome).opened ?? 0 },
        });
    });
}
/** Of the connections in service, in hundredths of the bar; what is there at all can be seen. */
function sharesOf({ inService, active, cut, unknown }) {
    const share = (count) => (inService === 0 || count === 0 ? 0 : Math.max(1, (100 * count) / inService));
    const parts = [
        { state: 'served', count: active, width: share(active) },
        { state: 'cut', count: cut, width: share(cut) },
        { state: 'unknown', count: unknown, width: share(unknown) },
    ];
    const whole = parts.reduce((sum, { width }) => sum + width, 0) || 1;
    let x = 0;
    return parts.map((part) => {
        const width = (100 * part.width) / whole;
        const placed = { ...part, x, width };
        x += width;
        return placed;
    });
}
