// What a decision means for one connection, and for those who share an address, a user or a MAC with it.

import type { Desired } from '../driver.ts'
import type { Decision, Reason } from './decision.ts'

export interface ConnectionFacts {
  id: number
  inService: boolean
  /** It was in service once. */
  wasInService: boolean
}

export interface Wish {
  desired: Desired
  reason: Reason
  closed: boolean
}

/** Rule 1 is judged for each connection, the rest for the customer. */
export function wishFor(connection: ConnectionFacts, decision: Pick<Decision, 'state' | 'reason'>): Wish {
  if (!connection.inService) return { desired: 'none', reason: 'no-service', closed: connection.wasInService }
  return { desired: decision.state, reason: decision.reason, closed: false }
}

/** How a router knows a place: two connections in service with one of these in common cannot be cut apart. */
export interface Claim {
  routerId: number
  address: string | null
  username: string | null
  mac: string | null
}

/** The keys that a place claims on its router. A DHCP customer's address is listed too, so it claims both. */
export function claimKeys(place: Claim & { kind: string }): string[] {
  const keys: string[] = []
  const byAddress = place.kind === 'address-list' || place.kind === 'queue' || place.kind === 'dhcp'
  const byUser = place.kind === 'pppoe' || place.kind === 'hotspot'
  if (byAddress && place.address !== null) keys.push(`${place.routerId} ip ${place.address}`)
  if (byUser && place.username !== null) keys.push(`${place.routerId} ${place.kind} ${place.username}`)
  if (place.kind === 'dhcp' && place.mac !== null) keys.push(`${place.routerId} mac ${place.mac}`)
  return keys
}

/** What keeps a change from becoming an order. */
export type Hold = 'shared' | 'no-driver' | 'no-key'
