// Who may send accounting, by where it comes from: one address, or a prefix; the longest prefix counts. Nothing else makes a
// client: what a packet says of itself is believed only after its authenticator was worked out with the secret of its source.
import { BlockList, isIP, isIPv4 } from 'node:net';
/** `::ffff:10.0.0.1` is how a socket for both families tells of 10.0.0.1. */
export const plainAddress = (address) => address.startsWith('::ffff:') && isIPv4(address.slice(7)) ? address.slice(7) : address.replace(/%.*$/, '');
/** Entries that name no address are left out; whoever stores one checks it. */
export function makeClients(entries) {
    const single = new Map();
    const spans = [];
    for (const { name, secret, prefix } of entries) {
        const [address = '', length] = prefix.split('/');
        const version = isIP(address);
        if (version === 0)
            continue;
        const most = version === 4 ? 32 : 128;
        const bits = length === undefined ? most : Number(length);
        if (bits === most)
            single.set(address, { name, secret });
        else
            spans.push({ client: { name, secret }, ...spanOf(address, bits, version) });
    }
    spans.sort((one, other) => other.bits - one.bits);
    // The source of each packet is looked up, and a NAS sends thousands: what was found once is kept.
    const found = new Map();
    return {
        size: entries.length,
        of(source) {
            if (found.has(source))
                return found.get(source);
            const address = plainAddress(source);
            const family = isIPv4(address) ? 'ipv4' : 'ipv6';
            const client = single.get(address) ?? spans.find((span) => span.family === family && span.range.check(address, family))?.client;
            // Whoever sends from a million addresses must not fill the memory with them.
            if (found.size >= 10_000)
                found.clear();
            found.set(source, client);
            return client;
        },
    };
}
function spanOf(address, bits, version) {
    const family = version === 4 ? 'ipv4' : 'ipv6';
    const range = new BlockList();
    range.addSubnet(address, bits, family);
    return { bits, family, range };
}
