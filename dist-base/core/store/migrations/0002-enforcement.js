// Routers, connections and the places where they are served; orders, runs and the log.
import { sql } from 'kysely';
import { column, makeTable } from './columns.js';
const { id, int, text, real, optional, flag } = column;
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
export async function up(db, dialect) {
    await makeNetwork(db, dialect);
    await makePlaces(db, dialect);
    await makeTable(db, dialect, 'runs', [id, text('kind'), int('at'), int('started_at'), text('by'), text('outcome')]);
    await sql.raw('create index runs_by_start on runs (started_at)').execute(db);
    await makeTable(db, dialect, 'confirmations', [id, text('day_on'), int('max_cuts'), int('at'), text('by')]);
    await sql.raw('create index confirmations_of_day on confirmations (day_on)').execute(db);
    await makeOrders(db, dialect);
    await makeTable(db, dialect, 'log', [
        id,
        int('at'),
        text('by'),
        text('what'),
        int('customer_id', { optional: true, refers: 'customers' }),
        text('about_kind', optional),
        int('about_id', optional),
        text('facts', { default: '{}' }),
        int('run_id', optional),
        int('order_id', optional),
    ]);
    await sql.raw('create index log_of_customer on log (customer_id, id) where customer_id is not null').execute(db);
    await sql.raw(`create index log_alerts on log (at) where what = 'alert'`).execute(db);
}
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
async function makeNetwork(db, dialect) {
    await makeTable(db, dialect, 'sites', [
        id,
        text('name', { unique: true }),
        real('lat', optional),
        real('lng', optional),
        real('radius_km', optional),
    ]);
    await makeTable(db, dialect, 'routers', [
        id,
        text('name', { unique: true }),
        text('driver'),
        text('host'),
        int('port'),
        flag('tls'),
        text('tls_pin', optional),
        text('username', optional),
        text('password_sealed', optional),
        int('site_id', { optional: true, refers: 'sites' }),
        text('radius_secret_sealed', optional),
        int('coa_port', optional),
        int('window', optional),
        text('circuit', { default: 'closed' }),
        int('failures', { default: 0 }),
        int('retry_at', optional),
        text('fault_code', optional),
        text('fault_message', optional),
        int('fault_at', optional),
        int('ok_at', optional),
        ...['identity', 'version', 'board'].map((name) => text(name, optional)),
        ...['uptime_s', 'swept_at', 'removed_at', 'handed_to'].map((name) => int(name, optional)),
    ]);
    await makeTable(db, dialect, 'plans', [
        id,
        text('name', { unique: true }),
        int('price_cents', { default: 0 }),
        int('down_kbps'),
        int('up_kbps'),
        flag('in_portal'),
    ]);
    await makeTable(db, dialect, 'connections', [
        id,
        int('customer_id', { refers: 'customers' }),
        text('name'),
        text('kind'),
        int('plan_id', { optional: true, refers: 'plans' }),
        int('router_id', { optional: true, refers: 'routers' }),
        ...['username', 'ip', 'ipv6_prefix', 'mac', 'password_sealed', 'cpe_host', 'cpe_vendor'].map((name) => text(name, optional)),
        int('panel_router_id', { optional: true, refers: 'routers' }),
        flag('in_service', 1),
        flag('was_in_service', 0),
        text('address', optional),
        real('lat', optional),
        real('lng', optional),
    ]);
    await sql.raw('create unique index connections_of_customer on connections (customer_id, name)').execute(db);
    await sql.raw('create index connections_of_router on connections (router_id)').execute(db);
    for (const key of ['username', 'ip', 'ipv6_prefix', 'mac']) {
        await sql.raw(`create index connections_by_${key} on connections (${key}, router_id) where ${key} is not null`).execute(db);
    }
}
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
async function makePlaces(db, dialect) {
    await makeTable(db, dialect, 'places', [
        id,
        int('connection_id', { refers: 'connections' }),
        int('router_id', { refers: 'routers' }),
        text('kind'),
        ...['address', 'ipv6_prefix', 'username', 'mac'].map((name) => text(name, optional)),
        flag('is_current', 1),
        text('observed', { default: 'unknown' }),
        int('observed_at', optional),
        text('seen', optional),
        flag('cut_sent'),
        int('generation', { default: 0 }),
    ]);
    await sql.raw('create unique index places_current on places (connection_id) where is_current = 1').execute(db);
    await sql.raw('create index places_of_connection on places (connection_id)').execute(db);
    await sql.raw('create index places_of_router on places (router_id, id)').execute(db);
}
// oxlint-disable-next-line typescript/no-explicit-any -- see columns.ts
async function makeOrders(db, dialect) {
    await makeTable(db, dialect, 'orders', [
        id,
        int('place_id', { refers: 'places' }),
        int('connection_id', { refers: 'connections' }),
        int('customer_id', { refers: 'customers' }),
        int('router_id', { refers: 'routers' }),
        int('generation'),
        text('desired'),
        text('reason'),
        text('cause'),
        text('by'),
        flag('at_once'),
        text('state', { default: 'open' }),
        int('attempts', { default: 0 }),
        int('next_at'),
        flag('sent'),
        int('run_id', { optional: true, refers: 'runs' }),
        text('guard_on', optional),
        text('stamp', optional),
        int('created_at'),
        int('ended_at', optional),
        ...['fault_code', 'fault_message', 'proof'].map((name) => text(name, optional)),
    ]);
    await sql.raw(`create unique index orders_open on orders (place_id) where state = 'open'`).execute(db);
    await sql.raw(`create index orders_waiting on orders (router_id, desired, next_at) where state = 'open'`).execute(db);
    // Cuts that do not wait for the hours are few among many that do.
    const anyHour = `(at_once = 1 or reason not in ('overdue', 'promise-broken'))`;
    await sql
        .raw(`create index orders_at_once on orders (router_id) where state = 'open' and desired = 'cut' and ${anyHour}`)
        .execute(db);
    await sql.raw('create unique index orders_of_place on orders (place_id, generation)').execute(db);
    await sql.raw('create index orders_of_customer on orders (customer_id, id)').execute(db);
    await sql.raw('create index orders_of_run on orders (run_id) where run_id is not null').execute(db);
    await sql.raw('create index orders_guarded on orders (guard_on) where guard_on is not null').execute(db);
}
