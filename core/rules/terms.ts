// The ISP's terms as the rules need them: his zone, his policy, his limits. Today's terms judge the past too.

import type { Zone } from './day.ts'
import type { Cents } from './money.ts'
import type { CutPolicy, NoCutDays } from './policy.ts'

export interface PromiseTerms {
  enabled: boolean
  /** Days granted to a customer who asks for himself, one at least. */
  maxDays: number
  /** Days from the day he last used it until he may again. */
  waitDays: number
}

export interface NoticeTerms {
  enabled: boolean
  fromDay: number
  toDay: number
  everyHours: number
  seconds: number
}

export interface Terms {
  zone: Zone
  currency: string
  /** *Valor de desbloqueo*: overdue debt greater than it is to be cut. */
  thresholdCents: Cents
  policy: CutPolicy
  noCut: NoCutDays
  /** New cuts a day without a person's word; null = the greater of 50 and 5 % of the connections in service. */
  maxCuts: number | null
  promise: PromiseTerms
  notice: NoticeTerms
}
