// From a debt to the end of a session and back, over real sockets: the dispatcher, its pool, the driver and the accounting
// listener against a NAS that ends sessions, or says so and does not. What the records then say is what matters.
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cutByHand } from '../../core/acts/deeds.js';
import { pay } from '../../core/acts/payments.js';
import { makeRun } from '../../core/acts/runs.js';
import { routerById } from '../../core/store/routers.js';
import { eachDatabase } from '../../fixtures/database.js';
import { freeUdpPort } from '../../fixtures/peers/free-port.js';
import { startNasIncoming } from '../../fixtures/peers/nas-incoming.js';
import { money, World } from '../../fixtures/world.js';
import { pause } from '../deps.js';
import { startCarrier } from '../index.js';
import { Metrics } from '../metrics.js';
import { Radius } from '../radius/index.js';
import { sweepRouter } from './drift.js';
import { depsOf } from '../trial.js';
const SECRET = 'a secret of the NAS';
const SOON = { timeout: 15_000, interval: 20 };
eachDatabase('cuts at a NAS', (open) => {
    let database;
    let world;
    let deps;
    let nas;
    beforeEach(async () => {
        database = await open({ file: true });
        world = new World(database.db);
        world.now = Date.now();
        await world.settings({ controlHour: '00:00', unblockThreshold: '1000.00', maxCuts: '1000' });
        const accountingPort = await freeUdpPort();
        nas = await startNasIncoming({ secret: SECRET, accountingPort });
        onTestFinished(() => nas.close());
        const limits = {
            ...{ commandMs: 700, retryBaseMs: 200, retryCapMs: 400, retrySlowMs: 1000, taskMs: 5000 },
            ...{ coaProofMs: 1000, kicksPerSecond: 1000 },
        };
        deps = depsOf(database, world, { limits, radius: { listen: [`127.0.0.1:${accountingPort}`] } });
        const id = await world.addRouter('norte', 'radius');
        const radiusSecretSealed = world.seal.seal(SECRET, { table: 'routers', column: 'radius_secret', row: 'norte' });
        await database.db.updateTable('routers').set({ coaPort: nas.port, radiusSecretSealed }).where('id', '=', id).execute();
    });
    /** Customers who dial and owe. */
    const town = async (count) => {
        for (let index = 1; index <= count; index++) {
            const id = await world.customer(code(index), [{ kind: 'pppoe', username: `user${index}` }]);
            await world.document(id, 'FX', '5000.00', { issuedOn: '2026-01-01', dueOn: '2026-01-10' });
        }
    };
    const code = (index) => String(index).padStart(6, '0');
    const dial = (index, session = `s${index}`) => nas.dial({ id: session, user: `user${index}`, address: `10.20.0.${index}` });
    const daemon = async () => {
        const metrics = new Metrics();
        const carrier = await startCarrier(deps, metrics);
        if (carrier === null)
            throw new Error('the dispatch lock is held');
        const radius = new Radius(deps, { sessionsEnded: () => carrier.dispatcher.nudge() });
        onTestFinished(async () => {
            await carrier.close();
            await radius.close();
        });
        await vi.waitFor(() => expect(radius.listener).not.toBeNull(), SOON);
        return { ...carrier, radius, metrics };
    };
    const run = () => makeRun(database.db, { kind: 'control', at: Date.now(), machineAt: Date.now(), by: 'test', pause });
    const places = () => database.db.selectFrom('places').selectAll().orderBy('id').execute();
    const orders = () => database.db.selectFrom('orders').selectAll().orderBy('id').execute();
    const becomes = (observed) => vi.waitFor(async () => expect((await places()).every((place) => place.observed === observed)).toBe(true), SOON);
    it('ends the sessions of those who owe, which the Stops prove, and restores who pays', async () => {
        const { dispatcher, metrics } = await daemon();
        await town(20);
        for (let index = 1; index <= 15; index++)
            await dial(index);
        await run();
        dispatcher.nudge();
        await becomes('cut');
        expect(nas.sessions).toEqual([]);
        const counted = await metrics.registry.getSingleMetricAsString('ispcube_orders_acknowledged_total');
        expect(counted).toContain('{desired="cut"} 15');
        const proofs = (await orders()).map(({ proof }) => proof);
        expect(proofs.filter((proof) => /^session s\d+ ended .* \(told by Stop, Admin-Reset\); no open session$/.test(proof ?? ''))).toHaveLength(15);
        expect(await database.db.selectFrom('sessions').selectAll().where('stoppedAt', 'is', null).execute()).toEqual([]);
        await pay(database.db, { code: code(3), amountCents: money('5000.00') }, { now: Date.now(), by: 'test' });
        dispatcher.nudge();
        await vi.waitFor(async () => expect((await places())[2]?.observed).toBe('active'), SOON);
        expect((await orders()).at(-1)?.proof).toContain('the next log-in is accepted');
    });
    it('by a profile: who dials again stays cut, and is thrown out once more when he pays', async () => {
        await world.settings({ 'radius.cut': 'profile' });
        let shiftMs = 0;
        deps.now = () => Date.now() + shiftMs;
        const { dispatcher } = await daemon();
        await town(1);
        await dial(1, 'whole');
        await run();
        dispatcher.nudge();
        await becomes('cut');
        // He dials when the order is older than what a start may be off.
        shiftMs = 2_000;
        await dial(1, 'limited');
        expect(nas.sessions.map(({ id }) => id)).toEqual(['limited']);
        shiftMs = 4_000;
        await pay(database.db, { code: code(1), amountCents: money('5000.00') }, { now: deps.now(), by: 'test' });
        dispatcher.nudge();
        await becomes('active');
        expect(nas.sessions).toEqual([]);
        expect((await orders()).at(-1)?.proof).toContain('session limited ended');
    });
    it('a NAS that acknowledges and does nothing is never believed, and asked until it does', async () => {
        const { dispatcher } = await daemon();
        await town(1);
        await dial(1);
        nas.faults = { onlyAcks: true };
        await run();
        dispatcher.nudge();
        await vi.waitFor(async () => expect((await orders())[0]?.attempts).toBeGreaterThanOrEqual(2), SOON);
        const [order] = await orders();
        expect([order?.state, order?.faultCode]).toEqual(['open', 'device-silent']);
        expect(nas.asked.length).toBeGreaterThanOrEqual(2);
        nas.faults = {};
        await becomes('cut');
        expect(nas.sessions).toEqual([]);
    });
    it('a Stop that is lost: the NAS says itself that the session is gone', async () => {
        const { dispatcher } = await daemon();
        await town(1);
        await dial(1);
        nas.faults = { losesStop: true };
        await run();
        dispatcher.nudge();
        await becomes('cut');
        expect((await orders())[0]).toMatchObject({ state: 'done', proof: expect.stringContaining('has no session s1') });
        expect(await database.db.selectFrom('sessions').selectAll().execute()).toMatchObject([{ ended: 'lost' }]);
    });
    it('a Stop that is late is waited for', async () => {
        const { dispatcher } = await daemon();
        await town(1);
        await dial(1);
        nas.faults = { stopLateMs: 400 };
        await run();
        dispatcher.nudge();
        await becomes('cut');
        expect((await orders())[0]).toMatchObject({ state: 'done', attempts: 1, proof: expect.stringContaining('told by Stop') });
    });
    it('a NAS that is away keeps its orders; who hangs up meanwhile is cut by that', async () => {
        const { dispatcher } = await daemon();
        await town(2);
        await dial(1);
        await dial(2);
        nas.faults = { silent: true };
        await run();
        dispatcher.nudge();
        await vi.waitFor(async () => expect((await orders()).every((order) => order.faultCode !== null)).toBe(true), SOON);
        await nas.hangUp('s1');
        await vi.waitFor(async () => expect((await orders())[0]?.state).toBe('done'), SOON);
        expect((await orders())[0]?.proof).toContain('User-Request');
        expect((await orders())[1]?.state).toBe('open');
        nas.faults = {};
        await becomes('cut');
    });
    it('who is cut and let in all the same shows as drift, without the NAS being asked', async () => {
        const { dispatcher, pool } = await daemon();
        await town(1);
        const told = { now: Date.now(), by: 'test' };
        await cutByHand(database.db, { code: code(1), comment: 'test' }, told);
        await dial(1, 'before');
        dispatcher.nudge();
        await becomes('cut');
        await dial(1, 'again');
        const asked = nas.asked.length;
        const router = await routerById(database.db, world.router);
        if (router === undefined)
            throw new Error('the router is gone');
        const report = await sweepRouter(deps, pool, router, { by: 'test', mend: true, order: true });
        expect(report.lines).toMatchObject([{ kind: 'not-cut', connection: '000001/casa', seen: expect.stringContaining('again') }]);
        expect(nas.asked.length).toBe(asked);
        dispatcher.nudge();
        await vi.waitFor(() => expect(nas.sessions).toEqual([]), SOON);
        await becomes('cut');
    });
});
