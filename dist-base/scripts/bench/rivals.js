// What others do on the wire, as a measure for ours. (a) node-routeros, one awaited command at a time on each router, routers
// side by side; (b) one process that connects, logs in and finds before it changes for each customer, a write for each word
// and Nagle on, as PHP billers do; (c) a bare writer that keeps the same window full and only counts `!done`: the limit,
// with no look, no proof, no database.
import { connect } from 'node:net';
import { RouterOSAPI } from 'node-routeros';
const byPort = (cuts) => {
    const groups = new Map();
    for (const cut of cuts) {
        const group = groups.get(cut.port);
        if (group)
            group.push(cut);
        else
            groups.set(cut.port, [cut]);
    }
    return [...groups];
};
const words = (cut) => [
    '/ip/firewall/address-list/add',
    '=list=ispcube-cut',
    `=address=${cut.address}`,
    `=comment=${cut.comment}`,
];
/** (a) */
export async function nodeRouteros(cuts) {
    const from = performance.now();
    await Promise.all(byPort(cuts).map(async ([port, group]) => {
        const api = new RouterOSAPI({ host: '127.0.0.1', port, user: 'api', password: 'secret', timeout: 60 });
        api.on('error', () => undefined); // without a listener the process dies of a lost link
        await api.connect();
        for (const cut of group) {
            const [command = '', ...attributes] = words(cut);
            await api.write(command, attributes);
        }
        await api.close();
    }));
    return performance.now() - from;
}
/** (b) */
export async function connectForEach(cuts) {
    const from = performance.now();
    for (const cut of cuts) {
        const line = await openLine(cut.port);
        await line.say(['/login', '=name=api', '=password=secret']);
        await line.say(['/ip/firewall/address-list/print', '?list=ispcube-cut', `?address=${cut.address}`]);
        await line.say(words(cut));
        line.close();
    }
    return performance.now() - from;
}
async function openLine(port) {
    const socket = await dial(port);
    const done = doneCounter(socket);
    return {
        async say(sentence) {
            const before = done.count;
            for (const word of sentence)
                socket.write(encodeWord(word));
            socket.write(Buffer.of(0));
            await done.reach(before + 1);
        },
        close: () => socket.destroy(),
    };
}
/** (c) */
export async function barePipeline(cuts, window) {
    const from = performance.now();
    await Promise.all(byPort(cuts).map(async ([port, group]) => {
        const socket = await dial(port);
        socket.setNoDelay(true);
        const done = doneCounter(socket);
        socket.write(encode(['/login', '=name=api', '=password=secret']));
        await done.reach(1);
        for (const [index, cut] of group.entries()) {
            if (index >= window)
                await done.reach(2 + index - window);
            socket.write(encode([...words(cut), `.tag=${index}`]));
        }
        await done.reach(1 + group.length);
        socket.destroy();
    }));
    return performance.now() - from;
}
function dial(port) {
    return new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
    });
}
const DONE = Buffer.from('!done');
function doneCounter(socket) {
    let wanted = { count: Number.POSITIVE_INFINITY, wake: () => undefined };
    let tail = Buffer.alloc(0);
    const counter = {
        count: 0,
        async reach(count) {
            if (counter.count < count)
                await new Promise((resolve) => (wanted = { count, wake: resolve }));
        },
    };
    socket.on('data', (chunk) => {
        const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
        let at = bytes.indexOf(DONE);
        let end = 0;
        for (; at >= 0; at = bytes.indexOf(DONE, end)) {
            counter.count++;
            end = at + DONE.length;
        }
        tail = bytes.subarray(Math.max(end, bytes.length - DONE.length + 1));
        if (counter.count >= wanted.count) {
            const { wake } = wanted;
            wanted = { count: Number.POSITIVE_INFINITY, wake: () => undefined };
            wake();
        }
    });
    return counter;
}
/** All words of the benchmark are shorter than 128 bytes. */
const encodeWord = (word) => {
    const bytes = Buffer.from(word);
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
};
const encode = (sentence) => Buffer.concat([...sentence.map(encodeWord), Buffer.of(0)]);
