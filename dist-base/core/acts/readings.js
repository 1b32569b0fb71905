// Readings as time goes by, and how they are asked for: each is summed up into the means of hours and days once its hour and day
// are over, what is too old goes, and whoever asks for a stretch gets it whole, however far the summing up has come.
import { addDays } from '../rules/day.js';
import { settingOf } from '../settings.js';
import { cpesUpTo } from '../store/cpes.js';
import { daysBetween, firstReadingAt, forgetReadings, hoursBetween, readingsBetween, rollReadingDay, rollReadingHours, } from '../store/readings.js';
import { storedSettings } from '../store/settings.js';
import { rolledUntil, setRolled } from '../store/traffic.js';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A visit that began in an hour is written down within this after it. */
const SEALED_MS = 5 * 60_000;
/** Readings deleted at once: a walk of some milliseconds. */
const SLICE = 5_000;
/** CPEs summed up at once: three days of so many are some tens of milliseconds. */
const CPES = 100;
export const READING_STEPS = ['reading', 'hour', 'day'];
/** From `from` on and before `to`, oldest first: readings as they were made, or their means by hours or days. */
export async function readingsOf(db, connectionId, { from, to, step, zone }) {
    if (step === 'reading')
        return (await readingsBetween(db, connectionId, from, to)).map((one) => meansOf(one.at, [one]));
    if (step === 'hour') {
        const sealed = (await rolledUntil(db, 'signal-hours')) ?? from;
        const stored = await hoursBetween(db, connectionId, from, Math.min(to, sealed));
        const fresh = await readingsBetween(db, connectionId, Math.max(from, sealed), to);
        return [...stored, ...grouped(fresh, (at) => at - (at % HOUR_MS))];
    }
    const sealed = (await rolledUntil(db, 'signal-days')) ?? from;
    const stored = await daysBetween(db, connectionId, zone.dayOf(from), zone.dayOf(Math.min(to, sealed) - 1));
    const fresh = await readingsBetween(db, connectionId, Math.max(from, sealed), to);
    const days = stored.map(({ dayOn, ...means }) => ({ at: zone.startOf(dayOn), ...means }));
    return [...days, ...grouped(fresh, (at) => zone.startOf(zone.dayOf(at)))];
}
function grouped(readings, of) {
    const groups = new Map();
    for (const one of readings)
        groups.set(of(one.at), [...(groups.get(of(one.at)) ?? []), one]);
    return [...groups].map(([at, some]) => meansOf(at, some));
}
function meansOf(at, some) {
    const mean = (name) => {
        const values = some.flatMap((one) => one[name] ?? []);
        return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const strengths = some.flatMap((one) => one.signalDbm ?? one.heardDbm ?? []);
    return {
        at,
        readings: some.length,
        signalDbm: mean('signalDbm'),
        signalLeastDbm: strengths.length === 0 ? null : Math.min(...strengths),
        heardDbm: mean('heardDbm'),
        noiseDbm: mean('noiseDbm'),
        ccqPct: mean('ccqPct'),
        qualityPct: mean('qualityPct'),
        capacityPct: mean('capacityPct'),
        txMbps: mean('txMbps'),
        rxMbps: mean('rxMbps'),
    };
}
/**
 * Every minute: what is over is summed up, what is too old goes. It waits for `pause` between two slices, so that the thread can do
 * other things.
 */
export async function keepReadings(db, now, zone, pause) {
    const sealed = await rollReadings(db, now, zone, pause);
    const settings = await storedSettings(db);
    const keepFrom = (key) => now - settingOf(settings, key) * DAY_MS;
    const before = {
        // Never what has not been summed up.
        readings: Math.min(keepFrom('cpe.keepReadings'), sealed),
        hours: keepFrom('cpe.keepHours'),
        dayOn: zone.dayOf(keepFrom('cpe.keepDays')),
    };
    await forgetReadings(db, before, SLICE);
}
/** Returns the instant up to which hours and days both are summed up. Left off in the middle, the next begins the stretch anew. */
async function rollReadings(db, now, zone, pause) {
    const first = await firstReadingAt(db);
    if (first === null)
        return 0;
    const inSlices = async (roll) => {
        let after = 0;
        for (let upTo = await cpesUpTo(db, after, CPES); upTo !== null; upTo = await cpesUpTo(db, after, CPES)) {
            await roll({ after, upTo });
            after = upTo;
            await pause();
        }
    };
    const hours = Math.floor((now - SEALED_MS) / HOUR_MS) * HOUR_MS;
    const fromHour = (await rolledUntil(db, 'signal-hours')) ?? first - (first % HOUR_MS);
    if (hours > fromHour) {
        await inSlices((slice) => rollReadingHours(db, { ...slice, from: fromHour, until: hours }));
        await setRolled(db, 'signal-hours', hours);
    }
    let day = zone.dayOf((await rolledUntil(db, 'signal-days')) ?? first);
    for (let next = addDays(day, 1); zone.startOf(next) <= now - SEALED_MS; day = next, next = addDays(day, 1)) {
        const stretch = { from: zone.startOf(day), until: zone.startOf(next) };
        const dayOn = day;
        await inSlices((slice) => rollReadingDay(db, dayOn, { ...slice, ...stretch }));
        await setRolled(db, 'signal-days', stretch.until);
    }
    return Math.min(Math.max(hours, fromHour), zone.startOf(day));
}
