// Sees notices to their routers: tells them itself where no daemon does, else wakes the daemon and follows the rows, which say
// whether a router was told.

import { setTimeout as sleep } from 'node:timers/promises'
import type { BegunNotice } from '../core/acts/notices.ts'
import { noteOf } from '../core/fault.ts'
import { type NoticeLine, noticesById, routersToTell } from '../core/store/notices.ts'
import { listRouters } from '../core/store/routers.ts'
import { tellRouter } from '../daemon/enforce/notice.ts'
import { type Carrier, startCarrier } from '../daemon/index.ts'
import type { Wired } from './wire.ts'

export interface Shown {
  byCustomer: Map<number, { state: 'shown' | 'offline' | 'waiting' | 'failed'; address: string | null }>
  /** Routers that did not take all of theirs. */
  failures: { router: string; error: string }[]
}

const EVERY_MS = 100

export async function carryNotices(wired: Wired, begun: readonly BegunNotice[]): Promise<Shown> {
  if (begun.length === 0) return { byCustomer: new Map(), failures: [] }
  await wired.database.announce()
  const routers = [...new Set(begun.map(({ routerId }) => routerId))]
  const carrier = await startCarrier(wired.deps)
  const errors = new Map<number, string>()
  try {
    if (carrier) await Promise.all(routers.map(async (id) => tell(wired, carrier, id, errors)))
    else await untilTold(wired, begun)
  } finally {
    await carrier?.close()
  }
  const lines = await noticesById(
    wired.db,
    begun.map(({ id }) => id),
  )
  return shownOf(wired, lines, errors)
}

/**
 * After a deed that ended a notice: its router is told, where no daemon does that. What fails is left to the router, which takes
 * the entry off by itself when its time is over.
 */
export async function tellEnded(wired: Wired): Promise<void> {
  const routers = await routersToTell(wired.db, wired.deps.now())
  if (routers.length === 0) return
  const carrier = await startCarrier(wired.deps)
  if (carrier === null) return
  try {
    await Promise.all(routers.map(async (id) => tell(wired, carrier, id, new Map())))
  } finally {
    await carrier.close()
  }
}

/** A task of the dispatcher may be at the router: it is waited for, as long as a command waits for orders. */
async function tell(wired: Wired, carrier: Carrier, id: number, errors: Map<number, string>): Promise<void> {
  const until = performance.now() + wired.config.limits.catchUpMs
  do {
    const refused = await carrier.dispatcher.alone(id, async () => {
      try {
        return (await tellRouter(wired.deps, carrier.pool, id)).refused.map(({ why }) => why ?? 'refused')
      } catch (error) {
        return [noteOf(error, 'device-silent').message]
      }
    })
    if (refused?.[0] !== undefined) errors.set(id, refused[0])
    if (refused !== null) return
    await sleep(EVERY_MS)
  } while (performance.now() < until)
}

async function untilTold(wired: Wired, begun: readonly BegunNotice[]): Promise<void> {
  const until = performance.now() + wired.config.limits.catchUpMs
  const ids = begun.map(({ id }) => id)
  while (performance.now() < until) {
    if ((await noticesById(wired.db, ids)).every((line) => line.toldAt !== null)) return
    await sleep(EVERY_MS)
  }
}

async function shownOf(wired: Wired, lines: readonly NoticeLine[], errors: ReadonlyMap<number, string>): Promise<Shown> {
  const byCustomer: Shown['byCustomer'] = new Map()
  const untold = new Set<number>()
  for (const { customerId, routerId, address, ipv6Prefix, toldAt } of lines) {
    if (toldAt === null) untold.add(routerId)
    const where = address ?? ipv6Prefix
    const state = toldAt === null ? (errors.has(routerId) ? 'failed' : 'waiting') : where === null ? 'offline' : 'shown'
    // Of several connections the one that shows it counts.
    if (byCustomer.get(customerId)?.state !== 'shown') byCustomer.set(customerId, { state, address: where })
  }
  const names = new Map((await listRouters(wired.db)).map((router) => [router.id, router.name]))
  const failures = [...untold].map((id) => ({ router: names.get(id) ?? String(id), error: errors.get(id) ?? 'was not told yet' }))
  return { byCustomer, failures }
}
