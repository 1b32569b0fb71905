// Chance that can be repeated: every draw of a simulation comes from one seed, so the seed that it prints first is all that is
// needed to see a failure again.

export interface Draw {
  /** 0 ≤ draw < 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  chance(share: number): boolean
  /** One of them; asking an empty list is a bug. */
  pick<T>(list: readonly T[]): T
  /** Chance of its own, so that one part of a simulation does not shift the draws of another. */
  fork(): Draw
}

/** mulberry32: small, and the same on every machine. */
export function makeDraw(seed: number): Draw {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    const a = Math.imul(state ^ (state >>> 15), state | 1)
    const b = (a + Math.imul(a ^ (a >>> 7), a | 61)) ^ a
    return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0) throw new RangeError('there is nothing to pick from')
      return list[between(0, list.length - 1)] as (typeof list)[number]
    },
    fork: () => makeDraw(Math.floor(next() * 2 ** 32)),
  }
}
