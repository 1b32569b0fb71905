// Nothing acknowledged is lost: the whole program as a process of its own, a NAS that tells of session after session, and a
// SIGKILL in the middle of it. Every packet that was answered must be in the database that is left.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '../../cli/database.js';
import { run } from '../../cli/run.js';
import { desks } from '../../fixtures/desk.js';
import { freeUdpPort } from '../../fixtures/peers/free-port.js';
import { ACCT, startNas, STATUS } from '../../fixtures/peers/nas.js';
const { openDesk } = desks(run);
const root = dirname(dirname(import.meta.dirname));
const tell = (nas, id) => nas.send([
    ...[
        [ACCT.status, STATUS.interim],
        [ACCT.user, `user-${id}`],
        [ACCT.session, id],
    ],
    ...[
        [ACCT.seconds, 60],
        [ACCT.upOctets, 1000],
        [ACCT.downOctets, 2000],
    ],
]);
test.each([300, 900])('killed after %i answers', async (answers) => {
    const desk = await openDesk();
    const port = await freeUdpPort();
    await desk.file('ispcube.config.ts', `export default { database: 'sqlite:./isp.db', http: { listen: null }, radius: { listen: ['127.0.0.1:${port}'] } }`);
    await desk.ask(['radius', 'client', 'add', 'aps', '127.0.0.1', '--secret-stdin'], 'testing123');
    const config = join(desk.folder, 'ispcube.config.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'cli/main.ts'), 'start', '--config', config], {
        cwd: root,
        env: { ...desk.env, PATH: process.env.PATH },
        stdio: 'ignore',
    });
    const exited = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    const answered = new Set();
    const nas = await startNas({ secret: 'testing123', port, againMs: 200, tries: 100 });
    expect(await tell(nas, 'first')).toBe(true);
    let isKilled = false;
    let next = 0;
    // A hundred in flight, each of another session, on and on until it is dead.
    const lanes = Array.from({ length: 100 }, async () => {
        while (!isKilled) {
            const id = `s${next++}`;
            if (await Promise.race([tell(nas, id), exited.then(() => false)]))
                answered.add(id);
        }
    });
    await vi.waitFor(() => expect(answered.size).toBeGreaterThan(answers), { timeout: 15_000, interval: 1 });
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    isKilled = true;
    await Promise.all(lanes);
    await nas.close();
    const { db, close } = await openDatabase(`sqlite:${desk.folder}/isp.db`);
    const rows = await db.selectFrom('sessions').select(['sessionId', 'upOctets']).execute();
    const sum = await db
        .selectFrom('traffic')
        .select((row) => row.fn.sum('upOctets').as('octets'))
        .executeTakeFirst();
    await close();
    const stored = new Set(rows.map((row) => row.sessionId));
    expect([...answered].filter((id) => !stored.has(id))).toEqual([]);
    // And it is whole: what was counted in a session is in the traffic too.
    expect(sum?.octets).toBe(rows.length * 1000);
    expect(next).toBeGreaterThan(answered.size);
});
