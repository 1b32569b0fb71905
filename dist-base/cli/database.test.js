import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect as openSocket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { within } from '../core/store/db.js';
import { eachDatabase, sqliteDatabase } from '../fixtures/database.js';
import { migrate } from '../core/store/migrate.js';
import { backupSqlite, restoreSqlite } from './database-backup.js';
import { openDatabase, parseDatabaseUrl } from './database.js';
test('a server that lets us in and ends in the same breath is busy, and ends nobody else', async () => {
    const message = (kind, body) => {
        const head = Buffer.alloc(5);
        head.write(kind);
        head.writeUInt32BE(body.length + 4, 1);
        return Buffer.concat([head, body]);
    };
    const farewell = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
    const server = createServer((socket) => {
        socket.on('error', () => undefined); // the client hangs up on it
        socket.once('data', () => socket.end(Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I')), message('E', farewell)])));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const url = `postgres://isp@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/isp`;
    await expectFault(openDatabase(url), 'store-busy', /./);
});
describe('database URL', () => {
    test.each([
        ['sqlite:./a.db', resolve('a.db')],
        ['sqlite:a.db', resolve('a.db')],
        ['sqlite:/srv/a.db', '/srv/a.db'],
        ['sqlite:///srv/a.db', '/srv/a.db'],
        ['sqlite://a.db', resolve('a.db')],
        [' ./a.db ', resolve('a.db')],
        ['/srv/a b.db', '/srv/a b.db'],
        ['sqlite::memory:', ':memory:'],
    ])('%s is the file %s', (url, path) => {
        expect(parseDatabaseUrl(url)).toEqual({ dialect: 'sqlite', path });
    });
    test.each(['postgres://ana:x@localhost/isp', 'postgresql://localhost:5433/isp'])('%s is PostgreSQL', (url) => {
        expect(parseDatabaseUrl(url)).toMatchObject({ dialect: 'postgres', url: { href: url } });
    });
    test.each(['', 'sqlite:', 'mysql://localhost/isp', 'postgres://', 'postgres://host', 'http://localhost/isp.db'])('"%s" is refused with what is accepted', async (url) => {
        await expectFault(openDatabase(url), 'input-invalid', /accepted are sqlite:.*postgres:\/\//);
    });
    test('a refused URL does not print its password', async () => {
        await expectFault(openDatabase('postgres://ana:geheim@host'), 'input-invalid', /^(?!.*geheim)/);
    });
});
eachDatabase('an opened database', (open) => {
    test('whole numbers, sums, counts and truths are plain numbers', async () => {
        const { db } = await open();
        const largest = Number.MAX_SAFE_INTEGER;
        const answer = await sql `
      select cast(${largest} as bigint) as large, count(*) as rows, sum(cast(n as bigint)) as total, 1 = 1 as yes, 1 = 2 as no,
        avg(cast(n as real)) as half
      from (select 1 as n union all select 2 as n) as t`.execute(db);
        expect(answer.rows[0]).toEqual({ large: largest, rows: 2, total: 3, yes: 1, no: 0, half: 1.5 });
    });
    test('a column with an underscore is read by its camel-case name', async () => {
        const { db } = await open();
        const answer = await sql `select 'x' as due_on`.execute(db);
        expect(answer.rows[0]).toEqual({ dueOn: 'x' });
    });
    test('a transaction that read first may write after another one committed', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const other = await openAgain(database);
        await Promise.all([database, other].map((one) => increment(one)));
        expect(await scratchValue(database)).toBe(2);
    });
    test('what fails inside a transaction leaves nothing behind, and the next one works', async () => {
        const database = await open();
        await scratchTable(database);
        const failing = database.db.transaction().execute(async (tx) => {
            await sql `update scratch set n = 100`.execute(tx);
            throw new Error('thought better of it');
        });
        await expect(failing).rejects.toThrow('thought better of it');
        await increment(database);
        expect(await scratchValue(database)).toBe(1);
    });
    test('a savepoint is rolled back alone', async () => {
        const database = await open();
        await scratchTable(database);
        const outer = await database.db.startTransaction().execute();
        await sql `update scratch set n = 5`.execute(outer);
        const inner = await outer.savepoint('attempt').execute();
        await sql `update scratch set n = 6`.execute(inner);
        await inner.rollbackToSavepoint('attempt').execute();
        await inner.commit().execute();
        expect(await scratchValue(database)).toBe(5);
    });
    test('a row that is there already is a conflict', async () => {
        const database = await open();
        await sql `create table single (code text primary key)`.execute(database.db);
        await sql `insert into single values ('A')`.execute(database.db);
        await expectFault(sql `insert into single values ('A')`.execute(database.db), 'record-conflict', /already \(.*single/);
    });
    test('a mistake in a query stays the error that it is', async () => {
        const { db } = await open();
        await expect(sql `select nothing from nowhere`.execute(db)).rejects.not.toHaveProperty('facts');
    });
    test('opened to be read, it refuses to write', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const reader = await openAgain(database, { readonly: true });
        expect(await scratchValue(reader)).toBe(0);
        await expect(increment(reader)).rejects.toThrow(/read-?only/i);
    });
    test('what another connection commits is noticed, and nothing once stopped', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const other = await openAgain(database);
        let calls = 0;
        const stop = database.watch(() => calls++, 5);
        const before = database.dialect === 'postgres' ? 1 : 0; // PostgreSQL calls once when it has begun to listen
        await vi.waitFor(() => expect(calls).toBe(before), { interval: 2 });
        await increment(other);
        await other.announce();
        await vi.waitFor(() => expect(calls).toBe(before + 1), { interval: 2 });
        stop();
        const witness = vi.fn();
        const stopWitness = database.watch(witness, 5);
        await vi.waitFor(async () => {
            await increment(other);
            await other.announce();
            expect(witness.mock.calls.length).toBeGreaterThan(1);
        });
        stopWitness();
        expect(calls).toBe(before + 1);
    });
    test('closing twice is closing once', async () => {
        const database = await open();
        await database.close();
        await expect(database.close()).resolves.toBeUndefined();
    });
});
eachDatabase('locks', (open) => {
    test('one holder at a time, in one process and over two connections; names are apart', async () => {
        const database = await open({ file: true });
        const other = await openAgain(database);
        const held = await database.locks.take('run');
        expect(held?.isHeld).toBe(true);
        expect(await database.locks.take('run')).toBeNull();
        expect(await other.locks.take('run')).toBeNull();
        const another = await other.locks.take('dispatch');
        expect(another?.isHeld).toBe(true);
        await held?.release();
        await held?.release();
        expect(held?.isHeld).toBe(false);
        expect((await other.locks.take('run'))?.isHeld).toBe(true);
        expect(await database.locks.take('run')).toBeNull();
    });
    test('two that ask at the same moment: one has it', async () => {
        const { locks } = await open();
        const taken = await Promise.all([locks.take('run'), locks.take('run'), locks.take('run')]);
        expect(taken.filter((lock) => lock !== null)).toHaveLength(1);
    });
    test('closing the database frees its locks', async () => {
        const database = await open({ file: true });
        const other = await openAgain(database);
        const lock = await other.locks.take('run');
        await other.close();
        expect(lock?.isHeld).toBe(false);
        expect((await database.locks.take('run'))?.isHeld).toBe(true);
    });
    test('a process that is killed frees its lock at once', async () => {
        const database = await open({ file: true });
        const holder = await startHolder(database.url, 'run');
        expect(await database.locks.take('run')).toBeNull();
        const gone = once(holder, 'exit');
        const killedAt = performance.now();
        holder.kill('SIGKILL');
        await gone;
        const lock = await vi.waitUntil(() => database.locks.take('run'), { interval: 5 });
        expect(lock.isHeld).toBe(true);
        expect(performance.now() - killedAt).toBeLessThan(1000);
    });
});
describe('an SQLite file', () => {
    const open = sqliteDatabase();
    test('has the settings that money needs', async () => {
        const { db } = await open({ file: true });
        const pragma = async (name) => (await sql `pragma ${sql.raw(name)}`.execute(db)).rows[0];
        expect(await pragma('journal_mode')).toEqual({ journalMode: 'wal' });
        expect(await pragma('synchronous')).toEqual({ synchronous: 2 });
        expect(await pragma('foreign_keys')).toEqual({ foreignKeys: 1 });
    });
    test('newly made, it and its log are for the owner alone', async () => {
        const database = await open({ file: true });
        await database.locks.take('run');
        for (const path of [database.place, `${database.place}-wal`, `${database.place}.run.lock`]) {
            expect((await stat(path)).mode & 0o777, path).toBe(0o600);
        }
    });
    test('a writer waits for another without stopping its thread', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const other = await openAgain(database);
        const blocking = await other.db.startTransaction().execute();
        let ticks = 0;
        const ticking = setInterval(() => ticks++, 1);
        onTestFinished(() => clearInterval(ticking));
        const waiting = increment(database);
        await vi.waitFor(() => expect(ticks).toBeGreaterThan(10));
        await blocking.commit().execute();
        await waiting;
        expect(await scratchValue(database)).toBe(1);
    });
    test('a writer that waits too long says that the database is busy', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const other = await openAgain(database);
        const blocking = await other.db.startTransaction().execute();
        await expectFault(increment(database), 'store-busy', /another process has been writing for more than 5 s/);
        await blocking.rollback().execute();
    });
    test('readers go on while another process writes', async () => {
        const database = await open({ file: true });
        await scratchTable(database);
        const other = await openAgain(database);
        const writing = await other.db.startTransaction().execute();
        await sql `update scratch set n = 7`.execute(writing);
        const seen = await database.db
            .transaction()
            .setAccessMode('read only')
            .execute((tx) => sql `select n from scratch`.execute(tx));
        expect(seen.rows).toEqual([{ n: 0 }]);
        await writing.commit().execute();
    });
    test('no space left: a fault that says so, and what was there stays', async () => {
        const { db } = await open({ file: true });
        await sql `create table heap (bytes blob)`.execute(db);
        await sql `pragma max_page_count = 1`.execute(db); // means: not one page more than there are
        const filling = db.transaction().execute((tx) => sql `insert into heap values (zeroblob(1000000))`.execute(tx));
        await expectFault(filling, 'store-full', /no space left for the database .*test\.db/);
        expect((await sql `select count(*) as n from heap`.execute(db)).rows).toEqual([{ n: 0 }]);
    });
    test('more different queries than statements are kept', async () => {
        const { db } = await open();
        for (let n = 0; n < 700; n++) {
            const answer = await sql `select ${sql.lit(n % 350)} as n`.execute(db);
            expect(answer.rows[0]?.n).toBe(n % 350);
        }
    });
});
describe('copies of an SQLite file', () => {
    test('a backup ends although somebody writes all the time, and is one moment of the database', async () => {
        const folder = await temporaryFolder();
        const path = join(folder, 'isp.db');
        const database = await openDatabase(`sqlite:${path}`);
        await migrate(database.db, 'sqlite');
        await sql `create table bulk (n integer not null, text text not null)`.execute(database.db);
        const fill = sql `with recursive c(n) as (select 1 union all select n + 1 from c where n < 20000)
      insert into bulk select n, hex(randomblob(400)) from c`;
        await fill.execute(database.db);
        let isWriting = true;
        const writing = (async () => {
            for (let n = 0; isWriting; n++) {
                await sql `insert into bulk values (${-n}, '')`.execute(database.db);
                await new Promise((resolve) => setImmediate(resolve));
            }
        })();
        await backupSqlite(path, join(folder, 'copy.db'));
        isWriting = false;
        await writing;
        await database.close();
        const copy = await openHere(`sqlite:${join(folder, 'copy.db')}`);
        expect((await sql `select count(*) as n from bulk where n > 0`.execute(copy.db)).rows).toEqual([{ n: 20_000 }]);
        expect((await stat(join(folder, 'copy.db'))).mode & 0o777).toBe(0o600);
    });
    test('nothing is put back while somebody is in the middle of writing', async () => {
        const folder = await temporaryFolder();
        const path = join(folder, 'isp.db');
        const database = await openHere(`sqlite:${path}`);
        await migrate(database.db, 'sqlite');
        await backupSqlite(path, join(folder, 'copy.db'));
        const writing = await database.db.startTransaction().execute();
        await sql `insert into settings (key, value, set_at) values ('a', 'b', 0)`.execute(writing);
        await expectFault(restoreSqlite(path, join(folder, 'copy.db'), 'now'), 'lock-held', /somebody is writing/);
        await writing.commit().execute();
        expect((await sql `select value from settings`.execute(database.db)).rows).toEqual([{ value: 'b' }]);
    }, 30_000);
});
describe('a place where no database can be', () => {
    test('each says what to do', async () => {
        const folder = await temporaryFolder();
        await writeFile(join(folder, 'letter.txt'), 'Dear Sir or Madam, this is no database at all. '.repeat(40));
        await mkdir(join(folder, 'sub'));
        await expectFault(openDatabase(join(folder, 'absent', 'a.db')), 'input-invalid', /make it: mkdir -p .*absent/);
        await expectFault(openDatabase(join(folder, 'sub')), 'input-invalid', /it is a folder/);
        await expectFault(openDatabase(join(folder, 'letter.txt', 'a.db')), 'input-invalid', /letter\.txt is not a folder/);
        await expectFault(openDatabase(join(folder, 'letter.txt')), 'input-invalid', /not an SQLite database/);
        await expectFault(openDatabase(join(folder, 'new.db'), { readonly: true }), 'input-invalid', /no such file/);
        expect(await readdir(folder)).toEqual(['letter.txt', 'sub']);
    });
    test('a folder without permission', async () => {
        const folder = await temporaryFolder();
        await chmod(folder, 0o555);
        // Root may write anywhere, so there somebody else tries.
        const outcome = await openInChild(join(folder, 'a.db'));
        expect(outcome).toMatch(/input-invalid cannot open the database .*a\.db: this user may not write it or the folder/);
    });
});
const postgres = inject('postgres');
describe.skipIf(postgres === null)('a PostgreSQL server', () => {
    const url = postgres?.url ?? '';
    test('that is not there is worth another try', async () => {
        await expectFault(openDatabase('postgres://ana@127.0.0.1:1/isp'), 'store-busy', /cannot reach the database 127\.0\.0\.1:1\/isp.*ECONNREFUSED/);
    });
    test('a wrong password and a missing database are for a person to correct', async () => {
        const wrong = new URL(url);
        wrong.password = 'wrong';
        await expectFault(openDatabase(wrong.href), 'input-invalid', /refused the user or password/);
        const missing = new URL(url);
        missing.pathname = '/nowhere';
        await expectFault(openDatabase(missing.href), 'input-invalid', /no such database/);
    });
    test('a sum beyond what a number holds exactly is refused, not rounded', async () => {
        const database = await openHere(url);
        await expect(sql `select 9007199254740993::bigint`.execute(database.db)).rejects.toThrow(/beyond what a number holds/);
        await expect(sql `select sum(n) from (values (9007199254740991::bigint), (2)) t (n)`.execute(database.db)).rejects.toThrow(/beyond/);
        expect((await sql `select 1 as fine`.execute(database.db)).rows).toEqual([{ fine: 1 }]);
    });
    test('two that wait for each other: the one that the server undoes is done again, from its start', async () => {
        const { db } = await openHere(url);
        await sql `drop table if exists pairs`.execute(db);
        await sql `create table pairs (id integer primary key, n integer not null)`.execute(db);
        onTestFinished(async () => void (await sql `drop table pairs`.execute(db)));
        await sql `insert into pairs values (1, 0), (2, 0)`.execute(db);
        let begun = 0;
        let both = () => undefined;
        const bothHold = new Promise((resolve) => (both = resolve));
        let oneEnds = () => undefined;
        const oneEnded = new Promise((resolve) => (oneEnds = resolve));
        const addTo = async (first, then) => {
            const added = await within(db, async (tx) => {
                // The server may give the row to who comes anew before it wakes who waits for it, and both would be stuck once more.
                if (begun === 2)
                    await oneEnded;
                await sql `update pairs set n = n + 1 where id = ${first}`.execute(tx);
                if (++begun === 2)
                    both();
                await bothHold;
                await sql `update pairs set n = n + 1 where id = ${then}`.execute(tx);
                return first;
            });
            oneEnds();
            return added;
        };
        expect(await Promise.all([addTo(1, 2), addTo(2, 1)])).toEqual([1, 2]);
        expect(begun).toBe(3);
        expect((await sql `select id, n from pairs order by id`.execute(db)).rows).toEqual([
            { id: 1, n: 2 },
            { id: 2, n: 2 },
        ]);
    });
    test('a connection that breaks: the query says busy, the lock is known to be lost, listening goes on', async () => {
        const wire = await startWire(url);
        const database = await openHere(wire.url);
        const lock = await database.locks.take('run');
        let heard = 0;
        database.watch(() => heard++);
        await vi.waitFor(() => expect(heard).toBe(1));
        wire.cut();
        await vi.waitFor(() => expect(lock?.isHeld).toBe(false));
        await vi.waitFor(() => expect(heard).toBe(2), { timeout: 5000 });
        expect((await sql `select 1 as fine`.execute(database.db)).rows).toEqual([{ fine: 1 }]);
        expect((await database.locks.take('run'))?.isHeld).toBe(true);
        const slow = sql `select pg_sleep(30)`.execute(database.db);
        await wire.busy();
        wire.cut();
        await expectFault(slow, 'store-busy', /did not carry out a query/);
    });
});
async function expectFault(attempt, code, message) {
    await expect(attempt).rejects.toMatchObject({ name: 'Fault', code, message: expect.stringMatching(message) });
}
async function openHere(url, options = {}) {
    const database = await openDatabase(url, options);
    onTestFinished(() => database.close());
    return database;
}
function openAgain(database, options = {}) {
    return openHere(database.url, options);
}
async function scratchTable({ db }) {
    await sql `create table scratch (n integer not null)`.execute(db);
    await sql `insert into scratch values (0)`.execute(db);
}
async function scratchValue({ db }) {
    return (await sql `select n from scratch`.execute(db)).rows[0]?.n;
}
/** Reads, waits for others to have a chance, then writes what it read plus one. */
async function increment({ db, dialect }) {
    await db.transaction().execute(async (tx) => {
        const lock = dialect === 'postgres' ? sql `for update` : sql ``;
        const { rows } = await sql `select n from scratch ${lock}`.execute(tx);
        await sql `update scratch set n = ${(rows[0]?.n ?? 0) + 1}`.execute(tx);
    });
}
async function temporaryFolder() {
    const folder = await mkdtemp(join(tmpdir(), 'ispcube-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    return folder;
}
const DATABASE = pathToFileURL(join(import.meta.dirname, 'database.ts')).href;
function startScript(script, who = {}) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        ...who,
        cwd: join(import.meta.dirname, '..'),
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
}
/** A process of its own that holds a lock until it is killed. */
async function startHolder(url, name) {
    const child = startScript(`
    const { openDatabase } = await import(${JSON.stringify(DATABASE)})
    const { locks } = await openDatabase(${JSON.stringify(url)})
    const lock = await locks.take(${JSON.stringify(name)})
    process.stdout.write(lock.isHeld ? 'held' : 'not held')
    setInterval(() => lock, 1000)`);
    const [said] = (await once(child.stdout ?? child, 'data'));
    expect(said.toString()).toBe('held');
    return child;
}
async function openInChild(path) {
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const child = startScript(`
    const { openDatabase } = await import(${JSON.stringify(DATABASE)})
    const said = await openDatabase(${JSON.stringify(path)}).then(() => 'opened', (e) => e.code + ' ' + e.message)
    process.stdout.write(said)`, nobody);
    const [said] = (await once(child.stdout ?? child, 'data'));
    return said.toString();
}
/** A cable between client and server, to be pulled. */
async function startWire(url) {
    const far = new URL(url);
    const near = new URL(url);
    const sockets = new Set();
    const server = createServer((here) => {
        const there = openSocket(Number(far.port), far.hostname);
        sockets.add(here).add(there);
        here.pipe(there).pipe(here);
        for (const end of [here, there])
            end.on('error', () => end.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cut = () => {
        for (const socket of sockets)
            socket.destroy();
        sockets.clear();
    };
    onTestFinished(() => {
        cut();
        server.close();
    });
    const address = server.address();
    near.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    return {
        url: near.href,
        cut,
        busy: () => new Promise((resolve) => [...sockets].forEach((socket) => socket.once('data', () => resolve()))),
    };
}
