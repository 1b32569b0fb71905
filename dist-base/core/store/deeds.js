// Deeds of a hand: append-only, judged by their instants.
/** What a hand did last for this customer. */
export async function lastDeed(db, customerId) {
    const deeds = db.selectFrom('deeds').selectAll().where('customerId', '=', customerId);
    return deeds.orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst();
}
export async function deedByAsk(db, askId) {
    return db.selectFrom('deeds').selectAll().where('askId', '=', askId).executeTakeFirst();
}
export async function addDeed(db, deed) {
    await db.insertInto('deeds').values(deed).execute();
}
