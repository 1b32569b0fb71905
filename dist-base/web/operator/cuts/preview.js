// The plan of a day: who would be cut, why, how much they owe, by router and reason; searchable, as a CSV, and the form that
// starts the run. Where the blast guard would hold it, a person types the number.
import { stringify } from 'csv-stringify/sync';
import { cents, formatAmount } from '../../../core/rules/money.js';
import { mayRun, runsAt } from '../../../core/rules/order.js';
import { fold } from '../../../core/store/customers.js';
import { guardedConnections } from '../../../core/store/orders.js';
import { peopleNames } from '../../../core/store/people.js';
import { cellsOfRuns, listRuns } from '../../../core/store/run-views.js';
import { loadTerms } from '../../../core/store/settings.js';
import { formatDate, formatInstant, formatMoney } from '../../text/format.js';
import { told } from '../access.js';
import { askIdOf, newAsk, readDay, typedIn } from '../form.js';
import { readerOf } from '../frame.js';
import { runFacts } from './run.js';
const SHOWN = 100;
const RUNS_SHOWN = 10;
const may = { config: { may: 'runs.start' } };
export function preview(app, room, previews, starts) {
    const send = previewSender(room, previews);
    app.get('/cortes', may, (request, reply) => send(request, reply, {}));
    sheet(app, room, previews);
    starting(app, room, { previews, starts, send });
}
function sheet(app, room, previews) {
    app.get('/cortes/plan.csv', may, async (request, reply) => {
        const wish = await wishOf(request, room);
        const { plan } = await previews.of(wish.day, false);
        if (plan === null)
            return reply.redirect(urlOf(wish, {}), 303);
        const rows = filtered(plan, wish).map((line) => [
            ...[line.code, line.name, line.connection, line.router ?? '', line.from, line.to, line.reason],
            ...[formatAmount(line.overdueCents), line.cutDay ?? '', line.hold ?? ''],
        ]);
        const columns = ['code', 'name', 'connection', 'router', 'from', 'to', 'reason', 'overdue', 'cut_day', 'hold'];
        // What a spreadsheet would take for a formula gets an apostrophe.
        const text = stringify(rows, { header: true, columns, bom: true, quoted_string: true, escape_formulas: true });
        return reply
            .type('text/csv; charset=utf-8')
            .header('cache-control', 'no-store')
            .header('content-disposition', `attachment; filename="cortes-${wish.day}.csv"`)
            .send(text);
    });
}
function starting(app, room, { previews, starts, send }) {
    const { deps } = room;
    const { db } = deps;
    app.post('/cortes', may, async (request, reply) => {
        const { t } = readerOf(request);
        const { zone } = await loadTerms(db);
        const by = told(request, deps);
        const today = zone.dayOf(by.now);
        const typed = typedIn(request.body, 'ask', 'cuts', 'number', 'day');
        const askId = askIdOf(typed.ask);
        if (askId === undefined || typed.day !== today)
            return send(request, reply, { mistake: t.cuts.mistakes.stale });
        const earlier = await starts.find(askId);
        if (earlier !== null && earlier.runId !== null)
            return reply.redirect(`/cortes/corridas/${earlier.runId}`, 303);
        const { plan } = await previews.of(today, false);
        const cuts = Number(typed.cuts);
        // Whom nobody has seen in the plan nobody cuts; who has paid meanwhile is no reason to look again.
        if (!/^\d{1,9}$/.test(typed.cuts) || plan === null || plan.guard.newCuts > cuts)
            return send(request, reply, { mistake: t.cuts.mistakes.stale });
        const needsNumber = plan.guard.newCuts > 0 && !plan.guard.ok;
        if (needsNumber && typed.number.replaceAll(/[.,\s]/g, '') !== String(cuts))
            return send(request, reply, { mistake: t.cuts.mistakes.number(cuts.toLocaleString(readerOf(request).text.lang)), typed });
        // So many more than were ordered today already: whoever fell due since was not seen by who confirms, and nobody is cut then.
        const confirmCuts = needsNumber ? (await guardedConnections(db, today)).size + cuts : undefined;
        const start = await starts.begin({ askId, confirmCuts, by: by.by });
        if (start === null) {
            void reply.code(409);
            return send(request, reply, { mistake: t.cuts.mistakes.held });
        }
        return reply.redirect(start.runId === null ? `/cortes/marcha/${typed.ask}` : `/cortes/corridas/${start.runId}`, 303);
    });
    app.get('/cortes/marcha/:ask', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { ask } = request.params;
        const start = await starts.find(askIdOf(ask) ?? '');
        if (start === null)
            return reply.redirect('/cortes', 303);
        if (start.runId !== null)
            return reply.redirect(`/cortes/corridas/${start.runId}`, 303);
        void reply.header('refresh', '1');
        const facts = { customers: start.customers.toLocaleString(text.lang), error: start.error };
        return room.show(request, reply, 'cuts/making.eta', { title: t.cuts.making, ...facts });
    });
}
async function wishOf(request, { deps }) {
    const { zone } = await loadTerms(deps.db);
    const typed = typedIn(request.query, 'dia', 'q', 'router', 'motivo', 'pagina', 'nueva');
    return {
        day: readDay(typed.dia) ?? zone.dayOf(deps.now()),
        q: typed.q.slice(0, 100),
        router: typed.router.slice(0, 100),
        reason: typed.motivo.slice(0, 40),
        page: /^\d{1,5}$/.test(typed.pagina) ? Math.max(1, Number(typed.pagina)) : 1,
        again: typed.nueva !== '',
    };
}
function urlOf(wish, change, path = '/cortes') {
    const parameters = new URLSearchParams();
    const all = { dia: wish.day, q: wish.q, router: wish.router, motivo: wish.reason, ...change };
    for (const [name, value] of Object.entries(all))
        if (value !== null && value !== '')
            parameters.set(name, value);
    return `${path}?${parameters.toString()}`;
}
function filtered({ lines }, { q, router, reason }) {
    const words = fold(q).split(/\s+/).filter(Boolean);
    return lines.filter((line) => (router === '' || line.router === router) &&
        (reason === '' || line.reason === reason) &&
        words.every((word) => line.words.includes(word)));
}
function previewSender(room, previews) {
    const { deps, show } = room;
    return async (request, reply, more) => {
        const { t, text } = readerOf(request);
        const wish = await wishOf(request, room);
        const terms = await loadTerms(deps.db);
        const { zone } = terms;
        const now = deps.now();
        const today = zone.dayOf(now);
        const made = await previews.of(wish.day, wish.again);
        if (more.mistake !== undefined && reply.statusCode === 200)
            void reply.code(422);
        if (made.plan === null && made.error === null)
            void reply.header('refresh', '1');
        return show(request, reply, 'cuts/preview.eta', {
            title: t.cuts.title,
            wish,
            dayText: formatDate(text, wish.day),
            isToday: wish.day === today,
            isPast: wish.day < today,
            // A control that is still ahead today makes the run by itself.
            isEarly: wish.day === today && now < zone.controlOf(today),
            waits: mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, now, terms)
                ? null
                : formatInstant(text, zone, runsAt(now, terms)),
            at: formatInstant(text, zone, made.at),
            madeAt: zone.format(made.madeAt).slice(11, 19),
            ask: newAsk(),
            mistake: more.mistake ?? null,
            typedNumber: more.typed?.number ?? '',
            today,
            urls: {
                csv: urlOf(wish, {}, '/cortes/plan.csv'),
                again: urlOf(wish, { nueva: '1' }),
                all: urlOf(wish, { q: null, router: null, motivo: null }),
            },
            ...(await shownOf(made, wish, (amount) => formatMoney(text, cents(amount), terms.currency))),
            runs: await newestRuns(room, request),
        });
    };
}
async function shownOf(made, wish, money) {
    const { plan, customers, error } = made;
    if (plan === null)
        return { plan: null, customers, error };
    const lines = filtered(plan, wish);
    const cuts = plan.lines.filter((line) => line.to === 'cut' && line.hold === null);
    const first = (wish.page - 1) * SHOWN;
    return {
        ...{ customers, error },
        plan: {
            guard: plan.guard,
            broken: plan.broken.slice(0, 20),
            brokenCount: plan.broken.length,
            connections: plan.connections,
            cuts: cuts.length,
            newCuts: plan.lines.filter((line) => line.isNewCut).length,
            restores: plan.lines.filter((line) => line.to === 'active').length,
            held: plan.lines.filter((line) => line.hold !== null).length,
            debt: money(sumOnce(cuts)),
            byRouter: groupsOf(cuts, (line) => line.router ?? '', money),
            byReason: groupsOf(cuts, (line) => line.reason, money),
            found: lines.length,
            lines: lines.slice(first, first + SHOWN).map((line) => ({ ...line, overdue: money(line.overdueCents) })),
            previous: wish.page > 1 ? urlOf(wish, { pagina: String(wish.page - 1) }) : null,
            next: lines.length > first + SHOWN ? urlOf(wish, { pagina: String(wish.page + 1) }) : null,
        },
    };
}
/** A customer with two connections owes once. */
function sumOnce(lines) {
    return [...new Map(lines.map((line) => [line.code, line.overdueCents])).values()].reduce((sum, amount) => sum + amount, 0);
}
function groupsOf(lines, keyOf, money) {
    const groups = new Map();
    for (const line of lines) {
        const group = groups.get(keyOf(line));
        if (group === undefined)
            groups.set(keyOf(line), [line]);
        else
            group.push(line);
    }
    return [...groups]
        .map(([key, own]) => ({ key, count: own.length, debt: money(sumOnce(own)) }))
        .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
async function newestRuns({ deps }, request) {
    const { db } = deps;
    const rows = await listRuns(db, undefined, RUNS_SHOWN);
    const cells = await cellsOfRuns(db, rows.map(({ id }) => id));
    const [names, { zone }] = [await peopleNames(db), await loadTerms(db)];
    return rows.map((run) => runFacts(run, cells, names, readerOf(request), zone));
}
