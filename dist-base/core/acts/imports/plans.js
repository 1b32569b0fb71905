// Plans from a file: price and speeds by name. Nobody's speed is changed by this: a router is told the plan of the day when
// a connection is restored.
import { listPlans, storePlan } from '../../store/network-imports.js';
import { amount, flag, name, required } from './columns.js';
import { changesOf, logEdits } from './job.js';
/** Mbit/s as people write them, kbit/s as routers count them. */
const rate = {
    parse(text) {
        const [, whole, fraction = ''] = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
        const kbps = Number(whole) * 1000 + Number(fraction.padEnd(3, '0'));
        return whole !== undefined && kbps > 0 ? kbps : null;
    },
    blank: undefined,
    expects: 'Mbit/s, more than 0 and with at most three decimals, such as 50 or 2.5',
};
const columns = {
    name: required(name),
    price: amount(0, 'an amount, 0 or more'),
    down_mbps: rate,
    up_mbps: rate,
    in_portal: flag(0),
};
export const plans = {
    columns,
    keyOf: (values) => values.name,
    async start(job) {
        const stored = new Map((await listPlans(job.tx)).map((plan) => [plan.name, plan]));
        return {
            async take(rows) {
                for (const row of rows)
                    await takePlan(job, row, stored);
            },
            finish: async () => [],
        };
    },
};
async function takePlan(job, { line, values }, stored) {
    const before = stored.get(values.name);
    const priceCents = values.price ?? before?.priceCents;
    const downKbps = values.down_mbps ?? before?.downKbps;
    const upKbps = values.up_mbps ?? before?.upKbps;
    if (priceCents === undefined || downKbps === undefined || upKbps === undefined) {
        job.complaints.row(line, `the plan "${values.name}" is new: it needs the columns price, down_mbps and up_mbps`);
        return;
    }
    const plan = { name: values.name, priceCents, downKbps, upKbps, inPortal: values.in_portal ?? before?.inPortal ?? 0 };
    const changes = before === undefined ? null : changesOf(before, plan);
    if (before !== undefined && changes === null) {
        job.tally.unchanged++;
        return;
    }
    const id = await storePlan(job.tx, plan);
    if (changes === null)
        job.tally.added++;
    else {
        job.tally.changed++;
        await logEdits(job, [{ about: { kind: 'plan', id }, facts: { plan: plan.name, changes } }]);
    }
}
