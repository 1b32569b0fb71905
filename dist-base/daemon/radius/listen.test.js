// The listener over real sockets: who is heard, who is dropped and counted, and that no answer leaves before the commit.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { AccountingBooks } from '../../core/acts/accounting.js';
import { sqliteDatabase } from '../../fixtures/database.js';
import { ACCT, startNas, STATUS } from '../../fixtures/peers/nas.js';
import { makeClients } from './clients.js';
import { Intake } from './intake.js';
import { judgeDatagram, listenAccounting } from './listen.js';
import { CODE, makeRequest } from './packet.js';
const SECRET = 'testing123';
const session = (id, status = STATUS.start, seconds = 0, octets = 0) => [
    [ACCT.status, status],
    [ACCT.session, id],
    [ACCT.user, 'ana'],
    [ACCT.seconds, seconds],
    [ACCT.upOctets, octets],
    [ACCT.downOctets, octets],
];
/** A listener with its intake; `booked` are the packets that were committed. */
async function listen(wish = {}) {
    const { host = '127.0.0.1', clients = [{ prefix: host, secret: SECRET }], book, queueMax = 1000 } = wish;
    const booked = [];
    const failures = [];
    const intake = new Intake({
        async book(packets) {
            await book?.(packets);
            booked.push(...packets);
            return { sessions: 0, counted: packets.length, late: 0 };
        },
        now: () => Date.now(),
        failed: (error) => failures.push(error),
        queueMax,
    });
    const known = makeClients(clients.map(({ prefix, secret }) => ({ name: prefix, prefix, secret: Buffer.from(secret) })));
    const listener = await listenAccounting({
        addresses: wish.addresses ?? [host.includes(':') ? `[${host}]:0` : `${host}:0`],
        bufferBytes: 1 << 20,
        clients: () => known,
        intake,
        now: () => Date.now(),
        failed: (error) => failures.push(error),
    });
    onTestFinished(() => listener.close());
    const port = listener.addresses[0]?.port ?? 0;
    const nas = async (more = {}) => {
        const one = await startNas({ secret: SECRET, port, host, againMs: 100, ...more });
        onTestFinished(() => one.close());
        return one;
    };
    return { listener, intake, booked, failures, nas };
}
it('drops what comes from port 0, rightly signed or not: nothing can be sent there', () => {
    const secret = Buffer.from(SECRET);
    const status = Buffer.from([0, 0, 0, 9]);
    const request = makeRequest(CODE.accountingRequest, 1, [[ACCT.status, status]], secret, false);
    expect(judgeDatagram(request, { name: 'norte', secret }, 1)).toMatchObject({ accounting: null });
    expect(judgeDatagram(request, { name: 'norte', secret }, 0)).toBe('malformed');
});
it.each(['127.0.0.1', '::1'])('hears over %s, signed or not', async (host) => {
    const { nas, booked } = await listen({ host });
    const [plain, signed] = [await nas(), await nas({ signed: true })];
    expect(await plain.send(session('a1'))).toBe(true);
    expect(await signed.send(session('a2'))).toBe(true);
    expect(booked.map(({ accounting, source }) => [accounting.sessionId, source])).toEqual([
        ['a1', host],
        ['a2', host],
    ]);
    expect(plain.counts.wrong + signed.counts.wrong).toBe(0);
});
describe('an address that cannot be opened', () => {
    it('stops no other, and is opened when it can be', async () => {
        const other = createSocket('udp4');
        other.bind(0, '127.0.0.1');
        await once(other, 'listening');
        const taken = `127.0.0.1:${other.address().port}`;
        const { listener, nas } = await listen({
            addresses: [taken, '127.0.0.2:0'],
            clients: [{ prefix: '127.0.0.0/8', secret: SECRET }],
        });
        expect(listener.addresses.map(({ host }) => host)).toEqual(['127.0.0.2']);
        expect((await listener.openRest()).map(({ message }) => message)).toEqual([
            expect.stringContaining(`on ${taken}: bind EADDRINUSE`),
        ]);
        other.close();
        await once(other, 'close');
        expect(await listener.openRest()).toEqual([]);
        expect(listener.addresses.map(({ host }) => host)).toEqual(['127.0.0.2', '127.0.0.1']);
        expect(await (await nas({ port: Number(taken.split(':')[1]) })).send(session('a1'))).toBe(true);
    });
    it('is said where it is the only one', async () => {
        await expect(listen({ addresses: ['192.0.2.1:0'] })).rejects.toThrow('cannot listen for RADIUS accounting on 192.0.2.1:0: bind EADDRNOTAVAIL');
    });
});
describe('is dropped and counted', () => {
    it('who is no client', async () => {
        const { nas, listener, booked } = await listen({ clients: [{ prefix: '10.0.0.0/8', secret: SECRET }] });
        expect(await (await nas({ tries: 1 })).send(session('a1'))).toBe(false);
        expect([listener.counts.dropped['unknown-client'], booked.length]).toEqual([1, 0]);
    });
    it('who has another secret', async () => {
        const { nas, listener, booked } = await listen();
        expect(await (await nas({ secret: 'other', tries: 1 })).send(session('a1'))).toBe(false);
        expect([listener.counts.dropped['wrong-secret'], booked.length]).toEqual([1, 0]);
    });
    it('what is no accounting, and what is no RADIUS', async () => {
        const { nas, listener } = await listen();
        const one = await nas();
        const access = one.packet(session('a1'));
        access[0] = 1;
        await one.throwAt(access);
        await one.throwAt(Buffer.from('GET / HTTP/1.1'));
        await one.throwAt(Buffer.alloc(0));
        await vi.waitFor(() => expect(listener.counts.received).toBe(3));
        expect(listener.counts.dropped).toMatchObject({ 'not-accounting': 1, malformed: 2 });
    });
    it('what comes when there is no room, and is taken when it comes again', async () => {
        let open = () => undefined;
        const opened = new Promise((resolve) => (open = resolve));
        const { nas, listener, booked } = await listen({ queueMax: 10, book: () => opened });
        const one = await nas({ tries: 50 });
        const sent = Array.from({ length: 100 }, (_, index) => one.send(session(`s${index}`)));
        await vi.waitFor(() => expect(listener.counts.dropped.full).toBeGreaterThan(0));
        expect(listener.counts.answered).toBe(0);
        open();
        expect(await Promise.all(sent)).toEqual(sent.map(() => true));
        expect(new Set(booked.map(({ accounting }) => accounting.sessionId)).size).toBe(100);
    });
});
describe('an answer', () => {
    it('leaves only after the commit', async () => {
        let commit = () => undefined;
        const committed = new Promise((resolve) => (commit = resolve));
        let isAsked = false;
        const { nas, listener } = await listen({ book: () => ((isAsked = true), committed) });
        const answered = (await nas({ tries: 100 })).send(session('a1'));
        await vi.waitFor(() => expect(isAsked).toBe(true));
        expect(listener.counts.answered).toBe(0);
        commit();
        expect(await answered).toBe(true);
    });
    it('does not come where nothing could be written, and the next try is booked', async () => {
        let isFull = true;
        const { nas, failures, booked, intake } = await listen({
            book: () => (isFull ? Promise.reject(new Error('disk full')) : Promise.resolve()),
        });
        const one = await nas({ tries: 1 });
        expect(await one.send(session('a1'))).toBe(false);
        expect([failures.length, booked.length, intake.counts.unbooked]).toEqual([1, 0, 1]);
        isFull = false;
        expect(await one.send(session('a1'))).toBe(true);
    });
    it('comes at once for what says nothing to count', async () => {
        const { nas, booked } = await listen();
        expect(await (await nas()).send([[ACCT.status, 9]])).toBe(true);
        expect(booked).toEqual([]);
    });
    it('is given to all that was taken before it closes', async () => {
        const { nas, listener, booked } = await listen({ book: () => new Promise((resolve) => setImmediate(resolve)) });
        const one = await nas();
        const sent = Array.from({ length: 50 }, (_, index) => one.send(session(`s${index}`)));
        await vi.waitFor(() => expect(listener.counts.received).toBe(50));
        await listener.close();
        expect(await Promise.all(sent)).toEqual(sent.map(() => true));
        expect(booked).toHaveLength(50);
    });
});
describe('with the books of a database', () => {
    const open = sqliteDatabase();
    it('what is lost, doubled and overtaken on the way comes to what the NAS counted', async () => {
        const { db } = await open();
        const books = new AccountingBooks(db);
        const { nas } = await listen({ book: async (packets) => void (await books.book(packets, Date.now())) });
        const one = await nas({ againMs: 20, tries: 200 });
        const last = new Map();
        await Promise.all(Array.from({ length: 40 }, async (_, index) => {
            const id = `s${index}`;
            for (let step = 0; step < 5; step++) {
                const status = step === 0 ? STATUS.start : step === 4 ? STATUS.stop : STATUS.interim;
                const octets = step * (index + 1) * 1000;
                // Twice in flight at once, as a NAS that lost patience.
                const twice = [one.send(session(id, status, step, octets)), one.send(session(id, status, step, octets))];
                expect(await Promise.all(twice)).toEqual([true, true]);
                last.set(id, octets);
            }
        }));
        const rows = await db.selectFrom('sessions').select(['sessionId', 'upOctets', 'ended']).execute();
        expect(new Map(rows.map((row) => [row.sessionId, row.upOctets]))).toEqual(last);
        expect(new Set(rows.map((row) => row.ended))).toEqual(new Set(['stop']));
        const sum = [...last.values()].reduce((all, octets) => all + octets, 0);
        const traffic = await db
            .selectFrom('traffic')
            .select((row) => row.fn.sum('upOctets').as('octets'))
            .executeTakeFirst();
        expect(traffic?.octets).toBe(sum);
    });
});
test('octets of any kind from a client do no harm, and honest packets among them are booked', async () => {
    const { nas, listener, booked } = await listen();
    const one = await nas();
    const honest = one.packet(session('a1'));
    const rubbish = fc.sample(fc.oneof(fc.uint8Array({ maxLength: 300 }).map((octets) => Buffer.from(octets)), fc.tuple(fc.nat({ max: honest.length - 1 }), fc.nat({ max: 255 })).map(([at, octet]) => {
        const changed = Buffer.from(honest);
        changed[at] = octet;
        return changed;
    })), { numRuns: 500, seed: 20261124 });
    for (const datagram of rubbish)
        if (!datagram.equals(honest))
            await one.throwAt(datagram);
    expect(await one.send(session('good'))).toBe(true);
    await vi.waitFor(() => expect(listener.counts.received).toBeGreaterThan(400));
    expect(booked.map(({ accounting }) => accounting.sessionId)).toEqual(['good']);
});
test.each([
    ['10.0.0.7', 'one'],
    ['::ffff:10.0.0.7', 'one'],
    ['10.0.0.8', 'narrow'],
    ['10.9.0.1', 'wide'],
    ['2001:db8::5', 'six'],
    ['2001:db9::5', undefined],
    ['11.0.0.1', undefined],
])('%s is of client %s', (address, name) => {
    const clients = makeClients([
        { name: 'wide', prefix: '10.0.0.0/8', secret: Buffer.alloc(1) },
        { name: 'narrow', prefix: '10.0.0.0/24', secret: Buffer.alloc(1) },
        { name: 'one', prefix: '10.0.0.7', secret: Buffer.alloc(1) },
        { name: 'six', prefix: '2001:db8::/32', secret: Buffer.alloc(1) },
    ]);
    expect(clients.of(address)?.name).toBe(name);
});
