// Questions: how long do the pages at the counter take with 100,000 customers and 2,000,000 documents, fifty people asking one page a
// second each; how many bytes is the list; how many lists a second does one process make beside a bare Fastify and Eta page of
// the same size, in the same run; how long does the map of everybody take to open; and does an Excel of everybody need more memory
// than one of a few? Times are those of whoever asks, over loopback, on the machine that also answers. By itself:
// `npm run bench -- pages`, or `npx tsx scripts/bench/pages.ts [--quick] [--keep FILE]`.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seconds, times } from './line.js';
import { openLine } from './pages-client.js';
import { mapLines } from './pages-map.js';
import { seedPages, sessionOf } from './pages-seed.js';
import { startServer } from './pages-server.js';
import { seeded } from './seed.js';
const PEOPLE = 50;
const LIST_MAX_BYTES = 60_000;
const P99_MAX_MS = 50;
const one = (draw, from) => from[Math.floor(draw() * from.length)];
const code = (draw, customers) => String(1 + Math.floor(draw() * customers)).padStart(6, '0');
const FILTERS = [
    ...['servicio=cortado', 'servicio=con', 'servicio=sin', 'servicio=compromiso', 'cuenta=debe', 'cuenta=debe&orden=deuda'],
    ...[
        'cuenta=favor',
        'localidad=Localidad+1',
        'localidad=Localidad+30',
        'localidad=Localidad+2&estado=Estado+2',
        'plan=3',
        'nodo=4',
    ],
    ...[
        'router=7',
        'router=50&servicio=cortado',
        'cobrador=Cobrador+4&cuenta=debe',
        'empresa=2&medio=Medio+3',
        'gratis=si',
        'bloquear=no',
    ],
    ...[
        'clave=sin',
        'localidad=Localidad+3&orden=nombre',
        'vendedor=Vendedor+2&orden=deuda',
        'estado=Estado+1&servicio=con&plan=2',
    ],
];
/** What is typed at a counter: surnames, their beginnings, two words, codes, telephones, documents, streets. */
const SEARCHES = [
    (draw) => `q=${one(draw, ['herrera', 'gonz', 'mar', 'a', 'san', 'lo', 'n%C3%BA%C3%B1ez', 'perez', 'di'])}`,
    (draw) => `q=${one(draw, ['gonzalez+maria', 'perez+luis', 'ana+belgrano', 'lopez+mitre', 'maria+jorge'])}`,
    (draw, customers) => `q=${code(draw, customers).slice(0, 4)}`,
    (draw) => `q=11${4000 + Math.floor(draw() * 5000)}`,
    (draw) => `q=${10 + Math.floor(draw() * 40)}`,
    (draw) => `q=mitre&localidad=Localidad+${1 + Math.floor(draw() * 9)}`,
    (draw) => `q=gomez&${one(draw, FILTERS)}`,
];
const KINDS = {
    'customer list': (draw, customers) => `/clientes?${one(draw, ['', 'orden=nombre', 'orden=deuda', `desde=${code(draw, customers)}`, `orden=nombre&desde=${code(draw, customers)}`])}`,
    // Two parameters, so that one customer found is shown in the list and not opened.
    search: (draw, customers) => `/clientes?${one(draw, SEARCHES)(draw, customers)}&orden=codigo`,
    'filtered list': (draw) => `/clientes?${one(draw, FILTERS)}`,
    'customer page': (draw, customers) => `/clientes/${code(draw, customers)}`,
    proposals: (draw, customers) => `/clientes/buscar.json?${one(draw, SEARCHES)(draw, customers)}`,
};
/** For a look while working: `--without latency`, `throughput`, `excel`. */
const skip = new Set(process.argv.filter((_, index, all) => all[index - 1] === '--without'));
const say = (text) => void process.stderr.write(`${text}\n`);
export async function pageLines(quick, kept) {
    const customers = quick ? 10_000 : 100_000;
    const folder = mkdtempSync(join(tmpdir(), 'ispcube-pages-'));
    const file = kept ?? join(folder, 'pages.db');
    try {
        if (!existsSync(file)) {
            say(`pages: writing ${customers} customers × 20 documents`);
            await seedPages({ file, customers, people: PEOPLE });
        }
        return [
            ...(skip.has('latency') ? [] : await latencies(file, customers, quick ? 5 : 60)),
            ...(skip.has('throughput') ? [] : await throughput(file, quick ? 2 : 5)),
            ...(skip.has('map') ? [] : await mapLines(file, customers)),
            ...(skip.has('excel') ? [] : await spreadsheet(file, customers)),
        ];
    }
    finally {
        rmSync(folder, { recursive: true });
    }
}
async function latencies(file, customers, secondsLong) {
    const server = await startServer({ arm: 'ours', file });
    const times = new Map(Object.keys(KINDS).map((kind) => [kind, []]));
    const people = Array.from({ length: PEOPLE }, (_, index) => index + 1);
    await warmUp(server, customers);
    const until = performance.now() + secondsLong * 1000;
    await Promise.all(people.map(async (person) => {
        const draw = seeded(person);
        const line = await openLine(server.port, `10.9.0.${person}`, sessionOf(person));
        let next = performance.now() + draw() * 1000;
        while (next < until) {
            await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
            const kind = one(draw, Object.keys(KINDS));
            const path = KINDS[kind]?.(draw, customers) ?? '';
            // From the second in which it was to be asked: who waits behind another waits as well.
            const late = performance.now() - next;
            const answer = await line.get(path);
            if (answer.status !== 200 && answer.status !== 303)
                throw new Error(`${path} was answered with ${answer.status}`);
            times.get(kind)?.push({ ms: answer.ms + Math.max(0, late - 5), path, bytes: answer.bytes });
            next += 1000;
        }
        line.close();
    }));
    server.close();
    return [...times].map(([kind, all]) => {
        const sorted = all.toSorted((a, b) => a.ms - b.ms);
        const at = (share) => sorted[Math.min(Math.ceil(sorted.length * share) - 1, sorted.length - 1)]?.ms ?? Number.NaN;
        if (process.argv.includes('--slowest'))
            for (const { ms, path } of sorted.slice(-8))
                say(`    ${kind}: ${ms.toFixed(1)} ms ${path}`);
        const p99 = at(0.99);
        return {
            question: `${kind}, ${customers.toLocaleString('en')} customers, ${PEOPLE} people at 1/s, ${sorted.length} asked`,
            ours: `p50 ${at(0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
            beside: '—',
            ratio: `${p99.toFixed(1)} ms`,
            needed: `p99 ≤ ${P99_MAX_MS} ms`,
            ok: p99 <= P99_MAX_MS,
        };
    });
}
/** A program that just started reads its templates and its database for the first time: every kind of page, some times over. */
async function warmUp(server, customers) {
    const draw = seeded(0);
    const line = await openLine(server.port, '10.6.0.1', sessionOf(1));
    for (let n = 0; n < 200; n++)
        await line.get(one(draw, Object.values(KINDS))(draw, customers));
    line.close();
}
/** Eight connections that always want the next page, for so many seconds. */
async function perSecond(server, paths, secondsLong) {
    let count = 0;
    const before = await server.used();
    const until = performance.now() + secondsLong * 1000;
    const from = performance.now();
    await Promise.all(Array.from({ length: 8 }, async (_, index) => {
        // Each request from another of 250 offices, so that no limit of requests is met.
        const lines = await Promise.all(Array.from({ length: 30 }, (_unused, n) => openLine(server.port, `10.8.${index}.${n}`, sessionOf(index + 1))));
        for (let n = 0; performance.now() < until; n++) {
            const answer = await lines[n % lines.length]?.get(paths(n));
            if (answer?.status !== 200)
                throw new Error(`a page was answered with ${answer?.status}`);
            count++;
        }
        for (const line of lines)
            line.close();
    }));
    const ms = performance.now() - from;
    const { cpuMs } = await server.used();
    return { perSecond: (count * 1000) / ms, cpuMs: (cpuMs - before.cpuMs) / count };
}
async function throughput(file, secondsLong) {
    const ours = await startServer({ arm: 'ours', file });
    const paths = ['/clientes', '/clientes?orden=nombre', '/clientes?localidad=Localidad+1', '/clientes?q=gomez&orden=codigo'];
    const line = await openLine(ours.port, '10.7.0.1', sessionOf(1));
    const answers = [];
    for (const path of paths)
        answers.push(await line.get(path));
    line.close();
    const bytes = Math.max(...answers.map((answer) => answer.bytes));
    const bare = await startServer({ arm: 'bare', ...partsOf(answers[0]?.text ?? '') });
    const [own, other] = [[], []];
    for (let round = 0; round < 4; round++) {
        own.push(await perSecond(ours, (n) => paths[n % paths.length] ?? '', secondsLong));
        other.push(await perSecond(bare, () => '/', secondsLong));
    }
    // The first round warms both up; of the others the best counts, because whatever else goes on there only ever adds.
    const best = (all) => all.slice(1).toSorted((a, b) => b.perSecond - a.perSecond)[0] ?? { perSecond: 0, cpuMs: 0 };
    const [mine, its] = [best(own), best(other)];
    ours.close();
    bare.close();
    const kilobytes = `${(bytes / 1000).toFixed(1)} KB`;
    return [
        {
            question: 'the list over the wire',
            ours: kilobytes,
            beside: '—',
            ratio: kilobytes,
            needed: '≤ 60 KB',
            ok: bytes <= LIST_MAX_BYTES,
        },
        {
            question: 'lists a second, session, search and count included, against a bare page of the same size',
            ours: `${mine.perSecond.toFixed(0)}/s, ${mine.cpuMs.toFixed(2)} ms of CPU each`,
            beside: `${its.perSecond.toFixed(0)}/s, ${its.cpuMs.toFixed(2)} ms (Fastify and Eta, rows in memory)`,
            ratio: times(mine.perSecond / its.perSecond),
            needed: '≥ 0.25 ×',
            ok: mine.perSecond / its.perSecond >= 0.25,
        },
    ];
}
/** The page of ours taken apart: the bare one shows the same rows and says the same around them. */
function partsOf(text) {
    const body = text.slice(text.indexOf('\r\n\r\n') + 4);
    const [start, end] = [body.indexOf('<tbody>') + 7, body.indexOf('</tbody>')];
    const rows = [...body.slice(start, end).matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '')));
    return { before: body.slice(0, start), after: body.slice(end), rows, bytes: Buffer.byteLength(body) };
}
async function spreadsheet(file, customers) {
    const run = async (query) => {
        const server = await startServer({ arm: 'ours', file });
        const base = { port: server.port, cookie: `ispcube=${sessionOf(1)}` };
        await download(base, '/clientes?orden=nombre'); // what any page needs is there before
        const before = await server.used();
        const from = performance.now();
        const bytes = await download(base, `/clientes/lista/excel${query}`);
        const { peakMb } = await server.used();
        server.close();
        return { ms: performance.now() - from, bytes, peakMb, grownMb: peakMb - before.peakMb };
    };
    const some = await run('?localidad=Localidad+12');
    const all = await run('');
    return [
        {
            question: `an Excel of all ${customers.toLocaleString('en')} customers, against one of a town`,
            ours: `${seconds(all.ms)}, ${(all.bytes / 1e6).toFixed(1)} MB, peak ${all.peakMb.toFixed(0)} MB`,
            beside: `${seconds(some.ms)}, ${(some.bytes / 1e6).toFixed(1)} MB, peak ${some.peakMb.toFixed(0)} MB`,
            ratio: times(all.peakMb / some.peakMb),
            needed: '≤ 1.5 × the memory',
            ok: all.peakMb / some.peakMb <= 1.5,
        },
    ];
}
async function download({ port, cookie }, path) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    if (!answer.ok || answer.body === null)
        throw new Error(`${path} was answered with ${answer.status}`);
    let bytes = 0;
    for await (const chunk of answer.body)
        bytes += chunk.length;
    return bytes;
}
if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const keep = process.argv.indexOf('--keep');
    const lines = await pageLines(process.argv.includes('--quick'), keep < 0 ? undefined : process.argv[keep + 1]);
    for (const { question, ours, beside, ratio, needed, ok } of lines)
        say(`${ok ? '  ' : '✗ '}${question}: ${ours} | ${beside} | ${ratio} (${needed})`);
    process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;
}
