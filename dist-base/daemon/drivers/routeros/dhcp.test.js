// DHCP leases against the simulated router: static and dynamic, blocked and listed, rates and addresses.
import { describe, expect, it } from 'vitest';
import { setUp, sum } from './trial-router.js';
import { changeTo, inTime, targetOf } from './trial.js';
const LEASE = '/ip/dhcp-server/lease';
const LIST = '/ip/firewall/address-list';
const MAC = 'B8:88:E3:39:EF:E6';
const PLAN = { name: '50M', downKbps: 50_000, upKbps: 10_000 };
const dhcp = (desired, given = {}) => changeTo(desired, 7, { way: 'dhcp', mac: MAC, address: null, ...given });
function lists(sim) {
    return sim.rows(LIST).map((row) => `${row.list} ${row.address} ${row.comment}`);
}
describe('a cut', () => {
    it.each(['6.49.18', '7.20.1'])('blocks a static lease and lists its address at once (%s)', async (version) => {
        const { sim, driver } = await setUp({ version });
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, 'active-address': '10.1.0.5' });
        sim.add(LEASE, { address: '10.1.0.6', 'mac-address': 'B8:88:E3:39:EF:E7' });
        const [outcome] = await driver.apply([dhcp('cut', { mac: 'b888.e339.efe6' })], inTime());
        expect([sum(outcome), outcome?.ok === true && outcome.proof]).toEqual([
            ['changed', 'cut'],
            '*1 10.1.0.5 blocked, *1 ispcube-cut 10.1.0.5',
        ]);
        expect(sim.rows(LEASE).map((row) => row['block-access'])).toEqual(['true', undefined]);
        expect(lists(sim)).toEqual(['ispcube-cut 10.1.0.5 ispcube:C7:7']);
        expect(sum((await driver.apply([dhcp('cut')], inTime()))[0])).toEqual(['already', 'cut']);
    });
    it('makes a dynamic lease static first, whatever id it gets', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, 'active-address': '10.1.0.5', dynamic: 'true' });
        expect(sum((await driver.apply([dhcp('cut')], inTime()))[0])).toEqual(['changed', 'cut']);
        const [row] = sim.rows(LEASE);
        expect([row?.['.id'], row?.dynamic, row?.['block-access']]).toEqual(['*2', 'false', 'true']);
    });
    it('lists the address that the client has and the one that it gets next', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, 'active-address': '10.1.0.200' });
        expect(sum((await driver.apply([dhcp('cut')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(lists(sim)).toEqual(['ispcube-cut 10.1.0.200 ispcube:C7:7', 'ispcube-cut 10.1.0.5 ispcube:C7:7']);
        expect(sum((await driver.apply([dhcp('active')], inTime()))[0])).toEqual(['changed', 'active']);
        expect(lists(sim)).toEqual([]);
    });
    it('is half done with the list alone or the block alone', async () => {
        const { sim, driver } = await setUp();
        const id = sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC });
        sim.add(LIST, { list: 'ispcube-cut', address: '10.1.0.5', comment: 'ispcube:C7:7' });
        const look = async () => (await driver.look([targetOf(7, { way: 'dhcp', mac: MAC, address: null })], inTime())).sights[0]?.observed;
        expect(await look()).toBe('unknown');
        sim.change(LEASE, id, { 'block-access': 'yes' });
        expect(await look()).toBe('cut');
        sim.clear(LIST);
        expect(await look()).toBe('unknown');
    });
    it('is proven by a missing lease', async () => {
        const { sim, driver } = await setUp();
        expect(sum((await driver.apply([dhcp('cut', { address: '10.1.0.5' })], inTime()))[0])).toEqual(['already', 'cut']);
        expect(lists(sim)).toEqual([]);
    });
    it('finds a lease by its address where no MAC is known, and takes the IPv6 prefix along', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC });
        expect(sum((await driver.apply([dhcp('cut', { mac: null, address: '10.1.0.5/32', ipv6Prefix: '2001:db8::/56' })], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sim.rows('/ipv6/firewall/address-list')).toHaveLength(1);
    });
    it('blocks every lease of the MAC', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, server: 'a' });
        sim.add(LEASE, { address: '10.2.0.5', 'mac-address': MAC, server: 'b' });
        expect(sum((await driver.apply([dhcp('cut')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(lists(sim)).toHaveLength(2);
        expect(sum((await driver.apply([dhcp('active', { address: '10.2.0.5', plan: PLAN })], inTime()))[0])).toEqual([
            'changed',
            'active',
        ]);
        expect(lists(sim)).toEqual([]);
        expect(sim.rows(LEASE).map((row) => [row.address, row['block-access'], row['rate-limit']])).toEqual([
            ['10.1.0.5', 'false', undefined],
            ['10.2.0.5', 'false', '10000k/50000k'],
        ]);
    });
});
describe('a restore', () => {
    it('unblocks, unlists and sets rate and address', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, 'block-access': 'yes', disabled: 'yes' });
        sim.add(LIST, { list: 'ispcube-cut', address: '10.1.0.5', comment: 'ispcube:C7:7' });
        expect(sum((await driver.apply([dhcp('active', { address: '10.1.0.9', plan: PLAN })], inTime()))[0])).toEqual([
            'changed',
            'active',
        ]);
        expect(sim.rows(LEASE)[0]).toMatchObject({
            address: '10.1.0.9',
            'block-access': 'false',
            disabled: 'false',
            'rate-limit': '10000k/50000k',
        });
        expect(lists(sim)).toEqual([]);
        expect(sum((await driver.apply([dhcp('active', { address: '10.1.0.9', plan: PLAN })], inTime()))[0])).toEqual([
            'already',
            'active',
        ]);
    });
    it('leaves bursts alone that an operator added to the same rate', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC, 'rate-limit': '10M/50M 20M/100M 10M/50M 8/8' });
        expect(sum((await driver.apply([dhcp('active', { plan: PLAN })], inTime()))[0])).toEqual(['already', 'active']);
    });
    it('needs the lease', async () => {
        const { driver } = await setUp();
        const [outcome] = await driver.apply([dhcp('active')], inTime());
        expect(sum(outcome)).toEqual(['device-refused', 'cut', false]);
        expect(outcome.fault.message).toContain(`no lease for ${MAC}`);
    });
});
describe('none', () => {
    it('unlists, and disables the lease where a connection in service is closed', async () => {
        const { sim, driver } = await setUp();
        sim.add(LEASE, { address: '10.1.0.5', 'mac-address': MAC });
        sim.add(LIST, { list: 'ispcube-cut', address: '10.1.0.5', comment: 'ispcube:C7:7' });
        expect(sum((await driver.apply([dhcp('none')], inTime()))[0])).toEqual(['changed', 'none']);
        expect([lists(sim), sim.rows(LEASE)[0]?.disabled]).toEqual([[], 'false']);
        expect(sum((await driver.apply([dhcp('none', { closed: true })], inTime()))[0])).toEqual(['changed', 'none']);
        expect(sim.rows(LEASE)[0]?.disabled).toBe('true');
    });
});
it.each([
    [{ mac: null }, 'neither a MAC nor an address'],
    [{ mac: 'AA:BB' }, '"AA:BB" is no MAC'],
])('%o is refused by name', async (given, why) => {
    const { driver } = await setUp();
    expect((await driver.apply([dhcp('cut', given)], inTime()))[0].fault.message).toContain(why);
});
