// Open orders → one run a router → outcomes. Each turn asks which routers have orders whose turn it is and sets those to
// work that are not at it already; a router then takes slice after slice until nothing is left, so a sick one delays nobody
// else. The same code serves the daemon's loop, `enforce apply` and every command that carries out what it ordered.
// The order rows are the queue: a crash between any two steps costs a delay, never a state.

import { settleFailure, settleOutcomes, takeWork, type HandoutTold, type Work } from '../../core/acts/handout.ts'
import { noteOf } from '../../core/fault.ts'
import { mayRun } from '../../core/rules/order.ts'
import { dueRouters } from '../../core/store/orders.ts'
import { loadTerms } from '../../core/store/settings.ts'
import type { DaemonDeps } from '../deps.ts'
import { type Loop, startLoop } from '../loop.ts'
import type { EnforcePool } from '../pools.ts'

export interface Dispatcher {
  /** Orders were written: look now. */
  nudge(): void
  /** Runs something on a router while no task works it; null = a task does, or another process. */
  alone<T>(routerId: number, deed: () => Promise<T>): Promise<T | null>
  /** Routers being worked right now. */
  working(): number
  close(): Promise<void>
}

/** Without a nudge an order is found within this time. */
const EVERY_MS = 1_000

/** Orders in the first slice of a router whose speed is not known yet. */
const FIRST_SLICE = 16

export function startDispatcher(deps: DaemonDeps, pool: EnforcePool): Dispatcher {
  const busy = new Map<number, Promise<void>>()
  /** Milliseconds that an order took in the last slice of a router. */
  const pace = new Map<number, number>()
  let nudges = 0
  let closing = false

  const told = (): HandoutTold => handoutTold(deps)

  const turn = async () => {
    const at = deps.now()
    const queues = await dueRouters(deps.db, at, deps.config.limits.retrySlowMs)
    if (queues.length === 0) return
    const terms = await loadTerms(deps.db)
    const hours = mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, at, terms)
    for (const queue of queues) {
      if (closing || busy.size >= deps.config.limits.routersAtOnce) return
      const due = queue.restores + queue.cutsAtOnce + (hours ? queue.cuts : 0)
      if (due > 0 && !busy.has(queue.routerId)) occupy(queue.routerId, () => workRouter(queue.routerId))
    }
  }

  const loop: Loop = startLoop({ name: 'dispatch', everyMs: EVERY_MS, turn, log: deps.log })

  /** One task a router at a time, in this process and, where several carry out, among all of them. */
  const occupy = (routerId: number, deed: () => Promise<void>): Promise<void> => {
    const seen = nudges
    const done = locked(deps, routerId, deed)
      .catch((err: unknown) => deps.log.error({ err, router: routerId }, 'router run failed'))
      .then(() => {
        busy.delete(routerId)
        // An order that came after the last look at the queue must not wait for the clock.
        if (nudges !== seen && !closing) loop.wake()
      })
    busy.set(routerId, done)
    return done
  }

  const workRouter = async (routerId: number) => {
    while (!closing) {
      const work = await nextWork(deps, routerId, sliceOf(routerId), told())
      if (work === null) return
      const tried = await pool.apply(work.access, work.changes)
      if (!tried.ok) {
        await settleFailure(deps.db, routerId, work.changes.map((change) => change.order), tried.fault, told())
        deps.log.warn({ router: work.access.name, code: tried.fault.code, orders: work.changes.length }, tried.fault.message)
        return
      }
      pace.set(routerId, tried.tookMs / work.changes.length)
      const settled = await settleOutcomes(deps.db, routerId, tried.value, told())
      deps.log.info({ router: work.access.name, orders: work.changes.length, ...settled, tookMs: Math.round(tried.tookMs) }, 'router run done')
    }
  }

  const sliceOf = (routerId: number) => {
    const { ordersPerTask, sliceMs } = deps.config.limits
    const each = pace.get(routerId)
    const cuts = each === undefined ? FIRST_SLICE : Math.round(sliceMs / Math.max(each, 0.01))
    return { restores: ordersPerTask, cuts: Math.min(Math.max(cuts, 4), ordersPerTask) }
  }

  return {
    nudge() {
      nudges++
      loop.wake()
    },
    async alone(routerId, deed) {
      if (closing || busy.has(routerId)) return null
      const result: { value: Awaited<ReturnType<typeof deed>> | null } = { value: null }
      await occupy(routerId, async () => {
        result.value = (await deed()) as Awaited<ReturnType<typeof deed>>
      })
      return result.value
    },
    working: () => busy.size,
    async close() {
      closing = true
      await loop.close()
      await Promise.all(busy.values())
    },
  }
}

export const handoutTold = (deps: DaemonDeps): HandoutTold => ({
  now: deps.now(),
  machineAt: deps.machineNow(),
  seal: deps.seal,
  limits: deps.config.limits,
  lists: deps.config.lists,
  draw: deps.draw,
})

/** What cannot even be handed out (a password that does not open) is the router's failure, not the loop's. */
async function nextWork(deps: DaemonDeps, routerId: number, most: { restores: number; cuts: number }, told: HandoutTold): Promise<Work | null> {
  try {
    return await takeWork(deps.db, routerId, most, told)
  } catch (error) {
    const note = noteOf(error, 'store-busy')
    if (note.code !== 'secret-unreadable') throw error
    await settleFailure(deps.db, routerId, [], note, told)
    deps.log.error({ router: routerId, code: note.code }, note.message)
    return null
  }
}

async function locked(deps: DaemonDeps, routerId: number, deed: () => Promise<void>): Promise<void> {
  if (deps.dispatchBy === 'database') return deed()
  const lock = await deps.takeLock(`router-${routerId}`)
  if (lock === null) return
  try {
    await deed()
  } finally {
    await lock.release()
  }
}
