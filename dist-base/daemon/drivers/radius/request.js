// What a Disconnect-Request says, and what the answer means (RFC 5176 §2–3). A NAS finds a session by the attributes that are
// there, all of which must match, and some refuse a request for one attribute that they do not know. So it gets few: the
// user, the session's id and its address; and where it says no, it is asked once more without the address.
import { eachAttribute } from '../../radius/packet.js';
const USER_NAME = 1;
const FRAMED_IP_ADDRESS = 8;
const ACCT_SESSION_ID = 44;
const EVENT_TIMESTAMP = 55;
const ERROR_CAUSE = 101;
/** RFC 5176 §3.5, as IANA goes on with it. */
const CAUSES = {
    ...{ 201: 'Residual-Session-Context-Removed', 202: 'Invalid-EAP-Packet', 401: 'Unsupported-Attribute' },
    ...{ 402: 'Missing-Attribute', 403: 'NAS-Identification-Mismatch', 404: 'Invalid-Request', 405: 'Unsupported-Service' },
    ...{ 406: 'Unsupported-Extension', 407: 'Invalid-Attribute-Value', 501: 'Administratively-Prohibited' },
    ...{ 502: 'Request-Not-Routable', 503: 'Session-Context-Not-Found', 504: 'Session-Context-Not-Removable' },
    ...{ 505: 'Other-Proxy-Processing-Error', 506: 'Resources-Unavailable', 507: 'Request-Initiated' },
    508: 'Multiple-Session-Selection-Unsupported',
};
/** The NAS has no such session: nothing is left to be ended. */
export const NO_SUCH_SESSION = 503;
/** By number and name, for people; a NAS may leave it out. */
export const causeText = (cause) => cause === null ? 'without saying why' : `Error-Cause ${cause} ${CAUSES[cause] ?? 'unknown'}`;
/** From a NAK; null where it says none. */
export function errorCause(bytes) {
    let cause = null;
    eachAttribute(bytes, (type, from, to) => {
        if (type === ERROR_CAUSE && to - from === 4)
            cause = bytes.readUInt32BE(from);
    });
    return cause;
}
/** RFC 2865 §5: an attribute holds 253 octets. */
const VALUE_MAX = 253;
/**
 * All that names it, then without the address. The NAS gets the next only where it says no to the one before. Empty where a text
 * is longer than any NAS could have sent it.
 */
export function waysToName({ username, sessionId, address }) {
    const named = (encoded) => [
        [USER_NAME, encoded(username)],
        ...(sessionId === null ? [] : [[ACCT_SESSION_ID, encoded(sessionId)]]),
    ];
    const octets = address === null ? null : ipv4(address);
    const full = named((text) => Buffer.from(text));
    // What is no ASCII may have come in Latin-1, half as long.
    const plain = named((text) => Buffer.from(text, /^[\u0000-\u00ff]*$/.test(text) ? 'latin1' : 'utf8'));
    const isSame = full.every(([, value], at) => value.equals(plain[at]?.[1] ?? value));
    const ways = octets !== null ? [[...full, [FRAMED_IP_ADDRESS, octets]], plain] : isSame ? [full] : [full, plain];
    return ways.filter((way) => way.every(([, value]) => value.length <= VALUE_MAX));
}
function ipv4(address) {
    const parts = address.split('.');
    return parts.length === 4 ? Buffer.from(parts.map(Number)) : null;
}
/** Some NAS take a request only within 300 s of its Event-Timestamp; sent again it stays the same. */
export function dated(attributes, now) {
    const seconds = Buffer.alloc(4);
    seconds.writeUInt32BE(Math.floor(now / 1000));
    return [...attributes, [EVENT_TIMESTAMP, seconds]];
}
