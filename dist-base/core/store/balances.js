// The stored balance of each customer against the sum of his documents.
import { sql } from 'kysely';
/** The stored balances that differ from the documents, of these customers or of all. */
export async function balanceDifferences(db, customerIds) {
    const wanted = customerIds ? sql `where c.id in (${sql.join(customerIds)})` : sql ``;
    const { rows } = await sql `
    select id as "customerId", code, stored as "storedCents", rebuilt as "rebuiltCents" from (
      select c.id, c.code, c.balance_cents as stored, cast(coalesce((
        select sum(case when substr(d.kind, 1, 1) in ('F', 'D') then d.amount_cents else -d.amount_cents end)
        from documents d where d.customer_id = c.id), 0) as bigint) as rebuilt
      from customers c ${wanted}) as sums
    where stored <> rebuilt order by id`.execute(db.withoutPlugins());
    return rows;
}
export async function storeBalance(db, customerId, balanceCents) {
    await db.updateTable('customers').set({ balanceCents }).where('id', '=', customerId).execute();
}
