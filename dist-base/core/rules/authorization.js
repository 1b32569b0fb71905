// May this name log in, and with what? Answers FreeRADIUS, which proves the password itself. Service is taken away only where
// two agree: the orders of the connection's place say cut (they know of runs, guards, no-cut days and shared addresses), and
// the customer is decided to be cut at this very instant (so a payment counts the moment it is committed). Whatever is not
// known counts for the customer. Two MikroTik habits are met: rates are written upload first, and a DHCP server logs in by MAC.
import { parseMac } from './identity.js';
export const REFUSALS = ['unknown', 'ambiguous', 'closed', 'deleted', 'no-password', 'wrong-door', 'cut'];
/** The one connection that a name belongs to: who is in service goes before who was, who is a customer before who was one. */
export function loginOf(found) {
    const present = found.filter((one) => !one.isDeleted);
    const served = present.filter((one) => one.inService);
    const [one, ...others] = served;
    if (others.length > 0)
        return 'ambiguous';
    if (one !== undefined)
        return one;
    if (present.length > 0)
        return 'closed';
    return found.length > 0 ? 'deleted' : 'unknown';
}
/** `decided` is what the customer is decided to be at this instant; null where his documents contradict each other. */
export function authorize(login, decided, asked, terms) {
    const { connection } = login;
    const isCut = mayBeCut(login) && decided === 'cut';
    if (isCut && terms.cut === 'reject')
        return { accept: false, why: 'cut', connection };
    const reply = isCut ? cutReply(login, terms) : servedReply(login, terms);
    if (login.hasPassword)
        return { accept: true, connection, isCut, proof: 'password', reply };
    if (!login.byMac)
        return { accept: false, why: 'no-password', connection };
    if (!isOwnDoor(login, asked))
        return { accept: false, why: 'wrong-door', connection };
    return { accept: true, connection, isCut, proof: 'mac', reply };
}
/** Only then the customer needs to be decided: without an order to cut nobody is. */
export const mayBeCut = (login) => login.ordered === 'cut';
/**
 * A MAC is no secret: it opens without a password only where the NAS itself saw that it is the caller's. By PPPoE anybody could
 * dial with his neighbour's MAC for a name, on a hotspot's page anybody could write it.
 */
function isOwnDoor({ kind, mac }, { isPpp, calling }) {
    const takesMac = kind === 'dhcp' || kind === 'hotspot' || kind === 'radius';
    return takesMac && !isPpp && calling !== null && mac !== null && parseClientId(calling) === mac;
}
/**
 * A MAC as a NAS tells of a caller. A DHCP client's id is its MAC behind the number of its hardware type (RFC 2132 §9.14), and
 * RouterOS leaves zeros out: `1:dc:9f:db:0:0:1`.
 */
export function parseClientId(text) {
    const parts = text.trim().split(':');
    if (parts.length !== 7 || parts[0] !== '1')
        return parseMac(text);
    return parseMac(parts
        .slice(1)
        .map((part) => part.padStart(2, '0'))
        .join(':'));
}
/** RFC 2869 §5.16: never below a minute. */
const INTERIM_MIN_S = 60;
const WISPR_MAX_BPS = 0xffff_ffff;
const interim = (terms) => [['Acct-Interim-Interval', String(Math.max(terms.interimS, INTERIM_MIN_S))]];
const unlessEmpty = (attribute, value) => value === null || value === '' ? [] : [[attribute, value]];
export function servedReply({ plan, address, ipv6Prefix }, terms) {
    return [
        ...(plan === null ? [] : rates(plan)),
        ...(address === null ? unlessEmpty('Framed-Pool', terms.pool) : unlessEmpty('Framed-IP-Address', address)),
        ...unlessEmpty('Delegated-IPv6-Prefix', ipv6Prefix),
        ...unlessEmpty('Mikrotik-Address-List', terms.list),
        ...interim(terms),
    ];
}
/** No IPv6 prefix: it would go around a list of IPv4 addresses. */
export function cutReply({ address }, terms) {
    return [
        ...unlessEmpty('Mikrotik-Rate-Limit', terms.cutRate),
        ...(terms.cutPool === '' ? unlessEmpty('Framed-IP-Address', address) : unlessEmpty('Framed-Pool', terms.cutPool)),
        ...unlessEmpty('Mikrotik-Address-List', terms.cutList),
        ...interim(terms),
    ];
}
/** MikroTik takes its own text, whose first number is what the router receives: the upload. Other hotspots take WISPr, in bit/s. */
function rates({ downKbps, upKbps }) {
    const wispr = Math.max(downKbps, upKbps) * 1000 <= WISPR_MAX_BPS;
    return [
        ['Mikrotik-Rate-Limit', `${upKbps}k/${downKbps}k`],
        ...(wispr
            ? [
                ['WISPr-Bandwidth-Max-Up', String(upKbps * 1000)],
                ['WISPr-Bandwidth-Max-Down', String(downKbps * 1000)],
            ]
            : []),
    ];
}
