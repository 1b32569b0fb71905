// The signal of a customer through the command: passwords are added unseen, a CPE is asked over a real socket, a radio over the
// API, and what was heard is listed and told; what cannot be asked says why and what to do.
import { expect, onTestFinished, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { startAgent } from '../fixtures/peers/snmp.js';
import { STATION } from '../fixtures/peers/snmp-station.js';
import { startCpe } from '../fixtures/peers/ssh.js';
import { run } from './run.js';
const { openDesk, openShop, router } = desks(run);
const PROGRAMS = {
    'mca-status': 'deviceName=casa,deviceId=02:00:5E:00:53:01,firmwareVersion=XW.ar934x.v6.1.7.32555.180523.1754,platform=NanoStation M5\n\n' +
        'wlanOpmode=sta\napMac=02:00:5E:00:53:A0\nwlanConnections=1\nsignal=-64\nnoise=-95\nccq=931\nuptime=86400\n',
    wstalist: '[{"mac":"02:00:5E:00:53:A0","signal":-64,"ccq":93,"tx":117,"rx":104}]\n',
};
const HEAD = 'customer_code,name,kind,router,ip,mac,cpe_host,cpe_vendor';
test('report, poll, list and history of a CPE, of a registered one and of one that cannot be asked', async () => {
    const sim = await router();
    sim.add('/interface/wireless/registration-table', { 'mac-address': 'AA:BB:CC:00:11:02', 'signal-strength': '-81@6Mbps' });
    const desk = await openShop(sim, {});
    const cpe = await startCpe({ username: 'ubnt', password: 'clave', programs: PROGRAMS });
    onTestFinished(() => cpe.close());
    const file = await desk.file('connections.csv', HEAD, `A1,casa,address-list,norte-1,10.0.0.1,,127.0.0.1:${cpe.port},Ubiquiti`, 'A1,galpon,address-list,norte-1,10.0.0.2,AA:BB:CC:00:11:02,,mimosa', 'A1,quinta,address-list,norte-1,10.0.0.3,,,');
    expect((await desk.ispcube('import', 'connections', file)).code).toBe(0);
    const finding = async () => {
        const { json } = await desk.ispcube('doctor', '--json');
        return json.checks.find((check) => check.name === 'signal');
    };
    expect(await finding()).toMatchObject({ ok: false, detail: expect.stringContaining('1 Ubiquiti CPE and nothing to ask') });
    const before = await desk.ispcube('cpe', 'report', 'A1', '--connection', 'casa');
    expect([before.code, before.out]).toEqual([3, expect.stringContaining('ispcube cpe password add USER')]);
    const added = await desk.ask(['cpe', 'password', 'add', 'ubnt', '--password-stdin'], 'clave\n');
    expect([added.code, added.out]).toEqual([0, 'added as number 1; CPEs that let nobody in are tried again\n']);
    const told = await desk.ispcube('cpe', 'report', 'A1');
    expect(told.code).toBe(3);
    expect(told.out).toMatch(/A1\/casa\n +signal +-64 dBm +█{17}░{13} +good\n +over the noise +31 dB .* good\n +CCQ +93\.1 % .*good/);
    expect(told.out).toMatch(/device +NanoStation M5, .*6\.1\.7/);
    expect(told.out).toMatch(/A1\/galpon\n +heard by the access point +-81 dBm +█+░+ +poor/);
    expect(told.out).toContain('A1/quinta: the table of a radio is searched by MAC, and it has none');
    const one = await desk.ispcube('cpe', 'report', 'A1', '--connection', 'casa', '--json');
    expect(one.code).toBe(0);
    expect(one.json.connections).toMatchObject([
        { connection: 'A1/casa', why: null, reading: { source: 'ssh', signalDbm: -64, ccqPct: 93.1 } },
    ]);
    cpe.faults = { wrongPassword: true };
    const poll = await desk.ispcube('cpe', 'poll', '--router', 'norte-1', '--json');
    expect([poll.code, poll.json]).toMatchObject([
        0,
        { connections: 6, asked: 2, read: 1, failed: 1, faults: [{ connection: 'A1/casa', code: 'device-login' }] },
    ]);
    expect(await finding()).toMatchObject({ ok: false, detail: '1 CPE let nobody in: ispcube cpe list --faults' });
    expect((await desk.ispcube('status')).out).toContain('signal: 1 of 2 CPEs heard at the last try, 1 with another password, 0 due now');
    const list = await desk.ispcube('cpe', 'list');
    expect(list.out).toMatch(/A1\/galpon +norte-1 +-81 .*\nA1\/casa +norte-1 +-64 .*accepted no password/);
    expect((await desk.ispcube('cpe', 'list', '--faults', '--json')).json.cpes).toMatchObject([
        { connection: 'A1/casa', faultCode: 'device-login' },
    ]);
    const history = await desk.ispcube('cpe', 'history', 'A1', '--connection', 'casa', '--step', 'reading');
    expect(history.out).toMatch(/A1\/casa\nfrom .*\n.* -64 +-64 +█+░+ +93\.1 /);
    expect((await desk.ispcube('cpe', 'history', 'A1', '--json')).json.connections).toHaveLength(3);
});
test('a host key that changed is refused until it is forgotten, and old firmware until it is allowed', async () => {
    const desk = await openShop(await router(), {});
    const cpe = await startCpe({ username: 'ubnt', password: 'clave', programs: PROGRAMS, firmware: 'old' });
    onTestFinished(() => cpe.close());
    const file = await desk.file('c.csv', HEAD, `A1,casa,address-list,norte-1,10.0.0.1,,127.0.0.1:${cpe.port},ubnt`);
    await desk.ispcube('import', 'connections', file);
    await desk.ask(['cpe', 'password', 'add', 'ubnt', '--password-stdin'], 'clave\n');
    const report = async () => {
        const { code, out } = await desk.ispcube('cpe', 'report', 'A1');
        return { code, out };
    };
    expect(await report()).toMatchObject({ code: 3, out: expect.stringContaining('if its firmware is old, allow it the old ones') });
    expect((await desk.ispcube('cpe', 'set', 'A1', '--legacy', 'yes')).out).toBe('A1/casa: set; it is asked again now\n');
    expect((await report()).code).toBe(0);
    cpe.changeHostKey();
    expect(await report()).toMatchObject({ code: 3, out: expect.stringContaining('shows another host key') });
    expect((await desk.ispcube('status', '--json')).json.alerts).toMatchObject([{ alert: expect.stringContaining('--forget-key') }]);
    await desk.ispcube('cpe', 'set', 'A1', '--forget-key');
    expect((await report()).code).toBe(0);
    expect((await desk.ispcube('cpe', 'set', 'A1')).code).toBe(2);
    expect((await desk.ispcube('cpe', 'set', 'A1', '--legacy', 'maybe')).code).toBe(2);
    expect((await desk.ispcube('cpe', 'set', 'A1', '--connection', 'nope', '--legacy', 'no')).code).toBe(6);
});
test('over SNMP, with a community and with the keys of version 3', async () => {
    const desk = await openShop(await router(), {});
    const agent = await startAgent({
        rows: STATION,
        community: 'lectura',
        users: [{ name: 'isp', auth: { protocol: 'sha', key: 'clave-larga' }, privacy: { protocol: 'aes', key: 'otra-clave' } }],
    });
    onTestFinished(() => agent.close());
    const file = await desk.file('c.csv', HEAD, 'A1,casa,address-list,norte-1,10.0.0.1,,127.0.0.1,ubnt');
    await desk.ispcube('import', 'connections', file);
    const set = (args, secrets) => desk.ask(['cpe', 'snmp', 'set', '--port', String(agent.port), '--secret-stdin', ...args], secrets);
    const heard = async () => (await desk.ispcube('cpe', 'report', 'A1', '--json')).json.connections[0].reading;
    expect((await set([], 'lectura\n')).code).toBe(0);
    expect(await heard()).toMatchObject({ source: 'snmp', signalDbm: -64, qualityPct: 87 });
    const v3 = ['--snmp-version', '3', '--user', 'isp', '--auth', 'sha', '--privacy', 'aes'];
    expect((await set(v3, 'clave-larga\notra-clave\n')).code).toBe(0);
    expect(await heard()).toMatchObject({ source: 'snmp', signalDbm: -64 });
    expect((await desk.ispcube('cpe', 'snmp', 'list')).out).toMatch(/cpes +3 +\d+/);
    expect((await set(v3, 'clave-larga\n')).err).toContain('the privacy key is missing');
    expect((await set(v3, 'corta\notra-clave\n')).err).toContain('less than 8 characters');
    expect((await set(['--snmp-version', '3'], 'x\n')).err).toContain('version 3 needs a user');
    expect((await set(['--snmp-version', '4'], 'x\n')).code).toBe(2);
    expect((await set(['--router', 'nope'], 'lectura\n')).code).toBe(6);
    expect((await desk.ispcube('cpe', 'snmp', 'remove')).code).toBe(0);
    expect((await desk.ispcube('cpe', 'snmp', 'remove')).code).toBe(6);
});
test('passwords: five at most, never shown, removed by number', async () => {
    const desk = await openDesk();
    const add = (text) => desk.ask(['cpe', 'password', 'add', 'ubnt', '--password-stdin'], `${text}\n`);
    for (let index = 1; index <= 5; index++)
        expect((await add(`secreta-${index}`)).code).toBe(0);
    const sixth = await add('secreta-6');
    expect([sixth.code, sixth.err]).toEqual([2, expect.stringContaining('there are 5 passwords already')]);
    const list = await desk.ispcube('cpe', 'password', 'list');
    expect(list.out).toMatch(/number +user\n1 +ubnt\n2 +ubnt/);
    expect(list.out).not.toContain('secreta');
    expect((await desk.ispcube('cpe', 'password', 'remove', '3')).code).toBe(0);
    expect((await desk.ispcube('cpe', 'password', 'remove', '3')).code).toBe(6);
    expect((await add('')).code).toBe(2);
    expect((await desk.ispcube('cpe', 'list')).out).toContain('no CPE was asked yet');
});
