// Payment promises: an operator's date, a customer's own button, and withdrawing.
import { Fault } from '../fault.js';
import { addDays } from '../rules/day.js';
import { checkDate, offerPromise } from '../rules/offer.js';
import { accountsOf } from '../store/accounts.js';
import { holdCustomer, lockCustomers } from '../store/customers.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { endPromise, insertPromise, promiseByAsk, unendedPromise } from '../store/promises.js';
import { loadTerms } from '../store/settings.js';
import { withdrawPromise } from './deeds.js';
import { endNotices } from './notice-lists.js';
import { reorder } from './reorder.js';
/** By an operator: any date whose control is ahead. The date of the live promise again changes nothing. */
export async function addPromise(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const account = await accountOf(tx, customer.id);
        const terms = await loadTerms(tx);
        const answer = checkDate(account.facts, ask.promisedOn, told.now, terms);
        const controlAt = terms.zone.controlOf(ask.promisedOn);
        if (!answer.ok) {
            throw new Fault('input-invalid', `the control of ${ask.promisedOn} was at ${terms.zone.format(controlAt)}: a promise needs a day whose control is ahead`, { promisedOn: ask.promisedOn });
        }
        const isSame = ask.askId !== undefined && (await promiseByAsk(tx, ask.askId)) !== undefined;
        const before = await unendedPromise(tx, customer.id);
        if (isSame)
            return { isNew: false, promisedOn: ask.promisedOn, controlAt, warning: answer.warning, orders: [] };
        if (before?.promisedOn === ask.promisedOn && before.state === 'pending')
            return { isNew: false, promisedOn: ask.promisedOn, controlAt, warning: answer.warning, orders: [] };
        if (before)
            await replacePromise(tx, customer.id, before, ask.promisedOn, told);
        const id = await insertPromise(tx, {
            customerId: customer.id,
            promisedOn: ask.promisedOn,
            savedAt: told.now,
            source: 'operator',
            by: told.by,
            comment: ask.comment ?? null,
            askId: ask.askId ?? null,
        });
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'promise-saved',
                customerId: customer.id,
                about: { kind: 'promise', id },
                facts: { promisedOn: ask.promisedOn, comment: ask.comment ?? null },
            },
        ]);
        await endNotices(tx, [customer.id], `promise:${id}`, told);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause: `promise:${id}`, asker: 'deed' });
        return { isNew: true, promisedOn: ask.promisedOn, controlAt, warning: answer.warning, orders: opened };
    });
}
async function replacePromise(tx, customerId, before, by, told) {
    await endPromise(tx, before.id, 'replaced', told.now);
    await addLog(tx, [
        {
            at: told.now,
            by: told.by,
            what: 'promise-replaced',
            customerId,
            about: { kind: 'promise', id: before.id },
            facts: { promisedOn: before.promisedOn, by },
        },
    ]);
}
/** By the customer himself. The same request again gets the answer of the first time. */
export async function usePromise(db, ask, told) {
    return within(db, async (tx) => {
        await lockCustomers(tx, [ask.customerId]);
        const account = await accountOf(tx, ask.customerId);
        const terms = await loadTerms(tx);
        const earlier = await promiseByAsk(tx, ask.id);
        if (earlier)
            return {
                ok: true,
                until: earlier.promisedOn,
                availableAgainOn: addDays(terms.zone.dayOf(earlier.savedAt), terms.promise.waitDays),
                orders: [],
            };
        const offer = offerPromise(account.facts, told.now, terms);
        if (!offer.ok)
            return { ...offer, orders: [] };
        // One whose window is over but whose closing no run has recorded yet must not stand in the way.
        const stale = await unendedPromise(tx, ask.customerId);
        if (stale)
            await replacePromise(tx, ask.customerId, stale, offer.until, told);
        const id = await insertPromise(tx, {
            customerId: ask.customerId,
            promisedOn: offer.until,
            savedAt: told.now,
            source: 'portal',
            by: told.by,
            comment: null,
            askId: ask.id,
        });
        await addLog(tx, [
            {
                at: told.now,
                by: told.by,
                what: 'promise-saved',
                customerId: ask.customerId,
                about: { kind: 'promise', id },
                facts: { promisedOn: offer.until },
            },
        ]);
        await endNotices(tx, [ask.customerId], `promise:${id}`, told);
        const { opened } = await reorder(tx, [ask.customerId], { ...told, cause: `promise:${id}`, asker: 'deed' });
        return { ...offer, orders: opened };
    });
}
/** Saving a blank date: the live promise is withdrawn; who is to be cut then is cut by the next run. */
export async function withdraw(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const live = await unendedPromise(tx, customer.id);
        if (!live)
            return { withdrawn: null };
        await withdrawPromise(tx, customer.id, live, told);
        await reorder(tx, [customer.id], { ...told, cause: `promise:${live.id}`, asker: 'deed' });
        return { withdrawn: live.promisedOn };
    });
}
async function accountOf(tx, customerId) {
    const [account] = await accountsOf(tx, [customerId]);
    if (!account)
        throw new Fault('record-missing', `there is no customer with the id ${customerId}`, { customer: customerId });
    return account;
}
