// The port between decisions and devices. A driver carries out what was decided and proves it by reading back; it knows
// no debt, no database and no clock but its deadlines. Everything that crosses this port is plain data, because the
// driver lives in a worker thread. Safe to repeat: asking for what is already there is a success, not an error.

import type { FaultNote } from './fault.ts'
import type { Reading } from './rules/signal.ts'
import type { SshTemplate } from './rules/template.ts'

/** What a connection should have: service, no service, or nothing of ours on the router at all. */
export type Desired = 'active' | 'cut' | 'none'

/** What a router was last seen to give it. `unknown`: never looked at, or sent without an answer. */
export type Observed = Desired | 'unknown'

/** How service is cut. `radius` and the NAS-side ways belong to other drivers. */
export type Way = 'address-list' | 'pppoe' | 'dhcp' | 'hotspot' | 'queue' | 'radius'

/** One place where one connection is served. The ids are ours; the rest is how the router knows it. */
export interface Target {
  /** Row id of the place: answers are matched by it. */
  place: number
  /** Id of the connection: what our comment on the router carries. */
  connection: number
  /** Code of the customer, for the human reader of the comment. */
  customerCode: string
  way: Way
  address: string | null
  ipv6Prefix: string | null
  username: string | null
  mac: string | null
  /** Where a NAS serves it that is told of the end of sessions and shows nothing itself: what accounting knows of the place. */
  radius?: RadiusPlace
}

/**
 * A place that is served by RADIUS. There is nothing to read back on the NAS: who may log in is authorisation's to say, from the
 * commit of the order on, and whether he is online is told by accounting.
 */
export interface RadiusPlace {
  /** By the newest order there; `active` where there was none yet. */
  ordered: Desired
  /** Open sessions of the connection, oldest first. */
  sessions: OpenSession[]
  /** The newest of his sessions that are over, and how that was told: `81100000 ended …`. Null = none is known. */
  lastEnd: string | null
  /** Accounting comes in from this NAS and told of the end of his last session, so that who has no open session is not online. */
  isHeard: boolean
  /** Several connections have the user, so accounting cannot tell whose session it is: open sessions of that name. */
  unowned: number
  /** Who is cut is let in again with a profile of its own (`profile`), or not at all. */
  cutBy: 'reject' | 'profile'
  /** An earlier attempt was acknowledged then, and what accounting makes of it is waited for since. */
  acknowledgedAt: number | null
}

export interface OpenSession {
  /** Row id: what is said to be gone is matched by it. */
  id: number
  /** As the NAS wrote them: it finds the session by them. */
  sessionId: string
  username: string
  address: string | null
  /** As the NAS calls itself. */
  nas: string
  startedAt: number
  /** It began under another order than the one that stands: it has to end, so that the next one gets what is desired. */
  isInTheWay: boolean
  /** Another NAS of ours has it; null = the one of the place. */
  door: Door | null
}

/** Where a NAS takes Disconnect-Requests. The secret is in the clear: never logged, never kept. */
export interface Door {
  host: string
  port: number
  secret: string
}

/** One order, as handed to the driver. */
export interface Change extends Target {
  order: number
  generation: number
  desired: Desired
  /** With `none`: the connection was in service before and is closed, so its user, secret or lease is disabled too. */
  closed: boolean
  /** Today's plan, set by a restore; null where the connection has none. */
  plan: PlanRates | null
}

export interface PlanRates {
  name: string
  /** kbit/s towards the customer. */
  downKbps: number
  /** kbit/s from the customer. */
  upKbps: number
}

/** What became of one change: one for each, in order. A driver never throws for a single change. */
export type Outcome = Done | Sent | Failed

export interface Done {
  order: number
  place: number
  generation: number
  ok: true
  /** What was read back after the change; equal to what was desired. */
  observed: Desired
  /** `already`: nothing had to be written. */
  did: 'changed' | 'already'
  /** What the router answered in the read-back, for the receipt: short, in the router's own words. */
  proof: string
  /** Sessions (row ids) of which the NAS knows nothing any more. */
  gone?: number[]
  /** Our records prove it: the device was asked nothing, so nothing is known of how it fares. */
  onRecord?: true
}

/** The device said that it did it, which is no proof: that comes by another way, and is waited for. */
export interface Sent {
  order: number
  place: number
  generation: number
  ok: 'sent'
  /** What was acknowledged, for the log: `81100000`. */
  what: string
  /** The sessions (row ids) that are to end; none where accounting knows of none. */
  sessions: number[]
  gone?: number[]
}

export interface Failed {
  order: number
  place: number
  generation: number
  ok: false
  /** What the read-back showed, `unknown` where there was none. */
  observed: Observed
  /** True where a write for this change may have reached the device. */
  sent: boolean
  fault: FaultNote
  /** The device is well all the same: the failure is this order's alone. */
  answered?: true
  onRecord?: true
}

/** What a look found at one target. */
export interface Sight {
  place: number
  observed: Observed
  /** The rows that decided it, in the router's words. */
  seen: string
  /** True where an entry that is not ours is (also) what cuts. */
  foreign: boolean
}

/** An entry on our lists that no target explains: another hand's, or a connection we no longer know. */
export interface Stray {
  where: string
  key: string
  /** From our comment, null where the entry bears none. */
  connection: number | null
  comment: string
}

export interface Device {
  identity: string
  version: string
  board: string
  uptimeS: number
}

export interface Look {
  /** Null where the device itself was not asked: what is seen is what was recorded of it. */
  device: Device | null
  /** One for each target, in order. */
  sights: Sight[]
  strays: Stray[]
}

/** What `router test` looks at; `own rules` are those of a template that is not ours. */
export type CheckName =
  | 'log-in'
  | 'session'
  | 'version'
  | 'encryption'
  | 'host key'
  | 'reading'
  | 'writing'
  | 'cut rule'
  | 'cut rule IPv6'
  | 'own rules'
  | 'fasttrack'
  | 'flowtables'
  | 'live connections'
  | 'notice rule'
  | 'driver'
  | `list ${string}`

/** One line of `router test`. */
export interface Check {
  name: CheckName
  ok: boolean
  /** What was found, and what to do where it is not well. */
  detail: string
  /** It matters only where pre-notices are shown. */
  for?: 'notice'
}

/** How to reach one router. The password is in the clear here and nowhere else: never logged, never kept. */
export interface RouterAccess {
  router: number
  name: string
  driver: string
  host: string
  port: number
  tls: boolean
  /** SHA-256 of the certificate or SSH host key (hex) that was pinned, null to accept the first one. */
  tlsPin: string | null
  username: string
  password: string
  /** Commands in flight on the session. */
  window: number
  connectMs: number
  loginMs: number
  commandMs: number
  cutList: string
  noticeList: string
  /** Where it takes Disconnect-Requests; null where its driver sends none, or it has no RADIUS secret. */
  radius: RadiusAccess | null
  /** Null for the driver's usual one. */
  template?: NamedTemplate | null
}

export interface RadiusAccess {
  secret: string
  port: number
  /** Sessions that cuts end in a second: whoever is thrown out dials again at once, and all of them together are a storm. */
  kicksPerSecond: number
}

/** How a router is spoken to over SSH: a template of the configuration, or the name of one that the driver has. */
export interface NamedTemplate {
  name: string
  configured: SshTemplate | null
}

/** One connection whose address is to be on the router's notice list. */
export interface NoticeEntry {
  connection: number
  customerCode: string
  address: string | null
  ipv6Prefix: string | null
  /** Who is to be looked up among those that are there now: a user, or a MAC. Null = the addresses above are his own. */
  seek: { way: 'pppoe' | 'hotspot' | 'dhcp'; name: string } | null
  /** How long it is to stay from now on. */
  seconds: number
}

/** What became of one entry. */
export interface NoticeOutcome {
  connection: number
  /** `offline`: looked up and not there. `refused`: see `why`. `left`: something more urgent came before it was begun. */
  state: 'listed' | 'offline' | 'refused' | 'left'
  /** That is on the list now. */
  address: string | null
  why: string | null
}

/** What is said and heard while changes are carried out. */
export interface Along {
  /** True = something more urgent waits: what has not been begun is left alone and has no outcome, the rest is read back as ever. */
  hurry?(): boolean
  /** Takes outcomes as soon as they are proven: many cuts are carried out in parts, so that the first do not wait for the last. */
  proven?(outcomes: Outcome[]): void
}

/**
 * One open session to one router. Every call ends within its signal and the access's own deadlines; a call that cannot
 * reach the router throws a `Fault` (`device-unreachable`: nothing was sent), one that lost it half way answers each
 * change with its own outcome.
 */
export interface RouterDriver {
  /** SHA-256 (hex) of the certificate or host key that the open session showed; null where there is none, and before the first session. */
  readonly fingerprint: string | null
  /** Reads the tables that the targets need, once each, and says what every target gets. Changes nothing. */
  look(targets: Target[], signal: AbortSignal): Promise<Look>
  /**
   * Looks, changes only what differs, looks again. Outcomes in the order of the changes; those that `along.proven` has taken
   * are not answered again.
   */
  apply(changes: Change[], signal: AbortSignal, along?: Along): Promise<Outcome[]>
  /** Is everything in place that cutting here needs? Changes nothing. */
  test(signal: AbortSignal): Promise<Check[]>
  /**
   * Readings by MAC of the customers that are registered at the router's own radios; who is not is not in the answer. MACs are
   * twelve lower-case hex digits. Changes nothing. Absent where the driver knows no radios.
   */
  signals?(macs: readonly string[], signal: AbortSignal): Promise<Map<string, Reading>>
  /**
   * Keeps the notice list: these are on it with their time-outs, and nobody else by an entry of ours. What has to go goes first;
   * who came before `hurry` was true is on it, the others are `left`. Outcomes in the order of the entries; throws where the
   * router was lost on the way, and repeating is safe. Absent where the driver has no such list.
   */
  notice?(entries: readonly NoticeEntry[], signal: AbortSignal, along?: Pick<Along, 'hurry'>): Promise<NoticeOutcome[]>
  close(): Promise<void>
}

/** Where customers reach the notice page; what is not known stays a placeholder. */
export interface NoticePage {
  /** One of each family at most. */
  addresses: readonly string[]
  port: number | null
}

/** What is agreed with a NAS that asks RADIUS. */
export interface NasTerms {
  /** Where it is to take Disconnect-Requests. */
  coaPort: number
  /** Seconds between two interim updates. */
  interimS: number
}

/** What a driver's folder exports. */
export interface DriverEntry {
  /** The ways of cutting that it can carry out. */
  ways: readonly Way[]
  open(access: RouterAccess): RouterDriver
  /** The names of templates that it has; absent where it knows no templates. */
  templates?: readonly string[]
  /** Lines to paste on the router so that the lists take effect; empty where there is nothing to paste. */
  rules(lists: { cut: string; notice: string }, template?: NamedTemplate | null, page?: NoticePage, nas?: NasTerms): string
}
