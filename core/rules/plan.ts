// What a decision means for one connection.

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

/** What keeps a change from becoming an order. */
export type Hold = 'shared' | 'no-driver' | 'no-key'
