// Sees orders through: carries them out itself where no daemon does, else wakes the daemon, and follows the rows until each
// has come to something. What cannot be tried now (outside the hours, a router that is left alone) is not waited for.
import { setTimeout as sleep } from 'node:timers/promises';
import { mayRun } from '../core/rules/order.js';
import { dueRouters } from '../core/store/order-queue.js';
import { hurryOrders, openOrdersOf, ordersById } from '../core/store/orders.js';
import { startCarrier } from '../daemon/index.js';
import { followOrders } from '../daemon/enforce/follow.js';
import { tellEnded } from './notices.js';
import { counted } from './output.js';
/** Without any news for so long, with nobody at work, the rest is not going to be tried now. */
const QUIET_MS = 5_000;
/** How long the end of a slice is waited for after the deadline. */
const CLOSE_MS = 500;
const NOTHING = { orders: [], done: [], failed: [], waiting: [] };
export async function carryOut(wired, ids, plan) {
    if (ids.length === 0)
        return NOTHING;
    const until = performance.now() + plan.deadlineMs;
    await wired.database.announce();
    const carrier = await startCarrier(wired.deps);
    try {
        carrier?.dispatcher.nudge();
        const news = newsWatch();
        return await followOrders(wired.db, ids, {
            deadlineMs: plan.deadlineMs,
            // Looking costs what there is to look at; the thread has better things to do.
            everyMs: Math.min(Math.max(25, ids.length / 10), 500),
            before: plan.before,
            progress(followed) {
                news.see(followed);
                plan.progress?.(followed);
            },
            isIdle: () => isIdle(wired, carrier, news),
        });
    }
    finally {
        if (carrier)
            await closeBy(carrier, until + CLOSE_MS);
    }
}
/** A slice that is under way may take longer than the command has: what is left of it then is found handed out, and looked at first. */
async function closeBy(carrier, until) {
    const closed = carrier.close();
    const late = new AbortController();
    const patience = sleep(Math.max(0, until - performance.now()), undefined, { signal: late.signal }).catch(() => undefined); // closed in time
    await Promise.race([closed, patience]);
    late.abort();
    closed.catch(() => undefined); // nobody is left to tell: the process ends
}
function newsWatch() {
    let stamp = '';
    let since = performance.now();
    let waiting = [];
    return {
        see(followed) {
            const now = `${followed.done.length} ${followed.failed.length} ${followed.waiting.filter((order) => order.isHanded === 1).length}`;
            if (now !== stamp)
                since = performance.now();
            stamp = now;
            waiting = followed.waiting;
        },
        quietMs: () => performance.now() - since,
        waiting: () => waiting,
    };
}
async function isIdle(wired, carrier, news) {
    if (carrier ? carrier.dispatcher.working > 0 : news.waiting().some((order) => order.isHanded === 1))
        return false;
    // A NAS has acknowledged: accounting has its time to prove it.
    if (news.waiting().some((order) => isAwaited(order, wired.deps.now())))
        return false;
    if (news.quietMs() > QUIET_MS)
        return true;
    const { deps, db } = wired;
    const at = deps.now();
    const terms = await wired.terms();
    const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, at, terms);
    const wanted = new Set(news.waiting().map((order) => order.routerId));
    const queues = await dueRouters(db, at, deps.config.limits.retrySlowMs);
    const due = queues.some((queue) => wanted.has(queue.routerId) && queue.restores + queue.cutsAtOnce + (hours ? queue.cuts : 0) > 0);
    return !due && (carrier === null || carrier.dispatcher.working === 0);
}
const isAwaited = ({ acknowledgedAt, nextAt }, now) => acknowledgedAt !== null && nextAt > now;
/**
 * After a deed: carries out what it opened, and what else of its customer may be carried out now, and says, for people, what
 * became of it. The exit is not concerned: the deed is done.
 */
export async function carryDeed(wired, out, opened, customer) {
    const from = performance.now();
    const ids = [...new Set([...opened, ...(await dueOrdersOf(wired, customer))])];
    // Somebody stands at the counter: a router that was left alone for a while is tried now.
    const before = await attemptsOf(wired, ids);
    await hurryOrders(wired.db, ids, wired.deps.now());
    const followed = await carryOut(wired, ids, { deadlineMs: wired.config.limits.catchUpMs, before });
    const tookMs = Math.round(performance.now() - from);
    await tellEnded(wired);
    if (!out.json)
        for (const line of sayFollowed(followed))
            out.say(line);
    return { tookMs, orders: followed.orders.map((order) => orderJson(order)) };
}
/** What orders were tried before they are tried now: only a later failure is one. */
export async function attemptsOf(wired, ids) {
    return new Map((await ordersById(wired.db, ids)).map((order) => [order.id, order.attempts]));
}
async function dueOrdersOf(wired, customer) {
    if (customer === undefined)
        return [];
    const terms = await wired.terms();
    const open = await openOrdersOf(wired.db, customer);
    return open.filter((order) => mayRun({ ...order, atOnce: order.atOnce === 1 }, wired.deps.now(), terms)).map(({ id }) => id);
}
/** How a customer stands after a deed: what is desired, and whether the routers have shown it yet. */
export function standing(decision, { orders }) {
    if (decision === null)
        return 'left as he is (unclear documents)';
    const isShown = orders.every(({ outcome }) => outcome === 'done');
    const word = { active: isShown ? 'served' : 'to be served', cut: isShown && orders.length > 0 ? 'cut' : 'to be cut' };
    return `${word[decision.state]} (${decision.reason})`;
}
export const orderJson = (order) => ({
    order: order.id,
    to: order.desired,
    outcome: outcomeOf(order),
    ...(order.state === 'open' && order.faultMessage !== null ? { error: order.faultMessage } : {}),
});
export const outcomeOf = (order) => order.state !== 'open'
    ? order.state
    : order.attempts > 0 && order.isHanded === 0 && order.acknowledgedAt === null
        ? 'failed'
        : 'waiting';
const DONE = { active: 'restored', cut: 'cut', none: 'cleared' };
function sayFollowed(followed) {
    const lines = [];
    for (const desired of ['active', 'cut', 'none']) {
        const done = followed.done.filter((order) => order.desired === desired && order.state === 'done');
        if (done.length > 0)
            lines.push(`${DONE[desired]} and read back on the router: ${counted(done.length, 'connection')}`);
    }
    if (followed.failed.length > 0)
        lines.push(`not carried out yet, will be retried: ${counted(followed.failed.length, 'order')} (${followed.failed[0]?.faultMessage ?? ''})`);
    if (followed.waiting.length > 0) {
        const isSent = followed.waiting.some((order) => order.acknowledgedAt !== null);
        const otherwise = isSent ? 'acknowledged; accounting has to show it' : 'ispcube status shows them';
        const why = followed.waiting.find((order) => order.faultMessage !== null)?.faultMessage ?? otherwise;
        lines.push(`still waiting: ${counted(followed.waiting.length, 'order')} (${why})`);
    }
    return lines;
}
