// What forms send, taken as texts: whatever else a request carries is left out, and of a field that came twice the first counts.
// Pages that ask for passwords of people (log-in, own account) refuse such a form instead.

import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Day, parseDay } from '../../core/rules/day.ts'

/** Half a letter, which no database keeps, is a space. */
const whole = (text: string): string => text.replaceAll(/[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu, ' ')

/** In a comment control characters come along with what is pasted; at other fields the acts refuse them. */
const legible = (text: string): string => text.replaceAll(/[^\P{Control}\t\n\r]/gu, ' ')

/** A field as it was typed, '' where it is missing. Its length is the act's to judge. */
export const asTyped = z.preprocess(
  (sent) => (Array.isArray(sent) ? (sent[0] as unknown) : sent),
  z.string().transform(whole).catch(''),
)

const Fields = z.record(z.string(), z.unknown()).catch({})

/** Trimmed texts of these fields, '' where one is missing. */
export function typedIn<const N extends string>(body: unknown, ...names: readonly N[]): Record<N, string> {
  const sent = Fields.parse(body)
  const read = (name: N): string => (name === 'comment' ? legible(asTyped.parse(sent[name])) : asTyped.parse(sent[name]))
  return Object.fromEntries(names.map((name) => [name, read(name).trim()])) as Record<N, string>
}

/** These fields as they were typed; what was not sent is left out, and so stays as it is stored. */
export function sentIn(body: unknown, names: readonly string[]): Record<string, string> {
  const sent = Fields.parse(body)
  return Object.fromEntries(names.flatMap((name) => (name in sent ? [[name, asTyped.parse(sent[name])]] : [])))
}

/** Every text of a field that may come several times. */
export function everyIn(body: unknown, name: string): string[] {
  return [Fields.parse(body)[name] ?? []].flat().flatMap((one) => (typeof one === 'string' ? whole(one) : []))
}

const Texts = z.record(z.string(), z.string())

/** What a form showed when it was opened. Null where that was not sent or was tampered with: as if it had been opened just now. */
export function seenIn(json: string): Record<string, string> | null {
  try {
    return Texts.parse(JSON.parse(json))
  } catch {
    return null
  }
}

/** Of a row or a part of a page, in an address or a form; 0 is nobody's. */
export const idParameter = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).catch(0)

/** The id in an address: `/red/nodos/:id`. */
export const idIn = (parameters: unknown, name = 'id'): number => idParameter.parse((parameters as Record<string, unknown>)[name])

/** Made for a form, and sent with it: what comes with the same one is the same request. */
export const newAsk = (): string => randomUUID()

/** One that is no such id was not made here; the form is still only one form. */
export const askSent = z.uuid().catch(newAsk)

/** Kept beside what the form did; a form without one is not told from another. */
export const askIdOf = (ask: string): string | undefined => (/^[\w-]{16,64}$/.test(ask) ? `form:${ask}` : undefined)

/** As a date field sends it, or as people write it: 16/11/2026. Null when it is no day. */
export function readDay(text: string): Day | null {
  const [, on, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  return parseDay(on && month && year ? `${year}-${month.padStart(2, '0')}-${on.padStart(2, '0')}` : text)
}

/** Of comments; the log shows them whole. */
export const COMMENT_MOST = 500
