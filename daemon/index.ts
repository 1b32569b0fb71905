// Keeps routers and records in step: carries out orders as they come, makes the daily control, sweeps for drift. Started by
// `ispcube start` and `ispcube daemon`; commands start the dispatcher alone.

import { Fault } from '../core/fault.ts'
import { newestRun } from '../core/store/overview.ts'
import type { DaemonDeps } from './deps.ts'
import { Dispatcher } from './enforce/dispatch.ts'
import { startSchedule } from './enforce/schedule.ts'
import { type Http, startHttp } from './http.ts'
import type { Loop } from './loop.ts'
import { Metrics } from './metrics.ts'
import { type EnforcePool, openEnforcePool } from './pools.ts'
import { answerAuthorize } from './radius/authorize.ts'
import { Radius } from './radius/index.ts'
import { SignalPoll } from './signal/poll.ts'

export interface Daemon {
  readonly radius: Radius
  /** Null where it is not wanted, or its port is taken: that stops nothing else. */
  readonly http: Http | null
  /** Something was written: look now. */
  nudge(): void
  close(): Promise<void>
}

export interface Carrier {
  pool: EnforcePool
  dispatcher: Dispatcher
  close(): Promise<void>
}

/** Holds the dispatch lock and carries out orders; null where another process does that already. */
export async function startCarrier(deps: DaemonDeps, metrics?: Metrics): Promise<Carrier | null> {
  const lock = deps.dispatchBy === 'database' ? await deps.takeLock('dispatch') : NO_LOCK
  if (lock === null) return null
  const pool = openEnforcePool(deps.config.limits)
  const dispatcher = new Dispatcher(deps, pool, metrics)
  const unwatch = deps.watch(() => dispatcher.nudge())
  return {
    pool,
    dispatcher,
    async close() {
      unwatch()
      await dispatcher.close()
      await pool.close()
      await lock.release()
    },
  }
}

const NO_LOCK = { isHeld: true, release: () => Promise.resolve() }

export async function startDaemon(deps: DaemonDeps): Promise<Daemon> {
  const metrics = new Metrics()
  const carrier = await startCarrier(deps, metrics)
  if (carrier === null)
    throw new Fault('lock-held', 'another ispcube daemon works this database; stop it first, or look at it with: ispcube status')
  const schedule = startSchedule(deps, carrier.pool, carrier.dispatcher)
  const radius = new Radius(deps, () => carrier.dispatcher.nudge())
  metrics.watch(deps, radius)
  const signal = new SignalPoll({
    deps,
    enforce: carrier.pool,
    dispatcher: carrier.dispatcher,
    heard: (heard) => metrics.heard(heard),
  })
  const http = await answerMachines(deps, metrics, { dispatch: () => carrier.dispatcher.lookedAt, schedule, signal })
  deps.log.info({ routersAtOnce: deps.config.limits.routersAtOnce }, 'daemon started')
  return {
    radius,
    http,
    nudge: () => carrier.dispatcher.nudge(),
    async close() {
      await http?.close()
      await schedule.close()
      await signal.close()
      await carrier.close()
      await radius.close()
      deps.log.info({}, 'daemon stopped')
    },
  }
}

/** A loop that has not ended a turn for so long is stuck. */
const STUCK_MS = 60_000

interface Turning {
  dispatch(): number | null
  schedule: Pick<Loop, 'lastOkAt'>
  signal: Pick<Loop, 'lastOkAt'>
}

async function answerMachines(deps: DaemonDeps, metrics: Metrics, turning: Turning): Promise<Http | null> {
  const { listen } = deps.config.http
  if (listen === null) return null
  const startedAt = performance.timeOrigin + performance.now()
  const troubles = async (): Promise<string[]> => {
    const now = performance.timeOrigin + performance.now()
    const turned = { dispatch: turning.dispatch(), schedule: turning.schedule.lastOkAt(), signal: turning.signal.lastOkAt() }
    const stuck = Object.entries(turned).filter(([, at]) => now - (at ?? startedAt) > STUCK_MS)
    const answers = await newestRun(deps.db).then(
      () => [],
      (e: unknown) => [`the database does not answer: ${e instanceof Error ? e.message : String(e)}`],
    )
    return [...stuck.map(([loop]) => `the loop ${loop} has not turned for a minute`), ...answers]
  }
  try {
    return await startHttp({ listen, metrics, troubles, authorize: answerAuthorize(deps, metrics.registry) })
  } catch (err) {
    deps.log.error({ err }, 'metrics and health are not answered')
    return null
  }
}
