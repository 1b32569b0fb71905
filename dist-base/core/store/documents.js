// Document rows. Only insertion: a mistake is voided by another document.
import { sql } from 'kysely';
import { signedCents } from '../rules/document.js';
import { isPostgres } from './bulk.js';
export async function documentsOf(db, customerId) {
    return db.selectFrom('documents').selectAll().where('customerId', '=', customerId).orderBy('issuedOn').orderBy('id').execute();
}
/** The rows as rules read them. */
export const factsOf = (rows) => rows;
/** By number, with its kind before it (`FX 0001-00000123`) where two of the customer's documents have that number. */
export async function documentsNumbered(db, customerId, text) {
    const [kind, rest] = /^([A-Z]{2}) (.+)$/.exec(text)?.slice(1) ?? [];
    const query = db.selectFrom('documents').selectAll().where('customerId', '=', customerId);
    const plain = await query.where('number', '=', text).execute();
    if (plain.length > 0 || kind === undefined || rest === undefined)
        return plain;
    return query
        .where('kind', '=', kind)
        .where('number', '=', rest)
        .execute();
}
export async function documentByAsk(db, askId) {
    return db.selectFrom('documents').selectAll().where('askId', '=', askId).executeTakeFirst();
}
export async function voidingsOf(db, documentId) {
    return db.selectFrom('documents').selectAll().where('voidsId', '=', documentId).execute();
}
/** First half of the advisory locks under which numbers are given; any number that nobody else uses. */
const NUMBERING_LOCK = 7_350_002;
/** The next number that we give for a company and kind: `X-00000001`, counted from those given before. */
export async function nextNumber(db, company, kind) {
    // Two payments at once must not be given the same number; SQLite has one writer anyway.
    if (isPostgres(db))
        await sql `select pg_advisory_xact_lock(${NUMBERING_LOCK}, ${company})`.execute(db);
    const row = await db
        .selectFrom('documents')
        .select((max) => max.fn.max('number').as('number'))
        .where('company', '=', company)
        .where('kind', '=', kind)
        .where('imported', '=', 0)
        .executeTakeFirst();
    const last = Number(row?.number?.replace(/^X-/, '') ?? 0);
    return `X-${String(last + 1).padStart(8, '0')}`;
}
/** Adds a document and brings the stored balance along. */
export async function insertDocument(db, row) {
    const { id } = await db.insertInto('documents').values(row).returning('id').executeTakeFirstOrThrow();
    const signed = signedCents(row);
    await db
        .updateTable('customers')
        .set((customer) => ({ balanceCents: sql `${customer.ref('balanceCents')} + ${signed}` }))
        .where('id', '=', row.customerId)
        .execute();
    return id;
}
/** Customers with a document that begins to count on this day: post-dated money pays on its day. */
export async function customersWithDocumentsOf(db, issuedOn) {
    const rows = await db.selectFrom('documents').select('customerId').distinct().where('issuedOn', '=', issuedOn).execute();
    return rows.map((row) => row.customerId);
}
/** Receipts of a day, the newest first; those of one collector's customers where it is named. */
export async function paymentsOn(db, on, collector, limit) {
    const whose = collector === null ? sql `` : sql `and u.collector = ${collector}`;
    const { rows } = await sql `
    select d.number, d.amount_cents as "amountCents", d.description, d.entered_by as "enteredBy", u.code, u.name,
      case when exists (select 1 from documents v where v.voids_id = d.id) then 1 else 0 end as "isVoided"
    from documents d join customers u on u.id = d.customer_id
    where d.issued_on = ${on} and d.kind = 'RC' ${whose} order by d.id desc limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
