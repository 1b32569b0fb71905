// Brings a database to the newest schema: all pending migrations in one transaction, so that a program killed half way
// leaves the schema as it was. Two programs that start at once are serialised by the database itself (SQLite's
// immediate transaction, PostgreSQL's advisory lock), and the second finds nothing left to do.
import { sql } from 'kysely';
import { Fault } from '../fault.js';
import { migrations } from './migrations/index.js';
/** Of the advisory lock under which PostgreSQL migrates; any number that nobody else uses. */
const MIGRATION_LOCK = 7_350_001;
/**
 * Applies what is pending and returns the names of it, empty when the schema was current. A schema that a newer program
 * left behind is a fault (`store-newer`) where one of its migrations breaks this program; else it is used as it is.
 */
export async function migrate(db, dialect, list = migrations) {
    return db.transaction().execute(async (tx) => {
        if (dialect === 'postgres')
            await sql `select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx);
        const applied = await appliedMigrations(tx);
        refuseNewer(applied, list);
        const done = new Set(applied.map((row) => row.name));
        const pending = list.filter((migration) => !done.has(migration.name));
        for (const migration of pending) {
            await migration.up(tx, dialect);
            await sql `insert into migrations (name, breaking) values (${migration.name}, ${migration.breaking ? 1 : 0})`.execute(tx);
        }
        return pending.map((migration) => migration.name);
    });
}
/** Names of migrations that are still to be applied. */
export async function pendingMigrations(db, list = migrations) {
    const applied = new Set((await appliedMigrations(db)).map((row) => row.name));
    return list.map((migration) => migration.name).filter((name) => !applied.has(name));
}
async function appliedMigrations(db) {
    // oxlint-disable-next-line typescript/no-explicit-any -- a table that the row types do not describe
    const loose = db;
    await loose.schema
        .createTable('migrations')
        .ifNotExists()
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('breaking', 'integer', (column) => column.notNull())
        .execute();
    return (await loose.selectFrom('migrations').select(['name', 'breaking']).orderBy('name').execute());
}
function refuseNewer(applied, list) {
    const known = new Set(list.map((migration) => migration.name));
    const newer = applied.filter((row) => !known.has(row.name) && row.breaking);
    if (newer.length === 0)
        return;
    const names = newer.map((row) => row.name);
    throw new Fault('store-newer', `the database was migrated by a newer ispcube (${names.join(', ')}); install that version or restore a backup`, { names });
}
