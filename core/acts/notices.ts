// Pre-notices: who is due one now, and its beginning. The walk over all customers reads documents only of those whom their
// switches do not keep off; the beginning decides each of them again in its own transaction, because somebody may have paid in
// between. Surprising: who is due is not always noticed. An address that another customer has too would show him the wrong
// debt, and a connection that may still be on the cut list must not be on both; such ones wait or are left out.

import { type Cents, cents } from '../rules/money.ts'
import { heldOff, type NoticeSwitches, noticeDue } from '../rules/notice.ts'
import type { Terms } from '../rules/terms.ts'
import { type Account, type AccountConnection, accountsOf } from '../store/accounts.ts'
import { type ClaimLine, clashes } from '../store/claims.ts'
import { lockCustomers } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { insertNotices, noticeSwitchesAfter, noticeSwitchesOf, type SwitchLine } from '../store/notices.ts'
import { loadTerms } from '../store/settings.ts'
import type { DriverName } from '../store/tables.ts'
import { byRouter, type NoticeList } from './notice-lists.ts'

/** Customers looked at between two yields. */
const BATCH = 200

/** Drivers whose routers have a notice list. */
const WITH_LIST: readonly DriverName[] = ['routeros']

export interface NoticeWalk {
  at: number
  /** Ends the walk; who is left is still due at the next. */
  most: number
  /** Called between two batches; the walk waits for it, so that the thread can do other things. */
  pause(): Promise<void>
}

/** Ids of customers who are due a notice and have an address to show it at, in order; at most `most`. */
export async function noticesDue(db: Db, walk: NoticeWalk): Promise<number[]> {
  const terms = await loadTerms(db)
  const due: number[] = []
  if (!terms.notice.enabled) return due
  for (let after = 0; due.length < walk.most;) {
    const lines = await noticeSwitchesAfter(db, after, BATCH)
    if (lines.length === 0) break
    after = lines.at(-1)?.customerId ?? after
    due.push(...(await dueAmong(db, lines, walk.at, terms)).map(({ account }) => account.id))
    await walk.pause()
  }
  return due.slice(0, walk.most)
}

/** Begins the notices of those who are still due: a row and a line of the log for each address. Returns what goes on which list. */
export async function beginNotices(
  db: Db,
  customerIds: readonly number[],
  told: { now: number; by: string },
): Promise<NoticeList[]> {
  return within(db, async (tx) => {
    await lockCustomers(tx, customerIds)
    const terms = await loadTerms(tx)
    const due = await dueAmong(tx, await noticeSwitchesOf(tx, customerIds), told.now, terms)
    const begunAt = told.now
    const untilAt = begunAt + terms.notice.seconds * 1000
    const notices = due.flatMap(({ account, owedCents, connections }) =>
      connections.map(({ id, routerId, address, ipv6Prefix }) => ({
        ...{ customerId: account.id, customerCode: account.code, connectionId: id, routerId: routerId ?? 0 },
        ...{ address, ipv6Prefix, begunAt, untilAt, endedAt: null, owedCents },
      })),
    )
    await insertNotices(tx, notices)
    await addLog(
      tx,
      notices.map(({ customerId, connectionId, address, ipv6Prefix, owedCents }) => ({
        at: told.now,
        by: told.by,
        what: 'notice-begun',
        customerId,
        about: { kind: 'connection', id: connectionId },
        facts: { address, ipv6Prefix, owedCents, seconds: terms.notice.seconds },
      })),
    )
    return byRouter(
      notices.toSorted((one, other) => one.routerId - other.routerId),
      told.now,
    )
  })
}

interface DueNotice {
  account: Account
  owedCents: Cents
  /** Those that it is shown at, one at least. */
  connections: AccountConnection[]
}

async function dueAmong(db: Db, lines: readonly SwitchLine[], at: number, terms: Terms): Promise<DueNotice[]> {
  const asked = new Map<number, NoticeSwitches>()
  for (const { customerId, prenotice, ...rest } of lines) {
    const switches = { prenotice: prenotice === 1, ...rest }
    if (heldOff(switches, at, terms) === null) asked.set(customerId, switches)
  }
  const due: DueNotice[] = []
  for (const account of await accountsOf(db, [...asked.keys()])) {
    const owedCents = owedBy(account, asked.get(account.id), at, terms)
    const connections = owedCents > 0 ? account.connections.filter(mayBeListed) : []
    if (connections.length > 0) due.push({ account, owedCents, connections })
  }
  return withoutShared(db, due)
}

/** What is due a notice, 0 where nothing is. */
function owedBy(account: Account, switches: NoticeSwitches | undefined, at: number, terms: Terms): Cents {
  if (switches === undefined) return cents(0)
  try {
    const answer = noticeDue({ ...account.facts, ...switches }, at, terms)
    return answer.due ? answer.owedCents : cents(0)
  } catch {
    return cents(0) // his documents contradict each other: every plan and `db check` show him, no notice states a sum
  }
}

function mayBeListed(connection: AccountConnection): boolean {
  const { inService, placeId, driver, address, ipv6Prefix, observed, cutSent, orderDesired } = connection
  if (inService === 0 || placeId === null || driver === null || !WITH_LIST.includes(driver)) return false
  return (address ?? ipv6Prefix) !== null && observed !== 'cut' && cutSent === 0 && orderDesired !== 'cut'
}

async function withoutShared(db: Db, due: readonly DueNotice[]): Promise<DueNotice[]> {
  const ids = due.map(({ account }) => account.id)
  const claims: ClaimLine[] = []
  for (let start = 0; start < ids.length; start += BATCH) claims.push(...(await clashes(db, ids.slice(start, start + BATCH))))
  const owners = new Map<string, Set<number>>()
  for (const { key, customerId } of claims) owners.set(key, (owners.get(key) ?? new Set()).add(customerId))
  const shared = new Set(claims.filter(({ key }) => (owners.get(key)?.size ?? 0) > 1).map((claim) => claim.connectionId))
  return due
    .map((one) => ({ ...one, connections: one.connections.filter(({ id }) => !shared.has(id)) }))
    .filter(({ connections }) => connections.length > 0)
}
