// Takes back what became of orders that were handed out, in one transaction, and only where an order is still open: a late
// result of one that was replaced meanwhile changes nothing. A router that fails as a whole takes its orders into its own
// back-off; one that keeps failing opens its circuit and alerts once.

import type { Done, Failed, Outcome, Sent } from '../driver.ts'
import { Fault, type FaultNote, retryOf } from '../fault.ts'
import type { Limits } from '../config.ts'
import { alertFacts } from '../rules/alert.ts'
import { type BackOff, backOffMs } from '../rules/order.ts'
import { plainWords } from '../rules/signal.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog, logDone, type LogLine } from '../store/log.ts'
import { loseSessions, stillOpenSessions } from '../store/open-sessions.ts'
import { awaitProof, dueNow, finishOrders, postponeAll, postponeOrders, type Setback } from '../store/orders.ts'
import { dueOrders, type WaitingOrder } from '../store/order-queue.ts'
import { handRouterBack, routerById, routerSick, routerWell } from '../store/routers.ts'
import { loadTerms } from '../store/settings.ts'
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
  /** Acknowledged, and to be proven. */
  sent: number
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
    const settled = await settlePart(tx, handed, outcomes, told)
    await judgeRouter(tx, routerId, outcomes, told)
    await handRouterBack(tx, routerId)
    return settled
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
    const current = outcomes.filter((outcome) => rows.get(outcome.order)?.generation === outcome.generation)
    const [done, sent, failed] = [current.filter(isDone), current.filter(isSent), current.filter(isFailed)]
    // Before any order is touched, in the same sequence as accounting does it: two that wait for each other would both fail.
    const gone = [...done, ...sent].flatMap((outcome) => outcome.gone ?? [])
    await loseSessions(tx, gone, told.now)
    for (const state of ['active', 'cut', 'none'] as const) {
      const proven = done.filter((outcome) => outcome.observed === state)
      await finishOrders(tx, proven, state, told.now)
      await logDone(
        tx,
        proven.map(({ order }) => order),
        state,
        BY,
        told.now,
      )
    }
    await keepSent(tx, rows, sent, told)
    await keepFailed(tx, rows, failed, told)
    const left = [...rows.keys()].filter((order) => !begun.has(order)).length
    return { done: done.length, sent: sent.length, failed: failed.length, left }
  })
}

const isDone = (outcome: Outcome): outcome is Done => outcome.ok === true
const isSent = (outcome: Outcome): outcome is Sent => outcome.ok === 'sent'
const isFailed = (outcome: Outcome): outcome is Failed => outcome.ok === false

type Rows = ReadonlyMap<number, WaitingOrder>

const SENT = { cut: 'cut-sent', active: 'restore-sent', none: 'clear-sent' } as const

/** Looked at again when accounting has had its time; at once where the sessions ended before this was written. */
async function keepSent(tx: Tx, rows: Rows, sent: readonly Sent[], told: HandoutTold): Promise<void> {
  if (sent.length === 0) return
  await awaitProof(tx, sent, told.now, told.now + told.limits.coaProofMs)
  const open = await stillOpenSessions(
    tx,
    sent.flatMap((one) => one.sessions),
  )
  const over = sent.filter(({ sessions }) => sessions.length > 0 && !sessions.some((id) => open.has(id)))
  await dueNow(
    tx,
    over.map(({ order }) => order),
    told.now,
  )
  // The last fault stays in the order, so a NAS that acknowledges for days without doing it fills no log.
  const news = sent.flatMap(({ order, what }) => {
    const row = rows.get(order)
    return row === undefined || row.faultCode !== null ? [] : [sentLog(row, what, told.now)]
  })
  await addLog(tx, news)
}

const sentLog = (row: WaitingOrder, what: string, at: number): LogLine => ({
  at,
  by: BY,
  what: SENT[row.desired],
  customerId: row.customerId,
  about: { kind: 'connection', id: row.connectionId },
  facts: { reason: row.reason, acknowledged: what },
  runId: row.runId,
  orderId: row.id,
})

async function keepFailed(tx: Tx, rows: Rows, failed: readonly Failed[], told: HandoutTold): Promise<void> {
  const setbacks: Setback[] = []
  const lines: LogLine[] = []
  for (const outcome of failed) {
    const row = rows.get(outcome.order)
    if (row === undefined) continue
    const setback = setbackOf(row, outcome, told)
    setbacks.push(setback)
    if (row.faultCode !== setback.code) lines.push(failLog(row, setback, told.now))
  }
  await postponeOrders(tx, setbacks, told.now)
  await addLog(tx, lines)
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

function setbackOf(row: WaitingOrder, outcome: Failed, told: HandoutTold): Setback {
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

/** A router that answered anything is well; one that broke off in the middle of a task is not. One that was not asked is as before. */
async function judgeRouter(tx: Tx, routerId: number, outcomes: readonly Outcome[], told: HandoutTold): Promise<void> {
  const asked = outcomes.filter((outcome) => outcome.ok === 'sent' || outcome.onRecord !== true)
  if (asked.length === 0 && outcomes.length > 0) return
  const lost = asked.filter(isFailed).find(({ answered, fault }) => answered !== true && fault.code !== 'device-refused')
  if (lost) await noteSickness(tx, routerId, lost.fault, told)
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
  const { code } = note
  const message = plainWords(note.message)
  const ids = rows.map((row) => row.id)
  await postponeAll(tx, ids, nextAt, code, message, code === 'device-silent')
  // A router that is away for days fails each of its orders a thousand times: the log keeps the first of a kind, the order counts them.
  const news = rows.filter((row) => row.faultCode !== code)
  const lines = news.map((row) => failLog(row, { nextAt, code, message }, told.now))
  await addLog(tx, lines)
}

/** Counts a failure of the router, sets its back-off, opens its circuit and alerts once. */
export async function noteSickness(tx: Tx, routerId: number, fault: FaultNote, told: HandoutTold): Promise<number> {
  // It may quote the router, which says what it likes.
  const note = { ...fault, message: plainWords(fault.message) }
  const router = await routerById(tx, routerId)
  if (!router) throw new Fault('record-missing', `there is no router with the id ${routerId}`, { router: routerId })
  const failures = router.failures + 1
  const slow = retryOf(note.code) === 'slow'
  const open = slow || failures >= told.limits.circuitAfter
  const retryAt = told.now + backOffMs(failures, note.code, backOff(told.limits), told.draw())
  await routerSick(tx, routerId, { failures, open, retryAt, note, at: told.now })
  if (open && router.circuit === 'closed') {
    const { zone } = await loadTerms(tx)
    const facts = alertFacts({ kind: 'router-sick', router: router.name, code: note.code, message: note.message }, zone)
    await addLog(tx, [{ at: told.now, by: BY, what: 'alert', about: { kind: 'router', id: routerId }, facts }])
  }
  return retryAt
}
