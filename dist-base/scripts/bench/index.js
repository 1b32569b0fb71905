// `npm run bench`: asks every question, prints one table of ratios and writes it as JSON. All arms of a ratio run in the same
// run on the same machine, with fixed seeds; a figure alone says little, the ratio is the claim. `--quick` leaves out the
// largest plan and the slowest rivals, for a look while working; `pages` asks about the pages alone and writes nothing.
import { cpus, totalmem } from 'node:os';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRouterProcess } from '../../fixtures/peers/routeros-process.js';
import { benchCpes } from './cpe.js';
import { healthyMs, ourCuts, payLatency } from './cuts.js';
import { floodLines } from './flood.js';
import { median, seconds, times } from './line.js';
import { pageLines } from './pages.js';
import { measure } from './plan.js';
import { radiusLines } from './radius.js';
import { barePipeline, connectForEach, nodeRouteros } from './rivals.js';
import { seedDatabase } from './seed.js';
import { snmpRows } from './snmp.js';
import { togetherLines } from './together.js';
const ORDERS = 10_000;
const ROUNDS = 5;
const quick = process.argv.includes('--quick');
const only = { pages: process.argv.includes('pages') };
const target = process.argv.find((argument) => argument.endsWith('.json')) ?? 'docs/benchmark.json';
const folder = mkdtempSync(join(tmpdir(), 'ispcube-bench-'));
const lines = [];
const say = (text) => process.stderr.write(`${text}\n`);
const add = (line) => {
    lines.push(line);
    say(`  ${line.question}: ${line.ours} against ${line.beside}: ${line.ratio} (needed ${line.needed})${line.ok ? '' : '  ← MISSED'}`);
};
async function plans() {
    const perCustomer = [];
    for (const customers of quick ? [1_000, 10_000] : [1_000, 10_000, 100_000]) {
        const file = join(folder, `plan-${customers}.db`);
        say(`plan: writing ${customers} customers × 24 documents`);
        await seedDatabase({ file, customers, ports: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], debtorEvery: 12 });
        const read = await measure('read', file);
        const plan = await measure('plan', file);
        perCustomer.push(plan.ms / customers);
        const ratio = plan.ms / read.ms;
        const binding = customers === 100_000;
        add({
            question: `plan, ${customers.toLocaleString('en')} customers × 24 documents`,
            ours: `${seconds(plan.ms)}, peak ${plan.peakMb.toFixed(0)} MB`,
            beside: `bare read ${seconds(read.ms)}, peak ${read.peakMb.toFixed(0)} MB`,
            ratio: times(ratio),
            needed: binding ? '≤ 2 ×, ≤ 600 MB' : '(shown)',
            ok: !binding || (ratio <= 2 && plan.peakMb <= 600),
        });
        rmSync(file);
    }
    const first = perCustomer[0] ?? 1;
    const last = perCustomer.at(-1) ?? 1;
    add({
        question: 'plan time a customer, largest against smallest',
        ours: `${(last * 1000).toFixed(0)} µs`,
        beside: `${(first * 1000).toFixed(0)} µs`,
        ratio: times(last / first),
        needed: '≤ 1.5 × (linear)',
        ok: last / first <= 1.5,
    });
}
async function cutArms(count) {
    const routers = await startRouterProcess({ count, latencyMs: 2, username: 'api', password: 'secret' });
    const seedFile = join(folder, `cuts-${count}.db`);
    try {
        say(`cuts: ${ORDERS} over ${count} router(s)`);
        await seedDatabase({ file: seedFile, customers: ORDERS, ports: routers.ports, debtorEvery: 1 });
        const cuts = Array.from({ length: ORDERS }, (_, index) => ({
            port: routers.ports[index % count] ?? 0,
            address: `10.200.${index >> 8}.${index & 255}`,
            comment: `ispcube:${String(index).padStart(6, '0')}:${index}`,
        }));
        await rivals(count, seedFile, routers, cuts);
        if (count === 50) {
            await underLoad(seedFile, routers);
            say('CPEs, accounting and cuts together');
            for (const line of await togetherLines(seedFile, routers))
                add(line);
        }
    }
    finally {
        await routers.close();
    }
}
async function rivals(count, seedFile, routers, cuts) {
    const clear = () => routers.tell('all', { clear: '/ip/firewall/address-list' });
    // Two arms of a second on a noisy machine: over many routers both run in turn, and the best of each is compared, because
    // whatever else goes on there only ever adds. The slow rivals run once, and are compared with our median.
    const oursMs = [];
    const bareMs = [];
    let ours = { ms: 0, orders: 0, connections: 0, listed: 0 };
    for (let round = 0; round < (count === 1 ? 1 : ROUNDS); round++) {
        ours = await ourCuts(seedFile, routers);
        if (ours.listed !== ORDERS || ours.orders !== ORDERS)
            throw new Error(`${ours.orders} orders left ${ours.listed} entries`);
        oursMs.push(ours.ms);
        await clear();
        bareMs.push(await barePipeline(cuts, 12));
        await clear();
    }
    // One router alone answers node-routeros 23 times a second: a sample is enough, and is said to be one.
    const sampleA = count === 1 ? 300 : quick ? 2_000 : ORDERS;
    const a = ((await nodeRouteros(cuts.slice(0, sampleA))) * ORDERS) / sampleA;
    await clear();
    const sampleB = quick ? 60 : 300;
    const b = ((await connectForEach(cuts.slice(0, sampleB))) * ORDERS) / sampleB;
    const name = `${ORDERS.toLocaleString('en')} cuts, ${count} router${count === 1 ? '' : 's'}`;
    const compare = (rival, own, ms, sample, least) => add({
        question: `${name}, against ${rival}`,
        ours: seconds(own),
        beside: `${seconds(ms)}${sample === ORDERS ? '' : ` (${sample} measured, scaled)`}`,
        ratio: times(ms / own),
        needed: count === 50 ? `≥ ${least} ×` : '(shown)',
        ok: count !== 50 || ms / own >= least,
    });
    compare('(a) node-routeros awaited', median(oursMs), a, sampleA, 6);
    compare('(b) connect, find, change each', median(oursMs), b, sampleB, 200);
    compare(`(c) bare pipeline${count === 1 ? '' : `, best of ${ROUNDS}`}`, Math.min(...oursMs), Math.min(...bareMs), ORDERS, 0.5);
    if (count > 1)
        return;
    const seen = String(ours.connections);
    add({
        question: 'connections for all cuts on one router',
        ours: seen,
        beside: `${ORDERS} (b)`,
        ratio: seen,
        needed: '1',
        ok: seen === '1',
    });
}
async function underLoad(seedFile, routers) {
    say('payments during a run, 20 ms a command');
    const { ms, underWay } = await payLatency(seedFile, routers, 200);
    const at = (share) => ms[Math.min(Math.ceil(ms.length * share) - 1, ms.length - 1)] ?? Number.NaN;
    add({
        question: `paid → read back, 200 payments, ${underWay} of them during the run`,
        ours: `p50 ${seconds(at(0.5))}, p99 ${seconds(at(0.99))}`,
        beside: '—',
        ratio: seconds(at(0.99)),
        needed: 'p99 < 1 s',
        ok: at(0.99) < 1000 && underWay >= 180,
    });
    const silent = [3, 13, 23, 33, 43];
    const watched = routers.ports.map((_, index) => index).filter((index) => !silent.includes(index));
    const runs = { none: [], some: [] };
    for (let round = 0; round < (quick ? 1 : 5); round++) {
        say(`silent routers, round ${round + 1}`);
        runs.none.push(await healthyMs(seedFile, routers, [], watched));
        runs.some.push(await healthyMs(seedFile, routers, silent, watched));
    }
    const ratio = median(runs.some) / median(runs.none);
    add({
        question: 'the 45 healthy of 50 routers, 5 silent against none',
        ours: seconds(median(runs.some)),
        beside: seconds(median(runs.none)),
        ratio: times(ratio),
        needed: '≤ 1.15 ×',
        ok: ratio <= 1.15,
    });
}
function print() {
    const head = ['question', 'ours', 'beside', 'ratio', 'needed'];
    const rows = lines.map((line) => [line.question, line.ours, line.beside, `${line.ratio}${line.ok ? '' : ' ✗'}`, line.needed]);
    const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
    const text = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
    process.stdout.write(`${[text(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(text)].join('\n')}\n`);
}
async function network() {
    await plans();
    await cutArms(1);
    await cutArms(50);
    say('RADIUS accounting');
    for (const line of await radiusLines(quick))
        add(line);
    say('more accounting than can be written');
    for (const line of await floodLines(quick))
        add(line);
    say('CPEs over SSH');
    for (const line of await benchCpes())
        add(line);
    say('CPEs over SNMP');
    for (const line of await (quick ? snmpRows(500, 1) : snmpRows()))
        add(line);
}
try {
    if (!only.pages)
        await network();
    say('pages');
    for (const line of await pageLines(quick))
        add(line);
    print();
    const machine = {
        cpu: cpus()[0]?.model ?? '',
        cores: cpus().length,
        memoryMb: Math.round(totalmem() / 1_048_576),
        node: process.version,
    };
    if (!quick && !only.pages)
        writeFileSync(target, `${JSON.stringify({ machine, lines }, null, 2)}\n`);
    process.exitCode = lines.every((line) => line.ok) ? 0 : 1;
}
finally {
    rmSync(folder, { recursive: true, force: true });
}
