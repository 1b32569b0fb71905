// What every way of cutting tells about one connection, given a snapshot of the router: what it sees there, and which
// writes are missing from what is desired. Both are plain functions, so the very same question proves the result: a
// change is done when, asked again after the writes, nothing is missing and what is seen is what was desired.
// Nothing here waits for the router; `run.ts` carries the writes out.

import type { Change, Observed, Target } from '../../../core/driver.ts'
import { parseAddress } from './address.ts'
import type { Address } from './address.ts'
import type { MenuName, Asked, Tables } from './tables.ts'
import { MENUS } from './tables.ts'

/**
 * When a write leaves; each phase is answered before the next begins. What ends a session comes after what keeps it from
 * coming back (a client dials again within a second), and what must be out of the way comes before everything.
 */
export const PHASES = ['clear', 'restore', 'cut', 'cookies', 'sessions'] as const
export type Phase = (typeof PHASES)[number]

export interface Write {
  phase: Phase
  menu: MenuName
  verb: 'add' | 'set' | 'remove' | 'make-static'
  /** Empty with `add`. */
  id: string
  words: readonly string[]
}

export interface Steps {
  writes: Write[]
  /** Why this change cannot be fulfilled here whatever is written; null where it can. */
  refused: string | null
  /** A row of ours is left to another connection of this run that wants it: done only when that one has taken it over. */
  waits: boolean
  /** Addresses that these writes cut: what runs there already is ended afterwards. */
  cuts: Address[]
}

export interface Seen {
  /** What speaks for a cut, what for service. Only where nothing contradicts, something is proven. */
  shut: number
  open: number
  foreign: boolean
  /** The rows that decided it, in the router's words. */
  texts: string[]
}

/** What the other changes of the same run want, so that two places never fight over one row. */
export interface Claims {
  /** The connection of another place that wants this address cut by list, null where there is none. */
  cutBy(address: Address, place: number): number | null
  /** The connection of another place that has this user, lease or queue, in service or cut; null where there is none. */
  usedBy(key: string, place: number): number | null
  /** True where this connection has a change in the run and none of them is a cut. */
  isReleased(connection: number): boolean
}

/** A target with the addresses that it names itself, worked out once. */
export type Placed<T extends Target = Target> = T & { own: readonly Address[] }

export interface WayOfCutting {
  /** What the target lacks to be served this way; null where it has all. */
  lack(target: Target): string | null
  /** What has to be read; `change` where something is to be done, null where only looked at. */
  ask(asked: Asked, target: Placed, change: Placed<Change> | null): void
  /** Addresses that a cut of this way puts on the cut list. */
  listed(target: Placed, tables: Tables): readonly Address[]
  /** How the users, leases or queues are known that another connection may name too. */
  claim(target: Placed, tables: Tables): readonly string[]
  see(target: Placed, tables: Tables, seen: Seen): void
  plan(change: Placed<Change>, tables: Tables, claims: Claims, steps: Steps): void
}

/** Adds them to the target itself: a copy of each of thousands is only rubbish. */
export function place<T extends Target>(target: T): Placed<T> {
  const own: Address[] = []
  for (const text of [target.address, target.ipv6Prefix]) {
    const address = text === null ? null : parseAddress(text)
    if (address !== null) own.push(address)
  }
  return Object.assign(target, { own })
}

/** What is wrong with the addresses of a target; null where nothing is. */
export function addressLack({ address, ipv6Prefix, own }: Placed): string | null {
  const isPrefixRight = ipv6Prefix === null || own.at(-1)?.family === 6
  if (own.length === Number(address !== null) + Number(ipv6Prefix !== null) && isPrefixRight) return null
  if (address !== null && parseAddress(address) === null) return `"${address}" is no address`
  return `"${ipv6Prefix}" is no IPv6 prefix`
}

export function verdictOf(seen: Seen): Observed {
  if (seen.open === 0) return seen.shut > 0 ? 'cut' : 'unknown'
  return seen.shut === 0 ? 'active' : 'unknown'
}

export function set(steps: Steps, phase: Phase, menu: MenuName, id: string | undefined, words: readonly string[]): void {
  steps.writes.push({ phase, menu, verb: 'set', id: id ?? '', words })
}

export function remove(steps: Steps, phase: Phase, menu: MenuName, id: string | undefined): void {
  steps.writes.push({ phase, menu, verb: 'remove', id: id ?? '', words: [] })
}

export function add(steps: Steps, phase: Phase, menu: MenuName, words: readonly string[]): void {
  steps.writes.push({ phase, menu, verb: 'add', id: '', words })
}

/** The first reason stands: the later ones often follow from it. */
export function refuse(steps: Steps, why: string): void {
  steps.refused ??= why
}

export function pathOf(write: Write): string {
  return `${MENUS[write.menu].path}/${write.verb}`
}
