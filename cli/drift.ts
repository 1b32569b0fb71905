// `enforce drift`: reads routers through the pool, each while nobody else works it, and shows what differs.

import { type DriftReport } from '../core/acts/drift.ts'
import { isFault } from '../core/fault.ts'
import type { DriftKind } from '../core/rules/drift.ts'
import type { RouterRow } from '../core/store/tables.ts'
import { sweepRouter } from '../daemon/enforce/drift.ts'
import { startCarrier } from '../daemon/index.ts'
import { openEnforcePool } from '../daemon/pools.ts'
import { carryDeed } from './carry.ts'
import { type Context, deedClock } from './context.ts'
import { routersNamed } from './named.ts'
import { counted, table } from './output.ts'
import type { Wired } from './wire.ts'

export interface DriftResult {
  router: string
  report: DriftReport | null
  error: string | null
}

const WORDS: Record<DriftKind, string> = {
  'not-cut': 'should be cut and is not',
  'still-cut': 'should be served, an entry of ours cuts it',
  'foreign-cut': 'should be served, an entry that is not ours cuts it',
  'left-over': 'not in service, something of ours is left',
  'unknown-entry': 'on our list, no connection explains it',
}

export async function drift(context: Context, options: { router?: string; mend?: boolean; at?: string }): Promise<void> {
  const { out } = context
  const wired = await context.open()
  await deedClock(wired, options.at)
  const routers = await routersNamed(wired.db, options.router)
  const results = await sweep(wired, routers, options.mend ?? false)
  const opened = results.flatMap((result) => result.report?.opened ?? [])
  const carried = await carryDeed(wired, out, opened)
  const lines = results.flatMap((result) => result.report?.lines ?? [])
  const json = {
    routers: results.map(({ router, report, error }) => ({
      router,
      looked: report?.looked ?? 0,
      differences: report?.lines.length ?? 0,
      ...(error === null ? {} : { error }),
    })),
    differences: lines,
    orders: carried.orders,
  }
  out.answer(json, () => {
    const rows = lines.map((line) => [line.router, line.connection ?? '-', WORDS[line.kind], line.reason ?? '', line.seen])
    const looked = results.reduce((sum, { report }) => sum + (report?.looked ?? 0), 0)
    const summary = `${counted(results.filter(({ report }) => report !== null).length, 'router')} read, ${counted(looked, 'place')} compared: ${counted(lines.length, 'difference')}`
    return [table(['router', 'connection', 'difference', 'reason', 'seen'], rows), summary].filter(Boolean).join('\n')
  })
  for (const { router, error } of results) if (error !== null) out.say(`${router} was not read: ${error}`)
  if (lines.length > 0 && !options.mend) out.say('mend with: ispcube enforce drift --mend')
  const missed = results.some(({ error }) => error !== null)
  const unmended = carried.orders.some((order) => order.outcome === 'failed')
  context.exit(missed || unmended ? 3 : 0)
}

/** Through the dispatcher where this process carries out, so that no task works the router meanwhile; else beside the daemon. */
export async function sweep(wired: Wired, routers: readonly RouterRow[], mend: boolean): Promise<DriftResult[]> {
  const { deps, by } = wired
  const carrier = await startCarrier(deps)
  const pool = carrier?.pool ?? openEnforcePool(deps.config.limits)
  const one = async (router: RouterRow): Promise<DriftResult> => {
    const look = () => sweepRouter(deps, pool, router, { by, mend, order: mend })
    try {
      const report = carrier ? await carrier.dispatcher.alone(router.id, () => settled(look)) : await settled(look)
      if (report === null) return { router: router.name, report: null, error: 'it is being worked on right now; try again' }
      return report instanceof Error
        ? { router: router.name, report: null, error: report.message }
        : { router: router.name, report, error: null }
    } catch (e) {
      if (!isFault(e)) throw e
      return { router: router.name, report: null, error: e.message }
    }
  }
  try {
    return await Promise.all(routers.map(one))
  } finally {
    await (carrier ?? pool).close()
  }
}

/** The dispatcher logs what is thrown inside it; here the fault is the answer. */
async function settled(look: () => Promise<DriftReport>): Promise<DriftReport | Error> {
  try {
    return await look()
  } catch (e) {
    if (isFault(e)) return e
    throw e
  }
}
