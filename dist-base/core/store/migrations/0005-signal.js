// How customers are heard: passwords and SNMP accesses that CPEs are asked with, what is known of each CPE, and its readings
// there and then, by hours and by days. Texts that a device says of itself stay with the CPE; a reading is numbers alone, because
// two thousand CPEs make half a million a day.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, real, optional, flag } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeTable(db, dialect, 'cpe_credentials', [id, int('position'), text('username'), text('password_sealed')]);
    await makeTable(db, dialect, 'snmp_accesses', [
        id,
        int('router_id', { optional: true, refers: 'routers' }),
        text('version'),
        int('port'),
        text('access_sealed'),
    ]);
    await sql.raw('create unique index snmp_accesses_of on snmp_accesses (coalesce(router_id, 0))').execute(db);
    await makeTable(db, dialect, 'cpes', [
        int('connection_id', { refers: 'connections' }),
        flag('is_legacy'),
        text('host_key', optional),
        int('credential_id', optional),
        int('next_at'),
        ...['tried_at', 'ok_at'].map((name) => int(name, optional)),
        int('failures', { default: 0 }),
        ...['fault_code', 'fault_message', 'device', 'firmware', 'ssid'].map((name) => text(name, optional)),
    ], ['connection_id']);
    await sql.raw('create index cpes_due on cpes (next_at)').execute(db);
    await sql
        .raw('create index connections_of_panel on connections (panel_router_id) where panel_router_id is not null')
        .execute(db);
    await makeReadings(db, dialect);
}
const INTEGERS = [
    'signal_dbm',
    'heard_dbm',
    'noise_dbm',
    'quality_pct',
    'capacity_pct',
    'distance_m',
    'uptime_s',
    'frequency_mhz',
];
const REALS = ['ccq_pct', 'tx_mbps', 'rx_mbps'];
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
async function makeReadings(db, dialect) {
    await makeTable(db, dialect, 'readings', [
        int('connection_id'),
        int('at'),
        text('source'),
        ...INTEGERS.map((name) => int(name, optional)),
        ...REALS.map((name) => real(name, optional)),
    ], ['connection_id', 'at']);
    await sql.raw('create index readings_by_time on readings (at)').execute(db);
    const sums = [
        int('readings'),
        ...[
            'signal_dbm',
            'signal_least_dbm',
            'heard_dbm',
            'noise_dbm',
            'ccq_pct',
            'quality_pct',
            'capacity_pct',
            'tx_mbps',
            'rx_mbps',
        ].map((name) => real(name, optional)),
    ];
    await makeTable(db, dialect, 'reading_hours', [int('connection_id'), int('at'), ...sums], ['connection_id', 'at']);
    await makeTable(db, dialect, 'reading_days', [int('connection_id'), text('day_on'), ...sums], ['connection_id', 'day_on']);
    await sql.raw('create index reading_hours_by_time on reading_hours (at)').execute(db);
    await sql.raw('create index reading_days_by_time on reading_days (day_on)').execute(db);
}
