// `ispcube balance rebuild` (reconstrucción de saldos): the stored balances are a cache of the documents.
import { rebuildBalances } from '../../core/acts/balances.js';
import { formatAmount } from '../../core/rules/money.js';
import { requireCustomer } from '../../core/store/customers.js';
import { within } from '../../core/store/db.js';
import { example } from '../context.js';
import { counted, table } from '../output.js';
export function register(program, context) {
    const balance = program.command('balance').description('rebuild stored balances from the documents');
    example(balance, 'ispcube balance rebuild');
    const command = balance
        .command('rebuild')
        .description('recompute stored balances and report every difference')
        .argument('[codes...]', 'customers; all, where none is named')
        .action((codes) => rebuild(context, codes));
    example(command, 'ispcube balance rebuild', 'ispcube balance rebuild 000123 000124');
}
async function rebuild(context, codes) {
    const { out } = context;
    const wired = await context.open();
    const differences = await within(wired.db, async (tx) => {
        const ids = [];
        for (const code of codes)
            ids.push((await requireCustomer(tx, code)).id);
        return rebuildBalances(tx, codes.length === 0 ? undefined : ids, wired.told());
    });
    const json = differences.map(({ code, storedCents, rebuiltCents }) => ({
        customer: code,
        stored: formatAmount(storedCents),
        rebuilt: formatAmount(rebuiltCents),
    }));
    out.answer({ differences: json }, () => {
        const rows = json.map((line) => [line.customer, line.stored, line.rebuilt]);
        const columns = ['customer', { head: 'stored', align: 'right' }, { head: 'rebuilt', align: 'right' }];
        return [
            table(columns, rows),
            differences.length === 0 ? 'all balances agree with the documents' : `${counted(differences.length, 'balance')} corrected`,
        ]
            .filter(Boolean)
            .join('\n');
    });
}
