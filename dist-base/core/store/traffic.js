// Traffic by five minutes, hours and days. Only the five minutes are added to; hours and days are summed up of those that
// nothing is added to any more (a flow reaches back a day at most, rules/traffic.ts), so a sum is made once and is exact. What
// is not summed up yet is summed when it is asked for. Surprising: buckets lie in order of time, so those of one login are
// asked for one by one; that is some hundred quick looks instead of a walk through what everybody used.
import { sql } from 'kysely';
import { BUCKET_MS, OCTETS_MAX } from '../rules/traffic.js';
import { insertRows, withRows } from './bulk.js';
const HOUR_MS = 3_600_000;
/** The logins of a customer's connections, or of one of them. */
export async function loginsOfCustomer(db, customerId, connectionId) {
    const all = db.selectFrom('logins').innerJoin('connections', 'connections.id', 'logins.connectionId').select('logins.id');
    const own = all.where('connections.customerId', '=', customerId);
    const rows = await (connectionId === undefined ? own : own.where('connections.id', '=', connectionId)).execute();
    return rows.map((row) => row.id);
}
/** Five-minute buckets that begin from `from` on and before `to`; those without traffic are left out. */
export async function fiveMinutes(db, loginIds, from, to) {
    const rows = [];
    for (let at = Math.ceil(from / BUCKET_MS) * BUCKET_MS; at < to; at += BUCKET_MS)
        for (const id of loginIds)
            rows.push([at, id]);
    const found = await withRows(db, [
        ['at', 'bigint'],
        ['login_id', 'bigint'],
    ], rows, `select t.at, t.up_octets as "upOctets", t.down_octets as "downOctets" from v cross join traffic t where t.at = v.at and t.login_id = v.login_id`);
    return summed(found, (at) => at);
}
export async function storedHours(db, loginIds, from, to) {
    if (loginIds.length === 0)
        return [];
    const own = db.selectFrom('trafficHours').select(['at', 'upOctets', 'downOctets']).where('loginId', 'in', loginIds);
    return summed(await own.where('at', '>=', from).where('at', '<', to).execute(), (at) => at);
}
/** By day, with the day's text in the place of its instant. */
export async function storedDays(db, loginIds, fromOn, toOn) {
    if (loginIds.length === 0)
        return [];
    const own = db.selectFrom('trafficDays').select('dayOn').where('loginId', 'in', loginIds);
    const sums = own.select((row) => [
        row.fn.sum('upOctets').as('upOctets'),
        row.fn.sum('downOctets').as('downOctets'),
    ]);
    return sums.where('dayOn', '>=', fromOn).where('dayOn', '<=', toOn).groupBy('dayOn').orderBy('dayOn').execute();
}
/** Adds up what falls to the same instant. */
export function summed(shares, of) {
    const sums = new Map();
    for (const { at, upOctets, downOctets } of shares) {
        const sum = sums.get(of(at));
        if (sum === undefined)
            sums.set(of(at), { at: of(at), upOctets, downOctets });
        else {
            sum.upOctets += upOctets;
            sum.downOctets += downOctets;
        }
    }
    return [...sums.values()].sort((one, other) => one.at - other.at);
}
/** How far the finer buckets have been summed up; null before the first time. */
export async function rolledUntil(db, kind) {
    const row = await db.selectFrom('rollups').select('untilAt').where('kind', '=', kind).executeTakeFirst();
    return row?.untilAt ?? null;
}
export async function setRolled(db, kind, untilAt) {
    const row = db.insertInto('rollups').values({ kind, untilAt });
    await row.onConflict((same) => same.column('kind').doUpdateSet({ untilAt })).execute();
}
/** Summing up goes on from an instant, or begins there. False: somebody else has done this stretch already. */
export async function advanceRolled(db, kind, from, untilAt) {
    const row = db.insertInto('rollups').values({ kind, untilAt });
    const own = row.onConflict((same) => same.column('kind').doUpdateSet({ untilAt }).where('rollups.untilAt', '=', from));
    return (await own.returning('kind').execute()).length > 0;
}
/** The first bucket from an instant on; null where there is none. */
export async function firstTraffic(db, from) {
    const buckets = db.selectFrom('traffic').select((row) => row.fn.min('at').as('at'));
    return (await buckets.where('at', '>=', from).executeTakeFirst())?.at ?? null;
}
const sum = (column) => `case when sum(${column}) < ${OCTETS_MAX} then sum(${column}) else ${OCTETS_MAX} end as ${column}`;
const added = (column) => {
    const both = `traffic_days.${column} + excluded.${column}`;
    return `${column} = case when ${both} < ${OCTETS_MAX} then ${both} else ${OCTETS_MAX} end`;
};
const ADDED = sql.raw(`${added('up_octets')}, ${added('down_octets')}`);
const SUMS = sql.raw(`${sum('up_octets')}, ${sum('down_octets')}`);
/** Hours from `from` on and before `until`, both on the hour. Doing it twice changes nothing. */
export async function rollHours(db, from, until) {
    await sql `insert into traffic_hours (login_id, at, up_octets, down_octets)
    select login_id, at - at % ${sql.lit(HOUR_MS)} as hour_at, ${SUMS} from traffic where at >= ${from} and at < ${until}
    group by login_id, hour_at
    on conflict (login_id, at) do update set up_octets = excluded.up_octets, down_octets = excluded.down_octets`.execute(db.withoutPlugins());
}
/** Adds a part of a day, from `from` on and before `until`, to its sum. */
export async function addToDay(db, dayOn, from, until) {
    await sql `insert into traffic_days (login_id, day_on, up_octets, down_octets)
    select login_id, ${dayOn} as day_on, ${SUMS} from traffic where at >= ${from} and at < ${until} group by login_id
    on conflict (login_id, day_on) do update set ${ADDED}`.execute(db.withoutPlugins());
}
/** What is older than it is to be kept goes. Sessions that are open stay. */
export async function forgetTraffic(db, before) {
    await db.deleteFrom('traffic').where('at', '<', before.fiveMinutes).execute();
    await db.deleteFrom('trafficHours').where('at', '<', before.hours).execute();
    await db.deleteFrom('trafficDays').where('dayOn', '<', before.dayOn).execute();
    const old = db.deleteFrom('sessions').where('startedAt', '<', before.sessions).where('stoppedAt', 'is not', null);
    await old.where('stoppedAt', '<', before.sessions).execute();
}
/** Hours and days that are known already, as those that were summed up elsewhere: what is there stays. */
export async function addTrafficHours(db, sums) {
    const rows = sums.map(({ loginId, at, upOctets, downOctets }) => [loginId, at, upOctets, downOctets]);
    await insertRows(db, 'traffic_hours', ['login_id', 'at', 'up_octets', 'down_octets'], rows, KEPT);
}
export async function addTrafficDays(db, sums) {
    const rows = sums.map(({ loginId, dayOn, upOctets, downOctets }) => [loginId, dayOn, upOctets, downOctets]);
    await insertRows(db, 'traffic_days', ['login_id', 'day_on', 'up_octets', 'down_octets'], rows, KEPT);
}
const KEPT = 'on conflict do nothing';
