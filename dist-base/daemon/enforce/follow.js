// Watches orders until each has come to something: proven, replaced, cancelled, or tried and failed. It reads rows only, so
// it does not matter whether this process carries them out or another.
import { ordersById } from '../../core/store/orders.js';
export async function followOrders(db, ids, plan) {
    const until = performance.now() + plan.deadlineMs;
    for (;;) {
        const followed = sortOut(await ordersById(db, ids), plan.before);
        plan.progress?.(followed);
        if (followed.waiting.length === 0 || performance.now() >= until)
            return followed;
        if ((await plan.isIdle?.()) === true)
            return sortOut(await ordersById(db, ids), plan.before);
        // Ten thousand rows take some milliseconds of a thread that carries out orders meanwhile.
        await new Promise((resolve) => setTimeout(resolve, plan.everyMs ?? Math.max(50, ids.length / 20)));
    }
}
function sortOut(orders, before) {
    const followed = { orders, done: [], failed: [], waiting: [] };
    for (const order of orders) {
        if (order.state !== 'open')
            followed.done.push(order);
        else if (order.attempts > (before?.get(order.id) ?? 0))
            followed.failed.push(order);
        else
            followed.waiting.push(order);
    }
    return followed;
}
