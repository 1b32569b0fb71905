// What the newest sweep of each router found, kept to be read: one row a difference, replaced by the next sweep.

import { sql } from 'kysely'
import type { Desired, Observed } from '../driver.ts'
import type { Reason } from '../rules/decision.ts'
import type { DriftKind } from '../rules/drift.ts'
import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'

export interface NewDrift {
  kind: DriftKind
  connectionId: number | null
  reason: Reason | null
  seen: string
}

/** More than a person reads; a router that lost everything has one for each of its customers. */
const KEPT_MOST = 2_000

export async function keepDrifts(db: Db, routerId: number, found: readonly NewDrift[], at: number): Promise<void> {
  await db.deleteFrom('drifts').where('routerId', '=', routerId).execute()
  const rows = found.slice(0, KEPT_MOST).map(({ kind, connectionId, reason, seen }) => {
    return [routerId, at, kind, connectionId, reason, seen.slice(0, 500)]
  })
  await insertRows(db, 'drifts', ['router_id', 'at', 'kind', 'connection_id', 'reason', 'seen'], rows)
}

export interface DriftCount {
  routerId: number
  kind: DriftKind
  count: number
}

export async function countDrifts(db: Db): Promise<DriftCount[]> {
  const { rows } = await sql<DriftCount>`
    select router_id as "routerId", kind, count(*) as count from drifts group by router_id, kind`.execute(db.withoutPlugins())
  return rows
}

/** A difference beside what is known of its connection by now: it may have been mended since. */
export interface DriftLine {
  kind: DriftKind
  at: number
  reason: Reason | null
  seen: string
  code: string | null
  customer: string | null
  connection: string | null
  observed: Observed | null
  observedAt: number | null
  orderDesired: Desired | null
}

/** With a collector: those of his customers alone; what no connection explains is nobody's. */
export async function driftsOfRouter(db: Db, routerId: number, collector: string | null, limit: number): Promise<DriftLine[]> {
  const whose = collector === null ? sql`` : sql`and u.collector = ${collector}`
  const { rows } = await sql<DriftLine>`
    select d.kind, d.at, d.reason, d.seen, u.code, u.name as customer, c.name as connection, p.observed,
      p.observed_at as "observedAt", o.desired as "orderDesired"
    from drifts d left join connections c on c.id = d.connection_id left join customers u on u.id = c.customer_id
      left join places p on p.connection_id = c.id and p.is_current = 1
      left join orders o on o.place_id = p.id and o.state = 'open'
    where d.router_id = ${routerId} ${whose} order by d.kind, d.id limit ${limit}`.execute(db.withoutPlugins())
  return rows
}
