// Pre-notices that were shown, and the way from an IPv6 prefix to its connection: who calls from where is asked by the
// notice page for every browser that a router sends there.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, optional } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'notices', [
        id,
        int('customer_id', { refers: 'customers' }),
        int('connection_id', { refers: 'connections' }),
        int('router_id', { refers: 'routers' }),
        text('address', optional),
        text('ipv6_prefix', optional),
        int('begun_at'),
        int('until_at'),
        int('ended_at', optional),
        text('ended_by', optional),
    ]);
    await sql.raw('create index notices_of_customer on notices (customer_id, begun_at)').execute(db);
    // Those that still run are the few at its end.
    await sql.raw('create index notices_by_end on notices (until_at)').execute(db);
}
