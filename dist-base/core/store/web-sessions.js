// The browsers that people are logged in with. A session is found by the hash of its cookie's id. One that was ended leaves an
// empty row until its time is over: a request that was under way when it ended keeps what it knew of it, and what is kept then
// must not bring it back.
import { askRows } from './asking.js';
/** The facts of a session that was ended. */
const ENDED = '';
const NOBODYS = { personId: null, facts: ENDED, address: '', agent: '' };
/** What is known of a browser; null where its session is over. */
export async function factsOfSession(db, idHash, now) {
    const text = 'select s.facts, s.expires_at as "expiresAt" from web_sessions s where s.id_hash = ?';
    const [found] = await askRows(db, text, [idHash]);
    return found === undefined || found.facts === ENDED || found.expiresAt <= now ? null : found.facts;
}
/** Made, or changed; one that was ended stays so. */
export async function keepSession(db, session) {
    const { personId, facts, address, agent } = session;
    await db
        .insertInto('webSessions')
        .values(session)
        .onConflict((same) => same.column('idHash').doUpdateSet({ personId, facts, address, agent }).where('webSessions.facts', '<>', ENDED))
        .execute();
}
export async function endSession(db, idHash) {
    await db.updateTable('webSessions').set(NOBODYS).where('idHash', '=', idHash).execute();
}
/** Of a person, newest first. */
export async function sessionsOfPerson(db, personId, now) {
    const own = db.selectFrom('webSessions').selectAll().where('personId', '=', personId).where('expiresAt', '>', now);
    return own.orderBy('createdAt', 'desc').limit(100).execute();
}
/** How many browsers each person is logged in with. */
export async function sessionCounts(db, now) {
    const counted = db.selectFrom('webSessions').select((row) => ['personId', row.fn.countAll().as('count')]);
    const rows = await counted.where('expiresAt', '>', now).where('personId', 'is not', null).groupBy('personId').execute();
    return new Map(rows.map(({ personId, count }) => [personId ?? 0, count]));
}
/** All of a person's but one; says how many. */
export async function endSessionsOfPerson(db, personId, but) {
    let gone = db.updateTable('webSessions').set(NOBODYS).where('personId', '=', personId);
    if (but !== null)
        gone = gone.where('idHash', '<>', but);
    return Number((await gone.executeTakeFirst()).numUpdatedRows);
}
export async function forgetSessions(db, before) {
    await db.deleteFrom('webSessions').where('expiresAt', '<', before).execute();
}
