// Question: what do 5,000 CPEs asked over SNMP cost, beside net-snmp on a bare shared socket? Both arms ask the same objects of
// the same simulated agents in a process of their own, with the same window; ours keeps all its books: deadlines, checks of the
// sender, faults, ranges. They run in turn and the best of each is compared, because whatever else goes on in the machine only
// adds. The agents share the machine and may be slower than who asks them, so the processor time of our process is shown too.
import { createSocket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { createSession, Version2c } from 'net-snmp';
import { ASKED } from '../../daemon/drivers/snmp/airos.js';
import { openSnmp } from '../../daemon/drivers/snmp/probe.js';
import { IN_FLIGHT_MAX } from '../../daemon/drivers/snmp/window.js';
import { startAgentProcess } from '../../fixtures/peers/snmp-process.js';
import { STATION } from '../../fixtures/peers/snmp-station.js';
import { times } from './line.js';
const RATIO_MAX = 1.3;
const TIMEOUT_MS = 2000;
const DEADLINE_MS = 60_000;
export async function snmpRows(count = 5000, rounds = 5) {
    const agents = await startAgentProcess({ count, rows: STATION });
    try {
        const ours = [];
        const bare = [];
        // One round of each, not counted: the code of both is compiled then.
        for (let round = 0; round <= rounds; round++) {
            const pair = [await timed(() => ourRun(agents)), await timed(() => bareRun(agents))];
            if (round === 0)
                continue;
            ours.push(pair[0]);
            bare.push(pair[1]);
        }
        return compare(count, ours, bare);
    }
    finally {
        await agents.close();
    }
}
function compare(count, ours, bare) {
    const best = (runs, figure) => Math.min(...runs.map((run) => run[figure]));
    const name = `${count.toLocaleString('en')} CPEs over SNMP, ${ASKED.length} objects each`;
    const row = (question, figure, isBinding, text) => {
        const [own, other] = [best(ours, figure), best(bare, figure)];
        return {
            question: `${name}, ${question}, best of ${ours.length}`,
            ours: text(own),
            beside: `bare shared socket ${text(other)}`,
            ratio: times(own / other),
            needed: isBinding ? `≤ ${RATIO_MAX} ×` : '(shown)',
            ok: !isBinding || own / other <= RATIO_MAX,
        };
    };
    const lost = ours.reduce((sum, run) => sum + run.lost, 0);
    const sockets = Math.max(...ours.map((run) => run.sockets));
    const lostBare = bare.reduce((sum, run) => sum + run.lost, 0);
    return [
        row('by the clock', 'ms', true, (ms) => `${ms.toFixed(0)} ms`),
        row('processor time', 'cpuMs', false, (ms) => `${((ms * 1000) / count).toFixed(0)} µs each`),
        {
            question: `${name}, lost in ${ours.length} rounds`,
            ours: String(lost),
            beside: String(lostBare),
            ratio: String(lost),
            needed: '0',
            ok: lost === 0,
        },
        {
            question: `${name}, sockets opened`,
            ours: String(sockets),
            beside: '1',
            ratio: String(sockets),
            needed: '1',
            ok: sockets === 1,
        },
    ];
}
async function timed(run) {
    const cpu = process.cpuUsage();
    const from = performance.now();
    const { lost, sockets } = await run();
    const ms = performance.now() - from;
    const { user, system } = process.cpuUsage(cpu);
    return { ms, cpuMs: (user + system) / 1000, lost, sockets };
}
async function ourRun({ hosts, port }) {
    const snmp = openSnmp();
    let lost = 0;
    await side(hosts, async (host, index) => {
        const answer = await snmp.readCpe(accessTo(host, port, index), AbortSignal.timeout(DEADLINE_MS));
        if (!answer.ok || answer.reading.signalDbm !== -64)
            lost++;
    });
    await snmp.close();
    return { lost, sockets: snmp.stats().sockets };
}
/** As many visits side by side as the window takes. */
async function side(hosts, visit) {
    let next = 0;
    const visitor = async () => {
        while (next < hosts.length) {
            const index = next++;
            await visit(hosts[index] ?? '', index);
        }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT_MAX }, visitor));
}
function accessTo(host, port, index) {
    return {
        connection: index,
        name: String(index),
        host,
        sshPort: 22,
        credentials: [],
        isLegacy: false,
        hostKey: null,
        snmp: { version: '2c', port, community: 'public', timeoutMs: TIMEOUT_MS, retries: 0 },
        connectMs: TIMEOUT_MS,
        commandMs: TIMEOUT_MS,
    };
}
/** As little as it takes: an end for each session, told apart by address, and so many under way. */
async function bareRun({ hosts, port }) {
    const socket = createSocket('udp4');
    const ends = new Map();
    socket.on('message', (bytes, from) => ends.get(from.address)?.emit('message', bytes));
    let lost = 0;
    await side(hosts, async (host) => {
        const end = Object.assign(new EventEmitter(), {
            send: (bytes, offset, length, to, address, sent) => socket.send(bytes, offset, length, to, address, sent),
            close: () => undefined,
            ref: () => undefined,
            unref: () => undefined,
        });
        ends.set(host, end);
        const dgramModule = { createSocket: () => end };
        const session = createSession(host, 'public', { port, version: Version2c, timeout: TIMEOUT_MS, retries: 0, dgramModule });
        if (!(await isAnswered(session)))
            lost++;
        ends.delete(host);
    });
    await new Promise((resolve) => socket.close(() => resolve()));
    return { lost, sockets: 1 };
}
function isAnswered(session) {
    return new Promise((resolve) => session.get([...ASKED], (error) => resolve(error === null)));
}
