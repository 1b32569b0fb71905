// Pre-notices: who is due one now, who is not and why, and their beginning. The walk over all customers reads documents only of
// those whom their switches do not keep off; the beginning decides each of them again in its own transaction, because somebody
// may have paid in between. Surprising: who is due is not always noticed. An address that another customer has too would show
// him the wrong debt, a connection that may still be on the cut list must not be on both, and a router that does not answer
// shows nothing; such ones wait or are left out.
import { cents } from '../rules/money.js';
import { heldOff, noticeDue } from '../rules/notice.js';
import { accountsOf } from '../store/accounts.js';
import { clashes } from '../store/claims.js';
import { lockCustomers } from '../store/customers.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { insertNotices, noticeSwitchesAfter, noticeSwitchesOf } from '../store/notices.js';
import { openAddresses } from '../store/sessions.js';
import { loadTerms } from '../store/settings.js';
import { byRouter, seekOf } from './notice-lists.js';
/** Customers looked at between two yields. */
const BATCH = 200;
/** Drivers whose routers have a notice list. */
const WITH_LIST = ['routeros'];
/** In words, for people. */
export const NOTICE_WHY = {
    'isp-off': 'pre-notices are off (prenotice.enabled)',
    'customer-off': 'switched off for this customer',
    'outside-window': 'outside the days of the window',
    'noticed-lately': 'the last notice began less than prenotice.everyHours ago',
    'not-served': 'not served: only who has service is noticed',
    free: 'free (gratis)',
    'promise-live': 'a payment promise is live',
    'owes-too-little': 'owes no more than the threshold',
    unclear: 'the documents contradict each other (ispcube db check)',
    'no-address': 'no connection in service with an address or user on a router that has a notice list',
    'cut-pending': 'a cut is on its way, or not proven lifted yet',
    'router-away': 'the router does not answer for now',
    'address-shared': 'another customer has the same address or user',
};
/** Ids of customers who are due a notice and have an address to show it at, in order; at most `most`. */
export async function noticesDue(db, walk) {
    const terms = await loadTerms(db);
    const due = [];
    if (!terms.notice.enabled && walk.seen === undefined)
        return due;
    for (let after = walk.after ?? 0; due.length < walk.most;) {
        const lines = await noticeSwitchesAfter(db, after, BATCH);
        if (lines.length === 0)
            break;
        after = lines.at(-1)?.customerId ?? after;
        const verdicts = await verdictsOf(db, lines, walk.at, terms, walk.away);
        walk.seen?.(verdicts);
        due.push(...verdicts.filter(isDue).map((verdict) => verdict.customerId));
        await walk.pause();
    }
    return due.slice(0, walk.most);
}
/** How one customer fares at an instant. */
export async function noticeOf(db, customerId, at) {
    const [verdict] = await verdictsOf(db, await noticeSwitchesOf(db, [customerId]), at, await loadTerms(db));
    return verdict ?? { customerId, why: 'no-address' };
}
/** Begins the notices of those who are still due: a row and a line of the log for each address. */
export async function beginNotices(db, customerIds, told) {
    return within(db, async (tx) => {
        await lockCustomers(tx, customerIds);
        const terms = await loadTerms(tx);
        const lines = await noticeSwitchesOf(tx, customerIds);
        const due = (await verdictsOf(tx, lines, told.now, terms, told.away)).filter(isDue);
        const begunAt = told.now;
        const untilAt = begunAt + terms.notice.seconds * 1000;
        const rows = due.flatMap(({ account, owedCents, connections }) => connections.map(({ id, routerId, address, ipv6Prefix, origin, kind, username, mac }) => ({
            ...{ customerId: account.id, customerCode: account.code, connectionId: id, routerId: routerId ?? 0 },
            ...{ address, ipv6Prefix, origin, kind, username, mac, begunAt, untilAt, endedAt: null, owedCents },
        })));
        const ids = await insertNotices(tx, rows);
        await addLog(tx, rows.map(({ customerId, connectionId, address, ipv6Prefix, owedCents }) => ({
            at: told.now,
            by: told.by,
            what: 'notice-begun',
            customerId,
            about: { kind: 'connection', id: connectionId },
            facts: { address, ipv6Prefix, owedCents, seconds: terms.notice.seconds },
        })));
        const lists = byRouter(rows.toSorted((one, other) => one.routerId - other.routerId), told.now);
        const notices = rows.map(({ customerId, customerCode, connectionId, routerId, owedCents }, index) => ({
            ...{ id: ids[index] ?? Number.NaN, customerId, customerCode, connectionId, routerId, owedCents },
        }));
        return { notices, lists };
    });
}
const isDue = (verdict) => verdict.why === null;
async function verdictsOf(db, lines, at, terms, away) {
    const held = [];
    const asked = new Map();
    for (const { customerId, prenotice, ...rest } of lines) {
        const switches = { prenotice: prenotice === 1, ...rest };
        const why = heldOff(switches, at, terms);
        if (why === null)
            asked.set(customerId, switches);
        else
            held.push({ customerId, why });
    }
    const accounts = await accountsOf(db, [...asked.keys()]);
    const owing = accounts.map((account) => owedBy(account, asked.get(account.id), at, terms));
    const online = await openAddresses(db, owing
        .flatMap((one) => (isDue(one) ? one.connections.filter((connection) => connection.origin === 'accounting') : []))
        .map(({ id }) => id));
    const placed = owing.map((one) => (isDue(one) ? reachedBy(one, online, away ?? new Set()) : one));
    return [...held, ...(await withoutShared(db, placed))];
}
/** By the rule alone; his connections are all that he has. */
function owedBy(account, switches, at, terms) {
    const customerId = account.id;
    if (switches === undefined)
        return { customerId, why: 'isp-off' };
    try {
        const answer = noticeDue({ ...account.facts, ...switches }, at, terms);
        if (!answer.due)
            return { customerId, why: answer.why };
        const connections = account.connections.map((connection) => ({ ...connection, origin: originOf(connection) }));
        return { customerId, why: null, account, owedCents: cents(answer.owedCents), connections };
    }
    catch {
        return { customerId, why: 'unclear' }; // every plan and `db check` show him, no notice states a sum
    }
}
function originOf(connection) {
    if ((connection.address ?? connection.ipv6Prefix) !== null)
        return 'own';
    return seekOf(connection) === null ? 'accounting' : 'router';
}
function reachedBy(due, online, away) {
    const { customerId } = due;
    const there = due.connections.flatMap((connection) => {
        const { inService, placeId, driver, origin } = connection;
        if (inService === 0 || placeId === null || driver === null || !WITH_LIST.includes(driver))
            return [];
        const address = origin === 'accounting' ? (online.get(connection.id) ?? null) : connection.address;
        return origin === 'accounting' && address === null ? [] : [{ ...connection, address }];
    });
    if (there.length === 0)
        return { customerId, why: 'no-address' };
    const uncut = there.filter(({ observed, cutSent, orderDesired }) => observed !== 'cut' && cutSent === 0 && orderDesired !== 'cut');
    if (uncut.length === 0)
        return { customerId, why: 'cut-pending' };
    const connections = uncut.filter(({ routerId }) => routerId !== null && !away.has(routerId));
    return connections.length === 0 ? { customerId, why: 'router-away' } : { ...due, connections };
}
async function withoutShared(db, verdicts) {
    const ids = verdicts.filter(isDue).map(({ customerId }) => customerId);
    const claims = [];
    for (let start = 0; start < ids.length; start += BATCH)
        claims.push(...(await clashes(db, ids.slice(start, start + BATCH))));
    const owners = new Map();
    for (const { key, customerId } of claims)
        owners.set(key, (owners.get(key) ?? new Set()).add(customerId));
    const shared = new Set(claims.filter(({ key }) => (owners.get(key)?.size ?? 0) > 1).map((claim) => claim.connectionId));
    return verdicts.map((verdict) => {
        if (!isDue(verdict))
            return verdict;
        const connections = verdict.connections.filter(({ id }) => !shared.has(id));
        return connections.length === 0 ? { customerId: verdict.customerId, why: 'address-shared' } : { ...verdict, connections };
    });
}
