// The control of promises: on the day promised and on each of the five after it, and the closing when the window is over.
// Recorded inside the transaction of the run that decides; balances of those concerned are rebuilt first.

import { alertFacts } from '../rules/alert.ts'
import { addDays, type Day } from '../rules/day.ts'
import { debtCuts, decide, type Decision, isDebtCut, type Reason, REASONS } from '../rules/decision.ts'
import { controlPromise } from '../rules/promise.ts'
import type { Terms } from '../rules/terms.ts'
import { type Account, accountsOf } from '../store/accounts.ts'
import type { Tx } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { promisesToControl, recordControl } from '../store/promises.ts'
import type { PromiseRow } from '../store/tables.ts'
import { rebuildBalances } from './balances.ts'
import type { Told } from './reorder.ts'

export interface ControlCount {
  kept: number
  broken: number
  enforced: number
  unenforced: number
  /** Customers whose promises were controlled. */
  customers: number[]
}

/** Records every control that is due at an instant. */
export async function controlPromises(tx: Tx, told: Told & { runId: number }, terms: Terms): Promise<ControlCount> {
  const count: ControlCount = { kept: 0, broken: 0, enforced: 0, unenforced: 0, customers: [] }
  const due = (await promisesToControl(tx, terms.zone.dayOf(told.now))).filter(
    (promise) => told.now >= terms.zone.controlOf(promise.promisedOn as never),
  )
  if (due.length === 0) return count
  const ids = due.map((promise) => promise.customerId)
  await rebuildBalances(tx, ids, told)
  const accounts = new Map((await accountsOf(tx, ids)).map((account) => [account.id, account]))
  for (const promise of due) {
    count.customers.push(promise.customerId)
    const account = accounts.get(promise.customerId)
    const decision = account === undefined ? null : decisionOf(account, told.now, terms)
    // Documents that contradict each other: he is shown, not controlled.
    if (account !== undefined && decision !== null) await control(tx, promise, account, decision, told, terms, count)
  }
  return count
}

const rankOf = (reason: Reason): number => (REASONS as readonly Reason[]).indexOf(reason)

function decisionOf(account: Account, at: number, terms: Terms): Decision | null {
  try {
    return decide(account.facts, at, terms)
  } catch {
    return null // the plan shows which documents
  }
}

async function control(
  tx: Tx,
  promise: PromiseRow,
  account: Account,
  decision: Decision,
  told: Told & { runId: number },
  terms: Terms,
  count: ControlCount,
): Promise<void> {
  const served = account.connections.filter((connection) => connection.inService === 1)
  const { reason } = decision
  const since = terms.zone.controlOf(promise.promisedOn as Day)
  const state = controlPromise(
    promise as never,
    told.now,
    {
      debtCuts: debtCuts(decision, told.now, terms),
      // Where nothing is in service any more rule 1 decides.
      overruled: served.length === 0 || (!isDebtCut(reason) && rankOf(reason) < rankOf('promise-broken')),
      allCut: served.every(({ observed, observedAt }) => observed === 'cut' && (observedAt ?? 0) >= since),
    },
    terms.zone,
  )
  if (state === null || state === 'pending' || state === 'withdrawn' || state === 'replaced') return
  count[state]++
  await recordControl(tx, promise, state, told.now)
  const promisedOn = promise.promisedOn as Day
  const facts = { promisedOn, reason, overdueCents: decision.overdueCents }
  const line = {
    at: told.now,
    by: told.by,
    customerId: promise.customerId,
    about: { kind: 'promise', id: promise.id },
    runId: told.runId,
  }
  await addLog(tx, [{ ...line, what: `promise-${state}`, facts }])
  if (state !== 'unenforced') return
  const alert = { kind: 'promise-unenforced', ...facts, until: addDays(promisedOn, 5) } as const
  await addLog(tx, [{ ...line, what: 'alert', facts: alertFacts(alert, terms.zone) }])
}
