// What forms send, taken as texts: whatever else a request carries is left out, and a field that came twice counts once.

import { randomUUID } from 'node:crypto'
import { type Day, parseDay } from '../../core/rules/day.ts'

/** Trimmed texts of these fields, '' where one is missing. */
export function typedIn<const N extends string>(body: unknown, ...names: readonly N[]): Record<N, string> {
  const sent = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string): string => {
    const value = Array.isArray(sent[name]) ? (sent[name] as unknown[])[0] : sent[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<N, string>
}

/** Made for a form, and sent with it: what comes with the same one is the same request. */
export const newAsk = (): string => randomUUID()

/** Kept beside what the form did; a form without one is not told from another. */
export const askIdOf = (ask: string): string | undefined => (/^[\w-]{16,64}$/.test(ask) ? `form:${ask}` : undefined)

/** As a date field sends it, or as people write it: 16/11/2026. Null when it is no day. */
export function readDay(text: string): Day | null {
  const [, on, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  return parseDay(on && month && year ? `${year}-${month.padStart(2, '0')}-${on.padStart(2, '0')}` : text)
}

/** Of comments; the log shows them whole. */
export const COMMENT_MOST = 500
