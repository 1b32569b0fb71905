import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { BUENOS_AIRES, World } from '../../fixtures/world.js';
import { OCTETS_MAX } from '../rules/traffic.js';
import { endSilentSessions } from '../store/sessions.js';
import { AccountingBooks } from './accounting.js';
import { rollTraffic } from './traffic.js';
const T0 = Date.UTC(2026, 10, 24, 12);
const MIN = 60_000;
const SILENT = {
    ...{ status: 'start', user: 'ana', sessionId: 'a1', multiSessionId: '', nasAddress: '10.0.0.1', nasIpv6: null },
    ...{ nasIdentifier: null, nasPortId: null, calling: null, called: null, address: null, ipv6Address: null },
    ...{ ipv6Prefix: null, delegatedPrefix: null, seconds: null, upOctets: null, downOctets: null, delayS: 0, cause: null },
};
/** A packet when the session that began at T0 is so many seconds old. */
const packet = (seconds, more = {}, at = T0 + seconds * 1000) => ({
    accounting: { ...SILENT, status: seconds === 0 ? 'start' : 'interim', seconds, ...more },
    at,
    source: '127.0.0.1',
});
eachDatabase('accounting', (open) => {
    let database;
    let db;
    let world;
    let books;
    beforeEach(async () => {
        database = await open();
        db = database.db;
        world = new World(db);
        world.now = T0;
        books = new AccountingBooks(db);
    });
    const book = (...packets) => books.book(packets, packets.at(-1)?.at ?? T0);
    const sessions = () => db.selectFrom('sessions').selectAll().orderBy('id').execute();
    const traffic = async () => {
        const rows = await db.selectFrom('traffic').selectAll().orderBy('at').orderBy('loginId').execute();
        return rows.map((row) => [(row.at - T0) / MIN, row.upOctets, row.downOctets]);
    };
    it('a session with its traffic, and the address that was seen last', async () => {
        await book(packet(0, { address: '10.20.0.7', calling: 'B8:88:E3:39:EF:E6' }));
        await book(packet(300, { upOctets: 100, downOctets: 1000 }));
        await book(packet(600, { upOctets: 150, downOctets: 3000, address: '10.20.0.8' }));
        await book(packet(610, { status: 'stop', upOctets: 160, downOctets: 3100, cause: 1 }));
        expect(await sessions()).toMatchObject([
            { startedAt: T0, seconds: 610, upOctets: 160, downOctets: 3100, address: '10.20.0.8', calling: 'B8:88:E3:39:EF:E6' },
        ]);
        expect(await sessions()).toMatchObject([{ ended: 'stop', stoppedAt: T0 + 610_000, cause: 1 }]);
        expect((await traffic()).reduce((sum, [, up = 0, down = 0]) => sum + up + down, 0)).toBe(3260);
    });
    it('a batch is the same as one packet after the other, new sessions and old ones', async () => {
        const all = [
            ...[packet(0), packet(0, { user: 'bea', sessionId: 'b1' }), packet(300, { upOctets: 5, downOctets: 7 })],
            ...[packet(300, { upOctets: 5, downOctets: 7 }), packet(300, { user: 'bea', sessionId: 'b1', upOctets: 1, downOctets: 1 })],
        ];
        expect(await book(...all)).toEqual({ sessions: 2, counted: 4, late: 1, ended: [] });
        const together = [await sessions(), await traffic()];
        const other = (await open()).db;
        const slowly = new AccountingBooks(other);
        for (const one of all)
            await slowly.book([one], one.at);
        expect(await other.selectFrom('sessions').selectAll().orderBy('id').execute()).toEqual(together[0]);
    });
    it('a program that starts anew goes on where the database is', async () => {
        await book(packet(0), packet(300, { upOctets: 100, downOctets: 100 }));
        books = new AccountingBooks(db);
        expect(await book(packet(300, { upOctets: 100, downOctets: 100 }))).toMatchObject({ late: 1, sessions: 0 });
        await book(packet(600, { upOctets: 150, downOctets: 100 }));
        expect(await sessions()).toMatchObject([{ upOctets: 150, seconds: 600 }]);
    });
    it('a NAS that turns to another daemon for a while, and back, is counted once', async () => {
        if (database.dialect === 'sqlite')
            return; // one daemon works alone there
        const other = new AccountingBooks(db);
        await book(packet(0), packet(300, { upOctets: 100, downOctets: 0 }));
        const later = packet(600, { upOctets: 200, downOctets: 0 });
        await other.book([later], later.at);
        expect(await book(later)).toMatchObject({ counted: 0, late: 1 });
        await book(packet(900, { upOctets: 300, downOctets: 0 }));
        const stop = packet(1000, { status: 'stop', upOctets: 310, downOctets: 0 });
        await other.book([stop], stop.at);
        expect(await sessions()).toMatchObject([{ seconds: 1000, upOctets: 310, ended: 'stop' }]);
        expect((await traffic()).reduce((sum, [, up = 0]) => sum + up, 0)).toBe(310);
    });
    it('counters that begin anew at their end again and again leave numbers that can be read, and count nobody else less', async () => {
        const bea = { user: 'bea', sessionId: 'b1' };
        await book(packet(0), packet(0, bea));
        for (let second = 1; second <= 40; second++) {
            const octets = second % 2 === 0 ? 0 : OCTETS_MAX - 1;
            await book(packet(second, { upOctets: octets, downOctets: octets }));
        }
        books = new AccountingBooks(db);
        const last = packet(60, { ...bea, upOctets: 9, downOctets: 9 });
        expect(await book(packet(60, { upOctets: 7, downOctets: 7 }), last)).toMatchObject({ counted: 2 });
        expect((await sessions())[0]).toMatchObject({ upOctets: 7, upBase: OCTETS_MAX, downBase: OCTETS_MAX });
        expect(await traffic()).toEqual([
            [0, OCTETS_MAX, OCTETS_MAX],
            [0, 9, 9],
        ]);
        await book(packet(400, { upOctets: OCTETS_MAX - 1 }));
        await rollTraffic(db, T0 + 3 * 24 * 60 * MIN, BUENOS_AIRES);
        for (const table of ['trafficHours', 'trafficDays'])
            expect(await db.selectFrom(table).select('upOctets').orderBy('loginId').execute()).toEqual([
                { upOctets: OCTETS_MAX },
                { upOctets: 9 },
            ]);
    });
    it('the same id after a reboot closes the session that had it', async () => {
        await book(packet(0), packet(300, { upOctets: 100, downOctets: 100 }));
        await book(packet(0, {}, T0 + 20 * MIN));
        expect(await sessions()).toMatchObject([
            { ended: 'lost', stoppedAt: T0 + 300_000 },
            { ended: null, startedAt: T0 + 20 * MIN },
        ]);
    });
    it('Accounting-On ends the sessions of its NAS and of no other, in the order of the packets', async () => {
        const on = { accounting: { ...SILENT, status: 'on', user: '', sessionId: '' }, at: T0 + MIN, source: '127.0.0.1' };
        await book(...[packet(0), packet(0, { sessionId: 'c1', nasAddress: '10.0.0.2' }), on], packet(0, { sessionId: 'a2' }, T0 + 2 * MIN));
        expect((await sessions()).map((one) => [one.nas, one.sessionId, one.ended])).toEqual([
            ['10.0.0.1', 'a1', 'nas'],
            ['10.0.0.2', 'c1', null],
            ['10.0.0.1', 'a2', null],
        ]);
    });
    it('Accounting-On that comes again, or late, ends nothing that began after it', async () => {
        const on = (at, delayS = 0) => ({
            ...{ accounting: { ...SILENT, status: 'on', user: '', sessionId: '', delayS }, at, source: '127.0.0.1' },
        });
        await book(packet(0), on(T0 + MIN));
        await book(packet(0, { sessionId: 'a2' }, T0 + MIN + 2000));
        // The answer was lost: once the very same packet, once one that says for how long it has been tried.
        await book(on(T0 + MIN + 3000), on(T0 + MIN + 6000, 6));
        expect((await sessions()).map((one) => [one.sessionId, one.ended])).toEqual([
            ['a1', 'nas'],
            ['a2', null],
        ]);
        books = new AccountingBooks(db);
        expect(await book(on(T0 + MIN + 9000, 9))).toMatchObject({ ended: [] });
        // It is restarted in earnest.
        await book(packet(300, { sessionId: 'a2' }, T0 + 6 * MIN), on(T0 + 7 * MIN));
        expect((await sessions()).map((one) => one.ended)).toEqual(['nas', 'nas']);
    });
    it('a NAS that says nothing of itself is known by where it sends from', async () => {
        await book({ ...packet(0, { nasAddress: null }), source: '192.0.2.7' });
        await book({ ...packet(0, { nasAddress: null, nasIdentifier: 'norte', sessionId: 'a2' }), source: '192.0.2.7' });
        expect((await sessions()).map(({ nas }) => nas)).toEqual(['192.0.2.7', 'norte']);
    });
    it('a silent session is lost since it was heard last, and goes on when it is heard again', async () => {
        await book(packet(0), packet(300, { upOctets: 1, downOctets: 1 }));
        expect(await endSilentSessions(db, T0 + 300_000)).toEqual([]);
        expect(await endSilentSessions(db, T0 + 300_001)).toHaveLength(1);
        expect(await sessions()).toMatchObject([{ ended: 'lost', stoppedAt: T0 + 300_000 }]);
        await book(packet(1500, { upOctets: 9, downOctets: 9 }));
        expect(await sessions()).toMatchObject([{ ended: null, stoppedAt: null, upOctets: 9 }]);
    });
    describe('a name that logs in', () => {
        const owners = async () => (await db.selectFrom('logins').select(['name', 'connectionId']).orderBy('id').execute()).map((row) => [
            row.name,
            row.connectionId,
        ]);
        it('belongs to the connection with that user or MAC, and to nobody where two have it', async () => {
            await world.customer('000001', [{ kind: 'pppoe', username: 'ana' }]);
            await world.customer('000002', [{ kind: 'hotspot', mac: 'B8:88:E3:39:EF:E6', ip: null }]);
            await world.customer('000003', [{ username: 'both' }, { username: 'both' }]);
            await book(packet(0), packet(0, { user: 'b888e339efe6' }), packet(0, { user: 'both' }), packet(0, { user: 'nobody' }));
            expect(await owners()).toEqual(expect.arrayContaining([
                ['ana', 1],
                ['b888e339efe6', 2],
                ['both', null],
                ['nobody', null],
            ]));
        });
        it('that is given to another customer leaves the traffic of before with the first', async () => {
            await world.customer('000001', [{ kind: 'pppoe', username: 'ana' }]);
            await world.customer('000002', [{ kind: 'pppoe', username: 'old' }]);
            await book(packet(0), packet(300, { upOctets: 100, downOctets: 0 }));
            await db.updateTable('connections').set({ username: null }).where('id', '=', 1).execute();
            await db.updateTable('connections').set({ username: 'ana' }).where('id', '=', 2).execute();
            await book(packet(0, { sessionId: 'a2' }, T0 + 10 * MIN));
            expect(await owners()).toEqual([
                ['ana', 1],
                ['ana', 2],
            ]);
            expect((await sessions()).map(({ loginId }) => loginId)).toHaveLength(2);
        });
    });
    it('a batch that fails leaves nothing behind, and counts when it comes again', async () => {
        await book(packet(0));
        const broken = { ...packet(300, { upOctets: 5, downOctets: 5 }), at: Number.NaN };
        await expect(book(packet(300, { upOctets: 5, downOctets: 5 }), broken, packet(0, { sessionId: 'a9' }, Number.NaN))).rejects.toThrow();
        expect(await sessions()).toMatchObject([{ seconds: 0 }]);
        await book(packet(300, { upOctets: 5, downOctets: 5 }));
        expect(await sessions()).toMatchObject([{ seconds: 300, upOctets: 5 }]);
    });
});
