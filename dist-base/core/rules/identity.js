// What identifies a person or a connection, read as people write it and kept in one form: id numbers, IPv4 addresses, IPv6
// prefixes, MAC addresses. The numbers of countries that we do not know are kept as they were written. A customer without a
// number has seven nines, so that number is nobody's: it is never a key, a log-in or a sign of a duplicate.
/** Stored where a customer has no id number. */
export const NO_ID_NUMBER = '9999999';
/** Does this number tell anybody apart? */
export const hasIdNumber = (idNumber) => idNumber !== NO_ID_NUMBER;
const CUIT_EXPECTS = '11 digits with a right check digit, such as 20-12345678-6';
const CHECKED = {
    RUT: { isRight: isRut, expects: 'a number with a right check digit, such as 12345678-5' },
    NIF: { isRight: isNif, expects: '8 digits and the right letter, such as 12345678Z' },
    NIE: { isRight: isNif, expects: 'X, Y or Z, 7 digits and the right letter, such as X1234567L' },
};
/**
 * An id number as it is stored: digits alone for DNI, CUIT and CUIL, whose types come back in capitals; capitals and digits
 * alone for Chile's RUT and Spain's NIF and NIE; as written for all other types. Blank, zeros alone and seven nines mean that there is none.
 */
export function readIdNumber(type, text) {
    const known = type?.toUpperCase() ?? '';
    const isArgentine = known === 'DNI' || known === 'CUIT' || known === 'CUIL';
    const kept = isArgentine ? known : type;
    const written = text.trim();
    const digits = written.replaceAll(/[\s.-]/g, '');
    if (/^0*$/.test(digits) || digits === NO_ID_NUMBER)
        return { ok: true, type: kept, number: NO_ID_NUMBER };
    if (known === 'DNI') {
        const number = digits.replace(/^0+/, '');
        return /^\d{6,8}$/.test(number) ? { ok: true, type: kept, number } : { ok: false, expects: '7 or 8 digits' };
    }
    const checked = Object.hasOwn(CHECKED, known) ? CHECKED[known] : undefined;
    if (checked !== undefined) {
        const number = digits.toUpperCase();
        return checked.isRight(number) ? { ok: true, type: known, number } : { ok: false, expects: checked.expects };
    }
    if (isArgentine)
        return isCuit(digits) ? { ok: true, type: kept, number: digits } : { ok: false, expects: CUIT_EXPECTS };
    return written.length <= 40 ? { ok: true, type: kept, number: written } : { ok: false, expects: 'at most 40 characters' };
}
const CUIT_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
/** Eleven digits: two of the sort, eight of the person or company, one that checks the others modulo 11. */
export function isCuit(digits) {
    if (!/^(2[034567]|3[034])\d{9}$/.test(digits))
        return false;
    const rest = CUIT_WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
    // A rest of 1 would need the check digit 10: such numbers are issued under another sort.
    return rest !== 1 && Number(digits[10]) === (rest === 0 ? 0 : 11 - rest);
}
/** Chile: the digits weighed 2 to 7 from the right, modulo 11; a rest of 10 is written K. */
function isRut(number) {
    const [, digits = '', check] = /^(\d{6,8})([\dK])$/.exec(number) ?? [];
    const sum = [...digits].toReversed().reduce((total, digit, index) => total + Number(digit) * (2 + (index % 6)), 0);
    const rest = 11 - (sum % 11);
    return digits !== '' && check === (rest === 11 ? '0' : rest === 10 ? 'K' : String(rest));
}
/** Spain: a letter that is the number modulo 23; foreigners' numbers begin with X, Y or Z for 0, 1 or 2. */
function isNif(number) {
    const [, first = '', rest = '', letter] = /^([XYZ\d])(\d{7})([A-Z])$/.exec(number) ?? [];
    const digits = `${'XYZ'.includes(first) ? 'XYZ'.indexOf(first) : first}${rest}`;
    return rest !== '' && letter === 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23];
}
/** Four numbers without leading zeros, which some programs read as octal; null when it is no such address. */
export function parseIpv4(text) {
    const parts = text.trim().split('.');
    return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
        ? parts.join('.')
        : null;
}
/** `AA:BB:CC:DD:EE:FF` from any of the usual spellings; null when it is no MAC address. */
export function parseMac(text) {
    const written = text.trim().toUpperCase();
    const isSpelling = /^[\dA-F]{2}([:-])(?:[\dA-F]{2}\1){4}[\dA-F]{2}$/.test(written) ||
        /^[\dA-F]{4}\.[\dA-F]{4}\.[\dA-F]{4}$|^[\dA-F]{12}$/.test(written);
    if (!isSpelling)
        return null;
    return written.replaceAll(/[:.-]/g, '').replaceAll(/..(?!$)/g, '$&:');
}
/** `2001:db8:7::/56` in its short form (RFC 5952); null when it is no prefix or has something set after its length. */
export function parseIpv6Prefix(text) {
    const [, address = '', length = ''] = /^([\da-f:]+)\/(\d{1,3})$/i.exec(text.trim()) ?? [];
    const groups = ipv6Groups(address.toLowerCase());
    const bits = Number(length);
    if (groups === null || length === '' || bits < 1 || bits > 128)
        return null;
    const isClean = maskedGroups(groups, bits).every((group, index) => group === groups[index]);
    return isClean ? `${shortIpv6(groups)}/${bits}` : null;
}
/** The wider prefix of so many bits that a prefix lies in; both in their short form. */
export function widen(prefix, bits) {
    const groups = ipv6Groups(prefix.slice(0, prefix.indexOf('/'))) ?? [];
    return `${shortIpv6(groups.map((group, index) => group & ~hostMask(bits - index * 16)))}/${bits}`;
}
/** An address that one device can have: none of `0/8`, loopback, multicast and what lies above. */
export function parseHostIpv4(text) {
    const address = parseIpv4(text);
    const first = Number(address?.split('.')[0]);
    return first === 0 || first === 127 || first >= 224 ? null : address;
}
/** A prefix that one customer can have: a provider's whole allocation is none. */
export function parseCustomerPrefix(text) {
    const prefix = parseIpv6Prefix(text);
    return prefix !== null && Number(prefix.slice(prefix.indexOf('/') + 1)) >= CUSTOMER_BITS_MIN ? prefix : null;
}
/** The widest that registries and providers give to one site is a /48; a /40 leaves room for the unusual. */
const CUSTOMER_BITS_MIN = 40;
/** The bits of a group of 16 that lie after the prefix, of which `inPrefix` fall to this group and the ones after it. */
const hostMask = (inPrefix) => 0xffff >> Math.min(16, Math.max(0, inPrefix));
/** The groups of an address with everything after the prefix set to nothing. */
export const maskedGroups = (groups, bits) => groups.map((group, index) => group & ~hostMask(bits - index * 16));
/** Eight groups of 16 bits; null when it is no IPv6 address in hexadecimal. Expects small letters. */
export function ipv6Groups(address) {
    const halves = address.split('::');
    if (halves.length > 2)
        return null;
    const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
    const written = [...left, ...(right ?? [])];
    const isFull = right === undefined ? written.length === 8 : written.length < 8;
    if (!isFull || !written.every((group) => /^[\da-f]{1,4}$/.test(group)))
        return null;
    const zeros = Array.from({ length: 8 - written.length }, () => '0');
    return [...left, ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16));
}
/** The short form of RFC 5952. */
export function shortIpv6(groups) {
    let best = { start: 0, length: 0 };
    for (let start = 0; start < 8; start++) {
        let length = 0;
        while (groups[start + length] === 0)
            length++;
        if (length > best.length)
            best = { start, length };
    }
    const spell = (some) => some.map((group) => group.toString(16)).join(':');
    if (best.length < 2)
        return spell(groups);
    return `${spell(groups.slice(0, best.start))}::${spell(groups.slice(best.start + best.length))}`;
}
