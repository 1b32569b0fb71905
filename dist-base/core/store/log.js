// The one append-only log. A line says who did what about whom, with its facts; views of it are the customer's log, the
// audit page and an order's receipt.
import { sql } from 'kysely';
import { insertRows, withRows } from './bulk.js';
const COLUMNS = ['at', '"by"', 'what', 'customer_id', 'about_kind', 'about_id', 'facts', 'run_id', 'order_id'];
export async function addLog(db, lines) {
    const rows = lines.map(({ at, by, what, customerId, about, facts, runId, orderId }) => [
        at,
        by,
        what,
        customerId ?? null,
        about?.kind ?? null,
        about?.id ?? null,
        JSON.stringify(facts ?? {}),
        runId ?? null,
        orderId ?? null,
    ]);
    await insertRows(db, 'log', COLUMNS, rows);
}
const DONE = { cut: 'cut-done', active: 'restore-done', none: 'clear-done' };
const DONE_KINDS = Object.values(DONE);
/**
 * That orders are done, after their rows were ended. Such a line keeps no facts of its own: an order that is done never
 * changes any more, and whoever reads the line gets them from there.
 */
export async function logDone(db, orderIds, observed, by, at) {
    const rows = orderIds.map((id) => [id]);
    await withRows(db, [['id', 'bigint']], rows, (mark) => `insert into log (at, "by", what, customer_id, about_kind, about_id, run_id, order_id)
      select cast(${mark(at)} as bigint), cast(${mark(by)} as text), '${DONE[observed]}', o.customer_id, 'connection', o.connection_id, o.run_id, o.id
      from v join orders o on o.id = v.id`);
}
/**
 * The newest lines about a customer first, or those before a line; one that tells that an order was done, with that order's
 * facts.
 */
export async function logOfCustomer(db, customerId, limit, beforeId) {
    const query = db
        .selectFrom('log')
        .leftJoin('orders', (join) => join.onRef('orders.id', '=', 'log.orderId').on('log.what', 'in', DONE_KINDS))
        .selectAll('log')
        .select(['orders.reason', 'orders.cause', 'orders.proof', 'orders.attempts', 'orders.createdAt', 'orders.endedAt'])
        .where('log.customerId', '=', customerId)
        .orderBy('log.id', 'desc')
        .limit(limit);
    const rows = await (beforeId === undefined ? query : query.where('log.id', '<', beforeId)).execute();
    return rows.map(({ reason, cause, proof, attempts, createdAt, endedAt, facts, ...line }) => ({
        ...line,
        facts: createdAt === null
            ? JSON.parse(facts)
            : { reason, cause, proof, attempts, tookMs: (endedAt ?? line.at) - createdAt },
    }));
}
/** The newest alerts since an instant. */
export async function alertsSince(db, sinceAt, limit) {
    // The kind stands in the text, because an index for one kind is not found by a parameter.
    return db
        .selectFrom('log')
        .selectAll()
        .where(sql `what = 'alert'`)
        .where('at', '>=', sinceAt)
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
}
/** Alerts before one of them, the newest first. With a collector: those about his customers and about none. */
export async function alertsShown(db, before, collector, limit) {
    const whose = collector === null ? sql `` : sql `and (l.customer_id is null or u.collector = ${collector})`;
    const older = before === null ? sql `` : sql `and (l.at < ${before.at} or (l.at = ${before.at} and l.id < ${before.id}))`;
    const upTo = before === null ? sql `` : sql `and l.at <= ${before.at}`;
    const { rows } = await sql `
    select l.id, l.at, l.facts, coalesce(l.run_id, case when l.about_kind = 'run' then l.about_id end) as "runId", u.code, r.name as router
    from log l left join customers u on u.id = l.customer_id
      left join routers r on r.id = l.about_id and l.about_kind = 'router' and r.removed_at is null
    where l.what = 'alert' ${upTo} ${older} ${whose} order by l.at desc, l.id desc limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
