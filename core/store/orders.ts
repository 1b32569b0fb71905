// The order rows, which are the queue: opening, handing out, ending, counting. Writes come in bulk, because a run opens and
// ends thousands in one transaction.

import { type ExpressionBuilder, sql } from 'kysely'
import type { Desired, Observed } from '../driver.ts'
import type { FaultCode } from '../fault.ts'
import type { Reason } from '../rules/decision.ts'
import type { Db } from './db.ts'
import type { ConnectionKind, Flag, OrderRow, Tables } from './tables.ts'

export interface NewOrder {
  placeId: number
  connectionId: number
  customerId: number
  routerId: number
  generation: number
  desired: Desired
  reason: Reason
  cause: string
  by: string
  atOnce: Flag
  runId: number | null
  guardOn: string | null
  at: number
}

/** Rows of one statement: SQLite takes 32,766 parameters. */
const ROWS_AT_ONCE = 400

/** Opens orders; each place has at most one open, so the ones before must have been ended. Sets the places' generations. */
export async function openOrders(db: Db, orders: readonly NewOrder[]): Promise<{ id: number; placeId: number }[]> {
  const opened: { id: number; placeId: number }[] = []
  for (const some of slices(orders, ROWS_AT_ONCE)) {
    const rows = some.map(({ at, ...order }) => ({
      ...order,
      state: 'open' as const,
      nextAt: at,
      createdAt: at,
      takenAt: null,
      endedAt: null,
      faultCode: null,
      faultMessage: null,
      proof: null,
    }))
    opened.push(...(await db.insertInto('orders').values(rows).returning(['id', 'placeId']).execute()))
    await db
      .updateTable('places')
      .set((row) => ({ generation: sql<number>`${row.ref('generation')} + 1` }))
      .where(
        'id',
        'in',
        some.map((order) => order.placeId),
      )
      .execute()
  }
  return opened
}

export async function endOrders(
  db: Db,
  ids: readonly number[],
  state: 'replaced' | 'cancelled',
  why: string,
  at: number,
): Promise<void> {
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

/** How many new cuts for debt were ordered for a day and not cancelled before anything was sent. */
export async function guardedCuts(db: Db, dayOn: string): Promise<number> {
  const row = await db
    .selectFrom('orders')
    .select((count) => count.fn.countAll<number>().as('orders'))
    .where('guardOn', '=', dayOn)
    .where('state', '!=', 'cancelled')
    .executeTakeFirstOrThrow()
  return row.orders
}

export async function confirmedCuts(db: Db, dayOn: string): Promise<number | null> {
  const row = await db
    .selectFrom('confirmations')
    .select((max) => max.fn.max('maxCuts').as('cuts'))
    .where('dayOn', '=', dayOn)
    .executeTakeFirst()
  return row?.cuts ?? null
}

/** An open order with what its place needs to be worked. */
export interface WaitingOrder {
  id: number
  placeId: number
  connectionId: number
  customerId: number
  customerCode: string
  generation: number
  desired: Desired
  reason: Reason
  atOnce: Flag
  attempts: number
  takenAt: number | null
  sent: Flag
  kind: ConnectionKind
  address: string | null
  ipv6Prefix: string | null
  username: string | null
  mac: string | null
  isCurrent: Flag
  inService: Flag
  wasInService: Flag
  planName: string | null
  downKbps: number | null
  upKbps: number | null
}

/** Is its turn? Back-offs that lie further ahead than any back-off can are from a clock that was set back. */
const isDue = (row: ExpressionBuilder<Tables, 'orders'>, at: number, longestMs: number) =>
  row.or([row('orders.nextAt', '<=', at), row('orders.nextAt', '>', at + 2 * longestMs)])

/** Open orders of a router whose turn it is, oldest first: restores and clearings, or cuts. */
export async function dueOrders(
  db: Db,
  routerId: number,
  which: 'restores' | 'cuts' | 'cuts-at-once',
  at: number,
  longestMs: number,
  limit: number,
): Promise<WaitingOrder[]> {
  const query = db
    .selectFrom('orders')
    .innerJoin('places', 'places.id', 'orders.placeId')
    .innerJoin('connections', 'connections.id', 'orders.connectionId')
    .innerJoin('customers', 'customers.id', 'orders.customerId')
    .leftJoin('plans', 'plans.id', 'connections.planId')
    .select(['orders.id', 'orders.placeId', 'orders.connectionId', 'orders.customerId', 'customers.code as customerCode'])
    .select([
      'orders.generation',
      'orders.desired',
      'orders.reason',
      'orders.atOnce',
      'orders.attempts',
      'orders.takenAt',
      'orders.sent',
    ])
    .select(['places.kind', 'places.address', 'places.ipv6Prefix', 'places.username', 'places.mac', 'places.isCurrent'])
    .select(['connections.inService', 'connections.wasInService', 'plans.name as planName', 'plans.downKbps', 'plans.upKbps'])
    .where('orders.routerId', '=', routerId)
    .where('orders.state', '=', 'open')
    .where('orders.desired', which === 'restores' ? '!=' : '=', 'cut')
    .where((row) => isDue(row as unknown as ExpressionBuilder<Tables, 'orders'>, at, longestMs))
    .orderBy('orders.nextAt')
    .orderBy('orders.id')
    .limit(limit)
  if (which !== 'cuts-at-once') return query.execute()
  return query
    .where((row) => row.or([row('orders.atOnce', '=', 1), row('orders.reason', 'not in', ['overdue', 'promise-broken'])]))
    .execute()
}

export interface RouterQueue {
  routerId: number
  restores: number
  cutsAtOnce: number
  cuts: number
}

/** Routers with open orders whose turn it is and whose own back-off is over, and how many of each sort. */
export async function dueRouters(db: Db, at: number, longestMs: number): Promise<RouterQueue[]> {
  const { rows } = await sql<RouterQueue>`
    select o.router_id as "routerId",
      sum(case when o.desired = 'cut' then 0 else 1 end) as restores,
      sum(case when o.desired = 'cut' and (o.at_once = 1 or o.reason not in ('overdue', 'promise-broken')) then 1 else 0 end) as "cutsAtOnce",
      sum(case when o.desired = 'cut' then 1 else 0 end) as cuts
    from orders o join routers r on r.id = o.router_id
    where o.state = 'open' and (o.next_at <= ${at} or o.next_at > ${at + 2 * longestMs})
      and (r.retry_at is null or r.retry_at <= ${at} or r.retry_at > ${at + 2 * longestMs})
    group by o.router_id order by restores desc, o.router_id`.execute(db.withoutPlugins())
  return rows
}

/** The earliest instant at which an open order's back-off ends, null when none waits. */
export async function nextOrderAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('orders')
    .select((min) => min.fn.min('nextAt').as('at'))
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row?.at ?? null
}

/** Hands orders to a task. One that a dead process left taken may have been sent. */
export async function takeOrders(db: Db, orders: readonly { id: number }[], at: number): Promise<void> {
  for (const some of slices(orders, 1000)) {
    const ids = some.map((order) => order.id)
    await db
      .updateTable('orders')
      .set((row) => ({
        takenAt: at,
        sent: sql<Flag>`case when ${row.ref('takenAt')} is null then ${row.ref('sent')} else 1 end`,
      }))
      .where('id', 'in', ids)
      .execute()
  }
}

export interface Proof {
  order: number
  place: number
  proof: string
}

/** Ends orders that were read back as `observed`, and writes that at their places. */
export async function finishOrders(db: Db, done: readonly Proof[], observed: Desired, at: number): Promise<void> {
  for (const some of slices(done, ROWS_AT_ONCE)) {
    await sql`with v (id, place, proof) as (values ${proofRows(some)})
      update orders set state = 'done', ended_at = ${at}, taken_at = null, attempts = attempts + 1, fault_code = null, fault_message = null,
        proof = v.proof from v where orders.id = v.id and state = 'open'`.execute(db)
    await sql`with v (id, place, proof) as (values ${proofRows(some)})
      update places set observed = ${observed}, observed_at = ${at}, seen = v.proof, cut_sent = ${observed === 'cut' ? 1 : 0} from v where places.id = v.place`.execute(
      db,
    )
  }
}

const proofRows = (some: readonly Proof[]) =>
  sql.join(some.map((one) => sql`(cast(${one.order} as bigint), cast(${one.place} as bigint), cast(${one.proof} as text))`))

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
        takenAt: null,
        attempts: sql<number>`${row.ref('attempts')} + 1`,
        nextAt: one.nextAt,
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

/** A whole task that never reached the router: its orders wait together, in one statement. */
export async function postponeAll(
  db: Db,
  ids: readonly number[],
  nextAt: number,
  code: FaultCode,
  message: string,
): Promise<void> {
  for (const some of slices(ids, 1000)) {
    await db
      .updateTable('orders')
      .set((row) => ({
        takenAt: null,
        attempts: sql<number>`${row.ref('attempts')} + 1`,
        nextAt,
        faultCode: code,
        faultMessage: message,
      }))
      .where('id', 'in', some)
      .where('state', '=', 'open')
      .execute()
  }
}

export async function ordersOfRun(db: Db, runId: number): Promise<OrderRow[]> {
  return db.selectFrom('orders').selectAll().where('runId', '=', runId).orderBy('id').execute()
}

export async function ordersById(db: Db, ids: readonly number[]): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  for (const some of slices(ids, 1000))
    rows.push(...(await db.selectFrom('orders').selectAll().where('id', 'in', some).execute()))
  return rows
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

export async function lastOrderOfPlace(db: Db, placeId: number): Promise<OrderRow | undefined> {
  return db
    .selectFrom('orders')
    .selectAll()
    .where('placeId', '=', placeId)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst()
}
