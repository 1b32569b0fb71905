// Whose turn it is, and what came of it. A turn of the loop writes down what has come in, then hands out what is due, as many as
// the threads may have in flight; a visit that ends wakes it, a fifth of a second later, so that what ends together is one
// commit. A radio over its API goes through the threads of the routers, when no order is being carried out there.
import { meetConnections, recordHeard, takeTurns } from '../../core/acts/visits.js';
import { keepReadings } from '../../core/acts/readings.js';
import { isFault } from '../../core/fault.js';
import { postponeCpes } from '../../core/store/cpes.js';
import { loadTerms } from '../../core/store/settings.js';
import { pause } from '../deps.js';
import { startLoop } from '../loop.js';
import { askCpe, askRadio } from './ask.js';
import { openPollPool } from './pool.js';
const EVERY_MS = 1_000;
const GATHER_MS = 200;
const KEEP_EVERY_MS = 60_000;
/** A router that is being worked is asked again so much later. */
const BUSY_MS = 5_000;
export class SignalPoll {
    #plan;
    #pool;
    #asker;
    #loop;
    /** Connections whose answer is awaited, or not written down yet. */
    #underWay = new Set();
    #running = new Set();
    #heard = [];
    #gather = null;
    #keptAt = Number.NEGATIVE_INFINITY;
    #notBefore = Number.NEGATIVE_INFINITY;
    #closing = false;
    #lock = null;
    constructor(plan) {
        this.#plan = plan;
        this.#pool = openPollPool(plan.deps.config.limits);
        this.#asker = {
            poll: this.#pool,
            enforce: plan.enforce,
            alone: (routerId, deed) => plan.dispatcher.alone(routerId, deed),
            now: () => plan.deps.now(),
        };
        this.#loop = startLoop({ name: 'signal', everyMs: EVERY_MS, log: plan.deps.log, turn: (alive) => this.#turn(alive) });
    }
    /** Hands out turns and writes down what comes in. */
    get loop() {
        return this.#loop;
    }
    /** Asks one device there and then, in the same threads. */
    get asker() {
        return this.#asker;
    }
    /** CPEs being asked right now. */
    get asking() {
        return this.#underWay.size;
    }
    async close() {
        this.#closing = true;
        await this.#loop.close();
        if (this.#gather)
            clearTimeout(this.#gather);
        await this.#write();
        // What is under way ends with its threads, and says nothing of the CPE: it is asked again after the next start.
        await this.#pool.close();
        await Promise.all(this.#running);
        await this.#lock?.release();
    }
    async #turn(alive) {
        const { deps } = this.#plan;
        const { limits } = deps.config;
        const now = deps.now();
        await this.#write();
        // Of several daemons on one database one polls: the others stand by, and take over when it is gone.
        if (this.#lock?.isHeld !== true)
            this.#lock = await deps.takeLock('signal');
        if (this.#lock === null)
            return;
        if (now - this.#keptAt >= KEEP_EVERY_MS || now < this.#keptAt) {
            this.#keptAt = now;
            // Sums of a large network on a small machine may take longer than a minute.
            const step = () => {
                alive();
                return pause();
            };
            await meetConnections(deps.db, now, step);
            await keepReadings(deps.db, now, (await loadTerms(deps.db)).zone, step);
        }
        const room = limits.pollThreads * limits.visitsAtOnce - this.#underWay.size;
        if (room <= 0 || this.#closing || now < this.#notBefore)
            return;
        this.#begin(await this.#due(room, now));
    }
    /** Passwords that do not open are said once in a minute, and nobody is asked with half of them. */
    async #due(room, now) {
        const { deps } = this.#plan;
        const told = { now, seal: deps.seal, limits: deps.config.limits, lists: deps.config.lists };
        try {
            return await takeTurns(deps.db, told, room, this.#underWay);
        }
        catch (e) {
            if (!isFault(e) || e.code !== 'secret-unreadable')
                throw e;
            this.#notBefore = now + KEEP_EVERY_MS;
            deps.log.error({ code: e.code }, `CPEs are not asked: ${e.message}`);
            return { visits: [], tables: [] };
        }
    }
    #begin({ visits, tables }) {
        for (const turn of visits)
            this.#await([turn.line.connectionId], () => askCpe(this.#asker, turn));
        for (const turn of tables) {
            const ids = turn.entries.map(({ line }) => line.connectionId);
            this.#await(ids, () => askRadio(this.#asker, turn));
        }
    }
    /** Null = it could not be asked now. */
    #await(connectionIds, deed) {
        for (const id of connectionIds)
            this.#underWay.add(id);
        const { deps } = this.#plan;
        const running = deed()
            .then(async (heard) => {
            if (this.#closing)
                return;
            if (heard !== null)
                return void this.#heard.push(...heard);
            await postponeCpes(deps.db, connectionIds, deps.now() + BUSY_MS);
            for (const id of connectionIds)
                this.#underWay.delete(id);
        })
            .catch((err) => {
            deps.log.error({ err }, 'a CPE could not be asked');
            for (const id of connectionIds)
                this.#underWay.delete(id);
        })
            .then(() => {
            this.#running.delete(running);
            this.#wakeSoon();
        });
        this.#running.add(running);
    }
    #wakeSoon() {
        if (this.#closing)
            return;
        this.#gather ??= setTimeout(() => {
            this.#gather = null;
            this.#loop.wake();
        }, GATHER_MS);
    }
    /** What cannot be written stays, and nobody of it is asked again before it is. */
    async #write() {
        const heard = this.#heard;
        if (heard.length === 0)
            return;
        this.#heard = [];
        try {
            await recordHeard(this.#plan.deps.db, heard, this.#plan.deps.config.limits);
        }
        catch (e) {
            this.#heard = [...heard, ...this.#heard];
            throw e;
        }
        for (const { line } of heard)
            this.#underWay.delete(line.connectionId);
        this.#plan.heard?.(heard);
    }
}
