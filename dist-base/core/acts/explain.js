// Everything behind one customer's state: the rule and its figures, the promise, what changes next if nothing is paid, and for
// each connection what is desired, what the router was last seen to do and what became of the last order. The command and the
// customer's page tell the same story of it.
import { Fault } from '../fault.js';
import { nextChange } from '../rules/decision.js';
import { accountsOf } from '../store/accounts.js';
import { clashes } from '../store/claims.js';
import { connectionNames } from '../store/connections.js';
import { requireCustomer } from '../store/customers.js';
import { lastOrderOfPlace } from '../store/orders.js';
import { routerById } from '../store/routers.js';
import { loadTerms } from '../store/settings.js';
import { judge } from './judge.js';
import { noticeOf } from './notices.js';
/** Throws `record-missing` for a code that nobody has. */
export async function explainCustomer(db, code, at) {
    const customer = await requireCustomer(db, code);
    const terms = await loadTerms(db);
    const claims = await clashes(db, [customer.id]);
    const wanted = new Set([customer.id, ...claims.map((claim) => claim.customerId)]);
    const accounts = await accountsOf(db, [...wanted]);
    const account = accounts.find((one) => one.id === customer.id);
    if (!account)
        throw new Fault('record-missing', `there is no customer with the code "${code}"`, { customer: code });
    const { lines, broken } = judge(accounts, claims, terms, { at, asker: 'run' });
    const own = lines.filter((line) => line.account.id === customer.id);
    const places = await Promise.all(own.map(async (line) => placeOf(db, line, claims)));
    const decision = own.find((line) => line.decision !== null)?.decision ?? decisionAlone(account, at, terms);
    const problem = broken.find((one) => one.account.id === customer.id)?.message ?? null;
    const next = decision === null ? null : nextChange(account.facts, at, terms);
    const notice = await noticeOf(db, customer.id, at);
    return { customer, notice, decision, problem, next, places, at, terms };
}
/** A customer without connections has no line. */
function decisionAlone(account, at, terms) {
    const [line] = judge([{ ...account, connections: [BARE] }], [], terms, { at, asker: 'run' }).lines;
    return line?.decision ?? null;
}
const BARE = { id: 0, name: '', inService: 1, wasInService: 1, placeId: null, driver: null, observed: null };
async function placeOf(db, line, claims) {
    const { connection } = line;
    const order = connection.placeId === null ? undefined : await lastOrderOfPlace(db, connection.placeId);
    const router = connection.routerId === null ? undefined : await routerById(db, connection.routerId);
    const keys = new Set(claims.filter((claim) => claim.connectionId === connection.id).map((claim) => claim.key));
    const others = claims
        .filter((claim) => keys.has(claim.key) && claim.connectionId !== connection.id)
        .map((claim) => claim.connectionId);
    return { line, order, router, sharers: await connectionNames(db, others) };
}
