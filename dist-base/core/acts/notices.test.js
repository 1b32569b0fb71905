// From being due to being on a router's list and off it again. The clock stands on the 8th, inside the general window; the
// invoice falls due on the 10th and cuts on the 11th.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { money, World } from '../../fixtures/world.js';
import { day } from '../rules/day.js';
import { logOfCustomer } from '../store/log.js';
import { cutByHand } from './deeds.js';
import { noticeLists } from './notice-lists.js';
import { beginNotices, noticesDue } from './notices.js';
import { pay } from './payments.js';
import { addPromise } from './promises.js';
eachDatabase('pre-notices', (open) => {
    let world;
    let ana;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-08T12:00');
        await world.settings({ unblockThreshold: '1000.00', 'prenotice.enabled': 'true' });
        ana = await world.customer('000001', [{ ip: '10.0.0.1' }]);
        await owes(ana);
    });
    const owes = (customer, amount = '5000.00') => world.document(customer, 'FX', amount, { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
    const due = (most = 1000) => noticesDue(world.db, { at: world.now, most, pause: async () => { } });
    const begin = async (customers) => (await beginNotices(world.db, customers ?? (await due()), world.told)).lists;
    const rows = () => world.db.selectFrom('notices').selectAll().orderBy('id').execute();
    const paid = (code = '000001', amount = '5000.00') => pay(world.db, { code, amountCents: money(amount) }, world.told);
    const what = async (customer) => (await logOfCustomer(world.db, customer, 10)).map((line) => line.what);
    const edit = (customer, set) => world.db.updateTable('customers').set(set).where('id', '=', customer).execute();
    const entry = { connection: 1, customerCode: '000001', address: '10.0.0.1', ipv6Prefix: null, seek: null, seconds: 30 };
    describe('beginning', () => {
        it('puts who is due on his router’s list for its seconds, with a row and a line of his log', async () => {
            expect(await begin()).toEqual([{ router: world.router, entries: [entry] }]);
            const row = { customerId: ana, connectionId: 1, routerId: world.router, address: '10.0.0.1', ipv6Prefix: null };
            const times = { begunAt: world.now, untilAt: world.now + 30_000, endedAt: null, endedBy: null };
            expect(await rows()).toEqual([expect.objectContaining({ ...row, ...times })]);
            const [line] = await logOfCustomer(world.db, ana, 1);
            expect(line).toMatchObject({ what: 'notice-begun', aboutKind: 'connection', aboutId: 1, by: 'test' });
            expect(line?.facts).toEqual({ address: '10.0.0.1', ipv6Prefix: null, owedCents: 500_000, seconds: 30 });
        });
        it('comes again when the hours have passed, and not before', async () => {
            await begin();
            expect(await due()).toEqual([]);
            world.at('2026-11-08T17:59:59');
            expect(await due()).toEqual([]);
            expect(await begin([ana])).toEqual([]);
            world.at('2026-11-08T18:00');
            expect(await due()).toEqual([ana]);
            await begin();
            expect(await rows()).toHaveLength(2);
        });
        it('leaves alone who paid since he was found due', async () => {
            const found = await due();
            await paid();
            expect(found).toEqual([ana]);
            expect(await begin(found)).toEqual([]);
            expect(await rows()).toEqual([]);
        });
        it('follows the switches: the ISP’s, his own, his own window', async () => {
            const ramirez = await world.customer('000002');
            await owes(ramirez);
            await edit(ramirez, { prenoticeFrom: 1, prenoticeTo: 8 });
            expect(await due()).toEqual([ana, ramirez]);
            world.at('2026-11-09T12:00');
            expect(await due()).toEqual([ana]);
            await edit(ana, { prenotice: 0 });
            expect(await due()).toEqual([]);
            await edit(ana, { prenotice: 1 });
            await world.settings({ 'prenotice.enabled': 'false' });
            expect(await due()).toEqual([]);
        });
        it('passes by who is free, who promised, and who owes no more than the threshold', async () => {
            const [free, promised, little] = await world.customers(10, 3);
            for (const customer of [free, promised])
                await owes(customer ?? 0);
            await owes(little ?? 0, '1000.00');
            await edit(free ?? 0, { free: 1 });
            await addPromise(world.db, { code: '000011', promisedOn: day('2026-11-16') }, world.told);
            expect(await due()).toEqual([ana]);
        });
        it('a customer whose documents contradict each other keeps nobody else from his', async () => {
            const odd = await world.customer('000002');
            const invoice = await owes(odd);
            await world.document(odd, 'CX', '4000.00', { issuedOn: '2026-11-02', voids: invoice });
            expect(await due()).toEqual([ana]);
        });
        it('walks all batches, stops at the most and goes on behind it', async () => {
            const many = await world.customers(1000, 450);
            for (const customer of many)
                await owes(customer);
            expect(await due()).toEqual([ana, ...many]);
            expect(await due(210)).toEqual([ana, ...many].slice(0, 210));
            const rest = { at: world.now, after: many[208] ?? 0, most: 1000, pause: async () => { } };
            expect(await noticesDue(world.db, rest)).toEqual(many.slice(209));
        });
    });
    describe('the address', () => {
        it('each router has its list; a prefix is listed like an address', async () => {
            const south = await world.addRouter('sur');
            const both = [{ ip: '10.0.0.2' }, { ip: null, router: south, kind: 'pppoe', username: 'beto' }];
            const beto = await world.customer('000002', both);
            await owes(beto);
            await world.db.updateTable('connections').set({ ipv6Prefix: '2001:db8:7::/56' }).where('id', '=', 3).execute();
            await world.db.updateTable('places').set({ ipv6Prefix: '2001:db8:7::/56' }).where('connectionId', '=', 3).execute();
            expect(await begin()).toEqual([
                { router: world.router, entries: [entry, { ...entry, connection: 2, customerCode: '000002', address: '10.0.0.2' }] },
                {
                    router: south,
                    entries: [{ ...entry, connection: 3, customerCode: '000002', address: null, ipv6Prefix: '2001:db8:7::/56' }],
                },
            ]);
        });
        it('that is unknown, not in service or on a router without lists is none', async () => {
            const none = await world.addRouter('ajeno', 'none');
            const wishes = [
                { ip: null, kind: 'pppoe' },
                { ip: null },
                { ip: '10.0.0.3', inService: false },
                { ip: '10.0.0.4', router: none },
            ];
            await owes(await world.customer('000002', wishes));
            expect(await due()).toEqual([ana]);
        });
        it('that another customer has too is nobody’s; two connections of one customer share theirs', async () => {
            const [beto, caro] = [
                await world.customer('000002', [{ ip: '10.0.0.9' }]),
                await world.customer('000003', [{ ip: '10.0.0.9' }]),
            ];
            const dani = await world.customer('000004', [{ ip: '10.0.0.8' }, { ip: '10.0.0.8' }]);
            for (const customer of [beto, caro, dani])
                await owes(customer);
            expect(await due()).toEqual([ana, dani]);
        });
        it('that may still be on the cut list waits until service is proven', async () => {
            await world.at('2026-11-11').run();
            await world.carry();
            world.at('2026-11-11T10:00');
            await paid();
            await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-11', dueOn: '2026-11-25' });
            await world.settings({ 'prenotice.toDay': '20' });
            expect(await due()).toEqual([]);
            await world.carry();
            expect(await due()).toEqual([ana]);
        });
    });
    describe('the end', () => {
        const off = () => [{ router: world.router, entries: [] }];
        it('comes by itself: the lists hold what is left of the seconds', async () => {
            await begin();
            world.now += 10_500;
            expect(await noticeLists(world.db, world.now)).toEqual([{ router: world.router, entries: [{ ...entry, seconds: 20 }] }]);
            world.now += 19_500;
            expect(await noticeLists(world.db, world.now)).toEqual([]);
        });
        it('comes by a payment, of whatever amount, at once', async () => {
            await begin();
            world.now += 5_000;
            const { number } = await paid('000001', '1.00');
            expect(await rows()).toEqual([expect.objectContaining({ endedAt: world.now, endedBy: `payment:RC ${number}` })]);
            expect(await noticeLists(world.db, world.now)).toEqual(off());
            expect(await what(ana)).toEqual(['notice-ended', 'payment', 'notice-begun']);
        });
        it('comes by a cut for debt', async () => {
            await world.settings({ 'prenotice.toDay': '20', 'prenotice.seconds': '3600' });
            world.at('2026-11-11T05:59');
            await begin();
            const { runId } = await world.at('2026-11-11').run();
            expect(await rows()).toEqual([expect.objectContaining({ endedAt: world.now, endedBy: `run:${runId}` })]);
            expect(await noticeLists(world.db, world.now)).toEqual(off());
        });
        it('comes by a cut by hand, and concerns nobody else', async () => {
            const beto = await world.customer('000002');
            await owes(beto);
            await begin();
            await cutByHand(world.db, { code: '000001', comment: 'asked for it' }, world.told);
            expect((await rows()).map((row) => row.endedBy)).toEqual(['manual-cut', null]);
        });
        it('comes once: what is over is not ended again', async () => {
            await begin();
            await paid('000001', '1.00');
            const [first] = await rows();
            world.now += 1_000;
            await paid('000001', '1.00');
            expect(await rows()).toEqual([first]);
            world.at('2026-11-08T18:00');
            await begin();
            world.now += 60_000;
            await paid('000001', '1.00');
            expect((await rows()).map((row) => row.endedAt !== null)).toEqual([true, false]);
        });
    });
    it('whatever is done in whatever order, no address is on both lists, nor on the notice list twice', async () => {
        const deeds = ['notice', 'pay', 'charge', 'run', 'carry', 'cut', 'hours'];
        await world.settings({ 'prenotice.toDay': '31', 'prenotice.seconds': '3600', 'prenotice.everyHours': '1' });
        const doing = {
            notice: async () => void (await begin()),
            pay: async () => void (await paid('000001', '2500.00')),
            charge: async () => void (await owes(ana, '3000.00')),
            run: async () => void (await world.run()),
            carry: async () => void (await world.carry()),
            cut: async () => void (await cutByHand(world.db, { code: '000002', comment: 'asked for it' }, world.told)),
            hours: async () => void (world.now += 7 * 3_600_000),
        };
        await owes(await world.customer('000002', [{ ip: '10.0.0.2' }]));
        await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...deeds), { minLength: 4, maxLength: 12 }), async (sequence) => {
            for (const deed of sequence) {
                await doing[deed]();
                world.now += 1_000;
                const listed = (await noticeLists(world.db, world.now)).flatMap(({ entries }) => entries.map((one) => one.connection));
                const cut = await world.db
                    .selectFrom('places')
                    .leftJoin('orders', (join) => join.onRef('orders.placeId', '=', 'places.id').on('orders.state', '=', 'open'))
                    .select('places.connectionId')
                    .where((row) => row.or([row('places.cutSent', '=', 1), row('orders.desired', '=', 'cut')]))
                    .execute();
                expect(new Set(listed).size, sequence.join()).toBe(listed.length);
                expect(cut.filter((place) => listed.includes(place.connectionId)), sequence.join()).toEqual([]);
            }
        }), { numRuns: 12 });
    });
});
