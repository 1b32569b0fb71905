// The row type of every table: read it to learn the schema. Beside this file stand those of RADIUS, signal, runs, people, lists and
// prints, the office, and the network's pages (tables-….ts). Days are text `YYYY-MM-DD` (…On), instants are integer milliseconds UTC
// (…At), money is integer cents, booleans are 0/1, JSON is text. Column names are the snake_case of these.
// Documents, deeds and the log are append-only; so are runs once ended. Ids are never reused: routers carry them.

import type { Generated, Insertable, Selectable } from 'kysely'
import type { Desired, Observed } from '../driver.ts'
import type { FaultCode } from '../fault.ts'
import type { DocumentKind } from '../rules/document.ts'
import type { Reason } from '../rules/decision.ts'
import type { PromiseState } from '../rules/promise.ts'
import type { ListTables } from './tables-lists.ts'
import type { OfficeTables } from './tables-office.ts'
import type { NetworkPageTables } from './tables-network.ts'
import type { PeopleTables } from './tables-people.ts'
import type { RadiusTables } from './tables-radius.ts'
import type { RunTables } from './tables-runs.ts'
import type { SignalTables } from './tables-signal.ts'

/** 0 or 1: one type that both databases have. */
export type Flag = 0 | 1

export interface Tables extends RadiusTables, SignalTables, PeopleTables, ListTables, OfficeTables, RunTables, NetworkPageTables {
  customers: CustomersTable
  contacts: ContactsTable
  sites: SitesTable
  routers: RoutersTable
  plans: PlansTable
  connections: ConnectionsTable
  places: PlacesTable
  documents: DocumentsTable
  deeds: DeedsTable
  promises: PromisesTable
  orders: OrdersTable
  notices: NoticesTable
  log: LogTable
  settings: SettingsTable
  words: WordsTable
}

export interface CustomersTable {
  id: Generated<number>
  /** What people call him by; `ZZ…` once deleted. Nothing refers to it. */
  code: string
  /** The code before he was deleted, to be proposed when he is brought back. */
  formerCode: string | null
  name: string
  nickname: string | null
  customerType: string | null
  idType: string | null
  /** `9999999` (seven nines) where there is none. */
  idNumber: string
  /** Which of the ISP's companies (1–5) invoices him. */
  company: number
  fiscalAddress: string | null
  address: string | null
  street1: string | null
  street2: string | null
  city: string | null
  postalCode: string | null
  lat: number | null
  lng: number | null
  startOn: string | null
  /** Administrative state: never blocks or enables. */
  status: string | null
  free: Flag
  blockable: Flag
  prenotice: Flag
  prenoticeFrom: number | null
  prenoticeTo: number | null
  paymentMethod: string | null
  paymentCode: string | null
  collector: string | null
  salesperson: string | null
  till: string | null
  contact: string | null
  contractType: string | null
  contractSigned: Flag
  contractExpiresOn: string | null
  activity: string | null
  extra1: string | null
  extra2: string | null
  /** Sealed: a generated or imported password that permitted operators may read. */
  portalPasswordSealed: string | null
  /** Σ of the signed amounts of all documents, post-dated ones too: a cache, see `balance rebuild`. */
  balanceCents: Generated<number>
  createdAt: number
  /** The form that signed him up: sent twice, it is one sign-up. */
  askId: Generated<string | null>
}

export interface ContactsTable {
  id: Generated<number>
  customerId: number
  kind: 'phone' | 'email'
  value: string
}

/** A node (*nodo*): where routers stand. */
export interface SitesTable {
  id: Generated<number>
  name: string
  lat: number | null
  lng: number | null
  radiusKm: number | null
}

export type DriverName = 'routeros' | 'radius' | 'ssh' | 'none'

export interface RoutersTable {
  id: Generated<number>
  name: string
  driver: DriverName
  host: string
  port: number
  tls: Flag
  /** SHA-256 of the certificate seen first; a change is reported, never accepted by itself. */
  tlsPin: string | null
  username: string | null
  passwordSealed: string | null
  siteId: number | null
  radiusSecretSealed: string | null
  coaPort: number | null
  /** How it is spoken to over SSH: a built-in template or one of the configuration; null for the driver's usual one. */
  template: string | null
  /** Commands in flight, null for the limit of the configuration. */
  window: number | null
  /** `closed` works; `open` waits until `retryAt`; then one probe half-opens it (a state of the moment, not of the row). */
  circuit: Generated<'closed' | 'open'>
  /** Runs that failed in a row. */
  failures: Generated<number>
  retryAt: number | null
  faultCode: FaultCode | null
  faultMessage: string | null
  faultAt: number | null
  okAt: number | null
  /** What the router said of itself last, and the uptime by which a reboot is noticed. */
  identity: string | null
  version: string | null
  board: string | null
  uptimeS: number | null
  sweptAt: number | null
  /** A person asked for the next sweep then: due, until it was swept later than that. */
  sweepAskedAt: Generated<number | null>
  /**
   * Open orders of this router up to this id may be with a task; null = none has any. One mark for all of them: it is set in the
   * transaction that hands them out and taken away in that of their outcomes, so found set at a start = a process died with them.
   */
  handedTo: number | null
  /** When the newest task got its orders. */
  handedAt: Generated<number | null>
  removedAt: number | null
}

export interface PlansTable {
  id: Generated<number>
  name: string
  priceCents: number
  downKbps: number
  upKbps: number
  inPortal: Flag
}

export type ConnectionKind = 'address-list' | 'pppoe' | 'dhcp' | 'hotspot' | 'queue' | 'radius'

export interface ConnectionsTable {
  id: Generated<number>
  customerId: number
  /** Unique for the customer: `<customer code>/<name>` names it. */
  name: string
  kind: ConnectionKind
  planId: number | null
  routerId: number | null
  username: string | null
  ip: string | null
  ipv6Prefix: string | null
  mac: string | null
  passwordSealed: string | null
  cpeHost: string | null
  cpeVendor: string | null
  panelRouterId: number | null
  inService: Flag
  /** It was in service once: closing it disables its user, secret or lease too. */
  wasInService: Flag
  address: string | null
  lat: number | null
  lng: number | null
}

/**
 * Where a connection is (or was) enforced: router and what the router knows it by. One current place a connection; an old one
 * stays until the router proved that nothing of ours is left there.
 */
export interface PlacesTable {
  id: Generated<number>
  connectionId: number
  routerId: number
  kind: ConnectionKind
  address: string | null
  ipv6Prefix: string | null
  username: string | null
  mac: string | null
  isCurrent: Flag
  /** What was last read back, and when. */
  observed: Observed
  observedAt: number | null
  /** The router's words in that read-back. */
  seen: string | null
  /** A cut may have reached the router since service was last proven. */
  cutSent: Flag
  /** Of the newest order; never reset. */
  generation: number
}

export interface DocumentsTable {
  id: Generated<number>
  customerId: number
  /** Who issued it, whatever becomes of the customer. */
  company: number
  kind: DocumentKind
  number: string
  issuedOn: string
  /** Null for credits, receipts and debit notes that fall due when issued. */
  dueOn: string | null
  /** Always positive: the kind gives the sign. */
  amountCents: number
  description: string | null
  /** The document that this one voids. */
  voidsId: number | null
  reference: string | null
  /** JSON: how it was paid (cash, cheques), null unless a receipt entered here. */
  paidWith: string | null
  /** The request that made it: doing it twice is doing it once. */
  askId: string | null
  imported: Flag
  enteredAt: number
  enteredBy: string
}

/** Deeds of a hand: append-only, judged by their instant. */
export interface DeedsTable {
  id: Generated<number>
  customerId: number
  kind: 'cut' | 'enable'
  at: number
  /** For `enable`: the day whose control ends it; null = by the first invoice due after it. */
  endsOn: string | null
  comment: string | null
  by: string
  /** The form that asked for it: sent twice, it is done once. */
  askId: Generated<string | null>
}

export interface PromisesTable {
  id: Generated<number>
  customerId: number
  /** D: the day up to which the cut is put off. */
  promisedOn: string
  state: PromiseState
  savedAt: number
  /** Of the first control after D: when it was found kept or broken. */
  controlledAt: number | null
  /** Of the last control. */
  lastControlAt: number | null
  /** When it left `pending` and `broken`. */
  endedAt: number | null
  source: 'operator' | 'portal'
  by: string
  comment: string | null
  askId: string | null
}

/**
 * What is to be brought about at a place, and how far that is: the queue itself.
 * `open` → `done` (proven) | `replaced` (a newer generation) | `cancelled` (no longer decided, nothing sent).
 */
export interface OrdersTable {
  id: Generated<number>
  placeId: number
  connectionId: number
  customerId: number
  routerId: number
  generation: number
  desired: Desired
  reason: Reason
  /** `run:7`, `payment:RC 0001-00000012`, `operator`…: what caused it. */
  cause: string
  by: string
  /** 0: carried out only between the control hour and midnight, on days that are not no-cut days. */
  atOnce: Flag
  state: 'open' | 'done' | 'replaced' | 'cancelled'
  attempts: Generated<number>
  /** Not before this instant (back-off). */
  nextAt: number
  /** 1: some attempt may have reached the router. */
  sent: Generated<Flag>
  /** When the device acknowledged the attempt whose proof is waited for; null = none is. */
  acknowledgedAt: Generated<number | null>
  /** When the attempt that was proven left for the router. */
  handedAt: Generated<number | null>
  runId: number | null
  /** The day whose blast guard counts it: a new cut by rules 8 or 9; null for all else. */
  guardOn: string | null
  /** Of what a cut was decided from (`acts/stamp.ts`): as long as it holds, deciding again must come to the same. */
  stamp: string | null
  createdAt: number
  endedAt: number | null
  faultCode: FaultCode | null
  faultMessage: string | null
  /** The receipt: what was read back, or why it ended otherwise. */
  proof: string | null
}

/**
 * A pre-notice: one row for each address that was put on a router's notice list. It runs from `begunAt` to `untilAt`, where the
 * router takes the entry off by itself, or to `endedAt`, where a payment or a cut was quicker. Rows stay: the newest says
 * when the customer may be noticed again.
 */
export interface NoticesTable {
  id: Generated<number>
  customerId: number
  connectionId: number
  routerId: number
  address: string | null
  ipv6Prefix: string | null
  /**
   * Where the address is from: the connection's `own`, the session that RADIUS `accounting` knows, or the `router`, which looks
   * him up at every message; its answer is written here, null while there is none. Only an own one cannot change hands meanwhile.
   */
  origin: Generated<'own' | 'accounting' | 'router'>
  begunAt: number
  untilAt: number
  endedAt: number | null
  /** What ended it early: `payment:RC 0001-00000012`, `run:7`, `manual-cut`. */
  endedBy: string | null
  /** When the router was told of it as it stands now: begun, or ended early. Null = it has yet to be told. */
  toldAt: number | null
}

/** Who did what, when and why; the customer's log, the audit page and an order's receipt are views of it. */
export interface LogTable {
  id: Generated<number>
  at: number
  /** `operator:7`, `job:control`, `cli:root`, `gateway:siro`. */
  by: string
  what: string
  customerId: number | null
  aboutKind: string | null
  aboutId: number | null
  /** JSON. */
  facts: string
  runId: number | null
  orderId: number | null
}

export interface SettingsTable {
  key: string
  value: string
  setAt: number
}

/** Search: folded words (no accents, digits of phones and documents), matched by prefix through an index. The code is its customer's. */
export interface WordsTable {
  word: string
  code: string
  customerId: number
}

export type CustomerRow = Selectable<CustomersTable>
export type ConnectionRow = Selectable<ConnectionsTable>
export type PlaceRow = Selectable<PlacesTable>
export type RouterRow = Selectable<RoutersTable>
export type DocumentRow = Selectable<DocumentsTable>
export type DeedRow = Selectable<DeedsTable>
export type PromiseRow = Selectable<PromisesTable>
export type OrderRow = Selectable<OrdersTable>
export type NoticeRow = Selectable<NoticesTable>
export type PlanRow = Selectable<PlansTable>
export type SiteRow = Selectable<SitesTable>
export type LogRow = Selectable<LogTable>
export type NewDocument = Insertable<DocumentsTable>
export type NewCustomer = Insertable<CustomersTable>
export type NewConnection = Insertable<ConnectionsTable>
