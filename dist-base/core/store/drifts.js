// What the newest sweep of each router found, kept to be read: one row a difference, replaced by the next sweep.
import { sql } from 'kysely';
import { insertRows } from './bulk.js';
/** More than a person reads; a router that lost everything has one for each of its customers. */
const KEPT_MOST = 2_000;
export async function keepDrifts(db, routerId, found, at) {
    await db.deleteFrom('drifts').where('routerId', '=', routerId).execute();
    const rows = found.slice(0, KEPT_MOST).map(({ kind, connectionId, reason, seen }) => {
        return [routerId, at, kind, connectionId, reason, seen.slice(0, 500)];
    });
    await insertRows(db, 'drifts', ['router_id', 'at', 'kind', 'connection_id', 'reason', 'seen'], rows);
}
export async function countDrifts(db) {
    const { rows } = await sql `
    select router_id as "routerId", kind, count(*) as count from drifts group by router_id, kind`.execute(db.withoutPlugins());
    return rows;
}
/** With a collector: those of his customers alone; what no connection explains is nobody's. */
export async function driftsOfRouter(db, routerId, collector, limit) {
    const whose = collector === null ? sql `` : sql `and u.collector = ${collector}`;
    const { rows } = await sql `
    select d.kind, d.at, d.reason, d.seen, u.code, u.name as customer, c.name as connection, p.observed,
      p.observed_at as "observedAt", o.desired as "orderDesired"
    from drifts d left join connections c on c.id = d.connection_id left join customers u on u.id = c.customer_id
      left join places p on p.connection_id = c.id and p.is_current = 1
      left join orders o on o.place_id = p.id and o.state = 'open'
    where d.router_id = ${routerId} ${whose} order by d.kind, d.id limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
