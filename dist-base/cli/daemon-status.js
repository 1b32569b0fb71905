// Asks the daemon what no row holds, over its own port (`http.listen`). It may run on this machine or not, be an older program,
// or another one may have the port: whatever does not answer as expected within a moment is no daemon, and says why. What is
// known only to a newer program is left out.
import { z } from 'zod';
/** It is on this machine, or close by: who waits longer looks at a screen that stands still. */
const PATIENCE_MS = 500;
const count = z.number().min(0);
const Radius = z.object({
    feed: z.literal('radius'),
    listens: z.array(z.string()),
    heardAt: z.number().nullable(),
    packets: z.object({
        ...{ received: count, answered: count, counted: count, late: count, unwritten: count },
        dropped: z.record(z.string(), count),
    }),
    perSecond: z.object({ received: count, answered: count, dropped: count }).nullable(),
    waiting: count,
});
const Status = z.object({
    database: z.number().nullable(),
    pid: z.number(),
    startedAt: z.number(),
    troubles: z.array(z.string()),
    loops: z.record(z.string(), z.number()),
    feeds: z.array(z.unknown()),
});
/** `database` is what this command's own database is known by: another's daemon is not ours. */
export async function askDaemon(listen, database) {
    if (listen === null)
        return { ok: false, why: 'it is not asked, because http.listen is null' };
    const url = `http://${listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')}/status.json`;
    let answer;
    try {
        const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
        answer = response.ok ? await response.json() : null;
    }
    catch {
        // Refused, silent, or something that is no JSON: all of it means that nobody is there who could be asked.
        return { ok: false, why: `nothing answers on ${listen}; where none runs: ispcube start` };
    }
    const parsed = Status.safeParse(answer);
    if (!parsed.success)
        return { ok: false, why: `what answers on ${listen} is no daemon of this version` };
    const { feeds, ...status } = parsed.data;
    if (status.database !== database)
        return { ok: false, why: `the daemon on ${listen} works another database` };
    return { ok: true, status: { ...status, feeds: feeds.flatMap(readFeed) } };
}
function readFeed(given) {
    const { data } = Radius.safeParse(given);
    return data === undefined ? [] : [data];
}
