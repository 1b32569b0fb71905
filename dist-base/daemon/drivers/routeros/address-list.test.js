// Cuts and restores by address list against the simulated router: what is written, what is left alone, and what is claimed.
import { describe, expect, it } from 'vitest';
import { setUp, sum } from './trial-router.js';
import { changeTo, inTime, targetOf } from './trial.js';
const LIST = '/ip/firewall/address-list';
const LIST6 = '/ipv6/firewall/address-list';
const CUT = 'ispcube-cut';
const NOTICE = 'ispcube-notice';
function entries(sim, menu = LIST) {
    return sim.rows(menu).map((row) => [row.list, row.address, row.comment, row.disabled === 'true' ? 'off' : ''].join(' ').trim());
}
async function apply(driver, ...changes) {
    return driver.apply(changes, inTime());
}
describe('a cut', () => {
    it('puts the address on the list with our comment, and proves it', async () => {
        const { sim, driver } = await setUp();
        const [outcome] = await apply(driver, changeTo('cut', 7));
        expect(outcome).toEqual({
            order: 700,
            place: 70,
            generation: 1,
            ok: true,
            observed: 'cut',
            did: 'changed',
            proof: `*1 ${CUT} 10.0.0.7`,
        });
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`]);
        expect(sim.rows(LIST)[0]?.timeout).toBeUndefined();
    });
    it('a second time writes nothing and reads once', async () => {
        const { sim, driver } = await setUp();
        await apply(driver, changeTo('cut', 7));
        const before = { ...sim.stats.byCommand };
        const [outcome] = await apply(driver, changeTo('cut', 7));
        expect(sum(outcome)).toEqual(['already', 'cut']);
        expect(sim.stats.byCommand[`${LIST}/add`]).toBe(before[`${LIST}/add`]);
        expect(sim.stats.byCommand[`${LIST}/print`]).toBe((before[`${LIST}/print`] ?? 0) + 1);
        expect(sim.stats.connections).toBe(1);
    });
    it('covers the IPv6 prefix too, and half of it is neither cut nor served', async () => {
        const { sim, driver } = await setUp();
        const both = { ipv6Prefix: '2001:DB8:7::/56' };
        await apply(driver, changeTo('cut', 7, both));
        expect(entries(sim, LIST6)).toEqual([`${CUT} 2001:db8:7::/56 ispcube:C7:7`]);
        const seen = async () => (await driver.look([targetOf(7, both)], inTime())).sights[0]?.observed;
        expect(await seen()).toBe('cut');
        sim.clear(LIST6);
        expect(await seen()).toBe('unknown');
        expect(sum((await apply(driver, changeTo('cut', 7, both)))[0])).toEqual(['changed', 'cut']);
        sim.clear(LIST);
        expect(await seen()).toBe('unknown');
        expect(sum((await apply(driver, changeTo('active', 7, both)))[0])).toEqual(['changed', 'active']);
        expect([entries(sim), entries(sim, LIST6)]).toEqual([[], []]);
    });
    it('enables a disabled entry of ours and keeps its older code', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:OLD CODE:7', disabled: 'yes' });
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['changed', 'cut']);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:OLD CODE:7`]);
    });
    it('replaces an entry of ours that a reboot would lose', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7', timeout: '1d' });
        expect((await driver.look([targetOf(7)], inTime())).sights[0]?.observed).toBe('unknown');
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['changed', 'cut']);
        expect(sim.rows(LIST).map(({ dynamic, timeout }) => [dynamic, timeout])).toEqual([['false', undefined]]);
    });
    it.each([
        ['the same address', '10.0.0.7', {}],
        ['a prefix', '10.0.0.0/24', {}],
        ['a range', '10.0.0.5-10.0.0.9', {}],
        ['a dynamic one', '10.0.0.7', { timeout: '1d' }],
    ])('is proven by a foreign entry: %s; nothing is written, and it is told', async (_name, address, more) => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address, comment: 'by hand', ...more });
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['already', 'cut']);
        const { sights, strays } = await driver.look([targetOf(7)], inTime());
        expect([sights[0]?.observed, sights[0]?.foreign, strays]).toEqual(['cut', true, []]);
        expect(sights[0]?.seen).toContain('(comment "by hand")');
        expect(sim.rows(LIST)).toHaveLength(1);
    });
    it('is refused where a disabled entry of another hand holds the place', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'by hand', disabled: 'yes' });
        const [outcome] = await apply(driver, changeTo('cut', 7));
        expect(sum(outcome)).toEqual(['device-refused', 'active', false]);
        expect(outcome.fault.message).toContain('disabled entry on list ispcube-cut that is not ours (*1, comment "by hand")');
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 by hand off`]);
    });
    it('moves with the address: the old entry goes', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.9.9.9', comment: 'ispcube:C7:7' });
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['changed', 'cut']);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`]);
    });
    it('ends the notice: no address is on both lists', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: NOTICE, address: '10.0.0.7', comment: 'ispcube:C7:7', timeout: '30s' });
        await apply(driver, changeTo('cut', 7));
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`]);
    });
    it('takes an address with its length as the address', async () => {
        const { sim, driver } = await setUp();
        expect(sum((await apply(driver, changeTo('cut', 7, { address: '10.0.0.7/32' })))[0])).toEqual(['changed', 'cut']);
        expect(sum((await apply(driver, changeTo('cut', 8, { address: '10.1.0.0/29' })))[0])).toEqual(['changed', 'cut']);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`, `${CUT} 10.1.0.0/29 ispcube:C8:8`]);
        expect((await driver.look([targetOf(9, { address: '10.1.0.3' })], inTime())).sights[0]?.observed).toBe('cut');
    });
    it('writes a comment in ASCII whatever the code', async () => {
        const { sim, driver } = await setUp();
        await apply(driver, changeTo('cut', 7, { customerCode: 'Ñandú 7' }));
        expect(sim.rows(LIST)[0]?.comment).toBe('ispcube:and7:7');
        expect(sum((await apply(driver, changeTo('active', 7, { customerCode: 'Ñandú 7' })))[0])).toEqual(['changed', 'active']);
    });
    it('counts as done where another hand was quicker', async () => {
        const { sim, driver } = await setUp();
        sim.onCommand = ({ path }) => {
            if (path !== `${LIST}/add`)
                return;
            sim.onCommand = null;
            sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'quick hand' });
        };
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['changed', 'cut']);
    });
    it('is written again, once, where its entry vanished between look and write', async () => {
        const { sim, driver } = await setUp();
        const id = sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7', disabled: 'yes' });
        sim.onCommand = ({ path }) => void (path === `${LIST}/set` && sim.remove(LIST, id));
        expect(sum((await apply(driver, changeTo('cut', 7)))[0])).toEqual(['changed', 'cut']);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`]);
    });
    it('is not believed because the router says done', async () => {
        const { sim, driver } = await setUp();
        sim.faults.ignoreWrites = true;
        const [outcome] = await apply(driver, changeTo('cut', 7));
        expect(sum(outcome)).toEqual(['device-refused', 'active', true]);
        expect(outcome.fault.message).toContain('still shows: 10.0.0.7 not on ispcube-cut');
        expect(sim.stats.byCommand[`${LIST}/add`]).toBe(1);
    });
});
describe('a restore', () => {
    it('takes all of ours for the connection and its address, from both lists, and nothing else', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        sim.add(LIST, { list: CUT, address: '10.9.9.9', comment: 'ispcube:C7:7' });
        sim.add(LIST, { list: NOTICE, address: '10.0.0.7', comment: 'ispcube:C7:7', timeout: '1h' });
        sim.add(LIST, { list: CUT, address: '10.0.0.8', comment: 'ispcube:C7:8' });
        sim.add(LIST, { list: CUT, address: '10.0.0.77', comment: 'ispcube:C7:77' });
        sim.add(LIST, { list: CUT, address: '10.0.0.9', comment: 'by hand' });
        sim.add(LIST, { list: 'vip', address: '10.0.0.7', comment: 'ispcube:C7:7' });
        expect(sum((await apply(driver, changeTo('active', 7)))[0])).toEqual(['changed', 'active']);
        expect(entries(sim)).toEqual([
            `${CUT} 10.0.0.8 ispcube:C7:8`,
            `${CUT} 10.0.0.77 ispcube:C7:77`,
            `${CUT} 10.0.0.9 by hand`,
            'vip 10.0.0.7 ispcube:C7:7',
        ]);
    });
    it('takes an entry of ours at its address that another connection left there', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C99:99' });
        expect(sum((await apply(driver, changeTo('active', 7)))[0])).toEqual(['changed', 'active']);
        expect(entries(sim)).toEqual([]);
    });
    it.each(['10.0.0.7', '10.0.0.0/29'])('fails where a foreign entry for %s still cuts, after ours is gone', async (address) => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address, comment: 'abuse' });
        sim.add(LIST, { list: CUT, address: '10.0.0.66', comment: 'ispcube:C7:7' });
        const [outcome] = await apply(driver, changeTo('active', 7));
        expect(sum(outcome)).toEqual(['device-refused', 'cut', true]);
        expect(outcome.fault.message).toContain(`10.0.0.7 is still on list ${CUT} by an entry that is not ours (${address}, comment "abuse")`);
        expect(entries(sim)).toEqual([`${CUT} ${address} abuse`]);
    });
    it('has its wish where the entry was removed by hand between look and write', async () => {
        const { sim, driver } = await setUp();
        const id = sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        sim.onCommand = ({ path }) => void (path === `${LIST}/remove` && sim.remove(LIST, id));
        expect(sum((await apply(driver, changeTo('active', 7)))[0])).toEqual(['changed', 'active']);
    });
    it('goes out before the cuts of the same run, many in one sentence', async () => {
        const { sim, driver } = await setUp();
        for (let i = 0; i < 200; i++)
            sim.add(LIST, { list: CUT, address: `10.0.1.${i}`, comment: `ispcube:C:${256 + i}` });
        const order = [];
        sim.onCommand = ({ path }) => void (path.endsWith('print') || order.push(path.slice(LIST.length + 1)));
        const changes = [
            changeTo('cut', 1),
            changeTo('cut', 2),
            ...Array.from({ length: 200 }, (_, i) => changeTo('active', 256 + i)),
        ];
        const outcomes = await apply(driver, ...changes);
        expect(outcomes.every(({ ok }) => ok)).toBe(true);
        expect(outcomes.map(({ place }) => place)).toEqual(changes.map(({ place }) => place));
        expect(order).toEqual(['remove', 'remove', 'add', 'add']);
        expect(sim.rows(LIST)).toHaveLength(2);
    });
});
describe('none', () => {
    it('takes what is ours of this connection at this address, and nothing of others or of the place that came after', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C8:8' });
        sim.add(LIST, { list: CUT, address: '10.0.0.70', comment: 'ispcube:C7:7' });
        sim.add(LIST, { list: NOTICE, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        expect(sum((await apply(driver, changeTo('none', 7)))[0])).toEqual(['changed', 'none']);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C8:8`, `${CUT} 10.0.0.70 ispcube:C7:7`]);
        expect(sum((await apply(driver, changeTo('none', 7)))[0])).toEqual(['already', 'none']);
    });
    it('hands its entry to a connection that is cut at the same address in the same run', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        const outcomes = await apply(driver, changeTo('none', 7), changeTo('cut', 8, { address: '10.0.0.7' }));
        expect(outcomes.map(sum)).toEqual([
            ['already', 'none'],
            ['changed', 'cut'],
        ]);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C8:8`]);
        expect(sim.stats.byCommand[`${LIST}/remove`]).toBeUndefined();
    });
    it('is not done while the other connection has not taken its entry over', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        sim.faults.trap = { [`${LIST}/set`]: 'failure: busy' };
        const [none] = await apply(driver, changeTo('none', 7), changeTo('cut', 8, { address: '10.0.0.7' }));
        expect(sum(none)).toEqual(['device-refused', 'cut', false]);
    });
    it('serves both where two connections at one address want the same', async () => {
        const { sim, driver } = await setUp();
        const both = (desired) => [changeTo(desired, 7), changeTo(desired, 8, { address: '10.0.0.7' })];
        expect((await apply(driver, ...both('cut'))).map(sum)).toEqual(both('cut').map(() => ['changed', 'cut']));
        expect((await apply(driver, ...both('cut'))).map(sum)).toEqual(both('cut').map(() => ['already', 'cut']));
        expect(sim.rows(LIST)).toHaveLength(1);
        expect((await apply(driver, ...both('active'))).map(sum)).toEqual(both('cut').map(() => ['changed', 'active']));
        expect(sim.rows(LIST)).toEqual([]);
    });
    it('clears the old place of a connection that is cut at its new one in the same run', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.6', comment: 'ispcube:C7:7' });
        const changes = [changeTo('none', 7, { address: '10.0.0.6', place: 1 }), changeTo('cut', 7, { place: 2 })];
        expect((await apply(driver, ...changes)).map(sum)).toEqual([
            ['changed', 'none'],
            ['changed', 'cut'],
        ]);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.7 ispcube:C7:7`]);
        expect((await apply(driver, ...changes)).map(sum)).toEqual([
            ['already', 'none'],
            ['already', 'cut'],
        ]);
    });
});
describe('what cannot be', () => {
    it.each([
        [{ address: null }, 'no address'],
        [{ address: 'ten' }, '"ten" is no address'],
        [{ ipv6Prefix: '10.0.0.0/8' }, 'is no IPv6 prefix'],
        [{ way: 'radius' }, 'does not cut by radius'],
    ])('%o fails alone, unsent, and says why', async (given, why) => {
        const { sim, driver } = await setUp();
        const outcomes = await apply(driver, changeTo('cut', 7, given), changeTo('cut', 8));
        expect(outcomes.map(sum)).toEqual([
            ['device-refused', 'unknown', false],
            ['changed', 'cut'],
        ]);
        expect(outcomes[0].fault.message).toContain(`connection 7 of C7: `);
        expect(outcomes[0].fault.message).toContain(why);
        expect(entries(sim)).toEqual([`${CUT} 10.0.0.8 ispcube:C8:8`]);
    });
    it('a router without IPv6 cuts IPv4 and refuses a prefix in its own words', async () => {
        const { driver } = await setUp({ without: [LIST6] });
        const outcomes = await apply(driver, changeTo('cut', 7), changeTo('cut', 8, { ipv6Prefix: '2001:db8::/56' }));
        expect(outcomes.map(sum)).toEqual([
            ['changed', 'cut'],
            ['device-refused', 'unknown', true],
        ]);
        expect(outcomes[1].fault.facts.trap).toBe('no such command prefix');
    });
    it('a refused add fails its change alone', async () => {
        const { sim, driver } = await setUp();
        sim.faults.trapOnce = { [`${LIST}/add`]: 'failure: out of memory' };
        const outcomes = await apply(driver, changeTo('cut', 7), changeTo('cut', 8));
        expect(outcomes.map(sum)).toEqual([
            ['device-refused', 'active', true],
            ['changed', 'cut'],
        ]);
        expect(outcomes[0].fault.facts.trap).toBe('failure: out of memory');
    });
});
describe('strays', () => {
    it('are enabled entries of the cut list that no target explains', async () => {
        const { sim, driver } = await setUp();
        sim.add(LIST, { list: CUT, address: '10.0.0.7', comment: 'ispcube:C7:7' });
        sim.add(LIST, { list: CUT, address: '10.0.0.8', comment: 'ispcube:C8:8' });
        sim.add(LIST, { list: CUT, address: '10.0.0.0/29', comment: 'covers 7' });
        sim.add(LIST, { list: CUT, address: '10.5.0.0/16', comment: 'covers nobody' });
        sim.add(LIST, { list: CUT, address: '10.6.0.1', comment: 'asleep', disabled: 'yes' });
        sim.add(LIST, { list: NOTICE, address: '10.6.0.2', comment: 'ispcube:C9:9' });
        sim.add(LIST6, { list: CUT, address: '2001:db8::/64', comment: 'ispcube:broken' });
        const { strays } = await driver.look([targetOf(7)], inTime());
        expect(strays).toEqual([
            { where: CUT, key: '10.0.0.8', connection: 8, comment: 'ispcube:C8:8' },
            { where: CUT, key: '10.5.0.0/16', connection: null, comment: 'covers nobody' },
            { where: CUT, key: '2001:db8::/64', connection: null, comment: 'ispcube:broken' },
        ]);
    });
});
