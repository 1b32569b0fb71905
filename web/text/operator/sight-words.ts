// What a driver read back, in the reader's language; what is of the device itself stays as it is.

import { readSights } from '../../../core/rules/sight.ts'
import type { OperatorText } from './index.ts'

/** `time` says an instant as the page does. */
export function sightWords(t: OperatorText, text: string, time: (at: number) => string): string {
  return readSights(text)
    .map((part) => {
      if ('verbatim' in part) return part.verbatim
      const at = Date.parse(part.parts.at ?? '')
      const parts: Record<string, string> = Number.isNaN(at) ? { ...part.parts } : { ...part.parts, at: time(at) }
      return t.sights[part.phrase](parts)
    })
    .join('')
}
