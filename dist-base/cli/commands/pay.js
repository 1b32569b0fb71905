// `ispcube pay`: a payment at the counter or from a gateway. Restores at once where the rules allow; without a daemon it
// carries that out itself.
import { pay } from '../../core/acts/payments.js';
import { Fault } from '../../core/fault.js';
import { formatAmount } from '../../core/rules/money.js';
import { amountArgument, dayArgument, gather } from '../arguments.js';
import { carryDeed, standing } from '../carry.js';
import { deedClock, example, TRAVEL } from '../context.js';
import { decisionFor } from '../decision.js';
export function register(program, context) {
    const command = program
        .command('pay')
        .description('register a payment; restores at once where the rules allow')
        .argument('<code>', 'code of the customer')
        .argument('<amount>', 'such as 5000.00')
        .option('--on <date>', 'the day from which it counts (today)')
        .option('--reference <ref>', 'of the gateway or receipt book; the same again books nothing')
        .option('--no-restore', 'the "no" at the counter: stays cut until a hand restores')
        .option('--cheque <bank,number,date,amount>', 'part of the payment by cheque; may be given several times', gather)
        .option('--comment <text>', 'kept with the payment')
        .option('--at <instant>', TRAVEL)
        .action((code, amount, options) => payCommand(context, code, amount, options));
    example(command, 'ispcube pay 000123 5000.00 --reference siro-889123', 'ispcube pay 000123 9000.00 --cheque "Banco Nación,00012345,2026-12-01,4000.00"');
}
async function payCommand(context, code, amount, options) {
    const { out } = context;
    const ask = {
        code,
        amountCents: amountArgument('AMOUNT', amount),
        on: options.on === undefined ? undefined : dayArgument('--on', options.on),
        reference: options.reference,
        cheques: options.cheque?.map(chequeArgument),
        comment: options.comment,
        noRestore: !options.restore,
    };
    const wired = await context.open();
    await deedClock(wired, options.at);
    const booked = await pay(wired.db, ask, wired.told());
    const carried = await carryDeed(wired, out, booked.orders, code);
    const decision = await decisionFor(wired, code);
    const byHand = decision?.reason === 'manual-cut';
    const json = {
        customer: code,
        booked: booked.isNew,
        kind: booked.kind,
        number: booked.number,
        on: booked.issuedOn,
        amount: formatAmount(booked.amountCents),
        balance: formatAmount(booked.balanceCents),
        state: decision?.state ?? 'unknown',
        reason: decision?.reason ?? null,
        ...carried,
    };
    out.answer(json, () => {
        const what = `${booked.kind} ${booked.number} of ${booked.issuedOn}: ${formatAmount(booked.amountCents)}`;
        const head = booked.isNew ? `booked ${what}` : `nothing booked: the reference ${options.reference} is ${what}`;
        return `${head}; balance ${formatAmount(booked.balanceCents)}; ${standing(decision, carried)}`;
    });
    if (byHand && options.restore)
        out.say(`${code} was cut by hand, which no payment lifts; to enable: ispcube restore ${code}`);
}
function chequeArgument(text) {
    const [bank, number, on, amount, ...more] = text.split(',').map((part) => part.trim());
    if (!bank || !number || !on || !amount || more.length > 0) {
        throw new Fault('input-invalid', `--cheque: "${text}" is not acceptable; expected bank,number,YYYY-MM-DD,amount`, {
            value: text,
        });
    }
    const amountCents = amountArgument('--cheque amount', amount);
    if (amountCents <= 0)
        throw new Fault('input-invalid', `--cheque: a cheque is more than 0.00, not ${amount}`, { value: text });
    return { bank, number, depositOn: dayArgument('--cheque date', on), amountCents };
}
