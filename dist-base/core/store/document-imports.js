// Documents in bulk, for imports: looked up by customer, kind and number, added, tied to what they void, and summed into the
// stored balances. A document that is stored is never changed; only one that the same import added is told what it voids.
import { insertRows, withRows } from './bulk.js';
export async function payersByCodes(db, codes) {
    if (codes.length === 0)
        return [];
    return db.selectFrom('customers').select(['id', 'code', 'company']).where('code', 'in', codes).execute();
}
const COLUMNS = `d.id, d.customer_id as "customerId", d.company, d.kind, d.number, d.issued_on as "issuedOn", d.due_on as "dueOn",
  d.amount_cents as "amountCents", d.description, d.voids_id as "voidsId", d.imported`;
// `cross join` keeps SQLite from walking all documents and looking each of them up in the few rows; to PostgreSQL it says no more
// than `join`.
/** Of any company: two companies may have given a customer the same number. */
export async function documentsByKeys(db, keys) {
    const rows = keys.map((key) => [key.customerId, key.kind, key.number]);
    return withRows(db, [
        ['customer_id', 'bigint'],
        ['kind', 'text'],
        ['number', 'text'],
    ], rows, `select ${COLUMNS} from v cross join documents d where d.customer_id = v.customer_id and d.kind = v.kind and d.number = v.number`);
}
export async function documentsOfCustomers(db, customerIds) {
    const rows = customerIds.map((id) => [id]);
    return withRows(db, [['customer_id', 'bigint']], rows, `select ${COLUMNS} from v cross join documents d where d.customer_id = v.customer_id`);
}
/** Adds documents, without what they void and without the balances. */
export async function addImported(db, documents, at, by) {
    await insertRows(db, 'documents', [
        'customer_id',
        'company',
        'kind',
        'number',
        'issued_on',
        'due_on',
        'amount_cents',
        'description',
        'imported',
        'entered_at',
        'entered_by',
    ], documents.map((one) => [
        one.customerId,
        one.company,
        one.kind,
        one.number,
        one.issuedOn,
        one.dueOn,
        one.amountCents,
        one.description,
        1,
        at,
        by,
    ]));
}
export async function nameVoided(db, pairs) {
    const rows = pairs.map((pair) => [pair.id, pair.voidsId]);
    await withRows(db, [
        ['id', 'bigint'],
        ['voids_id', 'bigint'],
    ], rows, 'update documents set voids_id = v.voids_id from v where documents.id = v.id');
}
/** In order of id, so that two who do so at once wait for each other instead of locking each other out. */
export async function addToBalances(db, added) {
    const rows = added.map((one) => [one.customerId, one.cents]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    const statement = 'update customers set balance_cents = customers.balance_cents + v.cents from v where customers.id = v.id';
    await withRows(db, [
        ['id', 'bigint'],
        ['cents', 'bigint'],
    ], rows, statement);
}
