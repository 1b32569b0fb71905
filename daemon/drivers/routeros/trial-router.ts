// The driver against a simulated router, as most tests of it begin, and an outcome in short. Only tests import it.

import { onTestFinished } from 'vitest'

import type { Outcome, RouterAccess, RouterDriver } from '../../../core/driver.ts'
import { startRouter } from '../../../fixtures/peers/routeros.ts'
import type { SimOptions, SimRouter } from '../../../fixtures/peers/routeros.ts'
import { openRouter } from './driver.ts'
import { accessTo } from './trial.ts'

/** Both end with the test. */
export async function setUp(
  options: SimOptions = {},
  given: Partial<RouterAccess> = {},
): Promise<{ sim: SimRouter; driver: RouterDriver }> {
  const sim = await startRouter({ password: 'secret', ...options })
  const driver = openRouter(accessTo(sim.port, given))
  onTestFinished(async () => {
    await driver.close()
    await sim.close()
  })
  return { sim, driver }
}

export function sum(outcome: Outcome | undefined): unknown[] {
  if (outcome?.ok === 'sent') return [outcome.ok]
  return outcome?.ok ? [outcome.did, outcome.observed] : [outcome?.fault.code, outcome?.observed, outcome?.sent]
}
