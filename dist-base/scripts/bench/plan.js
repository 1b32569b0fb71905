// Question: what does deciding everybody cost beside merely reading the rows that a decision is made of? Both arms run in a
// process of their own on the same file: `read` walks the same columns of the same rows as objects with better-sqlite3's
// iterate(), `plan` is `planRun`, batches, pauses, reasons and all. Time of the second pass, peak memory of the process.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../../cli/database.js';
import { planRun } from '../../core/acts/runs.js';
import { makeZone } from '../../core/rules/day.js';
const AT = makeZone('America/Argentina/Buenos_Aires', '06:00').parse('2026-11-21T12:00') ?? 0;
/** One arm in a process of its own. */
export function measure(arm, file) {
    return new Promise((resolve, reject) => {
        const child = fork(fileURLToPath(import.meta.url), [arm, file], {
            execArgv: process.execArgv,
            stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        });
        child.once('message', (answer) => resolve(answer));
        child.once('exit', (code) => reject(new Error(`the ${arm} arm ended with ${code} before it answered`)));
    });
}
const QUERIES = [
    'select id, code, free, blockable from customers',
    'select customer_id, id, kind, number, issued_on, due_on, amount_cents, voids_id from documents',
    'select customer_id, kind, at, ends_on from deeds',
    'select customer_id, id, promised_on, state, saved_at, ended_at, source from promises',
    `select c.id, c.customer_id, c.name, c.kind, c.in_service, c.was_in_service, c.router_id, r.name as router_name, r.driver, p.id as place_id,
     p.address, p.ipv6_prefix, p.username, p.mac, p.observed, p.observed_at, p.seen, p.cut_sent, p.generation,
     o.id as order_id, o.desired, o.reason, o.sent, r.handed_to, o.at_once, o.next_at, o.attempts, o.fault_message
   from connections c left join places p on p.connection_id = c.id and p.is_current = 1
     left join routers r on r.id = c.router_id left join orders o on o.place_id = p.id and o.state = 'open'`,
];
function read(file) {
    const raw = new Sqlite(file, { readonly: true });
    raw.pragma('mmap_size = 134217728');
    raw.pragma('cache_size = -65536');
    let rows = 0;
    for (const query of QUERIES) {
        for (const row of raw.prepare(query).iterate())
            if (row)
                rows++;
    }
    raw.close();
    return rows;
}
async function plan(file) {
    const database = await openDatabase(`sqlite:${file}`);
    const result = await planRun(database.db, { at: AT, pause: () => new Promise((resolve) => setImmediate(resolve)) });
    await database.close();
    return result.changes.length;
}
async function child(arm, file) {
    const once = async () => (arm === 'read' ? read(file) : plan(file));
    await once(); // the first pass fills the page cache and warms the code, for both arms
    const from = performance.now();
    const rows = await once();
    const answer = { ms: performance.now() - from, peakMb: process.resourceUsage().maxRSS / 1024, rows };
    process.send?.(answer, () => process.disconnect());
}
const [, , arm, file] = process.argv;
if (process.send && arm && file && (arm === 'read' || arm === 'plan'))
    await child(arm, file);
