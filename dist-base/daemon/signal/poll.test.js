// The poll from a row to a reading, over real sockets: CPEs over SSH, a radio over the RouterOS API and one over SNMP, and what
// it does when some of them are silent, the passwords do not open, or it has to stop.
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { addCredential, setSnmp } from '../../core/acts/cpe-accesses.js';
import { makeSeal } from '../../core/seal.js';
import { countCpes, cpesOfCustomer } from '../../core/store/cpes.js';
import { newestReading } from '../../core/store/readings.js';
import { eachDatabase } from '../../fixtures/database.js';
import { startAgent } from '../../fixtures/peers/snmp.js';
import { STATION } from '../../fixtures/peers/snmp-station.js';
import { startRouter } from '../../fixtures/peers/routeros.js';
import { World } from '../../fixtures/world.js';
import { startCarrier } from '../index.js';
import { Metrics } from '../metrics.js';
import { SignalPoll } from './poll.js';
import { cpeOf, depsOf } from '../trial.js';
const WIRELESS = '/interface/wireless/registration-table';
eachDatabase('the poll', (open) => {
    let world;
    let deps;
    const errors = [];
    beforeEach(async () => {
        const database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        errors.length = 0;
        const limits = { cpeConnectMs: 2_000, cpeCommandMs: 2_000, visitMs: 4_000, visitsAtOnce: 8, snmpMs: 200, snmpRetries: 1 };
        deps = depsOf(database, world, { limits }, { log: { debug() { }, info() { }, warn() { }, error: (_facts, message) => void errors.push(message) } });
    });
    const told = () => ({ now: Date.now(), by: 'test', seal: world.seal });
    const polling = async (metrics = new Metrics()) => {
        const carrier = await startCarrier(deps);
        if (carrier === null)
            throw new Error('the dispatch lock is held');
        const poll = new SignalPoll({
            deps,
            enforce: carrier.pool,
            dispatcher: carrier.dispatcher,
            heard: (heard) => metrics.heard(heard),
        });
        onTestFinished(async () => {
            await poll.close();
            await carrier.close();
        });
        return poll;
    };
    const cpe = async (code, wish = {}) => {
        const { customer: id, sim } = await cpeOf(world, code, wish);
        return { id, sim };
    };
    /** As if their interval were over. */
    const due = () => world.db
        .updateTable('cpes')
        .set({ nextAt: Date.now() - 1000 })
        .execute();
    const lineOf = async (customer) => {
        const [line] = await cpesOfCustomer(world.db, customer);
        if (line === undefined)
            throw new Error('no connection');
        return line;
    };
    const until = (check) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
    const begin = async () => {
        await until(async () => expect((await countCpes(world.db)).length).toBeGreaterThan(0));
        await due();
    };
    it('reads CPEs over SSH and over SNMP, and radios over their API and over SNMP', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'vieja' }, told());
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const bySsh = await cpe('000001');
        const sim = await startRouter({ username: 'api', password: 'secret' });
        onTestFinished(() => sim.close());
        sim.add(WIRELESS, { 'mac-address': 'AA:BB:CC:00:11:01', 'signal-strength': '-58@6Mbps', 'tx-ccq': '91' });
        const norte = world.router;
        const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'norte' });
        await world.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', norte).execute();
        const registered = await world.customer('000002', [{ mac: 'AA:BB:CC:00:11:01' }]);
        const absent = await world.customer('000003', [{ mac: 'AA:BB:CC:00:11:02' }]);
        const agent = await startAgent({ rows: STATION });
        onTestFinished(() => agent.close());
        const metrics = new Metrics();
        await polling(metrics);
        await begin();
        await until(async () => {
            expect((await newestReading(world.db, (await lineOf(bySsh.id)).connectionId))?.signalDbm).toBe(-64);
            expect((await newestReading(world.db, (await lineOf(registered)).connectionId))?.heardDbm).toBe(-58);
            expect(await lineOf(absent)).toMatchObject({ faultCode: 'device-unreachable', okAt: null });
        });
        expect((await lineOf(bySsh.id)).hostKey).toBe(bySsh.sim.hostKey);
        expect(bySsh.sim.stats.tried).toEqual(['vieja', 'clave']);
        expect((await lineOf(absent)).faultMessage).toContain('is not registered at any radio of router norte');
        expect(await metrics.registry.getSingleMetricAsString('ispcube_cpe_visits_total')).toContain('{result="read"} 2');
        // From now on the CPE has SNMP: it is asked that way, and its passwords are left alone.
        await world.db.updateTable('connections').set({ cpeHost: '127.0.0.1' }).where('customerId', '=', bySsh.id).execute();
        await setSnmp(world.db, { router: null, access: { version: '2c', port: agent.port, community: 'public' } }, told());
        await due();
        await until(async () => {
            expect(await newestReading(world.db, (await lineOf(bySsh.id)).connectionId)).toMatchObject({
                source: 'snmp',
                qualityPct: 87,
            });
        });
    });
    it('falls back to SSH where SNMP says nothing', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const agent = await startAgent({ rows: STATION });
        onTestFinished(() => agent.close());
        agent.faults = { silent: true };
        await setSnmp(world.db, { router: null, access: { version: '2c', port: agent.port, community: 'public' } }, told());
        const { id } = await cpe('000001');
        await polling();
        await begin();
        await until(async () => {
            expect((await newestReading(world.db, (await lineOf(id)).connectionId))?.source).toBe('ssh');
        });
    });
    it('tells what is wrong with each, and the silent ones delay nobody', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const broken = [];
        const faults = [
            [{ mute: true }, 'device-silent'],
            [{ insteadOfBanner: 'SSH-2.0-x\r\n' }, 'device-silent'],
            [{ wrongPassword: true }, 'device-login'],
            [{ page: '<html>ingresar</html>' }, 'device-garbled'],
            [{ hangOnCommand: true }, 'device-silent'],
        ];
        for (const [index, [fault, code]] of faults.entries()) {
            const { id, sim } = await cpe(`00001${index}`);
            sim.faults = fault;
            broken.push([id, code]);
        }
        const well = [];
        for (let index = 0; index < 10; index++)
            well.push((await cpe(`00002${index}`)).id);
        await polling();
        await begin();
        await until(async () => {
            for (const id of well)
                expect((await newestReading(world.db, (await lineOf(id)).connectionId))?.signalDbm).toBe(-64);
            for (const [id, code] of broken)
                expect((await lineOf(id)).faultCode).toBe(code);
        });
        for (const [id] of broken)
            expect(await newestReading(world.db, (await lineOf(id)).connectionId)).toBeUndefined();
    });
    it('asks nobody with half of the passwords, says so, and goes on when they open', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const { sim } = await cpe('000001');
        deps = { ...deps, seal: makeSeal('another key than the one that it was sealed under') };
        await polling();
        await begin();
        await until(() => Promise.resolve(expect(errors.join()).toContain('CPEs are not asked')));
        expect(sim.stats.connections).toBe(0);
    });
    it('is made by one daemon of several, and by another when that one is gone', async () => {
        await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
        const { id, sim } = await cpe('000001');
        const carrier = await startCarrier(deps);
        if (carrier === null)
            throw new Error('the dispatch lock is held');
        const poll = () => new SignalPoll({ deps, enforce: carrier.pool, dispatcher: carrier.dispatcher });
        const [first, second] = [poll(), poll()];
        onTestFinished(async () => {
            await second.close();
            await carrier.close();
        });
        await begin();
        await until(async () => expect((await lineOf(id)).okAt).not.toBeNull());
        // Both have turned since it was due.
        const before = Math.max(first.loop.lastOkAt() ?? 0, second.loop.lastOkAt() ?? 0);
        await until(() => Promise.resolve(expect(Math.min(first.loop.lastOkAt() ?? 0, second.loop.lastOkAt() ?? 0)).toBeGreaterThan(before)));
        expect(sim.stats.connections).toBe(1);
        await first.close();
        const asked = (await lineOf(id)).okAt ?? 0;
        await due();
        await until(async () => expect((await lineOf(id)).okAt).toBeGreaterThan(asked));
        expect(sim.stats.connections).toBe(2);
    });
    describe('that has to stop', () => {
        it('stops at once with CPEs that say nothing, and blames none of them', async () => {
            await addCredential(world.db, { username: 'ubnt', password: 'clave' }, told());
            const { id, sim } = await cpe('000001');
            sim.faults = { mute: true };
            const carrier = await startCarrier(deps);
            if (carrier === null)
                throw new Error('the dispatch lock is held');
            const poll = new SignalPoll({ deps, enforce: carrier.pool, dispatcher: carrier.dispatcher });
            await begin();
            await until(async () => expect(sim.stats.open).toBe(1));
            await poll.close();
            await carrier.close();
            expect(await lineOf(id)).toMatchObject({ triedAt: null, faultCode: null, failures: 0 });
            await until(async () => expect(sim.stats.open).toBe(0));
        });
    });
});
