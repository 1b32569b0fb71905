// The receipts of one customer's orders: asked, sent, read back, and when each was.
import { sql } from 'kysely';
/** Of orders opened since an instant, the newest of each place first. */
export async function receiptsSince(db, customerId, since, limit) {
    const { rows } = await sql `
    select o.id, o.desired, o.reason, o."by", o.state, o.at_once as "atOnce", o.attempts, o.next_at as "nextAt",
      o.acknowledged_at as "acknowledgedAt", o.created_at as "createdAt", o.ended_at as "endedAt",
      o.fault_message as "faultMessage", o.proof, c.name as connection, r.name as router,
      case when o.state = 'open' and o.id <= r.handed_to then 1 else 0 end as "isHanded",
      case when o.state = 'open' and o.id <= r.handed_to then r.handed_at else o.handed_at end as "handedAt"
    from orders o join connections c on c.id = o.connection_id join routers r on r.id = o.router_id
    where o.customer_id = ${customerId} and o.created_at >= ${since} order by o.id desc limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
