// CPEs for a list that people read: the worst heard first, those whose last try failed, or those that were never heard. Each
// order has an index of its own, and a page goes on after the last row of the one before.
import { sql } from 'kysely';
export const CPE_VIEWS = ['worst', 'faulty', 'unheard'];
/** What each view holds and how it is ordered, as its index has it. */
const VIEWS = {
    worst: { holds: 'p.strength_dbm is not null', by: 'p.strength_dbm' },
    faulty: { holds: 'p.fault_code is not null', by: 'p.tried_at' },
    unheard: { holds: 'p.strength_dbm is null and p.tried_at is not null', by: null },
};
/** Connections in service that were asked at least once. */
export async function listCpes(db, filter) {
    const { by } = VIEWS[filter.view];
    const order = by === null ? 'p.connection_id' : `${by}, p.connection_id`;
    const { rows } = await sql `select p.connection_id as "connectionId", cu.code as "customerCode", cu.name as "customerName",
      c.name, r.name as router, c.cpe_vendor as "cpeVendor", coalesce(c.cpe_host, c.ip) as ip, p.tried_at as "triedAt", p.ok_at as "okAt",
      p.fault_code as "faultCode", p.fault_message as "faultMessage", p.device, p.firmware, p.strength_dbm as "strengthDbm",
      rd.source, rd.signal_dbm as "signalDbm", rd.heard_dbm as "heardDbm", rd.noise_dbm as "noiseDbm", rd.ccq_pct as "ccqPct",
      rd.quality_pct as "qualityPct", rd.capacity_pct as "capacityPct"
    ${among(filter)} order by ${sql.raw(order)} limit ${filter.limit}`.execute(db.withoutPlugins());
    return rows;
}
/** How many there are, counted up to a limit: beyond it nobody counts by eye. */
export async function countListed(db, filter) {
    const { rows } = await sql `select count(*) as cpes from (select 1 ${among(filter)} limit ${filter.limit}) as listed`.execute(db.withoutPlugins());
    return rows[0]?.cpes ?? 0;
}
function among({ view, routerId, collector, after }) {
    const { holds, by } = VIEWS[view];
    const only = [sql.raw(holds)];
    if (after !== undefined)
        only.push(by === null ? sql `p.connection_id > ${after.id}` : sql `(${sql.raw(by)}, p.connection_id) > (${after.by}, ${after.id})`);
    if (collector !== undefined)
        only.push(sql `cu.collector = ${collector}`);
    // `cross join` keeps SQLite to this order: row after row of the view's index until the page is full, or those of one router.
    const first = routerId === undefined
        ? sql `cpes p`
        : sql `(select id from connections where router_id = ${routerId} and panel_router_id is null
          union all select id from connections where panel_router_id = ${routerId}) as own cross join cpes p`;
    if (routerId !== undefined)
        only.push(sql `p.connection_id = own.id`);
    return sql `from ${first} cross join connections c cross join customers cu
      left join routers r on r.id = coalesce(c.panel_router_id, c.router_id)
      left join readings rd on rd.connection_id = p.connection_id and rd.at = p.ok_at
    where c.id = p.connection_id and c.in_service = 1 and cu.id = c.customer_id and ${sql.join(only, sql ` and `)}`;
}
