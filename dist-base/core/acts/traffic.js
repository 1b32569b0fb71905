// What becomes of traffic and sessions as time goes by, and how they are asked for: five minutes are summed up to hours and
// days once nothing is added to them any more, what is too old goes, and whoever asks for a stretch gets it whole, however
// far the summing up has come.
import { addDays } from '../rules/day.js';
import { within } from '../store/db.js';
import { settingOf } from '../settings.js';
import { storedSettings } from '../store/settings.js';
import { closeSilent } from './silence.js';
import { addToDay, advanceRolled, fiveMinutes, firstTraffic, forgetTraffic, rolledUntil, rollHours, storedDays, storedHours, summed, } from '../store/traffic.js';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A flow reaches back a day (rules/traffic.ts), and a packet may wait for an hour with its NAS. */
const SEALED_MS = DAY_MS + HOUR_MS;
export const TRAFFIC_STEPS = ['5m', 'hour', 'day'];
/** What these logins used from `from` on and before `to`; stretches without traffic are left out. */
export async function trafficOf(db, loginIds, { from, to, step, zone }) {
    if (step === '5m')
        return fiveMinutes(db, loginIds, from, to);
    if (step === 'hour') {
        const sealed = (await rolledUntil(db, 'hours')) ?? from;
        const stored = await storedHours(db, loginIds, from, Math.min(to, sealed));
        const fresh = await fiveMinutes(db, loginIds, Math.max(from, sealed), to);
        return [...stored, ...summed(fresh, (at) => at - (at % HOUR_MS))];
    }
    for (;;) {
        const sealed = await rolledUntil(db, 'days');
        const stored = await storedDays(db, loginIds, zone.dayOf(from), zone.dayOf(to - 1));
        const fresh = await fiveMinutes(db, loginIds, Math.max(from, sealed ?? from), to);
        // What was summed up in between would be counted twice.
        if ((await rolledUntil(db, 'days')) !== sealed)
            continue;
        const days = stored.map(({ dayOn, ...octets }) => ({ at: zone.startOf(dayOn), ...octets }));
        return summed([...days, ...fresh], (at) => zone.startOf(zone.dayOf(at)));
    }
}
/**
 * Sums up what is sealed, an hour of it at most: with fifty thousand customers that is half a second, a day at once would be five in
 * which nobody else is answered. Returns the instants up to which hours and days are.
 */
export async function rollTraffic(db, now, zone) {
    const roll = (kind, endOf, add) => within(db, async (tx) => {
        const mark = (await rolledUntil(tx, kind)) ?? 0;
        const first = await firstTraffic(tx, mark);
        // Where nobody was heard there is nothing to go through.
        const from = first === null ? mark : Math.max(mark, first - (first % HOUR_MS));
        const until = endOf(from);
        if (first === null || until > now - SEALED_MS || !(await advanceRolled(tx, kind, mark, until)))
            return mark;
        await add(tx, from, until);
        return until;
    });
    const hourAfter = (from) => from + HOUR_MS;
    // Where the zone is half an hour off, a day ends within an hour.
    const partAfter = (from) => Math.min(hourAfter(from), zone.startOf(addDays(zone.dayOf(from), 1)));
    return {
        hours: await roll('hours', hourAfter, rollHours),
        days: await roll('days', partAfter, (tx, from, until) => addToDay(tx, zone.dayOf(from), from, until)),
    };
}
/** A session, or a NAS, that misses three interim updates is silent. */
export const silentMs = (stored) => 3 * settingOf(stored, 'radius.interimS') * 1000;
/**
 * Every minute: silent sessions are lost, an hour of sealed traffic is summed up, what is too old goes. `heardSince`: since when accounting is
 * listened to, null while it is not. Returns the logins of the sessions that were lost.
 */
export async function keepTraffic(db, now, zone, heardSince = null) {
    const stored = await storedSettings(db);
    const keepFrom = (key) => now - settingOf(stored, key) * DAY_MS;
    const silentSince = now - silentMs(stored);
    const lost = await closeSilent(db, { now, silentSince, heardSince, zone });
    const sealed = await rollTraffic(db, now, zone);
    await forgetTraffic(db, {
        // Never what has not been summed up.
        fiveMinutes: Math.min(keepFrom('radius.keepFiveMinutes'), sealed.hours, sealed.days),
        hours: keepFrom('radius.keepHours'),
        dayOn: zone.dayOf(keepFrom('radius.keepDays')),
        sessions: keepFrom('radius.keepSessions'),
    });
    return lost;
}
