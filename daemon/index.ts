// Keeps routers and records in step: carries out orders as they come, makes the daily control, sweeps for drift. Started by
// `ispcube start` and `ispcube daemon`; commands start the dispatcher alone.

import { Fault } from '../core/fault.ts'
import type { DaemonDeps } from './deps.ts'
import { Dispatcher } from './enforce/dispatch.ts'
import { startSchedule } from './enforce/schedule.ts'
import { type EnforcePool, openEnforcePool } from './pools.ts'
import { Radius } from './radius/index.ts'

export interface Daemon {
  readonly radius: Radius
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
export async function startCarrier(deps: DaemonDeps): Promise<Carrier | null> {
  const lock = deps.dispatchBy === 'database' ? await deps.takeLock('dispatch') : NO_LOCK
  if (lock === null) return null
  const pool = openEnforcePool(deps.config.limits)
  const dispatcher = new Dispatcher(deps, pool)
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

const NO_LOCK = { release: () => Promise.resolve() }

export async function startDaemon(deps: DaemonDeps): Promise<Daemon> {
  const carrier = await startCarrier(deps)
  if (carrier === null)
    throw new Fault('lock-held', 'another ispcube daemon works this database; stop it first, or look at it with: ispcube status')
  const schedule = startSchedule(deps, carrier.pool, carrier.dispatcher)
  const radius = new Radius(deps)
  deps.log.info({ routersAtOnce: deps.config.limits.routersAtOnce }, 'daemon started')
  return {
    radius,
    nudge: () => carrier.dispatcher.nudge(),
    async close() {
      await schedule.close()
      await carrier.close()
      await radius.close()
      deps.log.info({}, 'daemon stopped')
    },
  }
}
