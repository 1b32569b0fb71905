// Runs as people look at them: which there were, what became of their orders, router by router, and whom they cut.
import { sql } from 'kysely';
import { isHanded } from './routers.js';
export async function runById(db, id) {
    return db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function runByAsk(db, askId) {
    return db.selectFrom('runs').selectAll().where('askId', '=', askId).executeTakeFirst();
}
/** The newest first; `before` is the id of the last one of the page before. */
export async function listRuns(db, before, limit) {
    let runs = db.selectFrom('runs').selectAll();
    if (before !== undefined)
        runs = runs.where('id', '<', before);
    return runs.orderBy('id', 'desc').limit(limit).execute();
}
export async function cellsOfRuns(db, runIds) {
    if (runIds.length === 0)
        return [];
    const { rows } = await sql `
    select o.run_id as "runId", r.id as "routerId", r.name as router, o.desired,
      case when substr(o.cause, 1, 5) = 'undo:' then 1 else 0 end as "isUndo", count(*) as total,
      sum(case when o.state = 'done' then 1 else 0 end) as done,
      sum(case when o.state = 'open' and o.attempts > 0 then 1 else 0 end) as failing,
      sum(case when o.state = 'open' and o.attempts = 0 then 1 else 0 end) as waiting,
      sum(case when o.state = 'replaced' then 1 else 0 end) as replaced,
      sum(case when o.state = 'cancelled' then 1 else 0 end) as cancelled,
      max(case when o.state = 'open' then o.fault_message end) as fault
    from orders o join routers r on r.id = o.router_id
    where o.run_id in (${sql.join(runIds)}) group by 1, 2, 3, 4, 5 order by r.name, o.desired`.execute(db.withoutPlugins());
    return rows;
}
/** Orders of a run, those that are not done first. */
export async function ordersOfRun(db, runId, routerId, limit) {
    const onRouter = routerId === undefined ? sql `` : sql `and o.router_id = ${routerId}`;
    const { rows } = await sql `
    select o.id, o.desired, o.reason, o.state, o.attempts, o.ended_at as "endedAt", o.fault_message as "faultMessage",
      u.code, u.name as customer, c.name as connection, r.name as router
    from orders o join customers u on u.id = o.customer_id join connections c on c.id = o.connection_id
      join routers r on r.id = o.router_id
    where o.run_id = ${runId} ${onRouter}
    order by case o.state when 'open' then 0 else 1 end, o.id limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
export async function standingCuts(db, runId) {
    const { rows } = await sql `
    select o.id, o.customer_id as "customerId", o.reason, o.state, o.sent, r.handed_to as "handedTo", r.driver
    from orders o join places p on p.id = o.place_id join routers r on r.id = o.router_id
    where o.run_id = ${runId} and o.desired = 'cut' and o.state in ('open', 'done') and o.generation = p.generation
      and p.is_current = 1 order by o.id`.execute(db.withoutPlugins());
    return rows.map(({ sent, handedTo, driver, ...cut }) => ({
        ...cut,
        // RADIUS goes by the order from its commit on: who dialled since was refused.
        maybeSent: cut.state === 'done' || sent === 1 || driver === 'radius' || isHanded(cut.id, handedTo),
    }));
}
export async function openOrdersAt(db, routerId, collector, limit) {
    const whose = collector === null ? sql `` : sql `and u.collector = ${collector}`;
    const { rows } = await sql `
    select o.id, o.desired, o.reason, o.created_at as "createdAt", o.attempts, o.next_at as "nextAt",
      o.fault_message as "faultMessage", u.code, u.name as customer, c.name as connection
    from orders o join customers u on u.id = o.customer_id join connections c on c.id = o.connection_id
    where o.router_id = ${routerId} and o.state = 'open' ${whose} order by o.next_at, o.id limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
