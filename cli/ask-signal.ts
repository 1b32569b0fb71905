// Asks CPEs and radios now, for a command: the same questions as the daemon's poll, in threads of the command's own, and the
// answers written down as they come.

import { type Heard, recordHeard, type Turns, turnsOf } from '../core/acts/visits.ts'
import { cpesAfter, cpesAtRouter, type CpeLine } from '../core/store/cpes.ts'
import { openEnforcePool } from '../daemon/pools.ts'
import { askCpe, type Asker, askRadio } from '../daemon/signal/ask.ts'
import { openPollPool } from '../daemon/signal/pool.ts'
import { requireRouter } from '../core/store/routers.ts'
import type { Wired } from './wire.ts'

/** Asks, and writes down what was heard as it comes. */
export async function askAll(wired: Wired, turns: Turns, each: (heard: readonly Heard[]) => void): Promise<Heard[]> {
  const { deps, config } = wired
  const poll = openPollPool(config.limits)
  const enforce = openEnforcePool(config.limits)
  const asker: Asker = { poll, enforce, alone: (_router, deed) => deed(), now: () => deps.now() }
  const all: Heard[] = []
  const hear = async (heard: Heard[] | null): Promise<void> => {
    if (heard === null) return
    all.push(...heard)
    await recordHeard(deps.db, heard, config.limits)
    each(all)
  }
  const waiting = [
    ...turns.tables.map((turn) => () => askRadio(asker, turn)),
    ...turns.visits.map((turn) => () => askCpe(asker, turn)),
  ]
  try {
    const lanes = Array.from({ length: Math.min(config.limits.visitsAtOnce, waiting.length) }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await hear(await next())
    })
    await Promise.all(lanes)
    return all
  } finally {
    await Promise.all([poll.close(), enforce.close()])
  }
}

export const turnsNow = (wired: Wired, lines: readonly CpeLine[]): Promise<Turns> =>
  turnsOf(
    wired.db,
    lines,
    { now: wired.deps.now(), seal: wired.deps.seal, limits: wired.config.limits, lists: wired.config.lists },
    null,
  )

const BATCH = 500

/** Everybody in service, or everybody whose radio is on that router. */
export async function everyLine(wired: Wired, router: string | undefined): Promise<CpeLine[]> {
  if (router !== undefined) return cpesAtRouter(wired.db, (await requireRouter(wired.db, router)).id)
  const all: CpeLine[] = []
  for (let after = 0; ;) {
    const some = await cpesAfter(wired.db, after, BATCH)
    all.push(...some)
    if (some.length < BATCH) return all
    after = some.at(-1)?.connectionId ?? after
  }
}
