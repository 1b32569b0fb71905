// What becomes of traffic and sessions as time goes by, and how they are asked for: five minutes are summed up to hours and
// days once nothing is added to them any more, what is too old goes, and whoever asks for a stretch gets it whole, however
// far the summing up has come.

import { addDays, type Day, type Zone } from '../rules/day.ts'
import { type Db, within } from '../store/db.ts'
import { settingOf } from '../settings.ts'
import { storedSettings } from '../store/settings.ts'
import { closeSilent } from './silence.ts'
import {
  fiveMinutes,
  firstTraffic,
  forgetTraffic,
  rollDay,
  rolledUntil,
  rollHours,
  setRolled,
  storedDays,
  storedHours,
  summed,
  type TrafficSum,
} from '../store/traffic.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A flow reaches back a day (rules/traffic.ts), and a packet may wait for an hour with its NAS. */
const SEALED_MS = DAY_MS + HOUR_MS

export const TRAFFIC_STEPS = ['5m', 'hour', 'day'] as const
export type TrafficStep = (typeof TRAFFIC_STEPS)[number]

export interface TrafficLine {
  /** When it begins: an instant, for days that of the day's first. */
  at: number
  upOctets: number
  downOctets: number
}

/** What these logins used from `from` on and before `to`; stretches without traffic are left out. */
export async function trafficOf(
  db: Db,
  loginIds: readonly number[],
  { from, to, step, zone }: { from: number; to: number; step: TrafficStep; zone: Zone },
): Promise<TrafficLine[]> {
  if (step === '5m') return fiveMinutes(db, loginIds, from, to)
  if (step === 'hour') {
    const sealed = (await rolledUntil(db, 'hours')) ?? from
    const stored = await storedHours(db, loginIds, from, Math.min(to, sealed))
    const fresh = await fiveMinutes(db, loginIds, Math.max(from, sealed), to)
    return [...stored, ...summed(fresh, (at) => at - (at % HOUR_MS))]
  }
  const sealed = (await rolledUntil(db, 'days')) ?? from
  const stored = await storedDays(db, loginIds, zone.dayOf(from), zone.dayOf(to - 1))
  const fresh = await fiveMinutes(db, loginIds, Math.max(from, sealed), to)
  const days = stored.map(({ dayOn, ...octets }): TrafficSum => ({ at: zone.startOf(dayOn as Day), ...octets }))
  return [...days, ...summed(fresh, (at) => zone.startOf(zone.dayOf(at)))]
}

/** Sums up what is sealed. Returns the instants up to which hours and days are. */
export async function rollTraffic(db: Db, now: number, zone: Zone): Promise<{ hours: number; days: number } | null> {
  const first = await firstTraffic(db)
  if (first === null) return null
  return within(db, async (tx) => {
    const hours = Math.floor((now - SEALED_MS) / HOUR_MS) * HOUR_MS
    const fromHour = (await rolledUntil(tx, 'hours')) ?? first - (first % HOUR_MS)
    if (hours > fromHour) {
      await rollHours(tx, fromHour, hours)
      await setRolled(tx, 'hours', hours)
    }
    let day = zone.dayOf((await rolledUntil(tx, 'days')) ?? first)
    for (; zone.startOf(addDays(day, 1)) <= now - SEALED_MS; day = addDays(day, 1)) {
      await rollDay(tx, day, zone.startOf(day), zone.startOf(addDays(day, 1)))
      await setRolled(tx, 'days', zone.startOf(addDays(day, 1)))
    }
    return { hours: Math.max(hours, fromHour), days: zone.startOf(day) }
  })
}

/** A session, or a NAS, that misses three interim updates is silent. */
export const silentMs = (stored: ReadonlyMap<string, string>): number => 3 * settingOf(stored, 'radius.interimS') * 1000

/**
 * Every minute: silent sessions are lost, sealed traffic is summed up, what is too old goes. `heardSince`: since when accounting is
 * listened to, null while it is not. Returns the logins of the sessions that were lost.
 */
export async function keepTraffic(db: Db, now: number, zone: Zone, heardSince: number | null = null): Promise<number[]> {
  const stored = await storedSettings(db)
  const keepFrom = (key: 'radius.keepFiveMinutes' | 'radius.keepHours' | 'radius.keepDays' | 'radius.keepSessions') =>
    now - settingOf(stored, key) * DAY_MS
  const silentSince = now - silentMs(stored)
  const lost = await closeSilent(db, { now, silentSince, heardSince, zone })
  const sealed = await rollTraffic(db, now, zone)
  await forgetTraffic(db, {
    // Never what has not been summed up.
    fiveMinutes: Math.min(keepFrom('radius.keepFiveMinutes'), sealed?.hours ?? 0, sealed?.days ?? 0),
    hours: keepFrom('radius.keepHours'),
    dayOn: zone.dayOf(keepFrom('radius.keepDays')),
    sessions: keepFrom('radius.keepSessions'),
  })
  return lost
}
