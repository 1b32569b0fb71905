// Questions of pages to devices, and what came of them. A device is asked one thing at a time: the index of open ones says so.
/** The id of the question; null where one about the same is open already. */
export async function insertAsk(db, row) {
    const made = db.insertInto('asks').values(row);
    const kept = made.onConflict((open) => open.columns(['kind', 'about']).where('answeredAt', 'is', null).doNothing());
    return (await kept.returning('id').executeTakeFirst())?.id ?? null;
}
export async function askById(db, id) {
    return db.selectFrom('asks').selectAll().where('id', '=', id).executeTakeFirst();
}
/** The newest about this, open or answered. */
export async function newestAsk(db, kind, about) {
    const own = db.selectFrom('asks').selectAll().where('kind', '=', kind).where('about', '=', about);
    return own.orderBy('id', 'desc').limit(1).executeTakeFirst();
}
/** When the longest waiting of those that nobody has taken was asked; null where there is none. */
export async function oldestWaiting(db) {
    const open = db.selectFrom('asks').select('askedAt').where('answeredAt', 'is', null).where('takenAt', 'is', null);
    return (await open.orderBy('id').limit(1).executeTakeFirst())?.askedAt ?? null;
}
/** Marks those that nobody has taken, the oldest first, and hands them out. Of two daemons each gets its own. */
export async function takeOpenAsks(db, at, most) {
    const open = db.selectFrom('asks').select('id').where('answeredAt', 'is', null).where('takenAt', 'is', null);
    return db
        .updateTable('asks')
        .set({ takenAt: at })
        .where('id', 'in', open.orderBy('id').limit(most))
        .where('takenAt', 'is', null)
        .where('answeredAt', 'is', null)
        .returningAll()
        .execute();
}
/** Somebody else may take them, or the same daemon later. */
export async function putAsksBack(db, ids) {
    if (ids.length === 0)
        return;
    await db.updateTable('asks').set({ takenAt: null }).where('id', 'in', ids).where('answeredAt', 'is', null).execute();
}
/** Only while it is open: a late answer changes nothing. */
export async function endAsk(db, id, ended) {
    await db.updateTable('asks').set(ended).where('id', '=', id).where('answeredAt', 'is', null).execute();
}
/** Open ones that were asked before an instant end with this fault: whoever was to answer them is gone. */
export async function expireAsks(db, before, at, fault) {
    const old = db.updateTable('asks').set({ answeredAt: at, fault });
    await old.where('answeredAt', 'is', null).where('askedAt', '<', before).execute();
}
export async function forgetAsks(db, before) {
    await db.deleteFrom('asks').where('askedAt', '<', before).execute();
}
