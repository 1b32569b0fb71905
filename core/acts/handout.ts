// Hands open orders of one router out to a task. Restores go before cuts and in slices of their own; a cut is decided again
// here, just before it leaves. What comes back is `outcomes.ts`.

import type { Change, NamedTemplate, RadiusAccess, RouterAccess } from '../driver.ts'
import type { Limits } from '../config.ts'
import { isDebtCut } from '../rules/decision.ts'
import { mayRun } from '../rules/order.ts'
import type { SshTemplate } from '../rules/template.ts'
import type { Seal } from '../seal.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { dueOrders, type WaitingOrder } from '../store/order-queue.ts'
import { endedOrders, postponeAll, sentUpTo } from '../store/orders.ts'
import { handRouter, routerById } from '../store/routers.ts'
import { lastRunStartedAt } from '../store/runs.ts'
import { loadStampedTerms, type StampedTerms } from '../store/settings.ts'
import type { RouterRow } from '../store/tables.ts'
import { doorOf, radiusPlaces } from './radius-places.ts'
import { judgeCustomers, writeSteps } from './reorder.ts'
import { holding } from './stamp.ts'

export interface HandoutTold {
  now: number
  /** The machine's clock, where `now` is not it. */
  machineAt: number
  seal: Seal
  limits: Limits
  lists: { cut: string; notice: string }
  /** Those of the configuration, by name. */
  templates?: Readonly<Record<string, SshTemplate>>
  /** 0 ≤ draw < 1, for jitter. */
  draw(): number
}

export interface Work {
  /** As they were when they were taken, in the order of the changes. */
  orders: WaitingOrder[]
  router: number
  access: RouterAccess
  changes: Change[]
  /** Cuts for debt are among them: the slice is left off when their hours are over. */
  byHours: boolean
}

/**
 * The next slice of a router, at most so many orders: restores alone while there are any, else cuts. Null = nothing to do
 * now. A mark that is found here was left by a process that died with its task: what it had may have been sent.
 */
export async function takeWork(db: Db, routerId: number, most: number, told: HandoutTold): Promise<Work | null> {
  return within(db, async (tx) => {
    const router = await routerById(tx, routerId)
    if (
      !router ||
      router.removedAt !== null ||
      (router.retryAt !== null && router.retryAt > told.now && router.retryAt <= told.now + 2 * told.limits.retrySlowMs)
    )
      return null
    if (router.handedTo !== null) await sentUpTo(tx, routerId, router.handedTo)
    const access = accessOf(router, told)
    const longestMs = told.limits.retrySlowMs
    let orders = await dueOrders(tx, routerId, 'restores', told.now, longestMs, most)
    if (orders.length === 0) orders = await dueCuts(tx, routerId, most, told, longestMs)
    orders = await held(tx, orders)
    if (orders.length === 0) return null
    await handRouter(tx, routerId, Math.max(...orders.map((order) => order.id)), told.now)
    const byHours = orders.some((order) => order.desired === 'cut' && isDebtCut(order.reason))
    const changes = orders.map(changeOf)
    if (router.driver === 'radius') await addRecords(tx, router, orders, changes, told)
    return { router: routerId, access, orders, changes, byHours }
  })
}

/** Held before they are handed out: a payment that came between the question and now has replaced some. */
async function held(tx: Tx, orders: WaitingOrder[]): Promise<WaitingOrder[]> {
  const customers = orders.map((order) => order.customerId)
  return (await lockCustomers(tx, customers)) ? stillOpen(tx, orders) : orders
}

/** Without those that ended since they were read. */
export async function stillOpen(tx: Tx, orders: readonly WaitingOrder[]): Promise<WaitingOrder[]> {
  const ids = orders.map((order) => order.id)
  const ended = await endedOrders(tx, ids)
  return orders.filter((order) => !ended.has(order.id))
}

async function dueCuts(tx: Tx, routerId: number, most: number, told: HandoutTold, longestMs: number): Promise<WaitingOrder[]> {
  const lastAt = await lastRunStartedAt(tx)
  if (lastAt !== null && told.machineAt < lastAt) return [] // the clock was set back: no rule cuts
  const stamped = await loadStampedTerms(tx)
  const { terms } = stamped
  const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, told.now, terms)
  for (;;) {
    const orders = await dueOrders(tx, routerId, hours ? 'cuts' : 'cuts-at-once', told.now, longestMs, most)
    const standing = await stillCut(tx, orders, stamped, told)
    if (standing.length > 0 || orders.length === 0) return standing
    // Nothing but cuts that no longer hold: restores may have taken their place, and other cuts may stand behind them.
    const restores = await dueOrders(tx, routerId, 'restores', told.now, longestMs, most)
    if (restores.length > 0) return restores
  }
}

const UNCLEAR = 'not cut now, because the facts about the customer contradict each other; see ispcube db check'

/**
 * Decides the customers again: cuts that no longer hold are cancelled, or replaced by a restore where they may have been sent.
 * Where the stamp of an order still holds, nothing that the decision reads has changed since, and it stands as it is.
 */
async function stillCut(
  tx: Tx,
  orders: readonly WaitingOrder[],
  stamped: StampedTerms,
  told: HandoutTold,
): Promise<WaitingOrder[]> {
  const eligible = orders.filter(
    (order) => order.isCurrent === 1 && order.inService === 1 && order.free === 0 && order.blockable === 1,
  )
  const sure = new Set((await holding(tx, eligible, stamped, told.now)).map((order) => order.id))
  const unsure = orders.filter((order) => !sure.has(order.id))
  if (unsure.length === 0) return [...orders]
  const why = { now: told.now, by: 'job:dispatch', cause: 'decided-again', asker: 'deed' as const }
  const { terms } = stamped
  const { lines, broken } = await judgeCustomers(tx, [...new Set(unsure.map((order) => order.customerId))], terms, why)
  await writeSteps(tx, lines, terms, why)
  const unclear = new Set(broken.map(({ account }) => account.id))
  const cut = new Set(lines.filter((line) => line.desired === 'cut').map((line) => line.connection.id))
  const stands = (order: WaitingOrder) =>
    sure.has(order.id) || (order.isCurrent === 1 && cut.has(order.connectionId) && !unclear.has(order.customerId))
  await setAside(
    tx,
    unsure.filter((order) => !stands(order)),
    told,
  )
  return orders.filter(stands)
}

/** Cuts that neither hold nor could be ended (documents that do not add up) must not stand in the way of those behind them. */
async function setAside(tx: Tx, orders: readonly WaitingOrder[], told: HandoutTold): Promise<void> {
  const stuck = (await stillOpen(tx, orders)).map((order) => order.id)
  await postponeAll(tx, stuck, told.now + told.limits.retrySlowMs, 'record-conflict', UNCLEAR)
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
    closed: order.isCurrent === 1 && order.inService === 0 && order.wasInService === 1 && order.isUsedBy === 0,
    plan: planName === null || downKbps === null || upKbps === null ? null : { name: planName, downKbps, upKbps },
  }
}

/** A NAS shows nothing: what accounting knows of each place goes along. */
async function addRecords(
  tx: Tx,
  router: RouterRow,
  orders: readonly WaitingOrder[],
  changes: readonly Change[],
  told: HandoutTold,
): Promise<void> {
  const asks = orders.map(({ placeId, isCurrent, desired, acknowledgedAt }) => ({
    ...{ id: placeId, isCurrent: isCurrent === 1, desired, acknowledgedAt },
  }))
  const known = await radiusPlaces(tx, router, asks, told)
  for (const change of changes) change.radius = known.get(change.place)
}

/** How to reach a router, with its password in the clear: for a task, never for a log. */
export function accessOf(router: RouterRow, told: Pick<HandoutTold, 'seal' | 'limits' | 'lists' | 'templates'>): RouterAccess {
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
    radius: radiusAccess(router, told),
    template: templateOf(router, told),
  }
}

function radiusAccess(router: RouterRow, { seal, limits }: Pick<HandoutTold, 'seal' | 'limits'>): RadiusAccess | null {
  const { radiusSecretSealed } = router
  if (router.driver !== 'radius' || radiusSecretSealed === null) return null
  const { port, secret } = doorOf({ ...router, radiusSecretSealed }, seal)
  return { port, secret, kicksPerSecond: limits.kicksPerSecond }
}

/** The template that a router names; null where it names none. */
export function templateOf(
  { template: name }: Pick<RouterRow, 'template'>,
  told: Pick<HandoutTold, 'templates'>,
): NamedTemplate | null {
  if (name === null) return null
  const { templates = {} } = told
  return { name, configured: Object.hasOwn(templates, name) ? (templates[name] ?? null) : null }
}
