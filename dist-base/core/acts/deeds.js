// Deeds of a hand: cutting, restoring, and the question that a live promise raises. What a hand cut, only a hand restores.
import { Fault } from '../fault.js';
import { addDays, earlier } from '../rules/day.js';
import { decide } from '../rules/decision.js';
import { nextControlDay } from '../rules/promise.js';
import { accountsOf } from '../store/accounts.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { addDeed, deedByAsk, lastDeed } from '../store/deeds.js';
import { addLog } from '../store/log.js';
import { endPromise } from '../store/promises.js';
import { loadTerms } from '../store/settings.js';
import { reorder } from './reorder.js';
/** Cuts by hand, at once, whatever is owed or promised; only `restoreByHand` lifts it. */
export async function cutByHand(db, ask, told) {
    if (ask.comment.trim() === '')
        throw new Fault('input-invalid', 'cutting by hand needs a comment that says why');
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const before = await doneBefore(tx, customer.id, ask.askId, told);
        if (before)
            return before;
        const isNew = await cutByHandIn(tx, customer, ask.comment, told, false, ask.askId);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause: 'manual-cut', asker: 'deed' });
        return { isNew, decision: await decisionOf(tx, customer.id, told), orders: opened };
    });
}
/** The deed alone, inside another act; with `onlyIfCut` it only keeps cut who is cut now (the *no* at the counter). */
export async function cutByHandIn(tx, customer, comment, told, onlyIfCut, askId) {
    const last = await lastDeed(tx, customer.id);
    if (last?.kind === 'cut')
        return false;
    if (onlyIfCut && !(await isCutOnNetwork(tx, customer.id)))
        return false;
    await addDeed(tx, {
        customerId: customer.id,
        kind: 'cut',
        at: told.now,
        endsOn: null,
        comment,
        by: told.by,
        askId: askId ?? null,
    });
    await addLog(tx, [{ at: told.now, by: told.by, what: 'cut-by-hand', customerId: customer.id, facts: { comment } }]);
    return true;
}
/** The form came twice: how he stands, and nothing new. */
async function doneBefore(tx, customerId, askId, told) {
    if (askId === undefined || (await deedByAsk(tx, askId)) === undefined)
        return null;
    return { isNew: false, decision: await decisionOf(tx, customerId, told), orders: [] };
}
async function isCutOnNetwork(tx, customerId) {
    const [account] = await accountsOf(tx, [customerId]);
    return account?.connections.some((one) => one.observed === 'cut' || one.cutSent === 1 || one.orderDesired === 'cut') ?? false;
}
/** Thrown as an answer, so that the one who asks can ask on: he must say what becomes of the promise. */
export const PROMISE_LIVE = 'promise-live';
/** Enables by hand; lifting a cut by hand is the same deed. */
export async function restoreByHand(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const same = await doneBefore(tx, customer.id, ask.askId, told);
        if (same)
            return same;
        const terms = await loadTerms(tx);
        const before = await decisionOf(tx, customer.id, told);
        if (before.reason === 'deleted')
            throw new Fault('record-conflict', `${ask.code} is deleted; give him a code that does not begin with ZZ first (ispcube customer recode)`, { customer: ask.code });
        checkUntil(ask.until, terms, told);
        const { promise } = before;
        if (promise && ask.promise === undefined) {
            const message = `${ask.code} has a promise for ${promise.promisedOn} that is ${promise.state}; say --withdraw-promise (its cuts are off) or --keep-promise (it is controlled again)`;
            throw new Fault('input-invalid', message, { customer: ask.code, why: PROMISE_LIVE, promisedOn: promise.promisedOn });
        }
        await enableIn(tx, customer.id, before, ask, terms, told);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause: 'manual-enable', asker: 'deed' });
        return { isNew: true, decision: await decisionOf(tx, customer.id, told), orders: opened };
    });
}
/** A day that is over cannot be the last of an enabling. */
export function checkUntil(until, terms, told) {
    if (until !== undefined && until < terms.zone.dayOf(told.now))
        throw new Fault('input-invalid', `--until ${until} is in the past`, { until });
}
/** The deed alone, inside another act, which decides him again afterwards. */
export async function enableIn(tx, customerId, { promise }, ask, terms, told) {
    if (promise && ask.promise === 'withdraw')
        await withdrawPromise(tx, customerId, promise, told);
    const ends = [
        ask.until === undefined ? null : addDays(ask.until, 1),
        promise && ask.promise === 'keep' ? nextControlDay(promise, told.now, terms.zone) : null,
    ];
    const endsOn = ends.reduce((a, b) => (a === null ? b : b === null ? a : earlier(a, b)), null);
    const comment = ask.comment ?? null;
    await addDeed(tx, { customerId, kind: 'enable', at: told.now, endsOn, comment, by: told.by, askId: ask.askId ?? null });
    const facts = { endsOn, comment, promise: promise ? (ask.promise ?? null) : null };
    await addLog(tx, [{ at: told.now, by: told.by, what: 'enabled-by-hand', customerId, facts }]);
}
/** No control of it will cut any more. */
export async function withdrawPromise(tx, customerId, promise, told) {
    await endPromise(tx, promise.id, 'withdrawn', told.now);
    await addLog(tx, [
        {
            at: told.now,
            by: told.by,
            what: 'promise-withdrawn',
            customerId,
            about: { kind: 'promise', id: promise.id },
            facts: { promisedOn: promise.promisedOn },
        },
    ]);
}
async function decisionOf(tx, customerId, told) {
    const [account] = await accountsOf(tx, [customerId]);
    if (!account)
        throw new Fault('record-missing', 'the customer is gone', { customerId });
    return decide(account.facts, told.now, await loadTerms(tx));
}
