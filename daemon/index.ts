// Keeps routers and records in step: carries out orders as they come, makes the daily control, sweeps for drift. Started by
// `ispcube start` and `ispcube daemon`; commands start the dispatcher alone.

import { Fault } from '../core/fault.ts'
import { newestRun } from '../core/store/overview.ts'
import { firstStartedAt } from '../core/store/settings.ts'
import { Asks } from './asks.ts'
import type { DaemonDeps } from './deps.ts'
import { Dispatcher } from './enforce/dispatch.ts'
import { startNotices } from './enforce/notice.ts'
import { startSchedule } from './enforce/schedule.ts'
import { type Http, startHttp } from './http.ts'
import { Metrics } from './metrics.ts'
import { type EnforcePool, openEnforcePool } from './pools.ts'
import { type Pulse, takePulse } from './pulse.ts'
import { answerAuthorize } from './radius/authorize.ts'
import { Radius } from './radius/index.ts'
import { SignalPoll } from './signal/poll.ts'
import type { DaemonStatus } from './status.ts'

export interface Daemon {
  readonly radius: Radius
  /** Null where it is not wanted, or its port is taken: that stops nothing else. */
  readonly http: Http | null
  /** Whether its loops turn. */
  readonly pulse: Pulse
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
  const notice = startNotices(deps, { pool: carrier.pool, dispatcher: carrier.dispatcher, metrics })
  const radius = new Radius(deps, {
    sessionsEnded: () => carrier.dispatcher.nudge(),
    written: (tookMs) => metrics.committed(tookMs),
  })
  const signal = new SignalPoll({
    deps,
    enforce: carrier.pool,
    dispatcher: carrier.dispatcher,
    heard: (heard) => metrics.heard(heard),
  })
  const asks = new Asks({ deps, asker: signal.asker, enforce: carrier.pool, heard: (heard) => metrics.heard(heard) })
  const wake = (): void => {
    notice.wake()
    asks.wake()
  }
  const unwatch = deps.watch(wake)
  const loops = { dispatch: carrier.dispatcher.loop, schedule, radius: radius.loop, signal: signal.loop, notice, asks: asks.loop }
  const pulse = takePulse(loops)
  metrics.watch(deps, radius, pulse, () => troublesOf(deps, pulse, radius))
  const http = await answerMachines(deps, metrics, radius, pulse)
  deps.log.info({ routersAtOnce: deps.config.limits.routersAtOnce }, 'daemon started')
  return {
    radius,
    http,
    pulse,
    nudge() {
      carrier.dispatcher.nudge()
      wake()
    },
    async close() {
      await http?.close()
      unwatch()
      await notice.close()
      await schedule.close()
      await asks.close()
      await signal.close()
      await carrier.close()
      await radius.close()
      deps.log.info({}, 'daemon stopped')
    },
  }
}

async function answerMachines(deps: DaemonDeps, metrics: Metrics, radius: Radius, pulse: Pulse): Promise<Http | null> {
  const { listen } = deps.config.http
  if (listen === null) return null
  const troubles = () => troublesOf(deps, pulse, radius)
  const startedAt = deps.now()
  const status = async (): Promise<DaemonStatus> => ({
    database: await firstStartedAt(deps.db).catch(() => null), // the database is away: its trouble is told beside
    pid: process.pid,
    startedAt,
    troubles: await troubles(),
    loops: Object.fromEntries(Object.entries(pulse.ages()).map(([loop, age]) => [loop, age / 1000])),
    feeds: [radius.feed()],
  })
  try {
    return await startHttp({ listen, metrics, troubles, status, authorize: answerAuthorize(deps, metrics.registry) })
  } catch (err) {
    deps.log.error({ err }, 'metrics and health are not answered')
    return null
  }
}

/** What is not as it should be, for people; empty when the daemon is at work. */
async function troublesOf(deps: DaemonDeps, pulse: Pulse, radius: Radius): Promise<string[]> {
  const answers = await newestRun(deps.db).then(
    () => [],
    (e: unknown) => [`the database does not answer: ${e instanceof Error ? e.message : String(e)}`],
  )
  return [
    ...pulse.stuck().map((loop) => `the loop ${loop} has not turned for a minute`),
    ...pulse.behind().map((loop) => `no turn of the loop ${loop} has ended well for a minute; see the log`),
    ...radius.troubles(),
    ...answers,
  ]
}
