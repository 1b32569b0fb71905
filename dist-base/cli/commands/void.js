// `ispcube void`: a document entered by mistake is voided by a counter-document that names it.
import { voidDocument } from '../../core/acts/payments.js';
import { deedClock, example, TRAVEL } from '../context.js';
import { answerBooked } from '../booked.js';
export function register(program, context) {
    const command = program
        .command('void')
        .description('void a document by a counter-document of the same amount')
        .argument('<code>', 'code of the customer')
        .argument('<number>', 'of the document, with its kind before it where two have that number ("FX 0001-00000123")')
        .requiredOption('--comment <text>', 'why')
        .option('--at <instant>', TRAVEL)
        .action(async (code, number, options) => {
        const wired = await context.open();
        await deedClock(wired, options.at);
        const booked = await voidDocument(wired.db, { code, number, comment: options.comment }, wired.told());
        await answerBooked(context, wired, code, booked);
    });
    example(command, 'ispcube void 000123 X-00000042 --comment "cheque bounced"');
}
