// Customers, their documents and what was done and promised: the facts that decisions are made of.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, real, optional, flag } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'customers', [
        id,
        text('code', { unique: true }),
        text('former_code', optional),
        text('name'),
        ...['nickname', 'customer_type', 'id_type'].map((name) => text(name, optional)),
        text('id_number', { default: '9999999' }),
        int('company', { default: 1 }),
        ...['fiscal_address', 'address', 'street1', 'street2', 'city', 'postal_code'].map((name) => text(name, optional)),
        real('lat', optional),
        real('lng', optional),
        text('start_on', optional),
        text('status', optional),
        flag('free'),
        flag('blockable', 1),
        flag('prenotice', 1),
        int('prenotice_from', optional),
        int('prenotice_to', optional),
        ...['payment_method', 'payment_code', 'collector', 'salesperson', 'till', 'contact', 'contract_type'].map((name) => text(name, optional)),
        flag('contract_signed'),
        ...['contract_expires_on', 'activity', 'extra1', 'extra2', 'portal_password_sealed'].map((name) => text(name, optional)),
        int('balance_cents', { default: 0 }),
        int('created_at'),
    ]);
    await sql.raw('create index customers_by_name on customers (name, id)').execute(db);
    await makeTable(db, dialect, 'contacts', [id, int('customer_id', { refers: 'customers' }), text('kind'), text('value')]);
    await sql.raw('create unique index contacts_of_customer on contacts (customer_id, kind, value)').execute(db);
    await makeTable(db, dialect, 'documents', [
        id,
        int('customer_id', { refers: 'customers' }),
        int('company'),
        text('kind'),
        text('number'),
        text('issued_on'),
        text('due_on', optional),
        int('amount_cents'),
        text('description', optional),
        int('voids_id', { optional: true, refers: 'documents' }),
        text('reference', optional),
        text('paid_with', optional),
        text('ask_id', { optional: true, unique: true }),
        flag('imported'),
        int('entered_at'),
        text('entered_by'),
    ]);
    // Everything that a settlement reads, in settlement order: a plan walks this index alone, from customer to customer.
    await sql
        .raw('create index documents_settling on documents (customer_id, due_on, issued_on, number, kind, amount_cents, voids_id, id)')
        .execute(db);
    // Numbers that we give are unique for a company and kind; imported ones for a customer, kind and number.
    await sql.raw('create unique index documents_of_customer on documents (customer_id, kind, number, company)').execute(db);
    await sql.raw('create unique index documents_numbered on documents (company, kind, number) where imported = 0').execute(db);
    await sql.raw('create index documents_by_day on documents (issued_on, customer_id)').execute(db);
    await sql.raw('create index documents_voiding on documents (voids_id) where voids_id is not null').execute(db);
    await makeTable(db, dialect, 'deeds', [
        id,
        int('customer_id', { refers: 'customers' }),
        text('kind'),
        int('at'),
        text('ends_on', optional),
        text('comment', optional),
        text('by'),
    ]);
    await sql.raw('create index deeds_of_customer on deeds (customer_id, at)').execute(db);
    await makeTable(db, dialect, 'promises', [
        id,
        int('customer_id', { refers: 'customers' }),
        text('promised_on'),
        text('state'),
        int('saved_at'),
        int('controlled_at', optional),
        int('last_control_at', optional),
        int('ended_at', optional),
        text('source'),
        text('by'),
        text('comment', optional),
        text('ask_id', { optional: true, unique: true }),
    ]);
    await sql.raw('create index promises_of_customer on promises (customer_id, saved_at)').execute(db);
    await sql.raw('create index promises_by_end on promises (ended_at)').execute(db);
    await sql.raw('create unique index promises_live on promises (customer_id) where ended_at is null').execute(db);
    await makeTable(db, dialect, 'words', [text('word'), int('customer_id', { refers: 'customers' })], ['word', 'customer_id']);
    await sql.raw('create index words_of_customer on words (customer_id)').execute(db);
    await makeTable(db, dialect, 'settings', [text('key'), text('value'), int('set_at')], ['key']);
}
