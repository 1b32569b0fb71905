// How a plan and its outcome are shown: one change a connection, as the contract has it for scripts and as a table for
// people. Amounts are decimal strings, instants carry the offset of the ISP's zone.

import type { Desired, Observed } from '../core/driver.ts'
import { isDebtCut } from '../core/rules/decision.ts'
import { formatAmount } from '../core/rules/money.ts'
import { mayRun, runsAt } from '../core/rules/order.ts'
import type { GuardAnswer } from '../core/rules/guard.ts'
import type { Terms } from '../core/rules/terms.ts'
import type { Judged } from '../core/acts/judge.ts'
import type { Plan } from '../core/acts/runs.ts'
import type { OrderOutcome } from './carry.ts'
import { counted, type Output, table } from './output.ts'

export interface ChangeJson {
  customer: string
  connection: string
  router: string | null
  from: Observed
  to: Desired
  reason: string
  overdueDebt: string
  threshold: string
  cutDay: string | null
  runsAt?: string
  /** Why there is no order: `no-driver`, `no-key`, `shared`. */
  hold?: string
  order?: number
  outcome?: OrderOutcome | 'held' | 'refused'
  error?: string
}

export interface Totals {
  connections: number
  cut: number
  restore: number
  clear: number
  unchanged: number
  failed?: number
  waiting?: number
}

export const nameOf = (line: Judged): string => `${line.account.code}/${line.connection.name}`

/** The lines that are changes: what is observed is not what is desired, or an order is under way. */
export function changedLines(plan: Plan): Judged[] {
  return plan.changes
    .filter((line) => line.step.do !== 'cancel' && line.hold !== 'shared')
    .sort((a, b) => compare(a.account.code, b.account.code) || compare(a.connection.name, b.connection.name))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function changeJson(line: Judged, at: number, terms: Terms): ChangeJson {
  const { decision, connection } = line
  const atOnce = connection.orderAtOnce === 1 && connection.orderDesired === line.desired
  const waits = line.hold === null && !mayRun({ desired: line.desired, reason: line.reason, atOnce }, at, terms)
  return {
    customer: line.account.code,
    connection: nameOf(line),
    router: connection.routerName,
    from: line.from,
    to: line.desired,
    reason: line.reason,
    overdueDebt: formatAmount(decision?.overdueCents ?? 0),
    threshold: formatAmount(decision?.thresholdCents ?? terms.thresholdCents),
    cutDay: decision?.cutDay ?? null,
    ...(waits && isDebtCut(line.reason) ? { runsAt: terms.zone.format(runsAt(at, terms)) } : {}),
    ...(line.hold === null ? {} : { hold: line.hold }),
  }
}

export function totalsOf(connections: number, changes: readonly ChangeJson[]): Totals {
  const to = (desired: Desired) => changes.filter((change) => change.to === desired).length
  return { connections, cut: to('cut'), restore: to('active'), clear: to('none'), unchanged: connections - changes.length }
}

/** What the plan holds besides its changes. */
export function planExtras(plan: Plan) {
  return {
    guard: plan.guard,
    clashes: plan.changes
      .filter((line) => line.hold === 'shared')
      .map((line) => ({ connection: nameOf(line), router: line.connection.routerName })),
    broken: plan.broken.map(({ account, message }) => ({ customer: account.code, message })),
  }
}

const WORD: Record<Desired, string> = { cut: 'cut', active: 'restore', none: 'clear' }

export function changesText(out: Output, changes: readonly ChangeJson[], shown = 200): string {
  const { paint } = out
  const painted = { cut: paint.red, active: paint.green, none: paint.dim }
  const rows = changes
    .slice(0, shown)
    .map((change) => [
      change.connection,
      change.router ?? '-',
      `${change.from} → ${painted[change.to](WORD[change.to])}`,
      change.reason,
      change.overdueDebt,
      change.cutDay ?? '',
      change.error ??
        (change.hold
          ? `no order: ${HOLDS[change.hold] ?? change.hold}`
          : (change.outcome ?? (change.runsAt ? `from ${change.runsAt}` : ''))),
    ])
  const more = changes.length > shown ? `\n… and ${changes.length - shown} more; --json shows all` : ''
  return table(['connection', 'router', 'change', 'reason', { head: 'overdue', align: 'right' }, 'cut day', ''], rows) + more
}

const HOLDS: Record<string, string> = {
  'no-driver': 'no router, or its driver does not carry out this kind',
  'no-key': 'no address or user to know it by',
}

export function totalsText(totals: Totals): string {
  const parts = [
    `${totals.cut} to cut`,
    `${totals.restore} to restore`,
    ...(totals.clear > 0 ? [`${totals.clear} to clear`] : []),
    `${totals.unchanged} unchanged`,
  ]
  const after = [
    ...(totals.failed ? [`${totals.failed} failed and will be retried`] : []),
    ...(totals.waiting ? [`${totals.waiting} waiting`] : []),
  ]
  return `${counted(totals.connections, 'connection')}: ${[...parts, ...after].join(', ')}`
}

export function extrasText(out: Output, extras: ReturnType<typeof planExtras>): string[] {
  const lines: string[] = []
  for (const { customer, message } of extras.broken.slice(0, 20))
    lines.push(out.paint.yellow(`${customer} is left as he is: ${message}`))
  if (extras.broken.length > 20) lines.push(`… and ${extras.broken.length - 20} more`)
  for (const { connection, router } of extras.clashes.slice(0, 20)) {
    lines.push(
      out.paint.yellow(
        `${connection} would be cut, but shares its address, user or MAC on ${router ?? '-'} with somebody to be served`,
      ),
    )
  }
  return lines
}

export function guardText(guard: GuardAnswer, at: string): string {
  const { newCuts, orderedToday, allowed, isConfirmed } = guard
  const cuts = `${counted(newCuts, 'new cut')}${orderedToday > 0 ? ` beside the ${orderedToday} ordered today` : ''}`
  const limit = isConfirmed ? `the ${allowed} confirmed for this day` : `the ${allowed} allowed without a word`
  return `the blast guard: ${cuts} at ${at} would be more than ${limit}; look at the plan, then: ispcube enforce apply --confirm-cuts ${newCuts + orderedToday}`
}
