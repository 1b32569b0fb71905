// The notice list on the simulated router, whose clock the tests move: what comes, stays and goes, and what is left alone.
import { describe, expect, it } from 'vitest';
import { setUp as open } from './trial-router.js';
import { changeTo, inTime } from './trial.js';
const LIST = '/ip/firewall/address-list';
const LIST6 = '/ipv6/firewall/address-list';
const NOTICE = 'ispcube-notice';
async function setUp(options = {}) {
    const clock = { now: 1_800_000_000_000 };
    const { sim, driver } = await open({ now: () => clock.now, ...options });
    const keep = async (...entries) => (await driver.notice?.(entries, inTime())) ?? [];
    return {
        sim,
        driver,
        clock,
        keep,
        states: async (...entries) => (await keep(...entries)).map(({ state }) => state),
    };
}
const entryOf = (connection, given = {}) => ({
    ...{ connection, customerCode: `C${connection}`, address: `10.0.0.${connection}`, ipv6Prefix: null, seek: null, seconds: 30 },
    ...given,
});
const listed = (sim, menu = LIST) => sim.rows(menu).map(({ list, address, comment, dynamic, timeout }) => [list, address, comment, dynamic, timeout]);
describe('the notice list', () => {
    it('gets who is to be on it, with a time-out and our comment; the router takes him off', async () => {
        const { sim, clock, keep } = await setUp();
        expect(await keep(entryOf(1), entryOf(2))).toEqual([
            { connection: 1, state: 'listed', address: '10.0.0.1', why: null },
            { connection: 2, state: 'listed', address: '10.0.0.2', why: null },
        ]);
        expect(listed(sim)).toEqual([
            [NOTICE, '10.0.0.1', 'ispcube:C1:1', 'true', '30s'],
            [NOTICE, '10.0.0.2', 'ispcube:C2:2', 'true', '30s'],
        ]);
        clock.now += 30_000;
        expect(listed(sim)).toEqual([]);
    });
    it('stays as it is when told the same again, and is renewed where the time is wrong', async () => {
        const { sim, clock, states } = await setUp();
        await states(entryOf(1));
        clock.now += 4_000;
        await states(entryOf(1, { seconds: 26 }));
        expect(sim.stats.byCommand[`${LIST}/add`]).toBe(1);
        clock.now += 16_000;
        expect(await states(entryOf(1))).toEqual(['listed']);
        expect(listed(sim).map((row) => row[4])).toEqual(['30s']);
    });
    it('an entry of ours without a time-out, switched off, or of another connection is put right', async () => {
        const { sim, states } = await setUp();
        sim.add(LIST, { list: NOTICE, address: '10.0.0.1', comment: 'ispcube:C1:1' });
        sim.add(LIST, { list: NOTICE, address: '10.0.0.2', comment: 'ispcube:C9:9', timeout: '30s' });
        sim.add(LIST, { list: NOTICE, address: '10.0.0.3', comment: 'ispcube:C3:3', timeout: '30s', disabled: 'yes' });
        expect(await states(entryOf(1), entryOf(2), entryOf(3))).toEqual(['listed', 'listed', 'listed']);
        expect(listed(sim)).toEqual([1, 2, 3].map((id) => [NOTICE, `10.0.0.${id}`, `ispcube:C${id}:${id}`, 'true', '30s']));
        expect(sim.rows(LIST).every((row) => row.disabled === 'false')).toBe(true);
    });
    it('loses who is not to be on it, and only by entries of ours', async () => {
        const { sim, states } = await setUp();
        sim.add(LIST, { list: NOTICE, address: '10.0.0.8', comment: 'by hand' });
        sim.add(LIST, { list: 'others', address: '10.0.0.1', comment: 'ispcube:C1:1' });
        sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.5', comment: 'ispcube:C5:5' });
        const foreign = listed(sim);
        await states(entryOf(1), entryOf(2));
        await states(entryOf(2));
        expect(listed(sim).map(([, address]) => address)).toEqual(['10.0.0.8', '10.0.0.1', '10.0.0.5', '10.0.0.2']);
        await states();
        expect(listed(sim)).toEqual(foreign);
    });
    it('where another hand put the address there already, it is there; switched off, it is told', async () => {
        const { sim, keep } = await setUp();
        sim.add(LIST, { list: NOTICE, address: '10.0.0.1', comment: 'by hand' });
        sim.add(LIST, { list: NOTICE, address: '10.0.0.2', comment: 'by hand', disabled: 'yes' });
        expect(await keep(entryOf(1), entryOf(2))).toMatchObject([
            { state: 'listed' },
            { state: 'refused', why: expect.stringContaining('10.0.0.2 has a disabled entry of another hand') },
        ]);
        expect(sim.rows(LIST).map(({ comment }) => comment)).toEqual(['by hand', 'by hand']);
    });
    it('an address that came there between the look and the writing is there; one that the router refuses is told alone', async () => {
        const { sim, keep } = await setUp();
        sim.faults = { trapOnce: { [`${LIST}/add`]: 'failure: already have such entry' } };
        expect(await keep(entryOf(1))).toMatchObject([{ state: 'listed' }]);
        sim.faults = { trapOnce: { [`${LIST}/add`]: 'failure: out of memory' } };
        const answer = await keep(entryOf(1), entryOf(2), entryOf(3, { address: 'nonsense' }));
        expect(answer.map(({ state }) => state)).toEqual(['refused', 'listed', 'refused']);
        expect([answer[0]?.why, answer[2]?.why]).toEqual([expect.stringContaining('out of memory'), '"nonsense" is no address']);
    });
    it('a row that its time took between the look and the removal spoils nothing', async () => {
        const { sim, states } = await setUp();
        await states(entryOf(1), entryOf(2), entryOf(3));
        sim.onCommand = ({ path }) => {
            if (path !== `${LIST}/remove`)
                return;
            sim.onCommand = null;
            sim.remove(LIST, '*2');
        };
        await states();
        expect(listed(sim)).toEqual([]);
    });
    it('holds prefixes of IPv6 beside it; on a router without IPv6 the rest is done', async () => {
        const both = entryOf(1, { ipv6Prefix: '2001:db8:7::/56' });
        const alone = entryOf(2, { address: null, ipv6Prefix: '2001:db8:8::/56' });
        const { sim, states } = await setUp();
        expect(await states(both, alone)).toEqual(['listed', 'listed']);
        expect(listed(sim, LIST6).map(([, address]) => address)).toEqual(['2001:db8:7::/56', '2001:db8:8::/56']);
        await states(both);
        expect([listed(sim).length, listed(sim, LIST6).length, sim.stats.byCommand[`${LIST6}/add`]]).toEqual([1, 1, 2]);
        await states();
        expect(listed(sim, LIST6)).toEqual([]);
        const old = await setUp({ without: [LIST6] });
        expect(await old.keep(both, alone)).toMatchObject([{ state: 'listed' }, { state: 'refused', why: 'this router has no IPv6' }]);
        expect(listed(old.sim)).toHaveLength(1);
    });
    it('thousands go in one session', async () => {
        const { sim, keep } = await setUp();
        const many = Array.from({ length: 3000 }, (_, index) => entryOf(index, { address: `10.1.${index >> 8}.${index & 255}` }));
        expect((await keep(...many)).every(({ state }) => state === 'listed')).toBe(true);
        expect([sim.rows(LIST).length, sim.stats.logins]).toEqual([3000, 1]);
        await keep();
        expect([sim.rows(LIST).length, sim.stats.byCommand[`${LIST}/remove`]]).toEqual([0, 60]);
    });
    it('leaves what it has not begun when something more urgent waits; removals are never left', async () => {
        const { sim, driver, states } = await setUp();
        await states(entryOf(250));
        const many = Array.from({ length: 120 }, (_, index) => entryOf(index + 1));
        let looks = 0;
        const answer = await driver.notice?.(many, inTime(), { hurry: () => ++looks > 1 });
        expect(answer?.filter(({ state }) => state === 'left')).toHaveLength(70);
        expect(listed(sim).map(([, address]) => address)).not.toContain('10.0.0.250');
        expect(sim.rows(LIST)).toHaveLength(50);
    });
    it('a link that is lost half way is a fault, and the next message mends the rest', async () => {
        const { sim, driver, states } = await setUp();
        const many = Array.from({ length: 40 }, (_, index) => entryOf(index + 1));
        sim.faults = { dropAfter: 20 };
        await expect(driver.notice?.(many, inTime())).rejects.toMatchObject({ code: expect.stringMatching(/^device-/) });
        sim.faults = {};
        expect(new Set(await states(...many))).toEqual(new Set(['listed']));
        expect(sim.rows(LIST)).toHaveLength(40);
    });
    it('a router that refuses to show its list is told, not guessed at', async () => {
        const { sim, driver } = await setUp();
        sim.faults = { trap: { [`${LIST}/print`]: 'not enough permissions (9)' } };
        await expect(driver.notice?.([entryOf(1)], inTime())).rejects.toMatchObject({ code: 'device-refused' });
    });
});
describe('who has no address of his own', () => {
    const sought = (connection, way, name) => entryOf(connection, { address: null, seek: { way, name } });
    it('is looked up where he logged in, and is offline where he is not', async () => {
        const { sim, keep } = await setUp();
        sim.add('/ppp/active', { name: 'ana', address: '100.64.0.1' });
        sim.add('/ip/hotspot/active', { user: 'beto', address: '100.64.0.2' });
        const lease = { server: 'lan', address: '100.64.0.3', 'active-address': '100.64.0.3' };
        sim.add('/ip/dhcp-server/lease', { ...lease, 'mac-address': '02:00:00:00:00:03', status: 'bound', dynamic: 'true' });
        sim.add('/ip/dhcp-server/lease', { ...lease, 'mac-address': '02:00:00:00:00:04', status: 'waiting' });
        const entries = [sought(1, 'pppoe', 'ana'), sought(2, 'hotspot', 'beto'), sought(3, 'dhcp', '020000000003')];
        const gone = [sought(4, 'dhcp', '020000000004'), sought(5, 'pppoe', 'caro')];
        expect((await keep(...entries, ...gone)).map(({ state, address }) => [state, address])).toEqual([
            ['listed', '100.64.0.1'],
            ['listed', '100.64.0.2'],
            ['listed', '100.64.0.3'],
            ['offline', null],
            ['offline', null],
        ]);
        expect(listed(sim).map(([, address]) => address)).toEqual(['100.64.0.1', '100.64.0.2', '100.64.0.3']);
    });
    it('who dialled in again under another address is followed; the old one is free of him', async () => {
        const { sim, keep } = await setUp();
        const id = sim.add('/ppp/active', { name: 'ana', address: '100.64.0.1' });
        await keep(sought(1, 'pppoe', 'ana'));
        sim.remove('/ppp/active', id);
        sim.add('/ppp/active', { name: 'ana', address: '100.64.0.7' });
        sim.add('/ppp/active', { name: 'beto', address: '100.64.0.1' });
        await keep(sought(1, 'pppoe', 'ana'));
        expect(listed(sim).map(([, address]) => address)).toEqual(['100.64.0.7']);
    });
    it('an address that two are found with is nobody’s', async () => {
        const { sim, keep } = await setUp();
        for (const name of ['ana', 'beto'])
            sim.add('/ppp/active', { name, address: '100.64.0.1' });
        const answer = await keep(sought(1, 'pppoe', 'ana'), sought(2, 'pppoe', 'beto'));
        expect(answer.map(({ state }) => state)).toEqual(['refused', 'refused']);
        expect(listed(sim)).toEqual([]);
    });
    it('many are found in one table', async () => {
        const { sim, keep } = await setUp();
        for (let n = 0; n < 300; n++)
            sim.add('/ppp/active', { name: `u${n}`, address: `100.64.${n >> 8}.${n & 255}` });
        const answer = await keep(...Array.from({ length: 300 }, (_, n) => sought(n, 'pppoe', `u${n}`)));
        expect(answer.every(({ state }) => state === 'listed')).toBe(true);
        expect(sim.stats.byCommand['/ppp/active/print']).toBe(1);
    });
});
describe('no address is on both lists', () => {
    it('a cut takes him off the notice list, whatever address he is found at', async () => {
        const { sim, driver, keep } = await setUp();
        sim.add('/ppp/active', { name: 'ana', address: '100.64.0.1' });
        sim.add('/ppp/secret', { name: 'ana' });
        await keep(entryOf(2), entryOf(1, { address: null, seek: { way: 'pppoe', name: 'ana' } }));
        const cuts = [
            changeTo('cut', 1, { way: 'pppoe', username: 'ana', address: null }),
            changeTo('cut', 2, { address: '10.0.0.2' }),
        ];
        expect((await driver.apply(cuts, inTime())).map(({ ok }) => ok)).toEqual([true, true]);
        expect(listed(sim).map(([list, address]) => [list, address])).toEqual([['ispcube-cut', '10.0.0.2']]);
    });
});
