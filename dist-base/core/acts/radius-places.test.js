// Orders at places that a NAS serves: what is handed out, what an acknowledgement is worth, and how accounting proves or
// disproves it. The NAS is played by the test; the driver and the wire are tested in daemon/drivers/radius and daemon/enforce.
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { BUENOS_AIRES, money, World } from '../../fixtures/world.js';
import { hurryOrdersOfLogins } from '../store/open-sessions.js';
import { AccountingBooks } from './accounting.js';
import { cutByHand, restoreByHand } from './deeds.js';
import { takeWork } from './handout.js';
import { followConnections } from './moves.js';
import { settleOutcomes } from './outcomes.js';
import { pay } from './payments.js';
import { keepTraffic } from './traffic.js';
const BLANK = {
    ...{ status: 'start', user: 'ana', sessionId: 'a1', multiSessionId: '', nasAddress: '127.0.0.1', nasIpv6: null },
    ...{ nasIdentifier: null, nasPortId: null, calling: null, called: null, address: '10.20.0.7', ipv6Address: null },
    ...{ ipv6Prefix: null, delegatedPrefix: null, seconds: 0, upOctets: null, downOctets: null, delayS: 0, cause: null },
};
const idOf = ({ order, place, generation }) => ({ order, place, generation });
const done = (change) => ({ ...idOf(change), ok: true, observed: change.desired, did: 'already', proof: 'seen' });
const sent = (change) => ({
    ...{ ...idOf(change), ok: 'sent', what: 'a1' },
    sessions: (change.radius?.sessions ?? []).filter((session) => session.isInTheWay).map((session) => session.id),
});
const stillOpen = (change) => ({
    ...{ ...idOf(change), ok: false, observed: 'active', sent: true, onRecord: true },
    fault: { code: 'device-silent', message: 'still open', facts: {} },
});
eachDatabase('orders at a NAS', (open) => {
    let world;
    let books;
    beforeEach(async () => {
        const { db } = await open({ file: true });
        world = new World(db).at('2026-11-01');
        books = new AccountingBooks(db);
        await world.settings({ unblockThreshold: '1000.00' });
        await world.addRouter('norte', 'radius');
        const ana = await world.customer('000001', [{ kind: 'radius', username: 'ana' }]);
        await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
        world.at('2026-11-11');
    });
    /** Accounting tells something, and the orders that wait for it are told. Returns how many those were. */
    const hear = async (more = {}) => {
        const { ended } = await books.book([{ accounting: { ...BLANK, ...more }, at: world.now, source: '127.0.0.1' }], world.now);
        return hurryOrdersOfLogins(world.db, ended, world.now);
    };
    const online = async (secondsAgo, more = {}) => {
        world.now -= secondsAgo * 1000;
        await hear(more);
        world.now += secondsAgo * 1000;
    };
    const take = async () => takeWork(world.db, world.router, 100, world.handout);
    const bring = async (work, answer) => settleOutcomes(world.db, world.router, work?.orders ?? [], (work?.changes ?? []).map(answer), world.handout);
    const known = (work) => work?.changes[0]?.radius;
    const inTheWay = (work) => known(work)?.sessions.map(({ sessionId, isInTheWay }) => [sessionId, isInTheWay]);
    const order = () => world.db.selectFrom('orders').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    const place = () => world.db.selectFrom('places').selectAll().where('isCurrent', '=', 1).executeTakeFirstOrThrow();
    const log = async () => (await world.db.selectFrom('log').select('what').orderBy('id').execute()).map(({ what }) => what);
    const paid = () => pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
    const byHand = () => cutByHand(world.db, { code: '000001', comment: 'test' }, world.told);
    const lifted = () => restoreByHand(world.db, { code: '000001' }, world.told);
    const acknowledged = async () => {
        await online(3600);
        await world.run();
        await bring(await take(), sent);
    };
    describe('an acknowledged cut', () => {
        beforeEach(acknowledged);
        it('is no cut: it stays open until accounting has had its time', async () => {
            expect(await order()).toMatchObject({
                ...{ state: 'open', sent: 1, attempts: 0, acknowledgedAt: world.now, nextAt: world.now + 10_000 },
            });
            expect(await place()).toMatchObject({ observed: 'unknown', cutSent: 1, seen: 'acknowledged: a1' });
            expect(await take()).toBeNull();
            expect((await log()).filter((what) => what.startsWith('cut'))).toEqual(['cut-ordered', 'cut-sent']);
        });
        it('is due as soon as the Stop comes, and proven by it', async () => {
            world.now += 1500;
            expect(await hear({ status: 'stop', seconds: 3601, cause: 6 })).toBe(1);
            const work = await take();
            expect([inTheWay(work), known(work)?.lastEnd]).toEqual([
                [],
                `session a1 ended ${new Date(world.now).toISOString()} (told by Stop, Admin-Reset)`,
            ]);
            await bring(work, done);
            expect(await order()).toMatchObject({ state: 'done', proof: 'seen' });
            expect(await place()).toMatchObject({ observed: 'cut', cutSent: 1 });
        });
        it.each([
            ['its NAS begins anew', () => hear({ status: 'on', sessionId: '', user: '' })],
            ['the session id comes back', () => hear({ sessionId: 'a1', seconds: 0 })],
            [
                'nothing is heard of it any more',
                async () => {
                    world.now += 3_600_000;
                    return hurryOrdersOfLogins(world.db, await keepTraffic(world.db, world.now, BUENOS_AIRES), world.now);
                },
            ],
        ])('is due when %s', async (_, told) => {
            world.now += 40_000;
            expect(await told()).toBe(1);
            const work = await take();
            expect(known(work)?.sessions.filter(({ startedAt }) => startedAt < (work?.orders[0]?.createdAt ?? 0))).toEqual([]);
        });
        it('whose session is open at the deadline failed, is tried again, and nobody is told twice', async () => {
            for (let round = 1; round <= 3; round++) {
                world.now += 10_000;
                const late = await take();
                expect([inTheWay(late), known(late)?.acknowledgedAt]).toEqual([[['a1', true]], world.now - 10_000]);
                await bring(late, stillOpen);
                expect(await order()).toMatchObject({ state: 'open', attempts: round, acknowledgedAt: null, faultCode: 'device-silent' });
                expect(await place()).toMatchObject({ observed: 'active', cutSent: 1 });
                expect(await take()).toBeNull();
                world.now += 300_000;
                const again = await take();
                expect(known(again)?.acknowledgedAt).toBeNull();
                await bring(again, sent);
            }
            const router = await world.db.selectFrom('routers').select(['failures', 'circuit']).executeTakeFirstOrThrow();
            expect(router).toEqual({ failures: 0, circuit: 'closed' });
            expect((await log()).filter((what) => what.startsWith('cut'))).toEqual(['cut-ordered', 'cut-sent', 'cut-failed']);
        });
        it('that is paid now becomes a restore that throws nobody out: his session is from before', async () => {
            await paid();
            const work = await take();
            expect([work?.changes[0]?.desired, inTheWay(work)]).toEqual(['active', [['a1', false]]]);
        });
        it('of a session that the NAS does not know is done, and the session over until it is heard again', async () => {
            world.now += 10_000;
            await bring(await take(), (change) => ({ ...done(change), gone: [change.radius?.sessions[0]?.id ?? 0] }));
            expect(await world.db.selectFrom('sessions').selectAll().executeTakeFirst()).toMatchObject({ ended: 'lost' });
            expect(await order()).toMatchObject({ state: 'done' });
            world.now += 290_000;
            await hear({ status: 'interim', seconds: 3900 });
            expect(await world.db.selectFrom('sessions').selectAll().executeTakeFirst()).toMatchObject({ stoppedAt: null });
        });
    });
    it('a Stop that is quicker than the outcome proves it at once', async () => {
        await online(3600);
        await world.run();
        const work = await take();
        world.now += 200;
        await hear({ status: 'stop', seconds: 3600 });
        await bring(work, sent);
        expect(inTheWay(await take())).toEqual([]);
    });
    it('what the records prove says nothing of the NAS: one that is away stays so', async () => {
        await world.db.updateTable('routers').set({ circuit: 'open', failures: 3, okAt: null }).execute();
        await byHand();
        await bring(await take(), (change) => ({ ...done(change), onRecord: true }));
        expect(await order()).toMatchObject({ state: 'done' });
        const router = await world.db.selectFrom('routers').select(['failures', 'circuit', 'okAt']).executeTakeFirstOrThrow();
        expect(router).toEqual({ failures: 3, circuit: 'open', okAt: null });
    });
    it('accounting wakes a NAS that was left alone', async () => {
        await online(3600);
        await world.run();
        await world.db
            .updateTable('routers')
            .set({ circuit: 'open', retryAt: world.now + 300_000 })
            .execute();
        expect(await take()).toBeNull();
        await hear({ status: 'stop', seconds: 3600 });
        expect(inTheWay(await take())).toEqual([]);
    });
    describe('who logged in while he was cut', () => {
        const cutAndBack = async (cutBy) => {
            await world.settings({ 'radius.cut': cutBy });
            await byHand();
            world.now += 60_000;
            await hear();
            world.now += 60_000;
            return take();
        };
        it('is cut by his profile, and gets the other one by logging in again', async () => {
            const cut = await cutAndBack('profile');
            expect(inTheWay(cut)).toEqual([['a1', false]]);
            await bring(cut, done);
            await paid();
            await lifted();
            expect(inTheWay(await take())).toEqual([['a1', true]]);
        });
        it('is not cut where the cut is that nobody is let in', async () => {
            expect(inTheWay(await cutAndBack('reject'))).toEqual([['a1', true]]);
        });
        it('is restored even where no cut was ever sent', async () => {
            await cutAndBack('profile');
            await paid();
            await lifted();
            const work = await take();
            expect([work?.changes[0]?.desired, inTheWay(work)]).toEqual(['active', [['a1', true]]]);
        });
        it('in the very second of the order may have either profile', async () => {
            await world.settings({ 'radius.cut': 'profile' });
            await byHand();
            world.now += 900;
            await hear();
            expect(inTheWay(await take())).toEqual([['a1', true]]);
        });
    });
    it('a cut that never left is replaced by a restore, not forgotten: log-ins were refused meanwhile', async () => {
        await world.run();
        world.now += 1000;
        await paid();
        expect((await world.db.selectFrom('orders').selectAll().orderBy('id').execute()).map((one) => `${one.desired} ${one.state}`)).toEqual(['cut replaced', 'active open']);
    });
    describe('who is not online', () => {
        it('is known to be so only while his NAS tells of sessions', async () => {
            await byHand();
            expect(known(await take())).toMatchObject({ sessions: [], lastEnd: null, isHeard: false });
            await world.customer('000002', [{ kind: 'radius', username: 'bea' }]);
            await hear({ user: 'bea', sessionId: 'b1' });
            expect(known(await take())?.isHeard).toBe(true);
            world.now += 900_001;
            expect(known(await take())?.isHeard).toBe(false);
        });
        it('is not known to be so where his session only fell silent, as all do on a NAS without interim updates', async () => {
            await online(3600);
            await world.customer('000002', [{ kind: 'radius', username: 'bea' }]);
            await keepTraffic(world.db, world.now, BUENOS_AIRES);
            await hear({ user: 'bea', sessionId: 'b1' });
            await byHand();
            const ends = expect.stringContaining('nothing more was heard of it');
            expect(known(await take())).toMatchObject({ sessions: [], lastEnd: ends, isHeard: false });
        });
        it('is known to be so by his own last Stop', async () => {
            await online(60);
            await hear({ status: 'stop', seconds: 60 });
            await byHand();
            expect(known(await take())).toMatchObject({ sessions: [], isHeard: true });
        });
    });
    it('a name that two connections have is told apart from nobody', async () => {
        await world.customer('000002', [{ kind: 'radius', username: 'ana' }]);
        await hear();
        await byHand();
        await cutByHand(world.db, { code: '000002', comment: 'test' }, world.told);
        const work = await take();
        expect(work?.changes.map((change) => [change.radius?.sessions, change.radius?.unowned])).toEqual([
            [[], 1],
            [[], 1],
        ]);
    });
    it('a session at another NAS of ours is ended there', async () => {
        const sur = await world.addRouter('sur', 'radius');
        const radiusSecretSealed = world.seal.seal('secret-of-sur', { table: 'routers', column: 'radius_secret', row: 'sur' });
        await world.db
            .updateTable('routers')
            .set({ host: '10.0.0.2', coaPort: 1700, radiusSecretSealed })
            .where('id', '=', sur)
            .execute();
        await online(60, { nasAddress: '10.0.0.2' });
        await byHand();
        expect(known(await take())?.sessions[0]?.door).toEqual({ host: '10.0.0.2', port: 1700, secret: 'secret-of-sur' });
    });
    it('a connection that moves: at its old place only what began there ends', async () => {
        await online(60);
        await byHand();
        const sur = await world.addRouter('sur', 'radius');
        await world.db.updateTable('connections').set({ routerId: sur }).execute();
        world.now += 10_000;
        await world.db.transaction().execute((tx) => followConnections(tx, world.told));
        world.now += 10_000;
        await hear({ sessionId: 'a2', nasAddress: '10.0.0.2' });
        const work = await take();
        expect([work?.changes[0]?.desired, inTheWay(work)]).toEqual([
            'none',
            [
                ['a1', true],
                ['a2', false],
            ],
        ]);
    });
    it('a router of this driver is reached by its secret and port, and without a secret by nothing', async () => {
        await byHand();
        expect((await take())?.access.radius).toBeNull();
        const radiusSecretSealed = world.seal.seal('secret-of-norte', { table: 'routers', column: 'radius_secret', row: 'norte' });
        await world.db.updateTable('routers').set({ radiusSecretSealed }).execute();
        expect((await take())?.access.radius).toEqual({ secret: 'secret-of-norte', port: 3799, kicksPerSecond: 20 });
    });
});
