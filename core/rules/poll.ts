// How a connection's signal is read, and when again. A Ubiquiti CPE is asked itself; any other is looked for in the table of
// those who are registered at the radio that serves it (requirements C18, C19, C21). Turns keep their place in the interval, so
// that thousands of CPEs stay spread over it.

import type { FaultCode } from '../fault.ts'
import { retryOf } from '../fault.ts'
import { parseMac } from './identity.ts'

/** What decides how a connection is asked. */
export interface SignalFacts {
  inService: boolean
  /** As typed: `Ubiquiti`, `ubnt`, `Mimosa`; null where nobody said. */
  cpeVendor: string | null
  /** The CPE's own address, where it is not the connection's. */
  cpeHost: string | null
  ip: string | null
  mac: string | null
  routerId: number | null
  /** The radio that serves it, where that is another device than the router (*NAS (panel)*). */
  panelRouterId: number | null
  /** The last address that RADIUS accounting saw it with, and the last Calling-Station-Id; null without RADIUS. */
  lastAddress: string | null
  lastCalling: string | null
}

export type SignalWay =
  | { way: 'visit'; host: string }
  /** The MAC as twelve lower-case hex digits. */
  | { way: 'table'; routerId: number; mac: string }
  | { way: 'none'; why: NoWay }

/**
 * Why a connection's signal cannot be read. `closed`: it is out of service; `no-address`: a Ubiquiti CPE without an address
 * of its own, of the connection or of RADIUS; `no-mac`, `no-router`: what the table of a radio is searched by.
 */
export type NoWay = 'closed' | 'no-address' | 'no-mac' | 'no-router'

/** What people write in the column. */
const UBIQUITI = /^(ubiquiti|ubnt|ui|airos|airmax)\b/i

export const isUbiquiti = (vendor: string | null): boolean => vendor !== null && UBIQUITI.test(vendor.trim())

export function signalWay(facts: SignalFacts): SignalWay {
  if (!facts.inService) return { way: 'none', why: 'closed' }
  if (isUbiquiti(facts.cpeVendor)) {
    const host = facts.cpeHost ?? facts.lastAddress ?? facts.ip
    return host === null ? { way: 'none', why: 'no-address' } : { way: 'visit', host }
  }
  const routerId = facts.panelRouterId ?? facts.routerId
  if (routerId === null) return { way: 'none', why: 'no-router' }
  const mac = parseMac(facts.mac ?? facts.lastCalling ?? '')
  if (mac === null) return { way: 'none', why: 'no-mac' }
  return { way: 'table', routerId, mac: mac.replaceAll(':', '').toLowerCase() }
}

/** Turns left out at most while a CPE cannot be reached: an hour, at five minutes. */
const TURNS_MAX = 12

export interface Tried {
  /** When its turn was. */
  dueAt: number
  /** When it came to an end. */
  at: number
  everyMs: number
  /** Tries that failed in a row, this one among them; 0 = it went well. */
  failures: number
  /** Of this one; null = it went well. */
  code: FaultCode | null
  /** Pause after what needs a person. */
  slowMs: number
}

/**
 * When its next turn is: always whole intervals after this one, so that it keeps its place among the others. One that cannot be
 * reached is tried less and less often, one that needs a person (wrong password, another host key) hourly.
 */
export function nextTurn({ dueAt, at, everyMs, failures, code, slowMs }: Tried): number {
  const isSlow = code !== null && retryOf(code) === 'slow'
  const turns = isSlow ? Math.ceil(slowMs / everyMs) : Math.min(2 ** Math.max(failures - 2, 0), TURNS_MAX)
  const late = Math.max(Math.floor((at - dueAt) / everyMs), 0)
  return dueAt + (late + Math.max(turns, 1)) * everyMs
}
