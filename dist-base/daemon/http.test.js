// What machines ask: the figures after real orders on a simulated router, and whether the daemon is at work.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pay } from '../core/acts/payments.js';
import { addRadiusClient } from '../core/acts/radius-clients.js';
import { makeRun } from '../core/acts/runs.js';
import { sqliteDatabase } from '../fixtures/database.js';
import { startRouter } from '../fixtures/peers/routeros.js';
import { money, World } from '../fixtures/world.js';
import { pause } from './deps.js';
import { startDaemon } from './index.js';
import { depsOf } from './trial.js';
describe('metrics and health', () => {
    const open = sqliteDatabase();
    let database;
    let world;
    let deps;
    let daemon;
    beforeEach(async () => {
        database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        await world.settings({ controlHour: '00:00' });
        deps = depsOf(database, world, { http: { listen: '127.0.0.1:0' }, radius: { listen: [] } });
        daemon = await startDaemon(deps);
        onTestFinished(() => daemon.close());
    });
    const get = (path, method = 'GET') => fetch(`${daemon.http?.url}${path}`, { method });
    const metrics = async () => (await get('/metrics')).text();
    it('counts what was read back, the time of a payment, what fails and what waits', async () => {
        const sim = await startRouter({ username: 'api', password: 'secret' });
        onTestFinished(() => sim.close());
        const id = await world.addRouter('norte');
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'norte' });
        await world.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', id).execute();
        for (const customer of await world.customers(1, 2))
            await world.document(customer, 'FX', '5000.00', { dueOn: '2026-01-10' });
        await makeRun(database.db, { kind: 'control', at: Date.now(), machineAt: Date.now(), by: 'test', pause });
        expect(await metrics()).toContain('ispcube_orders_waiting{router="norte",desired="cut",reason="overdue"} 2');
        daemon.nudge();
        const done = 'ispcube_orders_done_total{desired="cut",reason="overdue"} 2';
        await vi.waitFor(async () => expect(await metrics()).toContain(done), { timeout: 10_000, interval: 50 });
        await pay(database.db, { code: '000001', amountCents: money('5000.00') }, { now: Date.now(), by: 'test' });
        daemon.nudge();
        const paid = 'ispcube_paid_to_restored_seconds_count 1';
        await vi.waitFor(async () => expect(await metrics()).toContain(paid), { timeout: 10_000, interval: 50 });
        const text = await metrics();
        expect(text).toContain('ispcube_orders_done_total{desired="active",reason="in-good-standing"} 1');
        expect(text).toContain('ispcube_connections{observed="cut"} 1');
        expect(text).toContain('ispcube_router_circuit_open{router="norte"} 0');
        expect(text).not.toContain('ispcube_orders_waiting{');
        sim.faults = { ignoreWrites: true };
        await pay(database.db, { code: '000002', amountCents: money('5000.00') }, { now: Date.now(), by: 'test' });
        daemon.nudge();
        const failed = 'ispcube_orders_failed_total{desired="active",code="device-refused"}';
        await vi.waitFor(async () => expect(await metrics()).toContain(failed), { timeout: 10_000, interval: 50 });
    });
    it('is healthy and ready, and says what is not', async () => {
        expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
        await database.db.schema.alterTable('runs').renameTo('gone').execute();
        const answer = await get('/readyz');
        expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('the database does not answer')]);
        expect((await get('/healthz')).status).toBe(200);
        expect(await metrics()).toMatch(/ispcube_ready 0\n/);
        await database.db.schema.alterTable('gone').renameTo('runs').execute();
    });
    it('is not ready while a port of RADIUS that somebody sends to is another’s, and says so until it is free', async () => {
        const other = createSocket('udp4').bind(0, '127.0.0.1');
        await once(other, 'listening');
        const taken = `127.0.0.1:${other.address().port}`;
        const client = { name: 'norte', prefix: '10.0.0.1', secret: 'una clave de RADIUS' };
        await addRadiusClient(database.db, client, { now: Date.now(), by: 'test', seal: world.seal });
        await daemon.close();
        daemon = await startDaemon({ ...deps, config: { ...deps.config, radius: { ...deps.config.radius, listen: [taken] } } });
        const why = `cannot listen for RADIUS accounting on ${taken}: bind EADDRINUSE ${taken}; see radius.listen\n`;
        const ready = async () => {
            const answer = await get('/readyz');
            return [answer.status, await answer.text()];
        };
        await vi.waitFor(async () => expect(await ready()).toEqual([503, why]), { timeout: 10_000, interval: 50 });
        expect(await (await get('/status.json')).json()).toMatchObject({ troubles: [why.trim()] });
        expect(await metrics()).toMatch(/ispcube_ready 0\n/);
        other.close();
        await vi.waitFor(async () => expect(await ready()).toEqual([200, 'ready\n']), { timeout: 20_000, interval: 50 });
    }, 40_000);
    it('says what only this process knows, and counts what it hears as counters', async () => {
        const status = await (await get('/status.json')).json();
        expect(status).toMatchObject({
            ...{ pid: process.pid, troubles: [], loops: { dispatch: expect.any(Number), schedule: expect.any(Number) } },
            feeds: [{ feed: 'radius', listens: [], heardAt: null, packets: { received: 0 }, waiting: 0 }],
        });
        const text = await metrics();
        expect(text).toContain('ispcube_ready 1\n');
        expect(text).toContain('# TYPE ispcube_radius_packets_received_total counter\nispcube_radius_packets_received_total 0');
        expect(text).toContain('ispcube_radius_packets_dropped_total{cause="wrong-secret"} 0');
        expect(text).toMatch(/ispcube_loop_age_seconds\{loop="dispatch"\} \d/);
        expect(text).toMatch(/ispcube_process_resident_memory_bytes \d/);
    });
    it('tells what it can while the database is away', async () => {
        await database.db.schema.alterTable('orders').renameTo('gone').execute();
        await database.db.schema.alterTable('sessions').renameTo('gone_too').execute();
        const text = await metrics();
        expect(text).toContain('# TYPE ispcube_orders_waiting gauge\n\n');
        expect(text).toContain('# TYPE ispcube_radius_sessions_open gauge\n\n');
        expect(text).toContain('ispcube_radius_packets_received_total 0');
        await database.db.schema.alterTable('gone_too').renameTo('sessions').execute();
        await database.db.schema.alterTable('gone').renameTo('orders').execute();
    });
    it('answers nothing else', async () => {
        expect([(await get('/')).status, (await get('/customers')).status, (await get('/metrics', 'POST')).status]).toEqual([
            404, 404, 405,
        ]);
        expect(await (await get('/metrics', 'HEAD')).text()).toBe('');
    });
    it('a port that is taken stops nothing else', async () => {
        const taken = Number(new URL(daemon.http?.url ?? '').port);
        await daemon.close();
        const holder = await startRouter({ port: taken });
        onTestFinished(() => holder.close());
        daemon = await startDaemon({ ...deps, config: { ...deps.config, http: { listen: `127.0.0.1:${taken}` } } });
        expect(daemon.http).toBeNull();
    });
});
