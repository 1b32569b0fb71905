// What the command says when something is not as it should be: a database that is not there, a key that is gone, a router that
// is silent when somebody pays, two names for one device, a typing error that serves a debtor.
import { existsSync } from 'node:fs';
import { chmod, chown, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desks, listed } from '../fixtures/desk.js';
import { makeCertificate } from '../fixtures/peers/routeros-certificate.js';
import { maskPassword, openDatabase } from './database.js';
import { printable } from './output.js';
import { run } from './run.js';
const { openDesk, openFolder, openShop, router, ispcube } = desks(run);
test('a configuration that everybody may write to, or that is somebody else’s, is not run', async () => {
    const desk = await openDesk();
    const file = join(desk.folder, 'ispcube.config.ts');
    await chmod(file, 0o666);
    expect((await desk.ispcube('status')).err).toContain('is not run, because everybody may write to it');
    await chmod(file, 0o600);
    expect((await desk.ispcube('status')).code).toBe(0);
    if (process.getuid?.() !== 0)
        return; // only root can give a file away
    await chown(file, 65_534, 65_534);
    expect((await desk.ispcube('status')).err).toContain('is not run, because it belongs to another user');
});
describe('a database that is not there', () => {
    test.each([['status'], ['enforce', 'apply'], ['start']])('is not made by %s %s', async (...argv) => {
        const folder = await openFolder();
        await writeFile(join(folder, 'ispcube.config.ts'), `export default { database: 'sqlite:./nope.db' }\n`);
        const { code, err } = await ispcube(folder, { ISPCUBE_SECRET_KEY: 'k'.repeat(40) }, argv);
        expect([code, err]).toEqual([2, expect.stringMatching(/there is no ISPCube database .*nope\.db: is the path right/)]);
        expect(existsSync(join(folder, 'nope.db'))).toBe(false);
    });
    test('nor is an empty file taken for a configuration', async () => {
        const folder = await openFolder();
        await writeFile(join(folder, 'ispcube.config.ts'), '');
        const { code, err } = await ispcube(folder, {}, ['status']);
        expect([code, err]).toEqual([2, expect.stringContaining('must say: export default')]);
    });
});
describe('a key that is gone', () => {
    const KEY = 'the key of this test, thirty-two characters';
    async function cutShop() {
        const sim = await router();
        const env = { ISPCUBE_ALLOW_TIME_TRAVEL: 'true', ISPCUBE_SECRET_KEY: KEY };
        const desk = await openShop(sim, env);
        const key = join(desk.folder, 'ispcube.key');
        await writeFile(key, `${KEY}\n`, { mode: 0o600 });
        desk.env.ISPCUBE_SECRET_KEY = '';
        expect((await desk.ispcube('cut', 'A4', '--comment', 'asked for it')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.4']);
        return { desk, key, listed: () => listed(sim) };
    }
    test('whoever restores hears why it waits, and it is done once the key is back', async () => {
        const { desk, key, listed } = await cutShop();
        await rename(key, `${key}.kept`);
        const answer = await desk.ispcube('restore', 'A4');
        expect([answer.code, answer.err]).toEqual([0, expect.stringMatching(/not carried out yet.*the secret key cannot be read/)]);
        expect((await desk.ispcube('enforce', 'explain', 'A4')).out).toContain('the secret key cannot be read');
        expect((await desk.ispcube('status')).out).toContain('put back your copy');
        await rename(`${key}.kept`, key);
        const again = await desk.ispcube('restore', 'A4');
        expect([again.code, listed()]).toEqual([0, []]);
    });
    test('another key is told apart, and doctor and test say whose password does not open', async () => {
        const { desk, key } = await cutShop();
        await writeFile(key, `${'x'.repeat(40)}\n`);
        const { code, err } = await desk.ispcube('router', 'test', 'norte-1');
        expect([code, err]).toEqual([
            2,
            expect.stringContaining('the password of router norte-1 was sealed under another secret key'),
        ]);
    });
    test('init makes no new one behind the back of sealed passwords, unless it is told to', async () => {
        const { desk, key } = await cutShop();
        await rename(key, `${key}.kept`);
        const { code, err } = await desk.ispcube('init', '--yes');
        expect([code, err]).toEqual([2, expect.stringMatching(/1 password in .* cannot be read without the key/)]);
        expect(existsSync(key)).toBe(false);
        expect((await desk.ispcube('init', '--yes', '--new-key')).code).toBe(0);
        expect(existsSync(key)).toBe(true);
    });
});
test('whoever pays while his router is silent is to be served, and hears it each time he comes', async () => {
    const sim = await router();
    const desk = await openShop(sim);
    await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00');
    expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2']);
    sim.faults = { hang: true };
    const first = await desk.ispcube('pay', 'A1', '5000', '--at', '2026-11-12T10:00');
    expect(first.out).toContain('to be served (in-good-standing)');
    expect(first.err).toMatch(/not carried out yet, will be retried: 1 order/);
    const second = await desk.ispcube('pay', 'A1', '1', '--at', '2026-11-12T10:01', '--json');
    expect(second.json).toMatchObject({ state: 'active', orders: [{ to: 'active', outcome: 'failed' }] });
    sim.faults = {};
    const third = await desk.ispcube('pay', 'A1', '1', '--at', '2026-11-12T10:02');
    expect([third.out, listed(sim)]).toEqual([expect.stringContaining('; served (in-good-standing)'), ['10.0.0.2']]);
});
describe('two names for one device', () => {
    test('are refused, typed and in a file, but two routers of a file may change places', async () => {
        const desk = await openDesk();
        const add = (name, port) => desk.ispcube('router', 'add', name, '--driver', 'routeros', '--host', '10.0.0.1', '--port', port);
        await add('norte', '8728');
        await add('sur', '8729');
        const twin = await add('otra', '8728');
        expect([twin.code, twin.err]).toEqual([2, expect.stringContaining('10.0.0.1:8728 is router "norte" already')]);
        const file = await desk.file('twin.csv', 'name,driver,host,port', 'otra,routeros,10.0.0.1,8729');
        const imported = await desk.ispcube('import', 'routers', file);
        expect([imported.code, imported.err]).toEqual([2, expect.stringMatching(/twin.csv:2 .*is router "sur" already/)]);
        const swap = await desk.file('swap.csv', 'name,port', 'norte,8729', 'sur,8728');
        expect((await desk.ispcube('import', 'routers', swap)).code).toBe(0);
    });
});
test('an address typed twice serves the debtor, and everybody is told so', async () => {
    const sim = await router();
    const desk = await openShop(sim);
    await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00');
    const file = await desk.file('typo.csv', 'customer_code,name,kind,router,ip', 'A4,casa,address-list,norte-1,10.0.0.2');
    const said = /A2\/casa and A4\/casa share ip 10\.0\.0\.2 on one router: they are cut only if all of them are to be cut/;
    expect((await desk.ispcube('import', 'connections', file, '--dry-run')).err).toMatch(said);
    expect((await desk.ispcube('import', 'connections', file)).err).toMatch(said);
    expect(listed(sim)).toEqual(['10.0.0.1']);
    const { out } = await desk.ispcube('enforce', 'explain', 'A2', '--at', '2026-11-12');
    expect(out).toContain('is to be cut');
    expect(out).toContain('desired active (shared)');
    expect(out).toContain('order 3 to restore (shared, caused by shared');
    expect(out).toContain('shares its address, user or MAC with A4/casa');
});
test('who is to be cut and has no order yet is told when the next run cuts him', async () => {
    const desk = await openShop(await router());
    const { out } = await desk.ispcube('enforce', 'explain', 'A1', '--at', '2026-11-11T05:00');
    expect(out).not.toContain('not ordered yet');
    const later = await desk.ispcube('enforce', 'explain', 'A1', '--at', '2026-11-12T03:00');
    expect(later.out).toContain('not ordered yet: the next run cuts it, from 2026-11-12T06:00:00-03:00 on');
});
describe('a file of connections', () => {
    const HEAD = 'customer_code,name,kind,router,ip,ipv6_prefix,in_service';
    test.each([
        ['0.0.0.0', '', 'column "ip"'],
        ['127.0.0.1', '', 'column "ip"'],
        ['224.0.0.5', '', 'column "ip"'],
        ['10.0.0.9', '2000::/3', 'column "ipv6_prefix"'],
        ['10.0.0.9', '2001:db8::/32', 'column "ipv6_prefix"'],
    ])('is refused with what no customer can have: %s %s', async (ip, prefix, said) => {
        const desk = await openShop(await router());
        const answer = await desk.ispcube('import', 'connections', await desk.file('odd.csv', HEAD, `A4,casa,address-list,norte-1,${ip},${prefix},yes`));
        expect([answer.code, answer.err]).toEqual([2, expect.stringContaining(said)]);
    });
    test('is refused where one prefix lies in another of the same router, in either order', async () => {
        const desk = await openShop(await router());
        const wide = await desk.file('wide.csv', HEAD, 'A1,casa,address-list,norte-1,10.0.0.1,2001:db8:7::/48,yes');
        const narrow = await desk.file('narrow.csv', HEAD, 'A4,casa,address-list,norte-1,10.0.0.4,2001:db8:7:100::/56,yes');
        expect((await desk.ispcube('import', 'connections', wide)).code).toBe(0);
        const answer = await desk.ispcube('import', 'connections', narrow);
        const said = '2001:db8:7::/48 of A1/casa holds 2001:db8:7:100::/56 of A4/casa on the same router';
        expect([answer.code, answer.err]).toEqual([2, expect.stringContaining(said)]);
    });
    test('that closes more than a usual day cuts needs a word, and says so in a rehearsal', async () => {
        const desk = await openShop(await router());
        const codes = Array.from({ length: 60 }, (_, index) => `B${index}`);
        await desk.ispcube('import', 'customers', await desk.file('more.csv', 'code,name', ...codes.map((code) => `${code},${code}`)));
        const rows = (served) => codes.map((code, index) => `${code},casa,address-list,norte-1,10.1.0.${index + 1},,${served}`);
        expect((await desk.ispcube('import', 'connections', await desk.file('open.csv', HEAD, ...rows('yes')))).code).toBe(0);
        const file = await desk.file('close.csv', HEAD, ...rows('no'));
        const said = /closes 60 connections that are in service; more than 50 at once need a word.*--confirm-closings 60/;
        const rehearsal = await desk.ispcube('import', 'connections', file, '--dry-run');
        expect([rehearsal.code, rehearsal.err]).toEqual([0, expect.stringMatching(said)]);
        const refused = await desk.ispcube('import', 'connections', file);
        expect([refused.code, refused.err]).toEqual([4, expect.stringMatching(said)]);
        expect((await desk.ispcube('import', 'connections', file, '--confirm-closings', '60')).code).toBe(0);
    });
});
describe('a certificate that was seen', () => {
    test('no password goes in the clear to a router that had one, and a blank cell does not turn TLS off', async () => {
        const sim = await router({ tls: makeCertificate('norte') });
        const desk = await openShop(sim);
        await desk.ispcube('router', 'set', 'norte-1', '--tls', 'yes', '--port', String(sim.port));
        expect((await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00')).code).toBe(0);
        expect((await desk.ispcube('import', 'routers', await desk.file('blank.csv', 'name,tls', 'norte-1,'))).code).toBe(0);
        expect((await desk.ispcube('router', 'list', '--json')).json.routers[0].tls).toBe(true);
        await desk.ispcube('router', 'set', 'norte-1', '--tls', 'no', '--port', String(sim.port));
        const clear = await desk.ispcube('router', 'test', 'norte-1');
        expect(clear.out).toContain('TLS is off now: nothing was sent to it');
        await desk.ispcube('router', 'set', 'norte-1', '--tls', 'yes', '--forget-pin');
        expect((await desk.ispcube('router', 'test', 'norte-1')).out).not.toContain('nothing was sent');
    });
    test('a router that is removed takes its password with it', async () => {
        const desk = await openDesk();
        const add = () => desk.ispcube('router', 'add', 'norte', '--driver', 'routeros', '--host', '10.0.0.1');
        await desk.ask(['router', 'add', 'norte', '--driver', 'routeros', '--host', '10.0.0.1', '--password-stdin'], 'secret');
        await desk.ispcube('router', 'remove', 'norte');
        await add();
        const { db, close } = await openDatabase(`sqlite:${join(desk.folder, 'isp.db')}`);
        expect(await db.selectFrom('routers').select('passwordSealed').execute()).toEqual([{ passwordSealed: null }]);
        await close();
    });
});
test('what a router or a file says cannot move the terminal; our own colours can', () => {
    const hostile = '\u001b]0;pwned\u0007\u001b[2J\u001b[31mOK\u001b[39m \u202e all paid\r';
    expect(printable(hostile)).toBe('\uFFFD]0;pwned\uFFFD\uFFFD[2J\u001b[31mOK\u001b[39m \uFFFD all paid\uFFFD');
    expect(printable('a\tb\n')).toBe('a\tb\n');
});
test.each([
    ['postgres://isp:S3cr/et@db/isp', 'postgres://…@db/isp'],
    ['postgres://isp:p@ssw0rd@db:x/isp', 'postgres://…@db:x/isp'],
    ['sqlite:./isp.db', 'sqlite:./isp.db'],
])('the password of %s is never shown', (url, shown) => {
    expect(maskPassword(url)).toBe(shown);
});
test('a text that holds a semicolon cannot become a formula of its own', async () => {
    const desk = await openDesk();
    await desk.ispcube('customer', 'add', 'C2', '--name', 'Perez;=1+1;x');
    await desk.ispcube('export', 'customers', 'c.csv');
    expect(await readFile(join(desk.folder, 'c.csv'), 'utf8')).toContain('"Perez;=1+1;x"');
    expect((await desk.ispcube('import', 'customers', join(desk.folder, 'c.csv'), '--json')).json).toMatchObject({ unchanged: 1 });
});
