// The codec against packets that other programs made, against itself, and against octets that nobody should send.
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAccounting } from './accounting.js';
import { CODE, isTrueRequest, isTrueResponse, makeRequest, makeResponse, readPacket, } from './packet.js';
const SECRET = Buffer.from('testing123');
const text = (type, value) => [type, Buffer.from(value)];
const number = (type, value) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return [type, octets];
};
function packetOf(hex) {
    const packet = readPacket(Buffer.from(hex, 'hex'));
    if (typeof packet === 'string')
        throw new Error(packet);
    return packet;
}
describe('packets of others', () => {
    // tcpdump tests/RADIUS-RFC5176.pcap and RADIUS-port1700.pcap, BSD-3-Clause; the secret is testing123.
    const disconnect = '28010026e1792d2b4ab349f1a4c0fcc733d091c1501258513d662847e5f8734a30dbdac8e4af';
    const coa = '2ba600197fbf02c6662b5990838a5e6e331b3ff00105626f62';
    test('a Disconnect-Request with Message-Authenticator, and a CoA-Request without', () => {
        expect(isTrueRequest(packetOf(disconnect), SECRET)).toBe(true);
        expect(isTrueRequest(packetOf(coa), SECRET)).toBe(true);
        expect(packetOf(coa)).toMatchObject({ code: CODE.coaRequest, id: 0xa6, signedAt: 0 });
    });
    test('are not true with another secret, another authenticator, another signature', () => {
        expect(isTrueRequest(packetOf(disconnect), Buffer.from('testing124'))).toBe(false);
        expect(isTrueRequest(packetOf(disconnect.replace('e1792d', 'e1792c')), SECRET)).toBe(false);
        const [, signed = ''] = disconnect.split('5012');
        const forged = packetOf(disconnect.replace(signed, signed.replace(/^58/, '59')));
        expect(isTrueRequest(forged, SECRET)).toBe(false);
    });
    test('a signature is asked for even where the authenticator is right', () => {
        const request = makeRequest(CODE.disconnectRequest, 9, [text(1, 'ana')], SECRET, true);
        request[22] = (request[22] ?? 0) ^ 1;
        // Whoever knows the secret could make the authenticator fit again.
        const again = makeRequest(CODE.disconnectRequest, 9, [[80, Buffer.from(request.subarray(22, 38))], text(1, 'ana')], SECRET, false);
        expect(isTrueRequest(packetOf(again.toString('hex')), SECRET)).toBe(false);
    });
    // tcpdump tests/RADIUS-RFC3162.pcap, BSD-3-Clause: three well-formed prefixes, three that are not.
    test.each([
        ['00402001 0db8 0a0b 12f0 0000000000000000', '2001:db8:a0b:12f0::/64'],
        ['00402001 0db8 0a0b 12f0', '2001:db8:a0b:12f0::/64'],
        ['0000', '::/0'],
        ['00', null],
        ['00402001 0db8 0a0b 12f0 0000000000000000 00', null],
        ['00812001 0db8 0a0b 12f0 0000000000000000', null],
    ])('Framed-IPv6-Prefix %s', (hex, expected) => {
        const prefix = [97, Buffer.from(hex.replaceAll(' ', ''), 'hex')];
        const request = makeRequest(4, 1, [number(40, 1), text(44, 'a'), prefix], SECRET, false);
        expect(readAccounting(packetOf(request.toString('hex')))?.ipv6Prefix).toBe(expected);
    });
});
describe('frames', () => {
    test.each([
        ['', 'too short'],
        ['0401001400', 'too short'],
        [`04010013${'00'.repeat(16)}`, 'bad length'],
        [`04010015${'00'.repeat(16)}`, 'bad length'],
        [`04011001${'00'.repeat(5000)}`, 'bad length'],
        [`04010015${'00'.repeat(16)}01`, 'bad attribute'],
        [`04010016${'00'.repeat(16)}0100`, 'bad attribute'],
        [`04010016${'00'.repeat(16)}0101`, 'bad attribute'],
        [`04010017${'00'.repeat(16)}010461`, 'bad attribute'],
        [`04010024${'00'.repeat(16)}5010${'00'.repeat(14)}`, 'bad attribute'],
    ])('%s', (hex, rule) => {
        expect(readPacket(Buffer.from(hex, 'hex'))).toBe(rule);
    });
    test('a second Message-Authenticator is refused: which one counts would be a guess', () => {
        const two = makeRequest(40, 1, [[80, randomBytes(16)]], SECRET, true);
        expect(readPacket(two)).toBe('bad attribute');
    });
    test('octets behind Length are padding', () => {
        const request = makeRequest(4, 7, [number(40, 1), text(44, 'a')], SECRET, true);
        const padded = packetOf(Buffer.concat([request, Buffer.from('padding')]).toString('hex'));
        expect(padded.bytes.length).toBe(request.length);
        expect(isTrueRequest(padded, SECRET)).toBe(true);
    });
    test('an answer is for its request alone', () => {
        const request = packetOf(makeRequest(4, 7, [number(40, 1)], SECRET, false).toString('hex'));
        const other = packetOf(makeRequest(4, 7, [number(40, 2)], SECRET, false).toString('hex'));
        const answer = packetOf(makeResponse(CODE.accountingResponse, request, SECRET).toString('hex'));
        expect(isTrueResponse(answer, request.bytes, SECRET)).toBe(true);
        expect(isTrueResponse(answer, other.bytes, SECRET)).toBe(false);
        expect(isTrueResponse(answer, request.bytes, Buffer.from('other'))).toBe(false);
    });
    test('an answer with a Message-Authenticator over the authenticator of its request (RFC 5176 §3.5)', () => {
        const request = makeRequest(40, 3, [], SECRET, true);
        const unsigned = makeResponse(CODE.disconnectAck, packetOf(request.toString('hex')), SECRET, [[80, Buffer.alloc(16)]]);
        const over = Buffer.concat([unsigned.subarray(0, 4), request.subarray(4, 20), unsigned.subarray(20)]);
        const sum = createHmac('md5', SECRET).update(over).digest();
        const signed = makeResponse(CODE.disconnectAck, packetOf(request.toString('hex')), SECRET, [[80, sum]]);
        expect(isTrueResponse(packetOf(signed.toString('hex')), request, SECRET)).toBe(true);
        expect(isTrueResponse(packetOf(unsigned.toString('hex')), request, SECRET)).toBe(false);
    });
});
test('whatever is made is read as it was made', () => {
    const attribute = fc.tuple(fc.integer({ min: 1, max: 255 }).filter((type) => type !== 80), fc.uint8Array({ maxLength: 253 }).map((octets) => Buffer.from(octets)));
    fc.assert(fc.property(fc.array(attribute, { maxLength: 14 }), fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (some, isSigned, key) => {
        const secret = Buffer.from(key);
        const packet = packetOf(makeRequest(4, 5, some, secret, isSigned).toString('hex'));
        expect(isTrueRequest(packet, secret)).toBe(true);
        expect(packet.signedAt).toBe(isSigned ? 22 : 0);
    }));
});
test('octets that nobody should send are refused or read, never thrown at, and one changed bit is noticed', () => {
    const honest = makeRequest(4, 5, [number(40, 3), text(44, 'a1'), text(1, 'ana'), number(42, 5), [97, Buffer.from('0040', 'hex')]], SECRET, true);
    fc.assert(fc.property(fc.nat({ max: honest.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(honest);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const packet = readPacket(changed);
        if (typeof packet === 'string')
            return;
        readAccounting(packet);
        // The length may have been cut at the end of an attribute: then it is another packet, and not true either.
        expect(isTrueRequest(packet, SECRET)).toBe(false);
    }), { numRuns: 2000 });
});
