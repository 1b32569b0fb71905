// The demo's past: a year of traffic of customers who log in by a name, and of readings of the radios that were asked, so that
// every picture has something to show from the first moment. It ends where today's real peers begin.
import { addPromotion } from '../../core/acts/plans.js';
import { keepReadings } from '../../core/acts/readings.js';
import { addDays } from '../../core/rules/day.js';
import { formatAmount } from '../../core/rules/money.js';
import { cpesAfter } from '../../core/store/cpes.js';
import { connectionsOf, usersOfKind } from '../../core/store/connections.js';
import { customerByCode } from '../../core/store/customers.js';
import { within } from '../../core/store/db.js';
import { listPlans } from '../../core/store/network-imports.js';
import { addReadingDays, addReadingHours, addReadings, newestReading } from '../../core/store/readings.js';
import { addTraffic, loginsOf } from '../../core/store/sessions.js';
import { addTrafficDays, addTrafficHours, firstTraffic, setRolled } from '../../core/store/traffic.js';
import { pause } from '../../daemon/deps.js';
import { busyAt, drawOf, offsetOf, rateOf } from '../../fixtures/town-past.js';
const LINES = 160;
const RADIOS = 160;
const FIVE_MINUTES_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 364;
/** `heard`: so many lines, the first that dial, were told of by a NAS from an instant on. */
export async function tellPast({ wired }, heard) {
    const from = performance.now();
    const { zone } = await wired.terms();
    const now = wired.deps.now();
    const lines = await within(wired.db, (tx) => trafficPast(tx, { now, zone, heard }));
    const radios = await within(wired.db, (tx) => signalPast(tx, now, zone));
    await keepReadings(wired.db, now, zone, pause);
    await offer(wired.db, wired.told(), zone.dayOf(now));
    return { lines, radios, tookMs: Math.round(performance.now() - from) };
}
/** What the ISP offers these weeks. */
async function offer(db, told, today) {
    for (const plan of await listPlans(db)) {
        if (!plan.name.startsWith('Hogar'))
            continue;
        const half = formatAmount(Math.round(plan.priceCents / 2));
        const typed = { detail: '50 % los primeros seis meses', from: addDays(today, -20), to: addDays(today, 41), price: half };
        await addPromotion(db, { planId: plan.id, askId: `demo:${plan.id}`, typed }, told);
    }
}
async function trafficPast(db, { now, zone, heard }) {
    const lines = await linesOf(db, now);
    // Hours and days are told up to here, as if they had been summed up; from here on the five minutes stand for them.
    const sealed = Math.floor((now - 26 * HOUR_MS) / HOUR_MS) * HOUR_MS;
    const moments = {
        fine: busyAt(now - 2 * DAY_MS, now - FIVE_MINUTES_MS, FIVE_MINUTES_MS, now, zone),
        hours: busyAt(sealed - 32 * DAY_MS, sealed, HOUR_MS, now, zone),
        days: busyAt(zone.startOf(addDays(zone.dayOf(now), -DAYS)), sealed, 4 * HOUR_MS, now, zone),
    };
    // All at once: full slices of rows are quicker than many small ones.
    const [fine, hours, sums] = [lines.map(() => []), lines.map(() => []), []];
    for (const [index, line] of lines.entries()) {
        const isTold = line.number <= heard.lines;
        fine[index] = flowsOf(line, isTold ? moments.fine.filter(({ at }) => at < heard.from) : moments.fine, FIVE_MINUTES_MS);
        hours[index] = flowsOf(line, moments.hours, HOUR_MS);
        const days = new Map();
        for (const flow of flowsOf(line, moments.days, 4 * HOUR_MS)) {
            const sum = days.get(flow.on);
            days.set(flow.on, {
                ...flow,
                downOctets: (sum?.downOctets ?? 0) + flow.downOctets,
                upOctets: (sum?.upOctets ?? 0) + flow.upOctets,
            });
        }
        for (const [dayOn, sum] of days)
            sums.push({ ...sum, dayOn });
    }
    await addTraffic(db, fine.flat());
    await addTrafficHours(db, hours.flat());
    await addTrafficDays(db, sums);
    if ((await firstTraffic(db, 0)) !== null)
        for (const kind of ['hours', 'days'])
            await setRolled(db, kind, sealed);
    return lines.length;
}
/** Stretches without traffic are left out, as accounting leaves them out. */
function flowsOf({ loginId, number, peakBps, startOn }, moments, ms) {
    return moments.flatMap((moment) => {
        if (moment.on < startOn)
            return [];
        const { down, up } = rateOf(number, moment, peakBps);
        const { at, on } = moment;
        return down === 0
            ? []
            : [{ at, on, loginId, downOctets: Math.round((down * ms) / 8000), upOctets: Math.round((up * ms) / 8000) }];
    });
}
/** Those who dial, with what their evenings come to: a share of their plan. */
async function linesOf(db, now) {
    const users = [...(await usersOfKind(db, 'pppoe', LINES)), ...(await usersOfKind(db, 'hotspot', LINES / 4))];
    const logins = await loginsOf(db, users.map(({ username }) => ({ name: username, mac: null })), now - DAYS * DAY_MS);
    const plans = new Map((await listPlans(db)).map((plan) => [plan.id, plan]));
    const lines = [];
    for (const [index, { customer: code, username }] of users.entries()) {
        const login = logins.find(({ name }) => name === username);
        const customer = await customerByCode(db, code);
        if (login === undefined || customer === undefined)
            continue;
        const [connection] = (await connectionsOf(db, customer.id)).filter((one) => one.username === username);
        const kbps = plans.get(connection?.planId ?? 0)?.downKbps ?? 20_000;
        const peakBps = kbps * 1000 * (0.1 + drawOf(index, 1) * 0.25);
        lines.push({ loginId: login.id, number: index + 1, peakBps, startOn: (customer.startOn ?? '2000-01-01') });
    }
    return lines;
}
/** Goes back from what was read now: the newest reading stays where it is. */
async function signalPast(db, now, zone) {
    const sealed = Math.floor((now - 2 * HOUR_MS) / HOUR_MS) * HOUR_MS;
    const today = zone.startOf(zone.dayOf(now));
    const moments = {
        fine: busyAt(Math.min(today, now - 2 * DAY_MS), now - 10 * 60_000, 15 * 60_000, now, zone),
        hours: busyAt(sealed - 32 * DAY_MS, sealed, HOUR_MS, now, zone),
        days: busyAt(zone.startOf(addDays(zone.dayOf(now), -DAYS)) + 15 * HOUR_MS, today, DAY_MS, now, zone),
    };
    const readings = [];
    const hours = [];
    const days = [];
    let radios = 0;
    for (const { connectionId } of await cpesAfter(db, 0, RADIOS)) {
        const newest = await newestReading(db, connectionId);
        if (newest === undefined)
            continue;
        radios++;
        for (const moment of moments.fine)
            readings.push(readingAt(newest, moment));
        for (const moment of moments.hours)
            hours.push({ ...meansAt(newest, moment), connectionId, at: moment.at });
        for (const moment of moments.days)
            days.push({ ...meansAt(newest, moment), connectionId, dayOn: moment.on });
    }
    await addReadings(db, readings);
    await addReadingHours(db, hours);
    await addReadingDays(db, days);
    if (radios > 0) {
        await setRolled(db, 'signal-hours', sealed);
        await setRolled(db, 'signal-days', today);
    }
    return radios;
}
const within100 = (value) => Math.min(Math.max(Math.round(value), 1), 100);
function readingAt(newest, moment) {
    const offset = offsetOf(newest.connectionId, moment);
    const dbm = (value) => (value === null ? null : Math.round(Math.min(Math.max(value + offset, -94), -40)));
    const share = (value) => (value === null ? null : within100(value + offset * 2 - moment.share * 4));
    return {
        ...newest,
        at: moment.at,
        signalDbm: dbm(newest.signalDbm),
        heardDbm: dbm(newest.heardDbm),
        noiseDbm: newest.noiseDbm === null
            ? null
            : Math.round(newest.noiseDbm + moment.share * 3 + drawOf(newest.connectionId, moment.at) * 2),
        ccqPct: share(newest.ccqPct),
        qualityPct: share(newest.qualityPct),
        capacityPct: share(newest.capacityPct),
        uptimeS: null,
    };
}
function meansAt(newest, moment) {
    const one = readingAt(newest, moment);
    const strength = one.signalDbm ?? one.heardDbm;
    const { signalDbm, heardDbm, noiseDbm, ccqPct, qualityPct, capacityPct, txMbps, rxMbps } = one;
    const signalLeastDbm = strength === null ? null : strength - 1;
    return { readings: 4, signalLeastDbm, signalDbm, heardDbm, noiseDbm, ccqPct, qualityPct, capacityPct, txMbps, rxMbps };
}
