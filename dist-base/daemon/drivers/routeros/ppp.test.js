// PPPoE against the simulated router: secrets, sessions that outlive them, clients that dial again.
import { describe, expect, it } from 'vitest';
import { setUp, sum } from './trial-router.js';
import { changeTo, inTime, targetOf } from './trial.js';
const SECRET = '/ppp/secret';
const ACTIVE = '/ppp/active';
const LIST = '/ip/firewall/address-list';
const PLAN = { name: '50M', downKbps: 50_000, upKbps: 10_000 };
function customer(sim, name, secret = {}) {
    sim.add(SECRET, { name, password: 'x', service: 'pppoe', ...secret });
    return sim.add(ACTIVE, { name, service: 'pppoe', address: '10.0.0.7', 'session-id': '0x81100001' });
}
const pppoe = (desired, connection, username, given = {}) => changeTo(desired, connection, { way: 'pppoe', username, address: null, ...given });
describe('a cut', () => {
    it('disables the secret first and then ends the session', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        const order = [];
        sim.onCommand = ({ path }) => void (path.endsWith('print') || order.push(path));
        const [outcome] = await driver.apply([pppoe('cut', 7, 'juan')], inTime());
        expect([sum(outcome), outcome?.ok === true && outcome.proof]).toEqual([['changed', 'cut'], '*1 juan disabled, no session']);
        expect(order).toEqual([`${SECRET}/set`, `${ACTIVE}/remove`]);
        expect(sim.rows(ACTIVE)).toEqual([]);
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['already', 'cut']);
    });
    it('ends a session that outlived its secret', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan', { disabled: 'yes' });
        const look = () => driver.look([targetOf(7, { way: 'pppoe', username: 'juan', address: null })], inTime());
        expect((await look()).sights[0]).toMatchObject({ observed: 'unknown', seen: '*1 juan disabled, session *1' });
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect((await look()).sights[0]?.observed).toBe('cut');
    });
    it('ends a client once more that dialled in between look and cut', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        sim.onCommand = ({ path }) => {
            if (path !== `${SECRET}/set`)
                return;
            sim.onCommand = null;
            sim.clear(ACTIVE);
            sim.add(ACTIVE, { name: 'juan', service: 'pppoe' });
        };
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sim.rows(ACTIVE)).toEqual([]);
        expect(sim.stats.byCommand[`${ACTIVE}/remove`]).toBe(2);
    });
    it('claims nothing where a client always comes back', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        sim.onCommand = ({ path }) => void (path === `${ACTIVE}/print` && (sim.clear(ACTIVE), sim.add(ACTIVE, { name: 'juan' })));
        const [outcome] = await driver.apply([pppoe('cut', 7, 'juan')], inTime());
        expect(sum(outcome)).toEqual(['device-refused', 'unknown', true]);
        expect(sim.stats.byCommand[`${ACTIVE}/remove`]).toBe(2);
    });
    it('stays where a redialling client finds his secret disabled', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        sim.faults.redials = true;
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sum((await driver.apply([pppoe('active', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'active']);
        expect(sim.rows(ACTIVE)).toHaveLength(1);
    });
    it('is proven by a missing secret, unless somebody is online under that name', async () => {
        const { sim, driver } = await setUp();
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['already', 'cut']);
        sim.add(ACTIVE, { name: 'juan', service: 'pppoe', radius: 'true' });
        expect(sum((await driver.apply([pppoe('cut', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sim.rows(ACTIVE)).toEqual([]);
    });
    it('of hundreds takes a handful of sentences, and touches nobody else', async () => {
        const { sim, driver } = await setUp();
        for (let i = 0; i < 400; i++)
            customer(sim, `user${i}`);
        const before = sim.stats.commands;
        const outcomes = await driver.apply(Array.from({ length: 300 }, (_, i) => pppoe('cut', i, `user${i}`)), inTime());
        expect(outcomes.every((outcome) => outcome.ok === true && outcome.did === 'changed')).toBe(true);
        expect(sim.stats.commands - before).toBeLessThan(16);
        expect(sim.rows(SECRET).filter((row) => row.disabled === 'true')).toHaveLength(300);
        expect(sim.rows(ACTIVE)).toHaveLength(100);
    });
    it('of one row that vanished among many fails nobody', async () => {
        const { sim, driver } = await setUp();
        for (const name of ['a', 'b', 'c'])
            customer(sim, name);
        sim.onCommand = ({ path }) => {
            if (path === `${SECRET}/set`)
                sim.remove(SECRET, '*2');
            if (path === `${ACTIVE}/remove`)
                sim.remove(ACTIVE, '*2');
        };
        const outcomes = await driver.apply([pppoe('cut', 1, 'a'), pppoe('cut', 2, 'b'), pppoe('cut', 3, 'c')], inTime());
        expect(outcomes.map(sum)).toEqual(Array.from({ length: 3 }, () => ['changed', 'cut']));
        expect(sim.rows(SECRET).map(({ name, disabled }) => [name, disabled])).toEqual([
            ['a', 'true'],
            ['c', 'true'],
        ]);
    });
    it.each(['Łódź 日本 ñ', 'Muñoz', 'a=b?c', ' spaced name '])('finds the user name %o exactly', async (name) => {
        const { sim, driver } = await setUp();
        customer(sim, name);
        customer(sim, `${name}2`);
        expect(sum((await driver.apply([pppoe('cut', 7, name)], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(sim.rows(SECRET).map(({ disabled }) => disabled)).toEqual(['true', 'false']);
        expect(sim.rows(ACTIVE)).toHaveLength(1);
    });
    it('asks for the one row that it needs among thousands', async () => {
        const { sim, driver } = await setUp();
        for (let i = 0; i < 5000; i++)
            sim.add(SECRET, { name: `user${i}`, password: 'x' });
        const asked = [];
        sim.onCommand = ({ path, attributes }) => void (path === `${SECRET}/print` && asked.push(attributes));
        expect(sum((await driver.apply([pppoe('cut', 7, 'user4999')], inTime()))[0])).toEqual(['changed', 'cut']);
        const changes = Array.from({ length: 20 }, (_, i) => pppoe('cut', i, `user${i}`));
        expect((await driver.apply(changes, inTime())).every(({ ok }) => ok)).toBe(true);
        expect(asked).toHaveLength(4);
    });
});
describe('a restore', () => {
    it("enables the secret with today's address and plan, where the router has a profile of that name", async () => {
        const { sim, driver } = await setUp();
        sim.add('/ppp/profile', { name: '50M' });
        customer(sim, 'juan', { disabled: 'yes', 'remote-address': '10.0.0.6' });
        customer(sim, 'rosa', { disabled: 'yes' });
        const outcomes = await driver.apply([
            pppoe('active', 7, 'juan', { address: '10.0.0.7', plan: PLAN }),
            pppoe('active', 8, 'rosa', { plan: { ...PLAN, name: 'unknown here' } }),
        ], inTime());
        expect(outcomes.map(sum)).toEqual([
            ['changed', 'active'],
            ['changed', 'active'],
        ]);
        const rows = sim.rows(SECRET).map((row) => [row.disabled, row['remote-address'], row.profile]);
        expect(rows).toEqual([
            ['false', '10.0.0.7', '50M'],
            ['false', undefined, 'default'],
        ]);
        expect(sim.rows(ACTIVE)).toHaveLength(2);
    });
    it('needs the secret: missing, it is refused by name', async () => {
        const { driver } = await setUp();
        const [outcome] = await driver.apply([pppoe('active', 7, 'juan')], inTime());
        expect(sum(outcome)).toEqual(['device-refused', 'cut', false]);
        expect(outcome.fault.message).toContain('no secret named "juan"');
    });
    it('lifts an entry of ours on the cut list, and fails under a foreign one', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.7', comment: 'ispcube:C7:7' });
        const given = { address: '10.0.0.7' };
        const look = () => driver.look([targetOf(7, { way: 'pppoe', username: 'juan', ...given })], inTime());
        expect((await look()).sights[0]?.observed).toBe('unknown');
        expect(sum((await driver.apply([pppoe('active', 7, 'juan', given)], inTime()))[0])).toEqual(['changed', 'active']);
        expect(sim.rows(LIST)).toEqual([]);
        sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.7', comment: 'abuse' });
        const [outcome] = await driver.apply([pppoe('active', 7, 'juan', given)], inTime());
        expect(sum(outcome)).toEqual(['device-refused', 'unknown', false]);
        expect((await look()).sights[0]?.foreign).toBe(true);
    });
    it('is not believed while the router keeps the secret disabled', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan', { disabled: 'yes' });
        sim.faults.ignoreWrites = true;
        expect(sum((await driver.apply([pppoe('active', 7, 'juan')], inTime()))[0])).toEqual(['device-refused', 'unknown', true]);
    });
});
describe('none', () => {
    it('leaves the secret alone, unless a connection in service is closed', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.7', comment: 'ispcube:C7:7' });
        expect(sum((await driver.apply([pppoe('none', 7, 'juan')], inTime()))[0])).toEqual(['changed', 'none']);
        expect([sim.rows(SECRET)[0]?.disabled, sim.rows(ACTIVE).length, sim.rows(LIST)]).toEqual(['false', 1, []]);
        expect(sum((await driver.apply([pppoe('none', 7, 'juan', { closed: true })], inTime()))[0])).toEqual(['changed', 'none']);
        expect([sim.rows(SECRET)[0]?.disabled, sim.rows(ACTIVE).length]).toEqual(['true', 0]);
    });
    it('leaves a user alone that another connection of the run is served by', async () => {
        const { sim, driver } = await setUp();
        customer(sim, 'juan');
        const outcomes = await driver.apply([pppoe('none', 7, 'juan', { closed: true }), pppoe('active', 8, 'juan')], inTime());
        expect(outcomes.map(sum)).toEqual([
            ['already', 'none'],
            ['already', 'active'],
        ]);
        expect(sim.rows(SECRET)[0]?.disabled).toBe('false');
    });
});
it('a connection without a user name is refused by name', async () => {
    const { driver } = await setUp();
    const [outcome] = await driver.apply([pppoe('cut', 7, null)], inTime());
    expect(outcome.fault.message).toContain('connection 7 of C7: cannot be cut or restored by pppoe: no user name');
});
