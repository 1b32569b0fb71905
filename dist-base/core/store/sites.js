// Node rows one at a time.
export async function siteById(db, id) {
    return db.selectFrom('sites').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function siteNamed(db, name) {
    return db.selectFrom('sites').selectAll().where('name', '=', name).executeTakeFirst();
}
export async function insertSite(db, site) {
    return (await db.insertInto('sites').values(site).returning('id').executeTakeFirstOrThrow()).id;
}
export async function updateSite(db, id, site) {
    await db.updateTable('sites').set(site).where('id', '=', id).execute();
}
/** A router that was removed stands nowhere any more. */
export async function deleteSite(db, id) {
    await db.updateTable('routers').set({ siteId: null }).where('siteId', '=', id).execute();
    await db.deleteFrom('sites').where('id', '=', id).execute();
}
/** Names of the routers that stand there now. */
export async function routersAtSite(db, id) {
    const own = db.selectFrom('routers').select('name').where('siteId', '=', id).where('removedAt', 'is', null);
    return (await own.orderBy('name').execute()).map((row) => row.name);
}
