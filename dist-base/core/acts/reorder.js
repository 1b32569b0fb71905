// Decides customers again and writes what follows: orders opened, replaced, renamed, cancelled, promises that are kept by
// now, and the log of it. Called inside the transaction of whatever caused it; deciding twice writes nothing the second time.
import { isDebtCut } from '../rules/decision.js';
import { accountsOf } from '../store/accounts.js';
import { clashes } from '../store/claims.js';
import { lockCustomers } from '../store/customers.js';
import { addLog } from '../store/log.js';
import { endOrders, openOrders, renameOrders } from '../store/orders.js';
import { customersInQuestion } from '../store/places.js';
import { endPromise } from '../store/promises.js';
import { loadTerms } from '../store/settings.js';
import { endNotices } from './notice-lists.js';
import { makeStamp } from './stamp.js';
import { judge, keptNow } from './judge.js';
/** Decides these customers, and those who share an address with them, and writes the steps. */
export async function reorder(tx, customerIds, why) {
    const terms = await loadTerms(tx);
    const { lines, broken } = await judgeCustomers(tx, customerIds, terms, why);
    return { ...(await writeSteps(tx, lines, terms, why)), broken };
}
export async function judgeCustomers(tx, customerIds, terms, why) {
    const wanted = new Set(customerIds);
    let claims = [];
    // Whoever shares something with one of them, and whoever shares something with those: until nobody more does.
    for (let size = -1; size !== wanted.size;) {
        size = wanted.size;
        await lockCustomers(tx, [...wanted]);
        claims = wanted.size > 50 ? await clashes(tx) : await clashes(tx, [...wanted]);
        const keys = new Set(claims.filter((claim) => wanted.has(claim.customerId)).map((claim) => claim.key));
        for (const claim of claims)
            if (keys.has(claim.key))
                wanted.add(claim.customerId);
    }
    const accounts = await accountsOf(tx, [...wanted]);
    return judge(accounts, claims, terms, { at: why.now, asker: why.asker, presentAt: why.presentAt, routerId: why.routerId });
}
export async function writeSteps(tx, all, terms, why) {
    const lines = all.filter((line) => line.step.do !== 'nothing' && (why.allow?.(line) ?? true));
    await endKeptPromises(tx, all, terms, why);
    const opening = lines.filter((line) => line.step.do === 'open');
    const unserved = opening.filter((line) => line.desired !== 'active').map((line) => line.account.id);
    await endNotices(tx, [...new Set(unserved)], why.cause, why);
    const replaced = opening.flatMap((line) => line.connection.orderId ?? []);
    await endOrders(tx, replaced, 'replaced', why.cause, why.now);
    const cancelled = lines.filter((line) => line.step.do === 'cancel');
    await endOrders(tx, cancelled.flatMap((line) => line.connection.orderId ?? []), 'cancelled', why.cause, why.now);
    await renameAll(tx, lines.filter((line) => line.step.do === 'rename'));
    const stamp = opening.some(isStamped) ? await makeStamp(tx, why.now) : '';
    const opened = await openOrders(tx, opening.map((line) => newOrder(line, terms, why, stamp)));
    const numbers = new Map(opened.map((order) => [order.placeId, order.id]));
    await addLog(tx, lines
        .filter((line) => line.step.do !== 'rename')
        .map((line) => stepLog(line, numbers.get(line.connection.placeId ?? 0) ?? null, why)));
    return { opened: opened.map((order) => order.id), lines };
}
/**
 * Decides everybody again who is cut, may be, or has an order open: after an import or a changed setting nobody else can have
 * something to restore, and cuts wait for the next run.
 */
export async function reorderAffected(tx, told, cause) {
    const ids = await customersInQuestion(tx);
    const opened = [];
    for (let start = 0; start < ids.length; start += 2000)
        opened.push(...(await reorder(tx, ids.slice(start, start + 2000), { ...told, cause, asker: 'deed' })).opened);
    return opened;
}
async function endKeptPromises(tx, lines, terms, why) {
    const ended = new Set();
    for (const line of lines) {
        const promise = line.decision?.promise;
        if (!promise || ended.has(promise.id) || !keptNow(line, why.now, terms))
            continue;
        ended.add(promise.id);
        await endPromise(tx, promise.id, 'kept', why.now);
        await addLog(tx, [
            {
                at: why.now,
                by: why.by,
                what: 'promise-kept',
                customerId: line.account.id,
                about: { kind: 'promise', id: promise.id },
                facts: { promisedOn: promise.promisedOn },
            },
        ]);
    }
}
async function renameAll(tx, lines) {
    const groups = new Map();
    for (const line of lines)
        groups.set(line.reason, [...(groups.get(line.reason) ?? []), line]);
    for (const group of groups.values()) {
        const [first] = group;
        if (!first)
            continue;
        await renameOrders(tx, group.flatMap((line) => line.connection.orderId ?? []), first.reason);
    }
}
/** The cut was decided from the customer's own facts alone; who shares an address is decided again in any case. */
const isStamped = (line) => line.desired === 'cut' && isDebtCut(line.reason) && !line.isShared;
function newOrder(line, terms, why, stamp) {
    const { connection } = line;
    const isNewCut = line.step.do === 'open' && line.step.newCut;
    return {
        placeId: connection.placeId ?? 0,
        connectionId: connection.id,
        customerId: line.account.id,
        routerId: connection.routerId ?? 0,
        generation: (connection.generation ?? 0) + 1,
        desired: line.desired,
        reason: line.reason,
        cause: why.cause,
        by: why.by,
        atOnce: (why.atOnce ? 1 : 0),
        runId: why.runId ?? null,
        guardOn: isNewCut && !why.carried ? terms.zone.dayOf(why.presentAt ?? why.now) : null,
        stamp: isStamped(line) ? stamp : null,
        at: why.now,
    };
}
const ORDERED = { cut: 'cut-ordered', active: 'restore-ordered', none: 'clear-ordered' };
function stepLog(line, orderId, why) {
    const { decision, connection } = line;
    const debt = isDebtCut(line.reason) && decision
        ? { overdueCents: decision.overdueCents, thresholdCents: decision.thresholdCents, cutDay: decision.cutDay }
        : {};
    return {
        at: why.now,
        by: why.by,
        what: line.step.do === 'cancel' ? 'order-cancelled' : ORDERED[line.desired],
        customerId: line.account.id,
        about: { kind: 'connection', id: connection.id },
        facts: { connection: connection.name, router: connection.routerName, reason: line.reason, cause: why.cause, ...debt },
        runId: why.runId ?? null,
        orderId: orderId ?? connection.orderId,
    };
}
