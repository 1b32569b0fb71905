// What one screen says of the whole ISP: orders that wait, by router and reason; what the network was last read back to do;
// promises by state; the newest run.
import { sql } from 'kysely';
export async function waitingByRouter(db) {
    const { rows } = await sql `
    select r.name as router, o.desired, o.reason, count(*) as orders,
      sum(case when o.attempts > 0 then 1 else 0 end) as failing, min(o.created_at) as "oldestAt"
    from orders o join routers r on r.id = o.router_id
    where o.state = 'open' group by r.name, o.desired, o.reason order by r.name, o.desired, o.reason`.execute(db.withoutPlugins());
    return rows;
}
/** Deleted customers are not counted; a place that was never read is unknown. */
export async function networkCount(db) {
    const { rows } = await sql `
    select (select count(*) from customers where code < 'ZZ' or code >= 'Z[') as customers, count(*) as connections,
      coalesce(sum(c.in_service), 0) as "inService",
      coalesce(sum(case when c.in_service = 1 and p.observed = 'active' then 1 else 0 end), 0) as active,
      coalesce(sum(case when c.in_service = 1 and p.observed = 'cut' then 1 else 0 end), 0) as cut,
      coalesce(sum(case when c.in_service = 1 and coalesce(p.observed, 'unknown') in ('unknown', 'none') then 1 else 0 end), 0) as unknown
    from connections c left join places p on p.connection_id = c.id and p.is_current = 1`.execute(db.withoutPlugins());
    return rows[0] ?? { customers: 0, connections: 0, inService: 0, active: 0, cut: 0, unknown: 0 };
}
export async function promiseCount(db, on, sinceAt) {
    const { rows } = await sql `
    select coalesce(sum(case when state = 'pending' and ended_at is null then 1 else 0 end), 0) as pending,
      coalesce(sum(case when state = 'broken' and ended_at is null then 1 else 0 end), 0) as broken,
      coalesce(sum(case when promised_on = ${on} and ended_at is null then 1 else 0 end), 0) as today,
      coalesce(sum(case when state = 'unenforced' and ended_at >= ${sinceAt} then 1 else 0 end), 0) as unenforced
    from promises where ended_at is null or ended_at >= ${sinceAt}`.execute(db.withoutPlugins());
    return rows[0] ?? { pending: 0, broken: 0, today: 0, unenforced: 0 };
}
export async function newestRun(db) {
    return db.selectFrom('runs').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
}
/** Receipts entered for a day that were not voided. */
export async function takingsOn(db, on, collector) {
    const whose = collector === null
        ? sql ``
        : sql `and exists (select 1 from customers u where u.id = d.customer_id and u.collector = ${collector})`;
    const { rows } = await sql `
    select count(*) as payments, coalesce(sum(d.amount_cents), 0) as "amountCents" from documents d
    where d.issued_on = ${on} and d.kind = 'RC' ${whose} and not exists (select 1 from documents v where v.voids_id = d.id)`.execute(db.withoutPlugins());
    return rows[0] ?? { payments: 0, amountCents: 0 };
}
