// The row types of what RADIUS accounting tells, as tables.ts has those of everything else.

import type { Generated, Selectable } from 'kysely'
import type { SessionCount } from '../rules/traffic.ts'

export interface RadiusTables {
  radiusClients: RadiusClientsTable
  logins: LoginsTable
  sessions: SessionsTable
  traffic: TrafficTable
  trafficHours: TrafficHoursTable
  trafficDays: TrafficDaysTable
  rollups: RollupsTable
}

/** Who may send accounting: an address or a prefix with a secret of its own, besides the routers that have one. */
export interface RadiusClientsTable {
  id: Generated<number>
  name: string
  /** `10.0.0.0/24`, `2001:db8::/32`, or one address. */
  prefix: string
  secretSealed: string
}

/** A name that logs in, and the connection that it belonged to then: a name that is given to another is another login. */
export interface LoginsTable {
  id: Generated<number>
  name: string
  connectionId: number | null
  firstAt: number
}

export interface SessionsTable extends SessionCount {
  id: Generated<number>
  loginId: number
  /** Its address, else its identifier, else where the packets came from. */
  nas: string
  sessionId: string
  multiSessionId: string
  /** Acct-Terminate-Cause. */
  cause: number | null
  address: string | null
  ipv6Address: string | null
  ipv6Prefix: string | null
  delegatedPrefix: string | null
  calling: string | null
  called: string | null
  nasPortId: string | null
}

/** Octets of five minutes that begin at `at`. */
export interface TrafficTable {
  at: number
  loginId: number
  upOctets: number
  downOctets: number
}

/** Summed up of whole hours and days that nothing is added to any more. */
export interface TrafficHoursTable {
  loginId: number
  at: number
  upOctets: number
  downOctets: number
}

export interface TrafficDaysTable {
  loginId: number
  dayOn: string
  upOctets: number
  downOctets: number
}

/** How far finer rows have been summed up into coarser ones: of traffic, and of readings. */
export interface RollupsTable {
  kind: 'hours' | 'days' | 'signal-hours' | 'signal-days'
  untilAt: number
}

export type RadiusClientRow = Selectable<RadiusClientsTable>
