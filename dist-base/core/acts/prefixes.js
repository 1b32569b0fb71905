// IPv6 prefixes of two customers on one router must not lie in each other: an entry of the cut list for the wider one would cut
// whoever has the narrower one. Two that are the same are a clash like any other (store/claims.ts); one inside the other is a
// mistake in the data, and refused where it is entered.
import { Fault } from '../fault.js';
import { widen } from '../rules/identity.js';
import { connectionNames, prefixesInService } from '../store/connections.js';
/** Throws where a prefix of these connections covers another one on its router, or lies in one. */
export async function refuseNested(db, connectionIds) {
    const rows = await prefixesInService(db);
    const byPlace = new Map(rows.map((row) => [`${row.routerId} ${row.prefix}`, row]));
    const lengths = [...new Set(rows.map((row) => bitsOf(row.prefix)))].sort((a, b) => a - b);
    for (const inner of rows) {
        for (const bits of lengths.filter((length) => length < bitsOf(inner.prefix))) {
            const outer = byPlace.get(`${inner.routerId} ${widen(inner.prefix, bits)}`);
            if (outer === undefined || (!connectionIds.has(inner.id) && !connectionIds.has(outer.id)))
                continue;
            const [one, other] = await Promise.all([outer, inner].map(async ({ id }) => (await connectionNames(db, [id])).join('')));
            const message = `ipv6_prefix: ${outer.prefix} of ${one} holds ${inner.prefix} of ${other} on the same router; who is cut by the one would cut the other: correct one of them`;
            throw new Fault('input-invalid', message, { outer: outer.prefix, inner: inner.prefix });
        }
    }
}
const bitsOf = (prefix) => Number(prefix.slice(prefix.indexOf('/') + 1));
