// The question at the counter: a customer who was cut has paid, is he to be restored? *Yes* restores at once; *no* is recorded as
// a cut by hand, which only a hand lifts. While nobody has answered nothing is decided: the next sweep of his router restores
// him like anybody whose cut is not decided any more, so who paid is not forgotten by a page that was closed.
import { decide } from '../rules/decision.js';
import { accountsOf } from '../store/accounts.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { loadTerms } from '../store/settings.js';
import { cutByHandIn } from './deeds.js';
import { reorder } from './reorder.js';
export async function restoreQuestion(db, customerId, at) {
    const [account] = await accountsOf(db, [customerId]);
    if (!account)
        return null;
    const isCut = account.connections.some((one) => one.inService === 1 &&
        one.orderDesired !== 'active' &&
        (one.observed === 'cut' || one.cutSent === 1 || (one.orderDesired === 'cut' && one.orderSent === 1)));
    if (!isCut)
        return null;
    const decision = decide(account.facts, at, await loadTerms(db));
    if (decision.overdueCents > decision.thresholdCents)
        return null;
    if (decision.reason === 'manual-cut')
        return 'by-hand';
    return decision.state === 'active' ? 'ask' : null;
}
/** `cause` names the payment that raised the question: `payment:RC X-00000012`. */
export async function answerRestore(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const wasOpen = (await restoreQuestion(tx, customer.id, told.now)) === 'ask';
        if (!wasOpen)
            return { wasOpen, orders: [] };
        if (!ask.restore)
            await cutByHandIn(tx, customer, 'paid; not to be restored', told, true);
        const { opened } = await reorder(tx, [customer.id], { ...told, cause: ask.cause, asker: 'deed' });
        return { wasOpen, orders: opened };
    });
}
