// The demo as somebody meets it who leaves it running: what it proposes to try works from another terminal.
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { run } from './run.js';
const { openFolder, ispcube } = desks(run);
test('the daemon of the demo answers, its NAS takes Disconnect-Requests, its notice page names who is cut', async () => {
    const folder = await openFolder();
    let [out, stop] = ['', () => { }];
    const stopped = new Promise((resolve) => (stop = resolve));
    const ended = run(['demo', '--customers', '60', '--routers', '2'], {
        ...{ env: {}, cwd: folder, stdin: Readable.from([]) },
        stdout: { write: (text) => (out += text) },
        stderr: { write: () => true },
        untilStop: () => stopped,
    });
    onTestFinished(async () => {
        stop();
        expect(await ended).toBe(0);
    });
    await expect.poll(() => out, { timeout: 60_000 }).toContain('Ctrl-C ends the demo');
    const config = /--config (\S+) status/.exec(out)?.[1] ?? '';
    const other = (...argv) => ispcube(folder, {}, ['--config', config, ...argv]);
    const status = await other('status', '--json');
    expect(status.json.daemon).toMatchObject({ answers: true });
    expect(status.json.feeds).toMatchObject([{ feed: 'radius', daemon: { waiting: expect.any(Number) } }, { feed: 'signal' }]);
    expect(await other('router', 'test', 'nas-1')).toMatchObject({ code: 0 });
    const [, address = '', url = ''] = /X-Forwarded-For: (\S+)' (\S+)/.exec(out) ?? [];
    const page = await (await fetch(url, { headers: { 'x-forwarded-for': address, 'accept-language': 'es-AR' } })).text();
    const owing = /ledger (\S+)/.exec(out)?.[1] ?? '';
    expect(page).toContain('Tu Internet está cortado');
    expect(page).toContain('Valle Conectado');
    expect((await other('customer', 'show', owing)).code).toBe(0);
    const [, metrics = ''] = /curl (\S+\/metrics)/.exec(out) ?? [];
    expect(await (await fetch(metrics)).text()).toContain('ispcube_ready 1');
}, 90_000);
