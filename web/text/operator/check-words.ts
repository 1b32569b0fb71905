// One line of a router's test in the reader's language: what was looked at and what it means. What was found there, in the
// router's words, goes with it for whoever has to mend it.

import type { Check } from '../../../core/driver.ts'
import type { Said } from './fault-words.ts'
import type { OperatorText } from './index.ts'

export interface CheckWords {
  ok: boolean
  name: Said
  text: Said
  /** English, beside the text; null where the text is that already. */
  detail: string | null
}

/** `check` may be of another version, which knew other checks. */
export function checkWords(t: OperatorText, { name, ok, detail }: Omit<Check, 'name'> & { name: string }): CheckWords {
  const known: Record<string, { name: string; ok: string; no: string }> = t.checks
  const [, list] = /^list (.+)$/.exec(name) ?? []
  const key = list === undefined ? name : 'list'
  const words = Object.hasOwn(known, key) ? known[key] : undefined
  if (words === undefined) return { ok, name: { text: name, lang: 'en' }, text: { text: detail, lang: 'en' }, detail: null }
  const text = ok ? words.ok : words.no
  return {
    ok,
    name: { text: list === undefined ? words.name : `${words.name} ${list}` },
    text: text === '' ? { text: detail, lang: 'en' } : { text },
    detail: text === '' ? null : detail,
  }
}
