// Whose connection an address is, for the notice page. Deleted customers are nobody: their addresses are given to others.
// Several lines may come back; whether they are one customer's is for the caller to see.
import { sql } from 'kysely';
import { isDeleted } from '../rules/decision.js';
const LINE = sql `c.id as "connectionId", c.customer_id as "customerId", u.code, u.name, c.ipv6_prefix as "ipv6Prefix"`;
/** More than one customer at an address is as good as many. */
const LINES_MOST = 20;
/** Connections in service with this IPv4 address. */
export async function connectionsAt(db, address) {
    const { rows } = await sql `
    select ${LINE} from connections c join customers u on u.id = c.customer_id
    where c.ip = ${address} and c.in_service = 1 order by c.id limit ${LINES_MOST}`.execute(db.withoutPlugins());
    return rows.filter((row) => !isDeleted(row.code));
}
/** Connections in service whose open session accounting knows at this IPv4 address. */
export async function connectionsOnlineAt(db, address) {
    const { rows } = await sql `
    select ${LINE} from sessions s join logins l on l.id = s.login_id join connections c on c.id = l.connection_id
      join customers u on u.id = c.customer_id
    where s.address = ${address} and s.stopped_at is null and c.in_service = 1 order by c.id limit ${LINES_MOST}`.execute(db.withoutPlugins());
    return rows.filter((row) => !isDeleted(row.code));
}
/** Connections in service with the first of these prefixes that any has: given the longest first, the longest match. */
export async function connectionsUnder(db, prefixes) {
    const { rows } = await sql `
    select ${LINE} from connections c join customers u on u.id = c.customer_id
    where c.ipv6_prefix in (${sql.join(prefixes)}) and c.in_service = 1 order by c.id limit ${LINES_MOST}`.execute(db.withoutPlugins());
    const known = rows.filter((row) => !isDeleted(row.code));
    const longest = prefixes.find((prefix) => known.some((row) => row.ipv6Prefix === prefix));
    return known.filter((row) => row.ipv6Prefix === longest);
}
