// Chance that can be repeated: every draw of a simulation comes from one seed, so the seed that it prints first is all that is
// needed to see a failure again.
/** mulberry32: small, and the same on every machine. */
export function makeDraw(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        const a = Math.imul(state ^ (state >>> 15), state | 1);
        const b = (a + Math.imul(a ^ (a >>> 7), a | 61)) ^ a;
        return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
    };
    const between = (from, to) => from + Math.floor(next() * (to - from + 1));
    return {
        next,
        between,
        chance: (share) => next() < share,
        pick(list) {
            if (list.length === 0)
                throw new RangeError('there is nothing to pick from');
            return list[between(0, list.length - 1)];
        },
        fork: () => makeDraw(Math.floor(next() * 2 ** 32)),
    };
}
