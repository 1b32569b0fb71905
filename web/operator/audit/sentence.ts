// A line of the log as one says it: who, and a sentence. A kind that has no sentence yet shows its facts as they are, so that
// nothing is hidden.

import { parseDay } from '../../../core/rules/day.ts'
import { cents } from '../../../core/rules/money.ts'
import type { AuditLine } from '../../../core/store/audit.ts'
import { formatDate, formatMoney } from '../../text/format.ts'
import { type AlertReader, alertWords } from '../../text/operator/alert-words.ts'
import { faultWords, type Said } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'

type Facts = Record<string, string>

export function whatOf(what: string, t: OperatorText): string {
  const known: Record<string, string> = { ...t.customer.log.whats, ...t.audit.whats }
  return Object.hasOwn(known, what) ? (known[what] ?? what) : what
}

export function sentenceOf({ what, facts }: Pick<AuditLine, 'what' | 'facts'>, look: AlertReader & { currency: string }): Said {
  const { t } = look
  if (what === 'alert') return alertWords(facts, look)
  const sentences: Record<string, (facts: Facts) => string> = t.audit.sentences
  const sentence = Object.hasOwn(sentences, what) ? sentences[what] : undefined
  if (sentence !== undefined) return { text: sentence(written(facts, look)) }
  const { code, message, ...others } = facts
  const fault = typeof code === 'string' && typeof message === 'string' ? faultWords(t, { code, message }) : null
  const rest = Object.entries(fault === null ? facts : others)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${key}: ${plain(value)}`)
  return { text: [`${whatOf(what, t)}.`, ...(fault === null ? [] : [fault.text]), ...rest].join(' ') }
}

/** Each fact as text; money as the reader writes it, a list of changes by the names of what changed. */
function written(
  facts: Record<string, unknown>,
  { t, text, currency }: { t: OperatorText; text: Text; currency: string },
): Facts {
  const out: Facts = {}
  for (const [key, value] of Object.entries(facts)) if (value !== null && value !== undefined) out[key] = plain(value)
  if (typeof facts.amountCents === 'number') out.amount = formatMoney(text, cents(facts.amountCents), currency)
  const fields: Record<string, string> = { ...t.customerLog.fields, ...t.customer.fields }
  if (typeof facts.changes === 'object' && facts.changes !== null)
    out.changed = Object.keys(facts.changes)
      .map((name) => fields[name] ?? name)
      .join(',')
  for (const name of ['promisedOn', 'endsOn', 'from', 'to'] as const) {
    const on = parseDay(out[name] ?? '')
    if (on !== null) out[name] = formatDate(text, on)
  }
  const { filter } = facts as { filter?: { query?: unknown } }
  if (typeof filter?.query === 'string')
    out.query = [...new URLSearchParams(filter.query)].map((pair) => pair.join(': ')).join(', ')
  if (typeof facts.priceCents === 'number') out.price = formatMoney(text, cents(facts.priceCents), currency)
  const reasons: Record<string, string> = t.today.reasons
  if (out.reason !== undefined) out.reasonWord = reasons[out.reason] ?? out.reason
  if (Array.isArray(facts.permissions)) {
    const words: Record<string, { label: string }> = t.people.permissions
    out.permissions = facts.permissions.map((one) => words[String(one)]?.label ?? String(one)).join(',')
  }
  return out
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(',')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
