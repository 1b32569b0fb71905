// Hotspot against the simulated router: users, cookies that log a customer in again, sessions.
import { describe, expect, it } from 'vitest';
import { setUp, sum } from './trial-router.js';
import { changeTo, inTime, targetOf } from './trial.js';
const USER = '/ip/hotspot/user';
const ACTIVE = '/ip/hotspot/active';
const COOKIE = '/ip/hotspot/cookie';
const hotspot = (desired, username, given = {}) => changeTo(desired, 7, { way: 'hotspot', username, address: null, ...given });
describe('hotspot', () => {
    it('disables the user, takes his cookies and then ends his sessions', async () => {
        const { sim, driver } = await setUp();
        for (const name of ['ana', 'beto']) {
            sim.add(USER, { name });
            sim.add(COOKIE, { user: name, 'mac-address': 'AA:00:00:00:00:01' });
            sim.add(ACTIVE, { user: name, address: '10.5.0.1' });
        }
        const order = [];
        sim.onCommand = ({ path }) => void (path.endsWith('print') || order.push(path));
        expect(sum((await driver.apply([hotspot('cut', 'ana')], inTime()))[0])).toEqual(['changed', 'cut']);
        expect(order).toEqual([`${USER}/set`, `${COOKIE}/remove`, `${ACTIVE}/remove`]);
        expect([USER, COOKIE, ACTIVE].map((menu) => sim.rows(menu).map((row) => row.user ?? `${row.name} ${row.disabled}`))).toEqual([
            ['ana true', 'beto false'],
            ['beto'],
            ['beto'],
        ]);
        expect(sum((await driver.apply([hotspot('cut', 'ana')], inTime()))[0])).toEqual(['already', 'cut']);
    });
    it("gives service back with today's address and profile", async () => {
        const { sim, driver } = await setUp();
        sim.add(`${USER}/profile`, { name: '50M' });
        sim.add(USER, { name: 'ana', disabled: 'yes' });
        const plan = { name: '50M', downKbps: 50_000, upKbps: 10_000 };
        expect(sum((await driver.apply([hotspot('active', 'ana', { plan, address: '10.5.0.9' })], inTime()))[0])).toEqual([
            'changed',
            'active',
        ]);
        expect(sim.rows(USER)[0]).toMatchObject({ disabled: 'false', profile: '50M', address: '10.5.0.9' });
        expect((await driver.look([targetOf(7, { way: 'hotspot', username: 'ana' })], inTime())).sights[0]?.observed).toBe('active');
    });
    it('takes a missing user as cut and never as served', async () => {
        const { driver } = await setUp();
        expect(sum((await driver.apply([hotspot('cut', 'ana')], inTime()))[0])).toEqual(['already', 'cut']);
        expect(sum((await driver.apply([hotspot('active', 'ana')], inTime()))[0])).toEqual(['device-refused', 'cut', false]);
        expect(sum((await driver.apply([hotspot('none', 'ana', { closed: true })], inTime()))[0])).toEqual(['already', 'none']);
    });
    it('takes a router without a hotspot as one on which nobody is served', async () => {
        const { driver } = await setUp({ without: [USER, ACTIVE, COOKIE] });
        expect(sum((await driver.apply([hotspot('cut', 'ana')], inTime()))[0])).toEqual(['already', 'cut']);
    });
    it('closes a user with his sessions when his connection is closed', async () => {
        const { sim, driver } = await setUp();
        sim.add(USER, { name: 'ana' });
        sim.add(ACTIVE, { user: 'ana' });
        expect(sum((await driver.apply([hotspot('none', 'ana', { closed: true })], inTime()))[0])).toEqual(['changed', 'none']);
        expect([sim.rows(USER)[0]?.disabled, sim.rows(ACTIVE)]).toEqual(['true', []]);
    });
    it('fails those who need a table that the router does not show, and nobody else', async () => {
        const { sim, driver } = await setUp();
        sim.faults.trap = { [`${USER}/print`]: 'not enough permissions (9)' };
        const outcomes = await driver.apply([hotspot('cut', 'ana'), changeTo('cut', 8)], inTime());
        expect(outcomes.map(sum)).toEqual([
            ['device-refused', 'unknown', false],
            ['changed', 'cut'],
        ]);
        const { sights } = await driver.look([targetOf(7, { way: 'hotspot', username: 'ana' }), targetOf(8)], inTime());
        expect(sights.map(({ observed }) => observed)).toEqual(['unknown', 'cut']);
        expect(sights[0]?.seen).toContain('not enough permissions (9)');
    });
});
