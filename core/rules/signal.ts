// How well a customer is heard and hears: one reading of his CPE, from whatever told of it, and what a figure is worth.
// What a device does not give stays absent: never 0, never invented (domain §8).

/** Who told of it: the CPE itself over SSH or SNMP, or the router that it is registered at, over its API or SNMP. */
export type ReadingSource = 'ssh' | 'snmp' | 'table-api' | 'table-snmp'

export interface Reading {
  source: ReadingSource
  /** What the CPE hears of its access point. */
  signalDbm: number | null
  noiseDbm: number | null
  /** Client connection quality, 0–100 with one decimal. */
  ccqPct: number | null
  /** airMAX quality and capacity, 0–100. */
  qualityPct: number | null
  capacityPct: number | null
  /** From the CPE towards the access point, and back. */
  txMbps: number | null
  rxMbps: number | null
  distanceM: number | null
  uptimeS: number | null
  firmware: string | null
  device: string | null
  ssid: string | null
  frequencyMhz: number | null
}

export type Grade = 'good' | 'fair' | 'poor'

/** Rules of thumb of the trade: better than −65 dBm is good, worse than −75 is poor. */
export function gradeSignal(dbm: number): Grade {
  return dbm > -65 ? 'good' : dbm >= -75 ? 'fair' : 'poor'
}

/** Signal over noise in dB: from 25 on a link carries its highest rates, under 15 it stumbles. */
export function gradeSnr(db: number): Grade {
  return db >= 25 ? 'good' : db >= 15 ? 'fair' : 'poor'
}

/** CCQ from 90 on is good, airMAX quality and capacity from 80 on; under half is poor. */
export function gradeShare(pct: number, what: 'ccq' | 'quality' | 'capacity'): Grade {
  return pct >= (what === 'ccq' ? 90 : 80) ? 'good' : pct >= 50 ? 'fair' : 'poor'
}
