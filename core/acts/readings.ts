// Readings as time goes by, and how they are asked for: each is summed up into the means of hours and days once its hour and day
// are over, what is too old goes, and whoever asks for a stretch gets it whole, however far the summing up has come.

import { addDays, type Day, type Zone } from '../rules/day.ts'
import { settingOf } from '../settings.ts'
import { type Db, within } from '../store/db.ts'
import {
  daysBetween,
  firstReadingAt,
  forgetReadings,
  hoursBetween,
  type MeansAt,
  readingsBetween,
  rollReadingDay,
  rollReadingHours,
} from '../store/readings.ts'
import { storedSettings } from '../store/settings.ts'
import type { ReadingMeans, ReadingsTable } from '../store/tables-signal.ts'
import { rolledUntil, setRolled } from '../store/traffic.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A visit that began in an hour is written down within this after it. */
const SEALED_MS = 5 * 60_000
/** Readings deleted at once: a walk of some milliseconds. */
const SLICE = 5_000

export const READING_STEPS = ['reading', 'hour', 'day'] as const
export type ReadingStep = (typeof READING_STEPS)[number]

/** From `from` on and before `to`, oldest first: readings as they were made, or their means by hours or days. */
export async function readingsOf(
  db: Db,
  connectionId: number,
  { from, to, step, zone }: { from: number; to: number; step: ReadingStep; zone: Zone },
): Promise<MeansAt[]> {
  if (step === 'reading') return (await readingsBetween(db, connectionId, from, to)).map((one) => meansOf(one.at, [one]))
  if (step === 'hour') {
    const sealed = (await rolledUntil(db, 'signal-hours')) ?? from
    const stored = await hoursBetween(db, connectionId, from, Math.min(to, sealed))
    const fresh = await readingsBetween(db, connectionId, Math.max(from, sealed), to)
    return [...stored, ...grouped(fresh, (at) => at - (at % HOUR_MS))]
  }
  const sealed = (await rolledUntil(db, 'signal-days')) ?? from
  const stored = await daysBetween(db, connectionId, zone.dayOf(from), zone.dayOf(Math.min(to, sealed) - 1))
  const fresh = await readingsBetween(db, connectionId, Math.max(from, sealed), to)
  const days = stored.map(({ dayOn, ...means }) => ({ at: zone.startOf(dayOn as Day), ...means }))
  return [...days, ...grouped(fresh, (at) => zone.startOf(zone.dayOf(at)))]
}

function grouped(readings: readonly ReadingsTable[], of: (at: number) => number): MeansAt[] {
  const groups = new Map<number, ReadingsTable[]>()
  for (const one of readings) groups.set(of(one.at), [...(groups.get(of(one.at)) ?? []), one])
  return [...groups].map(([at, some]) => meansOf(at, some))
}

function meansOf(at: number, some: readonly ReadingsTable[]): MeansAt {
  const mean = (name: keyof Omit<ReadingMeans, 'readings' | 'signalLeastDbm'>): number | null => {
    const values = some.flatMap((one) => one[name] ?? [])
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const strengths = some.flatMap((one) => one.signalDbm ?? one.heardDbm ?? [])
  return {
    at,
    readings: some.length,
    signalDbm: mean('signalDbm'),
    signalLeastDbm: strengths.length === 0 ? null : Math.min(...strengths),
    heardDbm: mean('heardDbm'),
    noiseDbm: mean('noiseDbm'),
    ccqPct: mean('ccqPct'),
    qualityPct: mean('qualityPct'),
    capacityPct: mean('capacityPct'),
    txMbps: mean('txMbps'),
    rxMbps: mean('rxMbps'),
  }
}

/** Every minute: what is over is summed up, what is too old goes. */
export async function keepReadings(db: Db, now: number, zone: Zone): Promise<void> {
  const sealed = await rollReadings(db, now, zone)
  const settings = await storedSettings(db)
  const keepFrom = (key: 'cpe.keepReadings' | 'cpe.keepHours' | 'cpe.keepDays') => now - settingOf(settings, key) * DAY_MS
  const before = {
    // Never what has not been summed up.
    readings: Math.min(keepFrom('cpe.keepReadings'), sealed),
    hours: keepFrom('cpe.keepHours'),
    dayOn: zone.dayOf(keepFrom('cpe.keepDays')),
  }
  await forgetReadings(db, before, SLICE)
}

/** Returns the instant up to which hours and days both are summed up. */
async function rollReadings(db: Db, now: number, zone: Zone): Promise<number> {
  const first = await firstReadingAt(db)
  if (first === null) return 0
  return within(db, async (tx) => {
    const hours = Math.floor((now - SEALED_MS) / HOUR_MS) * HOUR_MS
    const fromHour = (await rolledUntil(tx, 'signal-hours')) ?? first - (first % HOUR_MS)
    if (hours > fromHour) {
      await rollReadingHours(tx, fromHour, hours)
      await setRolled(tx, 'signal-hours', hours)
    }
    let day = zone.dayOf((await rolledUntil(tx, 'signal-days')) ?? first)
    for (; zone.startOf(addDays(day, 1)) <= now - SEALED_MS; day = addDays(day, 1)) {
      await rollReadingDay(tx, day, zone.startOf(day), zone.startOf(addDays(day, 1)))
      await setRolled(tx, 'signal-days', zone.startOf(addDays(day, 1)))
    }
    return Math.min(Math.max(hours, fromHour), zone.startOf(day))
  })
}
