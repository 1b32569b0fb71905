// Who is registered at a router's radios, against the simulated router: which menus are asked, and what a row is worth.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../../../core/fault.js';
import { ccqOf, mbpsOf, metresOf, strengthOf } from './registration.js';
import { setUp } from './trial-router.js';
import { inTime } from './trial.js';
const WIRELESS = '/interface/wireless/registration-table';
const WIFI = '/interface/wifi/registration-table';
const W60G = '/interface/w60g/station';
const ALL = [WIRELESS, WIFI, W60G];
const RECORDED = join(import.meta.dirname, '../../../fixtures/devices/routeros');
const A = '4c5e0c000001';
const B = '4c5e0c000002';
const MAC_A = '4C:5E:0C:00:00:01';
async function routerWith(menus, given = {}) {
    const { sim, driver } = await setUp({ without: ALL.filter((menu) => !menus.includes(menu)) }, given);
    const { signals } = driver;
    if (signals === undefined)
        throw new Error('this driver knows radios');
    return { sim, signals: (macs = [A, B], ms = 15_000) => signals(macs, inTime(ms)) };
}
const prints = (sim) => ALL.map((menu) => sim.stats.byCommand[`${menu}/print`] ?? 0);
describe('the router', () => {
    it('is asked for every menu once, and later only for those that it has', async () => {
        const { sim, signals } = await routerWith([WIRELESS]);
        sim.add(WIRELESS, { 'mac-address': MAC_A, 'signal-strength': '-61' });
        for (let i = 0; i < 3; i++)
            expect([...(await signals()).keys()]).toEqual([A]);
        expect(prints(sim)).toEqual([3, 1, 1]);
    });
    it('is asked anew after a reboot: it may have another package', async () => {
        const { sim, signals } = await routerWith([WIFI]);
        await signals();
        sim.reboot();
        await signals();
        expect(prints(sim)).toEqual([2, 2, 2]);
    });
    it('without any radio has nobody registered, and is not asked for nobody', async () => {
        const { sim, signals } = await routerWith([]);
        expect((await signals()).size).toBe(0);
        await signals([]);
        expect(prints(sim)).toEqual([1, 1, 1]);
    });
    it.each([
        [
            'that refuses a menu',
            'device-refused',
            (sim) => (sim.faults = { trap: { [`${WIRELESS}/print`]: 'not enough permissions (9)' } }),
        ],
        ['that says nothing', 'device-unreachable', (sim) => (sim.faults = { hang: true })],
    ])('%s is %s', async (_name, code, spoil) => {
        const { sim, signals } = await routerWith(ALL, { commandMs: 200, loginMs: 200 });
        spoil(sim);
        const failed = await signals().catch((e) => e);
        expect(isFault(failed) ? failed.code : failed).toBe(code);
    });
});
describe('a row', () => {
    it.each([
        ['hap_v6-v7_wireless-registration', WIRELESS],
        ['wifi1_v7_wifi-registration', WIFI],
    ])('as recorded (%s) reads as it should', async (name, menu) => {
        const { sim, signals } = await routerWith([menu]);
        const words = readFileSync(join(RECORDED, `${name}.txt`), 'utf8').split('\n');
        const row = Object.fromEntries(words.flatMap((word) => (/^=([^=]+)=(.*)$/.exec(word) ?? []).slice(1).join('\0') || []).map((pair) => pair.split('\0')));
        sim.add(menu, row);
        const mac = String(row['mac-address']).replaceAll(':', '');
        expect((await signals([mac])).get(mac)).toEqual(JSON.parse(readFileSync(join(RECORDED, `${name}.expected.json`), 'utf8')));
    });
    it('of MikroTik at both ends tells both ways', async () => {
        const { sim, signals } = await routerWith([WIRELESS]);
        sim.add(WIRELESS, {
            'mac-address': MAC_A,
            'radio-name': '4C5E0C000001',
            uptime: '1w2d3h',
            'signal-strength': '-67dBm@6Mbps',
            'tx-signal-strength': '-71',
            'tx-ccq': '113',
            'rx-ccq': '80',
            'tx-rate': '144.4Mbps-20MHz/2S/SGI',
            'rx-rate': '6Mbps',
            'routeros-version': '6.49.10',
        });
        expect((await signals()).get(A)).toMatchObject({
            source: 'table-api',
            signalDbm: -71,
            heardDbm: -67,
            ccqPct: 100,
            rxMbps: 144.4,
            txMbps: 6,
            uptimeS: 788_400,
            firmware: '6.49.10',
        });
    });
    it('of anything else does not say what the customer hears', async () => {
        const { sim, signals } = await routerWith([WIRELESS]);
        sim.add(WIRELESS, { 'mac-address': MAC_A, 'signal-strength': '-62@1Mbps' });
        expect((await signals()).get(A)).toMatchObject({ signalDbm: null, heardDbm: -62, ccqPct: null, uptimeS: null });
    });
    it.each([
        [{ 'remote-address': MAC_A, rssi: '-54', 'tx-phy-rate': '2.3Gbps', distance: '160.9m' }, -54, 2300, 161],
        [{ remote: MAC_A, rssi: '-68', 'tx-phy-rate': '1155000000', distance: '27' }, -68, 1155, 27],
    ])('of 60 GHz is its monitor: %o', async (values, heardDbm, rxMbps, distanceM) => {
        const { sim, signals } = await routerWith([W60G]);
        sim.add(W60G, { name: 'wlan60-station-1', connected: 'true', ...values });
        sim.add(W60G, { name: 'wlan60-station-2', running: 'false' });
        sim.add(W60G, { name: 'wlan60-station-3', connected: 'false', remote: '4C:5E:0C:00:00:02', rssi: '-70' });
        const seen = await signals();
        expect([...seen.keys()]).toEqual([A]);
        expect(seen.get(A)).toMatchObject({ signalDbm: null, heardDbm, rxMbps, txMbps: null, distanceM });
    });
    it('of nobody who was asked for, or of no MAC, is nobody', async () => {
        const { sim, signals } = await routerWith([WIRELESS]);
        sim.add(WIRELESS, { 'mac-address': '4C:5E:0C:00:00:09', 'signal-strength': '-50' });
        sim.add(WIRELESS, { interface: 'wlan2', 'signal-strength': '-50' });
        expect((await signals()).size).toBe(0);
    });
    it('may hold any text', async () => {
        const { sim, signals } = await routerWith([WIRELESS, WIFI]);
        const text = fc.oneof(fc.string({ maxLength: 20 }), fc.stringMatching(/^-?\d{1,5}(dBm)?@?[A-Z\d.]{0,6}$/));
        await fc.assert(fc.asyncProperty(text, text, text, text, async (strength, ccq, rate, uptime) => {
            sim.clear(WIRELESS);
            sim.add(WIRELESS, {
                'mac-address': MAC_A,
                'signal-strength': strength,
                'tx-signal-strength': strength,
                'tx-ccq': ccq,
                'rx-rate': rate,
            });
            sim.clear(WIFI);
            sim.add(WIFI, { 'mac-address': '4C:5E:0C:00:00:02', signal: strength, 'tx-rate': rate, ssid: uptime });
            for (const reading of (await signals()).values()) {
                for (const dbm of [reading.signalDbm, reading.heardDbm])
                    expect(dbm === null || (dbm >= -120 && dbm < 0)).toBe(true);
                expect(reading.ccqPct === null || (reading.ccqPct > 0 && reading.ccqPct <= 100)).toBe(true);
            }
        }), { numRuns: 60 });
    });
});
it('reads every spelling of a figure, and nothing else', () => {
    expect(['-62@1Mbps', '-67dBm@6Mbps', '-65@HT20-7', '-76', '-47', '-5'].map(strengthOf)).toEqual([-62, -67, -65, -76, -47, -5]);
    for (const text of [undefined, '', '62', '@6Mbps', 'dBm', '-', '-1234'])
        expect(strengthOf(text)).toBeNull();
    expect(['93', '96%', '113', '0'].map(ccqOf)).toEqual([93, 96, 100, 0]);
    for (const text of [undefined, '', '-1', '9.5.1', 'good'])
        expect(ccqOf(text)).toBeNull();
    expect(['72.2Mbps-20MHz/1S/SGI', '117Mbps-20MHz/2S', '6Mbps', '54000000', '2.3Gbps', '512kbps'].map(mbpsOf)).toEqual([
        72.2, 117, 6, 54, 2300, 0.512,
    ]);
    for (const text of [undefined, '', 'Mbps', 'fast', '-6Mbps', '6 Mbps'])
        expect(mbpsOf(text)).toBeNull();
    expect(['160.9m', '27'].map(metresOf)).toEqual([160.9, 27]);
    for (const text of [undefined, '', 'far', '2km', '-3m'])
        expect(metresOf(text)).toBeNull();
});
