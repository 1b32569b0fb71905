// What RADIUS accounting tells: who logs in, his sessions, and his traffic by five minutes, hours and days. The five-minute
// buckets lie in order of time, so that what is written now stays together and what is too old goes in one piece.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, optional } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'radius_clients', [id, text('name', { unique: true }), text('prefix'), text('secret_sealed')]);
    await makeTable(db, dialect, 'logins', [
        id,
        text('name'),
        int('connection_id', { optional: true, refers: 'connections' }),
        int('first_at'),
    ]);
    await sql.raw('create unique index logins_by_name on logins (name, coalesce(connection_id, 0))').execute(db);
    await sql.raw('create index logins_of_connection on logins (connection_id) where connection_id is not null').execute(db);
    await makeTable(db, dialect, 'sessions', [
        id,
        int('login_id', { refers: 'logins' }),
        ...['nas', 'session_id', 'multi_session_id'].map((name) => text(name)),
        ...['started_at', 'heard_at', 'seconds', 'up_octets', 'down_octets', 'up_base', 'down_base'].map((name) => int(name)),
        int('stopped_at', optional),
        text('ended', optional),
        int('cause', optional),
        ...['address', 'ipv6_address', 'ipv6_prefix', 'delegated_prefix', 'calling', 'called', 'nas_port_id'].map((name) => text(name, optional)),
    ]);
    const key = 'nas, session_id, multi_session_id, login_id, started_at';
    await sql.raw(`create unique index sessions_by_key on sessions (${key})`).execute(db);
    await sql.raw('create index sessions_of_login on sessions (login_id, started_at)').execute(db);
    await sql.raw('create index sessions_open on sessions (nas) where stopped_at is null').execute(db);
    await sql.raw('create index sessions_by_start on sessions (started_at)').execute(db);
    const octets = [int('up_octets'), int('down_octets')];
    await makeTable(db, dialect, 'traffic', [int('at'), int('login_id'), ...octets], ['at', 'login_id']);
    await makeTable(db, dialect, 'traffic_hours', [int('login_id'), int('at'), ...octets], ['login_id', 'at']);
    await makeTable(db, dialect, 'traffic_days', [int('login_id'), text('day_on'), ...octets], ['login_id', 'day_on']);
    // How far the finer buckets have been summed up into the coarser ones.
    await makeTable(db, dialect, 'rollups', [text('kind'), int('until_at')], ['kind']);
}
