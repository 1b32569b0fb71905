// The thread that visits CPEs and asks radios over SNMP. As that of the routers it opens no database, writes no log and holds no
// rule: one task, one answer, and what went wrong is returned.
import { noteOf } from '../../core/fault.js';
import { openProbes } from '../drivers/index.js';
/** Opened by the first task: a provider without CPEs loads no SSH. */
let probes = null;
export async function work(task) {
    try {
        const { visit, table } = await (probes ??= openProbes());
        const signal = AbortSignal.timeout(task.deadlineMs);
        if (task.do === 'visit')
            return { did: 'visit', visit: await visit(task.access, signal) };
        return { did: 'table', readings: await table(task.access, task.macs, signal) };
    }
    catch (error) {
        return { did: 'nothing', fault: noteOf(error, 'device-silent') };
    }
}
