// Who is due for a pre-notice (*preaviso*): inside his window, served, not free, without a live promise, owing more than the
// threshold (due or not), and not noticed within the last hours. Sending it is another room's work.

import { type Day, dayOfMonth } from './day.ts'
import { type CustomerFacts, decide } from './decision.ts'
import type { NoticeTerms, Terms } from './terms.ts'

export interface NoticeFacts extends CustomerFacts {
  /** The customer's own switch. */
  prenotice: boolean
  /** His own window of days of the month, each null where the general one holds. */
  prenoticeFrom: number | null
  prenoticeTo: number | null
  /** When his last notice began. */
  lastNoticeAt: number | null
}

export type NoticeAnswer =
  | { due: true; owedCents: number }
  | { due: false; why: 'off' | 'outside-window' | 'not-served' | 'free' | 'promise-live' | 'owes-too-little' | 'noticed-lately' }

/** Is the day of the month inside the window? One whose end lies before its start runs over the month's end. */
export const insideWindow = (on: Day, from: number, to: number): boolean => {
  const number = dayOfMonth(on)
  return from <= to ? number >= from && number <= to : number >= from || number <= to
}

export function noticeDue(facts: NoticeFacts, at: number, terms: Terms): NoticeAnswer {
  const { notice } = terms
  if (!notice.enabled || !facts.prenotice) return { due: false, why: 'off' }
  if (!insideOwnWindow(facts, terms.zone.dayOf(at), notice)) return { due: false, why: 'outside-window' }
  const decision = decide(facts, at, terms)
  if (decision.state !== 'active') return { due: false, why: 'not-served' }
  if (facts.free) return { due: false, why: 'free' }
  if (decision.promise) return { due: false, why: 'promise-live' }
  const owedCents = Math.max(decision.balanceCents, 0)
  if (owedCents <= terms.thresholdCents) return { due: false, why: 'owes-too-little' }
  if (facts.lastNoticeAt !== null && at < facts.lastNoticeAt + notice.everyHours * 3_600_000)
    return { due: false, why: 'noticed-lately' }
  return { due: true, owedCents }
}

const insideOwnWindow = (facts: NoticeFacts, on: Day, notice: NoticeTerms): boolean =>
  insideWindow(on, facts.prenoticeFrom ?? notice.fromDay, facts.prenoticeTo ?? notice.toDay)
