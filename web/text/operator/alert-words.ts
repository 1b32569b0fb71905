// An alert in the reader's language, from its kind and facts. Lines of the log that have no kind, or one that this version does not
// know, keep the English sentence that was stored with them.

import { type Alert, type AlertKind, NAMED_MAX, type SilentNas } from '../../../core/rules/alert.ts'
import { type Day, parseDay, type Zone } from '../../../core/rules/day.ts'
import { formatCount, formatDate, formatDay, formatInstant } from '../format.ts'
import type { Text } from '../text.ts'
import { faultWords, type Said } from './fault-words.ts'
import type { OperatorText } from './index.ts'
import { sightWords } from './sight-words.ts'

export interface AlertReader {
  t: OperatorText
  text: Text
  zone: Zone
}

/** `facts` as the log keeps them. */
export function alertWords(facts: Readonly<Record<string, unknown>>, reader: AlertReader): Said {
  const stored: Said = { text: typeof facts.alert === 'string' ? facts.alert : '', lang: 'en' }
  const { kind } = facts
  if (typeof kind !== 'string' || !Object.hasOwn(reader.t.alerts, kind)) return stored
  return wordsOf(facts as unknown as Alert, reader) ?? stored
}

/** Null where nothing can be said in this language. */
function wordsOf(alert: Alert, { t, text, zone }: AlertReader): Said | null {
  const words = t.alerts satisfies Record<AlertKind, unknown>
  const number = (count: number) => formatCount(text, count)
  const dayText = (on: Day) => formatDay(text, parseDay(on) ?? zone.dayOf(0))
  // A clock that runs ahead may do so by years.
  const dated = (at: number) => `${formatDate(text, zone.dayOf(at))} ${zone.format(at).slice(11, 16)}`
  switch (alert.kind) {
    case 'nas-silent':
      return { text: words['nas-silent'](silentText(alert.silentNas, alert.count, { t, text, zone })) }
    case 'router-sick': {
      const fault = faultWords(t, alert)
      return fault === null || fault.lang ? null : { text: words['router-sick'](alert.router, fault.text) }
    }
    case 'cuts-held':
      return { text: words['cuts-held'](number(alert.newCuts), number(alert.orderedToday), number(alert.allowed)) }
    case 'foreign-cut':
      return { text: words['foreign-cut'](alert.connection, alert.router, sightWords(t, alert.seen, dated)) }
    case 'promise-unenforced':
      return { text: words['promise-unenforced'](dayText(alert.promisedOn), dayText(alert.until)) }
    case 'clock-behind':
      return { text: words['clock-behind'](dated(alert.clockAt), dated(alert.lastRunAt)) }
    case 'cpe-replaced':
      return { text: words['cpe-replaced'](alert.connection, alert.customer) }
  }
}

function silentText(silent: readonly SilentNas[], count: number, { t, text, zone }: AlertReader): string {
  const named = silent
    .slice(0, NAMED_MAX)
    .map(({ nas, open, heardAt }) => t.alertParts.nas(nas, open, formatInstant(text, zone, heardAt)))
  const more = count > named.length ? ` ${t.alertParts.more(count - named.length)}` : ''
  return `${named.join(', ')}${more}`
}
