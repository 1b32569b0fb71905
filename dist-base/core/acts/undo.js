// What "undo a run" can truthfully mean. A run does nothing of its own: it orders what the rules decide, and the next run orders
// it again. So there are two answers. `stop` cancels the cuts that nothing was sent of; who is cut stays cut, and the next
// run orders the rest again, unless somebody pays or the settings change. `restore` enables by hand everybody whom the run
// cut and whom debt still cuts: what was not sent is cancelled, what was sent is restored, and no run cuts them until the enabling
// ends. Restores of the run are left alone. Doing either twice changes nothing the second time.
import { Fault } from '../fault.js';
import { decide, isDebtCut } from '../rules/decision.js';
import { accountsOf } from '../store/accounts.js';
import { lockCustomers } from '../store/customers.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { endOrders } from '../store/orders.js';
import { runById, standingCuts } from '../store/run-views.js';
import { loadTerms } from '../store/settings.js';
import { checkUntil, enableIn } from './deeds.js';
import { reorder } from './reorder.js';
export async function planUndo(db, runId, at) {
    const cuts = await standingCuts(db, runId);
    const concerned = await cutForDebt(db, cuts, at, await loadTerms(db));
    return {
        unsent: cuts.filter((cut) => !cut.maybeSent).length,
        customers: concerned.size,
        promises: [...concerned.values()].filter(({ promise }) => promise !== null).length,
    };
}
const AT_ONCE = 2_000;
export async function undoRun(db, ask, told) {
    if (ask.comment.trim() === '')
        throw new Fault('input-invalid', 'undoing a run needs a comment that says why');
    return within(db, async (tx) => {
        if (!(await runById(tx, ask.runId)))
            throw new Fault('record-missing', `there is no run ${ask.runId}; /cortes shows them all`, { run: ask.runId });
        const undone = ask.how === 'stop' ? await stop(tx, ask, told) : await restoreAll(tx, ask, told);
        const { cancelled, enabled } = undone;
        if (cancelled + enabled > 0) {
            const facts = { how: ask.how, cancelled, enabled, comment: ask.comment };
            const about = { kind: 'run', id: ask.runId };
            await addLog(tx, [{ at: told.now, by: told.by, what: 'run-undone', about, facts, runId: ask.runId }]);
        }
        return undone;
    });
}
async function stop(tx, { runId, comment }, told) {
    await lockCustomers(tx, (await standingCuts(tx, runId)).map((cut) => cut.customerId));
    const unsent = (await standingCuts(tx, runId)).filter((cut) => !cut.maybeSent);
    await endOrders(tx, unsent.map(({ id }) => id), 'cancelled', `undo:${runId}`, told.now);
    await addLog(tx, unsent.map(({ id, customerId, reason }) => ({
        at: told.now,
        by: told.by,
        what: 'order-cancelled',
        customerId,
        facts: { reason, cause: `undo:${runId}`, comment },
        orderId: id,
    })));
    return { cancelled: unsent.length, enabled: 0, orders: [] };
}
async function restoreAll(tx, ask, told) {
    const terms = await loadTerms(tx);
    checkUntil(ask.until, terms, told);
    const cuts = await standingCuts(tx, ask.runId);
    await lockCustomers(tx, cuts.map((cut) => cut.customerId));
    const concerned = await cutForDebt(tx, cuts, told.now, terms);
    if (ask.promise === undefined && [...concerned.values()].some(({ promise }) => promise !== null))
        throw new Fault('input-invalid', 'some of them have a live promise: say whether to withdraw or to keep it', { promise: null });
    for (const [id, decision] of concerned)
        await enableIn(tx, id, decision, ask, terms, told);
    const orders = [];
    const ids = [...concerned.keys()];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
        const why = { ...told, cause: `undo:${ask.runId}`, asker: 'deed', runId: ask.runId };
        orders.push(...(await reorder(tx, ids.slice(start, start + AT_ONCE), why)).opened);
    }
    const cancelled = cuts.filter((cut) => !cut.maybeSent && concerned.has(cut.customerId)).length;
    return { cancelled, enabled: ids.length, orders };
}
/** Whom debt cuts now; a hand, or a deletion, that came since decides alone. */
async function cutForDebt(db, cuts, at, terms) {
    const concerned = new Map();
    const accounts = await accountsOf(db, cuts.map((cut) => cut.customerId));
    for (const account of accounts) {
        const decision = decide(account.facts, at, terms);
        if (decision.state === 'cut' && isDebtCut(decision.reason))
            concerned.set(account.id, decision);
    }
    return concerned;
}
