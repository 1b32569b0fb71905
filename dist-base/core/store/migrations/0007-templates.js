// Which template a router is spoken to with, where its driver has several: routers that are worked over SSH differ in their
// commands. Null is the driver's usual one.
import { sql } from 'kysely';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    const type = dialect === 'sqlite' ? 'text' : 'text collate "C"';
    await sql.raw(`alter table routers add column template ${type}`).execute(db);
}
