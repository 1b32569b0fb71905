// What is known of customers' files; their bytes lie elsewhere.
export async function insertFile(db, file) {
    return (await db.insertInto('files').values(file).returning('id').executeTakeFirstOrThrow()).id;
}
export async function fileByAsk(db, askId) {
    return db.selectFrom('files').selectAll().where('askId', '=', askId).executeTakeFirst();
}
/** One of this customer and of nobody else. */
export async function fileOf(db, customerId, id) {
    return db.selectFrom('files').selectAll().where('id', '=', id).where('customerId', '=', customerId).executeTakeFirst();
}
/** The newest first. */
export async function filesOf(db, customerId, limit) {
    return db.selectFrom('files').selectAll().where('customerId', '=', customerId).orderBy('id', 'desc').limit(limit).execute();
}
export async function deleteFile(db, id) {
    await db.deleteFrom('files').where('id', '=', id).execute();
}
