// The two servers of the pages' benchmark, each in a process of its own: `ours` is the program's pages on a database, `bare` is Fastify
// and Eta with nothing else: it fills a table with rows that it holds already and answers as many bytes. What a server used is asked
// for by message.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Eta } from 'eta';
import { fastify } from 'fastify';
import { openDatabase } from '../../cli/database.js';
import { Config } from '../../core/config.js';
import { makeSeal } from '../../core/seal.js';
import { buildApp } from '../../web/app.js';
import { BENCH_KEY } from './seed.js';
export async function startServer(wish) {
    const child = fork(fileURLToPath(import.meta.url), ['serve'], {
        execArgv: process.execArgv,
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { port } = (await ask(child, wish));
    return { port, used: async () => (await ask(child, 'used')), close: () => child.disconnect() };
}
function ask(child, question) {
    return new Promise((resolve, reject) => {
        const ended = (code) => reject(new Error(`the server ended with ${code} before it answered`));
        child.once('exit', ended);
        child.once('message', (answer) => {
            child.off('exit', ended);
            resolve(answer);
        });
        child.send(question);
    });
}
async function serve(wish) {
    const app = wish.arm === 'ours' ? await ours(wish.file) : bare(wish);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const address = app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
}
async function ours(file) {
    const { db } = await openDatabase(`sqlite:${file}`);
    return buildApp({
        // The asking process says whose office an address is: the limit of requests is one's own, as it is behind a proxy.
        config: Config.parse({ web: { trustProxies: ['127.0.0.1'] } }),
        db,
        log: { info() { }, warn() { }, error: (facts, message) => void process.stderr.write(`${message} ${inspect(facts)}\n`) },
        now: () => Date.parse('2026-11-25T15:00:00Z'),
        seal: makeSeal(BENCH_KEY),
        nudge() { },
        machineNow: () => Date.now(),
        filesFolder: '/nonexistent',
        geocode: null,
        takeLock: async () => null,
        routerRules: async () => '',
    });
}
function bare({ before, after, rows, bytes }) {
    const eta = new Eta({ cache: true });
    eta.loadTemplate('@page', '<%~ it.before %><% for (const row of it.rows) { %><tr><% for (const cell of row) { %><td><%= cell %></td><% } %></tr><% } %><%~ it.after %>');
    const page = () => eta.render('@page', { before, rows, after });
    const filler = ' '.repeat(Math.max(0, bytes - Buffer.byteLength(page())));
    const app = fastify();
    app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page() + filler));
    return app;
}
if (process.send && process.argv[2] === 'serve') {
    process.on('message', (message) => {
        if (message === 'used') {
            const { user, system } = process.cpuUsage();
            process.send?.({ cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 });
        }
        else
            void serve(message).then((port) => process.send?.({ port }));
    });
    process.on('disconnect', () => process.exit(0));
}
