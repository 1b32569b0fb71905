// Group commit: deeds that come while one transaction is being written are written together in the next, so that fifty
// routers that finish at the same moment cost a few waits for the disk and not fifty. A deed knows nothing of its
// neighbours: if one of a group fails, the group is undone and each is tried by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from '../../core/store/db.js';
// A transaction takes deeds in for so long, twice as long as the one before where more are waiting than it could take: what
// comes first is not kept waiting for company, and a payment waits for no more than the longest.
const GROUP_MIN_MS = 20;
const GROUP_MAX_MS = 80;
/** What has time waits so long for company. */
const SOON_MS = 100;
// Another process that wants to write looks every few milliseconds: now and then it is let in.
const TURN_MS = 150;
const GAP_MS = 6;
export class Commits {
    #db;
    #isGrouped;
    #waiting = [];
    #writing = false;
    #isDue = false;
    /** Not grouped where every transaction holds locks of its own (PostgreSQL): then each deed is written alone. */
    constructor(db, isGrouped) {
        this.#db = db;
        this.#isGrouped = isGrouped;
    }
    /** Resolves once the deed is committed. */
    write(deed) {
        if (!this.#isGrouped)
            return within(this.#db, deed);
        const written = this.#wait(deed);
        void this.#writeAll();
        return written;
    }
    /** As `write`, for what nobody waits for: it goes with the next that somebody does, or when it has waited long enough. */
    writeSoon(deed) {
        if (!this.#isGrouped)
            return within(this.#db, deed);
        const written = this.#wait(deed);
        if (!this.#isDue)
            void this.#writeDue();
        return written;
    }
    /** Resolves when what is written next comes after these, done or failed: groups keep the order by themselves. */
    async inOrder(deeds) {
        if (!this.#isGrouped)
            await Promise.allSettled(deeds);
    }
    #wait(deed) {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ deed, done: (value) => resolve(value), failed: reject });
        });
    }
    async #writeDue() {
        this.#isDue = true;
        await new Promise((resolve) => setTimeout(resolve, SOON_MS));
        this.#isDue = false;
        await this.#writeAll();
    }
    async #writeAll() {
        if (this.#writing)
            return;
        this.#writing = true;
        // Whatever else became ready in this turn of the event loop comes along.
        await new Promise((resolve) => setImmediate(resolve));
        let since = performance.now();
        for (let ms = GROUP_MIN_MS; this.#waiting.length > 0; ms = Math.min(ms * 2, GROUP_MAX_MS)) {
            await this.#writeSome(ms);
            if (performance.now() - since < TURN_MS)
                continue;
            await sleep(GAP_MS);
            since = performance.now();
        }
        this.#writing = false;
    }
    async #writeSome(takesMs) {
        const group = [];
        const values = [];
        try {
            await this.#db.transaction().execute(async (tx) => {
                const until = performance.now() + takesMs;
                for (let each = this.#waiting.shift(); each !== undefined; each = performance.now() < until ? this.#waiting.shift() : undefined) {
                    group.push(each);
                    values.push(await each.deed(tx));
                }
            });
        }
        catch (reason) {
            // Not even begun: the first hears why, and the next is tried.
            if (group.length === 0)
                this.#waiting.shift()?.failed(reason);
            else if (group.length === 1)
                group[0]?.failed(reason);
            else
                for (const each of group)
                    await within(this.#db, each.deed).then(each.done, each.failed);
            return;
        }
        for (const [index, each] of group.entries())
            each.done(values[index]);
    }
}
