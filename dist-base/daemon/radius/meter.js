// How much a second, over the last minute: counts are noted every few seconds, and what they grew by since the oldest note that
// is kept is the rate. Who asks a process once gets a rate this way without waiting for a second look.
const WINDOW_MS = 60_000;
/** A rate over less says more of chance than of the NAS. */
const LEAST_MS = 1_000;
export class Meter {
    #notes = [];
    /** Called every few seconds with counts that only grow; `at` is of a clock that only goes forward. */
    note(counts, at) {
        this.#notes.push({ at, counts: { ...counts } });
        // One note older than the window stays: the rate is over a whole one.
        while ((this.#notes[1]?.at ?? at) <= at - WINDOW_MS)
            this.#notes.shift();
    }
    /** By the same names; null until there is enough time to tell. */
    perSecond(counts, at) {
        const [first] = this.#notes;
        if (first === undefined || at - first.at < LEAST_MS)
            return null;
        const names = Object.keys(counts);
        const rates = names.map((name) => [name, ((counts[name] - first.counts[name]) / (at - first.at)) * 1000]);
        return Object.fromEntries(rates);
    }
}
