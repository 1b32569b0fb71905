// Simple queues: a cut throttles the customer's queue to next to nothing. The queue is the one with our comment, else the
// one named like the user, else the one whose target is exactly the address. Only a queue that we made is ever removed;
// one of another hand is put back to the plan, or to no limit where there is no plan: what it had before is not kept.
// Surprising: a queue passes what FastTrack carries, so the connections of a cut address are ended as well, and the first
// queue that matches wins, so ours are placed before those of others.

import type { Change, Stray, Target } from '../../../core/driver.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { addressList } from './address-list.ts'
import { covers, parseAddress } from './address.ts'
import { isSameRate, isYes, markOf, ratesOf, readMark } from './property.ts'
import type { Row } from './sentence.ts'
import { ask } from './tables.ts'
import type { Tables } from './tables.ts'
import { add, remove, set } from './way.ts'
import type { Claims, Placed, Steps, WayOfCutting } from './way.ts'

// RouterOS reads 0 as "no limit", so a cut needs a rate. 1 kbit/s carries no page, and a customer's router that asks for
// its DNS all day still finds its gateway.
const CUT_BPS = 1000
const CUT_LIMIT = '1k/1k'
const NO_LIMIT = '0/0'
const NAME = 'ispcube-'

export const queue: WayOfCutting = {
  lack: (target) => (target.address === null && target.username === null ? 'neither an address nor a queue name' : null),
  ask(asked, target, change) {
    addressList.ask(asked, target, change)
    ask(asked, 'queue')
  },
  listed: () => [],
  claim: (target, tables) => queuesOf(target, tables).map((row) => `queue ${row['.id']}`),
  see(target, tables, seen) {
    const queues = queuesOf(target, tables)
    if (queues.length === 0) {
      seen.open++
      seen.texts.push(sightText('no-queue', { of: target.address ?? target.username ?? '' }))
    }
    for (const row of queues) {
      const isShut = isThrottled(row) && !isYes(row.disabled) && lacksTarget(target, row) === null
      if (isShut) seen.shut++
      else seen.open++
      seen.texts.push(`${row['.id']} ${row.name} ${row['max-limit']}`)
    }
  },
  plan(change, tables, claims, steps) {
    if (change.desired === 'none') return planNone(change, tables, claims, steps)
    const queues = queuesOf(change, tables)
    const target = targetOf(change)
    const limit =
      change.desired === 'cut' ? CUT_LIMIT : change.plan === null ? null : `${change.plan.upKbps}k/${change.plan.downKbps}k`
    if (queues.length === 0 && limit !== null && target !== null) {
      const words = [
        `=name=${NAME}${change.connection}`,
        `=target=${target}`,
        `=max-limit=${limit}`,
        `=comment=${markOf(change)}`,
      ]
      const first = indexOf(tables).firstOfOthers
      if (first !== null) words.push(`=place-before=${first['.id']}`)
      add(steps, change.desired === 'cut' ? 'cut' : 'restore', 'queue', words)
      if (change.desired === 'cut') steps.cuts.push(...change.own)
    }
    if (queues.length === 0 && limit !== null && target === null)
      steps.refused ??= `no queue named "${change.username}", and no address to make one for`
    for (const row of queues) {
      if (change.desired === 'cut') planCut(change, row, claims, steps)
      else planRestore(change, row, limit, claims, steps)
    }
  },
}

function planCut(change: Placed<Change>, row: Row, claims: Claims, steps: Steps): void {
  const words: string[] = []
  if (!isThrottled(row)) words.push(`=max-limit=${CUT_LIMIT}`, ...(bursts(row) ? NO_BURST : []))
  if (isYes(row.disabled)) words.push('=disabled=no')
  const target = lacksTarget(change, row)
  if (target !== null) words.push(`=target=${target}`)
  if (words.length > 0) steps.cuts.push(...change.own)
  if (readMark(row.comment) === null || isOrphan(change, row, claims)) words.push(`=comment=${markOf(change)}`)
  if (words.length > 0) set(steps, 'cut', 'queue', row['.id'], words)
}

/** Bears the name of a connection that leaves in this very run: from now on it is this one's. */
function isOrphan(change: Change, row: Row, claims: Claims): boolean {
  const connection = connectionOf(row)
  return connection !== null && connection !== change.connection && claims.isReleased(connection)
}

function planRestore(change: Placed<Change>, row: Row, limit: string | null, claims: Claims, steps: Steps): void {
  if (limit === null && isThrottled(row) && isMade(row)) return remove(steps, 'restore', 'queue', row['.id'])
  const words: string[] = []
  if (limit === null && isThrottled(row)) words.push(`=max-limit=${NO_LIMIT}`)
  if (limit !== null && !isSameRate(row['max-limit'], limit)) words.push(`=max-limit=${limit}`)
  const target = lacksTarget(change, row)
  if (target !== null) words.push(`=target=${target}`)
  if (isOrphan(change, row, claims)) words.push(`=comment=${markOf(change)}`)
  if (words.length > 0) set(steps, 'restore', 'queue', row['.id'], words)
}

function planNone(change: Placed<Change>, tables: Tables, claims: Claims, steps: Steps): void {
  for (const row of oursOf(change, tables)) {
    const heir = claims.usedBy(`queue ${row['.id']}`, change.place)
    if (heir !== null) steps.waits ||= heir !== change.connection
    else if (isMade(row)) remove(steps, 'restore', 'queue', row['.id'])
    else if (readMark(row.comment) !== null) {
      const limit = change.plan === null ? NO_LIMIT : `${change.plan.upKbps}k/${change.plan.downKbps}k`
      set(steps, 'restore', 'queue', row['.id'], isThrottled(row) ? [`=max-limit=${limit}`, '=comment='] : ['=comment='])
    }
  }
}

interface Queues {
  /** By the connection in our comment, or in the name that we gave where there is no comment. */
  ours: Map<number, Row[]>
  byTarget: Map<string, Row[]>
  /** Ours go before it. */
  firstOfOthers: Row | null
}

const indexed = new WeakMap<Tables, Queues>()

/** Dynamic queues belong to a session or a lease: they cannot be changed and go with it. */
function indexOf(tables: Tables): Queues {
  const known = indexed.get(tables)
  if (known !== undefined) return known
  const queues: Queues = { ours: new Map(), byTarget: new Map(), firstOfOthers: null }
  for (const row of tables.rows('queue')) {
    if (isYes(row.dynamic)) continue
    const connection = connectionOf(row)
    if (connection !== null) put(queues.ours, connection, row)
    if (!isOurs(row)) queues.firstOfOthers ??= row
    const target = parseAddress(row.target ?? '')
    if (target !== null) put(queues.byTarget, target.key, row)
  }
  indexed.set(tables, queues)
  return queues
}

function put<K>(map: Map<K, Row[]>, key: K, row: Row): void {
  const held = map.get(key)
  if (held === undefined) map.set(key, [row])
  else held.push(row)
}

function connectionOf(row: Row): number | null {
  const mark = readMark(row.comment)
  if (mark !== null) return mark.connection
  const digits = isMade(row) ? (row.name ?? '').slice(NAME.length) : ''
  const connection = Number(digits)
  return digits !== '' && Number.isSafeInteger(connection) ? connection : null
}

function oursOf(target: Target, tables: Tables): readonly Row[] {
  return indexOf(tables).ours.get(target.connection) ?? []
}

function queuesOf(target: Placed, tables: Tables): readonly Row[] {
  const ours = oursOf(target, tables)
  if (ours.length > 0) return ours
  const named = target.username === null ? [] : tables.find('queue', 'name', target.username).filter((row) => !isYes(row.dynamic))
  if (named.length > 0) return named
  const address = target.address === null ? null : parseAddress(target.address)
  return address === null ? [] : (indexOf(tables).byTarget.get(address.key) ?? [])
}

function isOurs(row: Row): boolean {
  return readMark(row.comment) !== null || isMade(row)
}

function isMade(row: Row): boolean {
  return row.name?.startsWith(NAME) === true
}

function isThrottled(row: Row): boolean {
  const rates = ratesOf(row['max-limit'])
  return rates !== null && rates.every((rate) => rate > 0 && rate <= CUT_BPS) && !bursts(row)
}

/** A burst goes beyond `max-limit` for as long as the average is below its threshold: who hardly uses his line would have all of it. */
function bursts(row: Row): boolean {
  return ratesOf(row['burst-limit'])?.some((rate) => rate > CUT_BPS) === true
}

const NO_BURST = ['=burst-limit=0/0', '=burst-threshold=0/0', '=burst-time=0s/0s']

function targetOf(target: Placed): string | null {
  const texts = target.own.map((address) => address.text)
  return texts.length === 0 ? null : texts.join(',')
}

/** The target that a queue should have instead of the one it has; null where it is right, or where it names an interface. */
function lacksTarget(target: Placed, row: Row): string | null {
  const parts = (row.target ?? '').split(',').map(parseAddress)
  if (parts.length === 0 || parts.some((part) => part === null)) return null
  const isCovered = target.own.every((own) => parts.some((part) => part !== null && covers(part, own)))
  return isCovered ? null : targetOf(target)
}

/** Queues of ours for connections that no target has. */
export function strayQueues(targets: readonly Target[], tables: Tables): Stray[] {
  const connections = new Set(targets.map((target) => target.connection))
  const strays: Stray[] = []
  for (const row of tables.rows('queue')) {
    const connection = connectionOf(row)
    if (!isOurs(row) || isYes(row.dynamic) || (connection !== null && connections.has(connection))) continue
    strays.push({ where: '/queue/simple', key: row.name ?? '', connection, comment: row.comment ?? '' })
  }
  return strays
}
