// One run on one router: look, write what is missing, look again, and only then say what became of each change. A change
// is done when the read-back leaves nothing to be written and shows what was desired; what the router answered to a write
// proves nothing. No write is ever sent twice: a second round is for what only the read-back could show (a client that
// dialled in again, a lease that was made static, a row removed by hand in between). Throws only while nothing has been
// written; after that every change gets its own outcome, `sent` where one of its writes may have reached the router.

import type { Along, Change, Done, Failed, Observed, Outcome, RouterAccess, Way } from '../../../core/driver.ts'
import { noteOf } from '../../../core/fault.ts'
import type { FaultNote } from '../../../core/fault.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { addressList, planLists, seeLists } from './address-list.ts'
import type { Address } from './address.ts'
import { dhcp } from './dhcp.ts'
import { factsOf, placeOf, silent, unreachable } from './dial.ts'
import { hotspot } from './hotspot.ts'
import { ppp } from './ppp.ts'
import { shortened } from './property.ts'
import { queue } from './queue.ts'
import { endCut, send } from './send.ts'
import type { Order, Orders, Pending } from './send.ts'
import type { Session } from './session.ts'
import { readTables } from './tables.ts'
import type { Asked, Tables } from './tables.ts'
import { addressLack, place, verdictOf } from './way.ts'
import type { Claims, Placed, Seen, Steps, WayOfCutting, Write } from './way.ts'

const WAYS: Partial<Record<Way, WayOfCutting>> = { 'address-list': addressList, pppoe: ppp, dhcp, hotspot, queue }

/** Write, read back, mend what the read-back shows, read back. */
const ROUNDS = 2
// A part is proven with two or three round trips; below so many cuts they would weigh more than the writing.
const PART_MIN = 100
/** Parts grow until a proof takes no more than this share of the writing: the connection table of a large router is long. */
const PROOF_SHARE = 1 / 16

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
  { hurry = () => false, proven }: Along = {},
): Promise<Outcome[]> {
  const run: Run = { session, access, signal, hurry, outcomes: new Map() }
  let open: Pending[] = []
  for (const [at, given] of changes.entries()) {
    const change = place(given)
    const way = wayOf(change)
    if (typeof way === 'string') run.outcomes.set(at, failed(change, 'unknown', false, refusal(access, change, way)))
    else open.push({ at, change, way, sent: [], isSent: false, trap: null, lost: null, ended: '', isLeft: false })
  }
  if (open.length > 0) {
    let tables = await readTables(session, access, askedBy(open), signal)
    const claims = claimsOf(open, tables)
    // Only cuts go in parts: a restore or a clearing may have to see what all the others of its run want.
    const parts = new Parts(proven !== undefined && changes.every((change) => change.desired === 'cut'))
    const late: Pending[] = []
    while (open.length > 0) {
      const part = open.slice(0, parts.size)
      open = open.slice(part.length)
      const read = await carryPart(run, part, { tables, claims, later: [...open, ...late], parts })
      if (read === null) return takeOutcomes(run.outcomes)
      tables = read.tables
      late.push(...read.late)
      if (open.length > 0 && run.outcomes.size > 0) proven?.(takeOutcomes(run.outcomes))
    }
    if (late.length > 0) await carryPart(run, late, { tables, claims, later: [], parts })
  }
  return takeOutcomes(run.outcomes)
}

/** Those that are known, in the order of their changes. */
function takeOutcomes(outcomes: Map<number, Outcome>): Outcome[] {
  const known = [...outcomes].sort(([one], [other]) => one - other).map(([, outcome]) => outcome)
  outcomes.clear()
  return known
}

interface Run {
  session: Session
  access: RouterAccess
  signal: AbortSignal
  hurry: () => boolean
  outcomes: Map<number, Outcome>
}

interface PartOf {
  tables: Tables
  claims: Claims
  /** The changes that come after this part: one that waits for another of them is late, not lost. */
  later: readonly Pending[]
  parts: Parts
}

/** Write, read back, mend, read back: null when the session was lost, which settles everything. */
async function carryPart(run: Run, part: Pending[], { tables: before, claims, later, parts }: PartOf) {
  const { session, access, signal, outcomes } = run
  let tables = before
  let open = part
  for (let round = 0; ; round++) {
    const isLast = round === ROUNDS
    const orders = takeStock(access, tables, claims, open, outcomes, { isLast, isFinal: isLast && later.length === 0 })
    open = open.filter(({ at }) => !outcomes.has(at))
    if (open.length === 0 || isLast) return { tables, late: open }
    const from = performance.now()
    await send(session, orders, { signal, window: access.window, hurry: run.hurry })
    const sentAt = performance.now()
    open = open.filter((pending) => !pending.isLeft)
    if (open.length === 0) return { tables, late: [] }
    try {
      await endCut(session, orders.cuts, signal)
      tables = await readTables(session, access, askedBy([...open, ...later]), signal)
    } catch (e) {
      for (const pending of [...open, ...later]) outcomes.set(pending.at, cutOff(access, pending, e))
      return null
    }
    parts.learn(sentAt - from, performance.now() - sentAt)
  }
}

/** How many cuts are proven together. */
class Parts {
  size: number

  constructor(isSplit: boolean) {
    this.size = isSplit ? PART_MIN : Number.POSITIVE_INFINITY
  }

  learn(writeMs: number, proofMs: number): void {
    if (proofMs > writeMs * PROOF_SHARE) this.size *= 2
  }
}

function askedBy(open: readonly Pending[]): Asked {
  const asked: Asked = new Map()
  for (const { change, way } of open) way.ask(asked, change, change)
  return asked
}

/**
 * Settles every change that these tables decide, and gathers the writes that the others still lack. In the last round nothing
 * more is written; what waits for another change is settled when there is none left to wait for.
 */
function takeStock(
  access: RouterAccess,
  tables: Tables,
  claims: Claims,
  open: readonly Pending[],
  outcomes: Map<number, Outcome>,
  { isLast, isFinal }: { isLast: boolean; isFinal: boolean },
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
    else if (isFinal || !steps.waits) outcomes.set(at, settle(access, pending, tables, steps))
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

/** Nothing more can be written: what the tables show is what became of it. */
function settle(access: RouterAccess, pending: Pending, tables: Tables, steps: Steps): Outcome {
  const { change, way } = pending
  const seen = see(change, way, tables)
  const observed = verdictOf(seen)
  const isRight = change.desired === 'none' || observed === change.desired
  if (steps.writes.length === 0 && steps.refused === null && !steps.waits && isRight) return done(pending, seen)
  const shows = proofOf(seen.texts)
  if (steps.waits) steps.refused ??= 'what is ours here waits for another connection of this run to take it over'
  if (steps.refused !== null) return failed(change, observed, pending.isSent, refusal(access, change, steps.refused))
  if (pending.trap !== null) return failed(change, observed, true, noteOf(pending.trap, 'device-refused'))
  if (pending.lost !== null) return failed(change, observed, true, noteOf(pending.lost, 'device-silent'))
  const why = pending.isSent ? `was told, and still shows: ${shows}` : `shows: ${shows}`
  return failed(change, observed, pending.isSent, refusal(access, change, why))
}

function done({ change, sent, ended }: Pending, seen: Seen): Done {
  const { order, place, generation, desired } = change
  const texts = desired === 'none' && seen.texts.length === 0 ? [sightText('none-of-ours', {})] : seen.texts
  const proof = proofOf(ended === '' ? texts : [...texts, ended])
  return { order, place, generation, ok: true, observed: desired, did: sent.length === 0 ? 'already' : 'changed', proof }
}

/** In the router's words, as many as fit into a receipt. */
export const proofOf = (texts: readonly string[]): string => shortened(texts.join(', '), 500)

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
