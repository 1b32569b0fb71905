// Pre-notices: who is due one now, who is not and why, and their beginning. The walk over all customers reads documents only of
// those whom their switches do not keep off; the beginning decides each of them again in its own transaction, because somebody
// may have paid in between. Surprising: who is due is not always noticed. An address that another customer has too would show
// him the wrong debt, a connection that may still be on the cut list must not be on both, and a router that does not answer
// shows nothing; such ones wait or are left out.

import { type Cents, cents } from '../rules/money.ts'
import { heldOff, noticeDue, type NoticeHold, type NoticeSwitches } from '../rules/notice.ts'
import type { Terms } from '../rules/terms.ts'
import { type Account, type AccountConnection, accountsOf } from '../store/accounts.ts'
import { type ClaimLine, clashes } from '../store/claims.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { insertNotices, type NoticeLine, noticeSwitchesAfter, noticeSwitchesOf, type SwitchLine } from '../store/notices.ts'
import { openAddresses } from '../store/sessions.ts'
import { loadTerms } from '../store/settings.ts'
import type { DriverName } from '../store/tables.ts'
import { byRouter, type NoticeList, seekOf } from './notice-lists.ts'

/** Customers looked at between two yields. */
const BATCH = 200

/** Drivers whose routers have a notice list. */
const WITH_LIST: readonly DriverName[] = ['routeros']

/** Why somebody gets no notice: by the rule, or because there is nowhere to show it to him. */
export type NoticeWhy = NoticeHold | 'unclear' | 'no-address' | 'cut-pending' | 'router-away' | 'address-shared'

/** In words, for people. */
export const NOTICE_WHY: Readonly<Record<NoticeWhy, string>> = {
  'isp-off': 'pre-notices are off (prenotice.enabled)',
  'customer-off': 'switched off for this customer',
  'outside-window': 'outside the days of the window',
  'noticed-lately': 'the last notice began less than prenotice.everyHours ago',
  'not-served': 'not served: only who has service is noticed',
  free: 'free (gratis)',
  'promise-live': 'a payment promise is live',
  'owes-too-little': 'owes no more than the threshold',
  unclear: 'the documents contradict each other (ispcube db check)',
  'no-address': 'no connection in service with an address or user on a router that has a notice list',
  'cut-pending': 'a cut is on its way, or not proven lifted yet',
  'router-away': 'the router does not answer for now',
  'address-shared': 'another customer has the same address or user',
}

/** Routers that are left alone for now. */
type Away = ReadonlySet<number>

export interface NoticeWalk {
  at: number
  /** Goes on behind this customer. */
  after?: number
  /** Ends the walk; it goes on behind the last of them. */
  most: number
  /** Nobody is due by a connection on one of these routers: it would begin a notice that nobody sees. */
  away?: Away | undefined
  /** Called between two batches; the walk waits for it, so that the thread can do other things. */
  pause(): Promise<void>
  /** Told of everybody that the walk comes by. */
  seen?(verdicts: readonly NoticeVerdict[]): void
}

/** How one customer fares; where he is due, what he owes and the connections that it is shown at, one at least. */
export type NoticeVerdict = { customerId: number } & (
  | { why: NoticeWhy }
  | { why: null; account: Account; owedCents: Cents; connections: ListedConnection[] }
)

type Due = Extract<NoticeVerdict, { why: null }>

type ListedConnection = AccountConnection & Pick<NoticeLine, 'origin'>

/** Ids of customers who are due a notice and have an address to show it at, in order; at most `most`. */
export async function noticesDue(db: Db, walk: NoticeWalk): Promise<number[]> {
  const terms = await loadTerms(db)
  const due: number[] = []
  if (!terms.notice.enabled && walk.seen === undefined) return due
  for (let after = walk.after ?? 0; due.length < walk.most;) {
    const lines = await noticeSwitchesAfter(db, after, BATCH)
    if (lines.length === 0) break
    after = lines.at(-1)?.customerId ?? after
    const verdicts = await verdictsOf(db, lines, walk.at, terms, walk.away)
    walk.seen?.(verdicts)
    due.push(...verdicts.filter(isDue).map((verdict) => verdict.customerId))
    await walk.pause()
  }
  return due.slice(0, walk.most)
}

/** How one customer fares at an instant. */
export async function noticeOf(db: Db, customerId: number, at: number): Promise<NoticeVerdict> {
  const [verdict] = await verdictsOf(db, await noticeSwitchesOf(db, [customerId]), at, await loadTerms(db))
  return verdict ?? { customerId, why: 'no-address' }
}

export interface BegunNotice {
  id: number
  customerId: number
  customerCode: string
  connectionId: number
  routerId: number
  owedCents: Cents
}

/** What begins: the rows, and what goes on which list. Whatever goes out beside the web notice goes to these customers. */
export interface Begun {
  notices: BegunNotice[]
  lists: NoticeList[]
}

/** Begins the notices of those who are still due: a row and a line of the log for each address. */
export async function beginNotices(
  db: Db,
  customerIds: readonly number[],
  told: { now: number; by: string; away?: Away | undefined },
): Promise<Begun> {
  return within(db, async (tx) => {
    await lockCustomers(tx, customerIds)
    const terms = await loadTerms(tx)
    const lines = await noticeSwitchesOf(tx, customerIds)
    const due = (await verdictsOf(tx, lines, told.now, terms, told.away)).filter(isDue)
    const begunAt = told.now
    const untilAt = begunAt + terms.notice.seconds * 1000
    const rows = due.flatMap(({ account, owedCents, connections }) =>
      connections.map(({ id, routerId, address, ipv6Prefix, origin, kind, username, mac }) => ({
        ...{ customerId: account.id, customerCode: account.code, connectionId: id, routerId: routerId ?? 0 },
        ...{ address, ipv6Prefix, origin, kind, username, mac, begunAt, untilAt, endedAt: null, owedCents },
      })),
    )
    const ids = await insertNotices(tx, rows)
    await addLog(
      tx,
      rows.map(({ customerId, connectionId, address, ipv6Prefix, owedCents }) => ({
        at: told.now,
        by: told.by,
        what: 'notice-begun',
        customerId,
        about: { kind: 'connection', id: connectionId },
        facts: { address, ipv6Prefix, owedCents, seconds: terms.notice.seconds },
      })),
    )
    const lists = byRouter(
      rows.toSorted((one, other) => one.routerId - other.routerId),
      told.now,
    )
    const notices = rows.map(({ customerId, customerCode, connectionId, routerId, owedCents }, index) => ({
      ...{ id: ids[index] ?? Number.NaN, customerId, customerCode, connectionId, routerId, owedCents },
    }))
    return { notices, lists }
  })
}

const isDue = (verdict: NoticeVerdict): verdict is Due => verdict.why === null

async function verdictsOf(db: Db, lines: readonly SwitchLine[], at: number, terms: Terms, away?: Away): Promise<NoticeVerdict[]> {
  const held: NoticeVerdict[] = []
  const asked = new Map<number, NoticeSwitches>()
  for (const { customerId, prenotice, ...rest } of lines) {
    const switches = { prenotice: prenotice === 1, ...rest }
    const why = heldOff(switches, at, terms)
    if (why === null) asked.set(customerId, switches)
    else held.push({ customerId, why })
  }
  const accounts = await accountsOf(db, [...asked.keys()])
  const owing = accounts.map((account) => owedBy(account, asked.get(account.id), at, terms))
  const online = await openAddresses(
    db,
    owing
      .flatMap((one) => (isDue(one) ? one.connections.filter((connection) => connection.origin === 'accounting') : []))
      .map(({ id }) => id),
  )
  const placed = owing.map((one) => (isDue(one) ? reachedBy(one, online, away ?? new Set()) : one))
  return [...held, ...(await withoutShared(db, placed))]
}

/** By the rule alone; his connections are all that he has. */
function owedBy(account: Account, switches: NoticeSwitches | undefined, at: number, terms: Terms): NoticeVerdict {
  const customerId = account.id
  if (switches === undefined) return { customerId, why: 'isp-off' }
  try {
    const answer = noticeDue({ ...account.facts, ...switches }, at, terms)
    if (!answer.due) return { customerId, why: answer.why }
    const connections = account.connections.map((connection) => ({ ...connection, origin: originOf(connection) }))
    return { customerId, why: null, account, owedCents: cents(answer.owedCents), connections }
  } catch {
    return { customerId, why: 'unclear' } // every plan and `db check` show him, no notice states a sum
  }
}

function originOf(connection: AccountConnection): NoticeLine['origin'] {
  if ((connection.address ?? connection.ipv6Prefix) !== null) return 'own'
  return seekOf(connection) === null ? 'accounting' : 'router'
}

function reachedBy(due: Due, online: ReadonlyMap<number, string>, away: Away): NoticeVerdict {
  const { customerId } = due
  const there = due.connections.flatMap((connection) => {
    const { inService, placeId, driver, origin } = connection
    if (inService === 0 || placeId === null || driver === null || !WITH_LIST.includes(driver)) return []
    const address = origin === 'accounting' ? (online.get(connection.id) ?? null) : connection.address
    return origin === 'accounting' && address === null ? [] : [{ ...connection, address }]
  })
  if (there.length === 0) return { customerId, why: 'no-address' }
  const uncut = there.filter(
    ({ observed, cutSent, orderDesired }) => observed !== 'cut' && cutSent === 0 && orderDesired !== 'cut',
  )
  if (uncut.length === 0) return { customerId, why: 'cut-pending' }
  const connections = uncut.filter(({ routerId }) => routerId !== null && !away.has(routerId))
  return connections.length === 0 ? { customerId, why: 'router-away' } : { ...due, connections }
}

async function withoutShared(db: Db, verdicts: readonly NoticeVerdict[]): Promise<NoticeVerdict[]> {
  const ids = verdicts.filter(isDue).map(({ customerId }) => customerId)
  const claims: ClaimLine[] = []
  for (let start = 0; start < ids.length; start += BATCH) claims.push(...(await clashes(db, ids.slice(start, start + BATCH))))
  const owners = new Map<string, Set<number>>()
  for (const { key, customerId } of claims) owners.set(key, (owners.get(key) ?? new Set()).add(customerId))
  const shared = new Set(claims.filter(({ key }) => (owners.get(key)?.size ?? 0) > 1).map((claim) => claim.connectionId))
  return verdicts.map((verdict) => {
    if (!isDue(verdict)) return verdict
    const connections = verdict.connections.filter(({ id }) => !shared.has(id))
    return connections.length === 0 ? { customerId: verdict.customerId, why: 'address-shared' } : { ...verdict, connections }
  })
}
