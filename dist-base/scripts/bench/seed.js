// Writes the database that a benchmark runs on: so many customers with 24 documents each, by a fixed seed, the same rows at
// every run. Straight through better-sqlite3, because making the data is not what is measured.
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../../cli/database.js';
import { migrate } from '../../core/store/migrate.js';
import { makeSeal } from '../../core/seal.js';
export const BENCH_KEY = 'the key of the benchmark, which seals nothing of value';
/** mulberry32: small, fast, and the same everywhere. */
export function seeded(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}
export async function seedDatabase(plan) {
    const database = await openDatabase(`sqlite:${plan.file}`);
    await migrate(database.db, database.dialect);
    await database.close();
    const raw = new Sqlite(plan.file);
    raw.pragma('synchronous = off');
    raw.transaction(() => {
        seedRouters(raw, plan);
        seedCustomers(raw, plan);
    })();
    raw.exec('analyze');
    raw.close();
}
function seedRouters(raw, plan) {
    const seal = makeSeal(BENCH_KEY);
    const insert = raw.prepare('insert into routers (name, driver, host, port, username, password_sealed) values (?, ?, ?, ?, ?, ?)');
    for (const [index, port] of plan.ports.entries()) {
        const name = `router-${index + 1}`;
        insert.run(name, 'routeros', '127.0.0.1', port, 'api', seal.seal('secret', { table: 'routers', column: 'password', row: name }));
    }
    const set = raw.prepare('insert into settings (key, value, set_at) values (?, ?, 0)');
    // Whatever the hour of the run: the control of the day has passed, and the guard is not what is measured.
    set.run('controlHour', '00:00');
    set.run('maxCuts', '9999999');
}
function seedCustomers(raw, plan) {
    const draw = seeded(20261121);
    const customer = raw.prepare('insert into customers (code, name, created_at) values (?, ?, 0)');
    const connection = raw.prepare(`insert into connections (customer_id, name, kind, router_id, ip, in_service, was_in_service) values (?, 'casa', 'address-list', ?, ?, 1, 1)`);
    const place = raw.prepare(`insert into places (connection_id, router_id, kind, address) values (?, ?, 'address-list', ?)`);
    for (let id = 1; id <= plan.customers; id++) {
        customer.run(String(id).padStart(6, '0'), `Cliente ${id}`);
        const router = (id % plan.ports.length) + 1;
        const ip = `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`;
        connection.run(id, router, ip);
        place.run(id, router, ip);
    }
    const document = raw.prepare('insert into documents (customer_id, company, kind, number, issued_on, due_on, amount_cents, imported, entered_at, entered_by) values (?, 1, ?, ?, ?, ?, ?, 1, 0, ?)');
    // Month by month, as documents are entered: what one customer owns lies far apart in the table.
    for (let month = 0; month < 12; month++) {
        const stamp = `${month < 1 ? 2025 : 2026}-${String(((month + 11) % 12) + 1).padStart(2, '0')}`;
        for (let id = 1; id <= plan.customers; id++) {
            const amount = 500_000 + Math.floor(draw() * 2_000_000);
            const owes = id % plan.debtorEvery === 0 && month > 0;
            document.run(id, 'FX', `0001-${month}${String(id).padStart(7, '0')}`, `${stamp}-01`, `${stamp}-10`, amount, 'seed');
            const paid = owes ? Math.ceil(amount / 100) : amount;
            document.run(id, 'RC', `0001-${month}${String(id).padStart(7, '0')}`, `${stamp}-08`, null, paid, 'seed');
        }
    }
}
