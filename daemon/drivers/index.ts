// The drivers by name. Each is loaded when the first router of its kind is worked on, so that a provider pays for the
// protocols he uses; none knows another. The rooms of the daemon that may name them are the threads.

import type { DriverEntry } from '../../core/driver.ts'
import { Fault } from '../../core/fault.ts'
import type { CpeProbe, TableProbe } from '../../core/probe.ts'

const LOADERS: Readonly<Record<string, () => Promise<DriverEntry>>> = {
  routeros: async () => (await import('./routeros/driver.ts')).entry,
  radius: async () => (await import('./radius/driver.ts')).entry,
  ssh: async () => (await import('./ssh/driver.ts')).entry,
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

/** What a thread of the poll asks with. */
export interface Probes {
  /** Over SNMP where the access has one, over SSH where it has none or that failed. */
  visit: CpeProbe
  table: TableProbe
  close(): Promise<void>
}

export async function openProbes(): Promise<Probes> {
  const [{ probe }, { openSnmp }] = await Promise.all([import('./airos/visit.ts'), import('./snmp/probe.ts')])
  const snmp = openSnmp()
  return {
    async visit(access, signal) {
      if (access.snmp === null) return probe(access, signal)
      const visit = await snmp.readCpe(access, signal)
      return visit.ok || access.credentials.length === 0 ? visit : probe(access, signal)
    },
    table: (access, macs, signal) => snmp.readTable(access, macs, signal),
    close: () => snmp.close(),
  }
}
