// What lists ask of each customer that they show, and of everybody who has no service: answered by indexes alone, because reading
// the rows of connections and places takes twice as long.
import { sql } from 'kysely';
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db) {
    await sql.raw('create index connections_served on connections (customer_id, in_service)').execute(db);
    await sql.raw('drop index places_of_connection').execute(db);
    await sql.raw('create index places_of_connection on places (connection_id, is_current, observed)').execute(db);
}
