// Places follow their connections: one current place for each connection that has a router. When a connection moves, its old
// place stays behind, no longer current, until the router proved that nothing of ours is left there.
import { sql } from 'kysely';
import { withRows } from './bulk.js';
import { isHanded } from './routers.js';
/** Ids of connections whose current place is missing or no longer says what they say. */
export async function staleConnections(db, connectionIds) {
    const wanted = connectionIds ? sql `and c.id in (${sql.join(connectionIds)})` : sql ``;
    const differs = (column, place = column) => sql `coalesce(c.${sql.raw(column)}, '') <> coalesce(p.${sql.raw(place)}, '')`;
    const { rows } = await sql `
    select c.id from connections c left join places p on p.connection_id = c.id and p.is_current = 1
    where ((p.id is null and c.router_id is not null) or (p.id is not null and (
      c.router_id is null or c.router_id <> p.router_id or c.kind <> p.kind or ${differs('ip', 'address')}
      or ${differs('ipv6_prefix')} or ${differs('username')} or ${differs('mac')}))) ${wanted} order by c.id`.execute(db.withoutPlugins());
    return rows.map((row) => row.id);
}
export async function customersOfConnections(db, connectionIds) {
    const rows = connectionIds.map((id) => [id]);
    const statement = 'select distinct c.customer_id as id from v join connections c on c.id = v.id';
    return (await withRows(db, [['id', 'bigint']], rows, statement)).map((row) => row.id);
}
/** Customers who are cut, may be, or have an order open: nobody else can have something to restore. */
export async function customersInQuestion(db) {
    const rows = await db
        .selectFrom('places')
        .innerJoin('connections', 'connections.id', 'places.connectionId')
        .leftJoin('orders', (join) => join.onRef('orders.placeId', '=', 'places.id').on('orders.state', '=', 'open'))
        .select('connections.customerId')
        .distinct()
        .where((row) => row.or([row('places.observed', '=', 'cut'), row('places.cutSent', '=', 1), row('orders.id', 'is not', null)]))
        .execute();
    return rows.map((row) => row.customerId);
}
/** Ends the current places of these connections and returns them with their open orders. */
export async function leavePlaces(db, connectionIds) {
    const left = [];
    for (let start = 0; start < connectionIds.length; start += 1000) {
        const some = connectionIds.slice(start, start + 1000);
        const rows = await db
            .selectFrom('places')
            .innerJoin('connections', 'connections.id', 'places.connectionId')
            .innerJoin('routers', 'routers.id', 'places.routerId')
            .leftJoin('orders', (join) => join.onRef('orders.placeId', '=', 'places.id').on('orders.state', '=', 'open'))
            .selectAll('places')
            .select([
            'connections.customerId',
            'orders.id as openOrderId',
            'orders.desired as openDesired',
            'orders.sent as orderSent',
            'routers.handedTo',
        ])
            .where('places.connectionId', 'in', some)
            .where('places.isCurrent', '=', 1)
            .execute();
        left.push(...rows.map((row) => ({ ...row, openSent: row.orderSent === 1 || isHanded(row.openOrderId, row.handedTo) })));
        await db.updateTable('places').set({ isCurrent: 0 }).where('connectionId', 'in', some).where('isCurrent', '=', 1).execute();
    }
    return left;
}
/** Makes the current places of connections that have a router and no current place. */
export async function makePlaces(db, connectionIds) {
    const wanted = connectionIds ? sql `and c.id in (${sql.join(connectionIds)})` : sql ``;
    await sql `
    insert into places (connection_id, router_id, kind, address, ipv6_prefix, username, mac, is_current, observed, cut_sent, generation)
    select c.id, c.router_id, c.kind, c.ip, c.ipv6_prefix, c.username, c.mac, 1, 'unknown', 0, 0 from connections c
    where c.router_id is not null and not exists (select 1 from places p where p.connection_id = c.id and p.is_current = 1) ${wanted}`.execute(db);
}
const SIGHT_COLUMNS = [
    ['place', 'bigint'],
    ['observed', 'text'],
    ['seen', 'text'],
];
/** What a sweep saw. Places that a task has right now, or of which something newer is known than the look, are left as they are. */
export async function storeSights(db, sights, lookedAt) {
    const rows = sights.map((one) => [one.place, one.observed, one.seen]);
    const cutSent = "case when v.observed = 'cut' then 1 when v.observed = 'unknown' then cut_sent else 0 end";
    await withRows(db, SIGHT_COLUMNS, rows, (mark) => `update places set observed = v.observed, observed_at = ${mark(lookedAt)}, seen = v.seen, cut_sent = ${cutSent}
      from v where places.id = v.place and coalesce(places.observed_at, 0) <= ${mark(lookedAt)}
        and not exists (select 1 from orders o where o.place_id = places.id
          and ((o.state = 'open' and o.id <= (select handed_to from routers where id = o.router_id)) or o.ended_at > ${mark(lookedAt)}))`);
}
/** Places of a router, current or left behind, in order of id: how a sweep walks them. */
export async function placesOfRouter(db, routerId, after, limit) {
    return db
        .selectFrom('places')
        .innerJoin('connections', 'connections.id', 'places.connectionId')
        .innerJoin('customers', 'customers.id', 'connections.customerId')
        .selectAll('places')
        .select(['connections.customerId', 'customers.code as customerCode', 'connections.name', 'connections.inService'])
        .where('places.routerId', '=', routerId)
        .where('places.id', '>', after)
        .orderBy('places.id')
        .limit(limit)
        .execute();
}
/** A place that a router still holds for a connection that lives elsewhere by now: made so that it can be cleared. */
export async function makeLeftPlace(db, left, at) {
    const row = {
        ...left,
        isCurrent: 0,
        observed: 'cut',
        observedAt: at,
        seen: null,
        cutSent: 1,
        generation: 0,
        ipv6Prefix: null,
        username: null,
        mac: null,
    };
    const { id } = await db.insertInto('places').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
}
