// What happens by the clock: the daily control at its hour (made up once where it was missed), the first instant of a day
// (post-dated money begins to count, windows of promises close), and the sweeps that compare routers with what they should
// hold. It only asks "is it time?" each second; the deeds are acts.
import { reorder } from '../../core/acts/reorder.js';
import { makeRun } from '../../core/acts/runs.js';
import { addDays } from '../../core/rules/day.js';
import { within } from '../../core/store/db.js';
import { customersWithDocumentsOf } from '../../core/store/documents.js';
import { readableRouters } from '../../core/store/routers.js';
import { addLog } from '../../core/store/log.js';
import { lastControlAt, lastRunStartedAt } from '../../core/store/runs.js';
import { firstStart, loadTerms } from '../../core/store/settings.js';
import { pause } from '../deps.js';
import { startLoop } from '../loop.js';
import { sweepDue } from './drift.js';
export function startSchedule(deps, pool, dispatcher) {
    let today = null;
    /** A control that could not be made as it should is tried again a minute later. */
    let notBefore = 0;
    /** The day on which it was said that the clock stands behind. */
    let saidOn = null;
    return startLoop({
        name: 'schedule',
        everyMs: 1_000,
        log: deps.log,
        async turn(alive) {
            // A day that begins with an invoice for everybody, or a control on a small machine, may take longer than a minute.
            const step = () => {
                alive();
                return pause();
            };
            const terms = await loadTerms(deps.db);
            const on = terms.zone.dayOf(deps.now());
            if (today !== on) {
                await beginDay(deps, terms, on, step);
                today = on;
                dispatcher.nudge();
            }
            if (saidOn !== on && (await sayClock(deps, terms)))
                saidOn = on;
            if (deps.now() >= notBefore && (await controlDue(deps, terms)) && !(await control(deps, dispatcher, step))) {
                notBefore = deps.now() + 60_000;
            }
            await sweepDue(deps, pool, dispatcher, await readableRouters(deps.db));
        },
    });
}
/**
 * A run that was made under a clock that ran ahead stops every cut until then. Nobody would notice, because nothing happens: so it
 * is said, once a day. True where it was.
 */
async function sayClock(deps, terms) {
    const lastAt = await lastRunStartedAt(deps.db);
    const now = deps.machineNow();
    if (lastAt === null || now >= lastAt)
        return false;
    const alert = `the clock says ${terms.zone.format(now)}, but a run was made at ${terms.zone.format(lastAt)}: no rule cuts until then; set the clock (ispcube doctor)`;
    deps.log.error({ lastAt }, 'the clock stands before the last run: nobody is cut');
    await addLog(deps.db, [{ at: deps.now(), by: 'job:control', what: 'alert', facts: { alert } }]);
    return true;
}
/**
 * The newest control instant that has passed was not made yet. Before the first control ever, none is made up: nobody is cut by
 * the act of installing. What counts as that is the first start of a daemon on this database, not of this process.
 */
async function controlDue(deps, terms) {
    const now = deps.now();
    const today = terms.zone.dayOf(now);
    const newest = now >= terms.zone.controlOf(today) ? terms.zone.controlOf(today) : terms.zone.controlOf(addDays(today, -1));
    return newest > ((await lastControlAt(deps.db)) ?? (await firstStart(deps.db, now)));
}
/** False where the clock stands behind, so that it does not count. */
async function control(deps, dispatcher, step) {
    const lock = await deps.takeLock('run');
    if (lock === null)
        return true; // somebody else is making a run; the next turn asks again
    try {
        const report = await makeRun(deps.db, {
            kind: 'control',
            at: deps.now(),
            machineAt: deps.machineNow(),
            by: 'job:control',
            pause: step,
        });
        const { guard, clockBehind, promises, opened, runId } = report;
        deps.log.info({ run: runId, orders: opened.length, newCuts: guard.newCuts, ...promises, customers: promises.customers.length }, 'control done');
        if (!guard.ok)
            deps.log.error({ run: runId, ...guard }, 'the blast guard held the cuts of this control; confirm with: ispcube enforce apply --confirm-cuts N');
        if (clockBehind)
            deps.log.error({ run: runId }, 'the clock stands before the last run: no cut was ordered');
        dispatcher.nudge();
        return !clockBehind;
    }
    finally {
        await lock.release();
    }
}
/** Post-dated documents begin to count, and windows of promises that end with the day before close. */
async function beginDay(deps, terms, on, step) {
    const now = deps.now();
    const ids = await customersWithDocumentsOf(deps.db, on);
    for (let start = 0; start < ids.length; start += 500) {
        await within(deps.db, (tx) => reorder(tx, ids.slice(start, start + 500), { now, by: 'job:day', cause: `day:${on}`, asker: 'deed' }));
        await step();
    }
    if (now >= terms.zone.controlOf(on))
        return; // the control that is due closes them itself
    const lock = await deps.takeLock('run');
    if (lock === null)
        return;
    try {
        await makeRun(deps.db, {
            kind: 'promises',
            at: now,
            machineAt: deps.machineNow(),
            by: 'job:day',
            pause: step,
            onlyPromises: true,
        });
    }
    finally {
        await lock.release();
    }
}
