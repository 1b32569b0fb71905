// Starting a run from the pages. It is made in this process, under the lock that the daily control and the commands take: whoever
// comes second is told. The lock is held while the run is decided and written, and no longer: carrying out is the daemon's. Deciding
// may take longer than a page; it goes on by itself, and if the process dies meanwhile nothing was written.

import { makeRun } from '../../../core/acts/runs.ts'
import { hurryOrders } from '../../../core/store/orders.ts'
import { runByAsk } from '../../../core/store/run-views.ts'
import type { WebDeps } from '../../deps.ts'
import { type StoredFault, storedFault } from '../../text/operator/fault-words.ts'

export interface Start {
  askId: string
  by: string
  customers: number
  runId: number | null
  error: StoredFault | null
}

export interface StartAsk {
  askId: string
  by: string
  /** Only connections on this router; without, all. */
  routerName: string | undefined
  confirmCuts: number | undefined
}

export interface Starts {
  /** Null = another run is being made. The same request again is the same run. */
  begin(ask: StartAsk): Promise<Start | null>
  /** Null where nobody asked for it. */
  find(askId: string): Promise<Start | null>
  /** Those that are being made when the pages end. */
  settled(): Promise<void>
}

const PATIENCE_MS = 1_200
const KEPT_MOST = 20

/** `made` is called when a run was written. */
export function makeStarts(deps: WebDeps, pause: () => Promise<void>, made: () => void): Starts {
  const { db } = deps
  const making = new Map<string, Start & { done: Promise<void> }>()
  const find = async (askId: string): Promise<Start | null> => {
    const start = making.get(askId)
    if (start !== undefined) return start
    const run = await runByAsk(db, askId)
    return run === undefined ? null : { askId, by: run.by, customers: 0, runId: run.id, error: null }
  }
  return {
    find,
    async begin(ask) {
      const { askId, by } = ask
      const before = await find(askId)
      if (before !== null && before.error === null) return before
      const lock = await deps.takeLock('run')
      if (lock === null) return null
      const start = { askId, by, customers: 0, runId: null, error: null, done: Promise.resolve() }
      start.done = make(deps, start, ask, pause, lock).then(() => (start.runId === null ? undefined : made()))
      making.set(askId, start)
      for (const [oldest] of making) if (making.size > KEPT_MOST) making.delete(oldest)
      await Promise.race([start.done, new Promise((resolve) => void setTimeout(resolve, PATIENCE_MS).unref())])
      return start
    },
    async settled() {
      await Promise.allSettled([...making.values()].map(({ done }) => done))
    },
  }
}

async function make(
  deps: WebDeps,
  start: Start,
  { routerName, confirmCuts }: StartAsk,
  pause: () => Promise<void>,
  lock: { release(): Promise<void> },
): Promise<void> {
  const { db, log } = deps
  try {
    const report = await makeRun(db, {
      // That of one router is none of the day: the control goes over all of them.
      kind: routerName === undefined ? 'control' : 'apply',
      routerName,
      at: deps.now(),
      machineAt: deps.machineNow(),
      by: start.by,
      confirmCuts,
      askId: start.askId,
      pause,
      progress: (customers) => void (start.customers = customers),
    })
    // Whoever starts a run by hand wants it tried now: back-offs of what it is about are over.
    const open = report.plan.changes.flatMap(({ step, connection }) => (step.do === 'nothing' ? (connection.orderId ?? []) : []))
    await hurryOrders(db, [...report.opened, ...open], deps.now())
    start.runId = report.runId
    log.info({ run: report.runId, orders: report.opened.length, by: start.by }, 'run made from the pages')
    deps.nudge()
  } catch (err) {
    start.error = storedFault(err)
    log.error({ err, by: start.by }, 'a run from the pages failed; nothing was written')
  } finally {
    await lock.release()
  }
}
