// Changing settings of the ISP. What they restore is restored at once; whom they newly cut waits for the next run, like every
// other change that is not a run. Several are changed together or not at all, and the customers are decided again once.

import { Fault, isFault } from '../fault.ts'
import { checkSetting, type SettingKey, SETTINGS } from '../settings.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { loadTerms, storedSettings, storeSetting } from '../store/settings.ts'
import { reorderAffected, type Told } from './reorder.ts'

export interface SettingAsk {
  key: string
  value: string
  /** As whoever asks saw it: where it is another by now, nothing is changed and he is told. */
  before?: string | undefined
}

export interface SettingChanged {
  key: SettingKey
  value: string
  before: string
  /** False: it had that value already. */
  isNew: boolean
}

export interface SettingSaved extends SettingChanged {
  orders: number[]
}

/** An unknown key or a value that is not acceptable is a fault that names it. */
export async function saveSetting(db: Db, ask: SettingAsk, told: Told): Promise<SettingSaved> {
  const { changes, orders } = await saveSettings(db, [ask], told)
  const [change] = changes
  if (change === undefined) throw new Fault('input-invalid', 'there is no setting to save')
  return { ...change, orders }
}

/** Every value that is not acceptable is named by one fault: its `columns` are their keys. */
export async function saveSettings(
  db: Db,
  asks: readonly SettingAsk[],
  told: Told,
): Promise<{ changes: SettingChanged[]; orders: number[] }> {
  const checked = checkAll(asks)
  return within(db, async (tx) => {
    const stored = await storedSettings(tx)
    const changes = checked.map(({ key, text, seen }) => {
      const before = stored.get(key) ?? SETTINGS[key].text
      return {
        key,
        value: text,
        before,
        isNew: before !== text,
        isStale: before !== text && seen !== undefined && seen !== before,
      }
    })
    refuseStale(changes.filter(({ isStale }) => isStale).map(({ key }) => key))
    const news = changes.filter(({ isNew }) => isNew)
    if (news.length === 0) return { changes, orders: [] }
    for (const { key, value } of news) await storeSetting(tx, key, value, told.now)
    await loadTerms(tx) // settings that contradict each other are refused here, before anything is decided by them
    await addLog(
      tx,
      news.map(({ key, before, value }) => ({
        ...{ at: told.now, by: told.by, what: 'setting' },
        facts: { key, from: before, to: value },
      })),
    )
    const cause = `setting:${news.map(({ key }) => key).join(',')}`
    return { changes, orders: await reorderAffected(tx, told, cause) }
  })
}

function checkAll(asks: readonly SettingAsk[]): { key: SettingKey; text: string; seen: string | undefined }[] {
  const faults: Fault[] = []
  const checked = asks.flatMap(({ key, value, before }) => {
    try {
      return [{ ...checkSetting(key, value), seen: before }]
    } catch (e) {
      if (!isFault(e)) throw e
      faults.push(e)
      return []
    }
  })
  const [first, second] = faults
  if (first === undefined) return checked
  if (second === undefined) throw new Fault(first.code, first.message, { ...first.facts, columns: keysOf(faults) })
  throw new Fault('input-invalid', faults.map(({ message }) => message).join('\n'), { columns: keysOf(faults) })
}

const keysOf = (faults: readonly Fault[]): string[] => faults.map(({ facts }) => String(facts.key))

function refuseStale(keys: readonly string[]): void {
  if (keys.length === 0) return
  const message = `somebody else changed ${keys.join(', ')} meanwhile: look again`
  throw new Fault('record-conflict', message, { why: 'stale', columns: keys })
}
