// Questions: how long do 10,000 cuts take, from the orders written to the last outcome committed, beside three rivals? How
// many connections does a router see? How long does a payment wait for its read-back while such a run is under way? And
// what do silent routers cost the healthy ones? Every arm meets the same simulated routers in a process of their own, one
// command at a time on each; ours keeps all its books: looks, read-back, database, log.
import { copyFileSync, rmSync } from 'node:fs';
import { openDatabase } from '../../cli/database.js';
import { Config } from '../../core/config.js';
import { pay } from '../../core/acts/payments.js';
import { makeRun } from '../../core/acts/runs.js';
import { cents } from '../../core/rules/money.js';
import { makeSeal } from '../../core/seal.js';
import { pause } from '../../daemon/deps.js';
import { startCarrier } from '../../daemon/index.js';
import { BENCH_KEY, seeded } from './seed.js';
const LIST = '/ip/firewall/address-list';
/** A copy of the seeded file with a carrier on it, ready and idle. */
export async function openBench(seedFile, radius = { listen: [] }) {
    const file = `${seedFile}.run`;
    for (const end of ['', '-wal', '-shm', '.dispatch.lock'])
        rmSync(`${file}${end}`, { force: true });
    copyFileSync(seedFile, file);
    const database = await openDatabase(`sqlite:${file}`);
    const quiet = { debug() { }, info() { }, warn() { }, error: (facts, message) => console.error(message, facts) };
    const deps = {
        config: Config.parse({ radius }),
        db: database.db,
        takeLock: (name) => database.locks.take(name),
        dispatchBy: 'database',
        watch: () => () => undefined,
        log: quiet,
        now: () => Date.now(),
        machineNow: () => Date.now(),
        seal: makeSeal(BENCH_KEY),
        draw: seeded(7),
    };
    const carrier = await startCarrier(deps);
    if (!carrier)
        throw new Error('the dispatch lock of the benchmark is held');
    const isOpen = async (routers) => {
        const one = database.db.selectFrom('orders').select('id').where('state', '=', 'open').limit(1);
        return (await (routers ? one.where('routerId', 'in', routers) : one).executeTakeFirst()) !== undefined;
    };
    return {
        deps,
        carrier,
        isOpen,
        async drained(from, routers) {
            while (await isOpen(routers))
                await new Promise((resolve) => setTimeout(resolve, 10));
            return performance.now() - from;
        },
        async close() {
            await carrier.close();
            await database.close();
        },
    };
}
const orderRun = (bench) => makeRun(bench.deps.db, { kind: 'control', at: Date.now(), machineAt: Date.now(), by: 'bench', pause });
/** Orders all cuts and waits for the last outcome. */
export async function orderCuts(bench) {
    await orderRun(bench);
    bench.carrier.dispatcher.nudge();
    await bench.drained(performance.now());
}
/** Our own arm: milliseconds from the orders written to the last outcome committed. */
export async function ourCuts(seedFile, routers) {
    await routers.tell('all', { clear: LIST });
    const bench = await openBench(seedFile);
    try {
        const before = await routers.stats();
        await warmUp(bench);
        const { opened } = await orderRun(bench);
        const from = performance.now();
        bench.carrier.dispatcher.nudge();
        const ms = await bench.drained(from);
        const after = await routers.stats();
        const connections = after.routers.map((router, index) => router.connections - (before.routers[index]?.connections ?? 0));
        let listed = 0;
        for (let index = 0; index < routers.ports.length; index++)
            listed += (await routers.rows(index, LIST)).length;
        return { ms, orders: opened.length, connections: Math.max(...connections), listed };
    }
    finally {
        await bench.close();
    }
}
/**
 * A daemon that has been at work for a while: it has cut everybody once and restored everybody again, so its code is compiled,
 * its sessions are open, and there is a history of orders. The rivals warm up within their own, longer runs.
 */
async function warmUp(bench) {
    for (const blockable of [1, 0]) {
        await bench.deps.db.updateTable('customers').set({ blockable }).execute();
        await orderRun(bench);
        bench.carrier.dispatcher.nudge();
        await bench.drained(performance.now());
    }
    await bench.deps.db.updateTable('customers').set({ blockable: 1 }).execute();
}
/** Payments while a run of all customers is under way: milliseconds from the payment to its read-back, committed. */
export async function payLatency(seedFile, routers, payments, beside = { begin: () => Promise.resolve(() => Promise.resolve()) }) {
    await routers.tell('all', { clear: LIST, latencyMs: 0 });
    const bench = await openBench(seedFile, beside.radius);
    try {
        const { db } = bench.deps;
        const payers = await cutBeforehand(bench, payments);
        await routers.tell('all', { latencyMs: 20 });
        const end = await beside.begin(bench);
        await orderRun(bench);
        bench.carrier.dispatcher.nudge();
        const draw = seeded(99);
        const made = [];
        let underWay = 0;
        const watched = watchPayments(bench, made, payers.length);
        for (const code of payers) {
            await new Promise((resolve) => setTimeout(resolve, draw() * 8));
            if (await isCutting(bench))
                underWay++;
            const from = performance.now();
            const { orders } = await pay(db, { code, amountCents: cents(90_000_000) }, { now: Date.now(), by: 'bench' });
            bench.carrier.dispatcher.nudge();
            made.push({ from, orders, ms: null });
        }
        const ms = (await watched).sort((a, b) => a - b);
        await end();
        return { ms, underWay };
    }
    finally {
        await routers.tell('all', { latencyMs: 2 });
        await bench.close();
    }
}
async function isCutting(bench) {
    const one = bench.deps.db.selectFrom('orders').select('id').where('state', '=', 'open').where('desired', '=', 'cut').limit(1);
    return (await one.executeTakeFirst()) !== undefined;
}
/** Cuts so many customers, spread over all routers, before the run begins; returns their codes. */
async function cutBeforehand(bench, count) {
    const { db } = bench.deps;
    const rows = await db.selectFrom('customers').select(['id', 'code']).where('id', '<=', count).orderBy('id').execute();
    await db.updateTable('customers').set({ blockable: 0 }).where('id', '>', count).execute();
    await orderRun(bench);
    bench.carrier.dispatcher.nudge();
    await bench.drained(performance.now());
    await db.updateTable('customers').set({ blockable: 1 }).execute();
    return rows.map((row) => row.code);
}
/** One look at all of them every ten milliseconds: a look for each would be the load that is measured. */
async function watchPayments(bench, payments, count) {
    for (;;) {
        const waiting = payments.filter(({ ms }) => ms === null);
        if (payments.length === count && waiting.length === 0)
            return payments.map(({ ms }) => ms ?? Number.NaN);
        const ids = waiting.flatMap(({ orders }) => orders);
        const open = await bench.deps.db
            .selectFrom('orders')
            .select('id')
            .where('id', 'in', ids)
            .where('state', '=', 'open')
            .execute();
        const now = performance.now();
        const left = new Set(open.map(({ id }) => id));
        for (const payment of waiting)
            if (!payment.orders.some((order) => left.has(order)))
                payment.ms = now - payment.from;
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}
/** How long the routers outside `silent` take, while those say nothing at all. */
export async function healthyMs(seedFile, routers, silent, watched) {
    await routers.tell('all', { clear: LIST, faults: {} });
    const bench = await openBench(seedFile);
    try {
        await warmUp(bench);
        for (const index of silent)
            await routers.tell(index, { faults: { hang: true } });
        await orderRun(bench);
        const from = performance.now();
        bench.carrier.dispatcher.nudge();
        return await bench.drained(from, watched.map((index) => index + 1));
    }
    finally {
        await bench.close();
        await routers.tell('all', { faults: {} });
    }
}
