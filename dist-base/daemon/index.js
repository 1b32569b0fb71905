// Keeps routers and records in step: carries out orders as they come, makes the daily control, sweeps for drift. Started by
// `ispcube start` and `ispcube daemon`; commands start the dispatcher alone.
import { Fault } from '../core/fault.js';
import { newestRun } from '../core/store/overview.js';
import { firstStartedAt } from '../core/store/settings.js';
import { Asks } from './asks.js';
import { Dispatcher } from './enforce/dispatch.js';
import { startNotices } from './enforce/notice.js';
import { startSchedule } from './enforce/schedule.js';
import { startHttp } from './http.js';
import { Metrics } from './metrics.js';
import { openEnforcePool } from './pools.js';
import { takePulse } from './pulse.js';
import { answerAuthorize } from './radius/authorize.js';
import { Radius } from './radius/index.js';
import { SignalPoll } from './signal/poll.js';
/** Holds the dispatch lock and carries out orders; null where another process does that already. */
export async function startCarrier(deps, metrics) {
    const lock = deps.dispatchBy === 'database' ? await deps.takeLock('dispatch') : NO_LOCK;
    if (lock === null)
        return null;
    const pool = openEnforcePool(deps.config.limits);
    const dispatcher = new Dispatcher(deps, pool, metrics);
    const unwatch = deps.watch(() => dispatcher.nudge());
    return {
        pool,
        dispatcher,
        async close() {
            unwatch();
            await dispatcher.close();
            await pool.close();
            await lock.release();
        },
    };
}
const NO_LOCK = { isHeld: true, release: () => Promise.resolve() };
export async function startDaemon(deps) {
    const metrics = new Metrics();
    const carrier = await startCarrier(deps, metrics);
    if (carrier === null)
        throw new Fault('lock-held', 'another ispcube daemon works this database; stop it first, or look at it with: ispcube status');
    const schedule = startSchedule(deps, carrier.pool, carrier.dispatcher);
    const notice = startNotices(deps, { pool: carrier.pool, dispatcher: carrier.dispatcher, metrics });
    const radius = new Radius(deps, {
        sessionsEnded: () => carrier.dispatcher.nudge(),
        written: (tookMs) => metrics.committed(tookMs),
    });
    const signal = new SignalPoll({
        deps,
        enforce: carrier.pool,
        dispatcher: carrier.dispatcher,
        heard: (heard) => metrics.heard(heard),
    });
    const asks = new Asks({ deps, asker: signal.asker, enforce: carrier.pool, heard: (heard) => metrics.heard(heard) });
    const wake = () => {
        notice.wake();
        asks.wake();
    };
    const unwatch = deps.watch(wake);
    const loops = { dispatch: carrier.dispatcher.loop, schedule, radius: radius.loop, signal: signal.loop, notice, asks: asks.loop };
    const pulse = takePulse(loops);
    metrics.watch(deps, radius, pulse, () => troublesOf(deps, pulse, radius));
    const http = await answerMachines(deps, metrics, radius, pulse);
    deps.log.info({ routersAtOnce: deps.config.limits.routersAtOnce }, 'daemon started');
    return {
        radius,
        http,
        pulse,
        nudge() {
            carrier.dispatcher.nudge();
            wake();
        },
        async close() {
            await http?.close();
            unwatch();
            await notice.close();
            await schedule.close();
            await asks.close();
            await signal.close();
            await carrier.close();
            await radius.close();
            deps.log.info({}, 'daemon stopped');
        },
    };
}
async function answerMachines(deps, metrics, radius, pulse) {
    const { listen } = deps.config.http;
    if (listen === null)
        return null;
    const troubles = () => troublesOf(deps, pulse, radius);
    const startedAt = deps.now();
    const status = async () => ({
        database: await firstStartedAt(deps.db).catch(() => null), // the database is away: its trouble is told beside
        pid: process.pid,
        startedAt,
        troubles: await troubles(),
        loops: Object.fromEntries(Object.entries(pulse.ages()).map(([loop, age]) => [loop, age / 1000])),
        feeds: [radius.feed()],
    });
    try {
        return await startHttp({ listen, metrics, troubles, status, authorize: answerAuthorize(deps, metrics.registry) });
    }
    catch (err) {
        deps.log.error({ err }, 'metrics and health are not answered');
        return null;
    }
}
/** What is not as it should be, for people; empty when the daemon is at work. */
async function troublesOf(deps, pulse, radius) {
    const answers = await newestRun(deps.db).then(() => [], (e) => [`the database does not answer: ${e instanceof Error ? e.message : String(e)}`]);
    return [
        ...pulse.stuck().map((loop) => `the loop ${loop} has not turned for a minute`),
        ...pulse.behind().map((loop) => `no turn of the loop ${loop} has ended well for a minute; see the log`),
        ...radius.troubles(),
        ...answers,
    ];
}
