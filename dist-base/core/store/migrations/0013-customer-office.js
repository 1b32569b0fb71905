// What the office keeps of a customer beside his row: internal notes and files. The lists that two of his fields are chosen
// from, which begin with what customers have already. And what a sign-up is compared by: id number, addresses, payment code.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text } = column;
const customer = int('customer_id', { refers: 'customers' });
const askId = text('ask_id', { optional: true, unique: true });
/** Administrative states that an ISP begins with. */
const FIRST_STATUSES = ['Activo', 'En retiro', 'Cliente problemático'];
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    const run = (statement) => sql.raw(statement).execute(db);
    await makeTable(db, dialect, 'notes', [id, customer, int('at'), text('by'), text('text'), askId]);
    await run('create index notes_of_customer on notes (customer_id, id)');
    await makeTable(db, dialect, 'files', [
        ...[id, customer, int('at'), text('by'), text('name'), text('kind'), int('size_bytes')],
        ...[text('stored'), text('sha256'), askId],
    ]);
    await run('create index files_of_customer on files (customer_id, id)');
    await makeTable(db, dialect, 'statuses', [id, text('name', { unique: true })]);
    for (const name of FIRST_STATUSES)
        await db.insertInto('statuses').values({ name }).execute();
    await run(`insert into statuses (name) select distinct status from customers
    where status is not null and status not in (select name from statuses)`);
    await makeTable(db, dialect, 'postal_codes', [id, text('code'), text('place')]);
    await run('create unique index postal_codes_named on postal_codes (code, place)');
    await run(`insert into postal_codes (code, place) select distinct postal_code, coalesce(city, '') from customers
    where postal_code is not null`);
    await run(`alter table customers add column ask_id text${dialect === 'postgres' ? ' collate "C"' : ''}`);
    await run('create unique index customers_asked on customers (ask_id) where ask_id is not null');
    await run('create index customers_by_id_number on customers (id_number, code)');
    await run('create index customers_by_address on customers (lower(address), code) where address is not null');
    await run('create index customers_by_fiscal_address on customers (lower(fiscal_address), code) where fiscal_address is not null');
    await run('create index customers_by_payment_code on customers (payment_code, code) where payment_code is not null');
    for (const column of ['till', 'contract_type'])
        await run(`create index customers_by_${column} on customers (${column}, code) where ${column} is not null`);
    await run('create index customers_by_former_code on customers (former_code) where former_code is not null');
}
