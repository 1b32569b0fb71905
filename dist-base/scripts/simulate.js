// Seeded months of payments, faults and restarts, and applies that are killed at any moment: what the tests show for chosen
// cases is tried here for drawn ones, for a minute. Prints its seed first, one line a round, and at the end what was passed.
// A violated invariant ends it with exit 1 and the command that repeats the round. Only loopback, only processes of its own.
//
//   npm run simulate -- [--seed N] [--seconds 60] [--orders 5000] [--round KIND:SEED]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../cli/database.js';
import { migrate } from '../core/store/migrate.js';
import { makeDraw } from './simulate/draw.js';
import { killRound } from './simulate/kill-round.js';
import { simulateMonths } from './simulate/months.js';
import { Violation } from './simulate/violation.js';
/** `big`: the apply of many orders. `kill`: a small one, killed at finer moments, with routers that fail. */
const KINDS = ['big', 'kill', 'months'];
/** What a small round takes at most: none is begun that would end long after the time. */
const SMALL_MS = 8_000;
async function main(plan) {
    console.log(`seed ${plan.seed}`);
    const until = performance.now() + plan.seconds * 1000;
    const draw = makeDraw(plan.seed);
    let passed = 0;
    for (let nth = 0;; nth++) {
        const { kind, seed } = plan.only ?? { kind: kindOf(nth), seed: draw.between(1, 2 ** 31) };
        const from = performance.now();
        try {
            const line = await roundOf(kind, seed, plan, until);
            passed++;
            console.log(`round ${nth + 1} ${kind}:${seed} ${line}, ${((performance.now() - from) / 1000).toFixed(1)} s`);
        }
        catch (error) {
            report(error, kind, seed, plan);
            console.log(`${passed} passed, 1 failed`);
            return 1;
        }
        if (plan.only !== null || performance.now() + SMALL_MS > until)
            break;
    }
    console.log(`${passed} passed, 0 failed`);
    return 0;
}
/** Months are cheap and find most; every third round kills. */
const kindOf = (nth) => (nth === 0 ? 'big' : nth % 3 === 0 ? 'kill' : 'months');
function roundOf(kind, seed, plan, until) {
    if (kind === 'months')
        return months(seed);
    // The big round may use half of the time: the process that is under way then is the last.
    return kind === 'big' ? kills(seed, plan.orders, 20, until - plan.seconds * 500) : kills(seed, 300, 4, Number.POSITIVE_INFINITY);
}
async function months(seed) {
    const database = await openDatabase('sqlite::memory:');
    try {
        await migrate(database.db, database.dialect);
        const draw = makeDraw(seed);
        const plan = {
            customers: draw.between(8, 24),
            routers: 3,
            days: draw.between(25, 45),
            startOn: draw.pick(['2026-02-20', '2026-07-15', '2026-11-03']),
        };
        const { days, deeds, orders, checks } = await simulateMonths(database.db, draw, plan);
        return `${days} days of ${plan.customers} customers: ${deeds} deeds and attempts, ${orders} orders, ${checks} checks`;
    }
    finally {
        await database.close();
    }
}
async function kills(seed, orders, routers, untilMs) {
    const folder = await mkdtemp(join(tmpdir(), 'ispcube-simulation-'));
    const database = await openDatabase(`sqlite:${join(folder, 'simulation.db')}`);
    try {
        await migrate(database.db, database.dialect);
        const draw = makeDraw(seed);
        const restores = Math.floor(orders / 5);
        const faults = orders <= 1000;
        const done = await killRound(database, draw, {
            cuts: orders - restores,
            restores,
            bystanders: Math.ceil(orders / 10),
            routers,
            latencyMs: draw.between(0, 2),
            kills: faults ? 4 : 8,
            payers: Math.ceil(orders / 25),
            faults,
            untilMs,
        });
        const paid = `${done.paid} paid and ${done.voided} voided meanwhile`;
        return `${orders} changes on ${routers} routers, killed ${done.killed} times (${done.moments.join(' ')}), ${paid}, ${done.orders} orders, ${done.checks} checks`;
    }
    finally {
        await database.close();
        await rm(folder, { recursive: true });
    }
}
function report(error, kind, seed, plan) {
    console.log(`round ${kind}:${seed} FAILED`);
    if (error instanceof Violation) {
        console.log(error.message);
        for (const line of error.history)
            console.log(`  ${line}`);
    }
    else
        console.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    console.log(`seed ${plan.seed}; repeat with: npm run simulate -- --round ${kind}:${seed} --orders ${plan.orders} --seconds ${plan.seconds}`);
}
function planOf(argv) {
    const text = { type: 'string' };
    const { values } = parseArgs({ args: argv, options: { seed: text, seconds: text, orders: text, round: text } });
    const [kind, seed] = values.round?.split(':') ?? [];
    const only = KINDS.find((one) => one === kind);
    if (values.round !== undefined && (!only || !Number.isSafeInteger(Number(seed))))
        throw new Error(`--round takes KIND:SEED, with one of ${KINDS.join(', ')}`);
    return {
        seed: whole('seed', values.seed, 1 + (Date.now() % 1_000_000)),
        seconds: whole('seconds', values.seconds, 60),
        orders: whole('orders', values.orders, 5000),
        only: only ? { kind: only, seed: Number(seed) } : null,
    };
}
function whole(name, text, otherwise) {
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isSafeInteger(value) || value < 1)
        throw new Error(`--${name} takes a whole number from 1 on, not "${text}"`);
    return value;
}
try {
    process.exitCode = await main(planOf(process.argv.slice(2)));
}
catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
}
