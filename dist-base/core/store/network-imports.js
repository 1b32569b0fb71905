// Plans, sites and routers as imports know them: by name, few enough to be read at once and written one by one.
export async function listPlans(db) {
    return db.selectFrom('plans').selectAll().execute();
}
export async function storePlan(db, plan) {
    const { id } = await db
        .insertInto('plans')
        .values(plan)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(plan))
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
export async function listSites(db) {
    return db.selectFrom('sites').selectAll().execute();
}
export async function storeSite(db, site) {
    const { id } = await db
        .insertInto('sites')
        .values(site)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(site))
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
/** Removed ones too: their names are still taken. */
export async function listAllRouters(db) {
    return db.selectFrom('routers').selectAll().execute();
}
export async function storeRouter(db, router) {
    const { id } = await db
        .insertInto('routers')
        .values(router)
        .onConflict((conflict) => conflict.column('name').doUpdateSet(router))
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
/** Somebody edited a router: what was put off because it failed is tried at once. */
export async function wakeRouter(db, id, at) {
    await db
        .updateTable('routers')
        .set({ circuit: 'closed', failures: 0, retryAt: null, faultCode: null, faultMessage: null, faultAt: null })
        .where('id', '=', id)
        .execute();
    await db
        .updateTable('orders')
        .set({ nextAt: at })
        .where('routerId', '=', id)
        .where('state', '=', 'open')
        .where('nextAt', '>', at)
        .execute();
}
