// What one command told of a CPE, and how several are made one reading: what an earlier one gives counts, a later one fills
// the gaps. A link that any of them denies is none: airOS goes on printing the signal of a link that is gone, and a figure
// of an hour ago looks like one of now.

import { type Reading, readingOf } from '../../../core/rules/signal.ts'

export interface Told {
  /** False on an access point: its rows are customers, its own figures are not a CPE's. */
  isStation: boolean
  /** Associated to an access point, as far as this command knows. */
  isLinked: boolean
  /** Null where the command does not tell the series. */
  isAc: boolean | null
  /** Without the figures of the link where there is none. */
  reading: Reading
}

export const NOTHING: Reading = readingOf('ssh', {})

/** What is left of a reading without a link: what the device is, not how it hears. */
export function withoutLink(reading: Reading): Reading {
  const { uptimeS, firmware, device, ssid } = reading
  return { ...NOTHING, uptimeS, firmware, device, ssid }
}

export function settle(told: readonly Told[]): Reading {
  const all = told.map(({ reading }) => reading).reduce(fill, NOTHING)
  if (!told.every(({ isStation, isLinked }) => isStation && isLinked)) return withoutLink(all)
  // The AC series has no CCQ; where a firmware prints one all the same it means nothing.
  return told.some(({ isAc }) => isAc) ? { ...all, ccqPct: null } : all
}

function fill(one: Reading, other: Reading): Reading {
  const filled: Record<string, unknown> = { ...other }
  for (const [key, value] of Object.entries(one)) if (value !== null) filled[key] = value
  return filled as unknown as Reading
}
