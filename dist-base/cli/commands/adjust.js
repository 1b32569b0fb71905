// `ispcube adjust`: more than 0 is in the customer's favour (CX), less than 0 is owed by him (DX).
import { adjust } from '../../core/acts/payments.js';
import { amountArgument } from '../arguments.js';
import { deedClock, example, TRAVEL } from '../context.js';
import { answerBooked } from '../booked.js';
export function register(program, context) {
    const command = program
        .command('adjust')
        .description('adjust a balance: + in the customer’s favour (CX), - owed by him (DX)')
        .argument('<code>', 'code of the customer')
        .argument('<amount>', 'such as +500.00 or -100.00')
        .requiredOption('--comment <text>', 'why')
        .option('--at <instant>', TRAVEL)
        .action(async (code, amount, options) => {
        const amountCents = amountArgument('AMOUNT', amount);
        const wired = await context.open();
        await deedClock(wired, options.at);
        const booked = await adjust(wired.db, { code, amountCents, comment: options.comment }, wired.told());
        await answerBooked(context, wired, code, booked);
    });
    example(command, 'ispcube adjust 000123 -100.00 --comment "router damaged"', 'ispcube adjust 000123 +500.00 --comment "two days without service"');
}
