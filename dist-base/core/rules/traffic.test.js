import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BUCKET_MS, countPacket, spread } from './traffic.js';
const T0 = Date.UTC(2026, 10, 24, 12);
const MIN = 60;
/** A packet as a NAS sends it when the session is so many seconds old. */
function packet(seconds, upOctets, more = {}) {
    const status = seconds === 0 ? 'start' : 'interim';
    return { status, at: T0 + seconds * 1000, delayS: 0, seconds, upOctets, downOctets: upOctets, ...more };
}
/** Counts packets as they arrive; the sum of what they add, and the session at the end. */
function countAll(packets) {
    let session = null;
    let up = 0;
    const kinds = [];
    for (const heard of packets) {
        const counted = countPacket(session, heard);
        session = counted.session;
        up += counted.added.upOctets;
        kinds.push(counted.kind);
    }
    return { session, up, kinds };
}
describe('a session', () => {
    test('start, interims, stop', () => {
        const { session, up, kinds } = countAll([
            packet(0, 0),
            packet(300, 1000),
            packet(600, 5000),
            packet(700, 6000, { status: 'stop' }),
        ]);
        expect(kinds).toEqual(['new', 'newer', 'newer', 'newer']);
        expect(up).toBe(6000);
        expect(session).toMatchObject({ startedAt: T0, seconds: 700, upOctets: 6000, stoppedAt: T0 + 700_000, ended: 'stop' });
    });
    test('a retransmission a minute later changes nothing, and begins no session', () => {
        const { kinds, up } = countAll([packet(0, 0), packet(300, 1000), packet(300, 1000, { at: T0 + 345_000 })]);
        expect([kinds.at(-1), up]).toEqual(['late', 1000]);
    });
    test('that claims to have waited for years is taken for an hour old: no instant is invented', () => {
        const { session, added } = countPacket(null, packet(0, 0, { delayS: 4_294_967_295 }));
        expect([session.startedAt, added.to]).toEqual([T0 - 3_600_000, T0 - 3_600_000]);
    });
    test('Acct-Delay-Time says how old a packet is', () => {
        const late = packet(300, 1000, { at: T0 + 900_000, delayS: 600 });
        expect(countAll([packet(0, 0), late]).session).toMatchObject({ startedAt: T0, heardAt: T0 + 300_000 });
    });
    test('an interim that arrives after the stop does not open it again', () => {
        const { session, kinds } = countAll([
            packet(0, 0),
            packet(700, 6000, { status: 'stop' }),
            packet(600, 5000, { at: T0 + 701_000 }),
            packet(700, 6000, { at: T0 + 702_000 }),
        ]);
        expect([session?.ended, kinds.slice(2)]).toEqual(['stop', ['late', 'late']]);
    });
    test('a stop without counters keeps what is known', () => {
        const stop = packet(700, null, { status: 'stop', seconds: null });
        expect(countAll([packet(0, 0), packet(600, 5000), stop])).toMatchObject({
            up: 5000,
            session: { upOctets: 5000, seconds: 700, ended: 'stop' },
        });
    });
    test('one that was given up as lost goes on when a newer packet comes', () => {
        const { session } = countAll([packet(0, 0), packet(300, 1000)]);
        const lost = { ...session, stoppedAt: T0 + 1_200_000, ended: 'lost' };
        expect(countPacket(lost, packet(1500, 9000))).toMatchObject({ kind: 'newer', session: { ended: null, stoppedAt: null } });
        expect(countPacket(lost, packet(300, 1000, { at: T0 + 310_000 }))).toMatchObject({ kind: 'late', session: { ended: 'lost' } });
    });
    test('the same id after a reboot of the NAS is another session', () => {
        const { session } = countAll([packet(0, 0), packet(300, 1000)]);
        const again = countPacket(session, packet(0, 0, { at: T0 + 900_000 }));
        expect(again).toMatchObject({ kind: 'other', session: { startedAt: T0 + 900_000, upOctets: 0 } });
        // What is still under way of the one before is late, not a third.
        expect(countPacket(again.session, packet(300, 1000, { at: T0 + 901_000 })).kind).toBe('late');
        // Not so one whose interim merely took long.
        expect(countPacket(session, packet(240, 900, { at: T0 + 550_000 })).kind).toBe('late');
    });
    test('a month later the clock of the NAS is minutes off, and it is the same session', () => {
        const month = 30 * 86_400;
        const { session } = countAll([packet(0, 0), packet(month, 7)]);
        expect(countPacket(session, packet(month + 300, 9, { at: T0 + (month + 300) * 1000 + 900_000 })).kind).toBe('newer');
    });
});
describe('counters', () => {
    test('that go backwards open a new count, never a negative one', () => {
        const { session, up } = countAll([packet(0, 0), packet(300, 10_000), packet(600, 2000), packet(900, 2500)]);
        expect(up).toBe(12_500);
        expect(session).toMatchObject({ upOctets: 2500, upBase: 10_000 });
    });
    test('of 32 bits that ran over have run on', () => {
        const high = 0xffff_0000;
        const { session, up } = countAll([packet(0, 0), packet(300, high), packet(600, 1000)]);
        expect(up).toBe(0x1_0000_0000 + 1000);
        expect(session).toMatchObject({ upBase: 0x1_0000_0000, upOctets: 1000 });
    });
    test('of a session met in the middle: an hour of it is traffic, days of it are not', () => {
        expect(countPacket(null, packet(60 * MIN, 777)).added).toMatchObject({ upOctets: 777, from: T0 });
        const old = countPacket(null, packet(60 * MIN + 1, 777));
        expect([old.added.upOctets, old.session.upOctets]).toEqual([0, 777]);
    });
});
test('whatever is sent again or overtaken, the traffic is what the last packet says', () => {
    const session = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 11 });
    fc.assert(fc.property(session, fc.infiniteStream(fc.nat()), (steps, draws) => {
        let octets = 0;
        const sent = [packet(0, 0), ...steps.map((step, index) => packet((index + 1) * 300, (octets += step)))];
        const arriving = sent.flatMap((one) => {
            const copies = (draws.next().value ?? 0) % 3;
            return Array.from({ length: 1 + copies }, () => ({ ...one, at: one.at + ((draws.next().value ?? 0) % 30_000) }));
        });
        const order = arriving.map((one) => ({ one, key: one.at + ((draws.next().value ?? 0) % 600_000) }));
        const { up, session: end } = countAll(order.sort((a, b) => a.key - b.key).map(({ one }) => one));
        expect([up, end?.upOctets, end?.ended]).toEqual([octets, octets, null]);
    }), { numRuns: 500 });
});
describe('spreading over buckets', () => {
    test('by time, and the current bucket takes the rest', () => {
        const from = T0 + BUCKET_MS - 60_000;
        expect(spread({ upOctets: 300, downOctets: 0, from, to: T0 + BUCKET_MS + 240_000 })).toEqual([
            { at: T0, upOctets: 60, downOctets: 0 },
            { at: T0 + BUCKET_MS, upOctets: 240, downOctets: 0 },
        ]);
    });
    test('an instant is one bucket, nothing is none, and more than a day is the last day', () => {
        expect(spread({ upOctets: 5, downOctets: 7, from: T0, to: T0 })).toEqual([{ at: T0, upOctets: 5, downOctets: 7 }]);
        expect(spread({ upOctets: 0, downOctets: 0, from: T0, to: T0 })).toEqual([]);
        const shares = spread({ upOctets: 1_000_000, downOctets: 0, from: T0 - 9 * 86_400_000, to: T0 });
        expect(shares[0]?.at).toBe(T0 - 86_400_000 + BUCKET_MS);
    });
    test('nothing is lost and nothing is made', () => {
        const octets = fc.integer({ min: 0, max: 2 ** 45 });
        fc.assert(fc.property(octets, octets, fc.nat({ max: 200_000_000 }), (upOctets, downOctets, span) => {
            const shares = spread({ upOctets, downOctets, from: T0 - span, to: T0 + 1234 });
            expect(shares.reduce((sum, share) => sum + share.upOctets, 0)).toBe(upOctets);
            expect(shares.reduce((sum, share) => sum + share.downOctets, 0)).toBe(downOctets);
            expect(shares.every((share) => share.upOctets >= 0 && share.downOctets >= 0)).toBe(true);
        }));
    });
});
