// Runs as people look at them: which there were, what became of their orders, router by router, and whom they cut.

import { sql } from 'kysely'
import type { Desired } from '../driver.ts'
import type { FaultCode } from '../fault.ts'
import type { Reason } from '../rules/decision.ts'
import type { Db } from './db.ts'
import { isHanded } from './routers.ts'
import type { DriverName, Flag, OrderRow } from './tables.ts'
import type { RunRow } from './tables-runs.ts'

export async function runById(db: Db, id: number): Promise<RunRow | undefined> {
  return db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function runByAsk(db: Db, askId: string): Promise<RunRow | undefined> {
  return db.selectFrom('runs').selectAll().where('askId', '=', askId).executeTakeFirst()
}

/** The newest first; `before` is the id of the last one of the page before. */
export async function listRuns(db: Db, before: number | undefined, limit: number): Promise<RunRow[]> {
  let runs = db.selectFrom('runs').selectAll()
  if (before !== undefined) runs = runs.where('id', '<', before)
  return runs.orderBy('id', 'desc').limit(limit).execute()
}

/** What a run ordered on one router, one way, and how far that is. */
export interface RunCell {
  runId: number
  routerId: number
  router: string
  desired: Desired
  /** 1: ordered when the run was undone. */
  isUndo: Flag
  total: number
  done: number
  /** Tried and not done yet. */
  failing: number
  /** Not tried yet. */
  waiting: number
  replaced: number
  cancelled: number
}

export async function cellsOfRuns(db: Db, runIds: readonly number[]): Promise<RunCell[]> {
  if (runIds.length === 0) return []
  const { rows } = await sql<RunCell>`
    select o.run_id as "runId", r.id as "routerId", r.name as router, o.desired,
      case when substr(o.cause, 1, 5) = 'undo:' then 1 else 0 end as "isUndo", count(*) as total,
      sum(case when o.state = 'done' then 1 else 0 end) as done,
      sum(case when o.state = 'open' and o.attempts > 0 then 1 else 0 end) as failing,
      sum(case when o.state = 'open' and o.attempts = 0 then 1 else 0 end) as waiting,
      sum(case when o.state = 'replaced' then 1 else 0 end) as replaced,
      sum(case when o.state = 'cancelled' then 1 else 0 end) as cancelled
    from orders o join routers r on r.id = o.router_id
    where o.run_id in (${sql.join(runIds)}) group by 1, 2, 3, 4, 5 order by r.name, o.desired`.execute(db.withoutPlugins())
  return rows
}

/** Why orders of a run wait on one router, the fault of most of them first. */
export interface RunFault {
  routerId: number
  faultCode: FaultCode
  faultMessage: string | null
  orders: number
}

export async function faultsOfRun(db: Db, runId: number): Promise<RunFault[]> {
  const { rows } = await sql<RunFault>`
    select router_id as "routerId", fault_code as "faultCode", max(fault_message) as "faultMessage", count(*) as orders
    from orders where run_id = ${runId} and state = 'open' and fault_code is not null
    group by 1, 2 order by orders desc, fault_code`.execute(db.withoutPlugins())
  return rows
}

export interface RunOrder extends Pick<
  OrderRow,
  'id' | 'desired' | 'reason' | 'state' | 'attempts' | 'endedAt' | 'faultCode' | 'faultMessage'
> {
  code: string
  customer: string
  connection: string
  router: string
}

/** Orders of a run, those that are not done first. */
export async function ordersOfRun(db: Db, runId: number, routerId: number | undefined, limit: number): Promise<RunOrder[]> {
  const onRouter = routerId === undefined ? sql`` : sql`and o.router_id = ${routerId}`
  const { rows } = await sql<RunOrder>`
    select o.id, o.desired, o.reason, o.state, o.attempts, o.ended_at as "endedAt",
      o.fault_code as "faultCode", o.fault_message as "faultMessage",
      u.code, u.name as customer, c.name as connection, r.name as router
    from orders o join customers u on u.id = o.customer_id join connections c on c.id = o.connection_id
      join routers r on r.id = o.router_id
    where o.run_id = ${runId} ${onRouter}
    order by case o.state when 'open' then 0 else 1 end, o.id limit ${limit}`.execute(db.withoutPlugins())
  return rows
}

/** A cut of a run that still stands: nothing newer was ordered at its place. */
export interface StandingCut {
  id: number
  customerId: number
  reason: Reason
  state: 'open' | 'done'
  /** It may have reached the router: only a restore takes it back. */
  maybeSent: boolean
}

export async function standingCuts(db: Db, runId: number): Promise<StandingCut[]> {
  const { rows } = await sql<Omit<StandingCut, 'maybeSent'> & { sent: Flag; handedTo: number | null; driver: DriverName }>`
    select o.id, o.customer_id as "customerId", o.reason, o.state, o.sent, r.handed_to as "handedTo", r.driver
    from orders o join places p on p.id = o.place_id join routers r on r.id = o.router_id
    where o.run_id = ${runId} and o.desired = 'cut' and o.state in ('open', 'done') and o.generation = p.generation
      and p.is_current = 1 order by o.id`.execute(db.withoutPlugins())
  return rows.map(({ sent, handedTo, driver, ...cut }) => ({
    ...cut,
    // RADIUS goes by the order from its commit on: who dialled since was refused.
    maybeSent: cut.state === 'done' || sent === 1 || driver === 'radius' || isHanded(cut.id, handedTo),
  }))
}

/** Open orders of one router, the oldest first, and whose they are. */
export interface OpenOrder extends Pick<
  OrderRow,
  'id' | 'desired' | 'reason' | 'createdAt' | 'attempts' | 'nextAt' | 'faultCode' | 'faultMessage'
> {
  code: string
  customer: string
  connection: string
}

export async function openOrdersAt(db: Db, routerId: number, collector: string | null, limit: number): Promise<OpenOrder[]> {
  const whose = collector === null ? sql`` : sql`and u.collector = ${collector}`
  const { rows } = await sql<OpenOrder>`
    select o.id, o.desired, o.reason, o.created_at as "createdAt", o.attempts, o.next_at as "nextAt",
      o.fault_code as "faultCode", o.fault_message as "faultMessage", u.code, u.name as customer, c.name as connection
    from orders o join customers u on u.id = o.customer_id join connections c on c.id = o.connection_id
    where o.router_id = ${routerId} and o.state = 'open' ${whose} order by o.next_at, o.id limit ${limit}`.execute(
    db.withoutPlugins(),
  )
  return rows
}
