// The demo goes on: the daemon runs, somebody pays every few seconds, the silent router comes back after a while. Other terminals
// can be used on it until Ctrl-C.
import { setTimeout as sleep } from 'node:timers/promises';
import { pay } from '../../core/acts/payments.js';
import { addPerson } from '../../core/acts/people.js';
import { temporaryPassword } from '../../core/password.js';
import { cents, formatAmount } from '../../core/rules/money.js';
import { ADMIN_ROLE } from '../../core/rules/permission.js';
import { connectionsOf } from '../../core/store/connections.js';
import { customerByCode } from '../../core/store/customers.js';
import { followOrders } from '../../daemon/enforce/follow.js';
import { startDaemon } from '../../daemon/index.js';
import { startWeb } from '../../web/index.js';
import { startNotice } from '../../web/notice/index.js';
import { webDeps } from '../wire.js';
import { keepTelling } from './demo-nas.js';
const PAY_EVERY_MS = 4_000;
const SILENT_FOR_MS = 30_000;
export async function live(context, stage) {
    const { out, io } = context;
    const { wired, configFile, town } = stage;
    const stopped = io.untilStop();
    const stopping = new AbortController();
    void stopped.then(() => stopping.abort());
    const daemon = await startDaemon(wired.deps);
    let notice = null;
    let web = null;
    try {
        notice = await startNotice(wired.deps);
        web = await startWeb(webDeps(wired, daemon.nudge));
        const password = temporaryPassword();
        const person = { username: 'demo', name: 'Demo', role: ADMIN_ROLE, password, isTemporary: false };
        await addPerson(wired.db, person, wired.told());
        out.data(`\n${out.paint.bold('The pages of the operators:')} ${web.url}  user demo, password ${password}`);
        const overdue = town.cast.overdue.at(-1) ?? '000001'; // his turn to pay comes last
        const tries = [
            'status',
            'top',
            `enforce explain ${overdue}`,
            `ledger ${overdue}`,
            'promise list --live',
            'router test norte-1',
            `cpe report ${town.first}`,
            'cpe list',
            'enforce drift',
            'doctor',
            ...(stage.nas === null ? [] : [`radius sessions ${stage.nas.customer}`, `radius traffic ${stage.nas.customer} --step 5m`]),
            `pay ${overdue} 50000`,
        ];
        out.data(`\n${out.paint.bold('The daemon runs now. Try in another terminal:')}`);
        for (const line of tries)
            out.data(`  ispcube --config ${configFile} ${line}`);
        out.data(`  curl http://${wired.config.http.listen ?? ''}/metrics`);
        const address = await addressOwing(stage);
        if (address !== null)
            out.data(`  curl -H 'X-Forwarded-For: ${address}' ${notice.url}     # the page that a customer sees, by his address`);
        out.data('Ctrl-C ends the demo and takes its folder away.\n');
        if (stage.nas !== null)
            void keepTelling(stage.nas, stopping.signal);
        if (stage.silent !== null)
            void wakeSilent(stage, out.say, stopping.signal);
        await payNowAndThen(stage, (text) => out.data(text), daemon.nudge, stopping.signal);
    }
    finally {
        await web?.close();
        await notice?.close();
        await daemon.close();
    }
}
/** Of a customer who is cut, the last of those who pay; null where nobody of them has an address of his own. */
async function addressOwing({ wired, town }) {
    for (const code of town.cast.overdue.toReversed()) {
        const customer = await customerByCode(wired.db, code);
        const found = customer && (await connectionsOf(wired.db, customer.id)).find(({ ip }) => ip !== null);
        if (found)
            return found.ip;
    }
    return null;
}
async function rest(ms, signal) {
    try {
        await sleep(ms, undefined, { signal });
        return true;
    }
    catch {
        return false; // asked to stop
    }
}
async function wakeSilent(stage, say, signal) {
    if (!(await rest(SILENT_FOR_MS, signal)))
        return;
    const router = stage.routers[stage.silent ?? -1];
    if (router)
        router.faults = { redials: true };
    say(`${stage.town.routerNames[stage.silent ?? 0]} answers again; its orders follow by themselves`);
}
async function payNowAndThen(stage, say, nudge, signal) {
    const { wired, town } = stage;
    for (const code of town.cast.overdue) {
        const customer = await customerByCode(wired.db, code);
        if (!customer || customer.balanceCents <= 0)
            continue;
        if (!(await rest(PAY_EVERY_MS, signal)))
            return;
        const from = performance.now();
        const booked = await pay(wired.db, { code, amountCents: cents(customer.balanceCents), comment: 'demo' }, wired.told());
        nudge();
        const followed = await followOrders(wired.db, booked.orders, { deadlineMs: 3_000, everyMs: 2 });
        const served = followed.done.length === booked.orders.length;
        const word = booked.orders.length === 0
            ? 'was not cut'
            : served
                ? `served again after ${Math.round(performance.now() - from)} ms`
                : 'waits for its router';
        say(`${code} paid ${formatAmount(booked.amountCents)}: ${word}`);
    }
    say('everybody has paid; Ctrl-C ends the demo');
    await new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
