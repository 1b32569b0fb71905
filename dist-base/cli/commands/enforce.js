// `ispcube enforce`: what would change and why (plan), doing it (apply), why one customer is served or cut (explain), and what
// routers hold against what they should hold (drift).
import { planSweep } from '../../core/acts/drift.js';
import { accessOf } from '../../core/acts/handout.js';
import { planRun } from '../../core/acts/runs.js';
import { pause } from '../../daemon/deps.js';
import { handoutTold } from '../../daemon/enforce/dispatch.js';
import { openEnforcePool } from '../../daemon/pools.js';
import { applyRun } from '../apply.js';
import { countArgument } from '../arguments.js';
import { changedLines, changeJson, changesText, extrasText, guardText, planExtras, totalsOf, totalsText } from '../changes.js';
import { example, instantArgument, runClock, TRAVEL } from '../context.js';
import { drift } from '../drift.js';
import { explain } from '../explain.js';
import { routersNamed } from '../named.js';
import { counted } from '../output.js';
import { watchRun } from '../progress.js';
export function register(program, context) {
    const enforce = program.command('enforce').description('plan, apply and explain cuts and restores; compare routers');
    example(enforce, 'ispcube enforce plan', 'ispcube enforce explain 000123');
    const planning = enforce
        .command('plan')
        .description('what would change and why; changes nothing')
        .option('--at <instant>', 'evaluate the rules as of this day (its control) or instant')
        .option('--router <name>', 'only connections on this router')
        .option('--observe', 'read the routers first, and compare with what they hold')
        .action((options) => plan(context, options));
    example(planning, 'ispcube enforce plan', 'ispcube enforce plan --at 2026-11-16 --router norte-2 --json');
    const applying = enforce
        .command('apply')
        .description('decide, cut and restore, and follow it to the end')
        .option('--at <instant>', 'make up a missed run: the rules as of then, never beyond now')
        .option('--router <name>', 'only connections on this router')
        .option('--confirm-cuts <n>', 'allow so many new cuts for debt on that day')
        .action((options) => apply(context, options));
    example(applying, 'ispcube enforce apply', 'ispcube enforce apply --confirm-cuts 180');
    const explaining = enforce
        .command('explain')
        .description('why a customer is served or cut, and what comes next')
        .argument('<code>', 'code of the customer')
        .option('--at <instant>', 'as of this day (its control) or instant')
        .action(async (code, options) => {
        const wired = await context.open();
        const at = options.at === undefined ? wired.deps.now() : await instantArgument(wired, options.at);
        const explained = await explain(wired, code, at);
        context.out.answer(explained.json, () => explained.text(context.out));
    });
    example(explaining, 'ispcube enforce explain 000123');
    const drifting = enforce
        .command('drift')
        .description('compare what routers hold with what they should hold')
        .option('--router <name>', 'only this router')
        .option('--mend', 'order what mends it, missing cuts too')
        .option('--at <instant>', TRAVEL)
        .action((options) => drift(context, options));
    example(drifting, 'ispcube enforce drift --router norte-2 --mend');
}
async function plan(context, options) {
    const { out } = context;
    const wired = await context.open();
    const at = options.at === undefined ? wired.deps.now() : await instantArgument(wired, options.at);
    const seen = options.observe ? await observe(context, wired, options.router) : undefined;
    const planned = await planRun(wired.db, {
        at,
        routerName: options.router,
        seen,
        pause,
        progress: (customers) => out.progress(`${customers} customers decided`),
    });
    const changes = changedLines(planned).map((line) => changeJson(line, at, planned.terms));
    const totals = totalsOf(planned.connections, changes);
    const extras = planExtras(planned);
    const atText = planned.terms.zone.format(at);
    out.answer({ at: atText, totals, changes, ...extras }, () => [changesText(out, changes), ...extrasText(out, extras), `${totalsText(totals)}, at ${atText}`].filter(Boolean).join('\n'));
    if (!extras.guard.ok)
        out.say(`an apply would be held by ${guardText(extras.guard, atText)}`);
}
/** What the routers hold right now, by place; a router that does not answer is told and its places stay as last seen. */
async function observe(context, wired, name) {
    const { deps, db } = wired;
    const routers = await routersNamed(db, name);
    const seen = new Map();
    const pool = openEnforcePool(deps.config.limits);
    try {
        await Promise.all(routers.map(async (router) => {
            const { targets } = await planSweep(db, router, deps.now());
            const tried = await pool.look(accessOf(router, handoutTold(deps)), targets);
            if (!tried.ok)
                return context.out.say(`${router.name} was not read: ${tried.fault.message}`);
            const { device, sights } = tried.value;
            // Where only records were read, nothing seen is nothing new.
            for (const { place, observed } of sights)
                if (device !== null || observed !== 'unknown')
                    seen.set(place, observed);
        }));
    }
    finally {
        await pool.close();
    }
    return seen;
}
async function apply(context, options) {
    const confirmCuts = options.confirmCuts === undefined ? undefined : countArgument('--confirm-cuts', options.confirmCuts);
    const wired = await context.open();
    const clock = await runClock(wired, options.at);
    const watch = await watchRun(context);
    const applied = await applyRun(wired, {
        ...clock,
        kind: options.router === undefined ? 'control' : 'apply',
        routerName: options.router,
        confirmCuts,
        ...watch,
    }).finally(() => watch.close());
    answerApplied(context, applied, clock.at);
}
/** The report of a run, for scripts and for people, and its exit code. */
export function answerApplied(context, applied, at) {
    const { out } = context;
    const { report, changes, totals } = applied;
    const extras = planExtras(report.plan);
    const { ok, newCuts, orderedToday, allowed } = report.guard;
    const guard = { ok, newCuts, orderedToday, allowed };
    const atText = report.plan.terms.zone.format(at);
    const { customers, ...promises } = report.promises;
    out.answer({ at: atText, totals, changes, ...extras, guard, run: report.runId, promises: { ...promises, controlled: customers.length } }, () => [changesText(out, changes), ...extrasText(out, extras), totalsText(totals)].filter(Boolean).join('\n'));
    if (report.promises.customers.length > 0) {
        const { kept, broken, enforced, unenforced } = report.promises;
        out.say(`promises controlled: ${kept} kept, ${broken} broken, ${enforced} enforced, ${unenforced} unenforced`);
    }
    if (report.clockBehind)
        out.say('the clock of this machine stands before the last run: nobody was cut; set the clock (ispcube doctor)');
    if (!ok)
        out.say(`nobody was cut: ${guardText(report.guard, report.plan.terms.zone.dayOf(at))}`);
    const failures = new Map();
    for (const change of changes.filter((each) => each.outcome === 'failed')) {
        const one = failures.get(change.router ?? '-') ?? { count: 0, error: change.error ?? '' };
        failures.set(change.router ?? '-', { ...one, count: one.count + 1 });
    }
    for (const [router, { count, error }] of failures)
        out.say(`${router}: ${counted(count, 'order')} will be retried: ${error}`);
    context.exit(applied.exit);
}
