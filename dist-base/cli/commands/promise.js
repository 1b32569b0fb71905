// `ispcube promise`: payment promises (compromisos de pago) of operators, and their control.
import { addPromise, withdraw } from '../../core/acts/promises.js';
import { livePromise } from '../../core/rules/promise.js';
import { listPromises } from '../../core/store/promises.js';
import { applyRun } from '../apply.js';
import { dayArgument } from '../arguments.js';
import { carryDeed } from '../carry.js';
import { deedClock, example, runClock, TRAVEL } from '../context.js';
import { decisionFor } from '../decision.js';
import { counted, table } from '../output.js';
import { watchRun } from '../progress.js';
import { answerApplied } from './enforce.js';
export function register(program, context) {
    const promise = program.command('promise').description('payment promises: add, withdraw, list, check');
    example(promise, 'ispcube promise add 000123 2026-11-16', 'ispcube promise list --live');
    const adding = promise
        .command('add')
        .description('put the cut off to the control of a day; restores at once who is cut for debt')
        .argument('<code>', 'code of the customer')
        .argument('<date>', 'the day promised, its control still ahead')
        .option('--comment <text>', 'kept with the promise')
        .option('--at <instant>', TRAVEL)
        .action((code, date, options) => add(context, code, date, options));
    example(adding, 'ispcube promise add 000123 2026-11-16');
    const withdrawing = promise
        .command('withdraw')
        .description('withdraw the live promise')
        .argument('<code>', 'code of the customer')
        .option('--at <instant>', TRAVEL)
        .action((code, options) => withdrawCommand(context, code, options));
    example(withdrawing, 'ispcube promise withdraw 000123');
    const listing = promise
        .command('list')
        .description('promises, the nearest day first')
        .option('--live', 'only those that are pending or within their window')
        .action((options) => list(context, options));
    example(listing, 'ispcube promise list --live');
    const checking = promise
        .command('check')
        .description('control the promises that are due, and cut those broken')
        .option('--at <instant>', 'make up a missed control, never beyond now')
        .action((options) => check(context, options));
    example(checking, 'ispcube promise check');
}
const WARNINGS = {
    'manual-cut': 'he is cut by hand, which no promise lifts (ispcube restore)',
    deleted: 'he is deleted and stays cut',
    'no-cut-before': 'no cut would come before that day: the promise changes nothing',
};
async function add(context, code, date, options) {
    const { out } = context;
    const promisedOn = dayArgument('DATE', date);
    const wired = await context.open();
    await deedClock(wired, options.at);
    const saved = await addPromise(wired.db, { code, promisedOn, comment: options.comment }, wired.told());
    const carried = await carryDeed(wired, out, saved.orders, code);
    const { zone } = await wired.terms();
    const decision = await decisionFor(wired, code);
    const controlAt = zone.format(saved.controlAt);
    const json = {
        customer: code,
        promisedOn,
        controlAt,
        new: saved.isNew,
        warning: saved.warning,
        state: decision?.state ?? 'unknown',
        reason: decision?.reason ?? null,
        ...carried,
    };
    out.answer(json, () => `${saved.isNew ? 'saved' : 'nothing changed'}: ${code} has promised to pay by ${promisedOn}; control at ${controlAt}`);
    if (saved.warning !== null)
        out.say(`note: ${WARNINGS[saved.warning]}`);
}
async function withdrawCommand(context, code, options) {
    const { out } = context;
    const wired = await context.open();
    await deedClock(wired, options.at);
    const { withdrawn } = await withdraw(wired.db, { code }, wired.told());
    out.answer({ customer: code, withdrawn }, () => withdrawn === null
        ? `${code} has no live promise`
        : `withdrawn: the promise of ${code} for ${withdrawn}; who is to be cut is cut by the next run`);
}
async function list(context, options) {
    const { out } = context;
    const wired = await context.open();
    const { zone } = await wired.terms();
    const now = wired.deps.now();
    const rows = await listPromises(wired.db, { live: options.live ?? false }, 10_000);
    // One whose window is over is no longer live, though no run has closed it yet.
    const shown = options.live
        ? rows.filter((row) => livePromise([{ ...row, promisedOn: row.promisedOn }], now, zone) !== null)
        : rows;
    const json = shown.map((row) => ({
        customer: row.code,
        name: row.name,
        promisedOn: row.promisedOn,
        state: row.state,
        source: row.source,
        savedAt: zone.format(row.savedAt),
        by: row.by,
        controlAt: zone.format(zone.controlOf(row.promisedOn)),
        endedAt: row.endedAt === null ? null : zone.format(row.endedAt),
        comment: row.comment,
    }));
    out.answer({ promises: json }, () => {
        const lines = json.map((row) => [row.promisedOn, row.customer, row.name, row.state, row.source, row.savedAt]);
        return [table(['day', 'customer', 'name', 'state', 'by', 'saved'], lines), counted(shown.length, 'promise')]
            .filter(Boolean)
            .join('\n');
    });
}
async function check(context, options) {
    const wired = await context.open();
    const clock = await runClock(wired, options.at);
    const watch = await watchRun(context);
    const applied = await applyRun(wired, { ...clock, kind: 'promises', onlyPromises: true, ...watch }).finally(() => watch.close());
    answerApplied(context, applied, clock.at);
}
