// The questions that the dispatcher asks of the order rows: which routers have something to do, and what it is.
import { sql } from 'kysely';
import { isPostgres } from './bulk.js';
/** Its turn has come; a back-off that lies further ahead than any can be is from a clock that was set back since. */
const isDue = (at, longestMs) => sql `(o.next_at <= ${at} or o.next_at > ${at + 2 * longestMs})`;
/** Cuts that do not wait for the hours. */
const anyHour = sql `(o.at_once = 1 or o.reason not in ('overdue', 'promise-broken'))`;
/** Open orders of a router whose turn it is, oldest first: restores and clearings, or cuts. */
export async function dueOrders(db, routerId, which, at, longestMs, limit) {
    const sort = {
        restores: sql `o.desired in ('active', 'none')`,
        cuts: sql `o.desired = 'cut'`,
        'cuts-at-once': sql `o.desired = 'cut' and ${anyHour}`,
    };
    // One text a row: making objects of two dozen columns costs three times what the database does for them.
    const { rows } = await sql `
    select ${sql.raw(lineOf(db))} as line
    from orders o join places p on p.id = o.place_id join connections c on c.id = o.connection_id
      join customers u on u.id = o.customer_id left join plans l on l.id = c.plan_id
    where o.state = 'open' and o.router_id = ${routerId} and ${sort[which]} and ${isDue(at, longestMs)}
    order by o.next_at, o.id limit ${limit}`.execute(db.withoutPlugins());
    return rows.map(({ line }) => waitingOrder(line));
}
const IS_USED_BY = `case when o.desired = 'none' and exists (select 1 from connections x where x.router_id = p.router_id and x.kind = p.kind
  and x.in_service = 1 and x.id <> c.id and (x.username = p.username or x.mac = p.mac or x.ip = p.address)) then 1 else 0 end`;
/** The cells of a line, in the order in which `waitingOrder` takes them. */
const CELLS = `o.id, o.place_id, o.connection_id, o.customer_id, u.code, o.generation, o.desired, o.reason, o.attempts, o.cause, o.run_id,
  o.created_at, o.fault_code, o.stamp, p.kind, p.address, p.ipv6_prefix, p.username, p.mac, p.is_current, c.in_service, c.was_in_service,
  u.free, u.blockable, ${IS_USED_BY}, l.name, l.down_kbps, l.up_kbps, o.acknowledged_at`;
const lineOf = (db) => (isPostgres(db) ? `cast(json_build_array(${CELLS}) as text)` : `json_array(${CELLS})`);
// Written out, because an object that grows name by name costs ten times one that is made whole.
function waitingOrder(line) {
    // oxlint-disable-next-line typescript/no-explicit-any -- what the cells are is said by the statement above
    const c = JSON.parse(line);
    return {
        id: c[0],
        placeId: c[1],
        connectionId: c[2],
        customerId: c[3],
        customerCode: c[4],
        generation: c[5],
        desired: c[6],
        reason: c[7],
        attempts: c[8],
        cause: c[9],
        runId: c[10],
        createdAt: c[11],
        faultCode: c[12],
        stamp: c[13],
        kind: c[14],
        address: c[15],
        ipv6Prefix: c[16],
        username: c[17],
        mac: c[18],
        isCurrent: c[19],
        inService: c[20],
        wasInService: c[21],
        free: c[22],
        blockable: c[23],
        isUsedBy: c[24],
        planName: c[25],
        downKbps: c[26],
        upKbps: c[27],
        acknowledgedAt: c[28],
    };
}
/**
 * Routers with open orders whose turn it is and whose own back-off is over, those with restores first. Asked at every nudge,
 * so it looks for one order of a sort on each router instead of counting ten thousand.
 */
export async function dueRouters(db, at, longestMs) {
    const any = (sort) => sql `case when exists (
    select 1 from orders o where o.state = 'open' and o.router_id = r.id and ${sort} and ${isDue(at, longestMs)}) then 1 else 0 end`;
    const { rows } = await sql `
    select r.id as "routerId", ${any(sql `o.desired in ('active', 'none')`)} as restores,
      ${any(sql `o.desired = 'cut' and ${anyHour}`)} as "cutsAtOnce", ${any(sql `o.desired = 'cut'`)} as cuts
    from routers r
    where r.removed_at is null and (r.retry_at is null or r.retry_at <= ${at} or r.retry_at > ${at + 2 * longestMs})
    order by restores desc, r.id`.execute(db.withoutPlugins());
    return rows.filter((row) => row.restores + row.cuts > 0);
}
