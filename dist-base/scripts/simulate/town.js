// The town of a simulation of months: a world (fixtures/world.ts) with routers that are models, a clock that only it moves, and
// what everybody did so far. How orders reach a router, or do not, is here; what people do is in `town-deeds.ts`, what must
// hold in `town-checks.ts`.
import { planSweep, recordLook } from '../../core/acts/drift.js';
import { takeWork } from '../../core/acts/handout.js';
import { settleFailure, settleOutcomes } from '../../core/acts/outcomes.js';
import { hurryOrders } from '../../core/store/orders.js';
import { routerById } from '../../core/store/routers.js';
import { loadTerms } from '../../core/store/settings.js';
import { World } from '../../fixtures/world.js';
import { ModelRouter } from './model-router.js';
import { History } from './violation.js';
const SETTINGS = { unblockThreshold: '1000.00', maxCuts: '100000', 'promise.waitDays': '10' };
export class Town {
    world;
    draw;
    routers = [];
    residents = [];
    history = new History();
    /** Places whose router was touched by another hand since it was last read. */
    touched = new Set();
    /** The highest id that a log had, how many lines it had up to there, and how long their facts were. */
    logMark = { id: 0, lines: 0, length: 0 };
    deeds = 0;
    invoices = 0;
    constructor(db, draw) {
        this.world = new World(db);
        this.draw = draw;
    }
    get db() {
        return this.world.db;
    }
    async zone() {
        return (await loadTerms(this.db)).zone;
    }
    async today() {
        return (await this.zone()).dayOf(this.world.now);
    }
    async build(plan) {
        this.world.at(`${plan.startOn}T08:00`);
        await this.world.settings(SETTINGS);
        for (let index = 1; index <= plan.routers; index++)
            this.routers.push(new ModelRouter(await this.world.addRouter(`router-${index}`)));
        for (let index = 1; index <= plan.customers; index++)
            await this.#settle(index);
    }
    /** One in eight is served by PPPoE, one in ten has a second connection, one in twelve shares his neighbour's address. */
    async #settle(index) {
        const { draw } = this;
        const wish = (nth) => ({
            router: draw.pick(this.routers).id,
            ...(draw.chance(1 / 8)
                ? { kind: 'pppoe', ip: null, username: `user-${index}-${nth}` }
                : { ip: `10.0.${draw.chance(1 / 12) ? index - 1 : index}.${nth}` }),
        });
        const wishes = draw.chance(1 / 10) ? [wish(1), wish(2)] : [wish(1)];
        const id = await this.world.customer(String(index).padStart(6, '0'), wishes.map((each, nth) => ({ name: `casa${nth}`, ...each })));
        const rows = await this.db.selectFrom('connections').select('id').where('customerId', '=', id).execute();
        this.residents.push({ id, connections: rows.map((row) => row.id) });
    }
    note(customer, line) {
        this.deeds++;
        this.history.add(customer, `${new Date(this.world.now).toISOString().slice(0, 19)}Z ${line}`);
    }
    router(id) {
        const one = this.routers.find((router) => router.id === id);
        if (!one)
            throw new RangeError(`no router ${id}`);
        return one;
    }
    /** Everything that may be handed out now, router after router. */
    async carry() {
        for (const router of this.routers)
            await this.carryRouter(router);
    }
    async carryRouter(router, meanwhile) {
        // Twice empty is empty: the first look may cancel cuts and order restores in their place.
        for (let empty = 0; empty < 2;) {
            const most = this.draw.between(1, 50);
            const work = await takeWork(this.db, router.id, most, this.world.handout);
            if (work === null) {
                empty++;
                continue;
            }
            const answer = router.answer(work.changes, this.draw);
            this.#noteWork(router, work, answer);
            await meanwhile?.();
            meanwhile = undefined;
            if (!(await this.#settleWork(router, work, answer)))
                return;
        }
    }
    #noteWork(router, work, answer) {
        const outcomes = new Map('code' in answer ? [] : answer.map((outcome) => [outcome.order, outcome]));
        for (const change of work.changes) {
            const outcome = outcomes.get(change.order);
            const became = outcome === undefined ? router.mood : outcome.ok ? 'proven' : outcome.fault.code;
            this.#noteConnection(change.connection, `order ${change.order} ${change.desired} on router ${router.id} (${router.mood}): ${became}`);
        }
    }
    #noteConnection(connection, line) {
        const owner = this.residents.find((resident) => resident.connections.includes(connection));
        if (owner)
            this.note(owner.id, line);
    }
    /** False where the router is to be left alone for now. */
    async #settleWork(router, work, answer) {
        const { orders } = work;
        if (!('code' in answer)) {
            await settleOutcomes(this.db, router.id, orders, answer, this.world.handout);
            return true;
        }
        await settleFailure(this.db, router.id, orders, answer, this.world.handout);
        return false;
    }
    /** The process dies with a slice in its hands: some of it was carried out, nothing was written down. */
    async dieWith(router) {
        const work = await takeWork(this.db, router.id, 50, this.world.handout);
        if (work === null)
            return;
        const reached = this.draw.between(0, work.changes.length);
        for (const [index, change] of work.changes.entries()) {
            const isDone = index < reached && router.mood === 'well';
            if (isDone)
                router.carryOut(change);
            this.#noteConnection(change.connection, `order ${change.order} ${change.desired}: the process died, ${isDone ? 'done' : 'not done'}`);
        }
    }
    async sweep(router, mend) {
        if (router.mood === 'away' || router.mood === 'locked')
            return;
        const row = await routerById(this.db, router.id);
        if (!row)
            throw new RangeError(`no router ${router.id}`);
        const plan = await planSweep(this.db, row, this.world.now);
        await recordLook(this.db, row, plan, router.look(plan.targets), {
            ...this.world.told,
            by: 'job:drift',
            mend,
            lookedAt: this.world.now,
            order: true,
        });
        for (const key of [...this.touched])
            if (key.startsWith(`${router.id} `))
                this.touched.delete(key);
    }
    /** What waits is tried now, whatever its back-off. */
    async hurry() {
        const rows = await this.db.selectFrom('orders').select('id').where('state', '=', 'open').execute();
        await hurryOrders(this.db, rows.map((row) => row.id), this.world.now);
        await this.db.updateTable('routers').set({ retryAt: null }).execute();
    }
}
