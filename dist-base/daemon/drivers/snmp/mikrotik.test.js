// Tables of who is registered, over loopback: every kind of radio, long ones, and those that no device should have.
import { describe, expect, it, onTestFinished } from 'vitest';
import { isFault } from '../../../core/fault.js';
import { startAgent } from '../../../fixtures/peers/snmp.js';
import { describeSnmpd, startSnmpd } from '../../../fixtures/peers/snmpd.js';
import { inTime, openTrial, snmpTo, tableAt } from './trial.js';
const M = '1.3.6.1.4.1.14988.1.1';
const A = '4c5e0c000001';
const B = '4c5e0c000002';
const [ATA, BAT] = ['76.94.12.0.0.1', '76.94.12.0.0.2'];
/** A MikroTik CPE (it tells what it hears) and a phone. */
const WIRELESS = `
${M}.1.2.1.3.${ATA}.9|2|-63
${M}.1.2.1.3.${BAT}.9|2|-81
${M}.1.2.1.8.${ATA}.9|66|144400000
${M}.1.2.1.8.${BAT}.9|66|6000000
${M}.1.2.1.9.${ATA}.9|66|117000000
${M}.1.2.1.10.${ATA}.9|4|6.49.10
${M}.1.2.1.10.${BAT}.9|4|
${M}.1.2.1.11.${ATA}.9|67|40078700
${M}.1.2.1.12.${ATA}.9|2|43
${M}.1.2.1.19.${ATA}.9|2|-66
${M}.1.2.1.19.${BAT}.9|2|0
`;
const WIFI = `
${M}.21.4.1.3.${ATA}.2|4|norte
${M}.21.4.1.4.${ATA}.2|67|22850700
${M}.21.4.1.6.${ATA}.2|2|-47
${M}.21.4.1.9.${ATA}.2|66|54000000
${M}.21.4.1.10.${ATA}.2|66|24000000
`;
const W60G = `
${M}.1.9.1.2.4|2|1
${M}.1.9.1.2.5|2|0
${M}.1.9.1.3.4|4x|${A}
${M}.1.9.1.3.5|4x|${B}
${M}.1.9.1.8.4|66|2310
${M}.1.9.1.9.4|2|-54
${M}.1.9.1.9.5|2|-70
${M}.1.9.1.10.4|2|18545
`;
const NOTHING = {
    source: 'table-snmp',
    signalDbm: null,
    heardDbm: null,
    noiseDbm: null,
    ccqPct: null,
    qualityPct: null,
    capacityPct: null,
    txMbps: null,
    rxMbps: null,
    distanceM: null,
    uptimeS: null,
    firmware: null,
    device: null,
    ssid: null,
    frequencyMhz: null,
};
async function agentWith(rows) {
    const agent = await startAgent({ rows });
    onTestFinished(() => agent.close());
    return agent;
}
async function tableOf(rows, macs = [A, B], given = {}) {
    const agent = await agentWith(rows);
    return Object.fromEntries(await openTrial().readTable(tableAt('127.0.0.1', snmpTo(agent.port, given)), macs, inTime()));
}
async function codeOf(rows, spoil, ms = 15_000) {
    const agent = await agentWith(rows);
    spoil(agent);
    const access = tableAt('127.0.0.1', snmpTo(agent.port, { timeoutMs: 100 }));
    try {
        await openTrial().readTable(access, [A], inTime(ms));
        return 'ok';
    }
    catch (e) {
        return isFault(e) ? e.code : String(e);
    }
}
const MIKROTIK_CPE = {
    ...NOTHING,
    signalDbm: -66,
    heardDbm: -63,
    rxMbps: 144.4,
    txMbps: 117,
    uptimeS: 400_787,
    firmware: '6.49.10',
};
describe('a registration table', () => {
    it('of wireless tells both ways where the CPE tells, and else only what is heard of it', async () => {
        expect(await tableOf(WIRELESS)).toEqual({ [A]: MIKROTIK_CPE, [B]: { ...NOTHING, heardDbm: -81, rxMbps: 6 } });
    });
    it('is the same in version 1, without GETBULK', async () => {
        expect((await tableOf(WIRELESS, [A, B], { version: '1' }))[A]).toEqual(MIKROTIK_CPE);
    });
    it('of wifi tells what is heard', async () => {
        expect(await tableOf(WIFI)).toEqual({
            [A]: { ...NOTHING, heardDbm: -47, ssid: 'norte', uptimeS: 228_507, rxMbps: 54, txMbps: 24 },
        });
    });
    it('of 60 GHz has its MACs in a column and its distance in centimetres; who is not connected is not in it', async () => {
        expect(await tableOf(W60G)).toEqual({ [A]: { ...NOTHING, heardDbm: -54, rxMbps: 2310, distanceM: 185 } });
    });
    it('is empty where there is none, and nobody else gets out of it', async () => {
        expect(await tableOf('1.3.6.1.2.1.1.3.0|67|1000')).toEqual({});
        expect(await tableOf(WIRELESS + WIFI, ['000000000000'])).toEqual({});
        expect(Object.keys(await tableOf(WIRELESS, [B]))).toEqual([B]);
    });
    it('is not asked for nobody, and not read to the end where nobody wanted is in it', async () => {
        const agent = await agentWith(WIRELESS);
        const snmp = openTrial();
        const access = tableAt('127.0.0.1', snmpTo(agent.port));
        expect((await snmp.readTable(access, [], inTime())).size).toBe(0);
        expect(agent.stats.heard).toBe(0);
        await snmp.readTable(access, ['000000000000'], inTime());
        // One question a table: what follows its strengths is another column.
        expect(agent.stats.heard).toBe(3);
    });
    it('of odd cells has those figures absent', async () => {
        const odd = `${M}.1.2.1.3.${ATA}.9|4|-63\n${M}.1.2.1.8.${ATA}.9|2|-5\n${M}.1.2.1.3.1.2.3|2|-50\n${M}.1.2.1.3.999.1.1.1.1.1.9|2|-50`;
        expect(await tableOf(odd)).toEqual({ [A]: NOTHING });
    });
    it('of hundreds of rows comes in answers of 25', async () => {
        const rows = Array.from({ length: 300 }, (_, i) => `${M}.1.2.1.3.76.94.12.1.${i >> 8}.${i & 255}.9|2|-${50 + (i % 40)}`);
        const agent = await agentWith(rows.join('\n'));
        const wanted = '4c5e0c01012b';
        const table = await openTrial().readTable(tableAt('127.0.0.1', snmpTo(agent.port)), [wanted], inTime());
        expect([table.get(wanted)?.heardDbm, agent.stats.heard]).toEqual([-(50 + (299 % 40)), 13 + 5 + 2]);
    });
});
describe('a table that cannot be read', () => {
    it.each([
        ['with silence', 'device-unreachable', WIRELESS, (agent) => (agent.faults = { silent: true })],
        [
            'in the middle',
            'device-unreachable',
            WIRELESS,
            (agent) => (agent.faults = {
                garbage(bytes) {
                    if (agent.stats.said === 2)
                        agent.faults = { silent: true };
                    return bytes;
                },
            }),
        ],
        ['with rubbish', 'device-garbled', WIRELESS, (agent) => (agent.faults = { garbage: Buffer.from('nonsense') })],
        ['going in circles', 'device-garbled', `${WIRELESS}`, (agent) => (agent.faults = { rewind: `${M}.1.2.1.3` })],
    ])('%s is %s', async (_name, code, rows, spoil) => {
        // Longer than one answer, so that a second one is asked for.
        const more = Array.from({ length: 40 }, (_, i) => `${M}.1.2.1.3.76.94.12.2.0.${i}.9|2|-70`).join('\n');
        expect(await codeOf(`${rows}${more}`, spoil)).toBe(code);
    });
    it('is given up with the signal', async () => {
        expect(await codeOf(WIRELESS, (agent) => (agent.faults = { slowMs: 60 }), 100)).toBe('device-unreachable');
    });
    it('is no longer believed beyond 4,096 rows', async () => {
        const rows = [];
        for (let i = 0; i < 4200; i++)
            rows.push(`${M}.1.2.1.3.76.94.${i >> 12}.${(i >> 8) & 15}.${(i >> 4) & 15}.${i & 15}.9|2|-70`);
        expect(await codeOf(rows.join('\n'), (agent) => (agent.faults = {}))).toBe('device-garbled');
    });
});
describeSnmpd('a registration table of Net-SNMP', () => {
    it('is walked in every version', async () => {
        const server = await startSnmpd({
            community: 'vecinos',
            users: [{ name: 'isp', auth: 'SHA', authKey: 'auth-key-7', privacy: 'AES', privacyKey: 'priv-key-7' }],
            objects: [
                `${M}.1.2.1.3.${ATA}.9 integer -63`,
                `${M}.1.2.1.3.${BAT}.9 integer -81`,
                `${M}.1.2.1.8.${ATA}.9 uinteger 144400000`,
                `${M}.1.2.1.11.${ATA}.9 timeticks 40078700`,
                `${M}.1.2.1.19.${ATA}.9 integer -66`,
            ],
        });
        onTestFinished(() => server.stop());
        const three = {
            version: '3',
            port: server.port,
            username: 'isp',
            auth: { protocol: 'sha', key: 'auth-key-7' },
            privacy: { protocol: 'aes', key: 'priv-key-7' },
            timeoutMs: 1000,
            retries: 1,
        };
        const communities = { community: 'vecinos' };
        for (const snmp of [snmpTo(server.port, { version: '1', ...communities }), snmpTo(server.port, communities), three]) {
            const table = await openTrial().readTable(tableAt('127.0.0.1', snmp), [A, B], inTime());
            expect(Object.fromEntries(table)).toEqual({
                [A]: { ...NOTHING, signalDbm: -66, heardDbm: -63, rxMbps: 144.4, uptimeS: 400_787 },
                [B]: { ...NOTHING, heardDbm: -81 },
            });
        }
    });
});
