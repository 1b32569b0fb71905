// Pre-notices on time: every so often finds who is due and begins their notices, and each turn tells those routers that have
// yet to be told of one that began or ended early. The rows say which, so it does not matter who wrote them, nor what was lost
// on the way: a message holds the whole list. Nothing here delays a cut or a restore: a router with orders whose turn it is is
// left alone, a message under way is hurried by them, and a failure here is not counted against the router.
import { accessOf } from '../../core/acts/handout.js';
import { noticeMessage, settleMessage } from '../../core/acts/notice-lists.js';
import { beginNotices, noticesDue } from '../../core/acts/notices.js';
import { Fault, noteOf } from '../../core/fault.js';
import { mayRun } from '../../core/rules/order.js';
import { routersToTell } from '../../core/store/notices.js';
import { dueRouters } from '../../core/store/order-queue.js';
import { listRouters, pinRouter, routerById } from '../../core/store/routers.js';
import { loadTerms } from '../../core/store/settings.js';
import { pause } from '../deps.js';
import { startLoop } from '../loop.js';
import { dueNow, handoutTold } from './dispatch.js';
const EVERY_MS = 1_000;
/** Between two looks for who is due. */
const LOOK_EVERY_MS = 30_000;
/** And so many times what a look took: of a hundred thousand customers the documents of most are read, seconds of work. */
const LOOK_SHARE = 10;
/** Notices begun in one turn: what a small router takes without being busy for long. */
const BEGUN_MOST = 500;
/** After a failure a router is told again after this long, and then after twice as long. */
const AGAIN_MS = 1_000;
const AGAIN_CAP_MS = 15_000;
export function startNotices(deps, plan) {
    const looking = { after: 0, tookMs: 0, sinceAt: Number.NEGATIVE_INFINITY, pauseMs: 0 };
    const failures = new Map();
    return startLoop({
        name: 'notice',
        everyMs: EVERY_MS,
        log: deps.log,
        async turn(alive) {
            const now = deps.now();
            // A clock that was set back must not stop the looking.
            if (now >= looking.sinceAt + looking.pauseMs || now < looking.sinceAt)
                await look(deps, looking, alive, plan.metrics);
            for (const router of await routersFree(deps, plan.dispatcher)) {
                const before = failures.get(router.id);
                if (before !== undefined && now < before.notBefore && before.notBefore <= now + AGAIN_CAP_MS)
                    continue;
                void tellAlone(deps, plan, router)
                    .then((isWell) => {
                    if (isWell === null)
                        return;
                    const count = isWell ? 0 : (before?.count ?? 0) + 1;
                    if (count === 0)
                        failures.delete(router.id);
                    else
                        failures.set(router.id, { count, notBefore: deps.now() + Math.min(AGAIN_MS * 2 ** (count - 1), AGAIN_CAP_MS) });
                })
                    .catch((err) => deps.log.error({ err, router: router.name }, 'notices failed'));
            }
        },
    });
}
/** Looks on until there are as many as one turn begins, or to the end. */
async function look(deps, looking, alive, metrics) {
    const from = performance.now();
    const at = deps.now();
    const step = () => {
        alive();
        return pause();
    };
    const away = await routersAway(deps);
    const due = await noticesDue(deps.db, { at, after: looking.after, most: BEGUN_MOST, away, pause: step });
    await begin(deps, due, away, metrics);
    const isOver = due.length < BEGUN_MOST;
    looking.after = isOver ? 0 : (due.at(-1) ?? 0);
    looking.tookMs += performance.now() - from;
    // What has happened since it began was not seen, so that is where the pause is counted from.
    looking.sinceAt = at;
    looking.pauseMs = isOver ? Math.max(LOOK_EVERY_MS, LOOK_SHARE * looking.tookMs) : 0;
    if (isOver)
        looking.tookMs = 0;
}
async function begin(deps, due, away, metrics) {
    if (due.length === 0)
        return;
    const { notices } = await beginNotices(deps.db, due, { now: deps.now(), by: 'job:notice', away });
    metrics?.noticesBegun(notices.length);
    deps.log.info({ notices: notices.length }, 'notices begun');
}
/** Those that are left alone for now, and show nobody anything. */
export async function routersAway(deps) {
    const now = deps.now();
    return new Set((await listRouters(deps.db)).filter((router) => isAway(router, now)).map(({ id }) => id));
}
const isAway = ({ circuit, retryAt }, now) => circuit === 'open' || (retryAt !== null && retryAt > now);
/** To be told, and free for it: no order whose turn it is waits there. */
async function routersFree(deps, dispatcher) {
    const { db, config } = deps;
    const now = deps.now();
    const ids = await routersToTell(db, now);
    if (ids.length === 0)
        return [];
    const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, now, await loadTerms(db));
    const queues = await dueRouters(db, now, config.limits.retrySlowMs);
    const busy = new Set(queues.filter((queue) => dueNow(queue, hours) > 0).map(({ routerId }) => routerId));
    const routers = (await listRouters(db)).filter((router) => ids.includes(router.id) && !busy.has(router.id) && !isAway(router, now));
    return routers.slice(0, Math.max(0, config.limits.routersAtOnce - dispatcher.working));
}
/** Null where a task works the router, or another process. */
async function tellAlone(deps, { pool, dispatcher, metrics }, router) {
    return dispatcher.alone(router.id, async () => {
        try {
            const { refused, left } = await tellRouter(deps, pool, router.id);
            metrics?.noticesFailed('device-refused', refused.length);
            const [first] = refused;
            if (first)
                deps.log.warn({ router: router.name, refused: refused.length, reason: first.why }, 'notices refused');
            if (left > 0)
                deps.log.debug({ router: router.name, left }, 'notices gave way to orders');
            return refused.length === 0;
        }
        catch (error) {
            const { code, message } = noteOf(error, 'device-silent');
            metrics?.noticesFailed(code, 1);
            deps.log.warn({ router: router.name, code, reason: message }, 'notices were not carried');
            return false;
        }
    }, { yields: true });
}
/**
 * Tells one router its whole list, while no task works it: the list is read here, so nobody of whom a cut has been ordered is on
 * it. Throws the router's fault.
 */
export async function tellRouter(deps, pool, routerId) {
    const router = await routerById(deps.db, routerId);
    const message = await noticeMessage(deps.db, routerId, deps.now());
    if (!router || router.removedAt !== null || message === null)
        return { refused: [], left: 0 };
    const tried = await pool.notice(accessOf(router, handoutTold(deps)), message.entries);
    if (!tried.ok)
        throw new Fault(tried.fault.code, tried.fault.message, tried.fault.facts);
    if (router.tlsPin === null && tried.fingerprint !== null)
        await pinRouter(deps.db, router.id, tried.fingerprint);
    return settleMessage(deps.db, message, tried.value, deps.now());
}
