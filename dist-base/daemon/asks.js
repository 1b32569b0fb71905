// Carries out what pages ask of devices: takes the open questions, asks each device in the threads that it has already, writes
// down what came of it. A page waits for the answer, so it is woken as the dispatcher is. Questions under way when it closes
// are put back: who starts next takes them, while somebody still waits.
import { answerRouter, answerSignal, failAsk, giveBack, keepAsks, takeAsks, turnOfAsk } from '../core/acts/asks.js';
import { recordHeard } from '../core/acts/visits.js';
import { noteOf } from '../core/fault.js';
import { handoutTold } from './enforce/dispatch.js';
import { startLoop } from './loop.js';
import { askCpe, askRadio } from './signal/ask.js';
const EVERY_MS = 1_000;
const KEEP_EVERY_MS = 60_000;
/** Devices asked at once; the rest wait their turn. */
const AT_ONCE = 16;
export class Asks {
    #plan;
    #loop;
    #underWay = new Map();
    #writing = new Set();
    #keptAt = Number.NEGATIVE_INFINITY;
    #closing = false;
    constructor(plan) {
        this.#plan = plan;
        this.#loop = startLoop({ name: 'asks', everyMs: EVERY_MS, log: plan.deps.log, turn: () => this.#turn() });
    }
    get loop() {
        return this.#loop;
    }
    /** Somebody may have asked: look now. */
    wake() {
        this.#loop.wake();
    }
    async close() {
        this.#closing = true;
        await this.#loop.close();
        await Promise.all(this.#writing);
        await giveBack(this.#plan.deps.db, [...this.#underWay.values()]);
    }
    async #turn() {
        const { deps } = this.#plan;
        const now = deps.now();
        if (now - this.#keptAt >= KEEP_EVERY_MS || now < this.#keptAt) {
            this.#keptAt = now;
            await keepAsks(deps.db, now);
        }
        const room = AT_ONCE - this.#underWay.size;
        if (room <= 0)
            return;
        for (const row of await takeAsks(deps.db, handoutTold(deps), room)) {
            this.#underWay.set(row.id, row);
            this.#begin(row);
        }
    }
    #begin(row) {
        const { deps } = this.#plan;
        turnOfAsk(deps.db, row, handoutTold(deps))
            .then((turn) => this.#ask(turn))
            // Passwords that do not open, and whatever else comes before the device.
            .catch((e) => () => failAsk(deps.db, row, noteOf(e, 'device-silent'), deps.now()))
            .then((write) => this.#write(row, write))
            .catch((err) => {
            deps.log.error({ err, ask: row.id }, 'the answer to a question was not written');
            this.#underWay.delete(row.id);
        });
    }
    /** Asks the device. What comes back writes it down; null = it cannot be asked now. */
    async #ask(turn) {
        const { deps, asker, enforce, heard: each } = this.#plan;
        const { ask: row } = turn;
        const { db } = deps;
        if (turn.of === 'nothing')
            return () => failAsk(db, row, turn.fault, deps.now());
        if (turn.of === 'router') {
            const tried = await asker.alone(row.about, () => enforce.test(turn.access));
            if (tried === null)
                return null;
            const came = tried.ok ? { checks: tried.value, tookMs: tried.tookMs } : { fault: tried.fault };
            return () => answerRouter(db, row, came, deps.now());
        }
        const [visit] = turn.turns.visits;
        const [table] = turn.turns.tables;
        const heard = visit ? await askCpe(asker, visit) : table ? await askRadio(asker, table) : [];
        if (heard === null)
            return null;
        return async () => {
            await recordHeard(db, heard, deps.config.limits);
            await answerSignal(db, row, heard, deps.now());
            each?.(heard);
        };
    }
    /** After the close nothing is known of it any more: the threads were ended, and the question was put back. */
    async #write(row, write) {
        if (this.#closing)
            return;
        const writing = write === null ? giveBack(this.#plan.deps.db, [row]) : write();
        this.#writing.add(writing);
        try {
            await writing;
        }
        finally {
            this.#writing.delete(writing);
            this.#underWay.delete(row.id);
        }
    }
}
