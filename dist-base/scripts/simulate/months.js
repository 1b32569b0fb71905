// Months of a small ISP in virtual time: each day its deeds, its control, its routers that are away, silent or touched by
// another hand, processes that die with work in their hands, days without any daemon, a clock that is set back. After
// every day what must always hold is checked; every few days everything is put well and carried out, and checked to the end.
import { makeRun } from '../../core/acts/runs.js';
import { reorder } from '../../core/acts/reorder.js';
import { addDays, dayOfMonth } from '../../core/rules/day.js';
import { customersWithDocumentsOf } from '../../core/store/documents.js';
import { checkAlways, checkCalm } from './town-checks.js';
import { changeMoods, doSomething, doTo, invoiceMost, turmoil } from './town-deeds.js';
import { Town } from './town.js';
import { Violation } from './violation.js';
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export async function simulateMonths(db, draw, plan) {
    const town = new Town(db, draw);
    await town.build(plan);
    const done = { days: 0, deeds: 0, orders: 0, checks: 0 };
    let on = addDays(await town.today(), 1);
    let down = 0;
    while (done.days < plan.days) {
        const wasDown = down > 0;
        down = down > 0 ? down - 1 : draw.chance(0.04) ? draw.between(1, 8) : 0;
        if (down > 0)
            await dayWithoutDaemon(town, on);
        else
            await dayOf(town, on, wasDown);
        done.checks += await checkAlways(town);
        if (down === 0 && draw.chance(1 / 5))
            done.checks += await calm(town);
        on = addDays(on, 1);
        done.days++;
    }
    done.checks += await calm(town);
    done.deeds = town.deeds;
    done.orders = (await town.db.selectFrom('orders').select('id').execute()).length;
    return done;
}
async function dayOf(town, on, isStart) {
    const zone = await town.zone();
    changeMoods(town);
    // After a stop, the day begins when the daemon does: before its control or after it.
    const beginsAt = isStart ? zone.startOf(on) + town.draw.between(1, 20) * HOUR_MS : zone.startOf(on) + 1000;
    town.world.now = Math.max(beginsAt, town.world.now);
    await beginDay(town, on);
    if (dayOfMonth(on) % 15 === 1)
        await invoiceMost(town);
    await someDeeds(town, 2, zone.controlOf(on));
    town.world.now = Math.max(zone.controlOf(on) + 500, town.world.now);
    await control(town);
    await someDeeds(town, 16, zone.startOf(addDays(on, 1)) - 60_000);
}
/** Commands and pages go on; nobody carries out, nobody controls. */
async function dayWithoutDaemon(town, on) {
    const zone = await town.zone();
    town.world.now = Math.max(zone.startOf(on) + 1000, town.world.now);
    const endsAt = zone.startOf(addDays(on, 1)) - 60_000;
    for (let left = town.draw.between(0, 4); left > 0; left--) {
        passTime(town, endsAt);
        await doSomething(town);
    }
}
async function someDeeds(town, most, endsAt) {
    for (let left = town.draw.between(0, most); left > 0; left--) {
        passTime(town, endsAt);
        await doSomething(town);
        await workSometimes(town);
    }
}
function passTime(town, endsAt) {
    town.world.now += Math.max(0, Math.floor((endsAt - town.world.now) * town.draw.next() * 0.4));
}
/** What a daemon does within the hour, and what befalls it. */
async function workSometimes(town) {
    const { draw } = town;
    for (const router of town.routers) {
        if (draw.chance(0.12))
            await town.dieWith(router);
        else if (draw.chance(0.6)) {
            const meanwhile = draw.chance(0.3) ? () => doTo(town, draw.pick(town.residents)) : undefined;
            await town.carryRouter(router, meanwhile);
        }
        if (draw.chance(0.05))
            await town.sweep(router, draw.chance(0.3));
    }
    if (draw.chance(0.15))
        await turmoil(town);
    if (draw.chance(0.08))
        await town.world.run({ kind: 'apply', by: 'cli:root' });
    if (draw.chance(0.02))
        await clockSetBack(town);
}
async function control(town) {
    await town.world.run();
    await nothingTwice(town);
    await town.carry();
}
/** The same run again at the same instant opens nothing: everything it wants is ordered. */
async function nothingTwice(town) {
    const { opened } = await town.world.run();
    if (opened.length === 0)
        return;
    const [order] = await town.db.selectFrom('orders').selectAll().where('id', 'in', opened).execute();
    throw town.history.violated(order?.customerId ?? 0, `deciding twice opened order ${order?.id} (${order?.desired}, ${order?.reason})`);
}
/** As the daemon's schedule does it: post-dated documents begin to count, windows of promises close. */
async function beginDay(town, on) {
    const { db, world } = town;
    const ids = await customersWithDocumentsOf(db, on);
    const why = { now: world.now, by: 'job:day', cause: `day:${on}`, asker: 'deed' };
    await db.transaction().execute((tx) => reorder(tx, ids, why));
    if (world.now >= (await town.zone()).controlOf(on))
        return;
    await world.run({ kind: 'promises', by: 'job:day', onlyPromises: true });
}
/** The machine's clock falls back by days: whatever is run and carried out then, nobody is cut by it. */
async function clockSetBack(town) {
    const { world } = town;
    const now = world.now;
    const before = town.routers.map((router) => router.entries.size);
    world.now = now - town.draw.between(1, 3) * DAY_MS;
    const last = await town.db
        .selectFrom('runs')
        .select((max) => max.fn.max('startedAt').as('at'))
        .executeTakeFirst();
    if ((last?.at ?? 0) > world.now) {
        const report = await makeRun(town.db, {
            kind: 'apply',
            at: world.now,
            machineAt: world.now,
            by: 'cli:root',
            pause: async () => { },
        });
        const cuts = await town.db
            .selectFrom('orders')
            .select('id')
            .where('runId', '=', report.runId)
            .where('desired', '=', 'cut')
            .execute();
        if (cuts.length > 0)
            throw new Violation(`with the clock set back, run ${report.runId} ordered ${cuts.length} cuts`);
        await town.carry();
        const after = town.routers.map((router) => router.entries.size);
        if (after.some((size, index) => size > (before[index] ?? 0)))
            throw new Violation('with the clock set back, somebody was cut');
    }
    world.now = now;
}
/** Everything is put well, ordered and carried out; then the whole town is compared with what it should be. */
async function calm(town) {
    const zone = await town.zone();
    const on = zone.dayOf(town.world.now);
    town.world.now = Math.max(town.world.now, zone.controlOf(on) + 1000);
    for (const router of town.routers) {
        router.mood = 'well';
        for (const [key, owner] of router.entries) {
            if (owner !== null)
                continue;
            router.entries.delete(key);
            town.touched.add(`${router.id} ${key}`);
        }
    }
    await town.hurry();
    await town.carry();
    for (const router of town.routers)
        await town.sweep(router, true);
    await town.world.run();
    await nothingTwice(town);
    await town.hurry();
    await town.carry();
    await noneOpen(town);
    return (await checkAlways(town)) + (await checkCalm(town));
}
async function noneOpen(town) {
    const open = await town.db.selectFrom('orders').selectAll().where('state', '=', 'open').execute();
    const stuck = open.find((order) => order.desired !== 'cut' || order.attempts > 50);
    if (stuck)
        throw town.history.violated(stuck.customerId, `order ${stuck.id} (${stuck.desired}) is still open on a router that is well`);
}
