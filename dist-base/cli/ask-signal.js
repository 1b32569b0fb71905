// Asks CPEs and radios now, for a command: the same questions as the daemon's poll, in threads of the command's own, and the
// answers written down as they come.
import { recordHeard, turnsOf } from '../core/acts/visits.js';
import { cpesAfter, cpesAtRouter } from '../core/store/cpes.js';
import { openEnforcePool } from '../daemon/pools.js';
import { askCpe, askRadio } from '../daemon/signal/ask.js';
import { openPollPool } from '../daemon/signal/pool.js';
import { requireRouter } from './named.js';
/** Asks, and writes down what was heard as it comes. */
export async function askAll(wired, turns, each) {
    const { deps, config } = wired;
    const poll = openPollPool(config.limits);
    const enforce = openEnforcePool(config.limits);
    const asker = { poll, enforce, alone: (_router, deed) => deed(), now: () => deps.now() };
    const all = [];
    const hear = async (heard) => {
        if (heard === null)
            return;
        all.push(...heard);
        await recordHeard(deps.db, heard, config.limits);
        each(all);
    };
    const waiting = [
        ...turns.tables.map((turn) => () => askRadio(asker, turn)),
        ...turns.visits.map((turn) => () => askCpe(asker, turn)),
    ];
    try {
        const lanes = Array.from({ length: Math.min(config.limits.visitsAtOnce, waiting.length) }, async () => {
            for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
                await hear(await next());
        });
        await Promise.all(lanes);
        return all;
    }
    finally {
        await Promise.all([poll.close(), enforce.close()]);
    }
}
export const turnsNow = (wired, lines) => turnsOf(wired.db, lines, { now: wired.deps.now(), seal: wired.deps.seal, limits: wired.config.limits, lists: wired.config.lists }, null);
const BATCH = 500;
/** Everybody in service, or everybody whose radio is on that router. */
export async function everyLine(wired, router) {
    if (router !== undefined)
        return cpesAtRouter(wired.db, (await requireRouter(wired.db, router)).id);
    const all = [];
    for (let after = 0;;) {
        const some = await cpesAfter(wired.db, after, BATCH);
        all.push(...some);
        if (some.length < BATCH)
            return all;
        after = some.at(-1)?.connectionId ?? after;
    }
}
