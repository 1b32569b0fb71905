// `ispcube ledger`: the current account of a customer: every document, the running balance, and what of it is open.

import type { Command } from 'commander'
import { ledgerOf } from '../../core/acts/ledger.ts'
import { formatAmount } from '../../core/rules/money.ts'
import { requireCustomer } from '../../core/store/customers.ts'
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
  const { zone } = await wired.terms()
  const today = zone.dayOf(wired.deps.now())
  const account = await ledgerOf(wired.db, customer.id, today)
  if (account.problem !== null) out.say(account.problem)
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
  }))
  const balance = formatAmount(account.balanceCents)
  const unused = formatAmount(account.unusedCents)
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
    const credit = account.unusedCents > 0 ? `, of which ${unused} waits for the next charge` : ''
    return [`${code}  ${customer.name}`, table(columns, rows), `balance on ${today}: ${balance}${credit}`]
      .filter(Boolean)
      .join('\n')
  })
}
