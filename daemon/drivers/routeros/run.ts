// One run on one router: look, write what is missing, look again, and only then say what became of each change. A change
// is done when the read-back leaves nothing to be written and shows what was desired; what the router answered to a write
// proves nothing. No write is ever sent twice: a second round is for what only the read-back could show (a client that
// dialled in again, a lease that was made static, a row removed by hand in between). Throws only while nothing has been
// written; after that every change gets its own outcome, `sent` where one of its writes may have reached the router.

import type { Change, Done, Failed, Observed, Outcome, RouterAccess, Way } from '../../../core/driver.ts'
import { Fault, isFault, noteOf } from '../../../core/fault.ts'
import type { FaultNote } from '../../../core/fault.ts'
import { addressList, planLists, seeLists } from './address-list.ts'
import type { Address } from './address.ts'
import { endConnections } from './conntrack.ts'
import { dhcp } from './dhcp.ts'
import { factsOf, placeOf, silent, unreachable } from './dial.ts'
import { hotspot } from './hotspot.ts'
import { ppp } from './ppp.ts'
import { queue } from './queue.ts'
import { trapOf } from './session.ts'
import type { Session } from './session.ts'
import { readTables } from './tables.ts'
import type { Asked, Tables } from './tables.ts'
import { addressLack, pathOf, PHASES, place, verdictOf } from './way.ts'
import type { Claims, Phase, Placed, Seen, Steps, WayOfCutting, Write } from './way.ts'

const WAYS: Partial<Record<Way, WayOfCutting>> = { 'address-list': addressList, pppoe: ppp, dhcp, hotspot, queue }

/** Write, read back, mend what the read-back shows, read back. */
const ROUNDS = 2
// Rows that one sentence writes. A small board takes milliseconds for each row that it stores, and the sentence has one
// deadline; from some dozens on, the round trips that are saved no longer matter.
const BULK_MAX = 100

/** A change that is still on its way. */
interface Pending {
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
interface Order {
  write: Write
  waiting: Pending[]
}

export function wayOf(target: Placed): WayOfCutting | string {
  const way = WAYS[target.way]
  if (way === undefined) return `cannot be served by this driver: it does not cut by ${target.way}`
  const lack = way.lack(target) ?? addressLack(target)
  return lack === null ? way : `cannot be cut or restored by ${target.way}: ${lack}`
}

/** What the tables show of one target. */
export function see(target: Placed, way: WayOfCutting, tables: Tables): Seen {
  const seen: Seen = { shut: 0, open: 0, foreign: false, texts: [] }
  way.see(target, tables, seen)
  seeLists(target, way.listed(target, tables), tables, seen)
  return seen
}

export async function carryOut(
  session: Session,
  access: RouterAccess,
  changes: readonly Change[],
  signal: AbortSignal,
  hurry: () => boolean = () => false,
): Promise<Outcome[]> {
  const outcomes = new Map<number, Outcome>()
  let open: Pending[] = []
  for (const [at, given] of changes.entries()) {
    const change = place(given)
    const way = wayOf(change)
    if (typeof way === 'string') outcomes.set(at, failed(change, 'unknown', false, refusal(access, change, way)))
    else open.push({ at, change, way, sent: [], isSent: false, trap: null, lost: null, ended: '', isLeft: false })
  }
  if (open.length > 0) {
    let tables = await readTables(session, access, askedBy(open), signal)
    const claims = claimsOf(open, tables)
    for (let round = 0; ; round++) {
      const orders = takeStock(access, tables, claims, open, outcomes, round === ROUNDS)
      open = open.filter(({ at }) => !outcomes.has(at))
      if (open.length === 0) break
      await send(session, orders, { signal, window: access.window, hurry })
      open = open.filter((pending) => !pending.isLeft)
      if (open.length === 0) break
      try {
        await endCut(session, orders.cuts, signal)
        tables = await readTables(session, access, askedBy(open), signal)
      } catch (e) {
        for (const pending of open) outcomes.set(pending.at, cutOff(access, pending, e))
        break
      }
    }
  }
  return changes.flatMap((_, at) => outcomes.get(at) ?? [])
}

interface Orders {
  phases: Record<Phase, Order[]>
  /** What is written to a row that is there, by what and where: two changes may want the same. */
  known: Map<string, Order>
  cuts: Map<Pending, Address[]>
}

function askedBy(open: readonly Pending[]): Asked {
  const asked: Asked = new Map()
  for (const { change, way } of open) way.ask(asked, change, change)
  return asked
}

/** Settles every change that these tables decide, and gathers the writes that the others still lack. */
function takeStock(
  access: RouterAccess,
  tables: Tables,
  claims: Claims,
  open: readonly Pending[],
  outcomes: Map<number, Outcome>,
  isLast: boolean,
): Orders {
  const orders: Orders = {
    phases: { clear: [], restore: [], cut: [], cookies: [], sessions: [] },
    known: new Map(),
    cuts: new Map(),
  }
  for (const pending of open) {
    const { at, change, way } = pending
    const unread = tables.refusalFor((asked) => way.ask(asked, change, change))
    if (unread !== null) {
      outcomes.set(at, failed(change, 'unknown', pending.isSent, noteOf(unread, 'device-refused')))
      continue
    }
    const steps: Steps = { writes: [], refused: null, waits: false, cuts: [] }
    way.plan(change, tables, claims, steps)
    planLists(change, way.listed(change, tables), tables, claims, steps)
    const fresh = isLast ? [] : steps.writes.filter((write) => !pending.sent.some((earlier) => isSame(earlier, write)))
    if (fresh.length > 0) enroll(pending, fresh, steps.cuts, orders)
    else if (isLast || !steps.waits) outcomes.set(at, settle(access, pending, tables, steps))
  }
  return orders
}

function enroll(pending: Pending, writes: readonly Write[], cuts: Address[], orders: Orders): void {
  for (const write of writes) {
    pending.sent.push(write)
    const key = write.id === '' ? '' : `${write.menu} ${write.verb} ${write.id} ${write.words.join(' ')}`
    const known = key === '' ? undefined : orders.known.get(key)
    if (known !== undefined) {
      known.waiting.push(pending)
      continue
    }
    const order: Order = { write, waiting: [pending] }
    orders.phases[write.phase].push(order)
    if (key !== '') orders.known.set(key, order)
  }
  if (cuts.length > 0) orders.cuts.set(pending, cuts)
}

function isSame(one: Write, other: Write): boolean {
  if (one.menu !== other.menu || one.verb !== other.verb || one.id !== other.id || one.words.length !== other.words.length)
    return false
  return one.words.every((word, i) => word === other.words[i])
}

function claimsOf(open: readonly Pending[], tables: Tables): Claims {
  const cut = new Map<string, Change[]>()
  const used = new Map<string, Change[]>()
  const leaving = new Map<number, boolean>()
  for (const { change, way } of open) {
    leaving.set(change.connection, change.desired === 'none' && leaving.get(change.connection) !== false)
    if (change.desired === 'none') continue
    for (const key of way.claim(change, tables)) put(used, key, change)
    if (change.desired === 'cut') for (const address of way.listed(change, tables)) put(cut, address.key, change)
  }
  const other = (claimed: Change[] | undefined, place: number) =>
    claimed?.find((change) => change.place !== place)?.connection ?? null
  return {
    cutBy: (address, place) => other(cut.get(address.key), place),
    usedBy: (key, place) => other(used.get(key), place),
    isReleased: (connection) => leaving.get(connection) === true,
  }
}

function put(map: Map<string, Change[]>, key: string, change: Change): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [change])
  else held.push(change)
}

interface Sending {
  signal: AbortSignal
  /** Sentences in flight; they are counted here too, so that a hurry finds the rest still unsent. */
  window: number
  hurry(): boolean
}

/** Phase by phase; inside a phase a window full. Refusals and losses are noted at the changes, nothing is thrown. */
async function send(session: Session, orders: Orders, sending: Sending): Promise<void> {
  for (const phase of PHASES) {
    const parcels = parcelsOf(orders.phases[phase])
    let next = 0
    const lane = async () => {
      for (let parcel = parcels[next++]; parcel !== undefined; parcel = parcels[next++]) {
        const wanted = parcel.filter((order) => !isLeft(order, phase, sending))
        if (wanted.length > 0) await sendBulk(session, wanted, sending.signal)
      }
    }
    await Promise.all(Array.from({ length: Math.min(sending.window, parcels.length) }, lane))
  }
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

function sendOne(session: Session, order: Order, signal: AbortSignal): Promise<void> {
  const { write } = order
  const words = write.id === '' ? [pathOf(write), ...write.words] : [pathOf(write), `=.id=${write.id}`, ...write.words]
  return session.command(words, { signal }).then(
    () => note(order, null),
    (e: unknown) => note(order, e),
  )
}

/** One sentence for rows that get the same; where it is refused, each row gets its own, so that one fails alone. */
async function sendBulk(session: Session, bulk: readonly Order[], signal: AbortSignal): Promise<void> {
  const [first] = bulk
  if (first === undefined) return
  if (bulk.length === 1) return sendOne(session, first, signal)
  const ids = bulk.map(({ write }) => write.id).join(',')
  try {
    await session.command([pathOf(first.write), `=.id=${ids}`, ...first.write.words], { signal })
    for (const order of bulk) note(order, null)
  } catch (e) {
    if (trapOf(e) === null) for (const order of bulk) note(order, e)
    else await Promise.all(bulk.map((order) => sendOne(session, order, signal)))
  }
}

function note(order: Order, e: unknown): void {
  const fault = e === null ? null : isFault(e) ? e : new Fault('device-silent', 'the write was lost', {}, e)
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
async function endCut(session: Session, cuts: Map<Pending, Address[]>, signal: AbortSignal): Promise<void> {
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
    pending.ended = count > 0 ? `${count} connections ended` : ''
    if (trouble !== '') pending.ended = `connections not ended: ${trouble}`
  }
}

/** Nothing more can be written: what the tables show is what became of it. */
function settle(access: RouterAccess, pending: Pending, tables: Tables, steps: Steps): Outcome {
  const { change, way } = pending
  const seen = see(change, way, tables)
  const observed = verdictOf(seen)
  const isRight = change.desired === 'none' || observed === change.desired
  if (steps.writes.length === 0 && steps.refused === null && !steps.waits && isRight) return done(pending, seen)
  const shows = seen.texts.join(', ')
  if (steps.waits) steps.refused ??= 'what is ours here waits for another connection of this run to take it over'
  if (steps.refused !== null) return failed(change, observed, pending.isSent, refusal(access, change, steps.refused))
  if (pending.trap !== null) return failed(change, observed, true, noteOf(pending.trap, 'device-refused'))
  if (pending.lost !== null) return failed(change, observed, true, noteOf(pending.lost, 'device-silent'))
  const why = pending.isSent ? `was told, and still shows: ${shows}` : `shows: ${shows}`
  return failed(change, observed, pending.isSent, refusal(access, change, why))
}

function done({ change, sent, ended }: Pending, seen: Seen): Done {
  const { order, place, generation, desired } = change
  const texts = desired === 'none' && seen.texts.length === 0 ? ['nothing of ours'] : seen.texts
  const proof = (ended === '' ? texts : [...texts, ended]).join(', ')
  return { order, place, generation, ok: true, observed: desired, did: sent.length === 0 ? 'already' : 'changed', proof }
}

function failed(change: Change, observed: Observed, sent: boolean, fault: FaultNote): Failed {
  const { order, place, generation } = change
  return { order, place, generation, ok: false, observed, sent, fault }
}

function refusal(access: RouterAccess, change: Change, why: string): FaultNote {
  const message = `${placeOf(access)}: connection ${change.connection} of ${change.customerCode}: ${why}`
  return {
    code: 'device-refused',
    message,
    facts: { ...factsOf(access), connection: change.connection, desired: change.desired },
  }
}

/** The link is gone before the read-back: what left may have been done, the rest was never asked. */
function cutOff(access: RouterAccess, pending: Pending, e: unknown): Outcome {
  const why = e instanceof Error ? e.message : String(e)
  if (!pending.isSent)
    return failed(
      pending.change,
      'unknown',
      false,
      noteOf(unreachable(access, `was lost before this was sent: ${why}`), 'device-unreachable'),
    )
  const fault = pending.lost ?? pending.trap ?? silent(access, `was lost before the read-back: ${why}`)
  return failed(pending.change, 'unknown', true, noteOf(fault, 'device-silent'))
}
