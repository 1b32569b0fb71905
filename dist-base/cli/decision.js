// What the rules say of one customer right now, for the closing line of a command that did something to him.
import { decide } from '../core/rules/decision.js';
import { accountsOf } from '../core/store/accounts.js';
import { customerByCode } from '../core/store/customers.js';
/** Null where there is none, because his documents contradict each other. */
export async function decisionFor(wired, code) {
    const customer = await customerByCode(wired.db, code);
    const [account] = customer ? await accountsOf(wired.db, [customer.id]) : [];
    if (!account)
        return null;
    try {
        return decide(account.facts, wired.deps.now(), await wired.terms());
    }
    catch {
        return null; // `enforce explain` says which documents; the deed itself stands
    }
}
