// Runs that were made, and the numbers that people confirmed.
export async function openRun(db, run) {
    const { id } = await db
        .insertInto('runs')
        .values({ ...run, askId: run.askId ?? null, outcome: '{}' })
        .returning('id')
        .executeTakeFirstOrThrow();
    return id;
}
export async function closeRun(db, id, outcome) {
    await db
        .updateTable('runs')
        .set({ outcome: JSON.stringify(outcome) })
        .where('id', '=', id)
        .execute();
}
/** The machine's clock when the newest run began: a clock that stands before it cuts nobody. Null before the first run. */
export async function lastRunStartedAt(db) {
    const row = await db
        .selectFrom('runs')
        .select((max) => max.fn.max('startedAt').as('at'))
        .executeTakeFirst();
    return row?.at ?? null;
}
/** The instant of the newest daily control, made up or not. */
export async function lastControlAt(db) {
    const row = await db
        .selectFrom('runs')
        .select((max) => max.fn.max('at').as('at'))
        .where('kind', '=', 'control')
        .executeTakeFirst();
    return row?.at ?? null;
}
export async function confirmCuts(db, dayOn, maxCuts, at, by) {
    await db.insertInto('confirmations').values({ dayOn, maxCuts, at, by }).execute();
}
