// Plan rows one at a time; an ISP has some dozens of them.
export async function planById(db, id) {
    return db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function planNamed(db, name) {
    return db.selectFrom('plans').selectAll().where('name', '=', name).executeTakeFirst();
}
export async function insertPlan(db, plan) {
    return (await db.insertInto('plans').values(plan).returning('id').executeTakeFirstOrThrow()).id;
}
export async function updatePlan(db, id, plan) {
    await db.updateTable('plans').set(plan).where('id', '=', id).execute();
}
/** With its promotions. */
export async function deletePlan(db, id) {
    await db.deleteFrom('promotions').where('planId', '=', id).execute();
    await db.deleteFrom('plans').where('id', '=', id).execute();
}
export async function connectionsOfPlan(db, id) {
    const own = db.selectFrom('connections').select((row) => row.fn.countAll().as('connections'));
    return (await own.where('planId', '=', id).executeTakeFirstOrThrow()).connections;
}
/** How many connections each plan has, by its id: read from the index of plans alone. */
export async function connectionsByPlan(db) {
    const rows = await db
        .selectFrom('connections')
        .select((row) => ['planId', row.fn.countAll().as('connections')])
        .where('planId', 'is not', null)
        .groupBy('planId')
        .execute();
    return new Map(rows.map(({ planId, connections }) => [planId ?? 0, connections]));
}
