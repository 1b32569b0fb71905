// Addresses as devices write them: one, a prefix or a range, IPv4 or IPv6. Each becomes the first and the last address of a
// span, spelled so that texts compare as addresses do: "is it covered" and "is it the same" are comparisons of text.
import { ipv6Groups, maskedGroups, parseIpv4, shortIpv6 } from '../../../core/rules/identity.js';
/** Null where the text is no address, no prefix and no range. Bits behind a prefix are dropped. */
export function parseSpan(given) {
    const text = given.trim().toLowerCase();
    const dash = text.indexOf('-');
    if (dash > 0)
        return rangeOf(text.slice(0, dash), text.slice(dash + 1));
    const slash = text.indexOf('/');
    const address = slash < 0 ? text : text.slice(0, slash);
    const units = unitsOf(address);
    if (units === null)
        return null;
    const all = units.length * 16;
    const bits = slash < 0 ? all : lengthOf(text.slice(slash + 1), all);
    if (bits === null)
        return null;
    const first = maskedGroups(units, bits);
    const last = first.map((unit, index) => unit | (0xffff >> Math.min(16, Math.max(0, bits - index * 16))));
    return spanOf(first, last, bits === all ? spelled(first) : `${spelled(first)}/${bits}`);
}
/** True where every address of `inner` is one of `outer`. */
export function covers(outer, inner) {
    return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}
export const isSingle = (span) => span.first === span.last;
function rangeOf(low, high) {
    const [first, last] = [unitsOf(low), unitsOf(high)];
    if (first === null || last === null || first.length !== last.length)
        return null;
    const span = spanOf(first, last, `${spelled(first)}-${spelled(last)}`);
    return span.first <= span.last ? span : null;
}
/** Groups of 16 bits: two of IPv4, eight of IPv6. */
function unitsOf(address) {
    if (address.includes(':'))
        return ipv6Groups(address);
    const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(address)?.split('.').map(Number) ?? [];
    return parseIpv4(address) === null ? null : [a * 256 + b, c * 256 + d];
}
function lengthOf(text, most) {
    return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : null;
}
function spelled(units) {
    return units.length === 2 ? units.flatMap((unit) => [unit >> 8, unit & 255]).join('.') : shortIpv6(units);
}
function spanOf(low, high, text) {
    const [first, last] = [low, high].map((units) => units.map((unit) => unit.toString(16).padStart(4, '0')).join(''));
    return { family: low.length === 2 ? 4 : 6, text, key: `${first}-${last}`, first, last };
}
