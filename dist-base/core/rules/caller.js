// Who calls, by the address that his connection shows: in the spelling under which addresses and prefixes are stored. An
// IPv4 address that a socket of both families shows as IPv6 (`::ffff:10.0.0.7`, RFC 4291 §2.5.5.2) is the IPv4 address.
import { ipv6Groups, maskedGroups, parseIpv4, shortIpv6 } from './identity.js';
/** Null when it is no address at all. */
export function readCaller(text) {
    const bare = (text.split('%')[0] ?? '').toLowerCase(); // a link-local address names its interface behind a %
    const plain = parseIpv4(bare.startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare);
    if (plain !== null)
        return { family: 4, address: plain };
    const groups = ipv6Groups(bare);
    if (groups === null)
        return null;
    const [high = 0, low = 0] = groups.slice(6);
    const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
    if (isMapped)
        return { family: 4, address: [high >> 8, high & 255, low >> 8, low & 255].join('.') };
    return { family: 6, address: shortIpv6(groups) };
}
/** Every prefix that holds an IPv6 address, as prefixes are stored, the longest first. */
export function prefixesOver(address) {
    const groups = ipv6Groups(address) ?? [];
    return Array.from({ length: groups.length * 16 }, (_, index) => {
        const bits = groups.length * 16 - index;
        return `${shortIpv6(maskedGroups(groups, bits))}/${bits}`;
    });
}
