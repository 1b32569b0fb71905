// Question: does memory stay flat when twice as much accounting comes as can be written, for a minute, and is what was
// acknowledged meanwhile on disk? The sustainable rate is measured on the same server right before; then a sender that waits for
// nobody sends at twice that. What the server cannot write it leaves unanswered, which is counted. It is killed at the end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../cli/database.js';
import { migrate } from '../../core/store/migrate.js';
import { median, times } from './line.js';
import { SECRET, sendTo, startOurs } from './radius.js';
const SESSIONS = 20_000;
const SAMPLE_MS = 250;
/** Resident megabytes of another process (Linux). */
function residentMb(pid) {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
}
async function sendFlood(plan) {
    const sender = fork(fileURLToPath(import.meta.url).replace(/flood\.(ts|js)$/, 'flood-sender.$1'), {
        execArgv: process.execArgv,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    sender.send(plan);
    const [told] = (await once(sender, 'message'));
    await once(sender, 'exit');
    return told;
}
async function runFlood(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'ispcube-bench-flood-'));
    const place = `sqlite:${join(folder, 'radius.db')}`;
    let server = null;
    try {
        const made = await openDatabase(place);
        await migrate(made.db, made.dialect);
        await made.close();
        const ours = await startOurs(place);
        server = ours.child;
        const pid = server.pid ?? 0;
        // The best of two, because whatever else goes on only ever slows down: twice too little would be no flood.
        const warmUp = quick ? 12_000 : 60_000;
        const rates = [await sendTo(ours.port, warmUp, 400), await sendTo(ours.port, warmUp, 400, warmUp)];
        const perSecond = Math.max(...rates.map((rate) => rate.perSecond));
        const plan = {
            port: ours.port,
            secret: SECRET,
            perSecond: Math.round(perSecond * 2),
            sessions: SESSIONS,
            startedAt: Date.now(),
        };
        // What is kept at hand (sessions, pages of the database) fills up to its limits first; then it is to stay there.
        const { sent } = await sendFlood({ ...plan, stepsBefore: 0, seconds: quick ? 5 : 20 });
        const megabytes = [];
        const timer = setInterval(() => megabytes.push(residentMb(pid)), SAMPLE_MS);
        const seconds = quick ? 10 : 60;
        const told = await sendFlood({ ...plan, stepsBefore: Math.ceil(sent / SESSIONS), seconds });
        clearInterval(timer);
        server.kill('SIGKILL');
        await once(server, 'exit');
        return { perSecond, told, megabytes, lost: await countLost(place, told.acknowledged) };
    }
    finally {
        server?.kill('SIGKILL');
        rmSync(folder, { recursive: true, force: true });
    }
}
async function countLost(place, acknowledged) {
    const { db, close } = await openDatabase(place);
    const rows = await db
        .selectFrom('sessions')
        .select(['sessionId', 'upOctets', 'upBase', 'downOctets', 'downBase'])
        .where('sessionId', 'like', 'flood-%')
        .execute();
    await close();
    // A session whose counters are of two steps would be half a packet.
    if (rows.some((row) => row.downBase + row.downOctets !== (row.upBase + row.upOctets) * 9))
        throw new Error('a session is stored by halves');
    const stored = new Map(rows.map((row) => [row.sessionId, (row.upBase + row.upOctets) / 1000]));
    return acknowledged.filter((step, index) => step > (stored.get(`flood-${String(index).padStart(6, '0')}`) ?? 0)).length;
}
export async function floodLines(quick) {
    const { perSecond, told, megabytes, lost } = await runFlood(quick);
    const third = Math.floor(megabytes.length / 3);
    const first = median(megabytes.slice(0, third));
    const last = median(megabytes.slice(-third));
    const sentPerSecond = (told.sent / told.tookMs) * 1000;
    const factor = sentPerSecond / perSecond;
    const many = (count) => Math.round(count).toLocaleString('en');
    return [
        {
            question: `memory at ${times(factor)} what can be written (${many(sentPerSecond)}/s for ${Math.round(told.tookMs / 1000)} s)`,
            ours: `last third ${last.toFixed(0)} MB`,
            beside: `first third ${first.toFixed(0)} MB`,
            ratio: times(last / first),
            // Ten seconds are shorter than what the collector lets heap up between two sweeps.
            needed: quick ? '(shown)' : '≤ 1.10 ×',
            // A sender that did not get to twice the rate, or a server that kept up with it, answers another question.
            ok: quick || (last / first <= 1.1 && factor >= 1.9 && told.answered < told.sent),
        },
        {
            question: `of them acknowledged and not on disk after kill -9`,
            ours: `${many(told.answered)} acknowledged`,
            beside: `${many(told.sent - told.answered - told.strayed)} unanswered${told.strayed > 0 ? `, ${many(told.strayed)} late` : ''}`,
            ratio: `${lost} lost`,
            needed: '0 lost',
            ok: lost === 0 && told.answered > 0,
        },
    ];
}
