// Edges of the rules that only show when several acts follow each other: what is counted twice, what a setting undoes, whose order
// a cut is, what the end of a promise asks.
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { money, World } from '../../fixtures/world.js';
import { day } from '../rules/day.js';
import { deleteCustomer, recodeCustomer } from './customers.js';
import { cutByHand } from './deeds.js';
import { saveConnection, saveRouter } from './network.js';
import { pay, voidDocument } from './payments.js';
import { addPromise } from './promises.js';
import { saveSetting } from './settings.js';
eachDatabase('edges', (open) => {
    let world;
    let ana;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-01');
        await world.settings({ unblockThreshold: '1000.00' });
        ana = await world.customer('000001');
        await owes(ana);
    });
    const owes = (customer) => world.document(customer, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' });
    const orders = () => world.db.selectFrom('orders').selectAll().orderBy('id').execute();
    it('a lower confirmation takes back a higher one of the same day', async () => {
        await world.settings({ maxCuts: '0' });
        await world.addRouter('sur');
        for (const id of await world.customers(11, 5))
            await owes(id);
        expect((await world.control('2026-11-11')).guard).toMatchObject({ ok: false, newCuts: 6 });
        await world.at('2026-11-11T08:00').run({ kind: 'apply', routerName: 'sur', confirmCuts: 100 });
        const lower = await world.at('2026-11-11T09:00').run({ kind: 'apply', confirmCuts: 2 });
        expect(lower.guard).toMatchObject({ ok: false, allowed: 2, isConfirmed: true });
    });
    it('a connection counts once a day, however often it is cut on it', async () => {
        await world.settings({ maxCuts: '1' });
        await world.control('2026-11-11');
        const { number } = await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.at('2026-11-11T09:00').told);
        await world.carry();
        await voidDocument(world.db, { code: '000001', number, comment: 'bounced' }, world.at('2026-11-11T10:00').told);
        expect((await world.at('2026-11-11T11:00').run()).guard).toMatchObject({ ok: true, newCuts: 0, orderedToday: 1 });
        await world.carry();
        expect(await world.served(ana)).toBe('cut');
    });
    it('a setting that moves the hour of controls reopens no promise', async () => {
        await world.control('2026-11-11');
        await addPromise(world.db, { code: '000001', promisedOn: day('2026-11-16') }, world.at('2026-11-12T10:00').told);
        await world.carry();
        await world.control('2026-11-16');
        expect(await world.served(ana)).toBe('cut');
        await saveSetting(world.db, { key: 'controlHour', value: '22:00' }, world.at('2026-11-16T10:00').told);
        await world.carry();
        expect([await world.served(ana), (await world.decision(ana)).reason]).toEqual(['cut', 'promise-broken']);
    });
    it('a cut that a hand ordered and that debt decides by now is left to a run', async () => {
        world.at('2026-11-11T08:00');
        world.reachable = false;
        const { code } = await deleteCustomer(world.db, { code: '000001' }, world.told);
        await world.carry();
        await recodeCustomer(world.db, { code, to: '000001' }, world.told);
        world.reachable = true;
        await world.at('2026-11-11T08:05').carry();
        expect(await world.served(ana)).toBe('active');
        await world.at('2026-11-11T08:10').run();
        await world.carry();
        expect([await world.served(ana), (await orders()).at(-1)?.guardOn]).toEqual(['cut', '2026-11-11']);
    });
    it('an IPv6 prefix is enough to be cut by list, a MAC is not', async () => {
        const six = await world.customer('000021', [{ ip: null, ipv6Prefix: '2001:db8:7::/56' }]);
        const mac = await world.customer('000022', [{ ip: null, mac: 'B8:88:E3:39:EF:E6' }]);
        for (const id of [six, mac])
            await owes(id);
        const { plan } = await world.control('2026-11-11');
        expect([await world.served(six), await world.served(mac)]).toEqual(['cut', 'active']);
        expect(plan.changes.filter((line) => line.account.id === mac).map((line) => line.hold)).toEqual(['no-key']);
    });
    it('a cut by hand that waited for a driver is ordered when the driver comes', async () => {
        const none = await world.addRouter('viejo', 'none');
        const bea = await world.customer('000023', [{ router: none }]);
        await cutByHand(world.db, { code: '000023', comment: 'asked for it' }, world.at('2026-11-05T12:00').told);
        await saveRouter(world.db, { name: 'viejo', typed: { driver: 'routeros', host: '10.0.0.9' }, isNew: false }, { ...world.told, seal: world.seal });
        await world.carry();
        expect(await world.served(bea)).toBe('cut');
    });
    it('the end of a promise asks what was read back since its day, and knows connections that are closed', async () => {
        const [bea = 0, eva = 0] = await world.customers(31, 2);
        for (const id of [bea, eva])
            await owes(id);
        await world.control('2026-11-11');
        for (const code of ['000001', '000031', '000032'])
            await addPromise(world.db, { code, promisedOn: day('2026-11-16') }, world.at('2026-11-12T10:00').told);
        world.reachable = false;
        await world.carry();
        await world.control('2026-11-16');
        const close = { name: 'casa', typed: { in_service: 'no' } };
        await saveConnection(world.db, { code: '000031', ...close }, { ...world.at('2026-11-17T10:00').told, seal: world.seal });
        await world.control('2026-11-22');
        const ends = [await world.promise(ana), await world.promise(bea), await world.promise(eva)].map((one) => one?.state);
        expect(ends).toEqual(['unenforced', 'enforced', 'unenforced']);
    });
});
