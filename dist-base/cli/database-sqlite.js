// SQLite for Kysely, through better-sqlite3. Transactions begin immediate, because one that reads first and writes later
// fails with SQLITE_BUSY_SNAPSHOT, which no waiting heals. While another process writes, this one waits without blocking
// its thread: better-sqlite3's own waiting would stop pages, RADIUS and router sessions alike.
import { setTimeout as sleep } from 'node:timers/promises';
import { CamelCasePlugin, CompiledQuery, Kysely, SqliteDialect, SqliteDriver, } from 'kysely';
import { BUSY_MS, faultOf, isBusy, openFile } from './database-file.js';
import { fileLocks, memoryLocks } from './database-locks.js';
/** Of prepared statements. Lists of values (`in (?, ?, …)`) make a text for each length, so there must be an end to it. */
const STATEMENTS_MAX = 300;
const POLL_MS = 100;
export async function openSqlite(url, path, options) {
    const raw = openFile(path, options.readonly ?? false);
    raw.pragma('busy_timeout = 0'); // PatientConnection waits instead
    const config = { database: keepStatements(raw) };
    const db = new Kysely({ dialect: new ImmediateDialect(raw, config), plugins: [new FlatNames()] });
    const locks = path === ':memory:' ? memoryLocks() : fileLocks(path);
    const watches = new Set();
    return {
        db,
        dialect: 'sqlite',
        url,
        place: path,
        locks,
        watch(changed, pollMs = POLL_MS) {
            const stop = watchVersion(raw, changed, pollMs);
            watches.add(stop);
            return () => {
                watches.delete(stop);
                stop();
            };
        },
        async announce() { },
        async close() {
            for (const stop of watches)
                stop();
            watches.clear();
            await locks.releaseAll();
            await db.destroy();
            raw.close();
        },
    };
}
/** A row of SQLite holds nothing that is nested, so its names are all there is to change, and each of them is made once. */
class FlatNames extends CamelCasePlugin {
    #names = new Map();
    mapRow(row) {
        const named = {};
        for (const column of Object.keys(row)) {
            let name = this.#names.get(column);
            if (name === undefined)
                this.#names.set(column, (name = this.camelCase(column)));
            named[name] = row[column];
        }
        return named;
    }
}
/**
 * Kysely prepares each query anew, which is half of what a point read costs; a statement here is prepared once. Rows are taken
 * as lists of values and named here: better-sqlite3 needs twice as long for a page of rows that it names itself.
 */
function keepStatements(raw) {
    const kept = new Map();
    function statementOf(sql) {
        const known = kept.get(sql);
        kept.delete(sql);
        const found = known ?? prepare(raw, sql);
        kept.set(sql, found);
        const [oldest] = kept.keys();
        if (kept.size > STATEMENTS_MAX && oldest !== undefined)
            kept.delete(oldest);
        return found;
    }
    return {
        close: () => raw.close(),
        prepare(sql) {
            const { statement, names } = statementOf(sql);
            return {
                reader: names !== null,
                all: (parameters) => {
                    const rows = statement.all(...parameters);
                    return names === null ? rows : rows.map((values) => named(names, values));
                },
                run: (parameters) => statement.run(...parameters),
                iterate: refuseStreams,
            };
        },
    };
}
/** A walk that kept the only connection would stop everybody else: walks go by key, in batches. */
function refuseStreams() {
    throw new Error('streaming is not offered on SQLite: read in batches by key');
}
function prepare(raw, sql) {
    const statement = raw.prepare(sql);
    if (!statement.reader)
        return { statement, names: null };
    return { statement: statement.raw(true), names: statement.columns().map(({ name }) => name) };
}
function named(names, values) {
    const row = {};
    for (let column = 0; column < names.length; column++)
        row[names[column]] = values[column];
    return row;
}
class ImmediateDialect extends SqliteDialect {
    #raw;
    #config;
    constructor(raw, config) {
        super(config);
        this.#raw = raw;
        this.#config = config;
    }
    createDriver() {
        return new ImmediateDriver(this.#raw, this.#config);
    }
}
class ImmediateDriver extends SqliteDriver {
    #raw;
    #connection;
    constructor(raw, config) {
        super(config);
        this.#raw = raw;
    }
    async acquireConnection() {
        const connection = await super.acquireConnection();
        this.#connection ??= new PatientConnection(this.#raw, connection);
        return this.#connection;
    }
    async beginTransaction(connection, settings) {
        const readOnly = this.#raw.readonly || settings?.accessMode === 'read only';
        await connection.executeQuery(CompiledQuery.raw(readOnly ? 'begin' : 'begin immediate'));
    }
    // A full disk rolls back by itself; rolling back once more would hide the error that says so.
    async rollbackTransaction(connection) {
        if (this.#raw.inTransaction)
            await super.rollbackTransaction(connection);
    }
}
class PatientConnection {
    #raw;
    #inner;
    constructor(raw, inner) {
        this.#raw = raw;
        this.#inner = inner;
    }
    async executeQuery(query) {
        const giveUpAt = performance.now() + BUSY_MS;
        for (let waitMs = 1;; waitMs = Math.min(waitMs * 2, 4)) {
            try {
                return await this.#inner.executeQuery(query);
            }
            catch (e) {
                // Inside a transaction that holds the write lock nobody else can be in the way: waiting would be for ever.
                if (!isBusy(e) || this.#raw.inTransaction || performance.now() > giveUpAt)
                    throw faultOf(e, this.#raw.name);
            }
            await sleep(waitMs);
        }
    }
    // oxlint-disable-next-line require-yield -- there is nothing to yield
    async *streamQuery() {
        refuseStreams();
    }
}
/** The number changes when another connection committed; looking costs about 5 µs. */
function watchVersion(raw, changed, pollMs) {
    const version = raw.prepare('pragma data_version').pluck();
    let seen = version.get();
    const timer = setInterval(() => {
        let now;
        try {
            now = version.get();
        }
        catch {
            return; // Busy for this once: the next look sees the same difference.
        }
        if (now === seen)
            return;
        seen = now;
        changed();
    }, pollMs);
    timer.unref();
    return () => clearInterval(timer);
}
