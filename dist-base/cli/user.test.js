// `ispcube user`, the first person of `init`, and `ispcube web`: who may log in, as a sysadmin gives and takes it.
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { freeTcpPort } from '../fixtures/peers/free-port.js';
import { atTerminal } from '../fixtures/terminal.js';
import { run } from './run.js';
const { openDesk, openFolder, ispcube } = desks(run);
const MADE = /[a-z2-9]{4}(?:-[a-z2-9]{4}){3}/;
test('the first one lets the others in; a password is made and shown once, or comes by standard input', async () => {
    const desk = await openDesk();
    expect((await desk.ispcube('user', 'list')).out).toContain('nobody yet; ispcube user add NAME --role administrador');
    const added = await desk.ispcube('user', 'add', 'Root', '--role', 'administrador');
    expect([added.code, added.out]).toEqual([0, expect.stringMatching(MADE)]);
    const piped = await desk.ask(['user', 'add', 'ana', '--name', 'Ana Suárez', '--password-stdin'], 'una frase bastante larga\n');
    expect(piped).toMatchObject({ code: 0, out: 'ana may log in as operador; the first log-in asks for another password\n' });
    const list = await desk.ispcube('user', 'list', '--json');
    expect(list.json).toMatchObject({
        users: [
            { user: 'ana', name: 'Ana Suárez', role: 'operador', secondFactor: false, disabled: false, seen: null },
            { user: 'root', role: 'administrador' },
        ],
        roles: ['administrador', 'supervisor', 'operador', 'cobrador', 'técnico'],
    });
    expect(list.out).not.toMatch(MADE);
    expect((await desk.ispcube('user', 'list')).out).toMatch(/ana +Ana Suárez +operador +never logged in/);
});
test('what cannot be is refused with what to do', async () => {
    const desk = await openDesk();
    await desk.ispcube('user', 'add', 'root', '--role', 'administrador');
    for (const [argv, code, why] of [
        [['add', 'root'], 2, 'somebody has the user name "root" already'],
        [['add', 'a b'], 2, 'small letters, digits, dots and dashes'],
        [['add', 'beto', '--role', 'jefe'], 6, 'there is no role "jefe"'],
        [['add', 'beto', '--role', 'cobrador'], 2, 'say which collector beto is'],
        [['add', 'beto', '--email', 'no'], 2, 'one e-mail address'],
        [['set', 'root'], 2, 'nothing to change'],
        [['set', 'root', '--role', 'operador'], 2, 'nobody would be left who may let others in'],
        [['disable', 'root'], 2, 'nobody would be left who may let others in'],
        [['passwd', 'nadie'], 6, 'there is no user "nadie"'],
        [['enable', 'nadie'], 6, 'there is no user "nadie"'],
    ]) {
        const answer = await desk.ispcube('user', ...argv);
        expect([argv.join(' '), answer.code, answer.err]).toEqual([argv.join(' '), code, expect.stringContaining(why)]);
    }
    const short = await desk.ask(['user', 'passwd', 'root', '--password-stdin'], 'corta\n');
    expect([short.code, short.err]).toEqual([2, expect.stringContaining('at least 10 characters')]);
    expect(short.err).not.toContain('corta');
});
test('changed, shut out and let in again; a password typed at a terminal does not show', async () => {
    const desk = await openDesk();
    await desk.ispcube('user', 'add', 'root', '--role', 'administrador');
    await desk.ispcube('user', 'add', 'ana');
    const changed = await desk.ispcube('user', 'set', 'ana', '--role', 'cobrador', '--collector', 'Ana', '--email', 'ana@isp.example');
    expect(changed.code, changed.err).toBe(0);
    expect((await desk.ispcube('user', 'list')).out).toContain('cobrador (Ana)');
    expect((await desk.ispcube('user', 'disable', 'ana')).out).toBe('ana may log in no more\n');
    expect((await desk.ispcube('user', 'list', '--json')).json.users[0]).toMatchObject({ user: 'ana', disabled: true });
    expect((await desk.ispcube('user', 'enable', 'ana')).code).toBe(0);
    const typed = await atTerminal(run, desk, ['user', 'passwd', 'ana'], [['password (empty = one is made): ', 'otra frase bien larga']]);
    expect(typed.code, typed.err).toBe(0);
    expect(typed.out + typed.err).not.toContain('otra frase');
    expect((await desk.ispcube('user', 'set', 'ana', '--no-totp')).code).toBe(0);
});
test('init lets a first one in, once', async () => {
    const folder = await openFolder();
    const first = await ispcube(folder, {}, ['init', '--yes', '--operator', 'jefa']);
    expect(first.code, first.err).toBe(0);
    expect(first.out).toMatch(new RegExp(`jefa may log in to the pages with the password ${MADE.source}`));
    const again = await ispcube(folder, {}, ['init', '--yes', '--operator', 'otra']);
    expect(again.out).not.toContain('may log in to the pages');
    const { json } = await ispcube(folder, {}, ['user', 'list', '--json']);
    expect(json.users).toMatchObject([{ user: 'jefa', role: 'administrador' }]);
});
test('web serves the pages alone until it is ended, and says where it cannot', async () => {
    const desk = await openDesk();
    const port = await freeTcpPort();
    const text = `export default { database: 'sqlite:./isp.db', web: { listen: '127.0.0.1:${port}' } }`;
    await desk.file('ispcube.config.ts', text);
    let stop = () => undefined;
    const stopped = new Promise((resolve) => (stop = resolve));
    const io = { env: desk.env, cwd: desk.folder, stdin: process.stdin, stdout: { write: () => true }, untilStop: () => stopped };
    let said = '';
    const ended = run(['web'], { ...io, stderr: { write: (line) => ((said += line), true) } });
    onTestFinished(stop);
    await expect.poll(() => said, { timeout: 10_000 }).toContain('pages are served');
    expect(await statusOf(port, '/ingresar')).toBe(200);
    const taken = await desk.ispcube('web');
    expect([taken.code, taken.err]).toEqual([2, expect.stringContaining('change web.listen')]);
    stop();
    expect(await ended).toBe(0);
    await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', web: { listen: null } }`);
    const nowhere = await desk.ispcube('web');
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('set web.listen')]);
});
const statusOf = (port, path) => new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end();
});
