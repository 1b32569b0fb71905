// The threads of the poll, apart from those of the routers so that neither starves the other: with every CPE silent, a payment
// still finds its router's thread free.
import { Piscina } from 'piscina';
import { noteOf } from '../../core/fault.js';
import { threadOf } from '../pools.js';
const NO_WORD = { code: 'device-silent', message: 'the thread gave no answer', facts: {} };
export function openPollPool(limits) {
    const threads = Array.from({ length: limits.pollThreads }, () => threadOf('signal/worker', limits.visitsAtOnce));
    let turn = 0;
    const run = async (task) => {
        const thread = threads[turn++ % threads.length];
        try {
            return thread === undefined ? { did: 'nothing', fault: NO_WORD } : await thread.run(task);
        }
        catch (e) {
            return { did: 'nothing', fault: noteOf(e, 'device-silent') }; // the thread died; the CPE is asked again in its turn
        }
    };
    const deadlineMs = limits.visitMs;
    return {
        async visit(access) {
            const answer = await run({ do: 'visit', access, deadlineMs });
            if (answer.did === 'visit')
                return answer.visit;
            return { ok: false, fault: answer.did === 'nothing' ? answer.fault : NO_WORD, hostKey: null };
        },
        async table(access, macs) {
            const answer = await run({ do: 'table', access, macs, deadlineMs });
            if (answer.did === 'table')
                return { ok: true, readings: answer.readings };
            return { ok: false, fault: answer.did === 'nothing' ? answer.fault : NO_WORD };
        },
        async close() {
            await Promise.all(threads.map((thread) => thread.destroy()));
        },
    };
}
