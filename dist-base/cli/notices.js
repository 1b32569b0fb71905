// Sees notices to their routers: tells them itself where no daemon does, else wakes the daemon and follows the rows, which say
// whether a router was told.
import { setTimeout as sleep } from 'node:timers/promises';
import { noteOf } from '../core/fault.js';
import { noticesById, routersToTell } from '../core/store/notices.js';
import { listRouters } from '../core/store/routers.js';
import { tellRouter } from '../daemon/enforce/notice.js';
import { startCarrier } from '../daemon/index.js';
const EVERY_MS = 100;
export async function carryNotices(wired, begun) {
    if (begun.length === 0)
        return { byCustomer: new Map(), failures: [] };
    await wired.database.announce();
    const routers = [...new Set(begun.map(({ routerId }) => routerId))];
    const carrier = await startCarrier(wired.deps);
    const errors = new Map();
    try {
        if (carrier)
            await Promise.all(routers.map(async (id) => tell(wired, carrier, id, errors)));
        else
            await untilTold(wired, begun);
    }
    finally {
        await carrier?.close();
    }
    const lines = await noticesById(wired.db, begun.map(({ id }) => id));
    return shownOf(wired, lines, errors);
}
/**
 * After a deed that ended a notice: its router is told, where no daemon does that. What fails is left to the router, which takes
 * the entry off by itself when its time is over.
 */
export async function tellEnded(wired) {
    const routers = await routersToTell(wired.db, wired.deps.now());
    if (routers.length === 0)
        return;
    const carrier = await startCarrier(wired.deps);
    if (carrier === null)
        return;
    try {
        await Promise.all(routers.map(async (id) => tell(wired, carrier, id, new Map())));
    }
    finally {
        await carrier.close();
    }
}
/** A task of the dispatcher may be at the router: it is waited for, as long as a command waits for orders. */
async function tell(wired, carrier, id, errors) {
    const until = performance.now() + wired.config.limits.catchUpMs;
    do {
        const refused = await carrier.dispatcher.alone(id, async () => {
            try {
                return (await tellRouter(wired.deps, carrier.pool, id)).refused.map(({ why }) => why ?? 'refused');
            }
            catch (error) {
                return [noteOf(error, 'device-silent').message];
            }
        });
        if (refused?.[0] !== undefined)
            errors.set(id, refused[0]);
        if (refused !== null)
            return;
        await sleep(EVERY_MS);
    } while (performance.now() < until);
}
async function untilTold(wired, begun) {
    const until = performance.now() + wired.config.limits.catchUpMs;
    const ids = begun.map(({ id }) => id);
    while (performance.now() < until) {
        if ((await noticesById(wired.db, ids)).every((line) => line.toldAt !== null))
            return;
        await sleep(EVERY_MS);
    }
}
async function shownOf(wired, lines, errors) {
    const byCustomer = new Map();
    const untold = new Set();
    for (const { customerId, routerId, address, ipv6Prefix, toldAt } of lines) {
        if (toldAt === null)
            untold.add(routerId);
        const where = address ?? ipv6Prefix;
        const state = toldAt === null ? (errors.has(routerId) ? 'failed' : 'waiting') : where === null ? 'offline' : 'shown';
        // Of several connections the one that shows it counts.
        if (byCustomer.get(customerId)?.state !== 'shown')
            byCustomer.set(customerId, { state, address: where });
    }
    const names = new Map((await listRouters(wired.db)).map((router) => [router.id, router.name]));
    const failures = [...untold].map((id) => ({ router: names.get(id) ?? String(id), error: errors.get(id) ?? 'was not told yet' }));
    return { byCustomer, failures };
}
