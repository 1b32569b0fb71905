// Asks what was handed out, and says in one form what came of it, whichever way it went: for the loop and for commands alike.

import { type Heard, heardAt, type TableTurn, type Turns, unheardAt } from '../../core/acts/visits.ts'
import type { EnforcePool, Tried } from '../pools.ts'
import type { PollPool } from './pool.ts'

export interface Asker {
  poll: PollPool
  enforce: Pick<EnforcePool, 'signals'>
  /** Runs a deed on a router while no order is carried out there; null = not now. */
  alone<T>(routerId: number, deed: () => Promise<Tried<T>>): Promise<Tried<T> | null>
  now(): number
}

export async function askCpe(asker: Asker, { line, access }: Turns['visits'][number]): Promise<Heard[]> {
  const visit = await asker.poll.visit(access)
  return [{ line, at: asker.now(), visit }]
}

/** Null where the radio cannot be asked now. */
export async function askRadio(asker: Asker, turn: TableTurn): Promise<Heard[] | null> {
  const macs = turn.entries.map(({ mac }) => mac)
  const { api, snmp } = turn
  if (snmp !== null) {
    const told = await asker.poll.table(snmp, macs)
    return told.ok ? heardAt(turn, asker.now(), told.readings) : unheardAt(turn, asker.now(), told.fault)
  }
  const tried = api === null ? null : await asker.alone(turn.router.id, () => asker.enforce.signals(api, macs))
  if (tried === null) return null
  return tried.ok ? heardAt(turn, asker.now(), tried.value) : unheardAt(turn, asker.now(), tried.fault)
}
