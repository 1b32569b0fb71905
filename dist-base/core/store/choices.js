// The lists that fields of a customer are chosen from: administrative states and postal codes. Short, so they are read whole;
// customers hold the texts, so renaming one takes its customers along.
/** An ISP's own towns and quarters; nobody keeps a country's table here. */
export const POSTAL_CODES_MOST = 2_000;
export async function listStatuses(db) {
    return db.selectFrom('statuses').selectAll().orderBy('name').limit(500).execute();
}
export async function statusById(db, id) {
    return db.selectFrom('statuses').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function statusNamed(db, name) {
    return db.selectFrom('statuses').selectAll().where('name', '=', name).executeTakeFirst();
}
export async function insertStatus(db, name) {
    return (await db.insertInto('statuses').values({ name }).returning('id').executeTakeFirstOrThrow()).id;
}
export async function renameStatus(db, id, name) {
    await db.updateTable('statuses').set({ name }).where('id', '=', id).execute();
}
export async function deleteStatus(db, id) {
    await db.deleteFrom('statuses').where('id', '=', id).execute();
}
/** Returns how many had it. */
export async function moveStatus(db, from, to) {
    const moved = await db.updateTable('customers').set({ status: to }).where('status', '=', from).executeTakeFirst();
    return Number(moved.numUpdatedRows);
}
export async function listPostalCodes(db) {
    return db.selectFrom('postalCodes').selectAll().orderBy('code').orderBy('place').limit(POSTAL_CODES_MOST).execute();
}
export async function postalCodeById(db, id) {
    return db.selectFrom('postalCodes').selectAll().where('id', '=', id).executeTakeFirst();
}
/** A code may stand for several places. */
export async function placesOfCode(db, code) {
    return db.selectFrom('postalCodes').selectAll().where('code', '=', code).orderBy('place').limit(100).execute();
}
export async function hasPostalCodes(db) {
    return (await db.selectFrom('postalCodes').select('id').limit(1).executeTakeFirst()) !== undefined;
}
export async function insertPostalCode(db, one) {
    return (await db.insertInto('postalCodes').values(one).returning('id').executeTakeFirstOrThrow()).id;
}
export async function changePostalCode(db, id, one) {
    await db.updateTable('postalCodes').set(one).where('id', '=', id).execute();
}
export async function deletePostalCode(db, id) {
    await db.deleteFrom('postalCodes').where('id', '=', id).execute();
}
/** Returns how many had it. */
export async function movePostalCode(db, from, to) {
    let query = db
        .updateTable('customers')
        .set({ postalCode: to.code, city: to.place || null })
        .where('postalCode', '=', from.code);
    query = from.place === '' ? query.where('city', 'is', null) : query.where('city', '=', from.place);
    return Number((await query.executeTakeFirst()).numUpdatedRows);
}
