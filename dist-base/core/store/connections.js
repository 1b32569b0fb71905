// Connection rows: by customer and name, for lists, and who shares a router's key with whom.
/** `<customer code>/<connection name>` of these connections, in that order. */
export async function connectionNames(db, ids) {
    if (ids.length === 0)
        return [];
    const rows = await db
        .selectFrom('connections')
        .innerJoin('customers', 'customers.id', 'connections.customerId')
        .select(['customers.code', 'connections.name'])
        .where('connections.id', 'in', ids.slice(0, 1000))
        .orderBy('customers.code')
        .orderBy('connections.name')
        .execute();
    return rows.map((row) => `${row.code}/${row.name}`);
}
export async function connectionsOf(db, customerId) {
    return db
        .selectFrom('connections')
        .leftJoin('plans', 'plans.id', 'connections.planId')
        .leftJoin('routers', 'routers.id', 'connections.routerId')
        .leftJoin('routers as panels', 'panels.id', 'connections.panelRouterId')
        .leftJoin('places', (join) => join.onRef('places.connectionId', '=', 'connections.id').on('places.isCurrent', '=', 1))
        .selectAll('connections')
        .select([
        'plans.name as planName',
        'routers.name as routerName',
        'panels.name as panelName',
        'places.observed',
        'places.observedAt',
    ])
        .where('connections.customerId', '=', customerId)
        .orderBy('connections.name')
        .execute();
}
export async function connectionNamed(db, customerId, name) {
    return db.selectFrom('connections').selectAll().where('customerId', '=', customerId).where('name', '=', name).executeTakeFirst();
}
/** One of this customer and of nobody else. */
export async function connectionById(db, customerId, id) {
    return db.selectFrom('connections').selectAll().where('id', '=', id).where('customerId', '=', customerId).executeTakeFirst();
}
export async function insertConnection(db, row) {
    const { id } = await db.insertInto('connections').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
}
export async function updateConnection(db, id, values) {
    if (Object.keys(values).length === 0)
        return;
    await db.updateTable('connections').set(values).where('id', '=', id).execute();
}
/** How many connections are on a router, or have it as their panel. */
export async function connectionsOnRouter(db, routerId) {
    const row = await db
        .selectFrom('connections')
        .select((count) => count.fn.countAll().as('connections'))
        .where((either) => either.or([either('routerId', '=', routerId), either('panelRouterId', '=', routerId)]))
        .executeTakeFirstOrThrow();
    return row.connections;
}
export async function countInService(db) {
    const count = db.selectFrom('connections').select((row) => row.fn.countAll().as('connections'));
    return (await count.where('inService', '=', 1).executeTakeFirstOrThrow()).connections;
}
/** Whose connection it is; undefined where there is none with this id. */
export async function ownerOfConnection(db, id) {
    return (await db.selectFrom('connections').select('customerId').where('id', '=', id).executeTakeFirst())?.customerId;
}
/** Connections in service that log in by this kind, the first so many. */
export async function usersOfKind(db, kind, limit) {
    const rows = await db
        .selectFrom('connections')
        .innerJoin('customers', 'customers.id', 'connections.customerId')
        .select(['customers.code as customer', 'connections.username'])
        .where('kind', '=', kind)
        .where('username', 'is not', null)
        .where('inService', '=', 1)
        .orderBy('connections.id')
        .limit(limit)
        .execute();
    return rows.map((row) => ({ customer: row.customer, username: row.username ?? '' }));
}
/** IPv6 prefixes of connections in service, with the routers that they are on. */
export async function prefixesInService(db) {
    const rows = await db
        .selectFrom('connections')
        .select(['id', 'routerId', 'ipv6Prefix'])
        .where('ipv6Prefix', 'is not', null)
        .where('routerId', 'is not', null)
        .where('inService', '=', 1)
        .execute();
    return rows.map((row) => ({ id: row.id, routerId: row.routerId ?? 0, prefix: row.ipv6Prefix ?? '' }));
}
export async function customersOnRouter(db, routerId) {
    const rows = await db.selectFrom('connections').select('customerId').distinct().where('routerId', '=', routerId).execute();
    return rows.map((row) => row.customerId);
}
/** What each of a customer's connections was read back to do; null where it was never read. */
export async function connectionStates(db, customerId) {
    return db
        .selectFrom('connections')
        .leftJoin('places', (join) => join.onRef('places.connectionId', '=', 'connections.id').on('places.isCurrent', '=', 1))
        .select(['connections.name', 'connections.inService', 'places.observed'])
        .where('connections.customerId', '=', customerId)
        .orderBy('connections.name')
        .execute();
}
