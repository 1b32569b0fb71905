// Forms of the network's pages: what was typed, as text, and where an act refused it. Business words stop at the act, which names
// the columns; the sentences are the catalogue's.

import { z } from 'zod'
import { isFault } from '../../../core/fault.ts'

export type Mistakes = Record<string, string>

/** A field of a form, however often and however it came. Length is the act's to judge. */
export const typed = z.preprocess((given) => (Array.isArray(given) ? (given.at(-1) as unknown) : given), z.string().catch(''))

export const idParameter = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).catch(0)

/** Runs a deed. Null: it was done; else what is wrong, by field. Any other fault goes its way. */
export async function mistakesOf(
  deed: () => Promise<unknown>,
  words: Readonly<Record<string, string>>,
  /** The field of a conflict, such as a name that is taken. */
  conflict: string,
): Promise<Mistakes | null> {
  try {
    await deed()
    return null
  } catch (e) {
    if (!isFault(e)) throw e
    if (e.code === 'record-conflict') return { [conflict]: words.taken ?? e.message }
    const { columns } = e.facts
    if (e.code !== 'input-invalid' || !Array.isArray(columns)) throw e
    return Object.fromEntries((columns as string[]).map((column) => [column, words[column] ?? e.message]))
  }
}

/** One comma is a decimal one: `-34,6037` is `-34.6037`. */
export const plainDecimal = (given: string): string => given.trim().replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
