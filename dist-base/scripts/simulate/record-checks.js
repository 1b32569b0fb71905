// What must hold of the records alone, in every simulation: balances are the sums of documents, generations count without a
// gap, one order at most is open at a place, and what is done was logged as done exactly once.
import { isCharge } from '../../core/rules/document.js';
import { Violation } from './violation.js';
export async function checkBalances(db, accuse) {
    const documents = await db.selectFrom('documents').select(['customerId', 'kind', 'amountCents']).execute();
    const sums = new Map();
    for (const { customerId, kind, amountCents } of documents)
        sums.set(customerId, (sums.get(customerId) ?? 0) + (isCharge(kind) ? amountCents : -amountCents));
    const stored = await db.selectFrom('customers').select(['id', 'balanceCents']).execute();
    for (const { id, balanceCents } of stored) {
        const sum = sums.get(id) ?? 0;
        if (balanceCents !== sum)
            throw accuse(id, `customer ${id}: balance ${balanceCents}, documents sum to ${sum}`);
    }
    return stored.length;
}
const DONE = ['cut-done', 'restore-done', 'clear-done'];
export async function checkOrders(db, accuse) {
    const orders = await db
        .selectFrom('orders')
        .select(['id', 'placeId', 'customerId', 'generation', 'state'])
        .orderBy('placeId')
        .orderBy('id')
        .execute();
    const lines = await db.selectFrom('log').select('orderId').where('what', 'in', DONE).execute();
    const done = new Map();
    for (const { orderId } of lines)
        done.set(orderId ?? 0, (done.get(orderId ?? 0) ?? 0) + 1);
    const last = new Map();
    for (const order of orders) {
        const before = last.get(order.placeId) ?? { generation: 0, open: 0 };
        const now = { generation: order.generation, open: before.open + (order.state === 'open' ? 1 : 0) };
        const times = done.get(order.id) ?? 0;
        if (now.generation !== before.generation + 1)
            throw accuse(order.customerId, `order ${order.id}: generation ${now.generation} follows ${before.generation}`);
        if (now.open > 1)
            throw accuse(order.customerId, `place ${order.placeId} has ${now.open} open orders`);
        if (times !== (order.state === 'done' ? 1 : 0))
            throw accuse(order.customerId, `order ${order.id} is ${order.state} and was logged as done ${times} times`);
        last.set(order.placeId, now);
    }
    for (const { id, generation } of await db.selectFrom('places').select(['id', 'generation']).execute()) {
        const counted = last.get(id)?.generation ?? 0;
        if (generation !== counted)
            throw new Violation(`place ${id} is at generation ${generation}, its orders at ${counted}`);
    }
    return orders.length;
}
