// The control of promises: on the day promised and on each of the five after it, and the closing when the window is over.
// Recorded inside the transaction of the run that decides; balances of those concerned are rebuilt first.
import { addDays } from '../rules/day.js';
import { debtCuts, decide, isDebtCut, REASONS } from '../rules/decision.js';
import { controlPromise } from '../rules/promise.js';
import { accountsOf } from '../store/accounts.js';
import { addLog } from '../store/log.js';
import { promisesToControl, recordControl } from '../store/promises.js';
import { rebuildBalances } from './balances.js';
/** Records every control that is due at an instant. */
export async function controlPromises(tx, told, terms) {
    const count = { kept: 0, broken: 0, enforced: 0, unenforced: 0, customers: [] };
    const due = (await promisesToControl(tx, terms.zone.dayOf(told.now))).filter((promise) => told.now >= terms.zone.controlOf(promise.promisedOn));
    if (due.length === 0)
        return count;
    const ids = due.map((promise) => promise.customerId);
    await rebuildBalances(tx, ids, told);
    const accounts = new Map((await accountsOf(tx, ids)).map((account) => [account.id, account]));
    for (const promise of due) {
        count.customers.push(promise.customerId);
        const account = accounts.get(promise.customerId);
        const decision = account === undefined ? null : decisionOf(account, told.now, terms);
        // Documents that contradict each other: he is shown, not controlled.
        if (account !== undefined && decision !== null)
            await control(tx, promise, account, decision, told, terms, count);
    }
    return count;
}
const rankOf = (reason) => REASONS.indexOf(reason);
function decisionOf(account, at, terms) {
    try {
        return decide(account.facts, at, terms);
    }
    catch {
        return null; // the plan shows which documents
    }
}
async function control(tx, promise, account, decision, told, terms, count) {
    const served = account.connections.filter((connection) => connection.inService === 1);
    const { reason } = decision;
    const since = terms.zone.controlOf(promise.promisedOn);
    const state = controlPromise(promise, told.now, {
        debtCuts: debtCuts(decision, told.now, terms),
        // Where nothing is in service any more rule 1 decides.
        overruled: served.length === 0 || (!isDebtCut(reason) && rankOf(reason) < rankOf('promise-broken')),
        allCut: served.every(({ observed, observedAt }) => observed === 'cut' && (observedAt ?? 0) >= since),
    }, terms.zone);
    if (state === null || state === 'pending' || state === 'withdrawn' || state === 'replaced')
        return;
    count[state]++;
    await recordControl(tx, promise, state, told.now);
    const facts = { promisedOn: promise.promisedOn, reason, overdueCents: decision.overdueCents };
    const about = { kind: 'promise', id: promise.id };
    await addLog(tx, [
        { at: told.now, by: told.by, what: `promise-${state}`, customerId: promise.customerId, about, facts, runId: told.runId },
    ]);
    if (state === 'unenforced') {
        const told5 = `the cut for the promise of ${promise.promisedOn} could not be proven up to ${addDays(promise.promisedOn, 5)}`;
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'alert',
                customerId: promise.customerId,
                about,
                facts: { ...facts, alert: told5 },
                runId: told.runId,
            },
        ]);
    }
}
