// The life of a payment promise (*compromiso de pago*). It suspends rule 9 until its control; it never cuts where rule 9 would not.

import { addDays, type Day, type Zone } from './day.ts'

/**
 * - `pending`: saved, the control of its day D ahead.
 * - `kept` (end): at its control, or within its window, rule 9 did not cut any more.
 * - `broken`: the control of D found that rule 9 cuts; cut, and tried again through D+5.
 * - `enforced` (end): D+6 began, and all his connections were read back cut or a rule above 8 decides.
 * - `unenforced` (end): D+6 began, and some were not; operators are alerted, rule 9 goes on.
 * - `withdrawn` (end): a blank date was saved, or a manual enable withdrew it.
 * - `replaced` (end): a new promise was saved.
 */
export type PromiseState = 'pending' | 'kept' | 'broken' | 'enforced' | 'unenforced' | 'withdrawn' | 'replaced'

export interface PromiseFacts {
  id: number
  promisedOn: Day
  state: PromiseState
  savedAt: number
  /** When its first control was recorded; null or absent before. */
  controlledAt?: number | null
  endedAt: number | null
  source: 'operator' | 'portal'
}

/** A cut by a broken promise is tried again on each of so many days after its own. */
export const RETRY_DAYS = 5

/** The instant at which its window closes: when D+6 begins. */
export const windowEnd = (promisedOn: Day, zone: Zone): number => zone.startOf(addDays(promisedOn, RETRY_DAYS + 1))

/** The one that is live at an instant: saved, not ended, its window not over. Whether the ending was recorded late does not matter. */
export function livePromise(promises: readonly PromiseFacts[], at: number, zone: Zone): PromiseFacts | null {
  for (const promise of promises) {
    if (promise.savedAt > at) continue
    if (promise.endedAt !== null && promise.endedAt <= at) continue
    if (at < windowEnd(promise.promisedOn, zone)) return promise
  }
  return null
}

/** The control of its day lies ahead. One that was made stays made, wherever a setting moves its hour to. */
export const isAhead = (promise: PromiseFacts, at: number, zone: Zone): boolean =>
  at < zone.controlOf(promise.promisedOn) && (promise.controlledAt ?? Number.POSITIVE_INFINITY) > at

/** When the enabling that keeps a live promise ends: at that promise's next control. */
export function nextControlDay(promise: PromiseFacts, at: number, zone: Zone): Day {
  if (isAhead(promise, at, zone)) return promise.promisedOn
  const today = zone.dayOf(at)
  return at < zone.controlOf(today) ? today : addDays(today, 1)
}

export interface ControlFacts {
  /** Rule 9 cuts now, whatever stands above it. */
  debtCuts: boolean
  /** A rule above 8 decides now. */
  overruled: boolean
  /** Every connection in service was read back cut. */
  allCut: boolean
}

/** What a control at an instant makes of a promise that has not ended; null = it is not yet time. */
export function controlPromise(promise: PromiseFacts, at: number, facts: ControlFacts, zone: Zone): PromiseState | null {
  if (isAhead(promise, at, zone)) return null
  if (!facts.debtCuts) return 'kept'
  if (at < windowEnd(promise.promisedOn, zone)) return 'broken'
  return facts.allCut || facts.overruled ? 'enforced' : 'unenforced'
}
