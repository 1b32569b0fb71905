// The one append-only log. A line says who did what about whom, with its facts; views of it are the customer's log, the
// audit page and an order's receipt.

import { sql } from 'kysely'
import type { Desired } from '../driver.ts'
import { insertRows, withRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { LogRow } from './tables.ts'

export interface LogLine {
  at: number
  by: string
  what: string
  customerId?: number | null
  about?: { kind: string; id: number }
  facts?: Record<string, unknown>
  runId?: number | null
  orderId?: number | null
}

const COLUMNS = ['at', '"by"', 'what', 'customer_id', 'about_kind', 'about_id', 'facts', 'run_id', 'order_id']

export async function addLog(db: Db, lines: readonly LogLine[]): Promise<void> {
  const rows = lines.map(({ at, by, what, customerId, about, facts, runId, orderId }) => [
    at,
    by,
    what,
    customerId ?? null,
    about?.kind ?? null,
    about?.id ?? null,
    JSON.stringify(facts ?? {}),
    runId ?? null,
    orderId ?? null,
  ])
  await insertRows(db, 'log', COLUMNS, rows)
}

const DONE = { cut: 'cut-done', active: 'restore-done', none: 'clear-done' } as const
const DONE_KINDS = Object.values(DONE)

/**
 * That orders are done, after their rows were ended. Such a line keeps no facts of its own: an order that is done never
 * changes any more, and whoever reads the line gets them from there.
 */
export async function logDone(db: Db, orderIds: readonly number[], observed: Desired, by: string, at: number): Promise<void> {
  const rows = orderIds.map((id) => [id])
  await withRows(
    db,
    [['id', 'bigint']],
    rows,
    (mark) => `insert into log (at, "by", what, customer_id, about_kind, about_id, run_id, order_id)
      select cast(${mark(at)} as bigint), cast(${mark(by)} as text), '${DONE[observed]}', o.customer_id, 'connection', o.connection_id, o.run_id, o.id
      from v join orders o on o.id = v.id`,
  )
}

export interface CustomerLogLine extends Omit<LogRow, 'facts'> {
  facts: Record<string, unknown>
}

/**
 * The newest lines about a customer first, or those before a line; one that tells that an order was done, with that order's
 * facts.
 */
export async function logOfCustomer(db: Db, customerId: number, limit: number, beforeId?: number): Promise<CustomerLogLine[]> {
  const query = db
    .selectFrom('log')
    .leftJoin('orders', (join) => join.onRef('orders.id', '=', 'log.orderId').on('log.what', 'in', DONE_KINDS))
    .selectAll('log')
    .select(['orders.reason', 'orders.cause', 'orders.proof', 'orders.attempts', 'orders.createdAt', 'orders.endedAt'])
    .where('log.customerId', '=', customerId)
    .orderBy('log.id', 'desc')
    .limit(limit)
  const rows = await (beforeId === undefined ? query : query.where('log.id', '<', beforeId)).execute()
  return rows.map(({ reason, cause, proof, attempts, createdAt, endedAt, facts, ...line }) => ({
    ...line,
    facts:
      createdAt === null
        ? (JSON.parse(facts) as Record<string, unknown>)
        : { reason, cause, proof, attempts, tookMs: (endedAt ?? line.at) - createdAt },
  }))
}

/** The newest alerts since an instant. With a collector: those about his customers and about none. */
export async function alertsSince(db: Db, sinceAt: number, collector: string | null, limit: number): Promise<LogRow[]> {
  // The kind stands in the text, because an index for one kind is not found by a parameter.
  let alerts = db
    .selectFrom('log as l')
    .selectAll('l')
    .where(sql<boolean>`l.what = 'alert'`)
    .where('l.at', '>=', sinceAt)
  if (collector !== null)
    alerts = alerts
      .leftJoin('customers as u', 'u.id', 'l.customerId')
      .where((is) => is.or([is('l.customerId', 'is', null), is('u.collector', '=', collector)]))
  return alerts.orderBy('l.at', 'desc').limit(limit).execute()
}

export interface ShownAlert {
  id: number
  at: number
  facts: string
  runId: number | null
  /** What it is about, where that has a page. */
  code: string | null
  router: string | null
}

/** Alerts before one of them, the newest first. With a collector: those about his customers and about none. */
export async function alertsShown(
  db: Db,
  before: { at: number; id: number } | null,
  collector: string | null,
  limit: number,
): Promise<ShownAlert[]> {
  const whose = collector === null ? sql`` : sql`and (l.customer_id is null or u.collector = ${collector})`
  const older = before === null ? sql`` : sql`and (l.at < ${before.at} or (l.at = ${before.at} and l.id < ${before.id}))`
  const upTo = before === null ? sql`` : sql`and l.at <= ${before.at}`
  const { rows } = await sql<ShownAlert>`
    select l.id, l.at, l.facts, coalesce(l.run_id, case when l.about_kind = 'run' then l.about_id end) as "runId", u.code, r.name as router
    from log l left join customers u on u.id = l.customer_id
      left join routers r on r.id = l.about_id and l.about_kind = 'router' and r.removed_at is null
    where l.what = 'alert' ${upTo} ${older} ${whose} order by l.at desc, l.id desc limit ${limit}`.execute(db.withoutPlugins())
  return rows
}
