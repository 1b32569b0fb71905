// What CPEs and the radios of routers are asked with: generic passwords, and accesses over SNMP. Few rows, read whole.
/** In the order in which they are tried. */
export async function listCredentials(db) {
    return db.selectFrom('cpeCredentials').selectAll().orderBy('position').execute();
}
export async function insertCredential(db, row) {
    return (await db.insertInto('cpeCredentials').values(row).returning('id').executeTakeFirstOrThrow()).id;
}
/** The id of the one at that position; null where there is none. */
export async function updateCredential(db, position, values) {
    const changed = db.updateTable('cpeCredentials').set(values).where('position', '=', position);
    return (await changed.returning('id').executeTakeFirst())?.id ?? null;
}
/** False where there is none at that position. */
export async function deleteCredential(db, position) {
    const gone = await db.deleteFrom('cpeCredentials').where('position', '=', position).executeTakeFirst();
    return Number(gone.numDeletedRows) > 0;
}
export async function listSnmpAccesses(db) {
    return db.selectFrom('snmpAccesses').selectAll().orderBy('id').execute();
}
/** One for each router, and one for CPEs (null). */
export async function storeSnmpAccess(db, row) {
    await deleteSnmpAccess(db, row.routerId);
    await db.insertInto('snmpAccesses').values(row).execute();
}
/** False where there was none. */
export async function deleteSnmpAccess(db, routerId) {
    const one = db.deleteFrom('snmpAccesses');
    const gone = routerId === null ? one.where('routerId', 'is', null) : one.where('routerId', '=', routerId);
    return Number((await gone.executeTakeFirst()).numDeletedRows) > 0;
}
