// The lists of the firewall. A cut is an entry of ours in the cut list, without a timeout: an entry with one lives in
// memory and is gone after a reboot, so it proves no lasting cut. A restore takes away whatever of ours concerns the
// connection or its address, from the notice list too: no address is on both. Entries of another hand are never touched;
// on the cut list they cut all the same, so they are told. Every way of cutting asks here, because an entry for its
// address cuts a PPPoE customer as well. Surprising: RouterOS keeps list and address unique whoever owns the entry and
// whether it is enabled or not, so a disabled entry of a stranger stands in the way of ours.

import type { Change, Stray } from '../../../core/driver.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { covers, isSingle, parseAddress } from './address.ts'
import type { Address } from './address.ts'
import { isYes, markOf, readMark, shortened } from './property.ts'
import { ask } from './tables.ts'
import type { MenuName, Tables } from './tables.ts'
import { add, refuse, remove, set } from './way.ts'
import type { Claims, Placed, Seen, Steps, WayOfCutting } from './way.ts'

interface Entry {
  id: string
  menu: MenuName
  list: string
  address: Address
  comment: string
  isOurs: boolean
  /** From our comment. */
  connection: number | null
  isEnabled: boolean
  /** Has a timeout, or was made by the router itself. */
  isDynamic: boolean
}

interface Entries {
  /** Of the cut list, by exact address. */
  cutAt: Map<string, Entry[]>
  /** Enabled ones of the cut list that span more than one address. */
  wide: Entry[]
  /** Ours on the notice list, by exact address. */
  noticeAt: Map<string, Entry[]>
  /** Ours on both lists, by connection. */
  ours: Map<number, Entry[]>
}

const indexed = new WeakMap<Tables, Entries>()

function entriesOf(tables: Tables): Entries {
  const known = indexed.get(tables)
  if (known !== undefined) return known
  const entries: Entries = { cutAt: new Map(), wide: [], noticeAt: new Map(), ours: new Map() }
  for (const menu of ['list4', 'list6'] as const) {
    for (const row of tables.rows(menu)) {
      const address = parseAddress(row.address ?? '')
      const mark = readMark(row.comment)
      const { list = '', comment = '' } = row
      if (address === null || row['.id'] === undefined) continue
      const state = { isEnabled: !isYes(row.disabled), isDynamic: isYes(row.dynamic), isOurs: mark !== null }
      const entry: Entry = { id: row['.id'], menu, list, address, comment, connection: mark?.connection ?? null, ...state }
      if (list === tables.access.cutList) {
        put(entries.cutAt, address.key, entry)
        if (entry.isEnabled && !isSingle(address)) entries.wide.push(entry)
      } else if (list !== tables.access.noticeList) continue
      else if (entry.isOurs) put(entries.noticeAt, address.key, entry)
      if (entry.connection !== null) put(entries.ours, entry.connection, entry)
    }
  }
  indexed.set(tables, entries)
  return entries
}

function put<K>(map: Map<K, Entry[]>, key: K, entry: Entry): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [entry])
  else held.push(entry)
}

const NONE: readonly Entry[] = []

function covering(entries: Entries, address: Address): readonly Entry[] {
  const here = entries.cutAt.get(address.key)
  if (here === undefined && entries.wide.length === 0) return NONE
  const found = (here ?? NONE).filter((entry) => entry.isEnabled)
  for (const entry of entries.wide) if (entry.address.key !== address.key && covers(entry.address, address)) found.push(entry)
  return found
}

/** Both lists are read for every target: an entry of ours may stand there from a time when it was cut another way. */
export const addressList: WayOfCutting = {
  lack: (target) => (target.address === null && target.ipv6Prefix === null ? 'no address' : null),
  ask(asked) {
    ask(asked, 'list4')
    ask(asked, 'list6')
  },
  listed: (target) => target.own,
  claim: () => [],
  see() {},
  plan() {},
}

/**
 * What the cut list says. `listed` are the addresses that a cut of this way puts there: missing from the list they speak for
 * service. An entry that covers any other address of the target still cuts.
 */
export function seeLists(target: Placed, listed: readonly Address[], tables: Tables, seen: Seen): void {
  const entries = entriesOf(tables)
  const { cutList } = tables.access
  for (const address of addressesOf(target, listed)) {
    const found = covering(entries, address)
    if (found.length === 0) {
      if (!listed.includes(address)) continue
      seen.open++
      seen.texts.push(sightText('not-listed', { address: address.text, list: cutList }))
      continue
    }
    seen.shut++
    // Ours with a timeout: it cuts now and will not after a reboot.
    if (found.every((entry) => entry.isOurs && entry.isDynamic)) seen.open++
    for (const entry of found) {
      seen.foreign ||= !entry.isOurs
      const { id, isOurs } = entry
      const listed = { id, list: cutList, address: entry.address.text }
      const comment = shortened(entry.comment, 80)
      seen.texts.push(isOurs ? `${id} ${cutList} ${listed.address}` : sightText('foreign-entry', { ...listed, comment }))
    }
  }
}

function addressesOf(target: Placed, listed: readonly Address[]): readonly Address[] {
  if (listed === target.own) return listed
  const all = [...listed]
  for (const own of target.own) if (!all.some((address) => address.key === own.key)) all.push(own)
  return all
}

/** The writes that the lists lack. */
export function planLists(
  change: Placed<Change>,
  listed: readonly Address[],
  tables: Tables,
  claims: Claims,
  steps: Steps,
): void {
  const entries = entriesOf(tables)
  const all = addressesOf(change, listed)
  if (change.desired === 'cut') for (const address of listed) planEntry(change, address, entries, tables, claims, steps)
  const going: Entry[] = []
  const take = (entry: Entry): void => void (going.includes(entry) || going.push(entry))
  for (const entry of entries.ours.get(change.connection) ?? []) {
    const isCutEntry = entry.list === tables.access.cutList
    // A place that was left says nothing of the place that came after it, which may be cut by now.
    if (change.desired === 'none' && all.length > 0 && !all.some((address) => address.key === entry.address.key)) continue
    const stays = isCutEntry && change.desired === 'cut' && all.some((address) => address.key === entry.address.key)
    if (stays) continue
    const heir = isCutEntry ? claims.cutBy(entry.address, change.place) : null
    if (heir === null) take(entry)
    else steps.waits ||= heir !== change.connection
  }
  // `none` speaks for its own connection alone: another one may be cut at the same address.
  if (change.desired !== 'none') {
    for (const address of all) {
      for (const entry of entries.noticeAt.get(address.key) ?? []) take(entry)
      if (change.desired === 'cut' || claims.cutBy(address, change.place) !== null) continue
      for (const entry of entries.cutAt.get(address.key) ?? []) if (entry.isOurs) take(entry)
    }
  }
  for (const entry of going) {
    // What `planEntry` takes out of the way is taken once.
    const isCleared = steps.writes.some((write) => write.verb === 'remove' && write.id === entry.id && write.menu === entry.menu)
    if (!isCleared) remove(steps, 'restore', entry.menu, entry.id)
  }
  if (change.desired === 'active') refuseForeign(all, going, entries, tables, steps)
}

function refuseForeign(all: readonly Address[], going: readonly Entry[], entries: Entries, tables: Tables, steps: Steps): void {
  for (const address of all) {
    for (const entry of covering(entries, address)) {
      if (going.includes(entry)) continue
      const whose = entry.isOurs ? 'of another connection' : 'that is not ours'
      refuse(
        steps,
        `${address.text} is still on list ${tables.access.cutList} by an entry ${whose} (${entry.address.text}, comment "${shortened(entry.comment, 80)}")`,
      )
    }
  }
}

/** One entry of ours, if nothing lasting covers the address already. */
function planEntry(change: Change, address: Address, entries: Entries, tables: Tables, claims: Claims, steps: Steps): void {
  const { cutList } = tables.access
  const menu = address.family === 4 ? 'list4' : 'list6'
  const comment = `=comment=${markOf(change)}`
  const here = entries.cutAt.get(address.key) ?? NONE
  const there = here.find((entry) => entry.isOurs) ?? here[0]
  // It bears the name of a connection that leaves in this very run: from now on it is this one's.
  const isOrphan = there?.isOurs === true && there.connection !== change.connection && claims.isReleased(there.connection ?? -1)
  if (covering(entries, address).some((entry) => !entry.isDynamic)) {
    if (isOrphan && there.isEnabled) set(steps, 'restore', menu, there.id, [comment])
    return
  }
  if (there === undefined || (there.isOurs && there.isDynamic)) {
    if (there !== undefined) remove(steps, 'clear', menu, there.id)
    add(steps, 'cut', menu, [`=list=${cutList}`, `=address=${address.text}`, comment])
  } else if (there.isOurs) set(steps, 'cut', menu, there.id, isOrphan ? ['=disabled=no', comment] : ['=disabled=no'])
  else if (there.isEnabled) return // Dynamic and foreign: it cuts, and the router would refuse a second one.
  else {
    refuse(
      steps,
      `${address.text} has a disabled entry on list ${cutList} that is not ours (${there.id}, comment "${shortened(there.comment, 80)}"): enable or remove it`,
    )
    return
  }
  steps.cuts.push(address)
}

/** Enabled entries of the cut list that no target explains. */
export function strayEntries(targets: readonly Placed[], tables: Tables): Stray[] {
  const entries = entriesOf(tables)
  const connections = new Set(targets.map((target) => target.connection))
  const addresses = targets.flatMap(({ own }) => own)
  const keys = new Set(addresses.map((address) => address.key))
  const strays: Stray[] = []
  for (const found of entries.cutAt.values()) {
    for (const { list, address, comment, connection, isOurs, isEnabled } of found) {
      if (!isEnabled) continue
      const isExplained = isOurs
        ? connection !== null && connections.has(connection)
        : keys.has(address.key) || (!isSingle(address) && addresses.some((own) => covers(address, own)))
      if (!isExplained) strays.push({ where: list, key: address.text, connection, comment: shortened(comment, 80) })
    }
  }
  return strays
}
