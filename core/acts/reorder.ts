// Decides customers again and writes what follows: orders opened, replaced, renamed, cancelled, promises that are kept by
// now, and the log of it. Called inside the transaction of whatever caused it; deciding twice writes nothing the second time.

import type { Asker } from '../rules/order.ts'
import { isDebtCut } from '../rules/decision.ts'
import type { Terms } from '../rules/terms.ts'
import { type Account, accountsOf } from '../store/accounts.ts'
import { type ClaimLine, clashes } from '../store/claims.ts'
import { lockCustomers } from '../store/customers.ts'
import type { Tx } from '../store/db.ts'
import { addLog, type LogLine } from '../store/log.ts'
import { endOrders, type NewOrder, openOrders, renameOrders } from '../store/orders.ts'
import { customersInQuestion } from '../store/places.ts'
import { endPromise } from '../store/promises.ts'
import { loadTerms } from '../store/settings.ts'
import type { Flag } from '../store/tables.ts'
import { endNotices } from './notice-lists.ts'
import { makeStamp } from './stamp.ts'
import { judge, type Judged, keptNow, type Verdicts } from './judge.ts'

export interface Told {
  /** The instant whose rules apply. */
  now: number
  /** Who acts: `operator:7`, `cli:root`, `job:control`. */
  by: string
}

export interface Why extends Told {
  /** What the orders are for: `run:7`, `payment:RC X-12`, `cut`. */
  cause: string
  asker: Asker
  runId?: number
  routerId?: number
  presentAt?: number
  /** Cuts of these steps are carried out at any hour: a cut that moved with its connection. */
  atOnce?: boolean
  /** The cuts are no new ones: they came along with their connections. */
  carried?: boolean
  /** Drops steps before they are written: the blast guard, a clock that stands wrong. */
  allow?: (line: Judged) => boolean
}

export interface Reordered {
  /** Ids of the orders that were opened. */
  opened: number[]
  lines: Judged[]
  broken: Verdicts['broken']
}

/** Decides these customers, and those who share an address with them, and writes the steps. */
export async function reorder(tx: Tx, customerIds: readonly number[], why: Why): Promise<Reordered> {
  const terms = await loadTerms(tx)
  const { lines, broken } = await judgeCustomers(tx, customerIds, terms, why)
  return { ...(await writeSteps(tx, lines, terms, why)), broken }
}

export async function judgeCustomers(tx: Tx, customerIds: readonly number[], terms: Terms, why: Why): Promise<Verdicts> {
  const wanted = new Set(customerIds)
  let claims: ClaimLine[] = []
  // Whoever shares something with one of them, and whoever shares something with those: until nobody more does.
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size
    await lockCustomers(tx, [...wanted])
    claims = wanted.size > 50 ? await clashes(tx) : await clashes(tx, [...wanted])
    const keys = new Set(claims.filter((claim) => wanted.has(claim.customerId)).map((claim) => claim.key))
    for (const claim of claims) if (keys.has(claim.key)) wanted.add(claim.customerId)
  }
  const accounts: Account[] = await accountsOf(tx, [...wanted])
  return judge(accounts, claims, terms, { at: why.now, asker: why.asker, presentAt: why.presentAt, routerId: why.routerId })
}

export async function writeSteps(
  tx: Tx,
  all: readonly Judged[],
  terms: Terms,
  why: Why,
): Promise<{ opened: number[]; lines: Judged[] }> {
  const lines = all.filter((line) => line.step.do !== 'nothing' && (why.allow?.(line) ?? true))
  await endKeptPromises(tx, all, terms, why)
  const opening = lines.filter((line) => line.step.do === 'open')
  const unserved = opening.filter((line) => line.desired !== 'active').map((line) => line.account.id)
  await endNotices(tx, [...new Set(unserved)], why.cause, why)
  const replaced = opening.flatMap((line) => line.connection.orderId ?? [])
  await endOrders(tx, replaced, 'replaced', why.cause, why.now)
  const cancelled = lines.filter((line) => line.step.do === 'cancel')
  await endOrders(
    tx,
    cancelled.flatMap((line) => line.connection.orderId ?? []),
    'cancelled',
    why.cause,
    why.now,
  )
  await renameAll(
    tx,
    lines.filter((line) => line.step.do === 'rename'),
  )
  const stamp = opening.some(isStamped) ? await makeStamp(tx, why.now) : ''
  const opened = await openOrders(
    tx,
    opening.map((line) => newOrder(line, terms, why, stamp)),
  )
  const numbers = new Map(opened.map((order) => [order.placeId, order.id]))
  await addLog(
    tx,
    lines
      .filter((line) => line.step.do !== 'rename')
      .map((line) => stepLog(line, numbers.get(line.connection.placeId ?? 0) ?? null, why)),
  )
  return { opened: opened.map((order) => order.id), lines }
}

/**
 * Decides everybody again who is cut, may be, or has an order open: after an import or a changed setting nobody else can have
 * something to restore, and cuts wait for the next run.
 */
export async function reorderAffected(tx: Tx, told: Told, cause: string): Promise<number[]> {
  const ids = await customersInQuestion(tx)
  const opened: number[] = []
  for (let start = 0; start < ids.length; start += 2000)
    opened.push(...(await reorder(tx, ids.slice(start, start + 2000), { ...told, cause, asker: 'deed' })).opened)
  return opened
}

async function endKeptPromises(tx: Tx, lines: readonly Judged[], terms: Terms, why: Why): Promise<void> {
  const ended = new Set<number>()
  for (const line of lines) {
    const promise = line.decision?.promise
    if (!promise || ended.has(promise.id) || !keptNow(line, why.now, terms)) continue
    ended.add(promise.id)
    await endPromise(tx, promise.id, 'kept', why.now)
    await addLog(tx, [
      {
        at: why.now,
        by: why.by,
        what: 'promise-kept',
        customerId: line.account.id,
        about: { kind: 'promise', id: promise.id },
        facts: { promisedOn: promise.promisedOn },
      },
    ])
  }
}

async function renameAll(tx: Tx, lines: readonly Judged[]): Promise<void> {
  const groups = new Map<string, Judged[]>()
  for (const line of lines) groups.set(line.reason, [...(groups.get(line.reason) ?? []), line])
  for (const group of groups.values()) {
    const [first] = group
    if (!first) continue
    await renameOrders(
      tx,
      group.flatMap((line) => line.connection.orderId ?? []),
      first.reason,
    )
  }
}

/** The cut was decided from the customer's own facts alone; who shares an address is decided again in any case. */
const isStamped = (line: Judged): boolean => line.desired === 'cut' && isDebtCut(line.reason) && !line.isShared

function newOrder(line: Judged, terms: Terms, why: Why, stamp: string): NewOrder {
  const { connection } = line
  const isNewCut = line.step.do === 'open' && line.step.newCut
  return {
    placeId: connection.placeId ?? 0,
    connectionId: connection.id,
    customerId: line.account.id,
    routerId: connection.routerId ?? 0,
    generation: (connection.generation ?? 0) + 1,
    desired: line.desired,
    reason: line.reason,
    cause: why.cause,
    by: why.by,
    atOnce: (why.atOnce ? 1 : 0) satisfies Flag,
    runId: why.runId ?? null,
    guardOn: isNewCut && !why.carried ? terms.zone.dayOf(why.presentAt ?? why.now) : null,
    stamp: isStamped(line) ? stamp : null,
    at: why.now,
  }
}

const ORDERED = { cut: 'cut-ordered', active: 'restore-ordered', none: 'clear-ordered' } as const

function stepLog(line: Judged, orderId: number | null, why: Why): LogLine {
  const { decision, connection } = line
  const debt =
    isDebtCut(line.reason) && decision
      ? { overdueCents: decision.overdueCents, thresholdCents: decision.thresholdCents, cutDay: decision.cutDay }
      : {}
  return {
    at: why.now,
    by: why.by,
    what: line.step.do === 'cancel' ? 'order-cancelled' : ORDERED[line.desired],
    customerId: line.account.id,
    about: { kind: 'connection', id: connection.id },
    facts: { connection: connection.name, router: connection.routerName, reason: line.reason, cause: why.cause, ...debt },
    runId: why.runId ?? null,
    orderId: orderId ?? connection.orderId,
  }
}
