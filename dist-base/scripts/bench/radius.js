// Question: how many accounting packets a second are stored durably and then acknowledged, sessions and traffic included,
// beside FreeRADIUS with its SQL module on SQLite (WAL) and beside FreeRADIUS that stores nothing? Unique packets, the same
// sender, each server in a process of its own; ours with `synchronous=FULL`. And: is what was acknowledged on disk after a
// `kill -9`?
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../cli/database.js';
import { AccountingBooks } from '../../core/acts/accounting.js';
import { migrate } from '../../core/store/migrate.js';
import { makeClients } from '../../daemon/radius/clients.js';
import { Intake } from '../../daemon/radius/intake.js';
import { listenAccounting } from '../../daemon/radius/listen.js';
import { findFreeRadius, startFreeRadius } from '../../fixtures/peers/freeradius.js';
import { findPostgres, startPostgres } from '../../fixtures/postgres.js';
import { times } from './line.js';
import { STEPS } from './radius-sender.js';
export const SECRET = 'testing123';
/** The sender in a process of its own; it says `Sent` when all is answered. */
export function startSender(plan) {
    const sender = fork(fileURLToPath(import.meta.url).replace(/radius\.(ts|js)$/, 'radius-sender.$1'), {
        execArgv: process.execArgv,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    sender.send(plan);
    return sender;
}
export async function sendTo(port, packets, inFlight, firstSession = 0) {
    const sender = startSender({ port, secret: SECRET, packets, inFlight, firstSession });
    const [{ ms, answered, again }] = (await once(sender, 'message'));
    await once(sender, 'exit');
    if (answered !== packets)
        throw new Error(`${answered} of ${packets} packets were answered`);
    return { perSecond: (answered / ms) * 1000, again };
}
/** Ours, in a process of its own: says its port when it listens. */
async function serve(url) {
    const { db } = await openDatabase(url);
    const books = new AccountingBooks(db);
    const intake = new Intake({
        book: (packets, now) => books.book(packets, now),
        now: () => Date.now(),
        failed: (error) => console.error(error),
        queueMax: 10_000,
    });
    const clients = makeClients([{ name: 'bench', prefix: '127.0.0.1', secret: Buffer.from(SECRET) }]);
    const listener = await listenAccounting({
        addresses: ['127.0.0.1:0'],
        bufferBytes: 8 << 20,
        clients: () => clients,
        intake,
        now: () => Date.now(),
        failed: (error) => console.error(error),
    });
    process.send?.(listener.addresses[0]?.port);
}
/** Our server on a database, as a process. */
export async function startOurs(place) {
    const child = fork(fileURLToPath(import.meta.url), ['serve', place], {
        execArgv: process.execArgv,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [port] = (await once(child, 'message'));
    return { child, port };
}
/** How many a second; `lost` = acknowledged and not in the database after it was killed in the middle of nothing. */
export async function ourRate(packets, inFlight, url) {
    const folder = mkdtempSync(join(tmpdir(), 'ispcube-bench-radius-'));
    const place = url ?? `sqlite:${join(folder, 'radius.db')}`;
    try {
        const made = await openDatabase(place);
        await migrate(made.db, made.dialect);
        for (const table of ['traffic', 'sessions', 'logins'])
            await made.db.deleteFrom(table).execute();
        await made.close();
        const { child, port } = await startOurs(place);
        const rate = await sendTo(port, packets, inFlight);
        child.kill('SIGKILL');
        await once(child, 'exit');
        const after = await openDatabase(place);
        const { count } = await after.db
            .selectFrom('sessions')
            .select((row) => row.fn.countAll().as('count'))
            .where('ended', '=', 'stop')
            .executeTakeFirstOrThrow();
        await after.close();
        return { ...rate, lost: packets / STEPS - count };
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
export async function theirRate(packets, inFlight, accounting) {
    const server = await startFreeRadius({ secret: SECRET, accounting });
    try {
        const rate = await sendTo(server.port, packets, inFlight);
        const stored = await server.stored();
        if (accounting === 'sqlite' && stored !== packets / STEPS)
            throw new Error(`FreeRADIUS stored ${stored} sessions`);
        return rate;
    }
    finally {
        await server.close();
    }
}
const NONE = { perSecond: 0, again: 0 };
/** Each server at the number of packets in flight that suits it best, of two, if that is better than what it reached before. */
async function best(windows, rate, before = NONE) {
    let found = before;
    for (const inFlight of windows) {
        const one = await rate(inFlight);
        if (one.perSecond > found.perSecond)
            found = one;
    }
    return found;
}
const rateText = ({ perSecond }) => `${Math.round(perSecond).toLocaleString('en')}/s`;
async function postgresRate(windows, packets) {
    const bin = await findPostgres();
    if (bin === null)
        return null;
    const server = await startPostgres(bin);
    try {
        return await best(windows, (inFlight) => ourRate(packets, inFlight, server.url));
    }
    finally {
        await server.stop();
    }
}
const WINDOWS = [200, 400];
/** All servers in turn, and the best of each: whatever else goes on a machine only ever slows down. */
async function ratesInTurn(quick) {
    const packets = quick ? 12_000 : 60_000;
    let lost = 0;
    let [ours, nothing, sql] = [NONE, NONE, NONE];
    const own = async (inFlight) => {
        const rate = await ourRate(packets, inFlight);
        lost += rate.lost;
        return rate;
    };
    for (let round = 0; round < (quick ? 1 : 3); round++) {
        ours = await best(WINDOWS, own, ours);
        nothing = await best(WINDOWS, (inFlight) => theirRate(packets, inFlight, 'nothing'), nothing);
        sql = await best([50, 200], (inFlight) => theirRate(packets / 10, inFlight, 'sqlite'), sql);
    }
    return { ours, nothing, sql, lost, packets };
}
export async function radiusLines(quick) {
    if (findFreeRadius() === null)
        throw new Error('this question needs FreeRADIUS (Debian: apt-get install freeradius)');
    const { ours, nothing, sql, lost, packets } = await ratesInTurn(quick);
    const line = (question, rate, beside, ratio, least) => ({
        question,
        ours: rateText(rate),
        beside,
        ratio: times(ratio),
        needed: least > 0 ? `≥ ${least} ×` : '(shown)',
        ok: ratio >= least,
    });
    const lines = [
        line('accounting stored, then acknowledged', ours, `FreeRADIUS, SQL on SQLite ${rateText(sql)}`, ours.perSecond / sql.perSecond, 8),
        line('the same', ours, `FreeRADIUS, storing nothing ${rateText(nothing)}`, ours.perSecond / nothing.perSecond, 0.5),
    ];
    const onPostgres = await postgresRate(WINDOWS, packets / 2);
    if (onPostgres !== null)
        lines.push(line('the same on PostgreSQL (fsync off)', onPostgres, `SQLite ${rateText(ours)}`, onPostgres.perSecond / ours.perSecond, 0));
    const killed = `${lost} lost`;
    return [
        ...lines,
        {
            question: 'acknowledged packets not on disk after kill -9',
            ours: killed,
            beside: '—',
            ratio: killed,
            needed: '0 lost',
            ok: lost === 0,
        },
    ];
}
if (process.argv[2] === 'serve' && process.argv[3] !== undefined)
    await serve(process.argv[3]);
