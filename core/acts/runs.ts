// A run: the daily control, `enforce apply`, `promise check`. It walks all customers in batches without holding anything, then
// decides those again who are to change and writes everything in one transaction: promise controls, orders, log, the run
// itself. The same walk alone is the plan, which changes nothing.

import type { Observed } from '../driver.ts'
import { alertFacts } from '../rules/alert.ts'
import type { Zone } from '../rules/day.ts'
import { guardCuts, type GuardAnswer } from '../rules/guard.ts'
import type { Terms } from '../rules/terms.ts'
import { type AccountConnection, accountsAfter } from '../store/accounts.ts'
import { clashes } from '../store/claims.ts'
import { countInService } from '../store/connections.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { confirmedCuts, guardedConnections, hurryCutsOf } from '../store/orders.ts'
import { requireRouter } from '../store/routers.ts'
import { closeRun, confirmCuts, lastRunStartedAt, openRun } from '../store/runs.ts'
import { loadTerms } from '../store/settings.ts'
import type { RunRow } from '../store/tables-runs.ts'
import { judge, type Judged, type Verdicts } from './judge.ts'
import { type ControlCount, controlPromises } from './promise-control.ts'
import { judgeCustomers, type Told, type Why, writeSteps } from './reorder.ts'

/** Customers read and decided between two yields: a few milliseconds of work. */
const BATCH = 200

export interface Walk {
  at: number
  routerName?: string | undefined
  presentAt?: number | undefined
  /** What routers were just seen to hold, by place: taken for what is observed. */
  seen?: ReadonlyMap<number, Observed> | undefined
  /** Called between two batches; the walk waits for it, so that the thread can do other things. */
  pause(): Promise<void>
  progress?(customers: number): void
}

export interface Plan {
  at: number
  connections: number
  /** Lines with a step, an open order, or a hold that keeps a change from being ordered. */
  changes: Judged[]
  broken: Verdicts['broken']
  guard: GuardAnswer
  terms: Terms
}

/** What a run at an instant would do, and why; changes nothing. Every line is decided by the same code as the run. */
export async function planRun(db: Db, walk: Walk): Promise<Plan> {
  const terms = await loadTerms(db)
  const routerId = await routerIdOf(db, walk.routerName)
  const claims = await clashes(db)
  const shared = new Set(claims.map((claim) => claim.connectionId))
  const waiting: Judged[] = []
  const plan: Plan = { at: walk.at, connections: 0, changes: [], broken: [], guard: NO_CUTS, terms }
  const how = { at: walk.at, asker: 'run' as const, presentAt: walk.presentAt, routerId }
  let customers = 0
  for (let after = 0; ;) {
    const accounts = await accountsAfter(db, after, BATCH)
    if (accounts.length === 0) break
    after = accounts.at(-1)?.id ?? after
    if (walk.seen) for (const account of accounts) for (const connection of account.connections) observe(connection, walk.seen)
    // Those who share an address can lie anywhere in the walk: they are set aside and judged together at the end.
    const { lines, broken } = judge(accounts, [], terms, how)
    plan.broken.push(...broken)
    for (const line of lines) {
      if (routerId !== undefined && line.connection.routerId !== routerId) continue
      plan.connections++
      if (shared.has(line.connection.id)) waiting.push(line)
      else if (isShown(line)) plan.changes.push(withoutDocuments(line))
    }
    customers += accounts.length
    walk.progress?.(customers)
    await walk.pause()
  }
  const { lines } = judge(accountsOfLines(waiting), claims, terms, how)
  plan.changes.push(
    ...lines.filter(
      (line) => shared.has(line.connection.id) && onRouter(line, routerId) && (isShown(line) || line.hold === 'shared'),
    ),
  )
  plan.guard = await guard(db, plan.changes, terms, walk.presentAt ?? walk.at)
  return plan
}

function observe(connection: AccountConnection, seen: ReadonlyMap<number, Observed>): void {
  const now = seen.get(connection.placeId ?? 0)
  if (now === undefined || now === 'unknown') return
  // Out of service and not cut: to a router that looks like holding nothing.
  connection.observed = connection.inService === 0 && now === 'active' ? 'none' : now
}

const NO_CUTS: GuardAnswer = { ok: true, newCuts: 0, orderedToday: 0, allowed: 0, isConfirmed: false }

/** What was decided is kept, what it was decided from is not: a plan of a hundred thousand holds thousands of these. */
const withoutDocuments = (line: Judged): Judged => ({
  ...line,
  account: { ...line.account, facts: { ...line.account.facts, documents: [] } },
})

const onRouter = (line: Judged, routerId: number | undefined): boolean =>
  routerId === undefined || line.connection.routerId === routerId

const accountsOfLines = (lines: readonly Judged[]) => [...new Map(lines.map((line) => [line.account.id, line.account])).values()]

function isShown(line: Judged): boolean {
  if (line.step.do !== 'nothing' || line.connection.orderId !== null) return true
  return (line.hold === 'no-driver' || line.hold === 'no-key') && line.desired === 'cut'
}

async function routerIdOf(db: Db, name: string | undefined): Promise<number | undefined> {
  return name === undefined ? undefined : (await requireRouter(db, name)).id
}

async function guard(db: Db, lines: readonly Judged[], terms: Terms, at: number): Promise<GuardAnswer> {
  const dayOn = terms.zone.dayOf(at)
  // A connection counts once a day, however often it is cut on it.
  const ordered = await guardedConnections(db, dayOn)
  return guardCuts({
    newCuts: lines.filter((line) => isNewCut(line) && !ordered.has(line.connection.id)).length,
    orderedToday: ordered.size,
    inService: await countInService(db),
    confirmed: await confirmedCuts(db, dayOn),
    maxCuts: terms.maxCuts,
  })
}

const isNewCut = (line: Judged): boolean => line.step.do === 'open' && line.step.newCut

export interface RunAsk extends Walk {
  kind: RunRow['kind']
  by: string
  /** The machine's clock, where `at` is not it. */
  machineAt: number
  /** A person allows at most so many new cuts on the day. */
  confirmCuts?: number | undefined
  /** Only these customers are decided (`promise check`: those controlled). */
  onlyPromises?: boolean
  /** The form that asked for it. */
  askId?: string | undefined
}

export interface RunReport {
  runId: number
  plan: Plan
  lines: Judged[]
  opened: number[]
  guard: GuardAnswer
  /** The clock stood before the last run: no cut was ordered. */
  clockBehind: boolean
  promises: ControlCount
}

export async function makeRun(db: Db, ask: RunAsk): Promise<RunReport> {
  const plan = ask.onlyPromises ? { ...(await emptyPlan(db, ask)) } : await planRun(db, ask)
  const routerId = await routerIdOf(db, ask.routerName)
  const candidates = plan.changes.filter((line) => line.step.do !== 'nothing').map((line) => line.account.id)
  return within(db, async (tx) => {
    const terms = await loadTerms(tx)
    const told: Told = { now: ask.at, by: ask.by }
    const lastAt = await lastRunStartedAt(tx)
    const clockBehind = lastAt !== null && ask.machineAt < lastAt
    // A control that could cut nobody was none: it is made up once the clock is right.
    const kind = clockBehind ? 'apply' : ask.kind
    const runId = await openRun(tx, { kind, at: ask.at, startedAt: ask.machineAt, by: ask.by, askId: ask.askId })
    if (ask.confirmCuts !== undefined)
      await confirmCuts(tx, terms.zone.dayOf(ask.presentAt ?? ask.at), ask.confirmCuts, ask.at, ask.by)
    const promises = await controlPromises(tx, { ...told, runId }, terms)
    // Each control tries the cuts of broken promises again, whatever their back-off says.
    await hurryCutsOf(tx, promises.customers, ask.at)
    const why: Why = {
      ...told,
      cause: `run:${runId}`,
      asker: 'run',
      runId,
      ...(routerId === undefined ? {} : { routerId }),
      ...(ask.presentAt === undefined ? {} : { presentAt: ask.presentAt }),
    }
    const { lines } = await judgeCustomers(tx, [...candidates, ...promises.customers], terms, why)
    const answer = await guard(tx, lines, terms, ask.presentAt ?? ask.at)
    const allow = (line: Judged) => line.desired !== 'cut' || (!clockBehind && (answer.ok || !isNewCut(line)))
    const written = await writeSteps(tx, lines, terms, { ...why, allow })
    if (!answer.ok) await addLog(tx, [guardLog(answer, told, runId, terms.zone)])
    const only = ask.routerName === undefined ? {} : { router: ask.routerName }
    await closeRun(tx, runId, { opened: written.opened.length, guard: answer, clockBehind, promises, ...only })
    return { runId, plan, lines: written.lines, opened: written.opened, guard: answer, clockBehind, promises }
  })
}

async function emptyPlan(db: Db, ask: RunAsk): Promise<Plan> {
  return { at: ask.at, connections: 0, changes: [], broken: [], guard: NO_CUTS, terms: await loadTerms(db) }
}

const guardLog = (answer: GuardAnswer, told: Told, runId: number, zone: Zone) => ({
  at: told.now,
  by: told.by,
  what: 'alert',
  about: { kind: 'run', id: runId },
  facts: alertFacts({ kind: 'cuts-held', ...answer }, zone),
  runId,
})
