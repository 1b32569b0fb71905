// One apply of many orders that is killed again and again, at moments drawn by the seed: while it decides, in the middle of
// its transactions, while routers are being written. Meanwhile customers pay (those too whose cut is on its way), payments
// are voided, and routers fail. In the end every router must hold exactly what it should, and the log every order once.
import { setTimeout as sleep } from 'node:timers/promises';
import { pay, voidDocument } from '../../core/acts/payments.js';
import { isFault } from '../../core/fault.js';
import { cents } from '../../core/rules/money.js';
import { Bench } from './applicant.js';
import { checkStreet } from './street-checks.js';
import { buildStreet, debtOf, KEY } from './street.js';
import { Violation } from './violation.js';
const LIMITS = {
    connectMs: 3000,
    loginMs: 3000,
    commandMs: 3000,
    taskMs: 15_000,
    retryBaseMs: 100,
    retryCapMs: 400,
    retrySlowMs: 400,
};
const DEADLINE_MS = 60_000;
/** Runs on a migrated, empty database that several processes can open. */
export async function killRound(database, draw, plan) {
    const bench = new Bench();
    const street = await buildStreet(database, plan);
    try {
        const round = new Round(database, street, draw, plan);
        const isTime = () => performance.now() < (plan.untilMs ?? Number.POSITIVE_INFINITY);
        for (let nth = 1; nth <= plan.kills && isTime(); nth++)
            await round.tryOnce(bench.next(), round.drawMoment(nth));
        await round.calm();
        // What a voided payment cuts again is ordered by the next run, so the last word has a run that nothing disturbs.
        await round.tryOnce(bench.next(), null);
        const checks = await checkStreet(database.db, street, round.history);
        return { ...round.done, checks, orders: (await database.db.selectFrom('orders').select('id').execute()).length };
    }
    finally {
        await bench.close();
        await street.routers.close();
    }
}
class Round {
    done = { killed: 0, moments: [], paid: 0, voided: 0 };
    history = new Map();
    #database;
    #street;
    #draw;
    #plan;
    #failing = new Set();
    constructor(database, street, draw, plan) {
        this.#database = database;
        this.#street = street;
        this.#draw = draw;
        this.#plan = plan;
    }
    /** The first dies while it decides, so that the run itself is torn; the others anywhere. */
    drawMoment(nth) {
        const draw = this.#draw;
        const orders = this.#plan.cuts + this.#plan.restores;
        if (nth === 1)
            return { kind: 'deciding', afterMs: draw.between(0, Math.ceil(orders / 4)) };
        if (draw.chance(0.35))
            return { kind: 'query', number: draw.between(1, draw.pick([12, 40, 150])) };
        if (draw.chance(0.1))
            return { kind: 'deciding', afterMs: draw.between(0, Math.ceil(orders / 4)) };
        return { kind: 'carrying', left: draw.between(1, orders), afterMs: draw.between(0, 25) };
    }
    /** One process from its start to its end, whichever end that is. */
    async tryOnce(applicant, moment) {
        let stage = 'loading';
        const fail = { message: '' };
        const hear = (report) => {
            stage = report.stage;
            if (report.stage === 'failed')
                fail.message = report.message;
            if (moment?.kind === 'deciding' && report.stage === 'deciding')
                setTimeout(() => applicant.kill(), moment.afterMs);
            if (moment?.kind === 'carrying' && report.stage === 'carrying' && report.open <= moment.left)
                setTimeout(() => applicant.kill(), moment.afterMs);
        };
        applicant.begin(this.#task(moment), hear);
        if (moment !== null)
            await this.#live(applicant);
        const { code, signal, last } = await applicant.ended;
        if (signal === 'SIGKILL') {
            this.done.killed++;
            this.done.moments.push(stage);
            return;
        }
        if (fail.message !== '')
            throw new Violation(`the process that applies failed: ${fail.message}`);
        if (code !== 0)
            throw new Violation(`the process that applies ended with ${code} at ${JSON.stringify(last)}`);
    }
    #task(moment) {
        const dieAtQuery = moment?.kind === 'query' ? moment.number : null;
        return { url: this.#database.url, key: KEY, limits: LIMITS, dieAtQuery, deadlineMs: DEADLINE_MS };
    }
    /** What goes on while it works, and after it died: people pay, routers fail. */
    async #live(applicant) {
        const draw = this.#draw;
        let share = Math.ceil(this.#plan.payers / Math.max(1, this.#plan.kills));
        await applicant.begun;
        while (applicant.isAlive) {
            await sleep(draw.between(1, 25));
            if (share > 0 && draw.chance(0.7)) {
                share--;
                await this.#payOne();
            }
            if (this.done.voided < this.done.paid / 4 && draw.chance(0.1))
                await this.#voidOne();
            if (this.#plan.faults && draw.chance(0.25))
                await this.#changeRouter();
        }
        for (; share > 0 && draw.chance(0.5); share--)
            await this.#payOne();
    }
    async #payOne() {
        const one = await this.#nextPayer();
        if (!one)
            return;
        const reference = `simulated-${one.id}-${this.done.paid}`;
        const booked = await patiently(() => pay(this.#database.db, { code: one.code, amountCents: cents(debtOf()), reference }, told()));
        this.#note(one, `paid, receipt ${booked.number}, opened ${booked.orders.join(', ') || 'nothing'}`);
        one.isCut = false;
        one.receipt = booked.number;
        this.done.paid++;
    }
    /** Half of them are being cut at this very moment. */
    async #nextPayer() {
        const { db } = this.#database;
        const { dwellers } = this.#street;
        const debtors = dwellers.filter((one) => one.isCut);
        if (debtors.length === 0)
            return undefined;
        if (this.#draw.chance(0.5)) {
            const flying = await db
                .selectFrom('orders')
                .innerJoin('routers', 'routers.id', 'orders.routerId')
                .select('orders.customerId')
                .whereRef('orders.id', '<=', 'routers.handedTo')
                .where('orders.state', '=', 'open')
                .where('orders.desired', '=', 'cut')
                .limit(20)
                .execute();
            const one = flying.length > 0 ? dwellers[this.#draw.pick(flying).customerId - 1] : undefined;
            if (one?.isCut)
                return one;
        }
        return this.#draw.pick(debtors);
    }
    async #voidOne() {
        const paid = this.#street.dwellers.filter((one) => one.receipt !== null);
        if (paid.length === 0)
            return;
        const one = this.#draw.pick(paid);
        await patiently(() => voidDocument(this.#database.db, { code: one.code, number: `RC ${one.receipt}`, comment: 'simulated' }, told()));
        this.#note(one, `receipt ${one.receipt} voided`);
        one.isCut = true;
        one.receipt = null;
        this.done.voided++;
    }
    #note(one, line) {
        this.history.set(one.id, [...(this.history.get(one.id) ?? []), `${new Date().toISOString()} ${line}`]);
    }
    async #changeRouter() {
        const { routers } = this.#street;
        const index = this.#draw.between(0, routers.ports.length - 1);
        if (this.#failing.delete(index))
            await routers.tell(index, WELL);
        else {
            this.#failing.add(index);
            await routers.tell(index, this.#draw.chance(0.2) ? { reboot: { downMs: 150 } } : { faults: this.#drawFaults() });
        }
    }
    #drawFaults() {
        const after = this.#draw.between(1, 30);
        return this.#draw.pick([
            { dropAfter: after },
            { hangAfter: after },
            { fatalAfter: after },
            { dropMidReply: after },
            { refuse: true },
            { garbage: true },
            { wrongPassword: true },
            { slowMs: 5 },
            { ignoreWrites: true },
            { mute: true },
        ]);
    }
    async calm() {
        await this.#street.routers.tell('all', WELL);
        this.#failing.clear();
    }
}
const WELL = { faults: {}, listening: true };
const told = () => ({ now: Date.now(), by: 'operator:simulation' });
/** A person at a counter tries again while a run is being written down; whatever else goes wrong is a failure. */
async function patiently(deed) {
    for (let tries = 1;; tries++) {
        try {
            return await deed();
        }
        catch (error) {
            if (!isFault(error) || error.code !== 'store-busy' || tries === 5)
                throw error;
        }
    }
}
