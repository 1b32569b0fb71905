// Reads a router and compares. While no task works it, because two sessions would read each other's half-done work.
import { planSweep, recordLook } from '../../core/acts/drift.js';
import { accessOf } from '../../core/acts/handout.js';
import { noteSickness } from '../../core/acts/outcomes.js';
import { Fault, noteOf } from '../../core/fault.js';
import { within } from '../../core/store/db.js';
import { pinRouter } from '../../core/store/routers.js';
import { handoutTold } from './dispatch.js';
/** Looks at one router and records it; throws the router's fault, which is counted against it. */
export async function sweepRouter(deps, pool, router, told) {
    const plan = await planSweep(deps.db, router, deps.now());
    const lookedAt = deps.now();
    const tried = await lookAt(deps, pool, router, plan.targets);
    if (tried.ok && tried.fingerprint !== null)
        await pinRouter(deps.db, router.id, tried.fingerprint);
    if (tried.ok)
        return recordLook(deps.db, router, plan, tried.value, { ...told, now: deps.now(), lookedAt });
    await within(deps.db, (tx) => noteSickness(tx, router.id, tried.fault, handoutTold(deps)));
    throw new Fault(tried.fault.code, tried.fault.message, tried.fault.facts);
}
/** What keeps it from being asked at all (its password does not open) counts against the router like silence does. */
async function lookAt(deps, pool, router, targets) {
    let access;
    try {
        access = accessOf(router, handoutTold(deps));
    }
    catch (error) {
        return { ok: false, fault: noteOf(error, 'secret-unreadable'), tookMs: 0 };
    }
    return pool.look(access, targets);
}
/** Of these routers those whose last sweep is older than the interval, as the daemon does it by itself. */
export async function sweepDue(deps, pool, dispatcher, routers) {
    const now = deps.now();
    const { sweepMs } = deps.config.limits;
    const due = routers.filter((router) => !waits(router, now) &&
        (router.sweptAt === null || isAsked(router) || router.sweptAt + sweepMs <= now || router.sweptAt > now));
    for (const router of due.slice(0, deps.config.limits.routersAtOnce - dispatcher.working)) {
        void dispatcher
            .alone(router.id, async () => {
            const report = await sweepRouter(deps, pool, router, { by: 'job:drift', mend: false, order: true });
            if (report.lines.length > 0)
                deps.log.warn({ router: router.name, differences: report.lines.length, opened: report.opened.length }, 'drift found');
            if (report.opened.length > 0)
                dispatcher.nudge();
        })
            .catch((err) => deps.log.error({ err, router: router.name }, 'sweep failed'));
    }
}
/** Somebody wants to know, and nobody has looked since. */
const isAsked = ({ sweepAskedAt, sweptAt }) => sweepAskedAt !== null && sweepAskedAt > (sweptAt ?? 0);
const waits = (router, now) => router.retryAt !== null && router.retryAt > now;
