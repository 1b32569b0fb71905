// Does what is stored agree with itself? Only looking; what is found wrong is told.
import { sql } from 'kysely';
/** `ok`, or what SQLite found; null where the database sees to that itself. */
export async function fileIntegrity(db, dialect) {
    if (dialect !== 'sqlite')
        return null;
    const { rows } = await sql `pragma integrity_check`.execute(db);
    return Object.values(rows[0] ?? {})[0] ?? 'no answer';
}
/** Rows that refer to nothing. */
export async function looseReferences(db, dialect) {
    if (dialect !== 'sqlite')
        return 0;
    return (await sql `pragma foreign_key_check`.execute(db)).rows.length;
}
/** Open orders of removed routers, or of another generation than their place's. */
export async function strayOrders(db) {
    const { rows } = await sql `
    select o.id from orders o join routers r on r.id = o.router_id join places p on p.id = o.place_id
    where o.state = 'open' and (r.removed_at is not null or o.generation <> p.generation) order by o.id`.execute(db.withoutPlugins());
    return rows.map((row) => row.id);
}
/** Secrets that only the key opens which they were sealed with. */
export async function countSealed(db) {
    const places = [
        ['routers', 'password_sealed'],
        ['routers', 'radius_secret_sealed'],
        ['radius_clients', 'secret_sealed'],
        ['connections', 'password_sealed'],
        ['customers', 'portal_password_sealed'],
    ];
    const counts = places.map(([table, column]) => sql `select count(*) as n from ${sql.table(table)} where ${sql.ref(column)} is not null`);
    const { rows } = await sql `select coalesce(sum(n), 0) as n from (${sql.join(counts, sql ` union all `)}) as each_table`.execute(db.withoutPlugins());
    return rows[0]?.n ?? 0;
}
