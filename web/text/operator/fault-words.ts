// A stored fault in the reader's language, by its code alone: nobody parses messages. What has no code, or one that this version
// does not know, keeps the English sentence that was stored with it.

import { isFault } from '../../../core/fault.ts'
import type { OperatorText } from './index.ts'

/** Something said on a page; `lang` where it is in another language than the page. */
export interface Said {
  text: string
  lang?: 'en'
}

export interface StoredFault {
  code: string | null
  message: string | null
}

/** Null where nothing went wrong. */
export function faultWords(t: OperatorText, { code, message }: StoredFault, device: 'router' | 'cpe' = 'router'): Said | null {
  const known: Record<string, string> = device === 'cpe' ? { ...t.faults, ...t.cpeFaults } : t.faults
  if (code !== null && Object.hasOwn(known, code)) return { text: known[code] ?? '' }
  const text = message ?? code
  return text === null ? null : { text, lang: 'en' }
}

/** Of a row that keeps one: an order, a router, a CPE. */
export const faultOfRow = (
  t: OperatorText,
  { faultCode, faultMessage }: { faultCode: string | null; faultMessage: string | null },
  device: 'router' | 'cpe' = 'router',
): Said | null => faultWords(t, { code: faultCode, message: faultMessage }, device)

/** Of whatever was thrown. */
export const storedFault = (err: unknown): StoredFault => ({
  code: isFault(err) ? err.code : null,
  message: err instanceof Error ? err.message : String(err),
})
