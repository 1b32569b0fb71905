// Where an act refused what was typed on a page of the network. Business words stop at the act, which names the columns; the
// sentences are the catalogue's.

import { isFault } from '../../../core/fault.ts'

export type Mistakes = Record<string, string>

/** Runs a deed. Null: it was done; else what is wrong, by field. Any other fault goes its way. */
export async function attempt(
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
