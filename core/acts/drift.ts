// Drift: what a router holds against what it should hold. The look itself is the driver's; here its answer is written down
// (what was seen is proof, as good as a read-back), compared, and where asked mended by orders like any others. Only our own
// rows can be mended; an entry of another hand is shown, and alerted where service is due.

import type { Look, Observed, Target } from '../driver.ts'
import { alertFacts } from '../rules/alert.ts'
import { driftOf, type DriftKind } from '../rules/drift.ts'
import type { Reason } from '../rules/decision.ts'
import { ownerOfConnection } from '../store/connections.ts'
import { keepDrifts, type NewDrift } from '../store/drifts.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { openOrders } from '../store/orders.ts'
import { makeLeftPlace, placesOfRouter, storeSights } from '../store/places.ts'
import { routerSwept, routerWell } from '../store/routers.ts'
import { loadTerms } from '../store/settings.ts'
import type { RouterRow } from '../store/tables.ts'
import type { Judged } from './judge.ts'
import { radiusPlaces } from './radius-places.ts'
import { judgeCustomers, type Told, writeSteps } from './reorder.ts'

export interface DriftLine {
  kind: DriftKind
  router: string
  /** `<customer code>/<connection name>`, null for an entry that no connection explains. */
  connection: string | null
  reason: Reason | null
  /** What was seen, in the router's words. */
  seen: string
}

export interface DriftReport {
  router: string
  looked: number
  lines: DriftLine[]
  /** Orders that mend it. */
  opened: number[]
  /** Its uptime fell: it was restarted, and what it kept in memory is gone. */
  rebooted: boolean
}

export interface SweepPlan {
  targets: Target[]
  /** Customers of the targets, in the same order. */
  customers: number[]
  current: boolean[]
}

/** Every place on a router, to be looked at in one reading. */
export async function planSweep(db: Db, router: RouterRow, now: number): Promise<SweepPlan> {
  const plan = await placesOf(db, router.id)
  if (router.driver !== 'radius') return plan
  const asks = plan.targets.map(({ place }, index) => ({
    ...{ id: place, isCurrent: plan.current[index] ?? true, desired: null, acknowledgedAt: null },
  }))
  const known = await radiusPlaces(db, router, asks, { now })
  for (const target of plan.targets) target.radius = known.get(target.place)
  return plan
}

async function placesOf(db: Db, routerId: number): Promise<SweepPlan> {
  const plan: SweepPlan = { targets: [], customers: [], current: [] }
  for (let after = 0; ;) {
    const places = await placesOfRouter(db, routerId, after, 1000)
    if (places.length === 0) return plan
    after = places.at(-1)?.id ?? after
    for (const place of places) {
      // An old place that was read back empty has nothing more to say.
      if (place.isCurrent === 0 && place.observed === 'none') continue
      plan.customers.push(place.customerId)
      plan.current.push(place.isCurrent === 1)
      const { id, connectionId, customerCode, kind, address, ipv6Prefix, username, mac } = place
      plan.targets.push({ place: id, connection: connectionId, customerCode, way: kind, address, ipv6Prefix, username, mac })
    }
  }
}

export interface SweepTold extends Told {
  /** When the look began: whatever became known after that is newer. */
  lookedAt: number
  /** Mend missing cuts too; ours on somebody to be served are mended in any case. */
  mend: boolean
  /** Write orders at all: a report alone changes nothing but what was seen. */
  order: boolean
}

/** Writes down what a look saw, says what differs, and mends. */
export async function recordLook(db: Db, router: RouterRow, plan: SweepPlan, look: Look, told: SweepTold): Promise<DriftReport> {
  return within(db, async (tx) => {
    const rebooted = router.uptimeS !== null && look.device !== null && look.device.uptimeS < router.uptimeS
    if (look.device !== null) await routerWell(tx, router.id, told.now)
    await routerSwept(tx, router.id, look.device, told.now)
    const wishes = await wishesOf(tx, plan, told)
    const seen = plan.targets.map((target, index) =>
      sightOf(wishes.get(target.place), look.sights[index], plan.current[index] ?? false),
    )
    await storeSights(
      tx,
      // Where only records were read, nothing seen is nothing new.
      seen.flatMap(({ store }) => (store && (look.device !== null || store.observed !== 'unknown') ? [store] : [])),
      told.lookedAt,
    )
    const report: DriftReport = { router: router.name, looked: plan.targets.length, lines: [], opened: [], rebooted }
    const kept: NewDrift[] = []
    for (const [index, one] of seen.entries()) {
      const target = plan.targets[index]
      const line = wishes.get(target?.place ?? 0)
      const connectionId = target?.connection ?? null
      if (one.kind) kept.push({ kind: one.kind, connectionId, reason: line?.reason ?? null, seen: one.seen })
      if (one.kind)
        report.lines.push({
          kind: one.kind,
          router: router.name,
          connection: line ? nameOf(line) : null,
          reason: line?.reason ?? null,
          seen: one.seen,
        })
    }
    for (const stray of look.strays) {
      const entry = strayText(stray)
      kept.push({ kind: 'unknown-entry', connectionId: null, reason: null, seen: entry })
      report.lines.push({
        kind: 'unknown-entry',
        router: router.name,
        connection: null,
        reason: null,
        seen: entry,
      })
    }
    await keepDrifts(tx, router.id, kept, told.now)
    if (told.order) report.opened.push(...(await mend(tx, router, plan, look, told)))
    await alertForeign(tx, router, report, told)
    return report
  })
}

const strayText = ({ where, key, comment }: Look['strays'][number]): string => `${where} ${key}${comment ? ` "${comment}"` : ''}`

const nameOf = (line: Judged): string => `${line.account.code}/${line.connection.name}`

/** By place: what each current place should have. */
async function wishesOf(tx: Tx, plan: SweepPlan, told: SweepTold): Promise<Map<number, Judged>> {
  const wishes = new Map<number, Judged>()
  const customers = [...new Set(plan.customers)]
  const terms = await loadTerms(tx)
  for (let start = 0; start < customers.length; start += 2000) {
    const { lines } = await judgeCustomers(tx, customers.slice(start, start + 2000), terms, {
      ...told,
      cause: 'drift',
      asker: 'run',
    })
    for (const line of lines) if (line.connection.placeId !== null) wishes.set(line.connection.placeId, line)
  }
  return wishes
}

interface Seen {
  kind: DriftKind | null
  seen: string
  store: { place: number; observed: Observed; seen: string } | null
}

function sightOf(line: Judged | undefined, sight: Look['sights'][number] | undefined, current: boolean): Seen {
  if (!sight) return { kind: null, seen: '', store: null }
  const desired = current ? (line?.desired ?? 'active') : 'none'
  // A place that should hold nothing and is not cut holds nothing: the two look alike to a router.
  const observed: Observed = desired === 'none' && sight.observed === 'active' ? 'none' : sight.observed
  const known = line?.decision === null ? null : driftOf(desired, observed, sight.foreign)
  // A closed user or lease stays disabled, which is how `none` looks there.
  const ownRowsOnly = line === undefined || line.connection.kind === 'address-list' || line.connection.kind === 'queue'
  const kind = known === 'left-over' && !ownRowsOnly ? null : known
  return {
    kind,
    seen: sight.seen,
    store: kind === null && desired === 'none' && observed === 'cut' ? null : { place: sight.place, observed, seen: sight.seen },
  }
}

/** Mending makes cuts again that were made before; a new one is a run's to order, under the blast guard. */
const isNoNewCut = (line: Judged): boolean => line.step.do !== 'open' || !line.step.newCut

async function mend(tx: Tx, router: RouterRow, plan: SweepPlan, look: Look, told: SweepTold): Promise<number[]> {
  const terms = await loadTerms(tx)
  const opened: number[] = []
  const customers = [...new Set(plan.customers)]
  for (let start = 0; start < customers.length; start += 2000) {
    const why = {
      now: told.now,
      by: told.by,
      cause: 'drift',
      asker: told.mend ? ('run' as const) : ('deed' as const),
      routerId: router.id,
      allow: isNoNewCut,
    }
    const { lines } = await judgeCustomers(tx, customers.slice(start, start + 2000), terms, why)
    opened.push(...(await writeSteps(tx, lines, terms, why)).opened)
  }
  for (const stray of told.mend ? look.strays : []) {
    // A stray queue is only shown: what it was to begin with is not known.
    if (stray.connection === null || stray.where.startsWith('/')) continue
    const customerId = await ownerOfConnection(tx, stray.connection)
    if (customerId === undefined) continue
    const place = await makeLeftPlace(
      tx,
      { connectionId: stray.connection, routerId: router.id, kind: 'address-list', address: stray.key },
      told.now,
    )
    const order = {
      placeId: place,
      connectionId: stray.connection,
      customerId,
      routerId: router.id,
      generation: 1,
      desired: 'none' as const,
      reason: 'no-service' as const,
    }
    const [one] = await openOrders(tx, [
      { ...order, cause: 'drift', by: told.by, atOnce: 1, runId: null, guardOn: null, stamp: null, at: told.now },
    ])
    if (one) opened.push(one.id)
  }
  return opened
}

async function alertForeign(tx: Tx, router: RouterRow, report: DriftReport, told: Told): Promise<void> {
  const foreign = report.lines.filter((line) => line.kind === 'foreign-cut')
  if (foreign.length === 0) return
  const { zone } = await loadTerms(tx)
  const about = { kind: 'router', id: router.id }
  await addLog(
    tx,
    foreign.map(({ connection, seen }) => {
      const alert = { kind: 'foreign-cut', router: router.name, connection: connection ?? '', seen } as const
      return { at: told.now, by: told.by, what: 'alert', about, facts: alertFacts(alert, zone) }
    }),
  )
}
