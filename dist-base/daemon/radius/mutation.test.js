// A million packets that nobody should send: honest ones of several NAS, bent by a seeded hand, half of them signed anew so that
// they get past the authenticators. Nothing may be thrown, no figure may come out that no whole attribute held, and memory
// stays flat. What is right is worked out beside by a reader of the test's own, slow and plain. Some of what is let through goes
// on into the books of a database.
import { createHash, createHmac } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AccountingBooks } from '../../core/acts/accounting.js';
import { sqliteDatabase } from '../../fixtures/database.js';
import { Intake } from './intake.js';
import { judgeDatagram } from './listen.js';
const PACKETS = 1_000_000;
const SEED = 20261125;
const SECRET = Buffer.from('testing123');
const CLIENT = { name: 'nas', secret: SECRET };
/** 0 ≤ draw < below, the same after the same seed (xorshift32). */
function drawer(seed) {
    let state = seed | 1;
    return (below) => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 0) % below;
    };
}
const attribute = (type, value) => {
    const octets = typeof value === 'number' ? Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]) : Buffer.from(value);
    return Buffer.concat([Buffer.of(type, octets.length + 2), octets]);
};
/** Vendor-Specific with attributes of the vendor inside (RFC 2865 §5.26). */
const vendor = (id, ...inside) => attribute(26, Buffer.concat([attribute(0, id).subarray(2), ...inside]));
function request(...attributes) {
    const body = Buffer.concat(attributes);
    return Buffer.concat([Buffer.of(4, 7, (20 + body.length) >> 8, (20 + body.length) & 255), Buffer.alloc(16), body]);
}
const NAS = [attribute(32, 'norte-1'), attribute(4, Buffer.from([10, 0, 0, 1])), attribute(5, 99)];
const WHO = [attribute(1, 'ana@isp'), attribute(44, '81100000'), attribute(31, 'B8:88:E3:39:EF:E6')];
const COUNTED = [attribute(42, 5), attribute(43, 7), attribute(46, 300), attribute(52, 1), attribute(53, 2)];
const HONEST = [
    request(attribute(40, 1), ...WHO, ...NAS, attribute(8, Buffer.from([10, 20, 0, 7]))),
    request(attribute(80, Buffer.alloc(16)), attribute(40, 3), ...WHO, ...COUNTED, ...NAS, attribute(41, 4)),
    request(attribute(40, 2), ...WHO, ...COUNTED, attribute(49, 1), ...NAS),
    request(attribute(40, 7), ...NAS),
    // MikroTik (14988) and Ubiquiti (41112), one attribute of the vendor inside another.
    request(attribute(40, 3), vendor(14988, attribute(8, '10M/50M'), attribute(19, vendor(41112, attribute(1, 7)))), ...WHO, ...COUNTED),
    request(...[attribute(40, 3), ...WHO, ...COUNTED, attribute(97, Buffer.from('0040fe80', 'hex'))], ...[
        attribute(123, Buffer.from('003820010db800010100', 'hex')),
        attribute(168, Buffer.alloc(16, 1)),
        attribute(95, Buffer.alloc(16)),
    ]),
];
/** One change. `starts` of attributes are those of the honest packet: what came before may have moved them, all the better. */
const BENDS = [
    (packet, _, draw) => (flip(packet, draw), packet),
    (packet, _, draw) => packet.subarray(0, draw(packet.length + 1)),
    (packet, _, draw) => Buffer.concat([packet, Buffer.alloc(draw(40), draw(256))]),
    // Lengths that lie: of an attribute, of an attribute inside a vendor's, of the packet.
    (packet, starts, draw) => put(packet, (starts[draw(starts.length)] ?? 20) + 1, draw(4) === 0 ? draw(256) : draw(24)),
    (packet, starts, draw) => put(packet, (starts[draw(starts.length)] ?? 20) + 7, draw(256)),
    (packet, _, draw) => put(packet, 2 + draw(2), draw(256)),
    (packet, starts, draw) => put(packet, starts[draw(starts.length)] ?? 20, [26, 40, 42, 44, 46, 52, 80, 97][draw(8)] ?? 0),
    (packet, starts, draw) => {
        // An attribute twice, or one gone.
        const at = Math.min(starts[draw(starts.length)] ?? 20, packet.length);
        const end = Math.min(packet.length, at + Math.max(2, packet[at + 1] ?? 2));
        const rest = draw(2) === 0 ? packet.subarray(at) : packet.subarray(end);
        return Buffer.concat([packet.subarray(0, end), rest]);
    },
    // Counters at their ends.
    (packet, starts, draw) => {
        const at = starts[draw(starts.length)] ?? 20;
        return packet.fill(draw(2) === 0 ? 255 : 0, Math.min(at + 2, packet.length), Math.min(at + 6, packet.length));
    },
];
function put(packet, at, octet) {
    if (at < packet.length)
        packet[at] = octet;
    return packet;
}
function flip(packet, draw) {
    if (packet.length === 0)
        return;
    const at = draw(packet.length);
    packet[at] = (packet[at] ?? 0) ^ (1 << draw(8));
}
/** Makes the authenticators fit what the packet says of its length; the length too, every other time. */
function sign(packet, draw) {
    if (packet.length < 20)
        return;
    if (draw(2) === 0)
        packet.writeUInt16BE(Math.min(packet.length, 4096), 2);
    const length = packet.readUInt16BE(2);
    if (length < 20 || length > packet.length)
        return;
    const whole = packet.subarray(0, length);
    whole.fill(0, 4, 20);
    for (const [type, from, to] of walk(whole) ?? []) {
        if (type !== 80 || to - from !== 16)
            continue;
        whole.fill(0, from, to);
        createHmac('md5', SECRET).update(whole).digest().copy(whole, from);
    }
    createHash('md5').update(whole).update(SECRET).digest().copy(whole, 4);
}
/** Attributes by number and bounds; null where they do not fill the packet. */
function walk(whole) {
    const found = [];
    let at = 20;
    while (at < whole.length) {
        const size = whole[at + 1];
        if (size === undefined || size < 2 || at + size > whole.length)
            return null;
        found.push([whole[at] ?? 0, at + 2, at + size]);
        at += size;
    }
    return found;
}
/** The last attribute of a number that is four octets long. */
function figure(whole, type) {
    let value = null;
    for (const [each, from, to] of walk(whole) ?? [])
        if (each === type && to - from === 4)
            value = whole.readUInt32BE(from);
    return value;
}
function counter(whole, low, high) {
    const octets = figure(whole, low);
    const sum = octets === null ? null : BigInt(figure(whole, high) ?? 0) * 4294967296n + BigInt(octets);
    return sum === null || sum >= 2n ** 50n ? null : Number(sum);
}
/** Empty where all is as the packet has it. A million calls of `expect` would take longer than all else. */
function wrongWith(heard) {
    const { bytes } = heard.packet;
    if (walk(bytes) === null)
        return 'lengths that lie were let through';
    const { accounting } = heard;
    if (accounting === null)
        return '';
    const told = [accounting.upOctets, accounting.downOctets, accounting.seconds];
    const held = [counter(bytes, 42, 52), counter(bytes, 43, 53), figure(bytes, 46)];
    if (told.some((value, index) => value !== held[index]))
        return `told ${told.join()}, the packet holds ${held.join()}`;
    const status = { start: 1, stop: 2, interim: 3, on: 7, off: 8 }[accounting.status];
    return status === figure(bytes, 40) ? '' : `${accounting.status} was made of ${figure(bytes, 40)}`;
}
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const heapBytes = () => (collect(), process.memoryUsage().heapUsed);
describe('a million bent packets', () => {
    const open = sqliteDatabase();
    it('are refused or read as they are, in flat memory, and spoil no books', { timeout: 180_000 }, async () => {
        const draw = drawer(SEED);
        const starts = HONEST.map((packet) => (walk(packet) ?? []).map(([, from]) => from - 2));
        const counts = {};
        const kept = [];
        let heapAtTenth = 0;
        for (let index = 0; index < PACKETS; index++) {
            const which = draw(HONEST.length);
            let packet = Buffer.from(HONEST[which] ?? Buffer.alloc(0));
            for (let bends = 1 + draw(3); bends > 0; bends--)
                packet = (BENDS[draw(BENDS.length)] ?? BENDS[0])?.(packet, starts[which] ?? [], draw) ?? packet;
            if (index % 2 === 0)
                sign(packet, draw);
            const heard = judgeDatagram(packet, CLIENT, 40_000);
            const came = typeof heard === 'string' ? heard : heard.accounting === null ? 'nothing to count' : 'read';
            counts[came] = (counts[came] ?? 0) + 1;
            if (typeof heard !== 'string') {
                const wrong = wrongWith(heard);
                if (wrong !== '')
                    expect.unreachable(`seed ${SEED}, packet ${index} (${packet.toString('hex')}): ${wrong}`);
                if (index < PACKETS / 10 && heard.accounting !== null && draw(10) === 0)
                    kept.push(heard.accounting);
            }
            if (index === PACKETS / 10)
                heapAtTenth = heapBytes();
        }
        // Each way to be refused was tried often, and enough got through for it to mean something.
        for (const came of ['malformed', 'wrong-secret', 'not-accounting', 'nothing to count', 'read'])
            expect([came, counts[came] ?? 0]).toEqual([came, expect.toSatisfy((many) => many > 1000)]);
        expect(heapBytes() - heapAtTenth).toBeLessThan(8 << 20);
        const { db } = await open();
        const books = new AccountingBooks(db);
        const failures = [];
        const intake = new Intake({
            book: (packets, now) => books.book(packets, now),
            now: () => SEED * 1000,
            failed: (error) => failures.push(error),
            queueMax: kept.length,
        });
        let acknowledged = 0;
        for (const [index, accounting] of kept.entries())
            intake.take({ accounting, at: SEED * 1000 + index, source: '10.0.0.1', acknowledge: () => acknowledged++ });
        await intake.drained();
        expect(failures).toEqual([]);
        expect(acknowledged).toBe(kept.length);
        const most = Math.max(...kept.map(({ upOctets }) => upOctets ?? 0));
        const sessions = await db.selectFrom('sessions').select(['upOctets', 'downOctets', 'seconds']).execute();
        expect(sessions.length).toBeGreaterThan(10);
        for (const { upOctets } of sessions)
            expect(upOctets >= 0 && upOctets <= most).toBe(true);
    });
});
