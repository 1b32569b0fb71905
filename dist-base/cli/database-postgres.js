// PostgreSQL for Kysely, through pg: a pool for queries, and one connection of its own for locks and notifications
// (database-session.ts). Numbers come back as on SQLite: int8 and whole numerics as checked safe integers, booleans as 0
// and 1, so that one row type fits both databases.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { Fault } from '../core/fault.js';
import { connectFault, lostCommit, queryFault } from './database-faults.js';
import { CHANNEL, Session } from './database-session.js';
const CONNECT_MS = 10_000;
const CLOSE_MS = 5_000;
const POOL_MAX = 10;
/** What a connection is told once. A page must not wait for ever on somebody else's import, nor a dead one hold its rows. */
const SESSION_SETTINGS = "set statement_timeout = '60s'; set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '60s'";
export async function openPostgres(url, options) {
    const place = `${url.host}${url.pathname}`;
    const config = {
        connectionString: url.href,
        application_name: 'ispcube',
        keepAlive: true,
        // A firewall that forgot a connection says nothing: the system's own two hours are too long to wait.
        keepAliveInitialDelayMillis: 10_000,
        types: { getTypeParser },
    };
    const pool = new pg.Pool({ ...config, max: POOL_MAX, connectionTimeoutMillis: CONNECT_MS });
    pool.on('error', (err) => options.log?.warn({ err }, 'idle database connection broke'));
    const dialect = new PostgresDialect({
        pool: faultingPool(pool, place),
        async onCreateConnection(connection) {
            await connection.executeQuery(CompiledQuery.raw(SESSION_SETTINGS));
            if (options.readonly)
                await connection.executeQuery(CompiledQuery.raw('set default_transaction_read_only = on'));
        },
    });
    const db = new Kysely({ dialect, plugins: [new CamelCasePlugin()] });
    const session = new Session(config, place, options.log);
    const self = randomUUID();
    const database = {
        db,
        dialect: 'postgres',
        url: url.href,
        place,
        locks: session.locks,
        watch: (changed) => session.listen((by) => {
            if (by !== self)
                changed();
        }),
        async announce() {
            await sql `select pg_notify(${CHANNEL}, ${self})`.execute(db);
        },
        async close() {
            await session.close();
            // What a dead connection holds on to is let go after a while.
            await Promise.race([db.destroy(), sleep(CLOSE_MS, undefined, { ref: false })]);
        },
    };
    try {
        await proveUtf8(db, place);
        return database;
    }
    catch (e) {
        await database.close();
        throw e;
    }
}
/** A database made in another encoding refuses names that people have, one customer at a time. */
async function proveUtf8(db, place) {
    const answer = await sql `select current_setting('server_encoding') as encoding`.execute(db);
    const encoding = answer.rows[0]?.encoding ?? 'unknown';
    if (encoding === 'UTF8')
        return;
    const message = `the database ${place} is encoded in ${encoding}, not in UTF8; make it anew: create database … encoding 'UTF8' template template0`;
    throw new Fault('input-invalid', message, { place, encoding });
}
/** Kysely asks for little of a pool: the place where every error of PostgreSQL passes. */
function faultingPool(pool, place) {
    // One face for each client, because Kysely knows a connection again by it. It is made before anybody waits for the client: a
    // server that ends says so in the same breath in which it let us in, and an error that nobody hears ends the process.
    const faces = new WeakMap();
    pool.on('connect', (client) => faces.set(client, faultingClient(client, place)));
    return {
        async connect() {
            const client = await pool.connect().catch((e) => {
                throw connectFault(e, place);
            });
            return faces.get(client) ?? faultingClient(client, place);
        },
        end: () => pool.end(),
    };
}
function faultingClient(client, place) {
    let broken;
    client.on('error', (e) => {
        broken = e;
    });
    async function query(text, parameters) {
        try {
            return await client.query(text, [...parameters]);
        }
        catch (e) {
            throw text === 'commit' && broken !== undefined ? lostCommit(e, place) : queryFault(e, place, broken !== undefined);
        }
    }
    return {
        // Kysely also asks for cursors, but only where one was configured.
        query: query,
        release: () => client.release(broken),
    };
}
const OID = { bool: 16, int8: 20, numeric: 1700 };
function getTypeParser(oid, format) {
    if (oid === OID.bool)
        return (text) => (text === 't' ? 1 : 0);
    if (oid === OID.int8 || oid === OID.numeric)
        return safeNumber;
    return format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format);
}
/** A sum of whole numbers is a numeric too, so only a fraction may be less than exact. */
function safeNumber(text) {
    const number = Number(text);
    if (text.includes('.') ? Number.isFinite(number) : Number.isSafeInteger(number))
        return number;
    throw new RangeError(`the database answered ${text}, which is beyond what a number holds exactly`);
}
