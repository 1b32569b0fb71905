// A run: the daily control, `enforce apply`, `promise check`. It walks all customers in batches without holding anything, then
// decides those again who are to change and writes everything in one transaction: promise controls, orders, log, the run
// itself. The same walk alone is the plan, which changes nothing.
import { Fault } from '../fault.js';
import { guardCuts } from '../rules/guard.js';
import { accountsAfter } from '../store/accounts.js';
import { clashes } from '../store/claims.js';
import { countInService } from '../store/connections.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { confirmedCuts, guardedConnections, hurryCutsOf } from '../store/orders.js';
import { routerByName } from '../store/routers.js';
import { closeRun, confirmCuts, lastRunStartedAt, openRun } from '../store/runs.js';
import { loadTerms } from '../store/settings.js';
import { judge } from './judge.js';
import { controlPromises } from './promise-control.js';
import { judgeCustomers, writeSteps } from './reorder.js';
/** Customers read and decided between two yields: a few milliseconds of work. */
const BATCH = 200;
/** What a run at an instant would do, and why; changes nothing. Every line is decided by the same code as the run. */
export async function planRun(db, walk) {
    const terms = await loadTerms(db);
    const routerId = await routerIdOf(db, walk.routerName);
    const claims = await clashes(db);
    const shared = new Set(claims.map((claim) => claim.connectionId));
    const waiting = [];
    const plan = { at: walk.at, connections: 0, changes: [], broken: [], guard: NO_CUTS, terms };
    const how = { at: walk.at, asker: 'run', presentAt: walk.presentAt, routerId };
    let customers = 0;
    for (let after = 0;;) {
        const accounts = await accountsAfter(db, after, BATCH);
        if (accounts.length === 0)
            break;
        after = accounts.at(-1)?.id ?? after;
        if (walk.seen)
            for (const account of accounts)
                for (const connection of account.connections)
                    observe(connection, walk.seen);
        // Those who share an address can lie anywhere in the walk: they are set aside and judged together at the end.
        const { lines, broken } = judge(accounts, [], terms, how);
        plan.broken.push(...broken);
        for (const line of lines) {
            if (routerId !== undefined && line.connection.routerId !== routerId)
                continue;
            plan.connections++;
            if (shared.has(line.connection.id))
                waiting.push(line);
            else if (isShown(line))
                plan.changes.push(withoutDocuments(line));
        }
        customers += accounts.length;
        walk.progress?.(customers);
        await walk.pause();
    }
    const { lines } = judge(accountsOfLines(waiting), claims, terms, how);
    plan.changes.push(...lines.filter((line) => shared.has(line.connection.id) && onRouter(line, routerId) && (isShown(line) || line.hold === 'shared')));
    plan.guard = await guard(db, plan.changes, terms, walk.presentAt ?? walk.at);
    return plan;
}
function observe(connection, seen) {
    const now = seen.get(connection.placeId ?? 0);
    if (now === undefined || now === 'unknown')
        return;
    // Out of service and not cut: to a router that looks like holding nothing.
    connection.observed = connection.inService === 0 && now === 'active' ? 'none' : now;
}
const NO_CUTS = { ok: true, newCuts: 0, orderedToday: 0, allowed: 0, isConfirmed: false };
/** What was decided is kept, what it was decided from is not: a plan of a hundred thousand holds thousands of these. */
const withoutDocuments = (line) => ({
    ...line,
    account: { ...line.account, facts: { ...line.account.facts, documents: [] } },
});
const onRouter = (line, routerId) => routerId === undefined || line.connection.routerId === routerId;
const accountsOfLines = (lines) => [...new Map(lines.map((line) => [line.account.id, line.account])).values()];
function isShown(line) {
    if (line.step.do !== 'nothing' || line.connection.orderId !== null)
        return true;
    return (line.hold === 'no-driver' || line.hold === 'no-key') && line.desired === 'cut';
}
async function routerIdOf(db, name) {
    if (name === undefined)
        return undefined;
    const router = await routerByName(db, name);
    if (!router)
        throw new Fault('record-missing', `there is no router "${name}"; ispcube router list shows them all`, { router: name });
    return router.id;
}
async function guard(db, lines, terms, at) {
    const dayOn = terms.zone.dayOf(at);
    // A connection counts once a day, however often it is cut on it.
    const ordered = await guardedConnections(db, dayOn);
    return guardCuts({
        newCuts: lines.filter((line) => isNewCut(line) && !ordered.has(line.connection.id)).length,
        orderedToday: ordered.size,
        inService: await countInService(db),
        confirmed: await confirmedCuts(db, dayOn),
        maxCuts: terms.maxCuts,
    });
}
const isNewCut = (line) => line.step.do === 'open' && line.step.newCut;
export async function makeRun(db, ask) {
    const plan = ask.onlyPromises ? { ...(await emptyPlan(db, ask)) } : await planRun(db, ask);
    const routerId = await routerIdOf(db, ask.routerName);
    const candidates = plan.changes.filter((line) => line.step.do !== 'nothing').map((line) => line.account.id);
    return within(db, async (tx) => {
        const terms = await loadTerms(tx);
        const told = { now: ask.at, by: ask.by };
        const lastAt = await lastRunStartedAt(tx);
        const clockBehind = lastAt !== null && ask.machineAt < lastAt;
        // A control that could cut nobody was none: it is made up once the clock is right.
        const kind = clockBehind ? 'apply' : ask.kind;
        const runId = await openRun(tx, { kind, at: ask.at, startedAt: ask.machineAt, by: ask.by, askId: ask.askId });
        if (ask.confirmCuts !== undefined)
            await confirmCuts(tx, terms.zone.dayOf(ask.presentAt ?? ask.at), ask.confirmCuts, ask.at, ask.by);
        const promises = await controlPromises(tx, { ...told, runId }, terms);
        // Each control tries the cuts of broken promises again, whatever their back-off says.
        await hurryCutsOf(tx, promises.customers, ask.at);
        const why = {
            ...told,
            cause: `run:${runId}`,
            asker: 'run',
            runId,
            ...(routerId === undefined ? {} : { routerId }),
            ...(ask.presentAt === undefined ? {} : { presentAt: ask.presentAt }),
        };
        const { lines } = await judgeCustomers(tx, [...candidates, ...promises.customers], terms, why);
        const answer = await guard(tx, lines, terms, ask.presentAt ?? ask.at);
        const allow = (line) => line.desired !== 'cut' || (!clockBehind && (answer.ok || !isNewCut(line)));
        const written = await writeSteps(tx, lines, terms, { ...why, allow });
        if (!answer.ok)
            await addLog(tx, [guardLog(answer, told, runId)]);
        await closeRun(tx, runId, { opened: written.opened.length, guard: answer, clockBehind, promises });
        return { runId, plan, lines: written.lines, opened: written.opened, guard: answer, clockBehind, promises };
    });
}
async function emptyPlan(db, ask) {
    return { at: ask.at, connections: 0, changes: [], broken: [], guard: NO_CUTS, terms: await loadTerms(db) };
}
const guardLog = (answer, told, runId) => ({
    at: told.now,
    by: told.by,
    what: 'alert',
    about: { kind: 'run', id: runId },
    facts: {
        alert: `the run would have cut ${answer.newCuts} connections (${answer.orderedToday} ordered today, ${answer.allowed} allowed): nobody was cut`,
        ...answer,
    },
    runId,
});
