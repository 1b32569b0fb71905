// The questions that the dispatcher asks of the order rows: which routers have something to do, and what it is.

import { type RawBuilder, sql } from 'kysely'
import type { Desired } from '../driver.ts'
import type { FaultCode } from '../fault.ts'
import type { Reason } from '../rules/decision.ts'
import { isPostgres } from './bulk.ts'
import type { Db } from './db.ts'
import type { ConnectionKind, Flag } from './tables.ts'

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
  attempts: number
  cause: string
  runId: number | null
  createdAt: number
  faultCode: FaultCode | null
  kind: ConnectionKind
  address: string | null
  ipv6Prefix: string | null
  username: string | null
  mac: string | null
  isCurrent: Flag
  inService: Flag
  wasInService: Flag
  free: Flag
  blockable: Flag
  /** Another connection in service has the same user, MAC or address on the router. */
  isUsedBy: Flag
  stamp: string | null
  planName: string | null
  downKbps: number | null
  upKbps: number | null
}

/** Its turn has come; a back-off that lies further ahead than any can be is from a clock that was set back since. */
const isDue = (at: number, longestMs: number) => sql`(o.next_at <= ${at} or o.next_at > ${at + 2 * longestMs})`

/** Cuts that do not wait for the hours. */
const anyHour = sql`(o.at_once = 1 or o.reason not in ('overdue', 'promise-broken'))`

/** Open orders of a router whose turn it is, oldest first: restores and clearings, or cuts. */
export async function dueOrders(
  db: Db,
  routerId: number,
  which: 'restores' | 'cuts' | 'cuts-at-once',
  at: number,
  longestMs: number,
  limit: number,
): Promise<WaitingOrder[]> {
  const sort = {
    restores: sql`o.desired in ('active', 'none')`,
    cuts: sql`o.desired = 'cut'`,
    'cuts-at-once': sql`o.desired = 'cut' and ${anyHour}`,
  }
  // One text a row: making objects of two dozen columns costs three times what the database does for them.
  const { rows } = await sql<{ line: string }>`
    select ${sql.raw(lineOf(db))} as line
    from orders o join places p on p.id = o.place_id join connections c on c.id = o.connection_id
      join customers u on u.id = o.customer_id left join plans l on l.id = c.plan_id
    where o.state = 'open' and o.router_id = ${routerId} and ${sort[which]} and ${isDue(at, longestMs)}
    order by o.next_at, o.id limit ${limit}`.execute(db.withoutPlugins())
  return rows.map(({ line }) => waitingOrder(JSON.parse(line) as (string | number | null)[]))
}

/** The columns of a waiting order, under the names that they have there. */
const WAITING: Record<keyof WaitingOrder, string> = {
  id: 'o.id',
  placeId: 'o.place_id',
  connectionId: 'o.connection_id',
  customerId: 'o.customer_id',
  customerCode: 'u.code',
  generation: 'o.generation',
  desired: 'o.desired',
  reason: 'o.reason',
  attempts: 'o.attempts',
  cause: 'o.cause',
  runId: 'o.run_id',
  createdAt: 'o.created_at',
  faultCode: 'o.fault_code',
  stamp: 'o.stamp',
  kind: 'p.kind',
  address: 'p.address',
  ipv6Prefix: 'p.ipv6_prefix',
  username: 'p.username',
  mac: 'p.mac',
  isCurrent: 'p.is_current',
  inService: 'c.in_service',
  wasInService: 'c.was_in_service',
  free: 'u.free',
  blockable: 'u.blockable',
  isUsedBy: `case when o.desired = 'none' and exists (select 1 from connections x where x.router_id = p.router_id and x.kind = p.kind
    and x.in_service = 1 and x.id <> c.id and (x.username = p.username or x.mac = p.mac or x.ip = p.address)) then 1 else 0 end`,
  planName: 'l.name',
  downKbps: 'l.down_kbps',
  upKbps: 'l.up_kbps',
}

const WAITING_NAMES = Object.keys(WAITING)

const lineOf = (db: Db): string => {
  const columns = Object.values(WAITING).join(', ')
  return isPostgres(db) ? `cast(json_build_array(${columns}) as text)` : `json_array(${columns})`
}

function waitingOrder(cells: readonly (string | number | null)[]): WaitingOrder {
  const order: Record<string, string | number | null> = {}
  for (const [index, name] of WAITING_NAMES.entries()) order[name] = cells[index] ?? null
  return order as unknown as WaitingOrder
}

/** What a router has to do now: 1 where there is any of the sort. */
export interface RouterQueue {
  routerId: number
  restores: Flag
  cutsAtOnce: Flag
  cuts: Flag
}

/**
 * Routers with open orders whose turn it is and whose own back-off is over, those with restores first. Asked at every nudge,
 * so it looks for one order of a sort on each router instead of counting ten thousand.
 */
export async function dueRouters(db: Db, at: number, longestMs: number): Promise<RouterQueue[]> {
  const any = (sort: RawBuilder<unknown>) => sql`case when exists (
    select 1 from orders o where o.state = 'open' and o.router_id = r.id and ${sort} and ${isDue(at, longestMs)}) then 1 else 0 end`
  const { rows } = await sql<RouterQueue>`
    select r.id as "routerId", ${any(sql`o.desired in ('active', 'none')`)} as restores,
      ${any(sql`o.desired = 'cut' and ${anyHour}`)} as "cutsAtOnce", ${any(sql`o.desired = 'cut'`)} as cuts
    from routers r where r.retry_at is null or r.retry_at <= ${at} or r.retry_at > ${at + 2 * longestMs}
    order by restores desc, r.id`.execute(db.withoutPlugins())
  return rows.filter((row) => row.restores + row.cuts > 0)
}
