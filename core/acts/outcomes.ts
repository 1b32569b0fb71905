// Takes back what became of orders that were handed out, in one transaction, and only where an order is still open: a late
// result of one that was replaced meanwhile changes nothing. A router that fails as a whole takes its orders into its own
// back-off; one that keeps failing opens its circuit and alerts once.

import type { Outcome } from '../driver.ts'
import { Fault, type FaultNote, retryOf } from '../fault.ts'
import type { Limits } from '../config.ts'
import { type BackOff, backOffMs } from '../rules/order.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog, logDone, type LogLine } from '../store/log.ts'
import { finishOrders, postponeAll, postponeOrders, type Setback } from '../store/orders.ts'
import { dueOrders, type WaitingOrder } from '../store/order-queue.ts'
import { handRouterBack, routerById, routerSick, routerWell } from '../store/routers.ts'
import { type HandoutTold, stillOpen } from './handout.ts'

/** Those of the orders that are still open, with their customers held: nobody replaces one while its outcome is written. */
async function heldOrders(tx: Tx, orders: readonly WaitingOrder[]): Promise<WaitingOrder[]> {
  const customers = orders.map((order) => order.customerId)
  await lockCustomers(tx, customers)
  return stillOpen(tx, orders)
}

const BY = 'job:dispatch'

export interface Settled {
  done: number
  failed: number
  /** Not begun, because something more urgent came. */
  left: number
}

/** The end of a task: what became of the orders that it had not told of before; those that it did not begin wait as before. */
export async function settleOutcomes(
  db: Db,
  routerId: number,
  handed: readonly WaitingOrder[],
  outcomes: readonly Outcome[],
  told: HandoutTold,
): Promise<Settled> {
  return within(db, async (tx) => {
    const { done, failed, left } = await settlePart(tx, handed, outcomes, told)
    await judgeRouter(tx, routerId, outcomes, told)
    await handRouterBack(tx, routerId)
    return { done, failed, left }
  })
}

/** What became of some orders while their task goes on. */
export async function settlePart(
  db: Db,
  handed: readonly WaitingOrder[],
  outcomes: readonly Outcome[],
  told: HandoutTold,
): Promise<Settled> {
  return within(db, async (tx) => {
    const rows = new Map((await heldOrders(tx, handed)).map((row) => [row.id, row]))
    const begun = new Set(outcomes.map((outcome) => outcome.order))
    const current = outcomes.flatMap((outcome) => {
      const row = rows.get(outcome.order)
      return row?.generation === outcome.generation ? [{ row, outcome }] : []
    })
    for (const state of ['active', 'cut', 'none'] as const) {
      const done = current.flatMap(({ outcome }) => (outcome.ok && outcome.observed === state ? [outcome] : []))
      const ids = done.map(({ order }) => order)
      await finishOrders(tx, done, state, told.now)
      await logDone(tx, ids, state, BY, told.now)
    }
    const lines: LogLine[] = []
    const failed: Setback[] = []
    for (const { row, outcome } of current) {
      if (outcome.ok) continue
      const setback = setbackOf(row, outcome, told)
      failed.push(setback)
      if (row.faultCode !== setback.code) lines.push(failLog(row, setback, told.now))
    }
    await postponeOrders(tx, failed, told.now)
    await addLog(tx, lines)
    const left = [...rows.keys()].filter((order) => !begun.has(order)).length
    return { done: current.length - failed.length, failed: failed.length, left }
  })
}

const FAILED = { cut: 'cut-failed', active: 'restore-failed', none: 'clear-failed' } as const

const failLog = (row: WaitingOrder, setback: Pick<Setback, 'nextAt' | 'code' | 'message'>, at: number): LogLine => ({
  at,
  by: BY,
  what: FAILED[row.desired],
  customerId: row.customerId,
  about: { kind: 'connection', id: row.connectionId },
  facts: { reason: row.reason, code: setback.code, message: setback.message, nextAt: setback.nextAt, attempts: row.attempts + 1 },
  runId: row.runId,
  orderId: row.id,
})

function setbackOf(row: WaitingOrder, outcome: Extract<Outcome, { ok: false }>, told: HandoutTold): Setback {
  const { code, message } = outcome.fault
  return {
    order: row.id,
    place: row.placeId,
    desired: row.desired,
    observed: outcome.observed,
    maybeSent: outcome.sent,
    nextAt: told.now + backOffMs(row.attempts + 1, code, backOff(told.limits), told.draw()),
    code,
    message,
  }
}

export const backOff = (limits: Limits): BackOff => ({
  baseMs: limits.retryBaseMs,
  capMs: limits.retryCapMs,
  slowMs: limits.retrySlowMs,
})

/** A router that answered anything is well; one that broke off in the middle of a task is not. */
async function judgeRouter(tx: Tx, routerId: number, outcomes: readonly Outcome[], told: HandoutTold): Promise<void> {
  const lost = outcomes.find((outcome) => !outcome.ok && outcome.fault.code !== 'device-refused')
  if (lost && !lost.ok) await noteSickness(tx, routerId, lost.fault, told)
  else await routerWell(tx, routerId, told.now)
}

/**
 * A task that failed as a whole: the router could not be reached, or did not let us in. Its orders wait with it. Where nobody
 * knows how far it came (`device-silent`), any of them may have been sent.
 */
export async function settleFailure(
  db: Db,
  routerId: number,
  orders: readonly WaitingOrder[],
  note: FaultNote,
  told: HandoutTold,
): Promise<void> {
  await within(db, async (tx) => {
    const rows = await heldOrders(tx, orders)
    await handRouterBack(tx, routerId)
    await failAll(tx, routerId, rows, note, told)
  })
}

/**
 * A router that cannot even be asked, because its password does not open: what is due there learns why it waits. A mark of the
 * router stays: it is of a process that died, and of that one's orders.
 */
export async function settleUnasked(db: Db, routerId: number, note: FaultNote, told: HandoutTold): Promise<void> {
  await within(db, async (tx) => {
    const { ordersPerTask, retrySlowMs } = told.limits
    const due = []
    for (const sort of ['restores', 'cuts'] as const)
      due.push(...(await dueOrders(tx, routerId, sort, told.now, retrySlowMs, ordersPerTask)))
    await failAll(tx, routerId, await heldOrders(tx, due), note, told)
  })
}

async function failAll(
  tx: Tx,
  routerId: number,
  rows: readonly WaitingOrder[],
  note: FaultNote,
  told: HandoutTold,
): Promise<void> {
  const nextAt = await noteSickness(tx, routerId, note, told)
  const { code, message } = note
  const ids = rows.map((row) => row.id)
  await postponeAll(tx, ids, nextAt, code, message, code === 'device-silent')
  // A router that is away for days fails each of its orders a thousand times: the log keeps the first of a kind, the order counts them.
  const news = rows.filter((row) => row.faultCode !== code)
  const lines = news.map((row) => failLog(row, { nextAt, code, message }, told.now))
  await addLog(tx, lines)
}

/** Counts a failure of the router, sets its back-off, opens its circuit and alerts once. */
export async function noteSickness(tx: Tx, routerId: number, note: FaultNote, told: HandoutTold): Promise<number> {
  const router = await routerById(tx, routerId)
  if (!router) throw new Fault('record-missing', `there is no router with the id ${routerId}`, { router: routerId })
  const failures = router.failures + 1
  const slow = retryOf(note.code) === 'slow'
  const open = slow || failures >= told.limits.circuitAfter
  const retryAt = told.now + backOffMs(failures, note.code, backOff(told.limits), told.draw())
  await routerSick(tx, routerId, { failures, open, retryAt, note, at: told.now })
  if (open && router.circuit === 'closed') {
    const advice = `; try: ispcube router test ${router.name}`
    const alert = note.message.endsWith(advice) ? note.message : note.message + advice
    const facts = { router: router.name, code: note.code, alert }
    await addLog(tx, [{ at: told.now, by: BY, what: 'alert', about: { kind: 'router', id: routerId }, facts }])
  }
  return retryAt
}
