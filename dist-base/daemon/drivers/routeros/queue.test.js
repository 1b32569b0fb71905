// Simple queues against the simulated router: ours, the operator's, and which of them is whose.
import { describe, expect, it } from 'vitest';
import { setUp, sum } from './trial-router.js';
import { changeTo, inTime, targetOf } from './trial.js';
const QUEUE = '/queue/simple';
const PLAN = { name: '50M', downKbps: 50_000, upKbps: 10_000 };
const queue = (desired, given = {}) => changeTo(desired, 7, { way: 'queue', ...given });
async function tell(driver, ...changes) {
    return (await driver.apply(changes, inTime())).map(sum);
}
function queues(sim) {
    return sim.rows(QUEUE).map((row) => `${row.name} ${row.target} ${row['max-limit']} ${row.comment ?? ''}`.trim());
}
describe('without a queue', () => {
    it('a cut makes one of ours, before those of others; a restore without a plan takes it away', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'everybody', target: '10.0.0.0/8', 'max-limit': '1G/1G' });
        expect((await driver.look([targetOf(7, { way: 'queue' })], inTime())).sights[0]?.observed).toBe('active');
        expect(await tell(driver, queue('cut'))).toEqual([['changed', 'cut']]);
        expect(queues(sim)).toEqual(['ispcube-7 10.0.0.7/32 1000/1000 ispcube:C7:7', 'everybody 10.0.0.0/8 1000000000/1000000000']);
        expect(await tell(driver, queue('cut'))).toEqual([['already', 'cut']]);
        expect((await driver.look([targetOf(7, { way: 'queue' })], inTime())).sights[0]?.observed).toBe('cut');
        expect(await tell(driver, queue('active'))).toEqual([['changed', 'active']]);
        expect(queues(sim)).toEqual(['everybody 10.0.0.0/8 1000000000/1000000000']);
    });
    it('a restore with a plan makes one with its rates, and none takes it away', async () => {
        const { sim, driver } = await setUp();
        expect(await tell(driver, queue('active', { plan: PLAN }))).toEqual([['changed', 'active']]);
        expect(queues(sim)).toEqual(['ispcube-7 10.0.0.7/32 10000000/50000000 ispcube:C7:7']);
        expect(await tell(driver, queue('active', { plan: PLAN }))).toEqual([['already', 'active']]);
        expect(await tell(driver, queue('none', { closed: true }))).toEqual([['changed', 'none']]);
        expect(queues(sim)).toEqual([]);
    });
    it('many cuts make many, each its own', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'everybody', target: '10.0.0.0/8' });
        const outcomes = await tell(driver, ...Array.from({ length: 50 }, (_, i) => changeTo('cut', i + 1, { way: 'queue' })));
        expect(outcomes).toEqual(Array.from({ length: 50 }, () => ['changed', 'cut']));
        expect(sim.rows(QUEUE).at(-1)?.name).toBe('everybody');
    });
    it('a name alone is not enough to make one', async () => {
        const { driver } = await setUp();
        const [outcome] = await driver.apply([queue('cut', { address: null, username: 'juan' })], inTime());
        expect(outcome.fault.message).toContain('no queue named "juan", and no address to make one for');
    });
});
describe('with a queue of the operator', () => {
    it.each([
        ['named like the user', { username: 'juan' }, 'juan'],
        ['for exactly the address', {}, 'somebody'],
    ])('%s: throttled and marked, put back to the plan, let go without being removed', async (_name, given, name) => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'wide', target: '10.0.0.0/24', 'max-limit': '5M/5M' });
        sim.add(QUEUE, { name, target: '10.0.0.7', 'max-limit': '2M/8M', comment: 'made by hand' });
        expect(await tell(driver, queue('cut', given))).toEqual([['changed', 'cut']]);
        expect(queues(sim)[1]).toBe(`${name} 10.0.0.7/32 1000/1000 ispcube:C7:7`);
        expect(await tell(driver, queue('active', { ...given, plan: PLAN }))).toEqual([['changed', 'active']]);
        expect(queues(sim)[1]).toBe(`${name} 10.0.0.7/32 10000000/50000000 ispcube:C7:7`);
        expect(await tell(driver, queue('cut', given), changeTo('cut', 8, { way: 'queue' }))).toEqual([
            ['changed', 'cut'],
            ['changed', 'cut'],
        ]);
        expect(await tell(driver, queue('active', given))).toEqual([['changed', 'active']]);
        expect(queues(sim).find((line) => line.startsWith(name))).toBe(`${name} 10.0.0.7/32 0/0 ispcube:C7:7`);
        expect(await tell(driver, queue('none', given))).toEqual([['changed', 'none']]);
        expect(queues(sim).find((line) => line.startsWith(name))).toBe(`${name} 10.0.0.7/32 0/0`);
        expect(await tell(driver, queue('none', given))).toEqual([['already', 'none']]);
    });
    it('none lifts the throttle of a queue that is not ours before it lets it go', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'somebody', target: '10.0.0.7', 'max-limit': '1k/1k', comment: 'ispcube:C7:7' });
        expect(await tell(driver, queue('none', { plan: PLAN }))).toEqual([['changed', 'none']]);
        expect(queues(sim)).toEqual(['somebody 10.0.0.7/32 10000000/50000000']);
    });
    it('one that was switched off throttles nobody: it is switched on', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'somebody', target: '10.0.0.7', 'max-limit': '1k/1k', disabled: 'yes' });
        expect(await tell(driver, queue('cut'))).toEqual([['changed', 'cut']]);
        expect(sim.rows(QUEUE)[0]?.disabled).toBe('false');
    });
    it("follows today's address, and leaves an interface as target alone", async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'ispcube-7', target: '10.0.0.99', 'max-limit': '1k/1k', comment: 'ispcube:C7:7' });
        sim.add(QUEUE, { name: 'rosa', target: '<pppoe-rosa>', 'max-limit': '5M/5M' });
        expect(await tell(driver, queue('cut'), changeTo('cut', 8, { way: 'queue', username: 'rosa' }))).toEqual([
            ['changed', 'cut'],
            ['changed', 'cut'],
        ]);
        expect(queues(sim)).toEqual(['ispcube-7 10.0.0.7/32 1000/1000 ispcube:C7:7', 'rosa <pppoe-rosa> 1000/1000 ispcube:C8:8']);
    });
    it('throttles nobody while it is off, or for another address', async () => {
        const { sim, driver } = await setUp();
        const id = sim.add(QUEUE, { name: 'ispcube-7', target: '10.0.0.7', 'max-limit': '1k/1k', comment: 'ispcube:C7:7' });
        const look = async () => (await driver.look([targetOf(7, { way: 'queue' })], inTime())).sights[0]?.observed;
        expect(await look()).toBe('cut');
        sim.change(QUEUE, id, { disabled: 'yes' });
        expect(await look()).toBe('active');
        sim.change(QUEUE, id, { disabled: 'no', target: '10.0.0.99' });
        expect(await look()).toBe('active');
    });
    it('never touches a dynamic one', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: '<pppoe-juan>', target: '10.0.0.7', 'max-limit': '5M/5M', dynamic: 'true' });
        expect(await tell(driver, queue('cut', { username: '<pppoe-juan>' }))).toEqual([['changed', 'cut']]);
        expect(queues(sim)).toEqual(['<pppoe-juan> 10.0.0.7/32 5000000/5000000', 'ispcube-7 10.0.0.7/32 1000/1000 ispcube:C7:7']);
    });
    it('is not believed because the router says done', async () => {
        const { sim, driver } = await setUp();
        sim.faults.ignoreWrites = true;
        expect(await tell(driver, queue('cut'))).toEqual([['device-refused', 'active', true]]);
    });
});
describe('one queue, two connections', () => {
    it('is handed from the one that leaves to the one that is cut', async () => {
        const { sim, driver } = await setUp();
        await tell(driver, queue('cut'));
        const heir = changeTo('cut', 8, { way: 'queue', address: '10.0.0.7' });
        expect(await tell(driver, queue('none', { closed: true }), heir)).toEqual([
            ['already', 'none'],
            ['changed', 'cut'],
        ]);
        expect(queues(sim)).toEqual(['ispcube-7 10.0.0.7/32 1000/1000 ispcube:C8:8']);
    });
    it('serves both where both want the same', async () => {
        const { sim, driver } = await setUp();
        sim.add(QUEUE, { name: 'shared', target: '10.0.0.7', 'max-limit': '5M/5M' });
        const both = (desired) => [queue(desired), changeTo(desired, 8, { way: 'queue', address: '10.0.0.7' })];
        expect((await tell(driver, ...both('cut'))).every((one) => one[1] === 'cut')).toBe(true);
        expect((await tell(driver, ...both('active'))).every((one) => one[1] === 'active')).toBe(true);
    });
});
it('queues of connections that nobody knows are strays', async () => {
    const { sim, driver } = await setUp();
    sim.add(QUEUE, { name: 'ispcube-9', target: '10.0.0.9', 'max-limit': '1k/1k', comment: 'ispcube:C9:9' });
    sim.add(QUEUE, { name: 'ispcube-10', target: '10.0.0.10', 'max-limit': '1k/1k' });
    sim.add(QUEUE, { name: 'ispcube-7', target: '10.0.0.7', 'max-limit': '1k/1k', comment: 'ispcube:C7:7' });
    sim.add(QUEUE, { name: 'other', target: '10.0.0.11' });
    const { strays } = await driver.look([targetOf(7, { way: 'queue' })], inTime());
    expect(strays).toEqual([
        { where: QUEUE, key: 'ispcube-9', connection: 9, comment: 'ispcube:C9:9' },
        { where: QUEUE, key: 'ispcube-10', connection: 10, comment: '' },
    ]);
});
it('a burst would let a cut customer through: it goes with the cut, and until then nothing is proven', async () => {
    const { sim, driver } = await setUp();
    const burst = { 'max-limit': '2M/8M', 'burst-limit': '10M/40M', 'burst-threshold': '4M/16M', 'burst-time': '8s/8s' };
    sim.add('/queue/simple', { name: 'juan', target: '10.0.0.7/32', ...burst });
    const change = (desired) => changeTo(desired, 7, { way: 'queue', username: 'juan', address: '10.0.0.7' });
    expect((await driver.look([targetOf(7, { way: 'queue', username: 'juan', address: '10.0.0.7' })], inTime())).sights[0]?.observed).toBe('active');
    expect((await driver.apply([change('cut')], inTime())).map(sum)).toEqual([['changed', 'cut']]);
    expect(sim.rows('/queue/simple')[0]).toMatchObject({ 'max-limit': '1000/1000', 'burst-limit': '0/0' });
    sim.remove('/queue/simple', sim.rows('/queue/simple')[0]?.['.id'] ?? '');
    sim.add('/queue/simple', { name: 'juan', target: '10.0.0.7/32', 'max-limit': '1000/1000', 'burst-limit': '10M/40M' });
    const seen = await driver.look([targetOf(7, { way: 'queue', username: 'juan', address: '10.0.0.7' })], inTime());
    expect(seen.sights[0]?.observed).not.toBe('cut');
});
