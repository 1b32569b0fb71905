// RADIUS on the wire (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2–3): lengths, authenticators, attributes as bytes. Pure: no
// socket, no clock. What the attributes mean is attributes.ts. Nothing here throws for what a peer sent: a datagram that
// breaks the rules is answered with the name of the rule. Surprising: octets beyond Length are padding and are ignored, and
// in Accounting, Disconnect and CoA requests the Message-Authenticator is worked out over an authenticator of zeros, before
// the Request Authenticator is (RFC 5176 §3.5): libraries that take them the other way round are dropped by FreeRADIUS.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
export const CODE = {
    accountingRequest: 4,
    accountingResponse: 5,
    disconnectRequest: 40,
    disconnectAck: 41,
    disconnectNak: 42,
    coaRequest: 43,
    coaAck: 44,
    coaNak: 45,
};
/** Attribute numbers that the frame itself needs to know. */
const MESSAGE_AUTHENTICATOR = 80;
const HEAD = 20;
const PACKET_MAX = 4096;
const ZEROS = Buffer.alloc(16);
/** Lengths are checked and nothing else: who sent it, and whether with the right secret, is not known yet. */
export function readPacket(datagram) {
    if (datagram.length < HEAD)
        return 'too short';
    const length = datagram.readUInt16BE(2);
    if (length < HEAD || length > PACKET_MAX || length > datagram.length)
        return 'bad length';
    const bytes = length === datagram.length ? datagram : datagram.subarray(0, length);
    let signedAt = 0;
    for (let at = HEAD; at < length;) {
        const size = at + 1 < length ? bytes[at + 1] : 0;
        if (size < 2 || at + size > length)
            return 'bad attribute';
        if (bytes[at] === MESSAGE_AUTHENTICATOR) {
            if (size !== 18 || signedAt !== 0)
                return 'bad attribute';
            signedAt = at + 2;
        }
        at += size;
    }
    return { code: bytes[0], id: bytes[1], bytes, signedAt };
}
/** Walks the attributes in order; `from` and `to` bound the value. */
export function eachAttribute(bytes, visit) {
    for (let at = HEAD; at < bytes.length;) {
        const size = bytes[at + 1];
        visit(bytes[at], at + 2, at + size);
        at += size;
    }
}
// One packet is worked on at a time, so one piece of memory serves all sums.
const scratch = Buffer.alloc(PACKET_MAX + 256);
/** The packet with other octets in the place of its authenticator, followed by the secret: what every sum is over. */
function summed(bytes, authenticator, secret) {
    bytes.copy(scratch, 0);
    authenticator.copy(scratch, 4, 0, 16);
    secret.copy(scratch, bytes.length);
    return hash('md5', scratch.subarray(0, bytes.length + secret.length), 'buffer');
}
function signature(bytes, signedAt, authenticator, secret) {
    bytes.copy(scratch, 0);
    authenticator.copy(scratch, 4, 0, 16);
    ZEROS.copy(scratch, signedAt);
    return createHmac('md5', secret).update(scratch.subarray(0, bytes.length)).digest();
}
/** The peer knows the secret: Request Authenticator, and Message-Authenticator where there is one. Not for Access-Request. */
export function isTrueRequest({ bytes, signedAt }, secret) {
    if (!timingSafeEqual(summed(bytes, ZEROS, secret), bytes.subarray(4, HEAD)))
        return false;
    return signedAt === 0 || timingSafeEqual(signature(bytes, signedAt, ZEROS, secret), bytes.subarray(signedAt, signedAt + 16));
}
/** It answers this very request, and whoever sent it knows the secret. */
export function isTrueResponse({ bytes, id, signedAt }, request, secret) {
    const asked = request.subarray(4, HEAD);
    if (id !== request[1] || !timingSafeEqual(summed(bytes, asked, secret), bytes.subarray(4, HEAD)))
        return false;
    return signedAt === 0 || timingSafeEqual(signature(bytes, signedAt, asked, secret), bytes.subarray(signedAt, signedAt + 16));
}
/** A request that proves itself: Accounting, Disconnect, CoA. The Message-Authenticator comes first where it is wanted. */
export function makeRequest(code, id, attributes, secret, isSigned) {
    const bytes = frame(code, id, isSigned ? [[MESSAGE_AUTHENTICATOR, ZEROS], ...attributes] : attributes);
    if (isSigned)
        signature(bytes, HEAD + 2, ZEROS, secret).copy(bytes, HEAD + 2);
    summed(bytes, ZEROS, secret).copy(bytes, 4);
    return bytes;
}
/** The answer to a request, in the words of RFC 2865 §3: its authenticator is over that of the request. */
export function makeResponse(code, request, secret, attributes = []) {
    const bytes = frame(code, request.id, attributes);
    summed(bytes, request.bytes.subarray(4, HEAD), secret).copy(bytes, 4);
    return bytes;
}
function frame(code, id, attributes) {
    const length = attributes.reduce((sum, [, value]) => sum + 2 + value.length, HEAD);
    if (length > PACKET_MAX)
        throw new RangeError(`a RADIUS packet of ${length} octets; ${PACKET_MAX} is the most`);
    const bytes = Buffer.alloc(length);
    bytes[0] = code;
    bytes[1] = id;
    bytes.writeUInt16BE(length, 2);
    let at = HEAD;
    for (const [type, value] of attributes) {
        if (value.length > 253)
            throw new RangeError(`attribute ${type} of ${value.length} octets; 253 is the most`);
        bytes[at] = type;
        bytes[at + 1] = value.length + 2;
        value.copy(bytes, at + 2);
        at += value.length + 2;
    }
    return bytes;
}
