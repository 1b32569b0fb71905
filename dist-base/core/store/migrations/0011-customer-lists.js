// What lists of customers are filtered and sorted by. Each index ends in the code, the order in which they are shown.
import { sql } from 'kysely';
const COLUMNS = ['city', 'postal_code', 'status', 'payment_method', 'collector', 'salesperson'];
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db) {
    for (const column of COLUMNS)
        await sql.raw(`create index customers_by_${column} on customers (${column}, code) where ${column} is not null`).execute(db);
    await sql.raw('create index customers_by_company on customers (company, code)').execute(db);
    await sql.raw('create index customers_by_debt on customers (balance_cents desc, id)').execute(db);
    await sql.raw('create index customers_free on customers (code) where free = 1').execute(db);
    await sql.raw('create index customers_not_blockable on customers (code) where blockable = 0').execute(db);
    await sql.raw('create index connections_of_plan on connections (plan_id) where plan_id is not null').execute(db);
    await sql.raw("create index places_cut on places (connection_id) where is_current = 1 and observed = 'cut'").execute(db);
}
//# sourceMappingURL=0011-customer-lists.js.map