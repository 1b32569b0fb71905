// What an Accounting-Request says (RFC 2866, RFC 2869 §5.1, RFC 3162, RFC 4818, RFC 6911), read in one walk over its octets.
// Nothing is invented: what the NAS does not send is null, and a value of the wrong length is as good as not sent. Counters
// are 64 bits wide (octets and Gigawords together). Surprising: the counters are the NAS's view, so *input* is what came
// from the customer, his upload.
import { OCTETS_MAX } from '../../core/rules/traffic.js';
import { eachAttribute } from './packet.js';
const STATUSES = { 1: 'start', 2: 'stop', 3: 'interim', 7: 'on', 8: 'off' };
const text = (key) => (found, bytes, from, to) => void (found[key] = textOf(bytes, from, to));
/** What has the wrong length is as good as not sent. */
const value = (key, of) => (found, bytes, from, to) => {
    const read = of(bytes, from, to);
    if (read !== null)
        found[key] = read;
};
/** By attribute number (RFC 2865, 2866, 2869, 3162, 4818, 6911). */
const READS = Object.assign([], {
    1: text('user'),
    4: value('nasAddress', ipv4),
    8: value('address', ipv4),
    30: text('called'),
    31: text('calling'),
    32: text('nasIdentifier'),
    40: value('statusNumber', number),
    41: value('delayS', number),
    42: value('upOctets', number),
    43: value('downOctets', number),
    44: text('sessionId'),
    46: value('seconds', number),
    49: value('cause', number),
    50: text('multiSessionId'),
    52: value('upHigh', number),
    53: value('downHigh', number),
    87: text('nasPortId'),
    95: value('nasIpv6', ipv6),
    97: value('ipv6Prefix', ipv6Prefix),
    123: value('delegatedPrefix', ipv6Prefix),
    168: value('ipv6Address', ipv6),
});
/** Null where the packet has no Acct-Status-Type that is known, or no session where one is due. */
export function readAccounting({ bytes }) {
    const found = blank();
    eachAttribute(bytes, (type, from, to) => READS[type]?.(found, bytes, from, to));
    const status = STATUSES[found.statusNumber];
    if (status === undefined)
        return null;
    found.status = status;
    found.upOctets = wide(found.upOctets, found.upHigh);
    found.downOctets = wide(found.downOctets, found.downHigh);
    const isOfNas = status === 'on' || status === 'off';
    return isOfNas || found.sessionId !== '' ? found : null;
}
function blank() {
    return {
        status: 'start',
        user: '',
        sessionId: '',
        multiSessionId: '',
        nasAddress: null,
        nasIpv6: null,
        nasIdentifier: null,
        nasPortId: null,
        calling: null,
        called: null,
        address: null,
        ipv6Address: null,
        ipv6Prefix: null,
        delegatedPrefix: null,
        seconds: null,
        upOctets: null,
        downOctets: null,
        delayS: 0,
        cause: null,
        statusNumber: 0,
        upHigh: 0,
        downHigh: 0,
    };
}
/** RFC 2869 §5.1: Gigawords count how often the 32 bits ran over. What no line carries was counted by nobody. */
function wide(low, high) {
    if (low === null)
        return null;
    const octets = high * 0x1_0000_0000 + low;
    return octets < OCTETS_MAX ? octets : null;
}
function number(bytes, from, to) {
    return to - from === 4 ? bytes.readUInt32BE(from) : null;
}
/** Text that is no UTF-8 was typed in Latin-1. Control characters have no business in a name and would reach a terminal. */
function textOf(bytes, from, to) {
    if (isPlain(bytes, from, to))
        return bytes.toString('latin1', from, to);
    let text = bytes.toString('utf8', from, to);
    if (text.includes('\ufffd'))
        text = bytes.toString('latin1', from, to);
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '');
}
/** Printable ASCII, as nearly all of it is: there is nothing to decode and nothing to take out. */
function isPlain(bytes, from, to) {
    for (let at = from; at < to; at++) {
        const octet = bytes[at];
        if (octet < 0x20 || octet > 0x7e)
            return false;
    }
    return true;
}
function ipv4(bytes, from, to) {
    if (to - from !== 4)
        return null;
    return `${bytes[from]}.${bytes[from + 1]}.${bytes[from + 2]}.${bytes[from + 3]}`;
}
function ipv6(bytes, from, to) {
    return to - from === 16 ? spell(bytes.subarray(from, to)) : null;
}
/** RFC 3162 §2.3: an octet of nothing, the length in bits, and as many octets as it takes; the rest is zeros. */
function ipv6Prefix(bytes, from, to) {
    const size = to - from;
    const bits = size >= 2 ? bytes[from + 1] : 255;
    if (bits > 128 || size > 18)
        return null;
    const whole = Buffer.alloc(16);
    bytes.copy(whole, 0, from + 2, to);
    return `${spell(whole)}/${bits}`;
}
/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups left out. */
function spell(bytes) {
    const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2));
    let best = { at: -1, size: 1 };
    for (let at = 0; at < 8; at++) {
        let size = 0;
        while (at + size < 8 && groups[at + size] === 0)
            size++;
        if (size > best.size)
            best = { at, size };
        if (size > 0)
            at += size - 1;
    }
    const text = (some) => some.map((group) => group.toString(16)).join(':');
    if (best.at < 0)
        return text(groups);
    return `${text(groups.slice(0, best.at))}::${text(groups.slice(best.at + best.size))}`;
}
