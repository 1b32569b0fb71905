// What exports read of many customers at once.
import { sql } from 'kysely';
/** Documents of these customers, each customer's by day of issue. */
export async function documentsToExport(db, customerIds, span) {
    if (customerIds.length === 0)
        return [];
    const { from = '', to = '9999-12-31', kind } = span;
    const ofKind = kind === undefined ? sql `` : sql `and d.kind = ${kind}`;
    const { rows } = await sql `
    select d.customer_id as "customerId", d.company, d.kind, d.number, d.issued_on as "issuedOn", d.due_on as "dueOn",
      d.amount_cents as "amountCents", d.description, v.kind || ' ' || v.number as voids
    from documents d left join documents v on v.id = d.voids_id
    where d.customer_id in (${sql.join(customerIds)}) and d.issued_on >= ${from} and d.issued_on <= ${to} ${ofKind}
    order by d.customer_id, d.issued_on, d.id`.execute(db.withoutPlugins());
    return rows;
}
