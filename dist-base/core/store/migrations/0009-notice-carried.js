// How far a notice came: whether the router was told of it as it stands, and where its address is from. And the way back from an
// address: to the notice that runs there, and to the session that accounting knows there, which the notice page asks for.
import { sql } from 'kysely';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    const [int, text] = dialect === 'sqlite' ? ['integer', 'text'] : ['bigint', 'text collate "C"'];
    await sql.raw(`alter table notices add column told_at ${int}`).execute(db);
    await sql.raw(`alter table notices add column origin ${text} not null default 'own'`).execute(db);
    await sql.raw('create index notices_at_address on notices (address, until_at)').execute(db);
    await sql.raw('create index sessions_at_address on sessions (address) where stopped_at is null').execute(db);
}
