// What crosses the thread: a question to a router goes out as plain data and comes back as it was answered, its faults too.
import { expect, it, onTestFinished } from 'vitest';
import { Config } from '../core/config.js';
import { startRouter } from '../fixtures/peers/routeros.js';
import { accessTo } from './drivers/routeros/trial.js';
import { openEnforcePool } from './pools.js';
async function setUp(given = {}) {
    const sim = await startRouter({ password: 'secret' });
    const pool = openEnforcePool(Config.parse({}).limits);
    onTestFinished(async () => {
        await pool.close();
        await sim.close();
    });
    return { sim, pool, access: accessTo(sim.port, given) };
}
it('asks a router for the signals of its customers over the session that it keeps', async () => {
    const { sim, pool, access } = await setUp();
    const row = { 'mac-address': '4C:5E:0C:00:00:01', 'signal-strength': '-62@1Mbps', 'tx-signal-strength': '-66' };
    sim.add('/interface/wireless/registration-table', row);
    const looked = await pool.look(access, []);
    const tried = await pool.signals(access, ['4c5e0c000001', '4c5e0c000002']);
    if (!looked.ok || !tried.ok)
        throw new Error('the router did not answer');
    expect([...tried.value.keys()]).toEqual(['4c5e0c000001']);
    expect(tried.value.get('4c5e0c000001')).toMatchObject({ source: 'table-api', signalDbm: -66, heardDbm: -62 });
    expect(sim.stats.logins).toBe(1);
});
it('answers nobody where the driver knows no radios, and the fault where the router refuses', async () => {
    const { pool, access } = await setUp({ driver: 'none' });
    const none = await pool.signals(access, ['4c5e0c000001']);
    expect(none.ok && none.value.size).toBe(0);
    const refused = await pool.signals({ ...access, driver: 'routeros', password: 'wrong' }, ['4c5e0c000001']);
    expect(refused.ok ? null : refused.fault.code).toBe('device-login');
});
