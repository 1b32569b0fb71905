import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { BUENOS_AIRES, World } from '../../fixtures/world.js';
import { readingOf } from '../rules/signal.js';
import { addReadings } from '../store/readings.js';
import { meetConnections } from './visits.js';
import { keepReadings, readingsOf } from './readings.js';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
eachDatabase('readings', (open) => {
    let world;
    let begun = 0;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-16T00:00');
        begun = world.now;
        // Whoever has readings has been met.
        for (const code of ['000001', '000002'])
            await world.customer(code);
        await meetConnections(world.db, begun, () => Promise.resolve());
    });
    const add = (at, found, connectionId = 1) => addReadings(world.db, [{ ...readingOf('ssh', found), connectionId, at }]);
    const keep = (now) => keepReadings(world.db, now, BUENOS_AIRES, () => Promise.resolve());
    const asked = (step, from, to) => readingsOf(world.db, 1, { from, to, step, zone: BUENOS_AIRES });
    const short = (lines) => lines.map(({ at, readings, signalDbm, signalLeastDbm, ccqPct }) => [
        (at - begun) / HOUR,
        readings,
        signalDbm,
        signalLeastDbm,
        ccqPct,
    ]);
    it('are summed up to hours and days as they pass, and what is asked for is the same before and after', async () => {
        for (let index = 0; index < 3 * 288; index++)
            await add(begun + index * 5 * MINUTE, { signalDbm: -60 - (index % 3), ccqPct: index % 2 === 0 ? 90 : null });
        await add(begun, { signalDbm: -20 }, 2);
        const before = { hours: await asked('hour', begun, begun + 3 * DAY), days: await asked('day', begun, begun + 3 * DAY) };
        expect(short(before.hours.slice(0, 2))).toEqual([
            [0, 12, -61, -62, 90],
            [1, 12, -61, -62, 90],
        ]);
        expect(short(before.days)).toEqual([0, 24, 48].map((hour) => [hour, 288, -61, -62, 90]));
        expect(await asked('reading', begun, begun + 11 * MINUTE)).toHaveLength(3);
        for (const now of [begun + 90 * MINUTE, begun + DAY + 90 * MINUTE, begun + 3 * DAY + HOUR]) {
            await keep(now);
            await keep(now);
            expect(await asked('hour', begun, begun + 3 * DAY)).toEqual(before.hours);
            expect(await asked('day', begun, begun + 3 * DAY)).toEqual(before.days);
        }
    });
    it('go when they are too old, and their means stay', async () => {
        await add(begun + HOUR, { signalDbm: -70 });
        await add(begun + 5 * DAY, { signalDbm: -71 });
        await keep(begun + 5 * DAY + 2 * HOUR);
        expect(await world.db.selectFrom('readings').select('signalDbm').execute()).toEqual([{ signalDbm: -71 }]);
        expect(short(await asked('day', begun, begun + 6 * DAY))).toEqual([
            [0, 1, -70, -70, null],
            [120, 1, -71, -71, null],
        ]);
        await keep(begun + 70 * DAY);
        expect(await world.db.selectFrom('readingHours').selectAll().execute()).toEqual([]);
        expect(short(await asked('day', begun, begun + 6 * DAY))).toHaveLength(2);
        await keep(begun + 1200 * DAY);
        expect(await asked('day', begun, begun + 6 * DAY)).toEqual([]);
    });
    it('tell of the access point where the CPE tells nothing', async () => {
        await add(begun, { heardDbm: -77 });
        await add(begun + MINUTE, { heardDbm: -79, signalDbm: null });
        expect(await asked('hour', begun, begun + HOUR)).toMatchObject([{ signalDbm: null, heardDbm: -78, signalLeastDbm: -79 }]);
    });
});
