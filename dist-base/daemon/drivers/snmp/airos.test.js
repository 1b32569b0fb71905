// airMAX radios over loopback: what becomes a figure, what stays absent, and what every way of not answering is called.
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAgent } from '../../../fixtures/peers/snmp.js';
import { STATION } from '../../../fixtures/peers/snmp-station.js';
import { describeSnmpd, startSnmpd } from '../../../fixtures/peers/snmpd.js';
import { cpeAt, inTime, openTrial, snmpTo, stationWith } from './trial.js';
const U = '1.3.6.1.4.1.41112.1.4';
const SIGNAL = `${U}.5.1.5.1`;
async function agentWith(options = {}) {
    const agent = await startAgent({ rows: STATION, ...options });
    onTestFinished(() => agent.close());
    return agent;
}
function visit(port, given = {}) {
    return openTrial().readCpe(cpeAt('127.0.0.1', snmpTo(port, given)), inTime());
}
async function readingOf(rows, given = {}) {
    const answer = await visit((await agentWith({ rows })).port, given);
    if (!answer.ok)
        throw new Error(answer.fault.message);
    return answer.reading;
}
const faultOf = (answer) => (answer.ok ? ['ok'] : [answer.fault.code, answer.fault.message]);
const WHOLE = {
    source: 'snmp',
    signalDbm: -64,
    heardDbm: null,
    noiseDbm: -99,
    ccqPct: 91,
    qualityPct: 87,
    capacityPct: 72,
    txMbps: 270,
    rxMbps: 216,
    distanceM: 1350,
    uptimeS: 148_479,
    firmware: 'XW.ar934x.v6.3.16',
    device: 'NanoStation M5',
    ssid: 'norte 5G',
    frequencyMhz: 5180,
};
describe('a station', () => {
    it('is read in one question', async () => {
        const agent = await agentWith();
        expect(await visit(agent.port)).toEqual({ ok: true, reading: WHOLE, credential: null, hostKey: null });
        expect(agent.stats.heard).toBe(1);
    });
    it('of version 1 is asked again without what it lacks', async () => {
        const agent = await agentWith({ rows: stationWith({ [`${U}.6.1.2.1`]: null, [`${U}.6.1.4.1`]: null, [SIGNAL]: null }) });
        const answer = await visit(agent.port, { version: '1' });
        const lacking = { signalDbm: null, capacityPct: null, device: null, firmware: null };
        expect(answer.ok && answer.reading).toEqual({ ...WHOLE, ...lacking });
        expect(agent.stats.heard).toBe(4);
    });
    it.each([
        ['lacks an object', { [SIGNAL]: null }, { signalDbm: null }],
        ['answers a text for a number', { [SIGNAL]: '4|-64' }, { signalDbm: null }],
        ['answers a number for a text', { [`${U}.5.1.2.1`]: '2|5' }, { ssid: null }],
        ['has no link', { [SIGNAL]: '2|0', [`${U}.5.1.7.1`]: '2|0' }, { signalDbm: null, ccqPct: null }],
        ['answers out of all reason', { [SIGNAL]: '2|31', [`${U}.5.1.8.1`]: '2|-300' }, { signalDbm: null, noiseDbm: null }],
        ['answers its CCQ in tenths', { [`${U}.5.1.7.1`]: '2|991' }, { ccqPct: null }],
        ['measures no capacity (AC)', { [`${U}.6.1.4.1`]: '2|0' }, { capacityPct: null }],
        ['has airMAX off', { [`${U}.6.1.2.1`]: '2|2' }, { qualityPct: null, capacityPct: null }],
        ['does not say whether airMAX is on', { [`${U}.6.1.2.1`]: null }, {}],
        [
            'has its radio elsewhere',
            { '1.2.840.10036.3.1.2.1.3.5': null, '1.2.840.10036.3.1.2.1.3.10': '4|Rocket' },
            { device: 'Rocket' },
        ],
    ])('that %s has that figure absent', async (_name, changes, absent) => {
        expect(await readingOf(stationWith(changes))).toEqual({ ...WHOLE, ...absent });
    });
    it('tells nothing impossible, whatever it answers', async () => {
        const numbers = ['1.1.4.1', '1.1.7.1', '5.1.5.1', '5.1.7.1', '5.1.8.1', '5.1.9.1', '5.1.10.1', '6.1.3.1', '6.1.4.1'];
        const cell = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((value) => `2|${value}`), fc.nat().map((value) => `66|${value}`), fc.uint8Array({ maxLength: 40 }).map((bytes) => `4x|${Buffer.from(bytes).toString('hex')}`), fc.constant(null));
        await fc.assert(fc.asyncProperty(fc.tuple(...numbers.map(() => cell)), async (cells) => {
            const rows = stationWith(Object.fromEntries(numbers.map((oid, i) => [`${U}.${oid}`, cells[i] ?? null])));
            const agent = await startAgent({ rows });
            const snmp = openTrial();
            const answer = await snmp.readCpe(cpeAt('127.0.0.1', snmpTo(agent.port)), inTime());
            await agent.close();
            await snmp.close();
            const { signalDbm, noiseDbm, ccqPct, qualityPct, capacityPct } = answer.ok ? answer.reading : WHOLE;
            for (const dbm of [signalDbm, noiseDbm])
                expect(dbm === null || (dbm >= -130 && dbm < 0)).toBe(true);
            for (const pct of [ccqPct, qualityPct, capacityPct])
                expect(pct === null || (pct > 0 && pct <= 100)).toBe(true);
        }), { numRuns: 60 });
    });
});
describe('a visit that fails', () => {
    it.each([
        [
            'met with silence',
            {},
            (agent) => (agent.faults = { silent: true }),
            'device-unreachable',
            /within 2 × 100 ms: it is not there, its SNMP is off, or it ignores this community/,
        ],
        ['with another community', { community: 'private' }, () => { }, 'device-unreachable', /community/],
        ['answered too late', {}, (agent) => (agent.faults = { slowMs: 2000 }), 'device-unreachable', /gave no answer/],
        ['answered from elsewhere', {}, (agent) => (agent.faults = { fromElsewhere: true }), 'device-unreachable', /gave no answer/],
        [
            'answered with rubbish',
            {},
            (agent) => (agent.faults = { garbage: Buffer.from('HTTP/1.1 400') }),
            'device-garbled',
            /no SNMP/,
        ],
        [
            'answered in half',
            {},
            (agent) => (agent.faults = { garbage: (bytes) => bytes.subarray(0, 40) }),
            'device-garbled',
            /no SNMP/,
        ],
        ['answered by no radio', { rows: '1.3.6.1.2.1.1.3.0|67|1000' }, () => { }, 'device-garbled', /is it an airMAX device/],
        ['answered by nothing at all', { rows: '1.3.6.1.2.1.1.5.0|4|x' }, () => { }, 'device-garbled', /is it an airMAX device/],
    ])('%s is called so', async (_name, options, spoil, code, why) => {
        const agent = await agentWith(options);
        spoil(agent);
        const answer = await visit(agent.port, { timeoutMs: 100 });
        expect(faultOf(answer)).toEqual([code, expect.stringMatching(why)]);
        expect(faultOf(answer)[1]).toContain(`CPE 0007/casa (127.0.0.1:${agent.port})`);
    });
    it('with version 1 on a device that has none of it is called garbled', async () => {
        const agent = await agentWith({ rows: '1.3.6.1.2.1.1.5.0|4|x' });
        expect(faultOf(await visit(agent.port, { version: '1' }))[0]).toBe('device-garbled');
    });
    it('survives a lost question', async () => {
        const agent = await agentWith();
        agent.faults = { swallow: 1 };
        expect((await visit(agent.port, { timeoutMs: 100 })).ok).toBe(true);
        expect(agent.stats.heard).toBe(2);
    });
    it('ends with its signal, before and after it was sent', async () => {
        const agent = await agentWith();
        agent.faults = { silent: true };
        const snmp = openTrial();
        const cpe = cpeAt('127.0.0.1', snmpTo(agent.port, { timeoutMs: 5000 }));
        const from = performance.now();
        expect(faultOf(await snmp.readCpe(cpe, inTime(50)))[1]).toMatch(/no answer over SNMP in the time for this call/);
        expect(faultOf(await snmp.readCpe(cpe, AbortSignal.abort()))).toEqual([
            'device-unreachable',
            expect.stringMatching(/was not asked/),
        ]);
        expect(performance.now() - from).toBeLessThan(2000);
    });
    it('is refused where nothing is set, and found by its name where there is one', async () => {
        const snmp = openTrial();
        expect(faultOf(await snmp.readCpe(cpeAt('127.0.0.1', null), inTime()))[0]).toBe('input-invalid');
        const agent = await agentWith();
        expect((await snmp.readCpe(cpeAt('localhost', snmpTo(agent.port)), inTime())).ok).toBe(true);
        const nowhere = await snmp.readCpe(cpeAt('cpe.invalid', snmpTo(agent.port)), inTime(3000));
        expect(faultOf(nowhere)[0]).toBe('device-unreachable');
    });
});
const USER = { auth: { protocol: 'sha256', key: 'auth-key-7' }, privacy: { protocol: 'aes', key: 'priv-key-7' } };
function versionThree(port, given = {}) {
    return { version: '3', port, username: 'isp', ...USER, timeoutMs: 400, retries: 1, ...given };
}
describe('version 3', () => {
    it.each([
        ['md5', 'des'],
        ['md5', 'aes'],
        ['sha', 'des'],
        ['sha', 'aes'],
        ['sha256', 'aes'],
        ['sha256', null],
        [null, null],
    ])('with %s and %s reads the same', async (auth, privacy) => {
        const secrets = {
            auth: auth === null ? null : { protocol: auth, key: 'auth-key-7' },
            privacy: privacy === null ? null : { protocol: privacy, key: 'priv-key-7' },
        };
        const user = {
            name: 'isp',
            ...(secrets.auth && { auth: secrets.auth }),
            ...(secrets.privacy && { privacy: secrets.privacy }),
        };
        const agent = await agentWith({ users: [user] });
        const answer = await openTrial().readCpe(cpeAt('127.0.0.1', versionThree(agent.port, secrets)), inTime());
        expect(answer.ok && answer.reading).toEqual(WHOLE);
    });
    it.each([
        ['another user', { username: 'somebody' }],
        ['another key', { auth: { protocol: 'sha256', key: 'wrong-key-7' } }],
        ['another digest', { auth: { protocol: 'sha', key: 'auth-key-7' } }],
    ])('with %s is a wrong log-in, told from silence', async (_name, given) => {
        const agent = await agentWith({ users: [{ name: 'isp', ...USER }] });
        const answer = await openTrial().readCpe(cpeAt('127.0.0.1', versionThree(agent.port, given)), inTime());
        expect(faultOf(answer)[0]).toBe('device-login');
    });
    it.each([
        ['no authentication beside encryption', { auth: null }],
        ['a short key', { auth: { protocol: 'sha', key: 'short' } }],
        ['an empty key', { privacy: { protocol: 'aes', key: '' } }],
    ])('with %s is not even asked', async (_name, given) => {
        const agent = await agentWith();
        const answer = await openTrial().readCpe(cpeAt('127.0.0.1', versionThree(agent.port, given)), inTime());
        expect([faultOf(answer)[0], agent.stats.heard]).toEqual(['input-invalid', 0]);
    });
});
const OBJECTS = [
    `${U}.1.1.4.1 integer 5180`,
    `${U}.1.1.7.1 integer 1350`,
    `${U}.5.1.2.1 octet_str "norte 5G"`,
    `${SIGNAL} integer -64`,
    `${U}.5.1.7.1 integer 91`,
    `${U}.5.1.8.1 integer -99`,
    `${U}.6.1.3.1 integer 87`,
];
const USERS = [
    { name: 'old', auth: 'MD5', authKey: 'auth-key-7', privacy: 'DES', privacyKey: 'priv-key-7' },
    { name: 'mid', auth: 'SHA', authKey: 'auth-key-7', privacy: 'AES', privacyKey: 'priv-key-7' },
    { name: 'new', auth: 'SHA-256', authKey: 'auth-key-7', privacy: 'AES', privacyKey: 'priv-key-7' },
];
describeSnmpd('the agent of Net-SNMP', () => {
    async function real() {
        const server = await startSnmpd({ community: 'vecinos', users: USERS, objects: OBJECTS });
        onTestFinished(() => server.stop());
        const snmp = openTrial();
        return (access) => snmp.readCpe(cpeAt('127.0.0.1', { ...access, port: server.port }), inTime());
    }
    const secrets = (auth, privacy, authKey = 'auth-key-7', privacyKey = 'priv-key-7') => ({
        auth: { protocol: auth, key: authKey },
        privacy: { protocol: privacy, key: privacyKey },
    });
    const told = { signalDbm: -64, noiseDbm: -99, ccqPct: 91, qualityPct: 87, capacityPct: null, ssid: 'norte 5G', txMbps: null };
    it('is read in every version', async () => {
        const read = await real();
        for (const access of [
            snmpTo(0, { version: '1', community: 'vecinos' }),
            snmpTo(0, { community: 'vecinos' }),
            versionThree(0, { username: 'old', ...secrets('md5', 'des') }),
            versionThree(0, { username: 'mid', ...secrets('sha', 'aes') }),
            versionThree(0, { username: 'new', ...secrets('sha256', 'aes') }),
        ]) {
            const answer = await read(access);
            expect(answer.ok ? answer.reading : answer.fault).toMatchObject(told);
        }
    });
    it('tells a wrong user or key, and ignores another community', async () => {
        const read = await real();
        const codes = [];
        for (const access of [
            versionThree(0, { username: 'nobody' }),
            versionThree(0, { username: 'mid', ...secrets('sha', 'aes', 'wrong-key-7') }),
            versionThree(0, { username: 'mid', ...secrets('sha', 'aes', 'auth-key-7', 'wrong-key-7') }),
            versionThree(0, { username: 'mid', auth: { protocol: 'sha', key: 'auth-key-7' }, privacy: null }),
            snmpTo(0, { community: 'other', timeoutMs: 200 }),
        ]) {
            codes.push(faultOf(await read(access))[0]);
        }
        expect(codes).toEqual(['device-login', 'device-login', 'device-login', 'device-login', 'device-unreachable']);
    });
});
