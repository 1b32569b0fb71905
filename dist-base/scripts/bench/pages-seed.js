// The database that the pages are measured on: customers with everything that a list filters, sorts and searches by, twenty documents
// each, and people who are logged in already. By a fixed seed, the same rows at every run; straight through better-sqlite3, because
// making the data is not what is measured.
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../../cli/database.js';
import { foldWords } from '../../core/store/customers.js';
import { migrate } from '../../core/store/migrate.js';
import { FIRST_NAMES, LAST_NAMES, STREETS } from '../../fixtures/town-names.js';
import { seeded } from './seed.js';
/** The cookie's id of a person's session: nothing that is worth guessing here. */
export const sessionOf = (person) => `bench-session-${person}`;
const LISTS = { city: 40, status: 4, postal: 60, method: 6, collector: 30, seller: 20, plan: 12, router: 60, site: 20 };
const MONTHS = 10;
const AMOUNT = 950_000;
/** One in nine owes a month or some; his last receipts are missing. */
const unpaidMonths = (id) => (id % 9 === 0 ? 1 + (id % 5) : id % 31 === 0 ? -1 : 0);
export async function seedPages(plan) {
    const database = await openDatabase(`sqlite:${plan.file}`);
    await migrate(database.db, database.dialect);
    await database.close();
    const raw = new Sqlite(plan.file);
    raw.pragma('synchronous = off');
    raw.pragma('cache_size = -400000');
    raw.transaction(() => {
        seedNetwork(raw);
        seedPeople(raw, plan.people);
        seedCustomers(raw, plan.customers);
        seedPositions(raw);
        seedDocuments(raw, plan.customers);
    })();
    raw.exec('analyze');
    raw.close();
}
function seedNetwork(raw) {
    const site = raw.prepare('insert into sites (name) values (?)');
    for (let n = 1; n <= LISTS.site; n++)
        site.run(`Nodo ${n}`);
    const router = raw.prepare("insert into routers (name, driver, host, port, site_id) values (?, 'none', '127.0.0.1', 1, ?)");
    for (let n = 1; n <= LISTS.router; n++)
        router.run(`router-${n}`, (n % LISTS.site) + 1);
    const plan = raw.prepare('insert into plans (name, price_cents, down_kbps, up_kbps) values (?, 1, 1, 1)');
    for (let n = 1; n <= LISTS.plan; n++)
        plan.run(`Hogar ${n * 10}`);
}
function seedPeople(raw, people) {
    const { id: role } = raw.prepare("select id from roles where name = 'supervisor'").get();
    const person = raw.prepare("insert into people (username, name, role_id, password_hash, password_set_at, created_at) values (?, ?, ?, '-', 0, 0)");
    const session = raw.prepare("insert into web_sessions (id_hash, person_id, facts, address, agent, created_at, expires_at) values (?, ?, ?, '', '', 0, ?)");
    for (let n = 1; n <= people; n++) {
        person.run(`persona${n}`, `Persona ${n}`, role);
        const hash = createHash('sha256').update(sessionOf(n)).digest('base64url');
        session.run(hash, n, JSON.stringify({ personId: n, _csrf: 'a-secret-of-the-benchmark' }), Number.MAX_SAFE_INTEGER);
    }
}
function seedCustomers(raw, customers) {
    const draw = seeded(20261125);
    const pick = (from) => from[Math.floor(draw() * from.length)];
    // A few of a list are much more common than the others, as towns are.
    const skewed = (count) => 1 + Math.floor(count * draw() * draw());
    const customer = raw.prepare(`insert into customers (code, name, id_type, id_number, company, address, city, postal_code, status, free, blockable, payment_method,
       collector, salesperson, balance_cents, created_at) values (?, ?, 'DNI', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`);
    const contact = raw.prepare('insert into contacts (customer_id, kind, value) values (?, ?, ?)');
    const connection = raw.prepare(`insert into connections (customer_id, name, kind, plan_id, router_id, username, ip, in_service, was_in_service)
       values (?, 'casa', 'pppoe', ?, ?, ?, ?, ?, 1)`);
    const place = raw.prepare(`insert into places (connection_id, router_id, kind, address, observed, observed_at) values (?, ?, 'pppoe', ?, ?, 0)`);
    const promise = raw.prepare(`insert into promises (customer_id, promised_on, state, saved_at, source, "by") values (?, '2026-12-01', 'pending', 0, 'operator', 'seed')`);
    const words = [];
    for (let id = 1; id <= customers; id++) {
        const code = String(id).padStart(6, '0');
        const name = `${pick(LAST_NAMES)}, ${pick(FIRST_NAMES)}`;
        const document = String(10_000_000 + Math.floor(draw() * 40_000_000));
        const address = `${pick(STREETS)} ${Math.floor(draw() * 4000)}`;
        const city = `Localidad ${skewed(LISTS.city)}`;
        const balance = unpaidMonths(id) * AMOUNT;
        customer.run(...[
            code,
            name,
            document,
            1 + (id % 3),
            address,
            city,
            String(7000 + skewed(LISTS.postal)),
            `Estado ${skewed(LISTS.status)}`,
        ], ...[id % 97 === 0 ? 1 : 0, id % 53 === 0 ? 0 : 1, `Medio ${skewed(LISTS.method)}`, `Cobrador ${skewed(LISTS.collector)}`], ...[`Vendedor ${skewed(LISTS.seller)}`, balance]);
        const phone = `11 ${4000 + Math.floor(draw() * 5000)}-${1000 + Math.floor(draw() * 9000)}`;
        contact.run(id, 'phone', phone);
        contact.run(id, 'email', `cliente${id}@correo.example`);
        const router = skewed(LISTS.router);
        const ip = `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`;
        connection.run(id, skewed(LISTS.plan), router, `user${code}`, ip, id % 67 === 0 ? 0 : 1);
        place.run(id, router, ip, balance > 0 && id % 2 === 0 ? 'cut' : id % 50 === 0 ? 'unknown' : 'active');
        if (id % 211 === 0)
            promise.run(id);
        for (const word of foldWords(code, name, document, address, phone, `cliente${id}@correo.example`, ip, `user${code}`))
            words.push([word, code, id]);
    }
    words.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[2] - b[2]));
    const word = raw.prepare('insert into words (word, code, customer_id) values (?, ?, ?)');
    for (const [text, code, id] of words)
        word.run(text, code, id);
}
/** Over two hundred kilometres, so that they are gathered at first and few at last. */
function seedPositions(raw) {
    raw.exec('update customers set lat = -32.4 + (id * 7919 % 20011) / 10005.5, lng = -65.2 + (id * 104729 % 20021) / 10010.5');
}
function seedDocuments(raw, customers) {
    const document = raw.prepare(`insert into documents (customer_id, company, kind, number, issued_on, due_on, amount_cents, imported, entered_at, entered_by)
       values (?, 1, ?, ?, ?, ?, ${AMOUNT}, 1, 0, 'seed')`);
    // Month by month, as documents are entered: what one customer owns lies far apart in the table.
    for (let month = 1; month <= MONTHS; month++) {
        const stamp = `2026-${String(month).padStart(2, '0')}`;
        for (let id = 1; id <= customers; id++) {
            const number = `0001-${month}${String(id).padStart(7, '0')}`;
            const unpaid = unpaidMonths(id);
            document.run(id, 'FX', number, `${stamp}-01`, `${stamp}-10`);
            if (month <= MONTHS - unpaid)
                document.run(id, 'RC', number, `${stamp}-08`, null);
            if (unpaid < 0 && month === MONTHS)
                document.run(id, 'RC', `0002-${id}`, `${stamp}-09`, null);
        }
    }
}
//# sourceMappingURL=pages-seed.js.map