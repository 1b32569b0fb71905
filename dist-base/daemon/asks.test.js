// Questions from a row to an answer, over real sockets: a CPE over SSH, a radio's table over the RouterOS API, a router's test;
// what is said where a device is silent or lets nobody in, and what becomes of a question when the daemon stops.
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { ask, lastAsked } from '../core/acts/asks.js';
import { addCredential } from '../core/acts/cpe-accesses.js';
import { makeSeal } from '../core/seal.js';
import { cpeOfConnection } from '../core/store/cpes.js';
import { newestReading } from '../core/store/readings.js';
import { eachDatabase } from '../fixtures/database.js';
import { startRouter } from '../fixtures/peers/routeros.js';
import { World } from '../fixtures/world.js';
import { Asks } from './asks.js';
import { startCarrier } from './index.js';
import { SignalPoll } from './signal/poll.js';
import { cpeOf, depsOf } from './trial.js';
eachDatabase('questions of pages', (open) => {
    let world;
    let deps;
    beforeEach(async () => {
        const database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        // The poll is switched off: what is read is read because somebody asked.
        await world.settings({ 'cpe.enabled': 'false' });
        const limits = {
            connectMs: 2_000,
            loginMs: 2_000,
            commandMs: 2_000,
            cpeConnectMs: 1_500,
            cpeCommandMs: 1_500,
            visitMs: 3_000,
        };
        deps = depsOf(database, world, { limits });
    });
    const told = () => ({ now: Date.now(), by: 'operator:1', seal: world.seal });
    const start = async () => {
        const carrier = await startCarrier(deps);
        if (carrier === null)
            throw new Error('the dispatch lock is held');
        const poll = new SignalPoll({ deps, enforce: carrier.pool, dispatcher: carrier.dispatcher });
        const asks = new Asks({ deps, asker: poll.asker, enforce: carrier.pool });
        let isClosed = false;
        const close = async () => {
            if (isClosed)
                return;
            isClosed = true;
            await asks.close();
            await poll.close();
            await carrier.close();
        };
        onTestFinished(close);
        return { asks, close };
    };
    const connectionOf = async (customer) => (await world.db.selectFrom('connections').select('id').where('customerId', '=', customer).executeTakeFirstOrThrow()).id;
    const cpe = async (code) => {
        const { customer, sim } = await cpeOf(world, code);
        return { id: await connectionOf(customer), sim };
    };
    const router = async () => {
        const sim = await startRouter({ username: 'api', password: 'secret' });
        onTestFinished(() => sim.close());
        if (world.router === 0)
            await world.addRouter('norte');
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'norte' });
        await world.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', world.router).execute();
        return sim;
    };
    const settled = async (kind, about) => vi.waitFor(async () => {
        const asked = await lastAsked(world.db, kind, about);
        if (asked?.state !== 'answered' && asked?.state !== 'failed')
            throw new Error(`${asked?.state}`);
        return asked;
    }, { timeout: 20_000, interval: 50 });
    it('C18 reads a CPE there and then, and keeps the reading', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'vieja' }, told());
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const { id, sim } = await cpe('000001');
        await start();
        await ask(world.db, { kind: 'signal', about: id }, told());
        const answer = await settled('signal', id);
        const reading = await newestReading(world.db, id);
        expect(answer).toMatchObject({ state: 'answered', answer: { readAt: reading?.at } });
        expect(reading).toMatchObject({ signalDbm: -64, noiseDbm: -95, ccqPct: 93.1, qualityPct: null });
        expect(sim.stats.tried).toEqual(['vieja', 'clave']);
        expect(await cpeOfConnection(world.db, id)).toMatchObject({ device: 'NanoStation M5', faultCode: null });
    });
    it('C18 says what is wrong: silent, no password, no status', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const wrong = [
            [{ mute: true }, 'device-silent'],
            [{ wrongPassword: true }, 'device-login'],
            [{ page: '<html>ingresar</html>' }, 'device-garbled'],
        ];
        const asked = [];
        for (const [index, [faults, code]] of wrong.entries()) {
            const { id, sim } = await cpe(`00000${index}`);
            sim.faults = faults;
            await ask(world.db, { kind: 'signal', about: id }, told());
            asked.push([id, code]);
        }
        await start();
        for (const [id, code] of asked)
            expect(await settled('signal', id)).toMatchObject({ state: 'failed', fault: { code } });
    });
    it('C21 looks up who is no Ubiquiti in the table of his router', async () => {
        const sim = await router();
        sim.add('/interface/wireless/registration-table', {
            'mac-address': 'AA:BB:CC:00:11:01',
            'signal-strength': '-58@6Mbps',
            'tx-ccq': '91',
        });
        const there = await connectionOf(await world.customer('000001', [{ mac: 'AA:BB:CC:00:11:01' }]));
        const absent = await connectionOf(await world.customer('000002', [{ mac: 'AA:BB:CC:00:11:02' }]));
        const { asks } = await start();
        await ask(world.db, { kind: 'signal', about: there }, told());
        asks.wake();
        expect((await settled('signal', there)).state).toBe('answered');
        expect(await newestReading(world.db, there)).toMatchObject({ heardDbm: -58, ccqPct: 91, source: 'table-api' });
        await ask(world.db, { kind: 'signal', about: absent }, told());
        asks.wake();
        expect(await settled('signal', absent)).toMatchObject({
            state: 'failed',
            fault: { code: 'device-unreachable', facts: { mac: 'aabbcc001102' } },
        });
    });
    it('tests a router, and says what the test found', async () => {
        const sim = await router();
        await start();
        await ask(world.db, { kind: 'router', about: world.router }, told());
        const first = await settled('router', world.router);
        const logIn = (ok) => ({
            checks: expect.arrayContaining([expect.objectContaining({ name: 'log-in', ok })]),
        });
        expect(first).toMatchObject({ state: 'answered', answer: logIn(true) });
        await sim.close();
        await ask(world.db, { kind: 'router', about: world.router }, told());
        const second = await settled('router', world.router);
        expect(second).toMatchObject({ state: 'answered', answer: { ok: false, ...logIn(false) } });
    });
    it('answers by a fault where the passwords do not open', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const { id } = await cpe('000001');
        deps = { ...deps, seal: makeSeal('another key than the one that it was sealed under') };
        await start();
        await ask(world.db, { kind: 'signal', about: id }, told());
        expect(await settled('signal', id)).toMatchObject({ state: 'failed', fault: { code: 'secret-unreadable' } });
    });
    it('puts back what is under way when it stops, and the next one answers it', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const { id, sim } = await cpe('000001');
        sim.faults = { mute: true };
        const first = await start();
        await ask(world.db, { kind: 'signal', about: id }, told());
        first.asks.wake();
        await vi.waitFor(() => expect(sim.stats.open).toBe(1), { timeout: 20_000 });
        await first.close();
        expect((await lastAsked(world.db, 'signal', id))?.state).toBe('waiting');
        sim.faults = {};
        await start();
        expect((await settled('signal', id)).state).toBe('answered');
    });
});
