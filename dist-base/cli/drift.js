// `enforce drift`: reads routers through the pool, each while nobody else works it, and shows what differs.
import {} from '../core/acts/drift.js';
import { isFault } from '../core/fault.js';
import { sweepRouter } from '../daemon/enforce/drift.js';
import { startCarrier } from '../daemon/index.js';
import { openEnforcePool } from '../daemon/pools.js';
import { carryDeed } from './carry.js';
import { deedClock } from './context.js';
import { routersNamed } from './named.js';
import { counted, table } from './output.js';
const WORDS = {
    'not-cut': 'should be cut and is not',
    'still-cut': 'should be served, an entry of ours cuts it',
    'foreign-cut': 'should be served, an entry that is not ours cuts it',
    'left-over': 'not in service, something of ours is left',
    'unknown-entry': 'on our list, no connection explains it',
};
export async function drift(context, options) {
    const { out } = context;
    const wired = await context.open();
    await deedClock(wired, options.at);
    const routers = await routersNamed(wired.db, options.router);
    const results = await sweep(wired, routers, options.mend ?? false);
    const opened = results.flatMap((result) => result.report?.opened ?? []);
    const carried = await carryDeed(wired, out, opened);
    const lines = results.flatMap((result) => result.report?.lines ?? []);
    const json = {
        routers: results.map(({ router, report, error }) => ({
            router,
            looked: report?.looked ?? 0,
            differences: report?.lines.length ?? 0,
            ...(error === null ? {} : { error }),
        })),
        differences: lines,
        orders: carried.orders,
    };
    out.answer(json, () => {
        const rows = lines.map((line) => [line.router, line.connection ?? '-', WORDS[line.kind], line.reason ?? '', line.seen]);
        const looked = results.reduce((sum, { report }) => sum + (report?.looked ?? 0), 0);
        const summary = `${counted(results.filter(({ report }) => report !== null).length, 'router')} read, ${counted(looked, 'place')} compared: ${counted(lines.length, 'difference')}`;
        return [table(['router', 'connection', 'difference', 'reason', 'seen'], rows), summary].filter(Boolean).join('\n');
    });
    for (const { router, error } of results)
        if (error !== null)
            out.say(`${router} was not read: ${error}`);
    if (lines.length > 0 && !options.mend)
        out.say('mend with: ispcube enforce drift --mend');
    const missed = results.some(({ error }) => error !== null);
    const unmended = carried.orders.some((order) => order.outcome === 'failed');
    context.exit(missed || unmended ? 3 : 0);
}
/** Through the dispatcher where this process carries out, so that no task works the router meanwhile; else beside the daemon. */
export async function sweep(wired, routers, mend) {
    const { deps, by } = wired;
    const carrier = await startCarrier(deps);
    const pool = carrier?.pool ?? openEnforcePool(deps.config.limits);
    const one = async (router) => {
        const look = () => sweepRouter(deps, pool, router, { by, mend, order: mend });
        try {
            const report = carrier ? await carrier.dispatcher.alone(router.id, () => settled(look)) : await settled(look);
            if (report === null)
                return { router: router.name, report: null, error: 'it is being worked on right now; try again' };
            return report instanceof Error
                ? { router: router.name, report: null, error: report.message }
                : { router: router.name, report, error: null };
        }
        catch (e) {
            if (!isFault(e))
                throw e;
            return { router: router.name, report: null, error: e.message };
        }
    };
    try {
        return await Promise.all(routers.map(one));
    }
    finally {
        await (carrier ?? pool).close();
    }
}
/** The dispatcher logs what is thrown inside it; here the fault is the answer. */
async function settled(look) {
    try {
        return await look();
    }
    catch (e) {
        if (isFault(e))
            return e;
        throw e;
    }
}
