// What the orders of RADIUS places need of accounting: who is online at a place, how his last session ended, whether a NAS is
// heard at all, and, once a session ends, which orders may be proven by it.
import { withRows } from './bulk.js';
const ID_COLUMN = [['id', 'bigint']];
/** Open sessions of the connections of these places, oldest first. */
export async function openSessionsAt(db, placeIds) {
    return withRows(db, ID_COLUMN, placeIds.map((id) => [id]), `select s.id, v.id as "placeId", s.session_id as "sessionId", l.name as username, s.address, s.nas, s.started_at as "startedAt"
      from v join places p on p.id = v.id join logins l on l.connection_id = p.connection_id
        join sessions s on s.login_id = l.id and s.stopped_at is null order by s.started_at, s.id`);
}
/** By place, the session of its connection that began last of those that are over. */
export async function lastEndsAt(db, placeIds) {
    const rows = await withRows(db, ID_COLUMN, placeIds.map((id) => [id]), `select v.id as "placeId", s.session_id as "sessionId", s.cause, s.heard_at as "heardAt", s.stopped_at as "stoppedAt", s.ended
      from v join places p on p.id = v.id join logins l on l.connection_id = p.connection_id
        join sessions s on s.id = (select e.id from sessions e where e.login_id = l.id and e.stopped_at is not null
          order by e.started_at desc limit 1) order by s.stopped_at`);
    return new Map(rows.map((row) => [row.placeId, row]));
}
/** By place, the open sessions of its user that accounting can give to nobody, because the name has no one owner. */
export async function unownedAt(db, placeIds) {
    const rows = await withRows(db, ID_COLUMN, placeIds.map((id) => [id]), `select v.id, count(*) as sessions from v join places p on p.id = v.id
        join logins l on l.name = p.username and l.connection_id is null
        join sessions s on s.login_id = l.id and s.stopped_at is null group by v.id`);
    return new Map(rows.map((row) => [row.id, row.sessions]));
}
/** By place, its orders that were not cancelled, newest first. */
export async function ordersAt(db, placeIds) {
    const rows = await withRows(db, ID_COLUMN, placeIds.map((id) => [id]), `select o.place_id as "placeId", o.desired, o.created_at as at from v join orders o on o.place_id = v.id
      where o.state <> 'cancelled' order by o.generation desc`);
    const orders = new Map();
    for (const { placeId, desired, at } of rows) {
        const known = orders.get(placeId);
        if (known === undefined)
            orders.set(placeId, [{ desired, at }]);
        else
            known.push({ desired, at });
    }
    return orders;
}
/** Did accounting tell, since then, of anybody on this router who is online? */
export async function isRouterHeard(db, routerId, since) {
    const rows = await withRows(db, ID_COLUMN, [[routerId]], (mark) => `select v.id from v where exists (
      select 1 from connections c join logins l on l.connection_id = c.id
        join sessions s on s.login_id = l.id and s.stopped_at is null and s.heard_at >= ${mark(since)} where c.router_id = v.id)`);
    return rows.length > 0;
}
/** Those of these sessions that are open still. */
export async function stillOpenSessions(db, ids) {
    const rows = ids.map((id) => [id]);
    const statement = 'select s.id from v join sessions s on s.id = v.id where s.stopped_at is null';
    return new Set((await withRows(db, ID_COLUMN, rows, statement)).map((row) => row.id));
}
/** Their NAS knows nothing of these sessions: their end was lost on its way. A newer packet would disprove it. */
export async function loseSessions(db, ids, at) {
    await withRows(db, ID_COLUMN, ids.map((id) => [id]), (mark) => `update sessions set stopped_at = ${mark(at)}, ended = 'lost' from v where sessions.id = v.id and sessions.stopped_at is null`);
}
/**
 * Sessions of these logins ended: the open orders of their places are due now, and their routers, of which something was heard,
 * are not left alone any longer. Returns how many orders.
 */
export async function hurryOrdersOfLogins(db, loginIds, at) {
    const rows = loginIds.map((id) => [id]);
    const due = await withRows(db, ID_COLUMN, rows, (mark) => `update orders set next_at = ${mark(at)} where state = 'open' and place_id in (
      select p.id from v join logins l on l.id = v.id join places p on p.connection_id = l.connection_id
        join routers r on r.id = p.router_id and r.driver = 'radius') returning router_id as "routerId"`);
    const routers = [...new Set(due.map((order) => order.routerId))].map((id) => [id]);
    await withRows(db, ID_COLUMN, routers, 'update routers set retry_at = null where id in (select id from v) and retry_at is not null');
    return due.length;
}
