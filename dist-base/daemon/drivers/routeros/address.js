// Addresses as routers write them: a host, a prefix or a range, IPv4 or IPv6. Every one becomes a span of two texts that
// compare in the order of the addresses, so that "is it covered" and "is it the same" are comparisons of text. Names (a
// list entry may be a DNS name) are no address: null. Surprising: host bits behind a prefix are ignored, because RouterOS
// keeps those of IPv6.
import { isIPv6 } from 'node:net';
export function parseAddress(given) {
    const text = given.trim();
    return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}
/** True where every address of `inner` is one of `outer`. */
export function covers(outer, inner) {
    return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}
export function isSingle(address) {
    return address.first === address.last;
}
/** The address of `10.0.0.7:443`, `10.0.0.7`, `[2001:db8::1]:443`, `2001:db8::1`: connection tracking writes all of them. */
export function hostOf(endpoint) {
    if (endpoint.startsWith('['))
        return endpoint.slice(1, endpoint.indexOf(']'));
    const colon = endpoint.indexOf(':');
    // One colon parts the port of IPv4; two or more are IPv6 without a port.
    return colon >= 0 && endpoint.indexOf(':', colon + 1) < 0 ? endpoint.slice(0, colon) : endpoint;
}
function spanned(family, text, first, last) {
    return { family, text, key: first === last ? first : `${first}-${last}`, first, last };
}
function parseIpv4(text) {
    const host = ipv4Number(text);
    if (host >= 0) {
        const unit = ipv4Units(host);
        return spanned(4, text, unit, unit);
    }
    const slash = text.indexOf('/');
    if (slash > 0) {
        const [base, bits] = [ipv4Number(text.slice(0, slash)), bitsOf(text.slice(slash + 1), 32)];
        if (base < 0 || bits === null)
            return null;
        const size = 2 ** (32 - bits);
        const low = base - (base % size);
        return spanned(4, bits === 32 ? text.slice(0, slash) : text, ipv4Units(low), ipv4Units(low + size - 1));
    }
    const dash = text.indexOf('-');
    if (dash < 0)
        return null;
    const [low, high] = [ipv4Number(text.slice(0, dash)), ipv4Number(text.slice(dash + 1))];
    return low < 0 || high < low ? null : spanned(4, text, ipv4Units(low), ipv4Units(high));
}
/** -1 where the text is no dotted quad without leading zeros. */
function ipv4Number(text) {
    let value = 0;
    let octet = -1;
    let dots = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code === 0x2e) {
            if (octet < 0 || ++dots > 3)
                return -1;
            value = value * 256 + octet;
            octet = -1;
        }
        else {
            if (code < 0x30 || code > 0x39 || octet === 0)
                return -1;
            octet = (octet < 0 ? 0 : octet * 10) + code - 0x30;
            if (octet > 255)
                return -1;
        }
    }
    return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}
function ipv4Units(value) {
    return String.fromCharCode(value >>> 16, value & 0xffff);
}
function bitsOf(text, max) {
    const bits = Number(text);
    return text !== '' && Number.isInteger(bits) && bits >= 0 && bits <= max ? bits : null;
}
function parseIpv6(text) {
    const dash = text.indexOf('-');
    if (dash > 0) {
        const [first, last] = [ipv6Hex(text.slice(0, dash)), ipv6Hex(text.slice(dash + 1))];
        return first === null || last === null || last < first ? null : spanned(6, text, first, last);
    }
    const slash = text.indexOf('/');
    const host = ipv6Hex(slash < 0 ? text : text.slice(0, slash));
    const bits = slash < 0 ? 128 : bitsOf(text.slice(slash + 1), 128);
    return host === null || bits === null ? null : spanned(6, text, filled(host, bits, 0), filled(host, bits, 15));
}
function ipv6Hex(text) {
    if (!isIPv6(text) || text.includes('%'))
        return null;
    const gap = text.indexOf('::');
    const head = groupsOf(gap < 0 ? text : text.slice(0, gap));
    const tail = gap < 0 ? '' : groupsOf(text.slice(gap + 2));
    return head + '0'.repeat(32 - head.length - tail.length) + tail;
}
function groupsOf(text) {
    if (text === '')
        return '';
    let hex = '';
    // The last group may be a dotted quad: two groups in one.
    for (const group of text.split(':'))
        hex += group.includes('.') ? ipv4Number(group).toString(16).padStart(8, '0') : group.padStart(4, '0');
    return hex.toLowerCase();
}
/** Keeps the first `bits` bits and fills the rest with zeros or ones. */
function filled(hex, bits, fill) {
    const whole = bits >> 2;
    if (whole >= hex.length)
        return hex;
    const rest = 15 >> (bits & 3);
    const digit = Number.parseInt(hex.charAt(whole), 16);
    const edge = fill === 0 ? digit & ~rest : digit | rest;
    return hex.slice(0, whole) + edge.toString(16) + fill.toString(16).repeat(hex.length - whole - 1);
}
