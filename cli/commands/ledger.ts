// `ispcube ledger`: the current account of a customer: every document, the running balance, and what of it is open.

import type { Command } from 'commander'
import type { Day } from '../../core/rules/day.ts'
import { type OpenCharge, settle } from '../../core/rules/debt.ts'
import { signedCents } from '../../core/rules/document.ts'
import { type Cents, formatAmount } from '../../core/rules/money.ts'
import { requireCustomer } from '../../core/store/customers.ts'
import { documentsOf, factsOf } from '../../core/store/documents.ts'
import type { DocumentRow } from '../../core/store/tables.ts'
import { type Context, example } from '../context.ts'
import { table } from '../output.ts'

export function register(program: Command, context: Context): void {
  const command = program
    .command('ledger')
    .description('the current account of a customer')
    .argument('<code>', 'code of the customer')
    .action((code: string) => ledger(context, code))
  example(command, 'ispcube ledger 000123')
}

async function ledger(context: Context, code: string): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const customer = await requireCustomer(wired.db, code)
  const documents = await documentsOf(wired.db, customer.id)
  const { zone } = await wired.terms()
  const today = zone.dayOf(wired.deps.now())
  const settlement = settleOrSay(context, documents, today)
  const open = new Map((settlement?.open ?? []).map((charge: OpenCharge) => [charge.document.id, charge.outstandingCents]))
  const names = new Map(documents.map((row) => [row.id, `${row.kind} ${row.number}`]))
  let sum = 0
  const lines = documents.map((row) => {
    sum += signedCents({ kind: row.kind, amountCents: row.amountCents as Cents })
    return {
      kind: row.kind,
      number: row.number,
      issuedOn: row.issuedOn,
      dueOn: row.dueOn,
      amount: formatAmount(row.amountCents),
      balance: formatAmount(sum),
      outstanding: open.has(row.id) ? formatAmount(open.get(row.id) ?? 0) : null,
      description: row.description,
      voids: row.voidsId === null ? null : (names.get(row.voidsId) ?? null),
      reference: row.reference,
      company: row.company,
    }
  })
  const balance = formatAmount(settlement?.balanceCents ?? sum)
  const unused = formatAmount(settlement?.unusedCents ?? 0)
  out.answer({ customer: code, name: customer.name, on: today, balance, unused, documents: lines }, () => {
    const rows = lines.map((line) => [
      line.issuedOn,
      `${line.kind} ${line.number}`,
      line.dueOn ?? '',
      line.amount,
      line.balance,
      line.outstanding ?? '',
      line.voids === null ? (line.description ?? '') : `voids ${line.voids}`,
    ])
    const columns = [
      'issued',
      'document',
      'due',
      { head: 'amount', align: 'right' as const },
      { head: 'balance', align: 'right' as const },
      { head: 'open', align: 'right' as const },
      '',
    ]
    const credit = settlement && settlement.unusedCents > 0 ? `, of which ${unused} waits for the next charge` : ''
    return [`${code}  ${customer.name}`, table(columns, rows), `balance on ${today}: ${balance}${credit}`]
      .filter(Boolean)
      .join('\n')
  })
}

function settleOrSay(context: Context, documents: readonly DocumentRow[], on: Day): ReturnType<typeof settle> | null {
  try {
    return settle(factsOf(documents), on)
  } catch (e) {
    context.out.say(e instanceof Error ? e.message : String(e))
    return null
  }
}
