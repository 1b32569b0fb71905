// Does an operator see at a glance whether accounting is alive? A daemon with a real socket, a NAS that tells, one with another
// secret, one that went silent; then the same without a daemon, beside one of another database, and beside no daemon at all.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../cli/database.js';
import { desks } from '../fixtures/desk.js';
import { freeTcpPort, freeUdpPort } from '../fixtures/peers/free-port.js';
import { ACCT, startNas, STATUS } from '../fixtures/peers/nas.js';
import { run } from './run.js';
const { openDesk, daemon } = desks(run);
const SECRET = 'testing123';
async function listening() {
    const desk = await openDesk();
    const [port, http] = [await freeUdpPort(), await freeTcpPort()];
    await configure(desk, port, http);
    await desk.ask(['radius', 'client', 'add', 'aps', '127.0.0.0/8', '--secret-stdin'], SECRET);
    return { desk, port, http };
}
const configure = (desk, port, http) => desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', radius: { listen: ['127.0.0.1:${port}'] }, http: { listen: '127.0.0.1:${http}' } }`);
const status = async (desk) => (await desk.ispcube('status', '--json')).json;
async function tell(port, nas, id, secret = SECRET) {
    const one = await startNas({ secret, port, againMs: 200, tries: secret === SECRET ? 50 : 1 });
    const told = await one.send([
        [ACCT.status, STATUS.start],
        [ACCT.user, 'ana@isp'],
        [ACCT.session, id],
        [ACCT.nasAddress, Buffer.from(nas)],
    ]);
    await one.close();
    return told;
}
test('with a daemon: what comes in, what is dropped and why, who went silent', async () => {
    const { desk, port } = await listening();
    await daemon(desk);
    expect(await tell(port, [10, 0, 0, 1], 'a1')).toBe(true);
    expect(await tell(port, [10, 0, 0, 2], 'b1')).toBe(true);
    expect(await tell(port, [10, 0, 0, 3], 'c1', 'not the secret')).toBe(false);
    // Four intervals ago, as if the second had told nothing since.
    const { db, close } = await openDatabase(`sqlite:${desk.folder}/isp.db`);
    await db
        .updateTable('sessions')
        .set({ heardAt: Date.now() - 1_200_000 })
        .where('nas', '=', '10.0.0.2')
        .execute();
    await close();
    await vi.waitFor(async () => expect((await status(desk)).feeds[0].daemon.perSecond).not.toBeNull(), {
        timeout: 15_000,
        interval: 200,
    });
    const view = await status(desk);
    expect(view.daemon).toMatchObject({ answers: true, pid: process.pid, troubles: [] });
    expect(Object.keys(view.daemon.loops)).toEqual(['dispatch', 'schedule', 'radius', 'signal', 'notice', 'asks']);
    const [radius] = view.feeds;
    expect(radius).toMatchObject({
        ...{ feed: 'radius', clients: 1, sessionsOpen: 2 },
        nas: [
            { nas: '10.0.0.2', sessionsOpen: 1, silent: true },
            { nas: '10.0.0.1', sessionsOpen: 1, silent: false },
        ],
        daemon: {
            listens: [`127.0.0.1:${port}`],
            packets: { received: 3, answered: 2, counted: 2, unwritten: 0, dropped: { 'wrong-secret': 1, full: 0 } },
            waiting: 0,
        },
    });
    expect(radius.warnings).toEqual([
        expect.stringContaining('the NAS 10.0.0.2 had sessions and has told nothing since'),
        '1 packet with another secret than ours: compare it with the NAS',
    ]);
    const { out } = await desk.ispcube('status');
    expect(out).toMatch(/the daemon is at work since 20/);
    expect(out).toMatch(/radius: 2 sessions open, heard last at .*\/s in, .*\(since the start: 1 wrong-secret\), 0 waiting/);
    expect(out).toMatch(/10\.0\.0\.2 +1 .* silent\n +10\.0\.0\.1 +1 /);
});
test('without a daemon the rows still tell', async () => {
    const { desk, http } = await listening();
    const view = await status(desk);
    expect(view.daemon).toEqual({ answers: false, why: `nothing answers on 127.0.0.1:${http}; where none runs: ispcube start` });
    expect(view.feeds).toMatchObject([
        { feed: 'radius', clients: 1, sessionsOpen: 0, heard: null, daemon: null, warnings: [] },
        { feed: 'signal', enabled: true, asked: 0, heard: 0, faults: {}, warnings: [] },
    ]);
    const { out } = await desk.ispcube('status');
    expect(out).toContain('radius: 0 sessions open, nothing heard yet; no daemon answers');
});
test.each([
    ['{"feeds":[]}', 'is no daemon of this version'],
    ['<html>', 'nothing answers on'],
    [
        JSON.stringify({ database: 1, pid: 1, startedAt: 1, troubles: [], loops: {}, feeds: [{ feed: 'unheard-of' }] }),
        'works another database',
    ],
])('what answers on its port is no daemon of ours: %s', async (body, why) => {
    const { desk, port } = await listening();
    const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
    await configure(desk, port, server.address().port);
    expect((await status(desk)).daemon).toMatchObject({ answers: false, why: expect.stringContaining(why) });
});
