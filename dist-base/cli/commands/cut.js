// `ispcube cut`: a cut by hand, at once; only a hand lifts it.
import { cutByHand } from '../../core/acts/deeds.js';
import { carryDeed } from '../carry.js';
import { deedClock, example, TRAVEL } from '../context.js';
export function register(program, context) {
    const command = program
        .command('cut')
        .description('cut a customer by hand; only "restore" lifts it')
        .argument('<code>', 'code of the customer')
        .requiredOption('--comment <text>', 'why')
        .option('--at <instant>', TRAVEL)
        .action(async (code, options) => {
        const { out } = context;
        const wired = await context.open();
        await deedClock(wired, options.at);
        const done = await cutByHand(wired.db, { code, comment: options.comment }, wired.told());
        const carried = await carryDeed(wired, out, done.orders, code);
        out.answer({ customer: code, new: done.isNew, state: done.decision.state, reason: done.decision.reason, ...carried }, () => done.isNew ? `${code} is cut by hand` : `${code} was cut by hand already`);
    });
    example(command, 'ispcube cut 000123 --comment "router stolen"');
}
