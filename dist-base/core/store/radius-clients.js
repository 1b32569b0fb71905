// Who may send accounting: clients of their own, and the routers that have a RADIUS secret.
export async function listRadiusClients(db) {
    return db.selectFrom('radiusClients').selectAll().orderBy('name').execute();
}
export async function insertRadiusClient(db, client) {
    return (await db.insertInto('radiusClients').values(client).returning('id').executeTakeFirstOrThrow()).id;
}
/** False where there was none of that name. */
export async function deleteRadiusClient(db, name) {
    const gone = await db.deleteFrom('radiusClients').where('name', '=', name).executeTakeFirst();
    return Number(gone.numDeletedRows) > 0;
}
export async function routersWithRadiusSecret(db) {
    const rows = await db
        .selectFrom('routers')
        .select(['name', 'host', 'radiusSecretSealed'])
        .where('radiusSecretSealed', 'is not', null)
        .where('removedAt', 'is', null)
        .orderBy('name')
        .execute();
    return rows.map((row) => ({ ...row, radiusSecretSealed: row.radiusSecretSealed ?? '' }));
}
