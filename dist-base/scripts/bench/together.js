// Questions: are 2,000 CPEs visited within their five minutes while 10,000 cuts are made, and how long does a payment wait for
// its read-back while the poll and the accounting listener of the same process have all the work that they can do? Every CPE is
// due at once, and the sender of accounting sends as fast as it is answered; routers, CPEs and sender are processes of their own
// on the same cores.
import { once } from 'node:events';
import { addCredential } from '../../core/acts/cpe-accesses.js';
import { addRadiusClient } from '../../core/acts/radius-clients.js';
import { meetConnections } from '../../core/acts/visits.js';
import { pause } from '../../daemon/deps.js';
import { Radius } from '../../daemon/radius/index.js';
import { SignalPoll } from '../../daemon/signal/poll.js';
import { freeUdpPort } from '../../fixtures/peers/free-port.js';
import { startCpeProcess } from '../../fixtures/peers/ssh-process.js';
import { CPE_PASSWORD, PROGRAMS } from './cpe.js';
import { openBench, orderCuts, payLatency } from './cuts.js';
import { seconds, times } from './line.js';
import { startSender } from './radius.js';
const SECRET = 'testing123';
const INTERVAL_MS = 300_000;
export async function togetherLines(seedFile, routers, count = 2_000) {
    const cpes = await startCpeProcess(count, { programs: PROGRAMS, password: CPE_PASSWORD });
    try {
        const alone = await visitAll(seedFile, cpes, () => Promise.resolve());
        const beside = await visitAll(seedFile, cpes, (bench) => orderCuts(bench));
        const visits = {
            question: `${count.toLocaleString('en')} CPEs visited beside 10,000 cuts`,
            ours: seconds(beside),
            beside: `without cuts ${seconds(alone)}`,
            ratio: times(beside / alone),
            needed: '≤ 5 minutes',
            ok: beside <= INTERVAL_MS,
        };
        return [visits, await payments(seedFile, routers, cpes)];
    }
    finally {
        await cpes.close();
    }
}
/** Every CPE on a connection of its own, with its turn now. */
async function giveCpes({ deps }, cpes) {
    const { db, seal } = deps;
    const now = Date.now();
    await addCredential(db, { username: 'ubnt', password: CPE_PASSWORD }, { now, by: 'bench', seal });
    await db.transaction().execute(async (tx) => {
        for (const [index, port] of cpes.ports.entries())
            await tx
                .updateTable('connections')
                .set({ cpeVendor: 'ubiquiti', cpeHost: `127.0.0.1:${port}` })
                .where('id', '=', index + 1)
                .execute();
    });
    await meetConnections(db, now - INTERVAL_MS, pause);
}
function startPoll({ deps, carrier }) {
    let read = 0;
    const poll = new SignalPoll({
        deps,
        enforce: carrier.pool,
        dispatcher: carrier.dispatcher,
        heard: (heard) => (read += heard.filter(({ visit }) => visit.ok).length),
    });
    return { poll, read: () => read };
}
/** Milliseconds until all were read. */
async function visitAll(seedFile, cpes, beside) {
    const bench = await openBench(seedFile);
    try {
        await giveCpes(bench, cpes);
        const from = performance.now();
        const { poll, read } = startPoll(bench);
        const cutting = beside(bench);
        while (read() < cpes.ports.length) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            if (performance.now() - from > 2 * INTERVAL_MS)
                throw new Error(`only ${read()} of ${cpes.ports.length} CPEs were read`);
        }
        const ms = performance.now() - from;
        await cutting;
        await poll.close();
        return ms;
    }
    finally {
        await bench.close();
    }
}
async function payments(seedFile, routers, cpes) {
    const port = await freeUdpPort();
    let visited = 0;
    let packets = 0;
    const { ms, underWay } = await payLatency(seedFile, routers, 200, {
        radius: { listen: [`127.0.0.1:${port}`] },
        async begin(bench) {
            await giveCpes(bench, cpes);
            const { deps } = bench;
            await addRadiusClient(deps.db, { name: 'bench', prefix: '127.0.0.1', secret: SECRET }, { now: 0, by: 'bench', seal: deps.seal });
            const radius = new Radius(deps);
            while (radius.listener === null)
                await new Promise((resolve) => setTimeout(resolve, 20));
            const sender = startSender({ port, secret: SECRET, packets: 600_000, inFlight: 200, firstSession: 0 });
            const gone = once(sender, 'exit');
            const { poll, read } = startPoll(bench);
            // Both are at work before anybody pays.
            while (read() < 20 || radius.intake.counts.booked < 1000)
                await new Promise((resolve) => setTimeout(resolve, 20));
            const from = { read: read(), booked: radius.intake.counts.booked };
            return async () => {
                visited = read() - from.read;
                packets = radius.intake.counts.booked - from.booked;
                sender.kill('SIGKILL');
                await gone;
                await poll.close();
                await radius.close();
            };
        },
    });
    const at = (share) => ms[Math.min(Math.ceil(ms.length * share) - 1, ms.length - 1)] ?? Number.NaN;
    return {
        question: `paid → read back beside a run (${underWay} of 200), CPEs and accounting at full load`,
        ours: `p50 ${seconds(at(0.5))}, p99 ${seconds(at(0.99))}`,
        beside: `${visited} CPEs, ${packets.toLocaleString('en')} packets meanwhile`,
        ratio: seconds(at(0.99)),
        needed: 'p99 < 2 s',
        ok: at(0.99) < 2000 && underWay >= 100 && visited > 0 && packets > 0,
    };
}
