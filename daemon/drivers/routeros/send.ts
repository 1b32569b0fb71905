// Sends the writes of a run, phase by phase and a window full at a time, and then ends what runs at the addresses that were
// cut. What came of each write is noted at the changes that wait for it; nothing is thrown, because the read-back decides.

import type { Change } from '../../../core/driver.ts'
import type { Fault } from '../../../core/fault.ts'
import { endedText, sightText } from '../../../core/rules/sight.ts'
import type { Address } from './address.ts'
import { endConnections } from './conntrack.ts'
import { trapOf } from './session.ts'
import type { Session } from './session.ts'
import { pathOf, PHASES } from './way.ts'
import type { Phase, Placed, WayOfCutting, Write } from './way.ts'

// Rows that one sentence writes. A small board takes milliseconds for each row that it stores, and the sentence has one
// deadline; from some dozens on, the round trips that are saved no longer matter.
const BULK_MAX = 100

/** A change that is still on its way. */
export interface Pending {
  /** Its place in the run. */
  at: number
  change: Placed<Change>
  way: WayOfCutting
  /** Every write that was put on its way for it: none is twice. */
  sent: Write[]
  isSent: boolean
  /** The last refusal of one of its writes; the read-back may show that it does not matter. */
  trap: Fault | null
  /** A write that was sent and not answered. */
  lost: Fault | null
  ended: string
  /** Something more urgent came before any of its writes left: it is no part of this run any more. */
  isLeft: boolean
}

/** One write, and the changes that wait for it. */
export interface Order {
  write: Write
  waiting: Pending[]
}

export interface Orders {
  phases: Record<Phase, Order[]>
  /** What is written to a row that is there, by what and where: two changes may want the same. */
  known: Map<string, Order>
  cuts: Map<Pending, Address[]>
}

interface Sending {
  signal: AbortSignal
  /** Sentences in flight; they are counted here too, so that a hurry finds the rest still unsent. */
  window: number
  hurry(): boolean
}

/** Phase by phase; inside a phase a window full. Refusals and losses are noted at the changes, nothing is thrown. */
export async function send(session: Session, orders: Orders, sending: Sending): Promise<void> {
  for (const phase of PHASES) if (orders.phases[phase].length > 0) await sendPhase(session, orders.phases[phase], phase, sending)
}

function sendPhase(session: Session, orders: readonly Order[], phase: Phase, sending: Sending): Promise<void> {
  const parcels = parcelsOf(orders)
  return new Promise((resolve) => {
    let next = 0
    let inFlight = 0
    let isGoing = false
    const ended = (): void => {
      inFlight--
      go()
    }
    const go = (): void => {
      if (isGoing) return // a session that is dead ends each of them at once
      isGoing = true
      while (inFlight < sending.window && next < parcels.length) {
        const parcel = (parcels[next++] ?? []).filter((order) => !isLeft(order, phase, sending))
        if (parcel.length === 0) continue
        inFlight++
        sendParcel(session, parcel, sending.signal, ended)
      }
      isGoing = false
      if (inFlight === 0) resolve()
    }
    go()
  })
}

/** Rows that get the same go together, up to so many; every other write goes by itself. */
function parcelsOf(orders: readonly Order[]): Order[][] {
  const parcels: Order[][] = []
  const bulks = new Map<string, Order[]>()
  for (const order of orders) {
    const { write } = order
    const key = write.verb === 'set' || write.verb === 'remove' ? `${write.menu} ${write.verb} ${write.words.join(' ')}` : null
    const bulk = key === null ? undefined : bulks.get(key)
    if (bulk !== undefined && bulk.length < BULK_MAX) {
      bulk.push(order)
      continue
    }
    const parcel = [order]
    parcels.push(parcel)
    if (key !== null) bulks.set(key, parcel)
  }
  return parcels
}

/** In a hurry a cut that has not been begun is left alone, and so is what would have followed it. */
function isLeft(order: Order, phase: Phase, sending: Sending): boolean {
  if (phase === 'cut' && sending.hurry()) {
    for (const pending of order.waiting) pending.isLeft ||= !pending.isSent
  }
  return order.waiting.every((pending) => pending.isLeft)
}

function sendOne(session: Session, order: Order, signal: AbortSignal, ended: () => void): void {
  const { write } = order
  const words = write.id === '' ? [pathOf(write), ...write.words] : [pathOf(write), `=.id=${write.id}`, ...write.words]
  session.tell(words, signal, (fault) => {
    note(order, fault)
    ended()
  })
}

/** One sentence for rows that get the same; where it is refused, each row gets its own, so that one fails alone. */
function sendParcel(session: Session, parcel: readonly Order[], signal: AbortSignal, ended: () => void): void {
  const [first] = parcel
  if (first === undefined) return ended()
  if (parcel.length === 1) return sendOne(session, first, signal, ended)
  const ids = parcel.map(({ write }) => write.id).join(',')
  session.tell([pathOf(first.write), `=.id=${ids}`, ...first.write.words], signal, (fault) => {
    if (fault === null || trapOf(fault) === null) {
      for (const order of parcel) note(order, fault)
      return ended()
    }
    let left = parcel.length
    for (const order of parcel) sendOne(session, order, signal, () => --left === 0 && ended())
  })
}

function note(order: Order, fault: Fault | null): void {
  if (fault?.code === 'device-unreachable') return
  for (const pending of order.waiting) {
    pending.isSent = true
    if (fault === null) continue
    if (trapOf(fault) === null) pending.lost = fault
    else pending.trap = fault
  }
}

// What was to be written was there, or what was to go was gone: another hand was quicker, and the read-back will tell.
const HARMLESS = ['no such item', 'failure: already have such']

/** Ends what runs at the addresses that were just cut. */
export async function endCut(session: Session, cuts: Map<Pending, Address[]>, signal: AbortSignal): Promise<void> {
  const done = [...cuts].filter(
    ([{ isSent, trap }]) => isSent && (trap === null || HARMLESS.some((text) => trapOf(trap)?.startsWith(text))),
  )
  if (done.length === 0) return
  const { counts, trouble } = await endConnections(
    session,
    done.flatMap(([, addresses]) => addresses),
    signal,
  )
  for (const [pending, addresses] of done) {
    let count = 0
    for (const { key } of addresses) count += counts.get(key) ?? 0
    pending.ended = trouble === '' ? endedText(count) : sightText('not-ended', { why: trouble })
  }
}
