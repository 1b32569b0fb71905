// The demo's past: a year of traffic of customers who log in by a name, and of readings of the radios that were asked, so that
// every picture has something to show from the first moment. It ends where today's real peers begin.

import { addPromotion } from '../../core/acts/plans.ts'
import { keepReadings } from '../../core/acts/readings.ts'
import type { Told } from '../../core/acts/reorder.ts'
import { addDays, type Day, type Zone } from '../../core/rules/day.ts'
import { formatAmount } from '../../core/rules/money.ts'
import { cpesAfter } from '../../core/store/cpes.ts'
import { connectionsOf, usersOfKind } from '../../core/store/connections.ts'
import { customerByCode } from '../../core/store/customers.ts'
import { type Db, within } from '../../core/store/db.ts'
import { listPlans } from '../../core/store/network-imports.ts'
import { addReadingDays, addReadingHours, addReadings, newestReading } from '../../core/store/readings.ts'
import { addTraffic, loginsOf } from '../../core/store/sessions.ts'
import type { ReadingMeans, ReadingsTable } from '../../core/store/tables-signal.ts'
import { addTrafficDays, addTrafficHours, firstTraffic, setRolled } from '../../core/store/traffic.ts'
import { pause } from '../../daemon/deps.ts'
import { type Busy, busyAt, drawOf, offsetOf, rateOf } from '../../fixtures/town-past.ts'
import type { Stage } from './demo-stage.ts'

const LINES = 160
const RADIOS = 160
const FIVE_MINUTES_MS = 300_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS = 364

export interface Past {
  lines: number
  radios: number
  tookMs: number
}

/** `heard`: so many lines, the first that dial, were told of by a NAS from an instant on. */
export async function tellPast({ wired }: Pick<Stage, 'wired'>, heard: { lines: number; from: number }): Promise<Past> {
  const from = performance.now()
  const { zone } = await wired.terms()
  const now = wired.deps.now()
  const lines = await within(wired.db, (tx) => trafficPast(tx, { now, zone, heard }))
  const radios = await within(wired.db, (tx) => signalPast(tx, now, zone))
  await keepReadings(wired.db, now, zone, pause)
  await offer(wired.db, wired.told(), zone.dayOf(now))
  return { lines, radios, tookMs: Math.round(performance.now() - from) }
}

/** What the ISP offers these weeks. */
async function offer(db: Db, told: Told, today: Day): Promise<void> {
  for (const plan of await listPlans(db)) {
    if (!plan.name.startsWith('Hogar')) continue
    const half = formatAmount(Math.round(plan.priceCents / 2))
    const typed = { detail: '50 % los primeros seis meses', from: addDays(today, -20), to: addDays(today, 41), price: half }
    await addPromotion(db, { planId: plan.id, askId: `demo:${plan.id}`, typed }, told)
  }
}

interface Line {
  loginId: number
  number: number
  peakBps: number
  startOn: Day
}

async function trafficPast(
  db: Db,
  { now, zone, heard }: { now: number; zone: Zone; heard: { lines: number; from: number } },
): Promise<number> {
  const lines = await linesOf(db, now)
  // Hours and days are told up to here, as if they had been summed up; from here on the five minutes stand for them.
  const sealed = Math.floor((now - 26 * HOUR_MS) / HOUR_MS) * HOUR_MS
  const moments = {
    fine: busyAt(now - 2 * DAY_MS, now - FIVE_MINUTES_MS, FIVE_MINUTES_MS, now, zone),
    hours: busyAt(sealed - 32 * DAY_MS, sealed, HOUR_MS, now, zone),
    days: busyAt(zone.startOf(addDays(zone.dayOf(now), -DAYS)), sealed, 4 * HOUR_MS, now, zone),
  }
  // All at once: full slices of rows are quicker than many small ones.
  const [fine, hours, sums] = [lines.map(() => [] as Flow[]), lines.map(() => [] as Flow[]), [] as (Flow & { dayOn: Day })[]]
  for (const [index, line] of lines.entries()) {
    const isTold = line.number <= heard.lines
    fine[index] = flowsOf(line, isTold ? moments.fine.filter(({ at }) => at < heard.from) : moments.fine, FIVE_MINUTES_MS)
    hours[index] = flowsOf(line, moments.hours, HOUR_MS)
    const days = new Map<Day, Flow>()
    for (const flow of flowsOf(line, moments.days, 4 * HOUR_MS)) {
      const sum = days.get(flow.on)
      days.set(flow.on, {
        ...flow,
        downOctets: (sum?.downOctets ?? 0) + flow.downOctets,
        upOctets: (sum?.upOctets ?? 0) + flow.upOctets,
      })
    }
    for (const [dayOn, sum] of days) sums.push({ ...sum, dayOn })
  }
  await addTraffic(db, fine.flat())
  await addTrafficHours(db, hours.flat())
  await addTrafficDays(db, sums)
  if ((await firstTraffic(db, 0)) !== null) for (const kind of ['hours', 'days'] as const) await setRolled(db, kind, sealed)
  return lines.length
}

interface Flow {
  at: number
  on: Day
  loginId: number
  downOctets: number
  upOctets: number
}

/** Stretches without traffic are left out, as accounting leaves them out. */
function flowsOf({ loginId, number, peakBps, startOn }: Line, moments: readonly Busy[], ms: number): Flow[] {
  return moments.flatMap((moment) => {
    if (moment.on < startOn) return []
    const { down, up } = rateOf(number, moment, peakBps)
    const { at, on } = moment
    return down === 0
      ? []
      : [{ at, on, loginId, downOctets: Math.round((down * ms) / 8000), upOctets: Math.round((up * ms) / 8000) }]
  })
}

/** Those who dial, with what their evenings come to: a share of their plan. */
async function linesOf(db: Db, now: number): Promise<Line[]> {
  const users = [...(await usersOfKind(db, 'pppoe', LINES)), ...(await usersOfKind(db, 'hotspot', LINES / 4))]
  const logins = await loginsOf(
    db,
    users.map(({ username }) => ({ name: username, mac: null })),
    now - DAYS * DAY_MS,
  )
  const plans = new Map((await listPlans(db)).map((plan) => [plan.id, plan]))
  const lines: Line[] = []
  for (const [index, { customer: code, username }] of users.entries()) {
    const login = logins.find(({ name }) => name === username)
    const customer = await customerByCode(db, code)
    if (login === undefined || customer === undefined) continue
    const [connection] = (await connectionsOf(db, customer.id)).filter((one) => one.username === username)
    const kbps = plans.get(connection?.planId ?? 0)?.downKbps ?? 20_000
    const peakBps = kbps * 1000 * (0.1 + drawOf(index, 1) * 0.25)
    lines.push({ loginId: login.id, number: index + 1, peakBps, startOn: (customer.startOn ?? '2000-01-01') as Day })
  }
  return lines
}

/** Goes back from what was read now: the newest reading stays where it is. */
async function signalPast(db: Db, now: number, zone: Zone): Promise<number> {
  const sealed = Math.floor((now - 2 * HOUR_MS) / HOUR_MS) * HOUR_MS
  const today = zone.startOf(zone.dayOf(now))
  const moments = {
    fine: busyAt(Math.min(today, now - 2 * DAY_MS), now - 10 * 60_000, 15 * 60_000, now, zone),
    hours: busyAt(sealed - 32 * DAY_MS, sealed, HOUR_MS, now, zone),
    days: busyAt(zone.startOf(addDays(zone.dayOf(now), -DAYS)) + 15 * HOUR_MS, today, DAY_MS, now, zone),
  }
  const readings: ReadingsTable[] = []
  const hours: (ReadingMeans & { connectionId: number; at: number })[] = []
  const days: (ReadingMeans & { connectionId: number; dayOn: Day })[] = []
  let radios = 0
  for (const { connectionId } of await cpesAfter(db, 0, RADIOS)) {
    const newest = await newestReading(db, connectionId)
    if (newest === undefined) continue
    radios++
    for (const moment of moments.fine) readings.push(readingAt(newest, moment))
    for (const moment of moments.hours) hours.push({ ...meansAt(newest, moment), connectionId, at: moment.at })
    for (const moment of moments.days) days.push({ ...meansAt(newest, moment), connectionId, dayOn: moment.on })
  }
  await addReadings(db, readings)
  await addReadingHours(db, hours)
  await addReadingDays(db, days)
  if (radios > 0) {
    await setRolled(db, 'signal-hours', sealed)
    await setRolled(db, 'signal-days', today)
  }
  return radios
}

const within100 = (value: number): number => Math.min(Math.max(Math.round(value), 1), 100)

function readingAt(newest: ReadingsTable, moment: Busy): ReadingsTable {
  const offset = offsetOf(newest.connectionId, moment)
  const dbm = (value: number | null) => (value === null ? null : Math.round(Math.min(Math.max(value + offset, -94), -40)))
  const share = (value: number | null) => (value === null ? null : within100(value + offset * 2 - moment.share * 4))
  return {
    ...newest,
    at: moment.at,
    signalDbm: dbm(newest.signalDbm),
    heardDbm: dbm(newest.heardDbm),
    noiseDbm:
      newest.noiseDbm === null
        ? null
        : Math.round(newest.noiseDbm + moment.share * 3 + drawOf(newest.connectionId, moment.at) * 2),
    ccqPct: share(newest.ccqPct),
    qualityPct: share(newest.qualityPct),
    capacityPct: share(newest.capacityPct),
    uptimeS: null,
  }
}

function meansAt(newest: ReadingsTable, moment: Busy): ReadingMeans {
  const one = readingAt(newest, moment)
  const strength = one.signalDbm ?? one.heardDbm
  const { signalDbm, heardDbm, noiseDbm, ccqPct, qualityPct, capacityPct, txMbps, rxMbps } = one
  const signalLeastDbm = strength === null ? null : strength - 1
  return { readings: 4, signalLeastDbm, signalDbm, heardDbm, noiseDbm, ccqPct, qualityPct, capacityPct, txMbps, rxMbps }
}
