// What systemd hears, on a real Unix datagram socket: of the whole program as its own process, and of one whose loops hang.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished, test, vi } from 'vitest';
import { desks } from '../fixtures/desk.js';
import { describeNotify, openNotifySocket } from '../fixtures/peers/systemd.js';
import { run } from './run.js';
import { findSystemd } from './systemd.js';
const { openDesk } = desks(run);
/** A log that keeps what it was told as an error. */
function listeningLog() {
    const errors = [];
    return { errors, log: { debug() { }, info() { }, warn() { }, error: (_, message) => void errors.push(message) } };
}
const { PATH } = process.env;
describeNotify('systemd', () => {
    const socket = async () => {
        const one = await openNotifySocket();
        onTestFinished(() => one.close());
        return one;
    };
    it('hears the whole program: ready, alive twice an interval, stopping', async () => {
        const { path, heard } = await socket();
        const desk = await openDesk();
        await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', http: { listen: null }, radius: { listen: [] } }`);
        const main = join(import.meta.dirname, 'main.ts');
        const child = spawn(process.execPath, ['--import', 'tsx', main, 'start', '--config', join(desk.folder, 'ispcube.config.ts')], {
            cwd: dirname(import.meta.dirname),
            env: { ...desk.env, PATH, NOTIFY_SOCKET: path, WATCHDOG_USEC: '400000' },
            stdio: ['ignore', 'ignore', 'ignore'],
        });
        const exited = once(child, 'exit');
        onTestFinished(() => void child.kill('SIGKILL'));
        await vi.waitFor(() => expect(heard.filter((line) => line === 'WATCHDOG=1').length).toBeGreaterThan(2), {
            timeout: 15_000,
            interval: 50,
        });
        expect(heard[0]).toBe('READY=1 STATUS=at work');
        child.kill('SIGTERM');
        expect(await exited).toEqual([0, null]);
        await vi.waitFor(() => expect(heard).toContain('STATUS=ends what it has begun STOPPING=1'));
    });
    it('hears no sign of life while a loop hangs, and which one does', async () => {
        const { path, heard } = await socket();
        const { log, errors } = listeningLog();
        const stuck = [];
        const systemd = findSystemd({ NOTIFY_SOCKET: path, PATH, WATCHDOG_USEC: '200000' }, log);
        await systemd?.ready(() => stuck);
        onTestFinished(async () => systemd?.stopping());
        await vi.waitFor(() => expect(heard).toContain('WATCHDOG=1'), { timeout: 5_000, interval: 20 });
        stuck.push('dispatch');
        await vi.waitFor(() => expect(heard.filter((line) => line === 'STATUS=hangs: dispatch').length).toBeGreaterThan(2), {
            timeout: 5_000,
            interval: 20,
        });
        const since = heard.indexOf('STATUS=hangs: dispatch');
        // One that was on its way may come after the first that says so.
        expect(heard.slice(since + 2)).not.toContain('WATCHDOG=1');
        expect(errors[0]).toContain('loops hang');
    });
    it('whose watchdog minds another process, or none, hears no sign of life', async () => {
        const { path, heard } = await socket();
        const { log } = listeningLog();
        for (const more of [{}, { WATCHDOG_USEC: '20000', WATCHDOG_PID: '1' }, { WATCHDOG_USEC: 'soon' }]) {
            const systemd = findSystemd({ NOTIFY_SOCKET: path, PATH, ...more }, log);
            await systemd?.ready(() => []);
            await systemd?.stopping();
        }
        const said = ['READY=1 STATUS=at work', 'STATUS=ends what it has begun STOPPING=1'];
        const words = () => heard.filter((line) => !line.startsWith('BARRIER'));
        await vi.waitFor(() => expect(words()).toEqual([...said, ...said, ...said]));
    });
});
test('nothing is told where systemd does not listen, and one that cannot be told is logged once', async () => {
    const { log, errors } = listeningLog();
    expect(findSystemd({}, log)).toBeNull();
    const systemd = findSystemd({ NOTIFY_SOCKET: '/nowhere/notify', PATH: '/nowhere' }, log);
    await systemd?.ready(() => []);
    await systemd?.stopping();
    expect(errors).toHaveLength(1);
});
