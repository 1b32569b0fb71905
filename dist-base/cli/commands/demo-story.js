// The story that the demo tells: import, plan, the guard, the run router by router, payments that come back in milliseconds, why
// three customers are as they are, and what drift finds on a router that another hand was at.
import { accessOf } from '../../core/acts/handout.js';
import { cutByHand } from '../../core/acts/deeds.js';
import { pay } from '../../core/acts/payments.js';
import { addPromise } from '../../core/acts/promises.js';
import { planRun } from '../../core/acts/runs.js';
import { cents, formatAmount } from '../../core/rules/money.js';
import { accountsOf } from '../../core/store/accounts.js';
import { customerByCode } from '../../core/store/customers.js';
import { listRouters } from '../../core/store/routers.js';
import { pause } from '../../daemon/deps.js';
import { handoutTold } from '../../daemon/enforce/dispatch.js';
import { followOrders } from '../../daemon/enforce/follow.js';
import { startCarrier } from '../../daemon/index.js';
import { applyRun } from '../apply.js';
import { changedLines, changeJson, changesText, totalsOf, totalsText } from '../changes.js';
import { sweep } from '../drift.js';
import { explain } from '../explain.js';
import { importFile } from '../import-file.js';
import { table } from '../output.js';
import { watchRun } from '../progress.js';
import { cutAtNas } from './demo-disconnect.js';
import { demoTraffic, openDemoNas, TOLD } from './demo-nas.js';
import { fillOffice } from './demo-office.js';
import { tellPast } from './demo-past.js';
import { tellRadios } from './demo-radios.js';
export async function tell(context, stage) {
    const { out } = context;
    const say = (text) => (out.json ? out.say(text) : out.data(text));
    const title = (text) => say(`\n${out.paint.bold(text)}`);
    title(`An ISP in ${stage.folder}: ${stage.routers.length} simulated routers, ${stage.town.routerNames.join(', ')}`);
    const imported = await bringIn(context, stage, say);
    await fillOffice(stage);
    title('Promises, and one cut by hand');
    await promiseAndCut(stage, say);
    title('ispcube enforce plan');
    const plan = await planOf(context, stage, say);
    title('ispcube enforce apply');
    const { guard, run, routers } = await runOf(context, stage, say);
    title('ispcube pay: from the counter to the router');
    const payments = await fivePay(stage, say);
    for (const code of [await stillCut(stage), stage.town.cast.promised[0], stage.town.cast.free[0]]) {
        if (code === undefined)
            continue;
        title(`ispcube enforce explain ${code}`);
        say((await explain(stage.wired, code, stage.wired.deps.now())).text(out));
    }
    const nas = await openDemoNas(stage);
    if (nas !== null) {
        title(`ispcube radius traffic ${nas.customer} --step hour: what a NAS told`);
        say(await demoTraffic(stage, nas.customer, out));
        stage.nas = nas;
    }
    title('ispcube cpe poll: CPEs over SSH and SNMP, and the radios of the routers');
    const signal = await tellRadios(stage, stage.town.first, out, say);
    const told = { lines: nas === null ? 0 : TOLD.lines, from: stage.wired.deps.now() - TOLD.ms };
    const past = await tellPast(stage, told);
    say(`the past: a year of traffic of ${past.lines} lines and of ${past.radios} radios, made up in ${past.tookMs} ms`);
    title('ispcube cut: a customer whose NAS asks RADIUS');
    const disconnect = await cutAtNas(stage, say);
    title('ispcube enforce drift: another hand was at a router');
    const drift = await driftOf(stage, say);
    return { config: stage.configFile, imported, plan, guard, run, routers, payments, signal, disconnect, drift };
}
async function bringIn(context, stage, say) {
    const imported = {};
    for (const kind of ['routers', 'plans', 'customers', 'connections', 'documents']) {
        const from = performance.now();
        const chunks = (async function* () {
            yield new TextEncoder().encode(stage.town.files[kind]);
        })();
        const report = await importFile(stage.wired, kind, { chunks, name: `${kind}.csv` }, { dryRun: false, progress: (rows) => context.out.progress(`${kind}: ${rows} rows`) });
        const tookMs = Math.round(performance.now() - from);
        imported[kind] = { rows: report.rows, tookMs };
        say(`imported ${kind}.csv: ${report.added} rows in ${tookMs} ms`);
    }
    return imported;
}
async function promiseAndCut({ wired, town }, say) {
    for (const { code, promisedOn } of town.promises)
        await addPromise(wired.db, { code, promisedOn, comment: 'avisó por teléfono' }, wired.told());
    await cutByHand(wired.db, town.cutByHand, wired.told());
    say(`${town.promises.length} customers have promised to pay; ${town.cutByHand.code} was cut by hand: ${town.cutByHand.comment}`);
}
async function planOf(context, { wired }, say) {
    const from = performance.now();
    const at = wired.deps.now();
    const planned = await planRun(wired.db, { at, pause });
    const tookMs = Math.round(performance.now() - from);
    const changes = changedLines(planned).map((line) => changeJson(line, at, planned.terms));
    const totals = totalsOf(planned.connections, changes);
    say(changesText(context.out, changes.slice(0, 8)));
    if (changes.length > 8)
        say(`… and ${changes.length - 8} more`);
    say(`${totalsText(totals)}; decided in ${tookMs} ms`);
    return { connections: totals.connections, cut: totals.cut, restore: totals.restore, tookMs };
}
async function runOf(context, { wired }, say) {
    const planned = await planRun(wired.db, { at: wired.deps.now(), pause });
    const { ok, newCuts, allowed } = planned.guard;
    if (ok)
        say(`${newCuts} new cuts, ${allowed} allowed: the blast guard lets them pass`);
    else
        say(`the blast guard holds ${newCuts} new cuts, because only ${allowed} a day go without a word; here a person says: --confirm-cuts ${newCuts}`);
    const from = performance.now();
    const watch = await watchRun(context);
    const applied = await applyRun(wired, {
        kind: 'control',
        at: wired.deps.now(),
        confirmCuts: ok ? undefined : newCuts,
        ...watch,
    }).finally(() => watch.close());
    const tookMs = Math.round(performance.now() - from);
    const routers = byRouter(applied.changes);
    say(table(['router', { head: 'done', align: 'right' }, { head: 'failed', align: 'right' }, ''], routers.map((one) => [one.router, one.done, one.failed, one.error ?? ''])));
    say(`${totalsText(applied.totals)}; in ${tookMs} ms, each read back from its router`);
    const done = applied.changes.filter((change) => change.outcome === 'done').length;
    return {
        guard: { newCuts, allowed, held: !ok },
        run: { cut: applied.totals.cut, done, failed: applied.totals.failed ?? 0, tookMs },
        routers,
    };
}
function byRouter(changes) {
    const routers = new Map();
    for (const change of changes) {
        const router = change.router ?? '-';
        const one = routers.get(router) ?? { router, done: 0, failed: 0, error: null };
        if (change.outcome === 'done')
            one.done++;
        if (change.outcome === 'failed')
            Object.assign(one, { failed: one.failed + 1, error: change.error ?? null });
        routers.set(router, one);
    }
    return [...routers.values()].sort((a, b) => (a.router < b.router ? -1 : 1));
}
/** Five who were cut pay all that they owe, one after the other, beside a dispatcher as in the daemon. */
async function fivePay(stage, say) {
    const { wired, town } = stage;
    const payments = [];
    const carrier = await startCarrier(wired.deps);
    try {
        // A daemon has its thread and its sessions by the time that somebody pays.
        for (const router of await listRouters(wired.db))
            if (router.faultCode === null)
                await carrier?.pool.test(accessOf(router, handoutTold(wired.deps)));
        for (const code of town.cast.overdue) {
            if (payments.length === 5)
                break;
            const cut = await cutPlaceOf(stage, code);
            if (cut === null)
                continue;
            const from = performance.now();
            const booked = await pay(wired.db, { code, amountCents: cents(cut.owedCents), reference: `demo-${code}` }, wired.told());
            carrier?.dispatcher.nudge();
            const followed = await followOrders(wired.db, booked.orders, { deadlineMs: 5_000, everyMs: 1 });
            const tookMs = Math.round(performance.now() - from);
            const proven = followed.done.length > 0 && followed.done.length === booked.orders.length;
            const amount = formatAmount(booked.amountCents);
            payments.push({ customer: code, amount, router: cut.router, restoredMs: proven ? tookMs : null, provenOnRouter: proven });
            say(`${code} pays ${amount} on ${cut.router} (${cut.kind}): ${proven ? `served again after ${tookMs} ms; the router says: ${followed.done[0]?.proof ?? ''}` : 'not restored yet'}`);
        }
    }
    finally {
        await carrier?.close();
    }
    return payments;
}
/** Somebody whose every connection was read back cut. */
async function cutPlaceOf({ wired }, code) {
    const customer = await customerByCode(wired.db, code);
    if (!customer || customer.balanceCents <= 0)
        return null;
    const [account] = await accountsOf(wired.db, [customer.id]);
    const connections = account?.connections ?? [];
    const [first] = connections;
    if (!first || !connections.every((one) => one.observed === 'cut'))
        return null;
    return { owedCents: customer.balanceCents, router: first.routerName ?? '-', kind: first.kind };
}
/** Somebody who has not paid, for the story's sake one who was read back cut. */
async function stillCut(stage) {
    for (const code of stage.town.cast.overdue)
        if (await cutPlaceOf(stage, code))
            return code;
    return stage.town.cast.overdue.at(-1);
}
/** Somebody lists a customer who pays, and takes one of our entries away. */
async function driftOf(stage, say) {
    const { routers, town, wired } = stage;
    const router = routers[0];
    const name = town.routerNames[0];
    const menu = '/ip/firewall/address-list';
    const ours = router?.rows(menu).find((row) => row.list === 'ispcube-cut' && row.comment?.startsWith('ispcube:'));
    if (router && ours?.['.id'])
        router.remove(menu, ours['.id']);
    const victim = town.cast.good.find((one) => one.router === 0 && one.code !== town.cutByHand.code);
    if (router && victim)
        router.add(menu, { list: 'ispcube-cut', address: victim.address, comment: 'lo corto yo, Juan' });
    const row = (await listRouters(wired.db)).find((one) => one.name === name);
    if (!row)
        return [];
    const [result] = await sweep(wired, [row], false);
    const lines = result?.report?.lines ?? [];
    say(`${name}: ${result?.report?.looked ?? 0} places compared, ${lines.length} differences`);
    for (const line of lines)
        say(`  ${line.kind}: ${line.connection ?? '-'} (${line.reason ?? 'nobody'}), seen ${line.seen}`);
    say('the missing cut is mended by the next run; an entry of another hand is only shown, and alerted where service is due');
    return lines.map((line) => ({ router: line.router, kind: line.kind, connection: line.connection, seen: line.seen }));
}
