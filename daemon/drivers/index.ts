// The drivers by name. Each is loaded when the first router of its kind is worked on, so that a provider pays for the
// protocols he uses; none knows another. The one room of the daemon that may name them is the worker.

import type { DriverEntry } from '../../core/driver.ts'
import { Fault } from '../../core/fault.ts'

const LOADERS: Readonly<Record<string, () => Promise<DriverEntry>>> = {
  routeros: async () => (await import('./routeros/driver.ts')).entry,
  none: async () => (await import('./none/driver.ts')).entry,
}

/** The names that a router may give as its driver. */
export const DRIVERS: readonly string[] = Object.keys(LOADERS)

/** Loads a driver. An unknown name is a fault of who configured it: `input-invalid`. */
export async function openDriver(name: string): Promise<DriverEntry> {
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined
  if (load === undefined)
    throw new Fault('input-invalid', `there is no driver "${name}"; known are: ${DRIVERS.join(', ')}`, { driver: name })
  return load()
}
