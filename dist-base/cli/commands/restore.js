// `ispcube restore`: enables a customer by hand, also one that a hand had cut. A live promise raises a question that must be
// answered: by a flag, or on a terminal.
import { PROMISE_LIVE, restoreByHand } from '../../core/acts/deeds.js';
import { Fault, isFault } from '../../core/fault.js';
import { dayArgument } from '../arguments.js';
import { carryDeed } from '../carry.js';
import { ask, deedClock, example, TRAVEL } from '../context.js';
export function register(program, context) {
    const command = program
        .command('restore')
        .description('enable a customer by hand, until the first invoice due after today')
        .argument('<code>', 'code of the customer')
        .option('--withdraw-promise', 'a live promise is withdrawn: its controls cut no more')
        .option('--keep-promise', 'a live promise stays: its next control cuts again')
        .option('--until <date>', 'last day of the enabling')
        .option('--comment <text>', 'why')
        .option('--at <instant>', TRAVEL)
        .action((code, options) => restore(context, code, options));
    example(command, 'ispcube restore 000123 --until 2026-11-30', 'ispcube restore 000123 --withdraw-promise');
}
async function restore(context, code, options) {
    const { out } = context;
    if (options.withdrawPromise && options.keepPromise)
        throw new Fault('input-invalid', '--withdraw-promise and --keep-promise exclude each other');
    const wired = await context.open();
    await deedClock(wired, options.at);
    const promise = options.withdrawPromise ? 'withdraw' : options.keepPromise ? 'keep' : undefined;
    const until = options.until === undefined ? undefined : dayArgument('--until', options.until);
    const done = await restoreAsking(context, wired, { code, promise, until, comment: options.comment });
    const carried = await carryDeed(wired, out, done.orders, code);
    const { state, reason, enableEndsOn } = done.decision;
    out.answer({ customer: code, state, reason, endsOn: enableEndsOn, ...carried }, () => {
        const ends = enableEndsOn === null ? '' : `, until the control of ${enableEndsOn}`;
        return `${code} is enabled by hand${reason === 'manual-enable' ? ends : ` (${reason} decides)`}`;
    });
}
async function restoreAsking(context, wired, given) {
    try {
        return await restoreByHand(wired.db, given, wired.told());
    }
    catch (e) {
        if (!isFault(e) || e.facts.why !== PROMISE_LIVE)
            throw e;
        const question = `${given.code} has a promise for ${String(e.facts.promisedOn)}. Withdraw it (w), keep it (k), or leave all as it is (enter)? `;
        const answer = (await ask(context, question))?.toLowerCase();
        if (answer !== 'w' && answer !== 'k')
            throw e;
        return restoreByHand(wired.db, { ...given, promise: answer === 'w' ? 'withdraw' : 'keep' }, wired.told());
    }
}
