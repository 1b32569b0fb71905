// Changing a setting of the ISP. What it restores is restored at once; whom it newly cuts waits for the next run, like every
// other change that is not a run.

import { checkSetting, type SettingKey, SETTINGS } from '../settings.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { loadTerms, storedSettings, storeSetting } from '../store/settings.ts'
import { reorderAffected, type Told } from './reorder.ts'

export interface SettingSaved {
  key: SettingKey
  value: string
  before: string
  /** False: it had that value already. */
  isNew: boolean
  orders: number[]
}

/** An unknown key or a value that is not acceptable is a fault that names it. */
export async function saveSetting(db: Db, ask: { key: string; value: string }, told: Told): Promise<SettingSaved> {
  const { key, text } = checkSetting(ask.key, ask.value)
  return within(db, async (tx) => {
    const stored = await storedSettings(tx)
    const before = stored.get(key) ?? SETTINGS[key].text
    if (before === text) return { key, value: text, before, isNew: false, orders: [] }
    await storeSetting(tx, key, text, told.now)
    await loadTerms(tx) // settings that contradict each other are refused here, before anything is decided by them
    await addLog(tx, [{ at: told.now, by: told.by, what: 'setting', facts: { key, from: before, to: text } }])
    const orders = await reorderAffected(tx, told, `setting:${key}`)
    return { key, value: text, before, isNew: true, orders }
  })
}
