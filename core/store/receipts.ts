// The receipts of one customer's orders: asked, sent, read back, and when each was.

import { sql } from 'kysely'
import type { FaultCode } from '../fault.ts'
import type { Db } from './db.ts'
import type { Flag, OrderRow } from './tables.ts'

export interface Receipt extends Pick<
  OrderRow,
  'id' | 'desired' | 'reason' | 'by' | 'state' | 'atOnce' | 'attempts' | 'nextAt' | 'acknowledgedAt'
> {
  createdAt: number
  endedAt: number | null
  /** When the attempt that was proven, or the one that is under way, left for the router. */
  handedAt: number | null
  faultCode: FaultCode | null
  faultMessage: string | null
  proof: string | null
  connection: string
  router: string
  /** A task may have it right now. */
  isHanded: Flag
}

/** Of orders opened since an instant, the newest of each place first. */
export async function receiptsSince(db: Db, customerId: number, since: number, limit: number): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select o.id, o.desired, o.reason, o."by", o.state, o.at_once as "atOnce", o.attempts, o.next_at as "nextAt",
      o.acknowledged_at as "acknowledgedAt", o.created_at as "createdAt", o.ended_at as "endedAt",
      o.fault_code as "faultCode", o.fault_message as "faultMessage", o.proof, c.name as connection, r.name as router,
      case when o.state = 'open' and o.id <= r.handed_to then 1 else 0 end as "isHanded",
      case when o.state = 'open' and o.id <= r.handed_to then r.handed_at else o.handed_at end as "handedAt"
    from orders o join connections c on c.id = o.connection_id join routers r on r.id = o.router_id
    where o.customer_id = ${customerId} and o.created_at >= ${since} order by o.id desc limit ${limit}`.execute(
    db.withoutPlugins(),
  )
  return rows
}
