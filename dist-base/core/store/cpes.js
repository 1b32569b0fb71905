// What is known of the radio of each connection: how it is reached, how it fared, whose turn it is. A row is made when the
// poll meets a connection, at a place in the interval that its id draws, so that turns are spread from the first day.
import { sql } from 'kysely';
import { isUbiquiti } from '../rules/poll.js';
import { withRows } from './bulk.js';
const LAST = (column) => `(select s.${column} from logins l join sessions s on s.login_id = l.id where l.connection_id = c.id and s.${column} is not null
    order by s.started_at desc limit 1)`;
const LINE = `c.id as "connectionId", c.customer_id as "customerId", cu.code as "customerCode", c.name, c.in_service as "inService",
  c.cpe_vendor as "cpeVendor", c.cpe_host as "cpeHost", c.ip, c.mac, c.router_id as "routerId", c.panel_router_id as "panelRouterId",
  ${LAST('address')} as "lastAddress", ${LAST('calling')} as "lastCalling",
  coalesce(p.is_legacy, 0) as "isLegacy", p.host_key as "hostKey", p.credential_id as "credentialId", coalesce(p.next_at, 0) as "nextAt",
  p.tried_at as "triedAt", p.ok_at as "okAt", coalesce(p.failures, 0) as failures, p.fault_code as "faultCode",
  p.fault_message as "faultMessage", p.device, p.firmware, p.ssid`;
/** A place in the interval: a multiplier without a factor in common with it spreads ids that follow each other. */
const placeAfter = (at, everyMs, id = 'connection_id') => sql `${at} + (${sql.raw(id)} * 7919) % ${everyMs}`;
const OWNERS = 'join customers cu on cu.id = c.customer_id';
/**
 * Makes the rows of connections in service that have none yet, each at its place in the next interval: of the next so many
 * connections after an id. Returns the last of these ids, null where there are no more.
 */
export async function meetCpes(db, { after, limit, at, everyMs }) {
    const { rows } = await sql `
    select max(id) as "upTo" from (select id from connections where id > ${after} order by id limit ${limit}) as next`.execute(db.withoutPlugins());
    const upTo = rows[0]?.upTo ?? null;
    if (upTo === null)
        return null;
    await sql `insert into cpes (connection_id, next_at)
    select c.id, ${placeAfter(at, everyMs, 'c.id')} from connections c
    where c.id > ${after} and c.id <= ${upTo} and c.in_service = 1
      and not exists (select 1 from cpes p where p.connection_id = c.id)
    on conflict (connection_id) do nothing`.execute(db.withoutPlugins());
    return upTo;
}
/** The last id of the next so many rows after one; null where there are no more. */
export async function cpesUpTo(db, after, limit) {
    const { rows } = await sql `
    select max(connection_id) as "upTo" from
      (select connection_id from cpes where connection_id > ${after} order by connection_id limit ${limit}) as next`.execute(db.withoutPlugins());
    return rows[0]?.upTo ?? null;
}
/** Whose turn it is, the longest waiting first. One that is due further ahead than any pause lasts is from a clock that was set back. */
export async function cpesDue(db, at, longestMs, limit) {
    const { rows } = await sql `select ${sql.raw(LINE)}
    from cpes p join connections c on c.id = p.connection_id ${sql.raw(OWNERS)}
    where p.next_at <= ${at} or p.next_at > ${at + longestMs} order by p.next_at limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
/** Everybody in service whose radio is looked for at this router. */
export async function cpesAtRouter(db, routerId) {
    const from = `from connections c ${OWNERS} left join cpes p on p.connection_id = c.id`;
    const { rows } = await sql `
    select ${sql.raw(`${LINE} ${from}`)} where c.panel_router_id = ${routerId} and c.in_service = 1
    union all
    select ${sql.raw(`${LINE} ${from}`)} where c.router_id = ${routerId} and c.panel_router_id is null and c.in_service = 1
    order by 1`.execute(db.withoutPlugins());
    return rows;
}
/** A customer's connections, with or without a row of their own yet. */
export async function cpesOfCustomer(db, customerId) {
    const { rows } = await sql `select ${sql.raw(LINE)} from connections c ${sql.raw(OWNERS)}
    left join cpes p on p.connection_id = c.id where c.customer_id = ${customerId} order by c.name`.execute(db.withoutPlugins());
    return rows;
}
/** One connection, with or without a row of its own yet. */
export async function cpeOfConnection(db, connectionId) {
    const { rows } = await sql `select ${sql.raw(LINE)} from connections c ${sql.raw(OWNERS)}
    left join cpes p on p.connection_id = c.id where c.id = ${connectionId}`.execute(db.withoutPlugins());
    return rows[0];
}
/** All connections in service by id, a stretch at a time: how a walk over all of them goes on. */
export async function cpesAfter(db, after, limit) {
    const { rows } = await sql `select ${sql.raw(LINE)} from connections c ${sql.raw(OWNERS)}
    left join cpes p on p.connection_id = c.id where c.id > ${after} and c.in_service = 1
    order by c.id limit ${limit}`.execute(db.withoutPlugins());
    return rows;
}
/** Connections in service that were asked at least once, the worst signal first; those that were never heard come last. */
export async function worstCpes(db, { routerId, faults, limit }) {
    const strength = sql `coalesce(readings.signal_dbm, readings.heard_dbm)`;
    let rows = db
        .selectFrom('cpes')
        .innerJoin('connections', 'connections.id', 'cpes.connectionId')
        .innerJoin('customers', 'customers.id', 'connections.customerId')
        .leftJoin('routers', (join) => join.on('routers.id', '=', (ref) => ref.fn.coalesce('connections.panelRouterId', 'connections.routerId')))
        .leftJoin('readings', (join) => join.onRef('readings.connectionId', '=', 'cpes.connectionId').onRef('readings.at', '=', 'cpes.okAt'))
        .select(['customers.code as customerCode', 'connections.name', 'routers.name as router', 'connections.cpeVendor'])
        .select([
        'cpes.triedAt',
        'cpes.okAt',
        'cpes.faultCode',
        'cpes.faultMessage',
        'cpes.device',
        'cpes.firmware',
        'readings.source',
    ])
        .select(['readings.signalDbm', 'readings.heardDbm', 'readings.noiseDbm', 'readings.ccqPct'])
        .select(['readings.qualityPct', 'readings.capacityPct'])
        .where('cpes.triedAt', 'is not', null)
        .where('connections.inService', '=', 1);
    if (routerId !== undefined)
        rows = rows.where('routers.id', '=', routerId);
    if (faults === true)
        rows = rows.where('cpes.faultCode', 'is not', null);
    return rows
        .orderBy((row) => row.case().when(strength, 'is', null).then(1).else(0).end())
        .orderBy(strength)
        .orderBy('customers.code')
        .orderBy('connections.name')
        .limit(limit)
        .execute();
}
const TRIED_COLUMNS = [
    ['id', 'bigint'],
    ['at', 'bigint'],
    ['next_at', 'bigint'],
    ['failures', 'bigint'],
    ['fault_code', 'text'],
    ['fault_message', 'text'],
    ['credential_id', 'bigint'],
    ['host_key', 'text'],
    ['device', 'text'],
    ['firmware', 'text'],
    ['ssid', 'text'],
    ['strength_dbm', 'bigint'],
];
export async function storeTried(db, tried) {
    const rows = tried.map((one) => [
        ...[one.connectionId, one.at, one.nextAt, one.failures, one.faultCode, one.faultMessage, one.credentialId, one.hostKey],
        ...[one.device, one.firmware, one.ssid, one.strengthDbm],
    ]);
    await withRows(db, TRIED_COLUMNS, rows, `insert into cpes (connection_id, next_at, tried_at, ok_at, failures, fault_code, fault_message, credential_id, host_key, device,
        firmware, ssid, strength_dbm)
      select v.id, v.next_at, v.at, case when v.fault_code is null then v.at end, v.failures, v.fault_code, v.fault_message,
        v.credential_id, v.host_key, v.device, v.firmware, v.ssid, v.strength_dbm from v where true
      on conflict (connection_id) do update set next_at = excluded.next_at, tried_at = excluded.tried_at,
        ok_at = coalesce(excluded.ok_at, cpes.ok_at), failures = excluded.failures, fault_code = excluded.fault_code,
        fault_message = excluded.fault_message, credential_id = coalesce(excluded.credential_id, cpes.credential_id),
        host_key = coalesce(cpes.host_key, excluded.host_key), device = coalesce(excluded.device, cpes.device),
        firmware = coalesce(excluded.firmware, cpes.firmware), ssid = coalesce(excluded.ssid, cpes.ssid),
        strength_dbm = coalesce(excluded.strength_dbm, cpes.strength_dbm)`);
}
/** Puts off those that cannot be asked now, without counting it as a try. */
export async function postponeCpes(db, connectionIds, nextAt) {
    if (connectionIds.length === 0)
        return;
    await db.updateTable('cpes').set({ nextAt }).where('connectionId', 'in', connectionIds).execute();
}
/** After passwords changed: who was not let in is tried at once. */
export async function wakeLogins(db, at) {
    await db.updateTable('cpes').set({ nextAt: at }).where('faultCode', '=', 'device-login').where('nextAt', '>', at).execute();
}
/** After there is something to ask with: who was put off for want of it has his turn within an interval. */
export async function wakeIdle(db, at, everyMs) {
    const idle = db
        .updateTable('cpes')
        .set({ nextAt: placeAfter(at, everyMs) })
        .where('faultCode', 'is', null);
    await idle.where('nextAt', '>', at + everyMs).execute();
}
/** Its own settings: a row is made where there is none. */
export async function setCpe(db, connectionId, values, at) {
    const row = db.insertInto('cpes').values({ connectionId, nextAt: at, ...values, hostKey: null });
    await row.onConflict((same) => same.column('connectionId').doUpdateSet({ ...values, nextAt: at })).execute();
}
/** How they fare, of connections in service. */
export async function countCpes(db) {
    const { rows } = await sql `
    select case when p.tried_at is null then 'new' else coalesce(p.fault_code, 'heard') end as state, count(*) as cpes
    from cpes p join connections c on c.id = p.connection_id where c.in_service = 1 group by 1 order by 1`.execute(db.withoutPlugins());
    return rows;
}
/** Connections in service whose CPE is asked itself, as `isUbiquiti` reads the column. */
export async function ubiquitiInService(db) {
    const rows = await db
        .selectFrom('connections')
        .select(['cpeVendor'])
        .select((count) => count.fn.countAll().as('connections'))
        .where('inService', '=', 1)
        .where('cpeVendor', 'is not', null)
        .groupBy('cpeVendor')
        .execute();
    return rows.reduce((sum, row) => sum + (isUbiquiti(row.cpeVendor) ? row.connections : 0), 0);
}
/** How many turns are due, and since when the longest waiting; null = none. */
export async function overdueCpes(db, at) {
    const row = await db
        .selectFrom('cpes')
        .select((count) => [count.fn.countAll().as('due'), count.fn.min('nextAt').as('since')])
        .where('nextAt', '<=', at)
        .executeTakeFirstOrThrow();
    return row;
}
