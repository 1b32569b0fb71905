// Internal notes of customers: added and read, never changed.
export async function insertNote(db, note) {
    return (await db.insertInto('notes').values(note).returning('id').executeTakeFirstOrThrow()).id;
}
export async function noteByAsk(db, askId) {
    return db.selectFrom('notes').selectAll().where('askId', '=', askId).executeTakeFirst();
}
/** The newest first; `beforeId` goes on after a page. */
export async function notesOf(db, customerId, limit, beforeId) {
    let query = db.selectFrom('notes').selectAll().where('customerId', '=', customerId);
    if (beforeId !== undefined)
        query = query.where('id', '<', beforeId);
    return query.orderBy('id', 'desc').limit(limit).execute();
}
