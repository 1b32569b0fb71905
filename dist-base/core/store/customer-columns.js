// What a list of customers says of their connections.
import { withRows } from './bulk.js';
/** In the order of their names, customer by customer. */
export async function connectionsShown(db, customerIds) {
    return withRows(db, [['id', 'bigint']], customerIds.map((id) => [id]), `select c.customer_id as "customerId", p.name as plan, r.name as router, c.ip
     from v join connections c on c.customer_id = v.id left join plans p on p.id = c.plan_id left join routers r on r.id = c.router_id
     order by c.customer_id, c.name`);
}
