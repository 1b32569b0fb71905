// RADIUS through the command and a running daemon: a client is let in, a NAS tells of a session over a real socket, and the
// sessions and the traffic of the customer are what it told.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { freeTcpPort, freeUdpPort } from '../fixtures/peers/free-port.js';
import { startNasIncoming } from '../fixtures/peers/nas-incoming.js';
import { ACCT, startNas, STATUS } from '../fixtures/peers/nas.js';
import { run } from './run.js';
const { openDesk, openShop, router, daemon } = desks(run);
test('a NAS tells, the customer is shown', async () => {
    const desk = await openShop(await router(), {});
    const port = await freeUdpPort();
    await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', radius: { listen: ['127.0.0.1:${port}'] } }`);
    const file = await desk.file('pppoe.csv', 'customer_code,name,kind,router,username', 'A1,casa,pppoe,norte-1,ana@isp');
    expect((await desk.ispcube('import', 'connections', file)).code).toBe(0);
    const empty = await desk.ispcube('radius', 'traffic', 'A1');
    expect(empty.out).toContain('never logged in over RADIUS');
    const added = await desk.ask(['radius', 'client', 'add', 'relay', '127.0.0.0/8', '--secret-stdin'], 'testing123\n');
    expect([added.code, added.out]).toEqual([0, 'relay may send accounting from 127.0.0.0/8\n']);
    await daemon(desk);
    const nas = await startNas({ secret: 'testing123', port, againMs: 200, tries: 50, signed: true });
    const tell = (status, seconds, up, down) => nas.send([
        ...[
            [ACCT.status, status],
            [ACCT.user, 'ana@isp'],
            [ACCT.session, '81100000'],
            [ACCT.seconds, seconds],
        ],
        ...[
            [ACCT.upOctets, up],
            [ACCT.downOctets, down],
            [ACCT.framedAddress, Buffer.from([10, 20, 0, 7])],
        ],
    ]);
    expect(await tell(STATUS.start, 0, 0, 0)).toBe(true);
    expect(await tell(STATUS.interim, 2, 1_500_000, 25_000_000)).toBe(true);
    await nas.close();
    const sessions = await desk.ispcube('radius', 'sessions', 'A1', '--json');
    expect(sessions.json.sessions).toMatchObject([
        { connection: 'casa', user: 'ana@isp', to: null, upOctets: 1_500_000, downOctets: 25_000_000, address: '10.20.0.7' },
    ]);
    expect((await desk.ispcube('radius', 'sessions', 'A1')).out).toMatch(/casa .* online .*25\.0 MB .*1\.50 MB .*10\.20\.0\.7/);
    const traffic = await desk.ispcube('radius', 'traffic', 'A1', '--json');
    expect(traffic.json.total).toEqual({ upOctets: 1_500_000, downOctets: 25_000_000 });
    expect((await desk.ispcube('radius', 'traffic', 'A1', '--step', '5m')).out).toContain('in all: 25.0 MB down, 1.50 MB up');
});
test('clients: a wrong prefix, a short secret, a name that is taken, one that is not there', async () => {
    const desk = await openDesk();
    const add = (name, prefix, secret = 'long enough') => desk.ask(['radius', 'client', 'add', name, prefix, '--secret-stdin'], `${secret}\n`);
    for (const prefix of ['10.0.0.0/33', '0.0.0.0/0', '::/0', 'norte', '10.0.0.0/24/1', '10.0.0'])
        expect([prefix, (await add('aps', prefix)).code]).toEqual([prefix, 2]);
    expect((await add('aps', '10.0.0.0/24', 'short')).err).toContain('at least 8 characters');
    expect((await add('aps', '10.0.0.0/24')).code).toBe(0);
    expect((await add('aps', '10.1.0.0/24')).code).toBe(2);
    expect((await add('six', '2001:db8::/32')).out).toContain('2001:db8::/32');
    expect((await desk.ispcube('radius', 'client', 'list')).out).toMatch(/aps +10\.0\.0\.0\/24\n.*six +2001:db8::\/32/);
    expect((await desk.ispcube('radius', 'client', 'remove', 'nope')).code).toBe(6);
    expect((await desk.ispcube('radius', 'client', 'remove', 'aps')).code).toBe(0);
});
test('doctor says what RADIUS lacks', async () => {
    const desk = await openDesk();
    const radius = async () => {
        const { json } = await desk.ispcube('doctor', '--json');
        return json.checks.find((check) => check.name === 'radius');
    };
    expect(await radius()).toMatchObject({ ok: true, detail: expect.stringContaining('nobody may send accounting') });
    await desk.ispcube('router', 'add', 'norte', '--driver', 'radius', '--host', 'norte.example', '--radius-secret', 'testing123');
    expect(await radius()).toMatchObject({
        ok: false,
        detail: expect.stringContaining('norte is not heard: packets come from an address'),
    });
    await desk.ispcube('router', 'set', 'norte', '--host', '10.0.0.1');
    expect((await radius()).detail).toMatch(/1 client with a secret|sysctl -w net\.core\.rmem_max=4194304/);
    await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', radius: { listen: [] } }`);
    expect(await radius()).toMatchObject({ ok: false, detail: '1 client and no port: set radius.listen' });
});
test('a router that asks RADIUS: tested, cut without a daemon, and beside one', async () => {
    const desk = await openShop(await router(), {});
    const port = await freeUdpPort();
    const limits = { commandMs: 600, coaProofMs: 800, catchUpMs: 8000 };
    await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', radius: { listen: ['127.0.0.1:${port}'] }, limits: ${JSON.stringify(limits)} }`);
    const nas = await startNasIncoming({ secret: 'testing123', accountingPort: port });
    onTestFinished(() => nas.close());
    const nasRouter = ['--driver', 'radius', '--host', '127.0.0.1', '--coa-port', String(nas.port)];
    await desk.ispcube('router', 'add', 'nas-1', ...nasRouter);
    expect((await desk.ispcube('router', 'test', 'nas-1')).out).toContain('--radius-secret');
    await desk.ispcube('router', 'set', 'nas-1', '--radius-secret', 'testing124');
    const mistaken = await desk.ispcube('router', 'test', 'nas-1');
    expect([mistaken.code, mistaken.out]).toEqual([3, expect.stringContaining('/radius incoming set accept=yes')]);
    const set = ['router', 'set', 'nas-1'];
    const both = await desk.ask([...set, '--radius-secret-stdin', '--password-stdin'], 'testing123\n');
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('standard input is one of them')]);
    const unasked = await desk.ispcube(...set, '--ask-radius-secret');
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('use --radius-secret-stdin')]);
    const typed = await desk.ask([...set, '--radius-secret-stdin'], 'testing123\n');
    expect([typed.code, typed.out]).toEqual([0, expect.not.stringContaining('testing123')]);
    expect(await desk.ispcube('router', 'test', 'nas-1')).toMatchObject({
        code: 0,
        out: expect.stringContaining('no such session'),
    });
    expect((await desk.ispcube('router', 'list')).out).toMatch(new RegExp(`nas-1 +radius +127\\.0\\.0\\.1:${nas.port} `));
    expect((await desk.ispcube('settings', 'set', 'radius.interimS', '120')).code).toBe(0);
    const rules = (await desk.ispcube('router', 'rules', 'nas-1')).out;
    expect(rules).toContain('/ppp aaa set use-radius=yes accounting=yes interim-update=120s');
    expect(rules).toContain(`/radius incoming set accept=yes port=${nas.port}`);
    expect((await desk.ispcube('settings', 'set', 'radius.interimS', '300')).code).toBe(0);
    const file = await desk.file('fibra.csv', 'customer_code,name,kind,router,username', 'A2,fibra,hotspot,nas-1,ana');
    expect((await desk.ispcube('import', 'connections', file)).code).toBe(0);
    // Nobody hears accounting: the NAS is asked by name until it has nobody of that name, and its word is the proof.
    const mute = await startNasIncoming({ secret: 'testing123' });
    onTestFinished(() => mute.close());
    await mute.dial({ id: '8f000000', user: 'ana', address: '10.20.0.7' });
    await desk.ispcube('router', 'set', 'nas-1', '--coa-port', String(mute.port));
    const alone = await desk.ispcube('cut', 'A2', '--comment', 'test', '--json');
    expect(alone.json.orders).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    expect(mute.sessions).toEqual([]);
    expect((await desk.ispcube('enforce', 'explain', 'A2')).out).toMatch(/observed cut.*has no session of ana/);
    expect((await desk.ispcube('restore', 'A2', '--json')).json.orders).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    await desk.ispcube('router', 'set', 'nas-1', '--coa-port', String(nas.port));
    await daemon(desk);
    await nas.dial({ id: '8f000001', user: 'ana', address: '10.20.0.7' });
    nas.faults = { stopLateMs: 300 };
    const cut = await desk.ispcube('cut', 'A2', '--comment', 'test', '--json');
    expect(cut.json.orders).toMatchObject([{ outcome: 'done' }, { outcome: 'done' }]);
    expect((await desk.ispcube('enforce', 'explain', 'A2')).out).toMatch(/fibra: hotspot ana on nas-1\n.*observed cut.*told by Stop/);
});
test('doctor says whether the ports are free, ours, or of somebody else', async () => {
    const desk = await openDesk();
    const [port, http] = [await freeUdpPort(), await freeTcpPort()];
    const configure = (address) => desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', radius: { listen: ['${address}'], bufferBytes: 65536 }, http: { listen: '127.0.0.1:${http}' } }`);
    await configure(`127.0.0.1:${port}`);
    await desk.ask(['radius', 'client', 'add', 'aps', '127.0.0.0/8', '--secret-stdin'], 'testing123');
    const listen = async () => {
        const { json } = await desk.ispcube('doctor', '--json');
        return json.checks.find((check) => check.name === 'listen');
    };
    expect(await listen()).toEqual({ name: 'listen', ok: true, detail: `127.0.0.1:${port} free` });
    const other = createSocket('udp4').bind(port, '127.0.0.1');
    await once(other, 'listening');
    expect(await listen()).toMatchObject({
        ok: false,
        detail: expect.stringMatching(/EADDRINUSE.*another program has it.*the daemon was not asked: nothing answers on/),
    });
    other.close();
    await once(other, 'close');
    await daemon(desk);
    const ours = { name: 'listen', ok: true, detail: `the daemon listens on 127.0.0.1:${port}` };
    await vi.waitFor(async () => expect(await listen()).toEqual(ours), { timeout: 10_000, interval: 100 });
    await configure('203.0.113.9:1813');
    expect(await listen()).toMatchObject({ ok: false, detail: expect.stringContaining('this machine has no such address') });
});
