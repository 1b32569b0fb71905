// One run from the command line: under the lock of runs it decides, opens orders, sees them through and says what became of
// each change. `enforce apply`, `promise check` and the demo come through here.
import { makeRun } from '../core/acts/runs.js';
import { Fault } from '../core/fault.js';
import { mayRun, runsAt } from '../core/rules/order.js';
import { hurryOrders, ordersById } from '../core/store/orders.js';
import { pause } from '../daemon/deps.js';
import { attemptsOf, carryOut, outcomeOf } from './carry.js';
import { changedLines, changeJson, totalsOf } from './changes.js';
/** As long as routers still answer something, a run is followed; this is for the day when all of it stands still. */
const FOLLOW_MS = 3_600_000;
export async function applyRun(wired, ask) {
    const lock = await wired.deps.takeLock('run');
    if (lock === null)
        throw new Fault('lock-held', 'another run is under way on this database; try again when it has ended (ispcube status shows its orders)');
    try {
        return await underLock(wired, ask);
    }
    finally {
        await lock.release();
    }
}
async function underLock(wired, ask) {
    const { deps, db } = wired;
    const report = await makeRun(db, {
        kind: ask.kind,
        at: ask.at,
        presentAt: ask.presentAt,
        machineAt: deps.machineNow(),
        by: wired.by,
        routerName: ask.routerName,
        confirmCuts: ask.confirmCuts,
        onlyPromises: ask.onlyPromises ?? false,
        pause,
    });
    const lines = linesOf(report);
    const { terms } = report.plan;
    const opened = new Map((await ordersById(db, report.opened)).map((order) => [order.placeId, order.id]));
    const orderOf = (line) => opened.get(line.connection.placeId ?? 0) ?? (line.step.do === 'open' ? null : line.connection.orderId);
    const changes = lines.map((line) => ({ ...changeJson(line, deps.now(), terms), ...numbered(orderOf(line)) }));
    ask.decided?.(report, changes);
    const ids = changes.flatMap((change) => change.order ?? []);
    // Whoever starts a run by hand wants it tried now: back-offs of what it is about are over.
    const before = await attemptsOf(wired, ids);
    await hurryOrders(db, ids, deps.now());
    const followed = await carryOut(wired, ids, { deadlineMs: FOLLOW_MS, before, progress: (now) => ask.progress?.(now, changes) });
    const orders = new Map(followed.orders.map((order) => [order.id, order]));
    for (const change of changes)
        addOutcome(change, orders.get(change.order ?? 0), report, deps.now());
    const failed = changes.filter((change) => change.outcome === 'failed').length;
    const waiting = changes.filter((change) => change.outcome === 'waiting');
    // Waiting for the hours is as it should be; waiting for anything else is not.
    const late = waiting.some((change) => change.runsAt === undefined);
    const totals = { ...totalsOf(Math.max(report.plan.connections, changes.length), changes), failed, waiting: waiting.length };
    return {
        report,
        changes,
        totals,
        exit: changes.some((change) => change.outcome === 'refused') || !report.guard.ok ? 4 : failed > 0 || late ? 3 : 0,
    };
}
/** The plan, each line as it was decided again when it was written. */
function linesOf(report) {
    const written = new Map(report.lines.map((line) => [line.connection.id, line]));
    const planned = changedLines({
        ...report.plan,
        changes: report.plan.changes.map((line) => written.get(line.connection.id) ?? line),
    });
    const known = new Set(planned.map((line) => line.connection.id));
    const more = report.lines.filter((line) => !known.has(line.connection.id) && line.step.do === 'open');
    return [...planned, ...more];
}
const numbered = (order) => (order === null ? {} : { order });
function addOutcome(change, order, report, now) {
    delete change.runsAt;
    if (order) {
        const { terms } = report.plan;
        const waits = order.state === 'open' && !mayRun({ ...order, atOnce: order.atOnce === 1 }, now, terms);
        change.outcome = waits ? 'waiting' : outcomeOf(order);
        if (waits)
            change.runsAt = terms.zone.format(runsAt(now, terms));
        if (order.state === 'open' && order.faultMessage !== null)
            change.error = order.faultMessage;
    }
    else if (change.hold !== undefined)
        change.outcome = 'held';
    else if (change.to === 'cut' && (!report.guard.ok || report.clockBehind))
        change.outcome = 'refused';
}
