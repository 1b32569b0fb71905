// Why a customer is served or cut, as one would say it over the counter: one sentence for the rule, one for its figures, one for
// what comes next if nothing is paid. The last one agrees with the first: whom no payment helps is not told to pay.

import type { Story } from '../../../core/acts/explain.ts'
import type { Decision, NextChange } from '../../../core/rules/decision.ts'
import { cents } from '../../../core/rules/money.ts'
import { formatDay, formatInstant, formatMoney } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'

export interface Why {
  isCut: boolean
  rule: string
  figures: string[]
  next: string
}

export function whyOf({ decision, next, terms, at }: Story, text: Text, t: OperatorText): Why {
  const words = t.customer.why
  if (decision === null) return { isCut: false, rule: words.unsure, figures: [], next: '' }
  const money = (amount: number): string => formatMoney(text, cents(amount), terms.currency)
  const { zone } = terms
  const figures = [words.debt(money(decision.overdueCents), money(decision.thresholdCents))]
  if (decision.oldest) {
    const { document, dueOn, outstandingCents } = decision.oldest
    figures.push(words.oldest(`${document.kind} ${document.number}`, formatDay(text, dueOn), money(outstandingCents)))
  }
  if (decision.promise)
    figures.push(words.promise(formatDay(text, decision.promise.promisedOn), words.promiseStates[decision.promise.state]))
  if (decision.enableEndsOn !== null) figures.push(words.enabledUntil(formatDay(text, decision.enableEndsOn)))
  if (decision.cutDay !== null && zone.controlOf(decision.cutDay) <= at)
    figures.push(words.cutSince(formatInstant(text, zone, zone.controlOf(decision.cutDay))))
  return {
    isCut: decision.state === 'cut',
    rule: words.rules[decision.reason],
    figures,
    next: nextOf(decision, next, (at) => formatInstant(text, zone, at), t),
  }
}

function nextOf(now: Decision, next: NextChange | null, time: (at: number) => string, t: OperatorText): string {
  const words = t.customer.why
  if (next === null) return words.stays[now.reason]
  if (next.state === now.state) return words.next.same(time(next.at), t.today.reasons[next.reason])
  return words.next[next.state === 'cut' ? 'cut' : 'served'](time(next.at))
}
