import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { BUENOS_AIRES, World } from '../../fixtures/world.js';
import { makeZone } from '../rules/day.js';
import { addTraffic } from '../store/sessions.js';
import { keepTraffic, rollTraffic, trafficOf } from './traffic.js';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = BUENOS_AIRES.parse('2026-11-01T00:00') ?? 0;
eachDatabase('traffic', (open) => {
    let db;
    let world;
    beforeEach(async () => {
        db = (await open()).db;
        world = new World(db);
        await world.customer('000001', [{ kind: 'pppoe', username: 'ana' }]);
        await db
            .insertInto('logins')
            .values([
            { name: 'ana', connectionId: 1, firstAt: 0 },
            { name: 'bea', connectionId: null, firstAt: 0 },
        ])
            .execute();
    });
    /** One octet up and two down for each five minutes of so many days, for both. */
    async function use(days) {
        const shares = [];
        for (let at = FROM; at < FROM + days * DAY; at += 300_000)
            for (const loginId of [1, 2])
                shares.push({ at, loginId, upOctets: 1, downOctets: 2 });
        await addTraffic(db, shares);
    }
    /** A minute after the other, until there is no more to be summed up. */
    const roll = async (now, most = 200) => {
        for (let last = ''; most > 0; most--) {
            const state = JSON.stringify(await rollTraffic(db, now, BUENOS_AIRES));
            if (state === last)
                return;
            last = state;
        }
    };
    const keep = async (now) => {
        await roll(now);
        await keepTraffic(db, now, BUENOS_AIRES);
    };
    const ask = (step, from = FROM, to = FROM + 10 * DAY) => trafficOf(db, [1], { from, to, step, zone: BUENOS_AIRES });
    const sum = (lines) => lines.reduce((all, { upOctets }) => all + upOctets, 0);
    it('is the same by hour and day before, while and after it is summed up', async () => {
        await use(4);
        const before = [await ask('hour'), await ask('day')];
        expect(before[0]?.[0]).toEqual({ at: FROM, upOctets: 12, downOctets: 24 });
        expect(before[1]?.map(({ at, upOctets }) => [BUENOS_AIRES.dayOf(at), upOctets])).toEqual([
            ['2026-11-01', 288],
            ['2026-11-02', 288],
            ['2026-11-03', 288],
            ['2026-11-04', 288],
        ]);
        for (const now of [FROM + 2 * DAY + 90 * 60_000, FROM + 3 * DAY, FROM + 3 * DAY, FROM + 9 * DAY]) {
            for (const most of [1, 7, 200]) {
                await roll(now, most);
                expect([await ask('hour'), await ask('day')]).toEqual(before);
            }
        }
        expect(await db.selectFrom('trafficDays').selectAll().execute()).toHaveLength(8);
    });
    it('two who sum up at once count nothing twice, and one turn is an hour of work', async () => {
        await use(2);
        const now = FROM + 4 * DAY;
        for (let turn = 1; turn <= 30; turn++) {
            const both = [rollTraffic(db, now, BUENOS_AIRES), rollTraffic(db, now, BUENOS_AIRES)];
            const reached = (await Promise.all(both)).map((one) => one?.days ?? 0);
            expect(Math.max(...reached)).toBeLessThanOrEqual(FROM + 2 * turn * HOUR);
        }
        await roll(now);
        expect(sum(await ask('day'))).toBe(2 * 288);
        const rows = await db.selectFrom('trafficDays').select('upOctets').execute();
        expect(rows.map(({ upOctets }) => upOctets)).toEqual([288, 288, 288, 288]);
    });
    it('a bucket of a clock that stood wrong holds nothing up, and days of a zone half an hour off are whole', async () => {
        const zone = makeZone('Asia/Kolkata', '06:00');
        await addTraffic(db, [{ at: 0, loginId: 1, upOctets: 7, downOctets: 0 }]);
        await use(2);
        for (let turn = 0; turn < 60; turn++)
            await rollTraffic(db, FROM + 4 * DAY, zone);
        const hours = await db.selectFrom('trafficHours').select(['at', 'upOctets']).where('loginId', '=', 1).orderBy('at').execute();
        expect(hours.map(({ upOctets }) => upOctets)).toEqual([7, ...Array.from({ length: 48 }, () => 12)]);
        const days = await db
            .selectFrom('trafficDays')
            .select(['dayOn', 'upOctets'])
            .where('loginId', '=', 1)
            .orderBy('dayOn')
            .execute();
        // From 08:30 in India, where it is eight and a half hours later.
        expect(days.map(({ dayOn, upOctets }) => [dayOn, upOctets])).toEqual([
            ['1970-01-01', 7],
            ['2026-11-01', 186],
            ['2026-11-02', 288],
            ['2026-11-03', 102],
        ]);
    });
    it('what comes late is counted, because no hour is summed up before nothing more can come', async () => {
        await use(1);
        const now = FROM + DAY + 2 * HOUR;
        await roll(now);
        const late = { at: now - DAY, loginId: 1, upOctets: 100, downOctets: 0 };
        await addTraffic(db, [late]);
        await roll(FROM + 5 * DAY);
        expect([sum(await ask('hour')), sum(await ask('day')), sum(await ask('5m'))]).toEqual([388, 388, 388]);
    });
    it('a stretch is the stretch that was asked for', async () => {
        await use(2);
        expect(sum(await ask('5m', FROM + HOUR, FROM + 2 * HOUR))).toBe(12);
        expect(sum(await ask('hour', FROM + HOUR, FROM + 3 * HOUR))).toBe(24);
        expect(await trafficOf(db, [], { from: FROM, to: FROM + DAY, step: 'hour', zone: BUENOS_AIRES })).toEqual([]);
    });
    describe('what is too old', () => {
        it('goes by the settings, and no five minutes that are not summed up', async () => {
            await use(3);
            await world.settings({ 'radius.keepFiveMinutes': '3', 'radius.keepHours': '30', 'radius.keepDays': '60' });
            await keep(FROM + 5 * DAY);
            expect(sum(await ask('5m'))).toBe(288);
            expect([sum(await ask('hour')), sum(await ask('day'))]).toEqual([3 * 288, 3 * 288]);
            await keep(FROM + 32 * DAY);
            expect([sum(await ask('5m')), sum(await ask('hour')), sum(await ask('day'))]).toEqual([0, 288, 3 * 288]);
            await keep(FROM + 62 * DAY);
            expect(sum(await ask('day'))).toBe(288);
        });
    });
});
