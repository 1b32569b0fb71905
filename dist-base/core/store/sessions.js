// Sessions and traffic as RADIUS accounting tells of them. This is the hot path of a NAS that reboots: everything comes and
// goes a batch at a time, each batch a handful of statements whatever its size. Sessions are found by what the NAS calls
// them, of which the newest counts; traffic is only ever added to.
import { sql } from 'kysely';
import { OCTETS_MAX } from '../rules/traffic.js';
import { changeWithRows, insertRows, isPostgres, withRows } from './bulk.js';
const NAME_COLUMNS = [
    ['name', 'text'],
    ['mac', 'text'],
];
/** Whom each name belongs to: the connection with that user or MAC, one in service first; nobody where several have it. */
async function ownersOf(db, names) {
    const rows = names.map(({ name, mac }) => [name, mac]);
    const found = await withRows(db, NAME_COLUMNS, rows, `select v.name, c.id, c.in_service as "inService" from v join connections c on c.username = v.name
      union select v.name, c.id, c.in_service from v join connections c on c.mac = v.mac`);
    const owners = new Map();
    for (const served of [1, 0]) {
        const ids = new Map();
        for (const row of found)
            if (row.inService === served)
                ids.set(row.name, [...(ids.get(row.name) ?? []), row.id]);
        for (const [name, [id, ...others]] of ids)
            if (id !== undefined && others.length === 0 && !owners.has(name))
                owners.set(name, id);
    }
    return owners;
}
/** The logins of these names as they are owned now; those that are new are made. */
export async function loginsOf(db, names, at) {
    const owners = await ownersOf(db, names);
    const rows = names.map(({ name }) => [name, owners.get(name) ?? null, at]);
    // The update changes nothing; without one the row that is there would not come back.
    return insertRows(db, 'logins', ['name', 'connection_id', 'first_at'], rows, 'on conflict (name, coalesce(connection_id, 0)) do update set name = excluded.name returning id, name, connection_id as "connectionId"');
}
const KEY_COLUMNS = [
    ['nas', 'text'],
    ['session_id', 'text'],
    ['multi_session_id', 'text'],
    ['login_id', 'bigint'],
];
const STORED = `s.id, s.login_id as "loginId", s.nas, s.session_id as "sessionId", s.multi_session_id as "multiSessionId",
  s.started_at as "startedAt", s.heard_at as "heardAt", s.seconds, s.up_octets as "upOctets", s.down_octets as "downOctets",
  s.up_base as "upBase", s.down_base as "downBase", s.stopped_at as "stoppedAt", s.ended, s.cause, s.address,
  s.ipv6_address as "ipv6Address", s.ipv6_prefix as "ipv6Prefix", s.delegated_prefix as "delegatedPrefix", s.calling, s.called,
  s.nas_port_id as "nasPortId"`;
/** The newest session of each key that is stored. */
export async function newestSessions(db, keys) {
    const rows = keys.map((key) => [key.nas, key.sessionId, key.multiSessionId, key.loginId]);
    const same = (one, other) => KEY_COLUMNS.map(([column]) => `${one}.${column} = ${other}.${column}`).join(' and ');
    const newest = `(select max(n.started_at) from sessions n where ${same('n', 'v')})`;
    return withRows(db, KEY_COLUMNS, rows, `select ${STORED} from v join sessions s on ${same('s', 'v')} and s.started_at = ${newest}`);
}
/** New sessions; the ids come back in the order in which they were given. */
export async function addSessions(db, sessions) {
    const rows = sessions.map((one) => [
        ...[one.loginId, one.nas, one.sessionId, one.multiSessionId, one.startedAt, one.heardAt, one.seconds, one.upOctets],
        ...[one.downOctets, one.upBase, one.downBase, one.stoppedAt, one.ended, one.cause, one.address, one.ipv6Address],
        ...[one.ipv6Prefix, one.delegatedPrefix, one.calling, one.called, one.nasPortId],
    ]);
    const columns = [
        ...['login_id', 'nas', 'session_id', 'multi_session_id', 'started_at', 'heard_at', 'seconds', 'up_octets'],
        ...['down_octets', 'up_base', 'down_base', 'stopped_at', 'ended', 'cause', 'address', 'ipv6_address'],
        ...['ipv6_prefix', 'delegated_prefix', 'calling', 'called', 'nas_port_id'],
    ];
    const returning = 'returning id, login_id as "loginId", nas, session_id as "sessionId", multi_session_id as "multiSessionId", started_at as "startedAt"';
    const added = await insertRows(db, 'sessions', columns, rows, returning);
    const ids = new Map(added.map((row) => [nameOf(row), row.id]));
    return sessions.map((one) => ids.get(nameOf(one)) ?? Number.NaN);
}
const nameOf = (one) => [one.nas, one.sessionId, one.multiSessionId, one.loginId, one.startedAt].join('\0');
const AS_COLUMNS = [
    ['id', 'bigint'],
    ['seconds', 'bigint'],
];
/**
 * Are these sessions still as they were last read or written here? Holds them until the end of the transaction. On SQLite one
 * daemon works alone, so nobody else writes them.
 */
export async function areUntouched(db, sessions) {
    if (!isPostgres(db))
        return true;
    const rows = sessions.map((one) => [one.id, one.seconds]);
    const statement = 'select s.id from v join sessions s on s.id = v.id and s.seconds = v.seconds order by s.id for update of s';
    return (await withRows(db, AS_COLUMNS, rows, statement)).length === sessions.length;
}
const COUNT_COLUMNS = [
    ['id', 'bigint'],
    ['heard_at', 'bigint'],
    ['seconds', 'bigint'],
    ['up_octets', 'bigint'],
    ['down_octets', 'bigint'],
    ['up_base', 'bigint'],
    ['down_base', 'bigint'],
];
const END_COLUMNS = [...COUNT_COLUMNS, ['stopped_at', 'bigint'], ['ended', 'text']];
const setAll = (columns) => columns
    .slice(1)
    .map(([column]) => `${column} = v.${column}`)
    .join(', ');
const countsOf = (one) => [
    ...[one.id, one.heardAt, one.seconds, one.upOctets, one.downOctets, one.upBase, one.downBase],
];
/**
 * Sessions that go on. SQLite writes each index of open sessions anew for a statement that sets `stopped_at`, changed or not, so
 * only where one turns out to have been closed meanwhile (it was silent) is that it is open written too.
 */
export async function countSessions(db, sessions) {
    const own = 'from v where sessions.id = v.id and sessions.stopped_at is null';
    const statement = `update sessions set ${setAll(COUNT_COLUMNS)} ${own}`;
    const changed = await changeWithRows(db, COUNT_COLUMNS, sessions.map(countsOf), statement);
    if (changed < sessions.length)
        await endSessions(db, sessions);
}
/** Sessions that ended or whose end was disproved, and what they counted. */
export async function endSessions(db, sessions) {
    const rows = sessions.map((one) => [...countsOf(one), one.stoppedAt, one.ended]);
    await withRows(db, END_COLUMNS, rows, `update sessions set ${setAll(END_COLUMNS)} from v where sessions.id = v.id`);
}
const FACT_COLUMNS = [
    ['id', 'bigint'],
    ['cause', 'bigint'],
    ['address', 'text'],
    ['ipv6_address', 'text'],
    ['ipv6_prefix', 'text'],
    ['delegated_prefix', 'text'],
    ['calling', 'text'],
    ['called', 'text'],
    ['nas_port_id', 'text'],
];
export async function describeSessions(db, sessions) {
    const rows = sessions.map((one) => [
        ...[
            one.id,
            one.cause,
            one.address,
            one.ipv6Address,
            one.ipv6Prefix,
            one.delegatedPrefix,
            one.calling,
            one.called,
            one.nasPortId,
        ],
    ]);
    await withRows(db, FACT_COLUMNS, rows, `update sessions set ${setAll(FACT_COLUMNS)} from v where sessions.id = v.id`);
}
/** Accounting-On and -Off: the NAS has none of the sessions any more that began before. Returns the logins of those that ended. */
export async function endSessionsOfNas(db, nas, at) {
    const open = db.updateTable('sessions').set({ stoppedAt: at, ended: 'nas' }).where('nas', '=', nas);
    const begun = open.where('stoppedAt', 'is', null).where('startedAt', '<', at);
    return (await begun.returning('loginId').execute()).map(({ loginId }) => loginId);
}
/** Sessions that were not heard of since an instant are lost: they ended when they were heard last. Returns their logins. */
export async function endSilentSessions(db, silentSince) {
    const open = db.updateTable('sessions').set((row) => ({ stoppedAt: row.ref('heardAt'), ended: 'lost' }));
    const ended = open.where('stoppedAt', 'is', null).where('heardAt', '<', silentSince);
    return (await ended.returning('loginId').execute()).map(({ loginId }) => loginId);
}
const OPEN_BY_NAS = 'select nas, count(*) as open, max(heard_at) as "heardAt" from sessions where stopped_at is null';
/** The NAS that have sessions open, by name, at most a thousand. */
export async function openByNas(db) {
    const { rows } = await sql `${sql.raw(OPEN_BY_NAS)} group by nas order by nas limit 1000`.execute(db.withoutPlugins());
    return rows;
}
/** The open sessions that were not heard of since an instant, by NAS. */
export async function silentByNas(db, silentSince) {
    const { rows } = await sql `${sql.raw(OPEN_BY_NAS)} and heard_at < ${silentSince} group by nas order by nas`.execute(db.withoutPlugins());
    return rows;
}
export async function nasWithOpenSessions(db) {
    const rows = await db.selectFrom('sessions').select('nas').distinct().where('stoppedAt', 'is', null).execute();
    return new Set(rows.map((row) => row.nas));
}
export async function countOpenSessions(db) {
    const open = db.selectFrom('sessions').select((row) => row.fn.countAll().as('count'));
    return (await open.where('stoppedAt', 'is', null).executeTakeFirstOrThrow()).count;
}
/** Adds to five-minute buckets. */
export async function addTraffic(db, shares) {
    const rows = shares.map((share) => [share.at, share.loginId, share.upOctets, share.downOctets]);
    const add = (column) => `${column} = case when traffic.${column} + excluded.${column} < ${OCTETS_MAX} then traffic.${column} + excluded.${column} else ${OCTETS_MAX} end`;
    const ending = `on conflict (at, login_id) do update set ${add('up_octets')}, ${add('down_octets')}`;
    await insertRows(db, 'traffic', ['at', 'login_id', 'up_octets', 'down_octets'], rows, ending);
}
/** Of a customer's connections, newest first: those that were open at some time from `from` on and began before `to`. */
export async function sessionsOfCustomer(db, customerId, stretch) {
    const { rows } = await sql `
    select ${sql.raw(STORED)}, c.name as connection, l.name as "user" from connections c join logins l on l.connection_id = c.id
      join sessions s on s.login_id = l.id
    where c.customer_id = ${customerId} and s.started_at < ${stretch.to} and (s.stopped_at is null or s.stopped_at >= ${stretch.from})
    order by s.started_at desc, s.id desc limit ${stretch.limit}`.execute(db.withoutPlugins());
    return rows;
}
/** The address that a connection had last, by what a NAS said of it; null where it never logged in. */
export async function lastAddress(db, connectionId) {
    const { rows } = await sql `
    select s.address, s.heard_at as "heardAt", s.stopped_at as "stoppedAt" from logins l join sessions s on s.login_id = l.id
    where l.connection_id = ${connectionId} and s.address is not null order by s.heard_at desc limit 1`.execute(db.withoutPlugins());
    const [row] = rows;
    return row === undefined ? null : { address: row.address, heardAt: row.heardAt, isOnline: row.stoppedAt === null };
}
/**
 * By connection: the address of its open session, the one heard last. An address at which somebody else's session is open too, or
 * that is another connection's own, is left out.
 */
export async function openAddresses(db, connectionIds) {
    const rows = connectionIds.map((id) => [id]);
    const found = await withRows(db, [['id', 'bigint']], rows, `select l.connection_id as "connectionId", s.address from v join logins l on l.connection_id = v.id
      join sessions s on s.login_id = l.id
    where s.stopped_at is null and s.address is not null
      and not exists (select 1 from sessions o join logins ol on ol.id = o.login_id
        where o.stopped_at is null and o.address = s.address and ol.connection_id is distinct from v.id)
      and not exists (select 1 from connections c where c.ip = s.address and c.in_service = 1 and c.id <> v.id)
    order by l.connection_id, s.heard_at`);
    return new Map(found.map((row) => [row.connectionId, row.address]));
}
