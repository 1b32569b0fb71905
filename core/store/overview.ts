// What one screen says of the whole ISP: orders that wait, by router and reason; what the network was last read back to do;
// promises by state; the newest run.

import { sql } from 'kysely'
import type { Desired } from '../driver.ts'
import type { Reason } from '../rules/decision.ts'
import { deletedIn } from './customers.ts'
import type { Db } from './db.ts'
import type { RunRow } from './tables-runs.ts'

export interface WaitingLine {
  router: string
  desired: Desired
  reason: Reason
  orders: number
  /** Tried and failed at least once. */
  failing: number
  oldestAt: number
}

export async function waitingByRouter(db: Db): Promise<WaitingLine[]> {
  const { rows } = await sql<WaitingLine>`
    select r.name as router, o.desired, o.reason, count(*) as orders,
      sum(case when o.attempts > 0 then 1 else 0 end) as failing, min(o.created_at) as "oldestAt"
    from orders o join routers r on r.id = o.router_id
    where o.state = 'open' group by r.name, o.desired, o.reason order by r.name, o.desired, o.reason`.execute(db.withoutPlugins())
  return rows
}

export interface NetworkCount {
  customers: number
  connections: number
  inService: number
  active: number
  cut: number
  unknown: number
}

/** Deleted customers are not counted; a place that was never read is unknown. */
export async function networkCount(db: Db): Promise<NetworkCount> {
  const { rows } = await sql<NetworkCount>`
    select (select count(*) from customers where not (${sql.raw(deletedIn('code'))})) as customers, count(*) as connections,
      coalesce(sum(c.in_service), 0) as "inService",
      coalesce(sum(case when c.in_service = 1 and p.observed = 'active' then 1 else 0 end), 0) as active,
      coalesce(sum(case when c.in_service = 1 and p.observed = 'cut' then 1 else 0 end), 0) as cut,
      coalesce(sum(case when c.in_service = 1 and coalesce(p.observed, 'unknown') in ('unknown', 'none') then 1 else 0 end), 0) as unknown
    from connections c left join places p on p.connection_id = c.id and p.is_current = 1`.execute(db.withoutPlugins())
  return rows[0] ?? { customers: 0, connections: 0, inService: 0, active: 0, cut: 0, unknown: 0 }
}

export interface PromiseCount {
  pending: number
  broken: number
  /** Promised for the day. */
  today: number
  /** Closed since an instant without the cut being proven. */
  unenforced: number
}

export async function promiseCount(db: Db, on: string, sinceAt: number): Promise<PromiseCount> {
  const { rows } = await sql<PromiseCount>`
    select coalesce(sum(case when state = 'pending' and ended_at is null then 1 else 0 end), 0) as pending,
      coalesce(sum(case when state = 'broken' and ended_at is null then 1 else 0 end), 0) as broken,
      coalesce(sum(case when promised_on = ${on} and ended_at is null then 1 else 0 end), 0) as today,
      coalesce(sum(case when state = 'unenforced' and ended_at >= ${sinceAt} then 1 else 0 end), 0) as unenforced
    from promises where ended_at is null or ended_at >= ${sinceAt}`.execute(db.withoutPlugins())
  return rows[0] ?? { pending: 0, broken: 0, today: 0, unenforced: 0 }
}

export async function newestRun(db: Db): Promise<RunRow | undefined> {
  return db.selectFrom('runs').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
}

/** Receipts entered for a day that were not voided. */
export async function takingsOn(
  db: Db,
  on: string,
  collector: string | null,
): Promise<{ payments: number; amountCents: number }> {
  const whose =
    collector === null
      ? sql``
      : sql`and exists (select 1 from customers u where u.id = d.customer_id and u.collector = ${collector})`
  const { rows } = await sql<{ payments: number; amountCents: number }>`
    select count(*) as payments, coalesce(sum(d.amount_cents), 0) as "amountCents" from documents d
    where d.issued_on = ${on} and d.kind = 'RC' ${whose} and not exists (select 1 from documents v where v.voids_id = d.id)`.execute(
    db.withoutPlugins(),
  )
  return rows[0] ?? { payments: 0, amountCents: 0 }
}
