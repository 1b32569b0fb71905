// `ispcube balance rebuild` (reconstrucción de saldos): the stored balances are a cache of the documents.

import type { Command } from 'commander'
import { rebuildBalances } from '../../core/acts/balances.ts'
import { formatAmount } from '../../core/rules/money.ts'
import { requireCustomer } from '../../core/store/customers.ts'
import { within } from '../../core/store/db.ts'
import { type Context, example } from '../context.ts'
import { counted, table } from '../output.ts'

export function register(program: Command, context: Context): void {
  const balance = program.command('balance').description('rebuild stored balances from the documents')
  example(balance, 'ispcube balance rebuild')
  const command = balance
    .command('rebuild')
    .description('recompute stored balances and report every difference')
    .argument('[codes...]', 'customers; all, where none is named')
    .action((codes: string[]) => rebuild(context, codes))
  example(command, 'ispcube balance rebuild', 'ispcube balance rebuild 000123 000124')
}

async function rebuild(context: Context, codes: readonly string[]): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const differences = await within(wired.db, async (tx) => {
    const ids: number[] = []
    for (const code of codes) ids.push((await requireCustomer(tx, code)).id)
    return rebuildBalances(tx, codes.length === 0 ? undefined : ids, wired.told())
  })
  const json = differences.map(({ code, storedCents, rebuiltCents }) => ({
    customer: code,
    stored: formatAmount(storedCents),
    rebuilt: formatAmount(rebuiltCents),
  }))
  out.answer({ differences: json }, () => {
    const rows = json.map((line) => [line.customer, line.stored, line.rebuilt])
    const columns = ['customer', { head: 'stored', align: 'right' as const }, { head: 'rebuilt', align: 'right' as const }]
    return [
      table(columns, rows),
      differences.length === 0 ? 'all balances agree with the documents' : `${counted(differences.length, 'balance')} corrected`,
    ]
      .filter(Boolean)
      .join('\n')
  })
}
