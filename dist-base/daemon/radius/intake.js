// Between the socket and the books: packets wait here for the commit that they are acknowledged after. While one batch is
// written the next gathers by itself, so that a flood costs few waits for the disk. The queue has an end: beyond it a packet
// is left unanswered and counted, and the NAS sends it again. A batch that could not be written is answered to nobody.
// A commit waits for the disk, whatever is in it. While few packets have come it waits so long for more; a NAS has patience for
// a hundred times that.
const GATHER_MS = 3;
const GATHERED = 150;
/** Packets of one commit: enough that the wait for the disk no longer counts, few enough that nobody else waits long. */
const BATCH_MAX = 500;
export class Intake {
    #deps;
    #queue = [];
    #writing = null;
    /** Ends the gathering; null while none is under way. */
    #enough = null;
    counts = { booked: 0, late: 0, sessions: 0, unbooked: 0, batches: 0 };
    constructor(deps) {
        this.#deps = deps;
    }
    get waiting() {
        return this.#queue.length;
    }
    get isFull() {
        return this.#queue.length >= this.#deps.queueMax;
    }
    /** False = no room: the packet is left unanswered. */
    take(packet) {
        if (this.isFull)
            return false;
        this.#queue.push(packet);
        if (this.#queue.length >= GATHERED)
            this.#enough?.();
        this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
        return true;
    }
    /** Resolves when all that was taken is booked and answered. */
    async drained() {
        while (this.#writing !== null)
            await this.#writing;
    }
    async #writeAll() {
        while (this.#queue.length > 0) {
            if (this.#queue.length < GATHERED)
                await this.#gather();
            await this.#write(this.#queue.splice(0, BATCH_MAX));
        }
    }
    /** Until so many have come that the wait for the disk is worth it, a few milliseconds at most. */
    #gather() {
        return new Promise((resolve) => {
            const enough = () => {
                clearTimeout(timer);
                this.#enough = null;
                resolve();
            };
            const timer = setTimeout(enough, GATHER_MS);
            this.#enough = enough;
        });
    }
    async #write(batch) {
        this.counts.batches++;
        const from = performance.now();
        try {
            const { counted, late, sessions } = await this.#deps.book(batch, this.#deps.now());
            this.counts.booked += counted;
            this.counts.late += late;
            this.counts.sessions += sessions;
            for (const packet of batch)
                packet.acknowledge();
            this.#deps.written?.(performance.now() - from);
        }
        catch (e) {
            this.counts.unbooked += batch.length;
            this.#deps.failed(e, batch.length);
        }
    }
}
