// What happens by the clock: the daily control at its hour (made up once where it was missed), the first instant of a day
// (post-dated money begins to count, windows of promises close), and the sweeps that compare routers with what they should
// hold. It only asks "is it time?" each second; the deeds are acts.

import { reorder } from '../../core/acts/reorder.ts'
import { makeRun } from '../../core/acts/runs.ts'
import { alertFacts } from '../../core/rules/alert.ts'
import { addDays, type Day } from '../../core/rules/day.ts'
import type { Terms } from '../../core/rules/terms.ts'
import { within } from '../../core/store/db.ts'
import { customersWithDocumentsOf } from '../../core/store/documents.ts'
import { readableRouters } from '../../core/store/routers.ts'
import { addLog } from '../../core/store/log.ts'
import { lastControlAt, lastRunStartedAt } from '../../core/store/runs.ts'
import { firstStart, loadTerms } from '../../core/store/settings.ts'
import { type DaemonDeps, pause } from '../deps.ts'
import { type Loop, startLoop } from '../loop.ts'
import type { EnforcePool } from '../pools.ts'
import type { Dispatcher } from './dispatch.ts'
import { sweepDue } from './drift.ts'

export function startSchedule(deps: DaemonDeps, pool: EnforcePool, dispatcher: Dispatcher): Loop {
  let today: Day | null = null
  /** A control that could not be made as it should is tried again a minute later. */
  let notBefore = 0
  /** The day on which it was said that the clock stands behind. */
  let saidOn: Day | null = null
  return startLoop({
    name: 'schedule',
    everyMs: 1_000,
    log: deps.log,
    async turn(alive) {
      // A day that begins with an invoice for everybody, or a control on a small machine, may take longer than a minute.
      const step = (): Promise<void> => {
        alive()
        return pause()
      }
      const terms = await loadTerms(deps.db)
      const on = terms.zone.dayOf(deps.now())
      if (today !== on) {
        await beginDay(deps, terms, on, step)
        today = on
        dispatcher.nudge()
      }
      if (saidOn !== on && (await sayClock(deps, terms))) saidOn = on
      if (deps.now() >= notBefore && (await controlDue(deps, terms)) && !(await control(deps, dispatcher, step))) {
        notBefore = deps.now() + 60_000
      }
      await sweepDue(deps, pool, dispatcher, await readableRouters(deps.db))
    },
  })
}

/**
 * A run that was made under a clock that ran ahead stops every cut until then. Nobody would notice, because nothing happens: so it
 * is said, once a day. True where it was.
 */
async function sayClock(deps: DaemonDeps, terms: Terms): Promise<boolean> {
  const lastAt = await lastRunStartedAt(deps.db)
  const now = deps.machineNow()
  if (lastAt === null || now >= lastAt) return false
  const facts = alertFacts({ kind: 'clock-behind', clockAt: now, lastRunAt: lastAt }, terms.zone)
  deps.log.error({ lastAt }, 'the clock stands before the last run: nobody is cut')
  await addLog(deps.db, [{ at: deps.now(), by: 'job:control', what: 'alert', facts }])
  return true
}

/**
 * The newest control instant that has passed was not made yet. Before the first control ever, none is made up: nobody is cut by
 * the act of installing. What counts as that is the first start of a daemon on this database, not of this process.
 */
async function controlDue(deps: DaemonDeps, terms: Terms): Promise<boolean> {
  const now = deps.now()
  const today = terms.zone.dayOf(now)
  const newest = now >= terms.zone.controlOf(today) ? terms.zone.controlOf(today) : terms.zone.controlOf(addDays(today, -1))
  return newest > ((await lastControlAt(deps.db)) ?? (await firstStart(deps.db, now)))
}

/** False where the clock stands behind, so that it does not count. */
async function control(deps: DaemonDeps, dispatcher: Dispatcher, step: () => Promise<void>): Promise<boolean> {
  const lock = await deps.takeLock('run')
  if (lock === null) return true // somebody else is making a run; the next turn asks again
  try {
    const report = await makeRun(deps.db, {
      kind: 'control',
      at: deps.now(),
      machineAt: deps.machineNow(),
      by: 'job:control',
      pause: step,
    })
    const { guard, clockBehind, promises, opened, runId } = report
    deps.log.info(
      { run: runId, orders: opened.length, newCuts: guard.newCuts, ...promises, customers: promises.customers.length },
      'control done',
    )
    if (!guard.ok)
      deps.log.error(
        { run: runId, ...guard },
        'the blast guard held the cuts of this control; confirm with: ispcube enforce apply --confirm-cuts N',
      )
    if (clockBehind) deps.log.error({ run: runId }, 'the clock stands before the last run: no cut was ordered')
    dispatcher.nudge()
    return !clockBehind
  } finally {
    await lock.release()
  }
}

/** Post-dated documents begin to count, and windows of promises that end with the day before close. */
async function beginDay(deps: DaemonDeps, terms: Terms, on: Day, step: () => Promise<void>): Promise<void> {
  const now = deps.now()
  const ids = await customersWithDocumentsOf(deps.db, on)
  for (let start = 0; start < ids.length; start += 500) {
    await within(deps.db, (tx) =>
      reorder(tx, ids.slice(start, start + 500), { now, by: 'job:day', cause: `day:${on}`, asker: 'deed' }),
    )
    await step()
  }
  if (now >= terms.zone.controlOf(on)) return // the control that is due closes them itself
  const lock = await deps.takeLock('run')
  if (lock === null) return
  try {
    await makeRun(deps.db, {
      kind: 'promises',
      at: now,
      machineAt: deps.machineNow(),
      by: 'job:day',
      pause: step,
      onlyPromises: true,
    })
  } finally {
    await lock.release()
  }
}
