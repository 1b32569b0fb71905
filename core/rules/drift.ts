// Drift: what a router holds against what it should hold, in the words of the report.

import type { Desired, Observed } from '../driver.ts'

export type DriftKind =
  /** Should be cut and is not. */
  | 'not-cut'
  /** Should be served, and an entry of ours cuts. */
  | 'still-cut'
  /** Should be served, and an entry that is not ours cuts: shown and alerted, never touched. */
  | 'foreign-cut'
  /** Not in service, and something of ours is still there. */
  | 'left-over'
  /** On our list, and no connection explains it. */
  | 'unknown-entry'

/** What a look at a place means; null = as it should be, or nothing is known. */
export function driftOf(desired: Desired, observed: Observed, foreign: boolean): DriftKind | null {
  if (observed === 'unknown' || observed === desired) return null
  if (desired === 'cut') return 'not-cut'
  if (desired === 'none') return observed === 'cut' ? 'left-over' : null
  if (observed === 'cut') return foreign ? 'foreign-cut' : 'still-cut'
  return null
}
