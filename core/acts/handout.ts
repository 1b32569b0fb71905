// Hands open orders of one router out to a task, and takes back what became of them. Restores go before cuts and in slices of
// their own; a cut is decided again here, just before it leaves. What comes back is written in one transaction, and only
// where the order is still open: a late result of an order that was replaced meanwhile changes nothing.

import type { Change, Outcome, RouterAccess } from '../driver.ts'
import { Fault, type FaultNote, retryOf } from '../fault.ts'
import type { Limits } from '../config.ts'
import { type BackOff, backOffMs, mayRun } from '../rules/order.ts'
import type { Terms } from '../rules/terms.ts'
import type { Seal } from '../seal.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog, type LogLine } from '../store/log.ts'
import {
  dueOrders,
  finishOrders,
  heldOrders,
  type HeldOrder,
  postponeAll,
  postponeOrders,
  releaseOrders,
  type Setback,
  takeOrders,
  type WaitingOrder,
} from '../store/orders.ts'
import { routerById, routerSick, routerWell } from '../store/routers.ts'
import { lastRunStartedAt } from '../store/runs.ts'
import { loadTerms } from '../store/settings.ts'
import type { RouterRow } from '../store/tables.ts'
import { cutStamps, judgeCustomers, writeSteps } from './reorder.ts'

export interface HandoutTold {
  now: number
  /** The machine's clock, where `now` is not it. */
  machineAt: number
  seal: Seal
  limits: Limits
  lists: { cut: string; notice: string }
  /** 0 ≤ draw < 1, for jitter. */
  draw(): number
}

export interface Work {
  router: number
  access: RouterAccess
  changes: Change[]
}

/**
 * The next slice of a router, at most so many orders: restores alone while there are any, else cuts. Null = nothing to do
 * now. An order that is found taken here was left by a process that died with it: it may have been sent, and the driver looks first.
 */
export async function takeWork(db: Db, routerId: number, most: number, told: HandoutTold): Promise<Work | null> {
  return within(db, async (tx) => {
    const router = await routerById(tx, routerId)
    if (
      !router ||
      (router.retryAt !== null && router.retryAt > told.now && router.retryAt <= told.now + 2 * told.limits.retrySlowMs)
    )
      return null
    const access = accessOf(router, told)
    const longestMs = told.limits.retrySlowMs
    const restores = () => dueOrders(tx, routerId, 'restores', told.now, longestMs, most)
    let orders = await restores()
    if (orders.length === 0) orders = await dueCuts(tx, routerId, most, told, longestMs)
    // Deciding the cuts again may have put restores in their place.
    if (orders.length === 0) orders = await restores()
    orders = await stillOpen(tx, orders)
    if (orders.length === 0) return null
    await takeOrders(tx, orders, told.now)
    return { router: routerId, access, changes: orders.map(changeOf) }
  })
}

/** Held before they are handed out: a payment that came between the question and now has replaced some. */
async function stillOpen(tx: Tx, orders: readonly WaitingOrder[]): Promise<WaitingOrder[]> {
  if (
    !(await lockCustomers(
      tx,
      orders.map((order) => order.customerId),
    ))
  )
    return [...orders]
  const open = new Set(
    (
      await heldOrders(
        tx,
        orders.map((order) => order.id),
      )
    ).map((row) => row.id),
  )
  return orders.filter((order) => open.has(order.id))
}

async function dueCuts(tx: Tx, routerId: number, most: number, told: HandoutTold, longestMs: number): Promise<WaitingOrder[]> {
  const lastAt = await lastRunStartedAt(tx)
  if (lastAt !== null && told.machineAt < lastAt) return [] // the clock was set back: no rule cuts
  const terms = await loadTerms(tx)
  const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, told.now, terms)
  const orders = await dueOrders(tx, routerId, hours ? 'cuts' : 'cuts-at-once', told.now, longestMs, most)
  return stillCut(tx, orders, terms, told)
}

/**
 * Decides the customers again: cuts that no longer hold are cancelled, or replaced by a restore where they may have been sent.
 * Where the stamp of an order still holds, nothing that the decision reads has changed since, and it stands as it is.
 */
async function stillCut(tx: Tx, orders: readonly WaitingOrder[], terms: Terms, told: HandoutTold): Promise<WaitingOrder[]> {
  const stamped = orders.filter((order) => order.stamp !== null && order.isCurrent === 1 && order.inService === 1)
  const stamps = await cutStamps(tx, [...new Set(stamped.map((order) => order.customerId))], told.now)
  const sure = new Set(stamped.filter((order) => stamps.get(order.customerId) === order.stamp).map((order) => order.id))
  const unsure = orders.filter((order) => !sure.has(order.id))
  if (unsure.length === 0) return [...orders]
  const why = { now: told.now, by: 'job:dispatch', cause: 'decided-again', asker: 'deed' as const }
  const { lines, broken } = await judgeCustomers(tx, [...new Set(unsure.map((order) => order.customerId))], terms, why)
  await writeSteps(tx, lines, terms, why)
  const unclear = new Set(broken.map(({ account }) => account.id))
  const cut = new Set(lines.filter((line) => line.desired === 'cut').map((line) => line.connection.id))
  return orders.filter((order) => sure.has(order.id) || (cut.has(order.connectionId) && !unclear.has(order.customerId)))
}

function changeOf(order: WaitingOrder): Change {
  const { planName, downKbps, upKbps } = order
  return {
    order: order.id,
    place: order.placeId,
    connection: order.connectionId,
    customerCode: order.customerCode,
    generation: order.generation,
    way: order.kind,
    address: order.address,
    ipv6Prefix: order.ipv6Prefix,
    username: order.username,
    mac: order.mac,
    desired: order.desired,
    closed: order.isCurrent === 1 && order.inService === 0 && order.wasInService === 1,
    plan: planName === null || downKbps === null || upKbps === null ? null : { name: planName, downKbps, upKbps },
  }
}

/** How to reach a router, with its password in the clear: for a task, never for a log. */
export function accessOf(router: RouterRow, told: Pick<HandoutTold, 'seal' | 'limits' | 'lists'>): RouterAccess {
  const { limits, lists } = told
  return {
    router: router.id,
    name: router.name,
    driver: router.driver,
    host: router.host,
    port: router.port,
    tls: router.tls === 1,
    tlsPin: router.tlsPin,
    username: router.username ?? '',
    password:
      router.passwordSealed === null
        ? ''
        : told.seal.open(router.passwordSealed, { table: 'routers', column: 'password', row: router.name }),
    window: router.window ?? limits.window,
    connectMs: limits.connectMs,
    loginMs: limits.loginMs,
    commandMs: limits.commandMs,
    cutList: lists.cut,
    noticeList: lists.notice,
  }
}

/** Those of these orders that are open, with their customers held: nobody replaces one while its outcome is written. */
async function holdOrders(tx: Tx, ids: readonly number[]): Promise<HeldOrder[]> {
  const rows = await heldOrders(tx, ids)
  if (
    !(await lockCustomers(
      tx,
      rows.map((row) => row.customerId),
    ))
  )
    return rows
  return heldOrders(tx, ids)
}

export interface Settled {
  done: number
  failed: number
  /** Not begun, because something more urgent came. */
  left: number
}

/** What a task brought back for the orders that it was handed; those that it did not begin are free again. */
export async function settleOutcomes(
  db: Db,
  routerId: number,
  handed: readonly number[],
  outcomes: readonly Outcome[],
  told: HandoutTold,
): Promise<Settled> {
  return within(db, async (tx) => {
    const rows = new Map((await holdOrders(tx, handed)).map((row) => [row.id, row]))
    const current = outcomes.flatMap((outcome) => {
      const row = rows.get(outcome.order)
      return row?.generation === outcome.generation ? [{ row, outcome }] : []
    })
    const begun = new Set(outcomes.map((outcome) => outcome.order))
    const left = handed.filter((order) => !begun.has(order) && rows.has(order))
    await releaseOrders(tx, left)
    const lines: LogLine[] = []
    for (const state of ['active', 'cut', 'none'] as const) {
      const done = current.flatMap(({ outcome }) => (outcome.ok && outcome.observed === state ? [outcome] : []))
      await finishOrders(tx, done, state, told.now)
    }
    const failed: Setback[] = []
    for (const { row, outcome } of current) {
      if (outcome.ok) lines.push(doneLog(row, outcome.proof, told.now))
      else {
        const setback = setbackOf(row, outcome, told)
        failed.push(setback)
        if (row.faultCode !== setback.code) lines.push(failLog(row, setback, told.now))
      }
    }
    await postponeOrders(tx, failed, told.now)
    await addLog(tx, lines)
    await judgeRouter(tx, routerId, outcomes, told)
    return { done: current.length - failed.length, failed: failed.length, left: left.length }
  })
}

const DONE = { cut: 'cut-done', active: 'restore-done', none: 'clear-done' } as const
const FAILED = { cut: 'cut-failed', active: 'restore-failed', none: 'clear-failed' } as const

const doneLog = (row: HeldOrder, proof: string, at: number): LogLine => ({
  at,
  by: 'job:dispatch',
  what: DONE[row.desired],
  customerId: row.customerId,
  about: { kind: 'connection', id: row.connectionId },
  facts: { reason: row.reason, cause: row.cause, proof, attempts: row.attempts + 1, tookMs: at - row.createdAt },
  runId: row.runId,
  orderId: row.id,
})

const failLog = (row: HeldOrder, setback: Setback, at: number): LogLine => ({
  at,
  by: 'job:dispatch',
  what: FAILED[row.desired],
  customerId: row.customerId,
  about: { kind: 'connection', id: row.connectionId },
  facts: { reason: row.reason, code: setback.code, message: setback.message, nextAt: setback.nextAt, attempts: row.attempts + 1 },
  runId: row.runId,
  orderId: row.id,
})

function setbackOf(row: HeldOrder, outcome: Extract<Outcome, { ok: false }>, told: HandoutTold): Setback {
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

/** A task that failed as a whole: the router could not be reached, or did not let us in. Its orders wait with it. */
export async function settleFailure(
  db: Db,
  routerId: number,
  orderIds: readonly number[],
  note: FaultNote,
  told: HandoutTold,
): Promise<void> {
  await within(db, async (tx) => {
    const rows = await holdOrders(tx, orderIds)
    const nextAt = await noteSickness(tx, routerId, note, told)
    await postponeAll(
      tx,
      rows.map((row) => row.id),
      nextAt,
      note.code,
      note.message,
    )
    // A router that is away for days fails each of its orders a thousand times: the log keeps the first of a kind, the order counts them.
    const news = rows.filter((row) => row.faultCode !== note.code)
    await addLog(
      tx,
      news.map((row) =>
        failLog(
          row,
          {
            order: row.id,
            place: row.placeId,
            desired: row.desired,
            observed: 'unknown',
            maybeSent: false,
            nextAt,
            code: note.code,
            message: note.message,
          },
          told.now,
        ),
      ),
    )
  })
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
    const facts = { router: router.name, code: note.code, alert: `${note.message}; try: ispcube router test ${router.name}` }
    await addLog(tx, [{ at: told.now, by: 'job:dispatch', what: 'alert', about: { kind: 'router', id: routerId }, facts }])
  }
  return retryAt
}
