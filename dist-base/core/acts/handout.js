// Hands open orders of one router out to a task. Restores go before cuts and in slices of their own; a cut is decided again
// here, just before it leaves. What comes back is `outcomes.ts`.
import { isDebtCut } from '../rules/decision.js';
import { mayRun } from '../rules/order.js';
import { lockCustomers } from '../store/customers.js';
import { within } from '../store/db.js';
import { dueOrders } from '../store/order-queue.js';
import { endedOrders, postponeAll, sentUpTo } from '../store/orders.js';
import { handRouter, routerById } from '../store/routers.js';
import { lastRunStartedAt } from '../store/runs.js';
import { loadStampedTerms } from '../store/settings.js';
import { doorOf, radiusPlaces } from './radius-places.js';
import { judgeCustomers, writeSteps } from './reorder.js';
import { holding } from './stamp.js';
/**
 * The next slice of a router, at most so many orders: restores alone while there are any, else cuts. Null = nothing to do
 * now. A mark that is found here was left by a process that died with its task: what it had may have been sent.
 */
export async function takeWork(db, routerId, most, told) {
    return within(db, async (tx) => {
        const router = await routerById(tx, routerId);
        if (!router ||
            router.removedAt !== null ||
            (router.retryAt !== null && router.retryAt > told.now && router.retryAt <= told.now + 2 * told.limits.retrySlowMs))
            return null;
        if (router.handedTo !== null)
            await sentUpTo(tx, routerId, router.handedTo);
        const access = accessOf(router, told);
        const longestMs = told.limits.retrySlowMs;
        let orders = await dueOrders(tx, routerId, 'restores', told.now, longestMs, most);
        if (orders.length === 0)
            orders = await dueCuts(tx, routerId, most, told, longestMs);
        orders = await held(tx, orders);
        if (orders.length === 0)
            return null;
        await handRouter(tx, routerId, Math.max(...orders.map((order) => order.id)), told.now);
        const byHours = orders.some((order) => order.desired === 'cut' && isDebtCut(order.reason));
        const changes = orders.map(changeOf);
        if (router.driver === 'radius')
            await addRecords(tx, router, orders, changes, told);
        return { router: routerId, access, orders, changes, byHours };
    });
}
/** Held before they are handed out: a payment that came between the question and now has replaced some. */
async function held(tx, orders) {
    const customers = orders.map((order) => order.customerId);
    return (await lockCustomers(tx, customers)) ? stillOpen(tx, orders) : orders;
}
/** Without those that ended since they were read. */
export async function stillOpen(tx, orders) {
    const ids = orders.map((order) => order.id);
    const ended = await endedOrders(tx, ids);
    return orders.filter((order) => !ended.has(order.id));
}
async function dueCuts(tx, routerId, most, told, longestMs) {
    const lastAt = await lastRunStartedAt(tx);
    if (lastAt !== null && told.machineAt < lastAt)
        return []; // the clock was set back: no rule cuts
    const stamped = await loadStampedTerms(tx);
    const { terms } = stamped;
    const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, told.now, terms);
    for (;;) {
        const orders = await dueOrders(tx, routerId, hours ? 'cuts' : 'cuts-at-once', told.now, longestMs, most);
        const standing = await stillCut(tx, orders, stamped, told);
        if (standing.length > 0 || orders.length === 0)
            return standing;
        // Nothing but cuts that no longer hold: restores may have taken their place, and other cuts may stand behind them.
        const restores = await dueOrders(tx, routerId, 'restores', told.now, longestMs, most);
        if (restores.length > 0)
            return restores;
    }
}
const UNCLEAR = 'not cut now, because the facts about the customer contradict each other; see ispcube db check';
/**
 * Decides the customers again: cuts that no longer hold are cancelled, or replaced by a restore where they may have been sent.
 * Where the stamp of an order still holds, nothing that the decision reads has changed since, and it stands as it is.
 */
async function stillCut(tx, orders, stamped, told) {
    const eligible = orders.filter((order) => order.isCurrent === 1 && order.inService === 1 && order.free === 0 && order.blockable === 1);
    const sure = new Set((await holding(tx, eligible, stamped, told.now)).map((order) => order.id));
    const unsure = orders.filter((order) => !sure.has(order.id));
    if (unsure.length === 0)
        return [...orders];
    const why = { now: told.now, by: 'job:dispatch', cause: 'decided-again', asker: 'deed' };
    const { terms } = stamped;
    const { lines, broken } = await judgeCustomers(tx, [...new Set(unsure.map((order) => order.customerId))], terms, why);
    await writeSteps(tx, lines, terms, why);
    const unclear = new Set(broken.map(({ account }) => account.id));
    const cut = new Set(lines.filter((line) => line.desired === 'cut').map((line) => line.connection.id));
    const stands = (order) => sure.has(order.id) || (order.isCurrent === 1 && cut.has(order.connectionId) && !unclear.has(order.customerId));
    await setAside(tx, unsure.filter((order) => !stands(order)), told);
    return orders.filter(stands);
}
/** Cuts that neither hold nor could be ended (documents that do not add up) must not stand in the way of those behind them. */
async function setAside(tx, orders, told) {
    const stuck = (await stillOpen(tx, orders)).map((order) => order.id);
    await postponeAll(tx, stuck, told.now + told.limits.retrySlowMs, 'record-conflict', UNCLEAR);
}
function changeOf(order) {
    const { planName, downKbps, upKbps } = order;
    return {
        order: order.id,
        place: order.placeId,
        connection: order.connectionId,
        customerCode: order.customerCode,
        generation: order.generation,
        way: order.kind,
        address: order.address,
        ipv6Prefix: order.ipv6Prefix,
        username: order.username,
        mac: order.mac,
        desired: order.desired,
        closed: order.isCurrent === 1 && order.inService === 0 && order.wasInService === 1 && order.isUsedBy === 0,
        plan: planName === null || downKbps === null || upKbps === null ? null : { name: planName, downKbps, upKbps },
    };
}
/** A NAS shows nothing: what accounting knows of each place goes along. */
async function addRecords(tx, router, orders, changes, told) {
    const asks = orders.map(({ placeId, isCurrent, desired, acknowledgedAt }) => ({
        ...{ id: placeId, isCurrent: isCurrent === 1, desired, acknowledgedAt },
    }));
    const known = await radiusPlaces(tx, router, asks, told);
    for (const change of changes)
        change.radius = known.get(change.place);
}
/** How to reach a router, with its password in the clear: for a task, never for a log. */
export function accessOf(router, told) {
    const { limits, lists } = told;
    return {
        router: router.id,
        name: router.name,
        driver: router.driver,
        host: router.host,
        port: router.port,
        tls: router.tls === 1,
        tlsPin: router.tlsPin,
        username: router.username ?? '',
        password: router.passwordSealed === null
            ? ''
            : told.seal.open(router.passwordSealed, { table: 'routers', column: 'password', row: router.name }),
        window: router.window ?? limits.window,
        connectMs: limits.connectMs,
        loginMs: limits.loginMs,
        commandMs: limits.commandMs,
        cutList: lists.cut,
        noticeList: lists.notice,
        radius: radiusAccess(router, told),
        template: templateOf(router, told),
    };
}
function radiusAccess(router, { seal, limits }) {
    const { radiusSecretSealed } = router;
    if (router.driver !== 'radius' || radiusSecretSealed === null)
        return null;
    const { port, secret } = doorOf({ ...router, radiusSecretSealed }, seal);
    return { port, secret, kicksPerSecond: limits.kicksPerSecond };
}
/** The template that a router names; null where it names none. */
export function templateOf({ template: name }, told) {
    if (name === null)
        return null;
    const { templates = {} } = told;
    return { name, configured: Object.hasOwn(templates, name) ? (templates[name] ?? null) : null };
}
