// Readings of signal, each as it was made, and their means by hours and days, which are made once of what nothing is added to
// any more.
import { sql } from 'kysely';
import { insertRows } from './bulk.js';
const HOUR_MS = 3_600_000;
const FIGURES = [
    ...['signalDbm', 'heardDbm', 'noiseDbm', 'ccqPct', 'qualityPct', 'capacityPct'],
    ...['txMbps', 'rxMbps', 'distanceM', 'uptimeS', 'frequencyMhz'],
];
const FIGURE_COLUMNS = [
    ...['signal_dbm', 'heard_dbm', 'noise_dbm', 'ccq_pct', 'quality_pct', 'capacity_pct'],
    ...['tx_mbps', 'rx_mbps', 'distance_m', 'uptime_s', 'frequency_mhz'],
];
export async function addReadings(db, readings) {
    const rows = readings.map((one) => [one.connectionId, one.at, one.source, ...FIGURES.map((name) => one[name])]);
    const columns = ['connection_id', 'at', 'source', ...FIGURE_COLUMNS];
    await insertRows(db, 'readings', columns, rows, 'on conflict (connection_id, at) do nothing');
}
/** From `from` on and before `to`, oldest first. */
export async function readingsBetween(db, connectionId, from, to) {
    const own = db.selectFrom('readings').selectAll().where('connectionId', '=', connectionId);
    return own.where('at', '>=', from).where('at', '<', to).orderBy('at').execute();
}
export async function newestReading(db, connectionId) {
    const own = db.selectFrom('readings').selectAll().where('connectionId', '=', connectionId);
    return own.orderBy('at', 'desc').limit(1).executeTakeFirst();
}
/** The newest first. */
export async function newestReadings(db, connectionId, limit) {
    const own = db.selectFrom('readings').selectAll().where('connectionId', '=', connectionId);
    return own.orderBy('at', 'desc').limit(limit).execute();
}
const MEAN_FIGURES = [
    ...['readings', 'signalDbm', 'signalLeastDbm', 'heardDbm', 'noiseDbm', 'ccqPct'],
    ...['qualityPct', 'capacityPct', 'txMbps', 'rxMbps'],
];
export async function hoursBetween(db, connectionId, from, to) {
    const own = db
        .selectFrom('readingHours')
        .select(['at', ...MEAN_FIGURES])
        .where('connectionId', '=', connectionId);
    return own.where('at', '>=', from).where('at', '<', to).orderBy('at').execute();
}
export async function daysBetween(db, connectionId, fromOn, toOn) {
    const own = db
        .selectFrom('readingDays')
        .select(['dayOn', ...MEAN_FIGURES])
        .where('connectionId', '=', connectionId);
    return own.where('dayOn', '>=', fromOn).where('dayOn', '<=', toOn).orderBy('dayOn').execute();
}
export async function firstReadingAt(db) {
    const row = await db.selectFrom('readings').select('at').orderBy('at').limit(1).executeTakeFirst();
    return row?.at ?? null;
}
const MEAN = ['signal_dbm', 'heard_dbm', 'noise_dbm', 'ccq_pct', 'quality_pct', 'capacity_pct', 'tx_mbps', 'rx_mbps'];
const MEAN_COLUMNS = ['readings', 'signal_least_dbm', ...MEAN];
const MEANS = sql.raw([
    'count(*) as readings',
    'cast(min(coalesce(signal_dbm, heard_dbm)) as double precision) as signal_least_dbm',
    ...MEAN.map((name) => `cast(avg(${name}) as double precision) as ${name}`),
].join(', '));
const NAMES = sql.raw(MEAN_COLUMNS.join(', '));
const SAME = sql.raw(`do update set ${MEAN_COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`);
/** Hours from `from` on and before `until`, both on the hour. Doing it twice changes nothing. */
export async function rollReadingHours(db, { after, upTo, from, until }) {
    await sql `insert into reading_hours (connection_id, at, ${NAMES})
    select connection_id, at - at % ${sql.lit(HOUR_MS)} as hour_at, ${MEANS} from readings
    where connection_id > ${after} and connection_id <= ${upTo} and at >= ${from} and at < ${until}
    group by connection_id, hour_at on conflict (connection_id, at) ${SAME}`.execute(db.withoutPlugins());
}
export async function rollReadingDay(db, dayOn, { after, upTo, from, until }) {
    await sql `insert into reading_days (connection_id, day_on, ${NAMES})
    select connection_id, ${dayOn} as day_on, ${MEANS} from readings
    where connection_id > ${after} and connection_id <= ${upTo} and at >= ${from} and at < ${until} group by connection_id
    on conflict (connection_id, day_on) ${SAME}`.execute(db.withoutPlugins());
}
/** What is older than it is to be kept goes, a slice at a time: true = there may be more. */
export async function forgetReadings(db, before, slice) {
    const oldest = db
        .selectFrom('readings')
        .select(['connectionId', 'at'])
        .where('at', '<', before.readings)
        .orderBy('at')
        .limit(slice);
    const gone = await db
        .deleteFrom('readings')
        .where((row) => row(row.refTuple('connectionId', 'at'), 'in', oldest.$asTuple('connectionId', 'at')))
        .executeTakeFirst();
    await db.deleteFrom('readingHours').where('at', '<', before.hours).execute();
    await db.deleteFrom('readingDays').where('dayOn', '<', before.dayOn).execute();
    return Number(gone.numDeletedRows) === slice;
}
/** Means that are known already, as those that were summed up elsewhere: what is there stays. */
export async function addReadingHours(db, means) {
    const rows = means.map((one) => [one.connectionId, one.at, ...MEAN_FIGURES.map((name) => one[name])]);
    await insertRows(db, 'reading_hours', ['connection_id', 'at', ...MEAN_FIGURE_COLUMNS], rows, 'on conflict do nothing');
}
export async function addReadingDays(db, means) {
    const rows = means.map((one) => [one.connectionId, one.dayOn, ...MEAN_FIGURES.map((name) => one[name])]);
    await insertRows(db, 'reading_days', ['connection_id', 'day_on', ...MEAN_FIGURE_COLUMNS], rows, 'on conflict do nothing');
}
const MEAN_FIGURE_COLUMNS = [
    ...['readings', 'signal_dbm', 'signal_least_dbm', 'heard_dbm', 'noise_dbm', 'ccq_pct'],
    ...['quality_pct', 'capacity_pct', 'tx_mbps', 'rx_mbps'],
];
