// From being due to being on the router's list, to the page, and off it again: the daemon's loop, the real dispatcher and driver,
// simulated routers over sockets, and the notice page beside them. The clock of the rules is moved by hand.
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cutByHand, restoreByHand } from '../../core/acts/deeds.js';
import { pay } from '../../core/acts/payments.js';
import { makeRun } from '../../core/acts/runs.js';
import { eachDatabase } from '../../fixtures/database.js';
import { startRouter } from '../../fixtures/peers/routeros.js';
import { importSheet } from '../../fixtures/sheets.js';
import { money, World } from '../../fixtures/world.js';
import { buildNotice } from '../../web/notice/app.js';
import { pause } from '../deps.js';
import { startDaemon } from '../index.js';
import { depsOf } from '../trial.js';
const LIST = '/ip/firewall/address-list';
const QUIET = { debug() { }, info() { }, warn() { }, error() { } };
eachDatabase('pre-notices', (open) => {
    let database;
    let world;
    let deps;
    let daemon;
    beforeEach(async () => {
        database = await open({ file: true });
        world = new World(database.db).at('2026-11-08T12:00');
        await world.settings({ unblockThreshold: '1000.00', 'prenotice.enabled': 'true', 'prenotice.seconds': '3600' });
        const limits = { connectMs: 500, loginMs: 500, commandMs: 500, retryBaseMs: 200, retryCapMs: 400, taskMs: 5000 };
        deps = depsOf(database, world, { limits, http: { listen: '127.0.0.1:0' }, radius: { listen: [] } }, { now: () => world.now, machineNow: () => world.now });
    });
    const router = async (name, options = {}) => {
        const sim = await startRouter({ username: 'api', password: 'secret', now: () => world.now, ...options });
        onTestFinished(() => sim.close());
        const id = await world.addRouter(name);
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: name });
        await world.db
            .updateTable('routers')
            .set({ port: sim.port, passwordSealed, sweptAt: world.now })
            .where('id', '=', id)
            .execute();
        world.router = id;
        return sim;
    };
    const owing = async (code, ip, more = {}) => {
        const wish = ip === null ? { ip, kind: 'pppoe', username: more.username ?? null } : { ip };
        const id = await world.customer(code, [wish]);
        await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
        return id;
    };
    const start = async () => {
        daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
    };
    const on = (sim, list = 'ispcube-notice') => sim
        .rows(LIST)
        .flatMap((row) => (row.list === list ? [row.address ?? ''] : []))
        .sort();
    const until = (check) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
    const metrics = async () => (await fetch(`${daemon.http?.url}/metrics`)).text();
    const told = () => ({ now: world.now, by: 'test' });
    const page = async (from) => {
        const app = buildNotice({ config: deps.config, db: world.db, log: QUIET, now: () => world.now });
        onTestFinished(() => app.close());
        return (await app.inject({ url: '/', remoteAddress: from })).body;
    };
    it('due → on the list → the page tells the debt to that address → paid → off the list', async () => {
        const sim = await router('norte');
        await owing('000001', '10.0.0.1');
        await owing('000002', '10.0.0.2');
        await start();
        await until(() => expect(on(sim)).toEqual(['10.0.0.1', '10.0.0.2']));
        expect(sim.rows(LIST).map(({ comment }) => comment)).toEqual(['ispcube:000001:1', 'ispcube:000002:2']);
        expect(await page('10.0.0.1')).toContain('5.000,00');
        await pay(world.db, { code: '000001', amountCents: money('5000.00') }, told());
        daemon.nudge();
        await until(() => expect(on(sim)).toEqual(['10.0.0.2']));
        expect(await page('10.0.0.1')).not.toContain('5.000,00');
        world.now += 3_600_000;
        expect(on(sim)).toEqual([]);
    });
    it('a file that pays takes him off too', async () => {
        const sim = await router('norte');
        await owing('000001', '10.0.0.1');
        await start();
        await until(() => expect(on(sim)).toEqual(['10.0.0.1']));
        await importSheet(world.db, 'documents', 'customer_code,kind,number,issued_on,due_on,amount\n000001,RC,7,2026-11-08,,5000.00', {
            now: world.now,
        });
        daemon.nudge();
        await until(() => expect(on(sim)).toEqual([]));
    });
    it('who is cut is on the notice list never more', async () => {
        world.at('2026-11-11T05:59');
        await world.settings({ 'prenotice.toDay': '20' });
        const sim = await router('norte');
        await owing('000001', '10.0.0.1');
        const both = [];
        sim.onCommand = () => both.push(...on(sim).filter((address) => on(sim, 'ispcube-cut').includes(address)));
        await start();
        await until(() => expect(on(sim)).toEqual(['10.0.0.1']));
        world.at('2026-11-11T06:00');
        await makeRun(world.db, { kind: 'control', at: world.now, machineAt: world.now, by: 'test', pause });
        daemon.nudge();
        await until(() => expect([on(sim), on(sim, 'ispcube-cut')]).toEqual([[], ['10.0.0.1']]));
        expect(both).toEqual([]);
    });
    it('who has no address of his own is found on the router; the row says where', async () => {
        const sim = await router('norte');
        sim.add('/ppp/active', { name: 'ana', address: '100.64.0.9' });
        await owing('000001', null, { username: 'ana' });
        await owing('000002', null, { username: 'beto' });
        await start();
        await until(() => expect(on(sim)).toEqual(['100.64.0.9']));
        await until(async () => {
            const rows = await world.db.selectFrom('notices').select(['address', 'origin', 'toldAt']).orderBy('id').execute();
            expect(rows).toEqual([
                { address: '100.64.0.9', origin: 'router', toldAt: world.now },
                { address: null, origin: 'router', toldAt: world.now },
            ]);
        });
    });
    it('a router that fails is told again while the notices run, and delays no other', async () => {
        const norte = await router('norte');
        await owing('000001', '10.0.0.1');
        const sur = await router('sur');
        await owing('000002', '10.0.0.2');
        norte.faults = { trap: { [`${LIST}/add`]: 'failure: out of memory' } };
        await start();
        await until(() => expect(on(sur)).toEqual(['10.0.0.2']));
        await until(() => expect(norte.stats.byCommand[`${LIST}/add`]).toBe(1));
        // The pause after a failure goes by the clock of the rules.
        norte.faults = { hang: true };
        await until(async () => {
            world.now += 1_000;
            daemon.nudge();
            expect(await metrics()).toMatch(/ispcube_notices_failed_total\{code="device-(silent|unreachable)"\} [1-9]/);
        });
        norte.faults = {};
        await until(() => {
            world.now += 1_000;
            daemon.nudge();
            expect(on(norte)).toEqual(['10.0.0.1']);
        });
        expect(await metrics()).toContain('ispcube_notices_begun_total 2');
        expect(await metrics()).toContain('ispcube_notices_failed_total{code="device-refused"} 1');
        const row = await world.db
            .selectFrom('routers')
            .select(['failures', 'circuit'])
            .where('name', '=', 'norte')
            .executeTakeFirst();
        expect(row).toEqual({ failures: 0, circuit: 'closed' });
    });
    it('a message of hundreds gives way to somebody who is restored, and goes on after him', async () => {
        const sim = await router('norte', { latencyMs: 20 });
        await world.customer('000001', [{ ip: '10.9.9.9' }]);
        await cutByHand(world.db, { code: '000001', comment: 'asked for it' }, told());
        await start();
        // Proven, not only written: a router whose cut failed is left alone for a while.
        await until(async () => {
            world.now += 500;
            daemon.nudge();
            expect(await world.db.selectFrom('places').select('observed').execute()).toEqual([{ observed: 'cut' }]);
        });
        const many = await world.customers(101, 120);
        for (const id of many)
            await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
        world.now += 30_000;
        daemon.nudge();
        await until(() => expect(on(sim).length).toBeGreaterThan(0));
        await restoreByHand(world.db, { code: '000001' }, told());
        daemon.nudge();
        await until(() => expect(on(sim, 'ispcube-cut')).toEqual([]));
        expect(on(sim).length).toBeLessThan(120);
        await until(() => expect(on(sim)).toHaveLength(120));
    });
    it('nobody’s notice begins on a router that is left alone; it begins when that is over', async () => {
        const sim = await router('norte');
        await owing('000001', '10.0.0.1');
        const away = { circuit: 'open', retryAt: world.now + 60_000 };
        await world.db.updateTable('routers').set(away).execute();
        await start();
        await until(async () => expect((await fetch(`${daemon.http?.url}/readyz`)).status).toBe(200));
        await pause();
        expect(await world.db.selectFrom('notices').selectAll().execute()).toEqual([]);
        await world.db.updateTable('routers').set({ circuit: 'closed', retryAt: null }).execute();
        world.now += 60_000;
        daemon.nudge();
        await until(() => expect(on(sim)).toEqual(['10.0.0.1']));
    });
    it('what another process began is carried when it is seen', async () => {
        const sim = await router('norte');
        await start();
        await until(async () => expect((await fetch(`${daemon.http?.url}/readyz`)).status).toBe(200));
        const id = await owing('000001', '10.0.0.1');
        const row = { customerId: id, connectionId: 1, routerId: world.router, address: '10.0.0.1', ipv6Prefix: null, endedAt: null };
        const times = { begunAt: world.now, untilAt: world.now + 3_600_000, endedBy: null, toldAt: null };
        await world.db
            .insertInto('notices')
            .values({ ...row, ...times })
            .execute();
        daemon.nudge();
        await until(() => expect(on(sim)).toEqual(['10.0.0.1']));
    });
});
