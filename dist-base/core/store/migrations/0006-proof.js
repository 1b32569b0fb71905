// An order that a NAS acknowledged is not done: accounting has to show that the session ended. When that began to be waited for
// stands in the order. The open sessions of a login are asked for at every hand-out, so they get an index of their own.
import { sql } from 'kysely';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await sql.raw(`alter table orders add column acknowledged_at ${dialect === 'sqlite' ? 'integer' : 'bigint'}`).execute(db);
    await sql.raw('create index sessions_open_of_login on sessions (login_id) where stopped_at is null').execute(db);
}
