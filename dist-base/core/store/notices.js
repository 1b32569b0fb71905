// Pre-notices: whom they may concern, which of them run, and what a router's notice list has to hold. The rows of those that
// ended stay; nobody reads more of them than the newest of a customer.
import { sql } from 'kysely';
import { insertRows, withRows } from './bulk.js';
const SWITCHES = `c.id as "customerId", c.prenotice, c.prenotice_from as "prenoticeFrom", c.prenotice_to as "prenoticeTo",
  (select max(n.begun_at) from notices n where n.customer_id = c.id) as "lastNoticeAt"`;
/** Customers with ids after one, at most so many: how a walk over all customers goes on. */
export async function noticeSwitchesAfter(db, after, limit) {
    const { rows } = await sql `
    select ${sql.raw(SWITCHES)} from customers c where c.id > ${after} order by c.id limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
const ID_COLUMN = [['id', 'bigint']];
/** Of these customers, in order of id. */
export async function noticeSwitchesOf(db, customerIds) {
    const rows = [...new Set(customerIds)].sort((a, b) => a - b).map((id) => [id]);
    return withRows(db, ID_COLUMN, rows, `select ${SWITCHES} from v join customers c on c.id = v.id order by c.id`);
}
const NEW_COLUMNS = ['customer_id', 'connection_id', 'router_id', 'address', 'ipv6_prefix', 'origin', 'begun_at', 'until_at'];
/** The ids come back in the order of the notices. */
export async function insertNotices(db, notices) {
    const rows = notices.map((one) => [
        one.customerId,
        one.connectionId,
        one.routerId,
        one.address,
        one.ipv6Prefix,
        one.origin,
        one.begunAt,
        one.untilAt,
    ]);
    const added = await insertRows(db, 'notices', NEW_COLUMNS, rows, 'returning id, connection_id as "connectionId"');
    const ids = new Map(added.map((row) => [row.connectionId, row.id]));
    return notices.map((one) => ids.get(one.connectionId) ?? Number.NaN);
}
const LINE = `n.id, n.customer_id as "customerId", c.code as "customerCode", n.connection_id as "connectionId", n.router_id as "routerId",
  n.address, n.ipv6_prefix as "ipv6Prefix", n.origin, p.kind, p.username, p.mac, n.until_at as "untilAt", n.ended_at as "endedAt",
  n.told_at as "toldAt"`;
const BESIDE = `join customers c on c.id = n.customer_id
  left join places p on p.connection_id = n.connection_id and p.is_current = 1 and p.router_id = n.router_id`;
/** Those whose time is not over at an instant, ended early or not, in order of router; of one router where it is named. */
export async function unexpiredNotices(db, at, routerId) {
    // The sign keeps SQLite from walking through all notices ever in order of id, once there is only one router.
    const there = routerId === undefined ? sql `` : sql `and n.router_id = ${routerId}`;
    const { rows } = await sql `
    select ${sql.raw(LINE)} from notices n ${sql.raw(BESIDE)}
    where n.until_at > ${at} and n.begun_at <= ${at} ${there} order by +n.router_id, n.id`.execute(db.withoutPlugins());
    return rows;
}
/** Routers that have yet to be told of a notice that began, or that ended early. */
export async function routersToTell(db, at) {
    const { rows } = await sql `
    select distinct router_id as "routerId" from notices
    where until_at > ${at} and begun_at <= ${at} and told_at is null order by router_id`.execute(db.withoutPlugins());
    return rows.map((row) => row.routerId);
}
/** Those of these customers that run at an instant. */
export async function runningNotices(db, customerIds, at) {
    const rows = customerIds.map((id) => [id]);
    return withRows(db, ID_COLUMN, rows, (mark) => `select ${LINE} from v join notices n on n.customer_id = v.id ${BESIDE}
      where n.ended_at is null and n.until_at > ${mark(at)} order by n.router_id, n.id`);
}
/** Ends them, for the router to be told. */
export async function endNoticeRows(db, ids, by, at) {
    const rows = ids.map((id) => [id]);
    await withRows(db, ID_COLUMN, rows, (mark) => `update notices set ended_at = ${mark(at)}, ended_by = ${mark(by)}, told_at = null from v where notices.id = v.id`);
}
/** The router was told of these. */
export async function noticesTold(db, notices, at) {
    const columns = [...ID_COLUMN, ['is_ended', 'bigint'], ['address', 'text']];
    const rows = notices.map((one) => [one.id, one.isEnded ? 1 : 0, one.address]);
    await withRows(db, columns, rows, (mark) => `update notices set told_at = ${mark(at)}, address = case when notices.origin = 'router' then v.address else notices.address end
      from v where notices.id = v.id and (notices.ended_at is not null) = (v.is_ended = 1)`);
}
/** Who is noticed at this address right now; the address may be in other hands by now where it is not the connection's own. */
export async function noticesAt(db, address, at) {
    const { rows } = await sql `
    select customer_id as "customerId", connection_id as "connectionId" from notices
    where address = ${address} and until_at > ${at} and begun_at <= ${at} and ended_at is null limit 5`.execute(db.withoutPlugins());
    return rows;
}
/** The notices with these ids, as they stand. */
export async function noticesById(db, ids) {
    const rows = ids.map((id) => [id]);
    return withRows(db, ID_COLUMN, rows, `select ${LINE} from v join notices n on n.id = v.id ${BESIDE} order by n.id`);
}
