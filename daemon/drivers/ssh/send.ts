// Sends the lines of a part. Where the template has a feed, hundreds of them are one command; one that is refused is sent
// again in halves, down to the single line that the device does not like, so that it fails alone. Without a feed each line is a
// command. What came of a line is noted at the changes that wait for it; nothing is thrown, because the read-back decides.

import type { Change } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import type { Fault } from '../../../core/fault.ts'
import { endedText, sightText } from '../../../core/rules/sight.ts'
import { refusalOf } from './lists.ts'
import type { Desk } from './lists.ts'
import type { Placed, Write } from './plan.ts'
import type { Session } from './session.ts'
import { parseSpan } from './span.ts'
import type { Span } from './span.ts'
import { fault } from './words.ts'

/** A change that is still on its way. */
export interface Pending {
  /** Its place in the run. */
  at: number
  change: Placed<Change>
  /** Every write that was put on its way for it, by key: none is twice. */
  sent: Set<string>
  isSent: boolean
  /** The last refusal of one of its lines; the read-back may show that it does not matter. */
  refusal: Fault | null
  /** A line that was sent and not answered. */
  lost: Fault | null
  /** Addresses that it cut just now. */
  cuts: Span[]
  ended: string
}

/** A write, and the changes that wait for it. */
export interface Order {
  write: Write
  waiting: Pending[]
}

/** Of a feed; nft takes thousands, but a small box has its command's time for all of them. */
const FEED_MAX = 500
/** So many lines refused by themselves, none taken: it is not the lines. The rest are told the same, unsent. */
const REFUSED_MAX = 16

export async function send(session: Session, desk: Desk, orders: readonly Order[]): Promise<void> {
  const { feed } = desk.template
  if (feed === null) return sendEach(session, desk, orders)
  const tally: Tally = { refused: 0, taken: 0 }
  for (let from = 0; from < orders.length; from += FEED_MAX)
    await sendFeed(session, desk, feed, orders.slice(from, from + FEED_MAX), tally)
}

interface Tally {
  refused: number
  taken: number
}

async function sendFeed(session: Session, desk: Desk, feed: string, orders: readonly Order[], tally: Tally): Promise<void> {
  const [first] = orders
  if (first === undefined) return
  if (tally.taken === 0 && tally.refused >= REFUSED_MAX) {
    const why = fault(desk.access, 'device-refused', `refused each of the first ${tally.refused} lines; this one was not tried`)
    for (const { waiting } of orders) for (const pending of waiting) pending.refusal ??= why
    return
  }
  const lines = orders.flatMap(({ write }) => write.texts)
  const no = await told(session, desk, feed, `${lines.join('\n')}\n`)
  if (no === null || no.code !== 'device-refused' || !session.isOpen || orders.length === 1) {
    for (const order of orders) note(order, no)
    if (no === null) tally.taken++
    else tally.refused++
    return
  }
  const half = Math.ceil(orders.length / 2)
  await sendFeed(session, desk, feed, orders.slice(0, half), tally)
  await sendFeed(session, desk, feed, orders.slice(half), tally)
}

async function sendEach(session: Session, desk: Desk, orders: readonly Order[]): Promise<void> {
  const left = orders[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const order of left) {
      let no: Fault | null = null
      for (const text of order.write.texts) no ??= await told(session, desk, text, null)
      note(order, no)
    }
  }
  await Promise.all(Array.from({ length: session.width }, work))
}

/** What was wrong with a command, null where nothing was. */
async function told(
  session: Session,
  { access, template, signal }: Desk,
  command: string,
  input: string | null,
): Promise<Fault | null> {
  try {
    return refusalOf(access, template, await session.run(command, input, signal))
  } catch (e) {
    if (isFault(e)) return e
    throw e
  }
}

function note(order: Order, no: Fault | null): void {
  if (no?.code === 'device-unreachable') return // it never left
  for (const pending of order.waiting) {
    pending.isSent = true
    if (no === null) continue
    if (no.code === 'device-refused') pending.refusal = no
    else pending.lost = no
  }
}

/**
 * A tool that ends connections looks through all of them for each address (conntrack 1.4.7: 9 ms of CPU with 262,144 buckets), so a
 * run of hundreds leaves them to the rule, which stands above whatever lets live connections pass.
 */
const ENDED_MAX = 64

/** Ends what runs at the addresses that were just cut. What fails here is told in the proof and undoes nothing. */
export async function endCut(session: Session, desk: Desk, part: readonly Pending[]): Promise<void> {
  const { end } = desk.template
  const cut = part.filter(({ cuts, isSent, refusal, lost }) => cuts.length > 0 && isSent && refusal === null && lost === null)
  const spans = cut.flatMap(({ cuts }) => cuts)
  if (end === null || spans.length === 0 || spans.length > ENDED_MAX) return
  const said = await session.run(end, `${spans.map(({ text }) => text).join('\n')}\n`, desk.signal)
  const no = refusalOf(desk.access, desk.template, said)
  const counts = new Map<string, number>()
  for (const line of said.out.split('\n')) {
    const [address = '', count = ''] = line.trim().split(' ')
    const key = parseSpan(address)?.key
    if (key !== undefined && /^\d{1,9}$/.test(count)) counts.set(key, Number(count))
  }
  for (const pending of cut) {
    const count = pending.cuts.reduce((sum, { key }) => sum + (counts.get(key) ?? 0), 0)
    pending.ended = no === null ? endedText(count) : sightText('not-ended', { why: no.message })
    pending.cuts = []
  }
}
