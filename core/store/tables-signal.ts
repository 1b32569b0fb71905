// The row types of how customers are heard, as tables.ts has those of everything else.

import type { Generated, Selectable } from 'kysely'
import type { FaultCode } from '../fault.ts'
import type { Reading, ReadingSource } from '../rules/signal.ts'
import type { Flag } from './tables.ts'

export interface SignalTables {
  cpeCredentials: CpeCredentialsTable
  snmpAccesses: SnmpAccessesTable
  cpes: CpesTable
  readings: ReadingsTable
  readingHours: ReadingHoursTable
  readingDays: ReadingDaysTable
}

/** The ISP's generic passwords for CPEs, at most five, tried in the order of their position. */
export interface CpeCredentialsTable {
  id: Generated<number>
  position: number
  username: string
  passwordSealed: string
}

/** How CPEs are asked over SNMP, or how a router is for its registration table. */
export interface SnmpAccessesTable {
  id: Generated<number>
  /** Null = the one for CPEs. */
  routerId: number | null
  version: '1' | '2c' | '3'
  port: number
  /** JSON of community, or of user and keys. */
  accessSealed: string
}

/** What is known of the radio of a connection, and whose turn it is. A row is made when the connection is met by the poll. */
export interface CpesTable {
  connectionId: number
  /** The ISP allows it the key exchanges and ciphers of old firmware. */
  isLegacy: Generated<Flag>
  /** SHA-256 (hex) of the host key that it showed first. */
  hostKey: string | null
  /** The credential that worked last. */
  credentialId: number | null
  nextAt: number
  triedAt: number | null
  okAt: number | null
  /** How strongly he was heard last: what he hears himself, else what his access point hears of him. */
  strengthDbm: number | null
  /** Tries that failed in a row. */
  failures: Generated<number>
  faultCode: FaultCode | null
  faultMessage: string | null
  device: string | null
  firmware: string | null
  ssid: string | null
}

/** The figures of a reading. */
export type Figures = Omit<Reading, 'source' | 'device' | 'firmware' | 'ssid'>

export interface ReadingsTable extends Figures {
  connectionId: number
  at: number
  source: ReadingSource
}

/** Means of a stretch, and the worst signal in it. */
export interface ReadingMeans {
  readings: number
  signalDbm: number | null
  signalLeastDbm: number | null
  heardDbm: number | null
  noiseDbm: number | null
  ccqPct: number | null
  qualityPct: number | null
  capacityPct: number | null
  txMbps: number | null
  rxMbps: number | null
}

export interface ReadingHoursTable extends ReadingMeans {
  connectionId: number
  at: number
}

export interface ReadingDaysTable extends ReadingMeans {
  connectionId: number
  dayOn: string
}

export type CpeRow = Selectable<CpesTable>
export type CpeCredentialRow = Selectable<CpeCredentialsTable>
export type SnmpAccessRow = Selectable<SnmpAccessesTable>
