// What imports ask and write, many rows at a time. Rows that exist are looked up by the key that files know them by; new and
// changed ones are written by one statement that touches only the columns that a file has.
import { sql } from 'kysely';
import { insertRows, isPostgres, withRows } from './bulk.js';
/** Of the advisory lock that imports take on PostgreSQL; any number that nobody else uses. */
const IMPORT_LOCK = 7_350_002;
/** One import at a time: the next one sees the rows of the one before. SQLite's transactions see to that by themselves. */
export async function lockImports(tx) {
    if (!isPostgres(tx))
        return;
    // An import takes as long as it takes, and so does waiting for another.
    await sql `set local statement_timeout = 0`.execute(tx);
    await sql `set local lock_timeout = 0`.execute(tx);
    await sql `select pg_advisory_xact_lock(${IMPORT_LOCK})`.execute(tx);
}
const snake = (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** Inserts `columns` of rows, or updates `changing` of those whose `key` is there already; returns the ids beside the key. */
async function upsert(db, table, key, columns, rows, changing) {
    const set = changing.map((name) => `${snake(name)} = excluded.${snake(name)}`).join(', ');
    const returning = `returning id, ${key.map((name) => `${snake(name)} as "${name}"`).join(', ')}`;
    return insertRows(db, table, columns.map(snake), rows.map((row) => columns.map((name) => row[name] ?? null)), `on conflict (${key.map(snake).join(', ')}) do update set ${set} ${returning}`);
}
/** Customers by their codes. */
export async function customersByCodes(db, codes) {
    if (codes.length === 0)
        return new Map();
    const rows = await db.selectFrom('customers').selectAll().where('code', 'in', codes).execute();
    return new Map(rows.map((row) => [row.code, row]));
}
const CUSTOMER_COLUMNS = [
    ...[
        'code',
        'name',
        'nickname',
        'customerType',
        'idType',
        'idNumber',
        'company',
        'fiscalAddress',
        'address',
        'street1',
        'street2',
    ],
    ...['city', 'postalCode', 'lat', 'lng', 'startOn', 'status', 'free', 'blockable', 'prenotice', 'prenoticeFrom', 'prenoticeTo'],
    ...['paymentMethod', 'paymentCode', 'collector', 'salesperson', 'till', 'contact', 'contractType', 'contractSigned'],
    ...['contractExpiresOn', 'activity', 'extra1', 'extra2', 'createdAt'],
];
/** Writes new customers, and the fields `changing` (at least one) of those whose code is known; returns their ids by code. */
export async function storeCustomers(db, rows, changing) {
    const stored = await upsert(db, 'customers', ['code'], CUSTOMER_COLUMNS, rows, changing);
    return new Map(stored.map((row) => [row.code, row.id]));
}
export async function contactsOf(db, customerIds) {
    if (customerIds.length === 0)
        return [];
    return db.selectFrom('contacts').selectAll().where('customerId', 'in', customerIds).orderBy('id').execute();
}
export async function changeContacts(db, gone, added) {
    await withRows(db, [['id', 'bigint']], gone.map((id) => [id]), 'delete from contacts where id in (select id from v)');
    await insertRows(db, 'contacts', ['customer_id', 'kind', 'value'], added.map((one) => [one.customerId, one.kind, one.value]));
}
/** Sealed secrets are bound to the id of their row, which is known only after it was written. */
export async function storeSealed(db, table, rows) {
    const column = table === 'customers' ? 'portal_password_sealed' : 'password_sealed';
    const statement = `update ${table} set ${column} = v.sealed from v where ${table}.id = v.id`;
    await withRows(db, [
        ['id', 'bigint'],
        ['sealed', 'text'],
    ], rows.map((row) => [row.id, row.sealed]), statement);
}
/** New customers whose code was that of somebody deleted, at most so many. */
export async function reusedCodes(db, afterId, limit) {
    return db
        .selectFrom('customers as deleted')
        .innerJoin('customers as added', 'added.code', 'deleted.formerCode')
        .select(['added.code', 'deleted.code as deletedCode'])
        .where('deleted.formerCode', 'is not', null)
        .where('added.id', '>', afterId)
        .limit(limit)
        .execute();
}
/** The newest id of a table, 0 where it is empty: what has a greater one later came later. */
export async function lastId(db, table) {
    const row = await db
        .selectFrom(table)
        .select((max) => max.fn.max('id').as('id'))
        .executeTakeFirst();
    return row?.id ?? 0;
}
export async function connectionsOfCustomers(db, customerIds) {
    if (customerIds.length === 0)
        return [];
    return db.selectFrom('connections').selectAll().where('customerId', 'in', customerIds).execute();
}
const CONNECTION_COLUMNS = [
    ...['customerId', 'name', 'kind', 'planId', 'routerId', 'username', 'ip', 'ipv6Prefix', 'mac', 'cpeHost', 'cpeVendor'],
    ...['panelRouterId', 'inService', 'wasInService', 'address', 'lat', 'lng'],
];
/** Writes new connections, and the fields `changing` (at least one) of those that their customer has under that name. */
export async function storeConnections(db, rows, changing) {
    return upsert(db, 'connections', ['customerId', 'name'], CONNECTION_COLUMNS, rows, changing);
}
