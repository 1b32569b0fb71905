// Router rows: how to reach them, how they fare, what they said of themselves.
import { sql } from 'kysely';
export async function routerByName(db, name) {
    return db.selectFrom('routers').selectAll().where('name', '=', name).where('removedAt', 'is', null).executeTakeFirst();
}
export async function routerById(db, id) {
    return db.selectFrom('routers').selectAll().where('id', '=', id).executeTakeFirst();
}
/** Routers at these addresses that have a RADIUS secret. */
export async function nasRouters(db, hosts) {
    if (hosts.length === 0)
        return [];
    const rows = await db
        .selectFrom('routers')
        .select(['id', 'name', 'host', 'coaPort', 'radiusSecretSealed'])
        .where('host', 'in', hosts)
        .where('radiusSecretSealed', 'is not', null)
        .where('removedAt', 'is', null)
        .orderBy('id')
        .execute();
    return rows.map((row) => ({ ...row, radiusSecretSealed: row.radiusSecretSealed ?? '' }));
}
export async function listRouters(db) {
    return db.selectFrom('routers').selectAll().where('removedAt', 'is', null).orderBy('name').execute();
}
/** Those that can be looked at: with any driver but that of routers nobody speaks to. */
export async function readableRouters(db) {
    return (await listRouters(db)).filter(({ driver }) => driver !== 'none');
}
/** It worked: the circuit closes and the failures are forgotten. */
export async function routerWell(db, id, at) {
    await db
        .updateTable('routers')
        .set({ circuit: 'closed', failures: 0, retryAt: null, okAt: at, faultCode: null, faultMessage: null, faultAt: null })
        .where('id', '=', id)
        .execute();
}
export async function routerSick(db, id, state) {
    await db
        .updateTable('routers')
        .set((row) => ({
        circuit: state.open ? 'open' : 'closed',
        failures: state.failures,
        retryAt: state.retryAt,
        faultCode: state.note.code,
        faultMessage: state.note.message,
        // Since when it is not well, not when that was seen last.
        faultAt: row.fn.coalesce('faultAt', sql `${state.at}`),
    }))
        .where('id', '=', id)
        .execute();
}
/** May an order be with a task of its router, whose `handedTo` this is? */
export const isHanded = (orderId, handedTo) => orderId !== null && handedTo !== null && orderId <= handedTo;
/** A task gets orders of this router, up to this one: in the transaction that hands them out. */
export async function handRouter(db, id, upToOrder, at) {
    await db.updateTable('routers').set({ handedTo: upToOrder, handedAt: at }).where('id', '=', id).execute();
}
/** The task has answered for all that it had: in the transaction that writes its outcomes. */
export async function handRouterBack(db, id) {
    await db.updateTable('routers').set({ handedTo: null }).where('id', '=', id).execute();
}
/** What it said of itself in a sweep; null = it was not asked. */
export async function routerSwept(db, id, device, at) {
    const said = device && { identity: device.identity, version: device.version, board: device.board, uptimeS: device.uptimeS };
    await db
        .updateTable('routers')
        .set({ ...said, sweptAt: at })
        .where('id', '=', id)
        .execute();
}
/** It is to be swept as soon as can be, however often it failed: a person asked. */
export async function wantSweep(db, id, at) {
    await db.updateTable('routers').set({ sweepAskedAt: at, retryAt: null }).where('id', '=', id).execute();
}
/** The certificate that was seen first; from now on another one is refused, until somebody changes the router. */
export async function pinRouter(db, id, pin) {
    await db.updateTable('routers').set({ tlsPin: pin }).where('id', '=', id).where('tlsPin', 'is', null).execute();
}
export async function removeRouterRow(db, id, at) {
    // Whoever adds one of that name later must not get this one's secrets.
    const gone = { removedAt: at, passwordSealed: null, radiusSecretSealed: null, tlsPin: null };
    await db.updateTable('routers').set(gone).where('id', '=', id).execute();
}
/** How many connections each router has, and how many orders wait for it. */
export async function countByRouter(db) {
    const { rows } = await sql `
    select r.id as "routerId",
      (select count(*) from connections c where c.router_id = r.id) as connections,
      (select count(*) from orders o where o.router_id = r.id and o.state = 'open') as orders
    from routers r where r.removed_at is null`.execute(db.withoutPlugins());
    return rows;
}
