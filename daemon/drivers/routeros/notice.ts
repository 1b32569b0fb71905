// The notice list of one router, kept as it is told: entries of ours that must not be there go first, then those that are missing
// come, each with its time-out, so that the router takes it off by itself. Whoever has no address of his own is looked up among
// those who are there now. Entries of another hand are never touched; where one stands at the same address, that address is on
// the list already. Surprising: an entry whose time is wrong is taken out and put back, because not every version lets the
// time of a row that lives in memory be set.

import type { NoticeEntry, NoticeOutcome, RouterAccess } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import { type Address, parseAddress } from './address.ts'
import { isYes, macOf, markOf, readMark, secondsOf } from './property.ts'
import type { Row } from './sentence.ts'
import { type Session, trapOf } from './session.ts'
import { MENUS } from './tables.ts'

type Menu = 'list4' | 'list6'

/** An entry that is off by no more than this stays as it is. */
const OFF_S = 5
/** Sentences between two looks at whether something more urgent waits. */
const BATCH = 50
/** Up to so many are asked for by name; above, one table is cheaper. */
const NAMES_MAX = 8

interface Held {
  id: string
  menu: Menu
  key: string
  connection: number | null
  isOurs: boolean
  isEnabled: boolean
  /** Null without a time-out. */
  leftS: number | null
}

interface Lists {
  held: Held[]
  hasIpv6: boolean
}

/** One row that is to be there. */
interface Wish {
  at: number
  menu: Menu
  address: Address
  entry: NoticeEntry
}

/** Outcomes in the order of the entries. Throws where the session is lost or a list cannot be read; repeating is safe. */
export async function keepNotices(
  session: Session,
  access: RouterAccess,
  entries: readonly NoticeEntry[],
  signal: AbortSignal,
  hurry: () => boolean,
): Promise<NoticeOutcome[]> {
  const [lists, found] = await Promise.all([readLists(session, access, signal), seek(session, entries, signal)])
  const { outcomes, wishes } = wishesOf(entries, found, lists.hasIpv6)
  const { going, adding } = differ(lists.held, wishes, outcomes)
  await removeAll(session, going, signal)
  for (let start = 0; start < adding.length; start += BATCH) {
    if (hurry()) {
      for (const { at } of adding.slice(start))
        if (outcomes[at]?.state === 'listed') outcomes[at] = { ...outcomes[at], state: 'left' }
      break
    }
    await Promise.all(adding.slice(start, start + BATCH).map((wish) => add(session, access, wish, outcomes, signal)))
  }
  return outcomes
}

async function readLists(session: Session, access: RouterAccess, signal: AbortSignal): Promise<Lists> {
  const lists: Lists = { held: [], hasIpv6: true }
  const read = async (menu: Menu) => {
    const words = [`${MENUS[menu].path}/print`, '=.proplist=.id,address,comment,timeout,disabled', `?list=${access.noticeList}`]
    const rows = await rowsOf(session, words, signal)
    if (rows === null && menu === 'list6') lists.hasIpv6 = false
    for (const row of rows ?? []) {
      const address = parseAddress(row.address ?? '')
      const mark = readMark(row.comment)
      if (row['.id'] === undefined || (address === null && mark === null)) continue
      lists.held.push({
        ...{ id: row['.id'], menu, key: address?.key ?? '', connection: mark?.connection ?? null, isOurs: mark !== null },
        ...{ isEnabled: !isYes(row.disabled), leftS: row.timeout === undefined ? null : secondsOf(row.timeout) },
      })
    }
  }
  await Promise.all([read('list4'), read('list6')])
  return lists
}

/** Null where the router has no such menu. */
async function rowsOf(session: Session, words: readonly string[], signal: AbortSignal): Promise<Row[] | null> {
  try {
    return await session.command(words, { signal })
  } catch (e) {
    if (trapOf(e)?.startsWith('no such command') === true) return null
    throw e
  }
}

const SOUGHT = {
  pppoe: { path: '/ppp/active', key: 'name', fields: 'name,address' },
  hotspot: { path: '/ip/hotspot/active', key: 'user', fields: 'user,address' },
  dhcp: { path: '/ip/dhcp-server/lease', key: 'mac-address', fields: 'mac-address,active-address,status' },
} as const

/** By way and name: the address that is in use right now. Of several sessions of one name the newest counts. */
async function seek(session: Session, entries: readonly NoticeEntry[], signal: AbortSignal): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const reads = (['pppoe', 'hotspot', 'dhcp'] as const).map(async (way) => {
    const names = new Set(entries.flatMap(({ seek }) => (seek?.way === way ? [nameOf(seek)] : [])))
    if (names.size === 0) return
    const { path, key, fields } = SOUGHT[way]
    const words = [`${path}/print`, `=.proplist=${fields}`]
    if (names.size <= NAMES_MAX) {
      words.push(...[...names].map((name) => `?${key}=${name}`), ...Array.from({ length: names.size - 1 }, () => '?#|'))
    }
    for (const row of (await rowsOf(session, words, signal)) ?? []) {
      const name = row[key] ?? ''
      const address = way === 'dhcp' ? boundAddress(row) : row.address
      if (names.has(name) && address !== undefined && address !== '') found.set(`${way} ${name}`, address)
    }
  })
  await Promise.all(reads)
  return found
}

const nameOf = ({ way, name }: NonNullable<NoticeEntry['seek']>): string => (way === 'dhcp' ? (macOf(name) ?? name) : name)

/** A lease that waits or is only offered says nothing of who has the address. */
const boundAddress = (row: Row): string | undefined => (row.status === 'bound' ? row['active-address'] : undefined)

function wishesOf(entries: readonly NoticeEntry[], found: ReadonlyMap<string, string>, hasIpv6: boolean) {
  const outcomes: NoticeOutcome[] = []
  const wishes: Wish[] = []
  for (const [at, entry] of entries.entries()) {
    const { connection, seek } = entry
    const sought = seek === null ? undefined : found.get(`${seek.way} ${nameOf(seek)}`)
    const text = seek === null ? entry.address : (sought ?? null)
    const parsed = [text, seek === null && hasIpv6 ? entry.ipv6Prefix : null].flatMap((one) =>
      one === null ? [] : [parseAddress(one)],
    )
    const addresses = parsed.flatMap((address) => address ?? [])
    if (seek !== null && text === null) outcomes.push({ connection, state: 'offline', address: null, why: null })
    else if (addresses.length === 0 || addresses.length < parsed.length) {
      const why = parsed.length === 0 ? 'this router has no IPv6' : `"${entry.address ?? entry.ipv6Prefix ?? text}" is no address`
      outcomes.push({ connection, state: 'refused', address: null, why })
    } else {
      outcomes.push({ connection, state: 'listed', address: text, why: null })
      for (const address of addresses) wishes.push({ at, menu: address.family === 4 ? 'list4' : 'list6', address, entry })
    }
  }
  return { outcomes, wishes: withoutShared(wishes, outcomes) }
}

/** An address that two customers are found with is nobody's: each would be shown what the other owes. */
function withoutShared(wishes: readonly Wish[], outcomes: NoticeOutcome[]): Wish[] {
  const owners = new Map<string, Set<string>>()
  for (const { address, entry } of wishes) owners.set(address.key, (owners.get(address.key) ?? new Set()).add(entry.customerCode))
  return wishes.filter(({ at, address, entry }) => {
    if ((owners.get(address.key)?.size ?? 0) < 2) return true
    outcomes[at] = {
      connection: entry.connection,
      state: 'refused',
      address: null,
      why: `${address.text} is in use by two customers`,
    }
    return false
  })
}

/** What has to go and what has to come; what another hand has put there already has come. */
function differ(held: readonly Held[], wishes: readonly Wish[], outcomes: NoticeOutcome[]): { going: Held[]; adding: Wish[] } {
  const there = new Map(held.map((one) => [`${one.menu} ${one.key}`, one]))
  const staying = new Set<string>()
  const adding: Wish[] = []
  for (const wish of wishes) {
    const known = there.get(`${wish.menu} ${wish.address.key}`)
    if (outcomes[wish.at]?.state !== 'listed' || staying.has(`${wish.menu} ${wish.address.key}`)) continue
    if (known !== undefined && !known.isOurs) {
      if (known.isEnabled) continue
      const why = `${wish.address.text} has a disabled entry of another hand on the notice list: enable or remove it`
      outcomes[wish.at] = { connection: wish.entry.connection, state: 'refused', address: null, why }
    } else {
      staying.add(`${wish.menu} ${wish.address.key}`)
      if (known === undefined || !isAsTold(known, wish)) adding.push(wish)
    }
  }
  const kept = new Set(adding.map((wish) => `${wish.menu} ${wish.address.key}`))
  const isKept = (key: string) => staying.has(key) && !kept.has(key)
  return { going: held.filter((one) => one.isOurs && !isKept(`${one.menu} ${one.key}`)), adding }
}

const isAsTold = ({ connection, isEnabled, leftS }: Held, { entry }: Wish): boolean =>
  connection === entry.connection && isEnabled && leftS !== null && Math.abs(leftS - entry.seconds) <= OFF_S

/** In one sentence a menu; where one of the rows has gone meanwhile, which undoes the whole sentence, each by itself. */
async function removeAll(session: Session, going: readonly Held[], signal: AbortSignal): Promise<void> {
  const gone = async (menu: Menu, ids: readonly string[]): Promise<void> => {
    try {
      await session.command([`${MENUS[menu].path}/remove`, `=.id=${ids.join(',')}`], { signal })
    } catch (e) {
      if (trapOf(e)?.startsWith('no such item') !== true) throw e
      if (ids.length > 1) await Promise.all(ids.map((id) => gone(menu, [id])))
    }
  }
  const parcels: Promise<void>[] = []
  for (const menu of ['list4', 'list6'] as const) {
    const ids = going.filter((one) => one.menu === menu).map(({ id }) => id)
    for (let start = 0; start < ids.length; start += BATCH) parcels.push(gone(menu, ids.slice(start, start + BATCH)))
  }
  const ended = await Promise.allSettled(parcels)
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

async function add(
  session: Session,
  access: RouterAccess,
  wish: Wish,
  outcomes: NoticeOutcome[],
  signal: AbortSignal,
): Promise<void> {
  const { at, menu, address, entry } = wish
  const words = [
    `=list=${access.noticeList}`,
    `=address=${address.text}`,
    `=timeout=${entry.seconds}s`,
    `=comment=${markOf(entry)}`,
  ]
  try {
    await session.command([`${MENUS[menu].path}/add`, ...words], { signal })
  } catch (e) {
    const trap = trapOf(e)
    if (trap === null || !isFault(e)) throw e
    if (trap.startsWith('failure: already have such')) return
    outcomes[at] = { connection: entry.connection, state: 'refused', address: null, why: e.message }
  }
}
