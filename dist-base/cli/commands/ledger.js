// `ispcube ledger`: the current account of a customer: every document, the running balance, and what of it is open.
import { ledgerOf } from '../../core/acts/ledger.js';
import { formatAmount } from '../../core/rules/money.js';
import { requireCustomer } from '../../core/store/customers.js';
import { example } from '../context.js';
import { table } from '../output.js';
export function register(program, context) {
    const command = program
        .command('ledger')
        .description('the current account of a customer')
        .argument('<code>', 'code of the customer')
        .action((code) => ledger(context, code));
    example(command, 'ispcube ledger 000123');
}
async function ledger(context, code) {
    const { out } = context;
    const wired = await context.open();
    const customer = await requireCustomer(wired.db, code);
    const { zone } = await wired.terms();
    const today = zone.dayOf(wired.deps.now());
    const account = await ledgerOf(wired.db, customer.id, today);
    if (account.problem !== null)
        out.say(account.problem);
    const lines = account.lines.map(({ document, balanceCents, outstandingCents, voids }) => ({
        kind: document.kind,
        number: document.number,
        issuedOn: document.issuedOn,
        dueOn: document.dueOn,
        amount: formatAmount(document.amountCents),
        balance: formatAmount(balanceCents),
        outstanding: outstandingCents === null ? null : formatAmount(outstandingCents),
        description: document.description,
        voids,
        reference: document.reference,
        company: document.company,
    }));
    const balance = formatAmount(account.balanceCents);
    const unused = formatAmount(account.unusedCents);
    out.answer({ customer: code, name: customer.name, on: today, balance, unused, documents: lines }, () => {
        const rows = lines.map((line) => [
            line.issuedOn,
            `${line.kind} ${line.number}`,
            line.dueOn ?? '',
            line.amount,
            line.balance,
            line.outstanding ?? '',
            line.voids === null ? (line.description ?? '') : `voids ${line.voids}`,
        ]);
        const columns = [
            'issued',
            'document',
            'due',
            { head: 'amount', align: 'right' },
            { head: 'balance', align: 'right' },
            { head: 'open', align: 'right' },
            '',
        ];
        const credit = account.unusedCents > 0 ? `, of which ${unused} waits for the next charge` : '';
        return [`${code}  ${customer.name}`, table(columns, rows), `balance on ${today}: ${balance}${credit}`]
            .filter(Boolean)
            .join('\n');
    });
}
