// Answers FreeRADIUS: may this name log in, with which password and which attributes? Reads only, and holds nobody: a log-in
// must not wait for a run. The customer is decided anew only where an order says cut, so nearly all answers cost one question.
// The password leaves here in the clear, for FreeRADIUS to prove PAP, CHAP and MS-CHAP with: whoever calls keeps it to himself.
import { authorize, loginOf, mayBeCut } from '../rules/authorization.js';
import { decide } from '../rules/decision.js';
import { parseMac } from '../rules/identity.js';
import { loginTermsFrom } from '../settings.js';
import { accountsOf } from '../store/accounts.js';
import { loginsNamed } from '../store/login-facts.js';
import { loadTerms, storedSettings } from '../store/settings.js';
/** RFC 2865 §5.1: one attribute holds 253 octets. */
const NAME_MAX = 253;
/** Throws `secret-unreadable` where the password does not open: that is no reason to refuse a customer, and no answer. */
export async function answerLogin(db, asked, told) {
    const { name } = asked;
    if (name === '' || name.length > NAME_MAX || name.includes('\0'))
        return { accept: false, why: 'unknown', connection: null };
    const found = await loginsNamed(db, name, parseMac(name));
    const login = loginOf(found);
    if (typeof login === 'string')
        return { accept: false, why: login, connection: null };
    const decided = mayBeCut(login) ? await decidedNow(db, login, told.now) : 'active';
    const answer = authorize(login, decided, asked, loginTermsFrom(await storedSettings(db)));
    if (!answer.accept)
        return answer;
    const place = { table: 'connections', column: 'password', row: String(login.connection) };
    const password = login.passwordSealed === null ? null : told.seal.open(login.passwordSealed, place);
    return { ...answer, password, customerCode: login.customerCode };
}
/** Null where his documents contradict each other: then nobody is cut. */
async function decidedNow(db, { customerId }, now) {
    const [account] = await accountsOf(db, [customerId]);
    if (account === undefined)
        return null;
    const terms = await loadTerms(db);
    try {
        return decide(account.facts, now, terms).state;
    }
    catch {
        // As a run does: such a customer is shown by `ispcube db check`, and left as he is.
        return null;
    }
}
