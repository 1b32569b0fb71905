// The one PostgreSQL connection of this process that lives long: it holds the advisory locks and hears notifications. When
// it breaks, its locks are lost (the server has freed them, so `isHeld` turns false) and it is opened again for who
// listens; they are called then, because what was announced meanwhile is not told again.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { connectFault, queryFault } from './database-faults.js';
import { checkLockName } from './database-port.js';
/** Of LISTEN and NOTIFY. The payload says who announced. */
export const CHANNEL = 'ispcube';
const REOPEN_MS = 1000;
// A machine that lost power sends no farewell: the server notices after 25 s and frees its locks, instead of after two hours.
const SETTINGS = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';
export class Session {
    #config;
    #place;
    #log;
    #listeners = new Set();
    /** Names taken or being taken here: the server would let the same connection have a lock twice. */
    #names = new Map();
    #client;
    #live;
    /** The end of the last query: pg wants one at a time. */
    #turn = Promise.resolve();
    #reopening;
    #closed = false;
    constructor(config, place, log) {
        this.#config = config;
        this.#place = place;
        this.#log = log;
    }
    locks = { take: (name) => this.#take(checkLockName(name)) };
    /** Hears each notification with its payload, and an empty one whenever listening started (again). */
    listen(heard) {
        this.#listeners.add(heard);
        this.#keepListening();
        return () => this.#listeners.delete(heard);
    }
    async close() {
        this.#closed = true;
        clearTimeout(this.#reopening);
        this.#listeners.clear();
        this.#loseLocks();
        const client = await this.#client?.catch(() => undefined); // one that never opened needs no closing
        await client?.end();
    }
    async #take(name) {
        if (this.#names.has(name))
            return null;
        const mine = { lost: false };
        this.#names.set(name, mine);
        try {
            const rows = await this.#query('select pg_try_advisory_lock($1) as got', [lockKey(name)]);
            if (rows[0]?.got === 1 && !mine.lost)
                return this.#lock(name, mine);
        }
        catch (e) {
            this.#forget(name, mine);
            throw e;
        }
        this.#forget(name, mine);
        return null;
    }
    #lock(name, mine) {
        const query = this.#query.bind(this);
        const forget = this.#forget.bind(this);
        const isConnected = () => this.#live !== undefined;
        return {
            get isHeld() {
                return !mine.lost;
            },
            async release() {
                if (mine.lost)
                    return;
                mine.lost = true;
                try {
                    await query('select pg_advisory_unlock($1)', [lockKey(name)]);
                }
                catch (e) {
                    if (isConnected())
                        throw e; // with a broken connection the lock went too
                }
                finally {
                    forget(name, mine);
                }
            },
        };
    }
    #forget(name, mine) {
        if (this.#names.get(name) === mine)
            this.#names.delete(name);
    }
    #loseLocks() {
        for (const lock of this.#names.values())
            lock.lost = true;
        this.#names.clear();
    }
    async #query(text, parameters) {
        const client = await this.#opened();
        const turn = this.#turn.then(() => client.query(text, parameters));
        this.#turn = turn.catch(() => undefined); // whoever asked hears of it
        try {
            return (await turn).rows;
        }
        catch (e) {
            throw queryFault(e, this.#place, this.#live !== client);
        }
    }
    #opened() {
        this.#client ??= this.#open();
        return this.#client;
    }
    async #open() {
        const client = new pg.Client(this.#config);
        client.on('error', (err) => this.#log?.warn({ err }, 'database connection for locks broke'));
        client.on('end', () => {
            if (this.#live === client)
                this.#broke();
        });
        client.on('notification', (note) => this.#tell(note.payload ?? ''));
        try {
            await client.connect();
            await client.query(SETTINGS);
            this.#live = client;
            return client;
        }
        catch (e) {
            await client.end();
            this.#client = undefined;
            throw connectFault(e, this.#place);
        }
    }
    #broke() {
        this.#client = undefined;
        this.#live = undefined;
        this.#loseLocks();
        if (this.#listeners.size > 0)
            this.#listenLater();
    }
    #tell(payload) {
        for (const heard of this.#listeners)
            heard(payload);
    }
    #keepListening() {
        this.#query(`listen ${CHANNEL}`, []).then(() => this.#tell(''), (err) => {
            if (!this.#closed)
                this.#log?.warn({ err }, 'no word of what other processes commit; will try again');
            this.#listenLater();
        });
    }
    #listenLater() {
        if (this.#closed)
            return;
        clearTimeout(this.#reopening);
        this.#reopening = setTimeout(() => this.#keepListening(), REOPEN_MS);
        this.#reopening.unref();
    }
}
/** PostgreSQL names advisory locks by a 64-bit number. */
function lockKey(name) {
    return createHash('sha256').update(`ispcube:${name}`).digest().readBigInt64BE().toString();
}
