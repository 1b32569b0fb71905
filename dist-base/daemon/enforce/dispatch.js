// Open orders → one run a router → outcomes. Each turn asks which routers have orders whose turn it is and sets those to
// work that are not at it already; a router then takes slice after slice until nothing is left, so a sick one delays nobody
// else. The same code serves the daemon's loop, `enforce apply` and every command that carries out what it ordered.
// The order rows are the queue: a crash between any two steps costs a delay, never a state.
import { takeWork } from '../../core/acts/handout.js';
import { settleFailure, settleOutcomes, settlePart, settleUnasked } from '../../core/acts/outcomes.js';
import { noteOf } from '../../core/fault.js';
import { mayRun } from '../../core/rules/order.js';
import { dueRouters } from '../../core/store/order-queue.js';
import { pinRouter } from '../../core/store/routers.js';
import { loadTerms } from '../../core/store/settings.js';
import { startLoop } from '../loop.js';
import { Commits } from './commits.js';
/** Without a nudge an order is found within this time. */
const EVERY_MS = 1_000;
export class Dispatcher {
    #deps;
    #pool;
    #commits;
    #metrics;
    #loop;
    #busy = new Map();
    /** Tasks that make cuts right now, by router. */
    #cutting = new Map();
    /** Routers whose deed of `alone` ends early when orders come. */
    #yielding = new Set();
    #nudges = 0;
    #closing = false;
    constructor(deps, pool, metrics) {
        this.#metrics = metrics;
        this.#deps = deps;
        this.#pool = pool;
        this.#commits = new Commits(deps.db, deps.dispatchBy === 'database');
        this.#loop = startLoop({ name: 'dispatch', everyMs: EVERY_MS, turn: () => this.#turn(), log: deps.log });
    }
    /** Orders were written: look now. */
    nudge() {
        this.#nudges++;
        this.#loop.wake();
    }
    /** Looks at the queue. */
    get loop() {
        return this.#loop;
    }
    /** Routers being worked right now. */
    get working() {
        return this.#busy.size;
    }
    /** Runs something on a router while no task works it; null = a task does, or another process. One that `yields` is hurried by orders. */
    async alone(routerId, deed, { yields = false } = {}) {
        if (this.#closing || this.#busy.has(routerId))
            return null;
        let result = null;
        await this.#occupy(routerId, async () => {
            if (yields)
                this.#yielding.add(routerId);
            result = await deed();
        });
        return result;
    }
    /** Lets the slices under way end; what is left waits in its rows. */
    async close() {
        this.#closing = true;
        await this.#loop.close();
        await Promise.all(this.#busy.values());
    }
    async #turn() {
        const { db, config } = this.#deps;
        const at = this.#deps.now();
        const queues = await dueRouters(db, at, config.limits.retrySlowMs);
        if (queues.length === 0)
            return;
        const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, at, await loadTerms(db));
        for (const queue of queues) {
            if (this.#closing)
                return;
            const cutting = this.#cutting.get(queue.routerId);
            // Somebody paid while cuts are being made there, or their hours are over: what has not been begun is left.
            if (cutting && (queue.restores > 0 || (cutting.byHours && !hours)))
                this.#pool.hurry(queue.routerId);
            if (this.#yielding.has(queue.routerId) && dueNow(queue, hours) > 0)
                this.#pool.hurry(queue.routerId);
            if (this.#busy.size >= config.limits.routersAtOnce)
                continue;
            if (dueNow(queue, hours) > 0 && !this.#busy.has(queue.routerId))
                void this.#occupy(queue.routerId, (lock) => this.#workRouter(queue.routerId, lock));
        }
    }
    /** One task a router at a time, in this process and, where several carry out, among all of them. */
    #occupy(routerId, deed) {
        const seen = this.#nudges;
        const done = locked(this.#deps, routerId, deed)
            .catch((err) => this.#deps.log.error({ err, router: routerId }, 'router run failed'))
            .then(() => {
            this.#busy.delete(routerId);
            this.#yielding.delete(routerId);
            // An order that came after the last look at the queue must not wait for the clock.
            if (this.#nudges !== seen && !this.#closing)
                this.#loop.wake();
        });
        this.#busy.set(routerId, done);
        return done;
    }
    async #applied(work, proven) {
        const cuts = work.changes.some((change) => change.desired === 'cut');
        if (cuts)
            this.#cutting.set(work.router, work);
        try {
            return await this.#pool.apply(work.access, work.changes, proven);
        }
        finally {
            this.#cutting.delete(work.router);
        }
    }
    async #workRouter(routerId, lock) {
        const { log } = this.#deps;
        let work = await this.#firstWork(routerId);
        while (work !== null) {
            const { access } = work;
            const handed = new Map(work.orders.map((order) => [order.id, order]));
            const parts = [];
            let lost = null;
            const tried = await this.#applied(work, (outcomes) => {
                if (!lock.isHeld)
                    return;
                const part = outcomes.flatMap(({ order }) => handed.get(order) ?? []);
                for (const { id } of part)
                    handed.delete(id);
                const settled = this.#commits.writeSoon((tx) => settlePart(tx, part, outcomes, handoutTold(this.#deps)));
                settled.then(() => this.#metrics?.settled(part, outcomes, this.#deps.now()), (e) => (lost = e));
                parts.push(settled);
            });
            if (!lock.isHeld) {
                // Another process has the router by now. What is known here may be old already, so nothing is written down: it finds the mark.
                log.error({ router: access.name }, 'the lock of a router was lost in the middle of a task');
                return;
            }
            const rest = [...handed.values()];
            await this.#commits.inOrder(parts);
            // The mark of the router goes with its last outcomes. Where a part could not be written it stays: those orders may have been
            // sent, and the next task looks first.
            const last = (deed) => this.#commits.write((tx) => (lost === null ? deed(tx) : Promise.reject(lost)));
            if (!tried.ok) {
                await last((tx) => settleFailure(tx, routerId, rest, tried.fault, handoutTold(this.#deps)));
                const { code, message } = tried.fault;
                log.warn({ router: access.name, code, orders: rest.length, reason: message }, 'router run failed');
                return;
            }
            // What came back and what goes out next are one commit: half the waits for the disk.
            const [settled, next] = await last(async (tx) => {
                if (access.tlsPin === null && tried.fingerprint !== null)
                    await pinRouter(tx, routerId, tried.fingerprint);
                const done = await settleOutcomes(tx, routerId, rest, tried.value, handoutTold(this.#deps));
                const next = this.#closing || this.#deps.dispatchBy === 'router' ? null : await this.#take(tx, routerId);
                return [done, next];
            });
            this.#metrics?.settled(rest, tried.value, this.#deps.now());
            const told = sumOf([...(await Promise.all(parts)), settled]);
            log.info({ router: access.name, ...told, tookMs: Math.round(tried.tookMs) }, 'router run done');
            // On PostgreSQL a transaction of its own: each holds the customers that it touches.
            work = this.#deps.dispatchBy === 'router' && !this.#closing ? await this.#firstWork(routerId) : next;
        }
    }
    #take(tx, routerId) {
        return takeWork(tx, routerId, this.#deps.config.limits.ordersPerTask, handoutTold(this.#deps));
    }
    /** What cannot even be handed out (a password that does not open) is the router's failure, not the loop's. */
    async #firstWork(routerId) {
        try {
            return await this.#commits.write((tx) => this.#take(tx, routerId));
        }
        catch (error) {
            const note = noteOf(error, 'store-busy');
            if (note.code !== 'secret-unreadable')
                throw error;
            await this.#commits.write((tx) => settleUnasked(tx, routerId, note, handoutTold(this.#deps)));
            this.#deps.log.error({ router: routerId, code: note.code }, note.message);
            return null;
        }
    }
}
/** Orders of a router whose turn it is; cuts for debt have their hours. */
export const dueNow = (queue, hours) => queue.restores + queue.cutsAtOnce + (hours ? queue.cuts : 0);
export const handoutTold = (deps) => ({
    now: deps.now(),
    machineAt: deps.machineNow(),
    seal: deps.seal,
    limits: deps.config.limits,
    lists: deps.config.lists,
    templates: deps.config.ssh.templates,
    draw: deps.draw,
});
const sumOf = (settled) => ({
    done: settled.reduce((sum, { done }) => sum + done, 0),
    sent: settled.reduce((sum, { sent }) => sum + sent, 0),
    failed: settled.reduce((sum, { failed }) => sum + failed, 0),
    left: settled.at(-1)?.left ?? 0,
});
const OWN = { isHeld: true, release: () => Promise.resolve() };
async function locked(deps, routerId, deed) {
    // One process has the lock of the whole database then.
    if (deps.dispatchBy === 'database')
        return deed(OWN);
    const lock = await deps.takeLock(`router-${routerId}`);
    if (lock === null)
        return;
    try {
        await deed(lock);
    }
    finally {
        await lock.release();
    }
}
