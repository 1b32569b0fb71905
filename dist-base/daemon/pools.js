// The threads that talk to devices. One pool of one thread each, a router always on the same one, many tasks in flight on it:
// that is how a session stays open between tasks. Piscina's default atomics freeze a thread between two tasks, its
// sockets with it, hence `disabled`; a signal would kill the thread, hence deadlines inside the task.
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Fault, noteOf } from '../core/fault.js';
/** One thread, and so many tasks in flight on it; `entry` is the file, as seen from here, that exports `work`. */
export function threadOf(entry, atOnce) {
    const fromSource = import.meta.url.endsWith('.ts');
    return new Piscina({
        filename: new URL(`./${entry}.${fromSource ? 'ts' : 'js'}`, import.meta.url).href,
        name: 'work',
        ...(fromSource ? { execArgv: ['--import', new URL('./from-source.mjs', import.meta.url).href] } : {}),
        resourceLimits: { maxYoungGenerationSizeMb: 32 },
        minThreads: 1,
        maxThreads: 1,
        concurrentTasksPerWorker: atOnce,
        maxQueue: atOnce,
        atomics: 'disabled',
        idleTimeout: Number.POSITIVE_INFINITY,
    });
}
export function openEnforcePool(limits) {
    const threads = Array.from({ length: limits.enforceThreads }, () => threadOf('worker', limits.routersAtOnce));
    const hurries = makeHurries();
    const run = async (router, task) => {
        const thread = threads[router % threads.length];
        if (!thread)
            throw new Fault('store-busy', 'the pool is closed');
        const from = performance.now();
        try {
            return await thread.run(task, task.do === 'apply' ? { transferList: [task.proven] } : undefined);
        }
        catch (e) {
            // The thread died (its memory ran out), or would take no more: nobody knows how far it came, and it counts against the router.
            const note = noteOf(e, 'device-silent');
            return { ok: false, fault: { ...note, code: 'device-silent' }, tookMs: performance.now() - from };
        }
    };
    const bounds = { deadlineMs: limits.taskMs, idleMs: limits.idleMs };
    const tried = (answer, value) => answer.ok ? { ok: true, value: value(answer), fingerprint: answer.fingerprint, tookMs: answer.tookMs } : answer;
    /** One task, one answer. */
    const ask = async (access, wish, value) => tried(await run(access.router, { ...wish, access, ...bounds }), value);
    return {
        hurry: (router) => hurries.hurry(router),
        async apply(access, changes, proven) {
            const hurry = hurries.begin(access.router);
            const parts = partsTo(proven);
            try {
                const task = { do: 'apply', access, changes: JSON.stringify(changes), hurry, proven: parts.port, ...bounds };
                const answer = await run(access.router, task);
                if ('parts' in answer)
                    await parts.heard(answer.parts);
                return tried(answer, (answer) => ('outcomes' in answer ? outcomesOf(answer.outcomes) : []));
            }
            finally {
                parts.close();
            }
        },
        look: (access, targets) => ask(access, { do: 'look', targets }, (answer) => ('look' in answer ? answer.look : EMPTY_LOOK)),
        test: (access) => ask(access, { do: 'test' }, (answer) => ('checks' in answer ? answer.checks : [])),
        signals: (access, macs) => ask(access, { do: 'signals', macs }, (answer) => ('signals' in answer ? answer.signals : new Map())),
        notice: (access, entries) => ask(access, { do: 'notice', entries, hurry: hurries.begin(access.router) }, (answer) => 'noticed' in answer ? answer.noticed : []),
        async close() {
            await Promise.all(threads.map((thread) => thread.run({ do: 'close' })));
            await Promise.all(threads.map((thread) => thread.destroy()));
        },
    };
}
/** Memory that both threads see: a message would wait behind the task that it is meant for. */
function makeHurries() {
    const flags = new Map();
    return {
        /** For the task that begins on a router. */
        begin(router) {
            const flag = new Int32Array(new SharedArrayBuffer(4));
            flags.set(router, flag);
            return flag;
        },
        hurry(router) {
            const flag = flags.get(router);
            if (flag)
                Atomics.store(flag, 0, 1);
        },
    };
}
const outcomesOf = (text) => JSON.parse(text);
/** What a task tells while it is under way. It comes by a port of its own, so it may come after the answer: that one says how many there are. */
function partsTo(proven) {
    const { port1, port2 } = new MessageChannel();
    let count = 0;
    let wake = () => undefined;
    port1.on('message', (text) => {
        count++;
        proven(outcomesOf(text));
        wake();
    });
    return {
        port: port2,
        async heard(all) {
            while (count < all)
                await new Promise((resolve) => (wake = resolve));
        },
        close: () => port1.close(),
    };
}
const EMPTY_LOOK = { device: null, sights: [], strays: [] };
