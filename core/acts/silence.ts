// Sessions that nobody tells of any more are over. Where all the sessions of a NAS fall silent at once it is the NAS that went
// silent, and that is worth an alert: its customers may be online, but nobody counts what they use.

import { alertFacts } from '../rules/alert.ts'
import type { Zone } from '../rules/day.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { endSilentSessions, nasWithOpenSessions, silentByNas } from '../store/sessions.ts'

/** What an alert keeps of them for `status`. */
const KEPT_MAX = 200

/** What was told when: enough to know a silence of theirs from one of ours. */
export interface Silence {
  now: number
  /** Not heard since: three intervals ago. */
  silentSince: number
  /** Since when we hear; null where we do not. Who was silent while nobody listened has yet to be heard, and is no news. */
  heardSince: number | null
  zone: Zone
}

/** Closes silent sessions as lost, as of when they were heard last; a NAS with none left is alerted. Returns their logins. */
export async function closeSilent(db: Db, { now, silentSince, heardSince, zone }: Silence): Promise<number[]> {
  // Right after a start: each NAS is given its three intervals to be heard.
  if (heardSince !== null && heardSince > silentSince) return []
  return within(db, async (tx) => {
    const silent = await silentByNas(tx, silentSince)
    if (silent.length === 0) return []
    const lost = await endSilentSessions(tx, silentSince)
    if (heardSince === null) return lost
    const alive = await nasWithOpenSessions(tx)
    const gone = silent.filter(({ nas }) => !alive.has(nas))
    if (gone.length > 0) {
      const facts = alertFacts({ kind: 'nas-silent', count: gone.length, silentNas: gone.slice(0, KEPT_MAX) }, zone)
      await addLog(tx, [{ at: now, by: 'job:radius', what: 'alert', facts }])
    }
    return lost
  })
}
