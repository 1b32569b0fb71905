// What plans are offered for during a while. Few rows: those of a plan are read whole.
/** Of one plan, the newest first. */
export async function promotionsOfPlan(db, planId) {
    return db
        .selectFrom('promotions')
        .selectAll()
        .where('planId', '=', planId)
        .orderBy('fromOn', 'desc')
        .orderBy('id', 'desc')
        .execute();
}
/** Those that hold on a day, of all plans. */
export async function promotionsOn(db, on) {
    const all = db.selectFrom('promotions').selectAll().where('fromOn', '<=', on).where('toOn', '>=', on);
    return all.orderBy('planId').orderBy('fromOn').execute();
}
export async function promotionById(db, id) {
    return db.selectFrom('promotions').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function promotionByAsk(db, askId) {
    return db.selectFrom('promotions').selectAll().where('askId', '=', askId).executeTakeFirst();
}
export async function insertPromotion(db, row) {
    return (await db.insertInto('promotions').values(row).returning('id').executeTakeFirstOrThrow()).id;
}
export async function deletePromotion(db, id) {
    await db.deleteFrom('promotions').where('id', '=', id).execute();
}
