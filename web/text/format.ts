// Money, numbers and days as the reader writes them: `$ 12.345,67`, `vie 21 nov`. Amounts go to `Intl` as decimal text, so no cent is
// lost on the way.

import { dayOfMonth, type Day, weekdayOf, type Zone } from '../../core/rules/day.ts'
import { type Cents, formatAmount } from '../../core/rules/money.ts'
import { formatNumber } from './measure.ts'
import type { Text } from './text.ts'

/** Making a formatter costs more than using it a thousand times, and using it more than remembering: most balances are nought. */
const formatters = new Map<string, (amountCents: Cents) => string>()
const AMOUNTS_MAX = 5_000

export function formatMoney(text: Text, amountCents: Cents, currency: string): string {
  const key = `${text.lang} ${currency}`
  const known = formatters.get(key)
  if (known !== undefined) return known(amountCents)
  const formatter = remembering(moneyFormatter(text.lang, currency))
  formatters.set(key, formatter)
  return formatter(amountCents)
}

function moneyFormatter(lang: string, currency: string): (amountCents: Cents) => string {
  // The short sign in every language: whoever reads this lives where it is the money.
  const wish = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: 2 } as const
  const formatter = new Intl.NumberFormat(lang, wish)
  return (amountCents) => formatter.format(formatAmount(amountCents) as Intl.StringNumericLiteral)
}

function remembering(format: (amountCents: Cents) => string): (amountCents: Cents) => string {
  const texts = new Map<Cents, string>()
  return (amountCents) => {
    const known = texts.get(amountCents)
    if (known !== undefined) return known
    if (texts.size >= AMOUNTS_MAX) texts.clear()
    const text = format(amountCents)
    texts.set(amountCents, text)
    return text
  }
}

/** How many: `12.345`. */
export const formatCount = ({ lang }: Text, count: number): string => formatNumber(lang, count, 3)

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
