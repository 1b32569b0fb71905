// What `ispcube doctor` asks of the signal: can CPEs be asked at all, and does somebody have to look at them?

import { openAccesses } from '../../core/acts/cpe-accesses.ts'
import { settingOf } from '../../core/settings.ts'
import { countCpes, overdueCpes, ubiquitiInService } from '../../core/store/cpes.ts'
import { storedSettings } from '../../core/store/settings.ts'
import { counted } from '../output.ts'
import type { Wired } from '../wire.ts'

/** Turns that are so many intervals behind are too much for this machine, or nobody makes them. */
const LATE = 3

export async function signalFinding({ db, deps, config }: Wired): Promise<{ name: string; ok: boolean; detail: string }> {
  const told = (ok: boolean, detail: string) => ({ name: 'signal', ok, detail })
  const settings = await storedSettings(db)
  if (!settingOf(settings, 'cpe.enabled')) return told(true, 'not read (cpe.enabled is false)')
  const { credentials, cpes: snmp } = await openAccesses(db, deps.seal, config.limits)
  const ubiquiti = await ubiquitiInService(db)
  if (ubiquiti > 0 && credentials.length === 0 && snmp === null)
    return told(
      false,
      `${counted(ubiquiti, 'Ubiquiti CPE')} and nothing to ask them with: ispcube cpe password add USER, or ispcube cpe snmp set`,
    )
  const states = new Map((await countCpes(db)).map(({ state, cpes }) => [state, cpes]))
  const heard = states.get('heard') ?? 0
  const asked = [...states].reduce((sum, [state, cpes]) => sum + (state === 'new' ? 0 : cpes), 0)
  const refused = (states.get('device-login') ?? 0) + (states.get('device-refused') ?? 0)
  const { since } = await overdueCpes(db, deps.now())
  const lateS = since === null ? 0 : Math.round((deps.now() - since) / 1000)
  if (asked > 0 && lateS > LATE * settingOf(settings, 'cpe.everyS'))
    return told(
      false,
      `the CPE that waits longest has been due for ${lateS} s: does the daemon run? If it does, raise limits.visitsAtOnce`,
    )
  if (refused > 0) return told(false, `${counted(refused, 'CPE')} let nobody in: ispcube cpe list --faults`)
  return told(true, asked === 0 ? 'no CPE was asked yet' : `${heard} of ${counted(asked, 'CPE')} were heard at the last try`)
}
