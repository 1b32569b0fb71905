// Templates and images that the ISP prints by.
export async function printTemplates(db) {
    return db.selectFrom('printTemplates').selectAll().orderBy('kind').orderBy('name').limit(500).execute();
}
export async function printTemplate(db, kind, name = '') {
    const found = db.selectFrom('printTemplates').selectAll().where('kind', '=', kind).where('name', '=', name);
    return (await found.executeTakeFirst()) ?? null;
}
export async function keepPrintTemplate(db, template) {
    const { source, savedAt, savedBy } = template;
    const { id } = await db
        .insertInto('printTemplates')
        .values(template)
        .onConflict((same) => same.columns(['kind', 'name']).doUpdateSet({ source, savedAt, savedBy }))
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
export async function dropPrintTemplate(db, id) {
    await db.deleteFrom('printTemplates').where('id', '=', id).execute();
}
export async function printImage(db, name) {
    return (await db.selectFrom('printImages').selectAll().where('name', '=', name).executeTakeFirst()) ?? null;
}
export async function keepPrintImage(db, image) {
    const { type, content, savedAt } = image;
    await db
        .insertInto('printImages')
        .values(image)
        .onConflict((same) => same.column('name').doUpdateSet({ type, content, savedAt }))
        .execute();
}
export async function dropPrintImage(db, name) {
    const gone = await db.deleteFrom('printImages').where('name', '=', name).executeTakeFirst();
    return Number(gone.numDeletedRows) > 0;
}
