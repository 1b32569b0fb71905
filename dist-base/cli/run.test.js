// The command as scripts see it: usage, exit codes, one JSON document on standard output, configuration, customers, routers, copies
// of the database. Most runs in this process with an Io of its own; a few start the real command.
import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { desks, listed } from '../fixtures/desk.js';
import { makeProgram, run, WORDS } from './run.js';
const { openFolder, openDesk, openShop, router, ispcube } = desks(run);
describe('usage', () => {
    test('every command, with or without commands of its own, has help with an example', async () => {
        const desk = await openDesk();
        expect((await desk.ispcube('--help')).out).toContain('Example:\n  $ ispcube');
        for (const [name, word] of Object.entries(WORDS)) {
            const program = makeProgram({ stdout: { write: () => true }, stderr: { write: () => true } });
            (await word.load()).register(program, null);
            const walk = async (words, inner) => {
                const { code, out } = await desk.ispcube(...words, '--help');
                expect(code, words.join(' ')).toBe(0);
                expect(out).toContain(`Usage: ispcube ${words.join(' ')}`);
                expect(out, words.join(' ')).toContain(`Example:\n  $ ispcube ${words.join(' ')}`);
                for (const one of inner)
                    await walk([...words, one.name()], one.commands);
            };
            await walk([name], (program.commands[0]?.commands ?? []));
        }
    });
    test('an unknown command, option or missing argument is wrong usage, with a suggestion', async () => {
        const desk = await openDesk();
        const unknown = await desk.ispcube('enforse', 'plan');
        expect(unknown.code).toBe(2);
        expect(unknown.err).toContain('Did you mean enforce?');
        for (const argv of [['enforce', 'plan', '--sideways'], ['pay', 'A1'], ['enforce'], ['promise', 'ad', 'A1'], ['cut', 'A1']]) {
            expect((await desk.ispcube(...argv)).code, argv.join(' ')).toBe(2);
        }
    });
    test('with --json standard output is one document, also when it fails', async () => {
        const desk = await openDesk();
        for (const argv of [
            ['settings', 'list'],
            ['status'],
            ['router', 'list'],
            ['customer', 'list'],
            ['promise', 'list'],
            ['enforce', 'plan'],
            ['enforce', 'apply'],
            ['balance', 'rebuild'],
            ['db', 'check'],
        ]) {
            const { code, json } = await desk.ispcube(...argv, '--json');
            expect(code, argv.join(' ')).toBe(0);
            expect(typeof json, argv.join(' ')).toBe('object');
        }
        const missing = await desk.ispcube('ledger', 'nobody', '--json');
        expect([missing.code, missing.json.error.code]).toEqual([6, 'record-missing']);
        expect((await desk.ispcube('pay', '--json')).json.error.code).toBe('input-invalid');
    });
    test('with --json help and version are documents, and a missing word is named with its choices', async () => {
        const desk = await openDesk();
        expect((await desk.ispcube('--version', '--json')).json).toEqual({ version: '0.1.0' });
        const plain = await desk.ispcube('settings', '--help');
        const help = await desk.ispcube('settings', '--help', '--json');
        expect([help.code, help.json]).toEqual([0, { help: plain.out }]);
        const missing = await desk.ispcube('settings', '--json');
        const message = 'a subcommand is missing: list, get, set';
        expect([missing.code, missing.json]).toEqual([2, { error: { code: 'input-invalid', message } }]);
        expect(missing.err).toContain('Usage: ispcube settings');
        expect((await desk.ispcube('--json')).json.error.message).toMatch(/^a command is missing: init, start, /);
    });
});
describe('configuration', () => {
    test('all errors at once, each with key, value and expectation; no password is shown', async () => {
        const desk = await openDesk();
        await desk.file('ispcube.config.ts', `export default { databse: 'x', limits: { window: 0 }, log: { level: 'loud' } }`);
        const { code, err } = await desk.ispcube('status');
        expect(code).toBe(2);
        expect(err).toContain('databse: there is no such key');
        expect(err).toMatch(/limits\.window: 0 is not acceptable/);
        expect(err).toMatch(/log\.level: "loud" is not acceptable/);
    });
    test('without a file the environment is enough, and it beats the file', async () => {
        const desk = await openDesk();
        const elsewhere = join(desk.folder, 'other.db');
        const env = { ISPCUBE_DATABASE_URL: `sqlite:${elsewhere}`, ISPCUBE_SECRET_KEY: 'k'.repeat(40) };
        expect((await ispcube(tmpdir(), env, ['db', 'migrate'])).code).toBe(0);
        expect((await stat(elsewhere)).isFile()).toBe(true);
        expect((await ispcube(tmpdir(), env, ['status'])).code).toBe(0);
        const wrong = await ispcube(desk.folder, { ...desk.env, ISPCUBE_ALLOW_TIME_TRAVEL: 'perhaps' }, ['status']);
        expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('ISPCUBE_ALLOW_TIME_TRAVEL')]);
        expect((await ispcube(tmpdir(), {}, ['status', '--config', join(desk.folder, 'none.ts')])).code).toBe(2);
    });
    test('init makes a configuration, a key of mode 600 and a database, and keeps them the second time', async () => {
        const folder = await openFolder();
        const env = {};
        expect((await ispcube(folder, env, ['init'])).code).toBe(2);
        expect((await ispcube(folder, env, ['init', '--yes', '--dir', 'isp', '--time-zone', 'America/Montevideo'])).code).toBe(0);
        const key = join(folder, 'isp', 'ispcube.key');
        expect((await stat(key)).mode & 0o777).toBe(0o600);
        const text = await readFile(key, 'utf8');
        expect((await ispcube(folder, env, ['init', '--yes', '--dir', 'isp'])).code).toBe(0);
        expect(await readFile(key, 'utf8')).toBe(text);
        const { out } = await ispcube(folder, env, ['settings', 'get', 'timeZone', '--config', 'isp/ispcube.config.ts']);
        expect(out.trim()).toBe('America/Montevideo');
        expect((await ispcube(join(folder, 'isp'), env, ['doctor', '--json'])).json.checks).toContainEqual(expect.objectContaining({ name: 'key', ok: true }));
    });
});
describe('customers and routers', () => {
    test('sign-up, a duplicate, deletion that cuts, and the way back', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        expect((await desk.ispcube('customer', 'add', 'A5', '--name', 'Elsa', '--id-type', 'DNI', '--id-number', '23456789')).code).toBe(0);
        const twin = await desk.ispcube('customer', 'add', 'A6', '--name', 'Elsa II', '--id-type', 'dni', '--id-number', '23.456.789');
        expect([twin.code, twin.err]).toEqual([0, expect.stringContaining('A5')]);
        expect((await desk.ispcube('customer', 'add', 'A5', '--name', 'X')).code).toBe(2);
        expect((await desk.ispcube('customer', 'add', 'ZZ5', '--name', 'X')).code).toBe(2);
        const wrong = await desk.ispcube('customer', 'add', 'A7', '--name', 'X', '--id-type', 'CUIT', '--id-number', '20-12345678-9', '--company', '6');
        expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('company')]);
        const deleted = await desk.ispcube('customer', 'delete', 'A4', '--json');
        expect(deleted.json).toMatchObject({ customer: 'ZZA4', formerCode: 'A4', orders: [{ to: 'cut', outcome: 'done' }] });
        expect(listed(sim)).toEqual(['10.0.0.4']);
        expect((await desk.ispcube('customer', 'recode', 'ZZA4', 'A1')).code).toBe(2);
        expect((await desk.ispcube('customer', 'recode', 'ZZA4', 'A4', '--json')).json.broughtBack).toBe(true);
        expect(listed(sim)).toEqual([]);
        expect((await desk.ispcube('customer', 'list', '--search', 'dora', '--json')).json.customers.map((row) => row.code)).toEqual(['A4']);
    });
    test('a setting and a flag restore at once', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        await desk.ispcube('enforce', 'apply', '--at', '2026-11-11');
        expect((await desk.ispcube('customer', 'set', 'A1', '--blockable', 'no')).code).toBe(0);
        expect(listed(sim)).toEqual(['10.0.0.2']);
        await desk.ispcube('settings', 'set', 'unblockThreshold', '6000');
        expect(listed(sim)).toEqual([]);
    });
    test('a router: added, tested, refused removal while it is used, its password never shown', async () => {
        const sim = await router();
        const desk = await openShop(sim);
        const tested = await desk.ispcube('router', 'test', 'norte-1', '--json');
        expect(tested.json.checks[0]).toMatchObject({ name: 'log-in', ok: true });
        expect((await desk.ispcube('router', 'rules', 'norte-1')).out).toContain('ispcube-cut');
        expect((await desk.ispcube('router', 'remove', 'norte-1')).code).toBe(2);
        expect((await desk.ispcube('router', 'add', 'norte-1', '--driver', 'routeros', '--host', '10.9.9.9')).code).toBe(2);
        expect((await desk.ispcube('router', 'add', 'sur-1', '--driver', 'routeros', '--host', '10.9.9.9', '--password', 'geheim')).code).toBe(0);
        const set = await desk.ispcube('router', 'set', 'sur-1', '--password', 'noch-geheimer', '--host', '10.9.9.8', '--json');
        expect(set.out).not.toContain('geheim');
        expect(Object.keys(set.json.changes).sort()).toEqual(['host', 'password']);
        expect((await desk.ispcube('router', 'remove', 'sur-1')).code).toBe(0);
    });
});
describe('a router that nobody dials', () => {
    test('needs no host and shows none', async () => {
        const desk = await openDesk();
        expect((await desk.ispcube('router', 'add', 'futuro', '--driver', 'none')).code).toBe(0);
        expect((await desk.ispcube('router', 'list')).out).toMatch(/futuro +none +- /);
        expect((await desk.ispcube('router', 'list', '--json')).json.routers[0]).toMatchObject({ name: 'futuro', host: null });
        expect((await desk.ispcube('router', 'test', 'futuro')).code).toBe(0);
        const set = await desk.ispcube('router', 'set', 'futuro', '--driver', 'routeros');
        expect([set.code, set.err]).toEqual([2, expect.stringContaining('host: "" is not acceptable; expected a name or address')]);
        expect((await desk.ispcube('router', 'set', 'futuro', '--driver', 'routeros', '--host', '10.0.0.1')).code).toBe(0);
    });
});
describe('exports', () => {
    test('what was exported can be imported again and changes nothing; a formula stays text', async () => {
        const desk = await openShop(await router());
        await desk.ispcube('customer', 'set', 'A1', '--nickname', '=1+1', '--phone', '+54 351 5550000', '--lat', '-31.2', '--lng', '-64.3');
        for (const kind of ['customers', 'documents']) {
            const exported = await desk.ispcube('export', kind, `${kind}-out.csv`, '--json');
            expect([exported.code, exported.json.rows]).toEqual([0, kind === 'customers' ? 4 : 3]);
            const again = await desk.ispcube('import', kind, `${kind}-out.csv`, '--json');
            expect([again.code, again.json], again.err).toEqual([0, expect.objectContaining({ added: 0, changed: 0 })]);
        }
        expect(await readFile(join(desk.folder, 'customers-out.csv'), 'utf8')).toContain("'=1+1");
        expect((await desk.ispcube('customer', 'show', 'A1', '--json')).json).toMatchObject({
            nickname: '=1+1',
            phone: ['+54 351 5550000'],
        });
    });
    test('a sheet holds what the filter lets through', async () => {
        const desk = await openShop(await router());
        expect((await desk.ispcube('export', 'documents', 'out.xlsx', '--filter', 'search=ana', '--json')).json.rows).toBe(1);
        const book = await readXlsx(await readFile(join(desk.folder, 'out.xlsx')));
        expect(book.sheets[0]?.rows[1]?.slice(0, 6)).toEqual(['A1', 'FX', '0000', '2026-11-01', '2026-11-10', 5000]);
        expect((await desk.ispcube('export', 'customers', '-', '--filter', 'router=norte-1')).out.split('\n')).toHaveLength(6);
        for (const wrong of [['out.ods'], ['out.csv', '--filter', 'colour=red'], ['out.csv', '--filter', 'company=9']]) {
            expect((await desk.ispcube('export', 'customers', ...wrong)).code, wrong.join(' ')).toBe(2);
        }
    });
});
describe('database', () => {
    test('a backup put back is the ISP of then; nobody restores while somebody works', async () => {
        const desk = await openShop(await router());
        const file = join(desk.folder, 'copy.db');
        expect((await desk.ispcube('db', 'backup', file)).code).toBe(0);
        expect((await desk.ispcube('db', 'backup', file)).code).toBe(2);
        await desk.ispcube('customer', 'add', 'B1', '--name', 'Late');
        expect((await desk.ispcube('db', 'restore', file)).code).toBe(2);
        expect((await desk.ispcube('db', 'restore', file, '--yes')).code).toBe(0);
        expect((await desk.ispcube('customer', 'show', 'B1')).code).toBe(6);
        expect((await desk.ispcube('customer', 'show', 'A1')).code).toBe(0);
        expect((await desk.ispcube('db', 'check', '--json')).json.ok).toBe(true);
        const junk = await desk.file('junk.db', 'not a database');
        expect((await desk.ispcube('db', 'restore', junk, '--yes')).code).toBe(2);
    });
});
function exitOf(program, args, env, cwd) {
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, {
            cwd,
            env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [out, err] = ['', ''];
        child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
        child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
        child.once('error', reject);
        child.once('close', (code) => resolve({ code, out, err }));
    });
}
describe('as a process', () => {
    const MAIN = join(import.meta.dirname, 'main.ts');
    const TSX = join(import.meta.dirname, '../node_modules/tsx/dist/loader.mjs');
    const real = (desk, argv, env = {}) => exitOf(process.execPath, ['--import', TSX, MAIN, ...argv], { ...desk.env, ...env }, desk.folder);
    test('TZ changes nothing, and the exit code is that of the table', async () => {
        const desk = await openShop(await router());
        const plan = ['enforce', 'plan', '--at', '2026-11-11T06:00', '--json'];
        const [here, there, missing] = await Promise.all([
            real(desk, plan, { TZ: 'UTC' }),
            real(desk, plan, { TZ: 'Asia/Tokyo' }),
            real(desk, ['ledger', 'X']),
        ]);
        expect(here.code, here.err).toBe(0);
        expect(there.out).toBe(here.out);
        expect(missing.code).toBe(6);
    }, 60_000);
    test('a reader that goes away is no failure', async () => {
        const desk = await openDesk();
        const line = `"${process.execPath}" --import "${TSX}" "${MAIN}" completion bash | head -1; echo "\${PIPESTATUS[0]}"`;
        const { out, err } = await exitOf('bash', ['-c', line], desk.env, desk.folder);
        expect([out.trim().split('\n').at(-1), err]).toEqual(['0', '']);
    }, 60_000);
    test('the daemon ends by SIGTERM within its time, with exit 0', async () => {
        const desk = await openShop(await router());
        const child = spawn(process.execPath, ['--import', TSX, MAIN, 'start'], {
            cwd: desk.folder,
            env: { PATH: process.env.PATH, ...desk.env },
            stdio: ['ignore', 'ignore', 'pipe'],
        });
        const ended = new Promise((resolve) => child.once('close', resolve));
        await new Promise((resolve) => {
            let said = '';
            child.stderr.setEncoding('utf8').on('data', (text) => {
                said += text;
                if (said.includes('daemon started'))
                    resolve();
            });
        });
        expect((await desk.ispcube('db', 'backup', 'copy.db')).code).toBe(0);
        expect((await desk.ispcube('db', 'restore', 'copy.db', '--yes')).code).toBe(5);
        child.kill('SIGTERM');
        expect(await ended).toBe(0);
    }, 60_000);
});
