// Money and days as the reader writes them: `$ 12.345,67`, `vie 21 nov`. Amounts go to `Intl` as decimal text, so no cent is
// lost on the way.

import { dayOfMonth, type Day, weekdayOf, type Zone } from '../../core/rules/day.ts'
import { type Cents, formatAmount } from '../../core/rules/money.ts'
import type { Text } from './text.ts'

/** Making one costs more than using it a thousand times. */
const formatters = new Map<string, Intl.NumberFormat>()

export function formatMoney(text: Text, amountCents: Cents, currency: string): string {
  const key = `${text.lang} ${currency}`
  const known = formatters.get(key)
  // The short sign in every language: whoever reads this lives where it is the money.
  const formatter =
    known ??
    new Intl.NumberFormat(text.lang, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2 })
  if (known === undefined) formatters.set(key, formatter)
  return formatter.format(formatAmount(amountCents) as Intl.StringNumericLiteral)
}

export function formatDay(text: Text, on: Day): string {
  const month = text.months[Number(on.slice(5, 7)) - 1] ?? ''
  return text.day(text.weekdays[weekdayOf(on) - 1] ?? '', dayOfMonth(on), month)
}

/** A day and the hour in the ISP's zone. */
export function formatInstant(text: Text, zone: Zone, at: number): string {
  return `${formatDay(text, zone.dayOf(at))} ${zone.format(at).slice(11, 16)}`
}

/** A day that may be of another year. */
export const formatDate = (text: Text, on: Day): string => `${formatDay(text, on)} ${on.slice(0, 4)}`
