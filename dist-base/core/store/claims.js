// Which connections in service claim the same address, user or MAC on a router: they can only be cut together. Grouping is
// done by the database over the indexes of these columns; usually the answer is empty.
import { sql } from 'kysely';
const ALL_KINDS = ['address-list', 'queue', 'dhcp', 'pppoe', 'hotspot', 'radius'];
const COLUMNS = [
    // An entry of the cut list for an address cuts whoever has it, however he is known to the router himself.
    { name: 'ip', kinds: ALL_KINDS, perKind: false },
    { name: 'ipv6_prefix', kinds: ALL_KINDS, perKind: false },
    { name: 'username', kinds: ['pppoe', 'hotspot', 'queue', 'radius'], perKind: true },
    { name: 'mac', kinds: ALL_KINDS, perKind: false },
];
/** All clashes of the ISP, or those that one of these customers' connections takes part in. */
export async function clashes(db, customerIds) {
    if (customerIds?.length === 0)
        return [];
    const lines = [];
    for (const column of COLUMNS)
        lines.push(...(await clashesBy(db, column, customerIds)));
    return lines;
}
async function clashesBy(db, column, customerIds) {
    const name = sql.raw(column.name);
    const kind = column.perKind ? sql `, kind` : sql ``;
    const sameKind = column.perKind ? sql `and mine.kind = c.kind` : sql ``;
    const kinds = sql.join(column.kinds);
    const served = sql `in_service = 1 and ${name} is not null and router_id is not null and kind in (${kinds})`;
    const group = customerIds
        ? sql `select ${name}, router_id ${kind} from connections where ${served} and customer_id in (${sql.join(customerIds)}) group by ${name}, router_id ${kind}`
        : sql `select ${name}, router_id ${kind} from connections where ${served} group by ${name}, router_id ${kind} having count(*) > 1`;
    const { rows } = await sql `
    select c.${name} as claim, c.router_id as "routerId", c.kind, c.id as "connectionId", c.customer_id as "customerId"
    from (${group}) mine join connections c on c.${name} = mine.${name} and c.router_id = mine.router_id ${sameKind}
    where c.in_service = 1 and c.kind in (${kinds})`.execute(db.withoutPlugins());
    const lines = rows.map((row) => ({
        key: `${row.routerId} ${column.perKind ? row.kind : column.name} ${row.claim}`,
        connectionId: row.connectionId,
        customerId: row.customerId,
    }));
    return customerIds ? onlyShared(lines) : lines;
}
function onlyShared(lines) {
    const counts = new Map();
    for (const line of lines)
        counts.set(line.key, (counts.get(line.key) ?? 0) + 1);
    return lines.filter((line) => (counts.get(line.key) ?? 0) > 1);
}
