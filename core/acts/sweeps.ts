// A person wants a router read now. The row that asks is the router's own; the daemon sweeps it at its next turn, and what it
// finds is mended as after any sweep.

import { Fault } from '../fault.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { requireRouter, wantSweep } from '../store/routers.ts'
import type { Told } from './reorder.ts'

export async function askSweep(db: Db, ask: { name: string }, told: Told): Promise<void> {
  await within(db, async (tx) => {
    const router = await requireRouter(tx, ask.name)
    if (router.driver === 'none')
      throw new Fault('input-invalid', `nobody speaks to ${ask.name}: its driver is none`, { router: ask.name })
    await wantSweep(tx, router.id, told.now)
    const about = { kind: 'router', id: router.id }
    await addLog(tx, [{ at: told.now, by: told.by, what: 'sweep-asked', about, facts: { router: router.name } }])
  })
}
