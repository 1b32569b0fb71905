// Connections that are new, moved or changed hands: their places are brought along. An old place that may hold something of
// ours is cleared, and a cut goes with its connection to the new place at once.
import { clashes } from '../store/claims.js';
import { lockCustomers } from '../store/customers.js';
import { addLog } from '../store/log.js';
import { endOrders, openOrders } from '../store/orders.js';
import { customersOfConnections, leavePlaces, makePlaces, staleConnections } from '../store/places.js';
import { endNotices } from './notice-lists.js';
import { reorder } from './reorder.js';
/** After connections were written: makes, ends and clears places, then decides the customers concerned. All, where none is named. */
export async function followConnections(tx, told, connectionIds) {
    if (connectionIds !== undefined)
        await lockCustomers(tx, await customersOfConnections(tx, connectionIds));
    const stale = await staleConnections(tx, connectionIds);
    const left = await leavePlaces(tx, stale);
    // An address that he leaves may be another's from now on.
    await endNotices(tx, [...new Set(left.map((place) => place.customerId))], 'move', told);
    await makePlaces(tx, connectionIds);
    const opened = await clear(tx, left, told);
    // Cut, or possibly so. A cut that was only waiting for its hour waits for the next run, which decides about the new place.
    const cut = left.filter((place) => place.observed === 'cut' || place.cutSent === 1 || (place.openDesired === 'cut' && place.openSent));
    const carried = cut.map((place) => place.customerId);
    if (carried.length > 0) {
        // Only those already cut move as cut; anybody else's debt waits for the next run.
        const why = { ...told, cause: 'move', atOnce: true, carried: true };
        const moved = new Set(cut.map((place) => place.connectionId));
        const done = await reorder(tx, [...new Set(carried)], {
            ...why,
            asker: 'run',
            allow: (line) => line.desired !== 'cut' || moved.has(line.connection.id),
        });
        opened.push(...done.opened);
    }
    opened.push(...(await settleClashes(tx, told, connectionIds)));
    return { opened };
}
/** Who shares an address with somebody from now on is decided again at once: an order that was decided before may not stand. */
async function settleClashes(tx, told, connectionIds) {
    const wanted = connectionIds === undefined ? undefined : new Set(connectionIds);
    const lines = await clashes(tx, wanted && (await customersOfConnections(tx, [...wanted])));
    const keys = new Set(lines.filter((line) => wanted?.has(line.connectionId) ?? true).map((line) => line.key));
    const customers = new Set(lines.filter((line) => keys.has(line.key)).map((line) => line.customerId));
    if (customers.size === 0)
        return [];
    return (await reorder(tx, [...customers], { ...told, cause: 'shared', asker: 'deed' })).opened;
}
async function clear(tx, left, told) {
    await endOrders(tx, left.flatMap((place) => place.openOrderId ?? []), 'replaced', 'move', told.now);
    const holding = left.filter((place) => place.cutSent === 1 ||
        place.observed === 'cut' ||
        place.openOrderId !== null ||
        (place.kind === 'queue' && place.observed !== 'unknown'));
    const opened = await openOrders(tx, holding.map((place) => ({
        placeId: place.id,
        connectionId: place.connectionId,
        customerId: place.customerId,
        routerId: place.routerId,
        generation: place.generation + 1,
        desired: 'none',
        reason: 'no-service',
        cause: 'move',
        by: told.by,
        atOnce: 1,
        runId: null,
        guardOn: null,
        stamp: null,
        at: told.now,
    })));
    await addLog(tx, holding.map((place) => ({
        at: told.now,
        by: told.by,
        what: 'clear-ordered',
        customerId: place.customerId,
        about: { kind: 'connection', id: place.connectionId },
        facts: { cause: 'move', address: place.address, username: place.username },
        orderId: opened.find((order) => order.placeId === place.id)?.id ?? null,
    })));
    return opened.map((order) => order.id);
}
