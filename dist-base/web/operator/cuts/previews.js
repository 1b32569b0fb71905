// Whom a run would cut, on any day. A walk over a hundred thousand customers takes longer than a page may, so it goes on by itself
// while whoever asked sees how far it is, and what came of it is shown for as long as making it again would be a nuisance.
import { planRun } from '../../../core/acts/runs.js';
import { isDebtCut } from '../../../core/rules/decision.js';
import { customersById, fold } from '../../../core/store/customers.js';
import { loadTerms } from '../../../core/store/settings.js';
const PATIENCE_MS = 1_200;
const KEPT_MOST = 4;
/** A plan that took a second is shown for twenty; one that took no time is made anew for each page. */
const WORTH = 20;
const GOOD_MOST_MS = 300_000;
export function makePreviews(deps, pause) {
    const kept = new Map();
    return {
        async of(day, again) {
            const before = kept.get(day);
            const isGood = before !== undefined && performance.now() < before.goodUntil;
            const isBusy = before !== undefined && before.goodUntil === Number.POSITIVE_INFINITY;
            const preview = before !== undefined && isGood && (!again || isBusy) ? before : await begin(deps, day, pause);
            kept.delete(day);
            kept.set(day, preview);
            for (const [oldest] of kept)
                if (kept.size > KEPT_MOST)
                    kept.delete(oldest);
            await Promise.race([preview.done, delay(PATIENCE_MS)]);
            return preview;
        },
    };
}
const delay = (ms) => new Promise((resolve) => void setTimeout(resolve, ms).unref());
/** Today is judged as it is now, once its control is over; any other day at its control. */
export function instantOf(day, now, controlAt, today) {
    return day === today ? Math.max(now, controlAt) : controlAt;
}
async function begin(deps, day, pause) {
    const { zone } = await loadTerms(deps.db);
    const now = deps.now();
    const at = instantOf(day, now, zone.controlOf(day), zone.dayOf(now));
    const preview = {
        ...{ day, at, madeAt: now, customers: 0, plan: null, error: null },
        ...{ done: Promise.resolve(), goodUntil: Number.POSITIVE_INFINITY },
    };
    const from = performance.now();
    preview.done = make(deps, preview, pause)
        .catch((err) => {
        preview.error = err instanceof Error ? err.message : String(err);
        deps.log.error({ err, day }, 'preview failed');
    })
        .finally(() => {
        preview.goodUntil = performance.now() + Math.min(WORTH * (performance.now() - from), GOOD_MOST_MS);
    });
    return preview;
}
async function make({ db }, preview, pause) {
    const plan = await planRun(db, { at: preview.at, pause, progress: (customers) => void (preview.customers = customers) });
    const changes = plan.changes.filter((line) => line.step.do !== 'cancel');
    const ids = changes.map((line) => line.account.id);
    const names = new Map((await customersById(db, ids)).map(({ id, name }) => [id, name]));
    preview.plan = { ...planOf(plan), lines: changes.map((line) => lineOf(line, names.get(line.account.id) ?? '')).sort(byDebt) };
}
const planOf = ({ connections, guard, broken }) => ({
    connections,
    guard,
    broken: broken.map(({ account, message }) => ({ code: account.code, message })),
});
function lineOf({ account, connection, decision, ...line }, name) {
    const isHeld = line.hold === 'shared';
    return {
        code: account.code,
        name,
        connection: connection.name,
        router: connection.routerName,
        from: line.from,
        to: isHeld ? 'cut' : line.desired,
        reason: isHeld ? (decision?.reason ?? line.reason) : line.reason,
        overdueCents: decision?.overdueCents ?? 0,
        cutDay: decision?.cutDay ?? null,
        hold: line.hold,
        isOpen: line.step.do === 'nothing' && connection.orderId !== null,
        isNewCut: line.step.do === 'open' && line.step.newCut && isDebtCut(line.reason),
        words: fold(`${account.code} ${name} ${connection.name} ${connection.routerName ?? ''} ${connection.address ?? ''} ${connection.username ?? ''}`),
    };
}
const byDebt = (a, b) => b.overdueCents - a.overdueCents || (a.code < b.code ? -1 : 1);
