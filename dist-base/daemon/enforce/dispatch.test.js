// From an order to the router and back, over real sockets: the dispatcher, its pool and the driver against simulated routers
// that refuse, hang and recover. Databases are files here, because the threads and the clock are real.
import { sql } from 'kysely';
import { beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { followConnections } from '../../core/acts/moves.js';
import { removeRouter } from '../../core/acts/network.js';
import { pay } from '../../core/acts/payments.js';
import { makeRun } from '../../core/acts/runs.js';
import { dueRouters } from '../../core/store/order-queue.js';
import { eachDatabase } from '../../fixtures/database.js';
import { makeCertificate } from '../../fixtures/peers/routeros-certificate.js';
import { startRouter } from '../../fixtures/peers/routeros.js';
import { money, World } from '../../fixtures/world.js';
import { pause } from '../deps.js';
import { startCarrier, startDaemon } from '../index.js';
import { sweepRouter } from './drift.js';
import { followOrders } from './follow.js';
import { depsOf } from '../trial.js';
const LIST = '/ip/firewall/address-list';
eachDatabase('dispatch', (open) => {
    let database;
    let world;
    let deps;
    beforeEach(async () => {
        database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        // Whatever the hour of the test: the control of today has passed.
        await world.settings({ controlHour: '00:00', unblockThreshold: '1000.00', maxCuts: '100000' });
        const limits = {
            connectMs: 500,
            loginMs: 500,
            commandMs: 500,
            retryBaseMs: 200,
            retryCapMs: 400,
            retrySlowMs: 1000,
            taskMs: 5000,
        };
        deps = depsOf(database, world, { limits });
    });
    const router = async (name, options = {}) => {
        const sim = await startRouter({ username: 'api', password: 'secret', ...options });
        onTestFinished(() => sim.close());
        const id = await world.addRouter(name);
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: name });
        await world.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', id).execute();
        return { id, sim };
    };
    const debtors = async (first, count, onRouter) => {
        world.router = onRouter;
        const ids = await world.customers(first, count);
        for (const id of ids)
            await world.document(id, 'FX', '5000.00', { issuedOn: '2026-01-01', dueOn: '2026-01-10' });
        return ids;
    };
    const run = () => makeRun(database.db, { kind: 'control', at: Date.now(), machineAt: Date.now(), by: 'test', pause });
    const carrier = async () => {
        const one = await startCarrier(deps);
        if (!one)
            throw new Error('the dispatch lock is held');
        onTestFinished(() => one.close());
        return one;
    };
    const observed = async () => {
        const rows = await database.db.selectFrom('places').select('observed').execute();
        return Object.fromEntries(['active', 'cut', 'unknown'].map((state) => [state, rows.filter((row) => row.observed === state).length]));
    };
    it('cuts a hundred on two routers over one session each, and restores who pays', async () => {
        const norte = await router('norte');
        const sur = await router('sur');
        await debtors(1, 50, norte.id);
        await debtors(51, 50, sur.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        const followed = await followOrders(database.db, opened, { deadlineMs: 15_000 });
        expect(followed.done).toHaveLength(100);
        expect([norte.sim.rows(LIST).length, sur.sim.rows(LIST).length]).toEqual([50, 50]);
        expect(norte.sim.stats.connections).toBe(1);
        const booked = await pay(database.db, { code: '000007', amountCents: money('5000.00') }, { now: Date.now(), by: 'test' });
        dispatcher.nudge();
        const restored = await followOrders(database.db, booked.orders, { deadlineMs: 5_000 });
        expect(restored.done).toMatchObject([{ state: 'done', desired: 'active' }]);
        expect(norte.sim.rows(LIST).some((row) => row['comment']?.startsWith('ispcube:000007:'))).toBe(false);
        expect(norte.sim.stats.connections).toBe(1);
    });
    it.each([
        ['refuses', { refuse: true }, 'device-unreachable'],
        ['hangs', { hang: true }, 'device-unreachable'],
        ['has another password', { wrongPassword: true }, 'device-login'],
        ['answers garbage', { garbage: true }, 'device-garbled'],
    ])('a router that %s delays nobody else, keeps its orders, and gets them when it is back', async (_, faults, code) => {
        const norte = await router('norte');
        const sur = await router('sur');
        sur.sim.faults = faults;
        await debtors(1, 5, norte.id);
        await debtors(6, 5, sur.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        const followed = await followOrders(database.db, opened, { deadlineMs: 10_000 });
        expect([followed.done.length, followed.failed.length]).toEqual([5, 5]);
        expect(norte.sim.rows(LIST)).toHaveLength(5);
        expect((await database.db.selectFrom('routers').select('faultCode').where('id', '=', sur.id).executeTakeFirst())?.faultCode).toBe(code);
        sur.sim.faults = {};
        await vi.waitFor(async () => expect(await observed()).toMatchObject({ cut: 10 }), { timeout: 10_000, interval: 50 });
        expect(sur.sim.rows(LIST)).toHaveLength(5);
    });
    describe('a slice of cuts under way', () => {
        const cutting = async () => {
            const norte = await router('norte', { latencyMs: 10 });
            await debtors(1, 200, norte.id);
            await run();
            const { dispatcher } = await carrier();
            dispatcher.nudge();
            const listed = () => norte.sim.rows(LIST).length;
            await vi.waitFor(() => expect(listed()).toBeGreaterThan(10), { timeout: 10_000, interval: 5 });
            return { dispatcher, listed };
        };
        it('is left off for who pays, and goes on after him', async () => {
            const { dispatcher, listed } = await cutting();
            const payer = { code: '000001', amountCents: money('5000.00') };
            const booked = await pay(database.db, payer, { now: Date.now(), by: 'test' });
            dispatcher.nudge();
            await followOrders(database.db, booked.orders, { deadlineMs: 10_000 });
            expect(listed()).toBeLessThan(150);
            await vi.waitFor(async () => expect(await observed()).toMatchObject({ cut: 199 }), { timeout: 15_000, interval: 50 });
            expect(listed()).toBe(199);
        });
        it('is left off when the hours of cuts are over, and goes on in the next', async () => {
            let shiftMs = 0;
            deps.now = () => Date.now() + shiftMs;
            deps.machineNow = deps.now;
            const dayMs = 86_400_000;
            const tomorrow = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Argentina/Buenos_Aires' }).format(Date.now() + dayMs);
            await world.settings({ holidays: tomorrow });
            const { dispatcher, listed } = await cutting();
            shiftMs = dayMs;
            dispatcher.nudge();
            await vi.waitFor(() => expect(dispatcher.working).toBe(0), { timeout: 10_000, interval: 5 });
            const begun = listed();
            expect(begun).toBeLessThan(150);
            expect(await observed()).toMatchObject({ cut: begun });
            shiftMs = 2 * dayMs;
            await vi.waitFor(async () => expect(await observed()).toMatchObject({ cut: 200 }), { timeout: 15_000, interval: 50 });
        });
    });
    it('a router that drops in the middle of a run ends exactly as planned, without an entry twice', async () => {
        const norte = await router('norte');
        await debtors(1, 60, norte.id);
        const { opened } = await run();
        norte.sim.faults = { dropAfter: 12 };
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        await vi.waitFor(async () => expect(await observed()).toMatchObject({ cut: 60 }), { timeout: 15_000, interval: 50 });
        expect(norte.sim.rows(LIST)).toHaveLength(60);
        const done = await database.db.selectFrom('log').select('orderId').where('what', '=', 'cut-done').execute();
        expect(new Set(done.map((line) => line.orderId)).size).toBe(done.length);
        expect(done).toHaveLength(opened.length);
    });
    it('pins the certificate that it sees first, and refuses another', async () => {
        const norte = await router('norte', { tls: makeCertificate('norte') });
        await world.db.updateTable('routers').set({ tls: 1 }).execute();
        const [first] = await debtors(1, 1, norte.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        expect((await followOrders(database.db, opened, { deadlineMs: 10_000 })).done).toHaveLength(1);
        const row = await database.db.selectFrom('routers').select('tlsPin').executeTakeFirstOrThrow();
        expect(row.tlsPin).toMatch(/^[0-9a-f]{64}$/);
        await norte.sim.close();
        const other = await startRouter({ username: 'api', password: 'secret', tls: makeCertificate('norte'), port: norte.sim.port });
        onTestFinished(() => other.close());
        await pay(database.db, { code: '000001', amountCents: money('5000.00') }, { now: Date.now(), by: 'test' });
        dispatcher.nudge();
        await vi.waitFor(async () => expect((await database.db.selectFrom('routers').select('faultCode').executeTakeFirst())?.faultCode).toBe('device-login'), { timeout: 10_000, interval: 50 });
        expect(other.stats.logins).toBe(0);
        expect(first).toBeGreaterThan(0);
    });
    it('success is what was read back: a router that says done and does nothing proves nothing', async () => {
        const norte = await router('norte');
        norte.sim.faults = { ignoreWrites: true };
        await debtors(1, 3, norte.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        const followed = await followOrders(database.db, opened, { deadlineMs: 5_000 });
        expect(followed.done).toEqual([]);
        expect(await observed()).toMatchObject({ cut: 0 });
    });
    describe('drift', () => {
        it('finds what was removed by hand, what should not be there, and foreign entries', async () => {
            const norte = await router('norte');
            const [first] = await debtors(1, 3, norte.id);
            const { opened } = await run();
            const { dispatcher, pool } = await carrier();
            dispatcher.nudge();
            await followOrders(database.db, opened, { deadlineMs: 5_000 });
            const [row] = norte.sim.rows(LIST);
            norte.sim.remove(LIST, row?.['.id'] ?? '');
            norte.sim.add(LIST, { list: 'ispcube-cut', address: '203.0.113.9', comment: 'by hand' });
            const bea = (await world.customers(90, 1))[0] ?? 0;
            const place = await database.db
                .selectFrom('places')
                .innerJoin('connections', 'connections.id', 'places.connectionId')
                .select('places.address')
                .where('connections.customerId', '=', bea)
                .executeTakeFirstOrThrow();
            norte.sim.add(LIST, { list: 'ispcube-cut', address: place.address ?? '', comment: 'someone else' });
            const record = await database.db.selectFrom('routers').selectAll().where('id', '=', norte.id).executeTakeFirstOrThrow();
            // The last orders are done a moment before the router is let go.
            await vi.waitFor(() => expect(dispatcher.working).toBe(0), { timeout: 5_000, interval: 5 });
            const report = await dispatcher.alone(norte.id, () => sweepRouter(deps, pool, record, { by: 'test', mend: false, order: true }));
            expect(report?.lines.map((line) => line.kind).sort()).toEqual(['foreign-cut', 'not-cut', 'unknown-entry']);
            expect(first).toBeGreaterThan(0);
            expect(norte.sim.rows(LIST)).toHaveLength(4);
        });
    });
    it('a payment by another process is carried out by the daemon without a command of its own', async () => {
        const norte = await router('norte');
        await debtors(1, 2, norte.id);
        const daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
        await run();
        daemon.nudge();
        await vi.waitFor(async () => expect(await observed()).toMatchObject({ cut: 2 }), { timeout: 10_000, interval: 20 });
        const { openDatabase } = await import('../../cli/database.js');
        const other = await openDatabase(database.url);
        onTestFinished(() => other.close());
        await pay(other.db, { code: '000001', amountCents: money('5000.00') }, { now: Date.now(), by: 'other' });
        await other.announce();
        await vi.waitFor(() => expect(norte.sim.rows(LIST)).toHaveLength(1), { timeout: 5_000, interval: 10 });
    });
    it('a router that was removed is not worked any more, and what waited for it is cancelled', async () => {
        const norte = await router('norte');
        const [first = 0] = await debtors(1, 1, norte.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        await followOrders(database.db, opened, { deadlineMs: 5_000 });
        norte.sim.faults = { refuse: true };
        await world.db.updateTable('connections').set({ routerId: null }).where('customerId', '=', first).execute();
        await world.db.transaction().execute((tx) => followConnections(tx, { now: Date.now(), by: 'test' }));
        const open = () => database.db.selectFrom('orders').select(['desired', 'state']).where('desired', '=', 'none').execute();
        expect(await open()).toEqual([{ desired: 'none', state: 'open' }]);
        await removeRouter(database.db, { name: 'norte' }, { now: Date.now(), by: 'test' });
        expect(await open()).toEqual([{ desired: 'none', state: 'cancelled' }]);
        expect(await dueRouters(database.db, Date.now() + 3_600_000, 1000)).toEqual([]);
    });
    it('a sweep of a router whose password does not open counts against the router, once', async () => {
        const norte = await router('norte');
        const sealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'another' });
        await world.db.updateTable('routers').set({ passwordSealed: sealed }).where('id', '=', norte.id).execute();
        const daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
        const row = () => database.db.selectFrom('routers').select(['faultCode', 'failures']).executeTakeFirstOrThrow();
        await vi.waitFor(async () => expect((await row()).faultCode).toBe('secret-unreadable'), { timeout: 5_000, interval: 20 });
        expect((await row()).failures).toBe(1);
    });
    it('a pool that would take no more is the router’s failure, not the end of its orders', async () => {
        const norte = await router('norte');
        await debtors(1, 1, norte.id);
        await run();
        const { dispatcher, pool } = await carrier();
        await pool.close();
        dispatcher.nudge();
        const row = () => database.db.selectFrom('routers').select('faultCode').executeTakeFirstOrThrow();
        await vi.waitFor(async () => expect((await row()).faultCode).toBe('device-silent'), { timeout: 5_000, interval: 20 });
    });
    it('a clock that stands before the last run is said, once', async () => {
        await makeRun(database.db, { kind: 'control', at: Date.now(), machineAt: Date.now() + 86_400_000, by: 'test', pause });
        const daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
        await vi.waitFor(async () => expect(await world.alerts()).toEqual([expect.stringContaining('no rule cuts until then')]), {
            timeout: 5_000,
            interval: 20,
        });
    });
    it.runIf(inject('postgres') !== null)('whoever lost the lock of a router in the middle of a task writes nothing down', async () => {
        if (database.dialect === 'sqlite')
            return;
        const norte = await router('norte', { latencyMs: 20 });
        await debtors(1, 100, norte.id);
        const { opened } = await run();
        const { dispatcher } = await carrier();
        dispatcher.nudge();
        await vi.waitFor(() => expect(norte.sim.rows(LIST).length).toBeGreaterThan(5), { timeout: 5_000, interval: 5 });
        const ended = sql `select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and a.datname = current_database()`;
        await ended.execute(database.db);
        await vi.waitFor(() => expect(dispatcher.working).toBe(0), { timeout: 10_000, interval: 2 });
        // The next task finds the mark: it looks before it believes, and all is cut in the end.
        const followed = await followOrders(database.db, opened, { deadlineMs: 15_000 });
        expect([followed.done.length, norte.sim.rows(LIST).length]).toEqual([100, 100]);
    });
    it('one process carries out: a second finds the lock held on SQLite, and shares by router on PostgreSQL', async () => {
        await carrier();
        const second = await startCarrier(deps);
        expect(second === null).toBe(database.dialect === 'sqlite');
        await second?.close();
    });
});
