// Promise rows. At most one of a customer's is not ended; an index says so too.
/** Promises that have not ended and whose day is this one or an earlier: what a control looks at. */
export async function promisesToControl(db, upTo) {
    return db
        .selectFrom('promises')
        .selectAll()
        .where('endedAt', 'is', null)
        .where('promisedOn', '<=', upTo)
        .orderBy('id')
        .execute();
}
export async function unendedPromise(db, customerId) {
    return db
        .selectFrom('promises')
        .selectAll()
        .where('customerId', '=', customerId)
        .where('endedAt', 'is', null)
        .executeTakeFirst();
}
export async function promiseByAsk(db, askId) {
    return db.selectFrom('promises').selectAll().where('askId', '=', askId).executeTakeFirst();
}
export async function insertPromise(db, row) {
    const { id } = await db
        .insertInto('promises')
        .values({ ...row, state: 'pending', controlledAt: null, lastControlAt: null, endedAt: null })
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
export async function endPromise(db, id, state, at) {
    await db.updateTable('promises').set({ state, endedAt: at }).where('id', '=', id).execute();
}
/** A control happened; the first one is remembered apart. */
export async function recordControl(db, promise, state, at) {
    const ends = state !== 'broken';
    await db
        .updateTable('promises')
        .set({ state, controlledAt: promise.controlledAt ?? at, lastControlAt: at, ...(ends ? { endedAt: at } : {}) })
        .where('id', '=', promise.id)
        .execute();
}
/** For lists: live ones, or all, the nearest day first. */
export async function listPromises(db, which, limit) {
    const query = db
        .selectFrom('promises')
        .innerJoin('customers', 'customers.id', 'promises.customerId')
        .selectAll('promises')
        .select(['customers.code', 'customers.name'])
        .orderBy('promisedOn')
        .orderBy('promises.id')
        .limit(limit);
    return (which.live ? query.where('endedAt', 'is', null) : query).execute();
}
/** What a list of one sort shows, the nearest day first. */
export async function promisesShown(db, { sort, today, sinceAt, collector, limit }) {
    let query = db
        .selectFrom('promises')
        .innerJoin('customers', 'customers.id', 'promises.customerId')
        .selectAll('promises')
        .select(['customers.code', 'customers.name', 'customers.balanceCents']);
    query =
        sort === 'unenforced'
            ? query.where('endedAt', '>=', sinceAt).where('state', '=', 'unenforced')
            : query.where('endedAt', 'is', null);
    if (sort === 'today')
        query = query.where('promisedOn', '=', today);
    if (sort === 'pending' || sort === 'broken')
        query = query.where('state', '=', sort);
    if (collector !== null)
        query = query.where('customers.collector', '=', collector);
    return query.orderBy('promisedOn').orderBy('promises.id').limit(limit).execute();
}
