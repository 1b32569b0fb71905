// What the tests of this driver share: how to reach an agent on loopback, and a recording of our own. Only tests import it.

import { onTestFinished } from 'vitest'

import type { CpeAccess, SnmpAccess, TableAccess } from '../../../core/probe.ts'
import { openSnmp } from './probe.ts'
import type { SnmpProbe } from './probe.ts'

/** Deadlines are short, so that a test of a deadline is too. */
export function snmpTo(port: number, given: Partial<Extract<SnmpAccess, { version: '1' | '2c' }>> = {}): SnmpAccess {
  return { version: '2c', port, community: 'public', timeoutMs: 1000, retries: 1, ...given }
}

export function cpeAt(host: string, snmp: SnmpAccess | null): CpeAccess {
  return {
    connection: 7,
    name: '0007/casa',
    host,
    sshPort: 22,
    credentials: [],
    isLegacy: false,
    hostKey: null,
    snmp,
    connectMs: 1000,
    commandMs: 1000,
  }
}

export function tableAt(host: string, snmp: SnmpAccess): TableAccess {
  return { name: 'norte-2', host, snmp }
}

/** Closed with the test. */
export function openTrial(...window: Parameters<typeof openSnmp>): SnmpProbe {
  const snmp = openSnmp(...window)
  onTestFinished(() => snmp.close())
  return snmp
}

/** The signal of a call; no test of these takes so long. */
export function inTime(ms = 15_000): AbortSignal {
  return AbortSignal.timeout(ms)
}

/** A station with airMAX on, as M-series firmware answers. */
export const STATION = `
1.2.840.10036.3.1.2.1.3.5|4|NanoStation M5
1.2.840.10036.3.1.2.1.4.5|4|XW.ar934x.v6.3.16
1.3.6.1.2.1.1.1.0|4|Linux 2.6.32.71 mips
1.3.6.1.2.1.1.3.0|67|14847900
1.3.6.1.4.1.41112.1.4.1.1.4.1|2|5180
1.3.6.1.4.1.41112.1.4.1.1.7.1|2|1350
1.3.6.1.4.1.41112.1.4.5.1.2.1|4|norte 5G
1.3.6.1.4.1.41112.1.4.5.1.5.1|2|-64
1.3.6.1.4.1.41112.1.4.5.1.7.1|2|91
1.3.6.1.4.1.41112.1.4.5.1.8.1|2|-99
1.3.6.1.4.1.41112.1.4.5.1.9.1|2|270000000
1.3.6.1.4.1.41112.1.4.5.1.10.1|2|216000000
1.3.6.1.4.1.41112.1.4.6.1.2.1|2|1
1.3.6.1.4.1.41112.1.4.6.1.3.1|2|87
1.3.6.1.4.1.41112.1.4.6.1.4.1|2|72
`

/** The same rows, some of them in other words (null: without it). */
export function stationWith(changes: Readonly<Record<string, string | null>>): string {
  const lines = STATION.trim().split('\n')
  const kept = lines.filter((line) => !Object.keys(changes).some((oid) => line.startsWith(`${oid}|`)))
  const changed = Object.entries(changes).flatMap(([oid, value]) => (value === null ? [] : [`${oid}|${value}`]))
  return [...kept, ...changed].join('\n')
}
