// Routers over SSH as an operator meets them: a Linux router set up with the lines that the command prints, a customer who owes,
// is cut there and pays; and a template of the configuration.
import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { findNamespaces, startLinuxRouter } from '../fixtures/peers/linux-router.js';
import { DROPBEAR_PASSWORD, DROPBEAR_USER } from '../fixtures/peers/ssh-dropbear.js';
import { startListRouter } from '../fixtures/peers/ssh-lists.js';
import { run } from './run.js';
const { openDesk } = desks(run);
const isSkipped = findNamespaces() === null && process.env.CI !== 'true' && process.env.ISPCUBE_NO_SKIP !== '1';
const CUT_AT = '2026-11-11T06:00';
const shop = async () => {
    const desk = await openDesk({ ISPCUBE_ALLOW_TIME_TRAVEL: 'true' });
    const load = async (kind, ...lines) => {
        const answer = await desk.ispcube('import', kind, await desk.file(`${kind}.csv`, ...lines));
        expect(answer.code, answer.err).toBe(0);
    };
    await load('routers', 'name,driver', 'caja-1,none');
    await load('customers', 'code,name', 'A1,Ana', 'A2,Beto');
    const places = ['A1,casa,address-list,caja-1,10.0.0.1,2001:db8:1:100::/56', 'A2,casa,address-list,caja-1,10.0.0.2,'];
    await load('connections', 'customer_code,name,kind,router,ip,ipv6_prefix', ...places);
    await load('documents', 'customer_code,kind,number,issued_on,due_on,amount', 'A1,FX,0001,2026-11-01,2026-11-10,5000.00');
    return desk;
};
const setRouter = async (desk, stdin, ...options) => {
    const answer = await desk.ask(['router', 'set', 'caja-1', '--driver', 'ssh', '--host', '127.0.0.1', ...options, '--password-stdin'], stdin);
    expect(answer.code, answer.err).toBe(0);
};
describe.skipIf(isSkipped)('a Linux router', () => {
    test.each([
        [
            'linux-nft',
            "nft -f - <<'END'\n",
            '\nEND',
            'nft list set inet ispcube ispcube-cut4; nft list set inet ispcube ispcube-cut6',
        ],
        ['linux-ipset', '', '', 'ipset list ispcube-cut4; ipset list ispcube-cut6'],
    ])('%s: from nothing to a customer who is cut, pays and is served', async (template, before, after, list) => {
        const box = await startLinuxRouter();
        onTestFinished(() => box.close());
        const desk = await shop();
        const options = ['--port', String(box.port), '--username', DROPBEAR_USER];
        await setRouter(desk, DROPBEAR_PASSWORD, ...options, '--template', template);
        const untouched = await desk.ispcube('router', 'test', 'caja-1', '--json');
        expect([untouched.code, untouched.json.ok]).toEqual([3, false]);
        const rules = await desk.ispcube('router', 'rules', 'caja-1');
        for (let twice = 0; twice < 2; twice++)
            await box.shell(`${before}${rules.out}${after}`);
        const tested = await desk.ispcube('router', 'test', 'caja-1');
        expect(tested.code, tested.out).toBe(0);
        const applied = await desk.ispcube('enforce', 'apply', '--at', CUT_AT, '--json');
        expect(applied.code, applied.err).toBe(0);
        expect(applied.json.totals).toMatchObject({ cut: 1, failed: 0 });
        expect(await box.shell(list)).toMatch(/10\.0\.0\.1 comment "ispcube:A1:1"[\s\S]*2001:db8:1:100::\/56 comment "ispcube:A1:1"/);
        const key = await desk.ispcube('router', 'list', '--json');
        expect(key.json.routers).toMatchObject([{ template, state: 'well' }]);
        const drift = await desk.ispcube('enforce', 'drift', '--json');
        expect([drift.code, drift.json.routers], drift.err).toMatchObject([0, [{ router: 'caja-1', looked: 2, differences: 0 }]]);
        const paid = await desk.ispcube('pay', 'A1', '5000.00', '--at', '2026-11-12T10:00', '--json');
        expect(paid.json).toMatchObject({ state: 'active', orders: [{ to: 'active', outcome: 'done' }] });
        expect(await box.shell(list)).not.toMatch(/ispcube:A1/);
    });
    test('lets a private key in where the password would be', async () => {
        const { privateKey } = generateKeyPairSync('ed25519');
        const made = ssh2.utils.generateKeyPairSync('ed25519');
        const read = ssh2.utils.parseKey(made.private);
        if (read instanceof Error)
            throw read;
        const box = await startLinuxRouter({ keys: [made.public] });
        onTestFinished(() => box.close());
        const desk = await shop();
        const options = ['--port', String(box.port), '--username', DROPBEAR_USER];
        await setRouter(desk, made.private, ...options);
        const tested = await desk.ispcube('router', 'test', 'caja-1', '--json');
        expect(tested.json.checks).toMatchObject([
            { name: 'log-in', ok: true },
            { name: 'host key', ok: true },
            {},
            {},
            {},
            {},
            {},
            {},
            {},
            {},
        ]);
        // One that ssh2 cannot read, and one that the router does not know.
        await setRouter(desk, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), ...options);
        const refused = await desk.ispcube('router', 'test', 'caja-1', '--json');
        expect(refused.json.checks).toMatchObject([{ name: 'log-in', ok: false }]);
        expect(refused.out).not.toContain('PRIVATE KEY');
    });
});
describe('a template of the configuration', () => {
    const withTemplates = async (desk, templates) => writeFile(join(desk.folder, 'ispcube.config.ts'), `export default ${JSON.stringify({ database: 'sqlite:./isp.db', ssh: { templates } })}\n`);
    const own = {
        look: 'list {list}{family}',
        entry: '^(?<address>[0-9a-f.:/]+)(?: # (?<comment>.*))?$',
        skip: '^(?:list .*|end)$',
        feed: 'feed',
        cut: 'add {list}{family} {address} {comment}',
        restore: 'del {list}{family} {address}',
    };
    test('cuts and restores', async () => {
        const sim = await startListRouter();
        onTestFinished(() => sim.close());
        const desk = await shop();
        await withTemplates(desk, { 'caja-propia': own });
        await setRouter(desk, 'ubnt', '--port', String(sim.port), '--username', 'ubnt', '--template', 'caja-propia');
        expect((await desk.ispcube('router', 'test', 'caja-1')).code).toBe(0);
        expect((await desk.ispcube('router', 'rules', 'caja-1')).out).toMatch(/no rules to paste for the template caja-propia/);
        await desk.ispcube('enforce', 'apply', '--at', CUT_AT);
        expect([...(sim.lists.get('ispcube-cut4')?.keys() ?? [])]).toEqual(['10.0.0.1']);
        // Restarted, it has forgotten everybody: without a name all routers are read, and it is one of them.
        for (const list of sim.lists.values())
            list.clear();
        const drift = await desk.ispcube('enforce', 'drift', '--mend', '--json', '--at', '2026-11-11T07:00');
        expect([drift.code, drift.json.differences]).toMatchObject([0, [{ kind: 'not-cut', connection: 'A1/casa' }]]);
        expect([...(sim.lists.get('ispcube-cut4')?.keys() ?? [])]).toEqual(['10.0.0.1']);
        await desk.ispcube('pay', 'A1', '5000.00', '--at', '2026-11-12T10:00');
        expect(sim.lists.get('ispcube-cut4')?.size).toBe(0);
        // Its host key is pinned since the first run.
        sim.cpe.changeHostKey();
        expect((await desk.ispcube('router', 'test', 'caja-1')).out).toMatch(/another host key .* no password was sent/);
        await desk.ispcube('router', 'set', 'caja-1', '--forget-pin');
        expect((await desk.ispcube('router', 'test', 'caja-1')).code).toBe(0);
        // Taken out of the configuration while a router names it: said, and nothing is dialled.
        await withTemplates(desk, {});
        const gone = await desk.ispcube('router', 'test', 'caja-1');
        expect([gone.code, gone.out]).toEqual([3, expect.stringMatching(/there is no template "caja-propia" in the configuration/)]);
    });
    test.skipIf(isSkipped)('as docs/ssh.md has it cuts and restores on a real router', async () => {
        const [, example = ''] = /```ts\n(export default \{\n {2}ssh:[\s\S]*?)```/.exec(await readFile('docs/ssh.md', 'utf8')) ?? [];
        const box = await startLinuxRouter();
        onTestFinished(() => box.close());
        for (const [family, inet] of [
            [4, 'inet'],
            [6, 'inet6'],
        ])
            await box.run('ipset', 'create', `ispcube-cut${family}`, 'hash:net', 'family', inet, 'comment');
        const desk = await shop();
        await desk.file('ispcube.config.ts', example.replace('export default {', "export default {\n  database: 'sqlite:./isp.db',"));
        await setRouter(desk, DROPBEAR_PASSWORD, '--port', String(box.port), '--username', DROPBEAR_USER, '--template', 'caja-vieja');
        await desk.ispcube('enforce', 'apply', '--at', CUT_AT);
        expect(await box.run('ipset', 'save', 'ispcube-cut4')).toMatch(/add ispcube-cut4 10\.0\.0\.1 comment "ispcube:A1:1"/);
        const applied = await desk.ispcube('restore', 'A1', '--json');
        expect(applied.code, applied.err).toBe(0);
        expect(await box.run('ipset', 'save', 'ispcube-cut4')).not.toMatch(/add/);
    });
    test('that cannot be used stops the start, and says which key is wrong and why', async () => {
        const desk = await shop();
        await withTemplates(desk, { 'caja-propia': { ...own, cut: 'add {list} {adress}', entry: '(', feed: 'feed {list}' } });
        const { code, err } = await desk.ispcube('router', 'list');
        expect(code).toBe(2);
        for (const key of ['cut', 'entry', 'feed'])
            expect(err).toContain(`ssh.templates.caja-propia.${key}`);
        expect(err).toMatch(/knows no placeholder \{adress\}; known here: \{list\} \{family\} \{address\} \{comment\}/);
    });
    test('that nobody has made is refused where it is named', async () => {
        const desk = await shop();
        const { code, err } = await desk.ispcube('router', 'set', 'caja-1', '--template', 'vyos');
        expect([code, err]).toEqual([
            2,
            expect.stringMatching(/template: "vyos" is not acceptable; expected linux-nft, linux-ipset, or one/),
        ]);
    });
});
