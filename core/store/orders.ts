// The order rows, which are the queue: opening, handing out, ending, counting. Writes come in bulk, because a run opens and
// ends thousands in one transaction.

import { sql } from 'kysely'
import type { Desired, Observed } from '../driver.ts'
import type { FaultCode } from '../fault.ts'
import type { Reason } from '../rules/decision.ts'
import { insertRows, withRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { Flag, OrderRow } from './tables.ts'

type Decided =
  | ('placeId' | 'connectionId' | 'customerId' | 'routerId' | 'generation' | 'desired')
  | ('reason' | 'cause' | 'by' | 'atOnce' | 'runId' | 'guardOn' | 'stamp')

/** What was decided of an order; a stamp that is null = decide again in any case. */
export interface NewOrder extends Pick<OrderRow, Decided> {
  at: number
}

const NEW_COLUMNS = [
  'place_id',
  'connection_id',
  'customer_id',
  'router_id',
  'generation',
  'desired',
  'reason',
  'cause',
  '"by"',
  'at_once',
  'run_id',
  'guard_on',
  'stamp',
  'next_at',
  'created_at',
]

const ID_COLUMN = [['id', 'bigint']] as const

/** Opens orders; each place has at most one open, so the ones before must have been ended. Sets the places' generations. */
export async function openOrders(db: Db, orders: readonly NewOrder[]): Promise<{ id: number; placeId: number }[]> {
  // Those of one router lie together, because they are read, handed out and ended together.
  const sorted = orders.toSorted((one, other) => one.routerId - other.routerId)
  const rows = sorted.map((o) => [
    o.placeId,
    o.connectionId,
    o.customerId,
    o.routerId,
    o.generation,
    o.desired,
    o.reason,
    o.cause,
    o.by,
    o.atOnce,
    o.runId,
    o.guardOn,
    o.stamp,
    o.at,
    o.at,
  ])
  const opened = await insertRows<{ id: number; placeId: number }>(
    db,
    'orders',
    NEW_COLUMNS,
    rows,
    'returning id, place_id as "placeId"',
  )
  const places = orders.map((order) => [order.placeId])
  await withRows(db, ID_COLUMN, places, 'update places set generation = generation + 1 where id in (select id from v)')
  return opened
}

/** Ends open orders. What one of them may have brought about is not known any more: its place is looked at before it is believed. */
export async function endOrders(
  db: Db,
  ids: readonly number[],
  state: 'replaced' | 'cancelled',
  why: string,
  at: number,
): Promise<void> {
  const cutSent = `case when o.desired = 'cut' then 1 else places.cut_sent end`
  await withRows(
    db,
    ID_COLUMN,
    ids.map((id) => [id]),
    `update places set observed = 'unknown', cut_sent = ${cutSent} from v join orders o on o.id = v.id
      where places.id = o.place_id and o.state = 'open'
        and (o.sent = 1 or o.id <= (select handed_to from routers where routers.id = o.router_id))`,
  )
  for (const some of slices(ids, 1000)) {
    await db
      .updateTable('orders')
      .set({ state, proof: why, endedAt: at })
      .where('id', 'in', some)
      .where('state', '=', 'open')
      .execute()
  }
}

/** The open orders stay, for another reason. */
export async function renameOrders(db: Db, ids: readonly number[], reason: Reason): Promise<void> {
  for (const some of slices(ids, 1000)) await db.updateTable('orders').set({ reason }).where('id', 'in', some).execute()
}

/** Connections for which a new cut for debt was ordered on a day and not cancelled before anything was sent. */
export async function guardedConnections(db: Db, dayOn: string): Promise<Set<number>> {
  const orders = db.selectFrom('orders').select('connectionId').distinct().where('guardOn', '=', dayOn)
  const rows = await orders.where('state', '!=', 'cancelled').execute()
  return new Set(rows.map((row) => row.connectionId))
}

/** What a person said last for a day: a lower number takes back a higher one. */
export async function confirmedCuts(db: Db, dayOn: string): Promise<number | null> {
  const said = db.selectFrom('confirmations').select('maxCuts').where('dayOn', '=', dayOn)
  return (await said.orderBy('id', 'desc').limit(1).executeTakeFirst())?.maxCuts ?? null
}

/** Of orders that were with a task when its process died: any of them may have been sent. */
export async function sentUpTo(db: Db, routerId: number, upToOrder: number): Promise<void> {
  await db
    .updateTable('orders')
    .set({ sent: 1 })
    .where('routerId', '=', routerId)
    .where('state', '=', 'open')
    .where('id', '<=', upToOrder)
    .execute()
}

export interface Proof {
  order: number
  place: number
  proof: string
}

const PROOF_COLUMNS = [
  ['id', 'bigint'],
  ['place', 'bigint'],
  ['proof', 'text'],
] as const

/** Ends open orders that were read back as `observed`, and writes that at their places. */
export async function finishOrders(db: Db, done: readonly Proof[], observed: Desired, at: number): Promise<void> {
  const rows = done.map((one) => [one.order, one.place, one.proof])
  const ended = "state = 'done', attempts = attempts + 1, fault_code = null, fault_message = null"
  await withRows(
    db,
    PROOF_COLUMNS,
    rows,
    (mark) => `update orders set ${ended}, ended_at = ${mark(at)}, proof = v.proof,
      handed_at = (select r.handed_at from routers r where r.id = orders.router_id) from v where orders.id = v.id`,
  )
  const seen = `observed = '${observed}', seen = v.proof, cut_sent = ${observed === 'cut' ? 1 : 0}`
  await withRows(
    db,
    PROOF_COLUMNS,
    rows,
    (mark) => `update places set ${seen}, observed_at = ${mark(at)} from v where places.id = v.place`,
  )
  if (observed === 'none') await withRows(db, PROOF_COLUMNS, rows, NEIGHBOURS_DOUBTED)
}

/** Who was cut at an address that was cleared may have been cut by the entry that went: the next run cuts him again. */
const NEIGHBOURS_DOUBTED = `update places set observed = 'unknown' where id in (
  select n.id from v join places p on p.id = v.place join connections c on c.ip = p.address and c.router_id = p.router_id
    join places n on n.connection_id = c.id and n.is_current = 1
  where c.id <> p.connection_id and n.observed = 'cut')`

export interface Waiting {
  order: number
  place: number
  /** What the device acknowledged. */
  what: string
}

/** Keeps orders that were acknowledged: what proves them is looked for at an instant, or as soon as there is news. */
export async function awaitProof(db: Db, sent: readonly Waiting[], at: number, until: number): Promise<void> {
  const rows = sent.map((one) => [one.order, one.place, `acknowledged: ${one.what}`])
  await withRows(
    db,
    PROOF_COLUMNS,
    rows,
    (mark) => `update orders set sent = 1, acknowledged_at = ${mark(at)}, next_at = ${mark(until)} from v where orders.id = v.id`,
  )
  const cutSent = `case when o.desired = 'cut' then 1 else places.cut_sent end`
  await withRows(
    db,
    PROOF_COLUMNS,
    rows,
    (mark) => `update places set observed = 'unknown', observed_at = ${mark(at)}, seen = v.proof, cut_sent = ${cutSent}
      from v join orders o on o.id = v.id where places.id = v.place`,
  )
}

/** Their proof is there already. */
export async function dueNow(db: Db, ids: readonly number[], at: number): Promise<void> {
  const due = (mark: (value: number) => string) => `update orders set next_at = ${mark(at)} from v where orders.id = v.id`
  await withRows(
    db,
    ID_COLUMN,
    ids.map((id) => [id]),
    due,
  )
}

export interface Setback {
  order: number
  place: number
  desired: Desired
  /** What the read-back showed, where there was one. */
  observed: Observed
  maybeSent: boolean
  nextAt: number
  code: FaultCode
  message: string
}

/** Keeps orders that failed for their next attempt; what may have been sent leaves its place unknown until it is looked at. */
export async function postponeOrders(db: Db, failed: readonly Setback[], at: number): Promise<void> {
  for (const one of failed) {
    await db
      .updateTable('orders')
      .set((row) => ({
        attempts: sql<number>`${row.ref('attempts')} + 1`,
        nextAt: one.nextAt,
        acknowledgedAt: null,
        faultCode: one.code,
        faultMessage: one.message,
        ...(one.maybeSent ? { sent: 1 as const } : {}),
      }))
      .where('id', '=', one.order)
      .where('state', '=', 'open')
      .execute()
    if (one.observed === 'unknown' && !one.maybeSent) continue
    await db
      .updateTable('places')
      .set({
        observed: one.observed,
        observedAt: at,
        seen: one.message,
        ...(one.desired === 'cut' && one.maybeSent ? { cutSent: 1 as const } : {}),
      })
      .where('id', '=', one.place)
      .execute()
  }
}

/** A whole task that failed at once: its orders wait together, in one statement. */
export async function postponeAll(
  db: Db,
  ids: readonly number[],
  nextAt: number,
  code: FaultCode,
  message: string,
  maybeSent = false,
): Promise<void> {
  for (const some of slices(ids, 1000)) {
    await db
      .updateTable('orders')
      .set((row) => ({
        attempts: sql<number>`${row.ref('attempts')} + 1`,
        nextAt,
        faultCode: code,
        faultMessage: message,
        ...(maybeSent ? { sent: 1 as const } : {}),
      }))
      .where('id', 'in', some)
      .where('state', '=', 'open')
      .execute()
  }
}

const ALL_COLUMNS = `o.id, o.place_id as "placeId", o.connection_id as "connectionId", o.customer_id as "customerId", o.router_id as "routerId",
  o.generation, o.desired, o.reason, o.cause, o."by", o.at_once as "atOnce", o.state, o.attempts, o.next_at as "nextAt",
  o.sent, o.acknowledged_at as "acknowledgedAt", o.run_id as "runId", o.guard_on as "guardOn", o.stamp, o.created_at as "createdAt", o.ended_at as "endedAt",
  o.fault_code as "faultCode", o.fault_message as "faultMessage", o.proof`

const HANDED = `case when o.state = 'open' and o.id <= r.handed_to then r.handed_at else o.handed_at end as "handedAt"`

export interface FollowedOrder extends OrderRow {
  /** A task may have it right now. */
  isHanded: Flag
}

const FOLLOWED = `select ${ALL_COLUMNS}, ${HANDED}, case when o.state = 'open' and o.id <= r.handed_to then 1 else 0 end as "isHanded"`
const OF_ROUTER = 'join routers r on r.id = o.router_id'

export async function ordersById(db: Db, ids: readonly number[]): Promise<FollowedOrder[]> {
  const rows = ids.map((id) => [id])
  return withRows<FollowedOrder>(
    db,
    ID_COLUMN,
    rows,
    `${FOLLOWED} from v join orders o on o.id = v.id ${OF_ROUTER} order by o.id`,
  )
}

/** Of these orders those that have ended, replaced or cancelled by somebody meanwhile. */
export async function endedOrders(db: Db, ids: readonly number[]): Promise<Set<number>> {
  const rows = ids.map((id) => [id])
  // `not in` cannot be answered from the index of the open ones, which would lure SQLite away from the ids.
  const statement = `select o.id from v join orders o on o.id = v.id where o.state not in ('open')`
  const found = await withRows<{ id: number }>(db, ID_COLUMN, rows, statement)
  return new Set(found.map((row) => row.id))
}

function* slices<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size)
}

/** The next look at the queue takes them, whatever their back-offs and their routers' say: a person asked. */
export async function hurryOrders(db: Db, ids: readonly number[], at: number): Promise<void> {
  for (const some of slices(ids, 1000)) {
    await db.updateTable('orders').set({ nextAt: at }).where('id', 'in', some).where('state', '=', 'open').execute()
    await db
      .updateTable('routers')
      .set({ retryAt: null })
      .where('retryAt', 'is not', null)
      .where('id', 'in', (sub) => sub.selectFrom('orders').select('orders.routerId').where('orders.id', 'in', some))
      .execute()
  }
}

/** The open cuts of these customers are due now, whatever their back-offs say. */
export async function hurryCutsOf(db: Db, customerIds: readonly number[], at: number): Promise<void> {
  for (const some of slices(customerIds, 1000)) {
    const cuts = db.updateTable('orders').set({ nextAt: at }).where('state', '=', 'open').where('desired', '=', 'cut')
    await cuts.where('customerId', 'in', some).execute()
  }
}

export async function openOrdersOnRouter(db: Db, routerId: number): Promise<number[]> {
  const open = db.selectFrom('orders').select('id').where('routerId', '=', routerId).where('state', '=', 'open')
  return (await open.execute()).map(({ id }) => id)
}

/** Open orders of one customer, oldest first. */
export async function openOrdersOf(db: Db, code: string): Promise<Pick<OrderRow, 'id' | 'desired' | 'reason' | 'atOnce'>[]> {
  const open = db.selectFrom('orders').innerJoin('customers', 'customers.id', 'orders.customerId')
  const shown = open.select(['orders.id', 'orders.desired', 'orders.reason', 'orders.atOnce'])
  return shown.where('customers.code', '=', code).where('orders.state', '=', 'open').orderBy('orders.id').execute()
}

export async function lastOrderOfPlace(db: Db, placeId: number): Promise<FollowedOrder | undefined> {
  const { rows } = await sql<FollowedOrder>`
    ${sql.raw(FOLLOWED)} from orders o ${sql.raw(OF_ROUTER)} where o.place_id = ${placeId}
    order by o.generation desc limit 1`.execute(db.withoutPlugins())
  return rows[0]
}
