// Whose signal is read now, and what became of it. A turn is handed out with everything that a thread needs (the passwords in the
// clear); what comes back is written in one transaction for all that came together. Nothing marks what is under way: a process
// that dies leaves turns that are still due.

import type { RouterAccess } from '../driver.ts'
import { Fault, type FaultNote } from '../fault.ts'
import type { CpeAccess, TableAccess, Visit } from '../probe.ts'
import type { Limits } from '../config.ts'
import { alertFacts } from '../rules/alert.ts'
import { nextTurn, type NoWay, type SignalWay, signalWay } from '../rules/poll.ts'
import { plainWords, type Reading, readingOf } from '../rules/signal.ts'
import { settingOf } from '../settings.ts'
import { cpesAtRouter, cpesDue, type CpeLine, cpesOfCustomer, meetCpes, postponeCpes, setCpe, storeTried } from '../store/cpes.ts'
import { requireCustomer } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { addReadings } from '../store/readings.ts'
import { routerById } from '../store/routers.ts'
import { loadTerms, storedSettings } from '../store/settings.ts'
import type { RouterRow } from '../store/tables.ts'
import { type Accesses, openAccesses } from './cpe-accesses.ts'
import { accessOf, type HandoutTold } from './handout.ts'
import type { Told } from './reorder.ts'

export type VisitTold = Pick<HandoutTold, 'now' | 'seal' | 'limits' | 'lists'>

/** A radio that is asked for all of its customers at once. */
export interface TableTurn {
  router: RouterRow
  /** Over its API where it is null. */
  snmp: TableAccess | null
  api: RouterAccess | null
  entries: { line: CpeLine; mac: string }[]
}

export interface Turns {
  visits: { line: CpeLine; access: CpeAccess }[]
  tables: TableTurn[]
}

/** A pause after which those are asked for again who cannot be asked at all: something has to be changed first. */
const IDLE_MS = 3_600_000

/** The turns that are due, of so many connections at most (those of one radio come together) and none of those under way. */
export async function takeTurns(db: Db, told: VisitTold, most: number, underWay: ReadonlySet<number>): Promise<Turns> {
  const settings = await storedSettings(db)
  if (!settingOf(settings, 'cpe.enabled')) return { visits: [], tables: [] }
  const longestMs = longestPause(settingOf(settings, 'cpe.everyS') * 1000, told.limits.retrySlowMs)
  const due = (await cpesDue(db, told.now, longestMs, most + underWay.size)).filter((line) => !underWay.has(line.connectionId))
  if (due.length === 0) return { visits: [], tables: [] }
  return turnsOf(db, due.slice(0, most), told, underWay)
}

/**
 * The turns of these connections, due or not. `underWay` is of the poll, which leaves a router alone that is sick, and puts off
 * who cannot be asked; null: a person asks, now.
 */
export async function turnsOf(
  db: Db,
  lines: readonly CpeLine[],
  told: VisitTold,
  underWay: ReadonlySet<number> | null,
): Promise<Turns> {
  const accesses = await openAccesses(db, told.seal, told.limits)
  const turns: Turns = { visits: [], tables: [] }
  const idle: number[] = []
  const byRouter = new Map<number, number[]>()
  for (const line of lines) {
    const way = wayOf(line)
    if (way.way === 'table') byRouter.set(way.routerId, [...(byRouter.get(way.routerId) ?? []), line.connectionId])
    else if (way.way === 'visit' && canVisit(accesses))
      turns.visits.push({ line, access: cpeAccess(line, way.host, accesses, told) })
    else idle.push(line.connectionId)
  }
  for (const [routerId, connectionIds] of byRouter) {
    const turn = await tableTurn(db, routerId, accesses, told, underWay)
    if (turn === null) idle.push(...connectionIds)
    else if (typeof turn === 'number') await postponeCpes(db, connectionIds, turn)
    else turns.tables.push(turn)
  }
  if (underWay !== null) await postponeCpes(db, idle, told.now + IDLE_MS)
  return turns
}

export const wayOf = (line: CpeLine): SignalWay => signalWay({ ...line, inService: line.inService === 1 })

const canVisit = ({ credentials, cpes }: Accesses): boolean => credentials.length > 0 || cpes !== null

/** Longer than any pause between two turns. */
const longestPause = (everyMs: number, slowMs: number): number => 2 * Math.max(12 * everyMs, slowMs + everyMs, IDLE_MS)

export const nameOf = (line: CpeLine): string => `${line.customerCode}/${line.name}`

function cpeAccess(line: CpeLine, host: string, accesses: Accesses, { limits }: VisitTold): CpeAccess {
  const lastGood = accesses.credentials.filter(({ id }) => id === line.credentialId)
  const others = accesses.credentials.filter(({ id }) => id !== line.credentialId)
  return {
    connection: line.connectionId,
    name: nameOf(line),
    ...hostAndPort(host),
    credentials: [...lastGood, ...others],
    isLegacy: line.isLegacy === 1,
    hostKey: line.hostKey,
    snmp: accesses.cpes,
    connectMs: limits.cpeConnectMs,
    commandMs: limits.cpeCommandMs,
  }
}

const SSH_PORT = 22

/** `10.0.0.7`, `10.0.0.7:2222`, `cpe.example.net`, `[2001:db8::7]:22`, `2001:db8::7`. */
export function hostAndPort(text: string): { host: string; sshPort: number } {
  const [, bracketed, name, port] = /^(?:\[([\da-f:.]+)\]|([^:]+))(?::(\d{1,5}))?$/i.exec(text) ?? []
  return { host: bracketed ?? name ?? text, sshPort: port === undefined ? SSH_PORT : Number(port) }
}

/** Null where the router tells of no radios in any way that is set up; an instant where it is left alone until then. */
async function tableTurn(
  db: Db,
  routerId: number,
  accesses: Accesses,
  told: VisitTold,
  underWay: ReadonlySet<number> | null,
): Promise<TableTurn | number | null> {
  const router = await routerById(db, routerId)
  if (router === undefined || router.removedAt !== null) return null
  const snmp = accesses.byRouter.get(routerId)
  if (snmp === undefined && router.driver !== 'routeros') return null
  const isAlone = router.circuit === 'open' && router.retryAt !== null && router.retryAt > told.now
  if (snmp === undefined && isAlone && underWay !== null) return router.retryAt
  const lines = (await cpesAtRouter(db, routerId)).filter((line) => underWay?.has(line.connectionId) !== true)
  const entries = lines.flatMap((line) => {
    const way = wayOf(line)
    return way.way === 'table' ? [{ line, mac: way.mac }] : []
  })
  return snmp === undefined
    ? { router, snmp: null, api: accessOf(router, told), entries }
    : { router, snmp: { name: router.name, host: router.host, snmp }, api: null, entries }
}

/** What a try came to. */
export interface Heard {
  line: CpeLine
  at: number
  visit: Visit
}

/** What a router's table says of each of its customers; who is not in it is not registered. */
export function heardAt(turn: TableTurn, at: number, readings: ReadonlyMap<string, Reading>): Heard[] {
  return turn.entries.map(({ line, mac }) => {
    const reading = readings.get(mac)
    if (reading !== undefined) return { line, at, visit: { ok: true, reading, credential: null, hostKey: null } }
    const message = `CPE ${nameOf(line)} (${mac}) is not registered at any radio of router ${turn.router.name}`
    return { line, at, visit: { ok: false, fault: { code: 'device-unreachable', message, facts: { mac } }, hostKey: null } }
  })
}

/** The router did not tell: nothing is known of any of them. */
export function unheardAt(turn: TableTurn, at: number, fault: FaultNote): Heard[] {
  return turn.entries.map(({ line }) => ({ line, at, visit: { ok: false, fault, hostKey: null } }))
}

/** Writes readings and turns down; says once where a CPE shows another host key. */
export async function recordHeard(db: Db, told: readonly Heard[], limits: Pick<Limits, 'retrySlowMs'>): Promise<void> {
  if (told.length === 0) return
  const heard = told.map(writable)
  await within(db, async (tx) => {
    const everyMs = settingOf(await storedSettings(tx), 'cpe.everyS') * 1000
    const read = heard.flatMap(({ line, at, visit }) =>
      visit.ok ? [{ ...visit.reading, connectionId: line.connectionId, at }] : [],
    )
    await addReadings(tx, read)
    await storeTried(
      tx,
      heard.map((one) => triedOf(one, everyMs, limits.retrySlowMs)),
    )
    const replaced = heard.flatMap((one) => keyAlert(one))
    if (replaced.length === 0) return
    const { zone } = await loadTerms(tx)
    await addLog(
      tx,
      replaced.map(({ alert, ...line }) => ({ ...line, facts: alertFacts(alert, zone) })),
    )
  })
}

/** A device may say anything. What the database does not take would keep all that was heard with it from being written. */
function writable(heard: Heard): Heard {
  const { visit } = heard
  if (visit.ok) return { ...heard, visit: { ...visit, reading: readingOf(visit.reading.source, visit.reading) } }
  return { ...heard, visit: { ...visit, fault: { ...visit.fault, message: plainWords(visit.fault.message) } } }
}

function triedOf({ line, at, visit }: Heard, everyMs: number, slowMs: number) {
  const failures = visit.ok ? 0 : line.failures + 1
  const dueAt = line.nextAt === 0 || line.nextAt > at ? at : line.nextAt
  const code = visit.ok ? null : visit.fault.code
  return {
    connectionId: line.connectionId,
    at,
    nextAt: nextTurn({ dueAt, at, everyMs, failures, code, slowMs }),
    failures,
    faultCode: code,
    faultMessage: visit.ok ? null : visit.fault.message,
    credentialId: visit.ok ? visit.credential : null,
    // Only a device that took a password of ours is the right one.
    hostKey: visit.ok ? visit.hostKey : null,
    device: visit.ok ? visit.reading.device : null,
    firmware: visit.ok ? visit.reading.firmware : null,
    ssid: visit.ok ? visit.reading.ssid : null,
    strengthDbm: visit.ok ? (visit.reading.signalDbm ?? visit.reading.heardDbm) : null,
  }
}

function keyAlert({ line, at, visit }: Heard) {
  if (visit.ok || visit.hostKey === null || line.hostKey === null || visit.hostKey === line.hostKey) return []
  if (line.faultCode === 'device-refused') return [] // said when it was seen first
  const alert = {
    kind: 'cpe-replaced',
    customer: line.customerCode,
    connection: nameOf(line),
    message: visit.fault.message,
  } as const
  const about = { kind: 'connection', id: line.connectionId }
  return [{ at, by: 'job:cpe', what: 'alert', customerId: line.customerId, about, alert }]
}

/** Connections looked at between two yields. */
const MEET = 2_000

/**
 * Connections in service that the poll has not met get their first turn. It waits for `pause` between two slices, so that the
 * thread can do other things.
 */
export async function meetConnections(db: Db, now: number, pause: () => Promise<void>): Promise<void> {
  const settings = await storedSettings(db)
  if (!settingOf(settings, 'cpe.enabled')) return
  const everyMs = settingOf(settings, 'cpe.everyS') * 1000
  for (let after: number | null = 0; after !== null; await pause())
    after = await meetCpes(db, { after, limit: MEET, at: now, everyMs })
}

/** Why a connection cannot be asked, in words and with what to do. */
export const NO_WAY: Readonly<Record<NoWay, string>> = {
  closed: 'it is out of service',
  'no-address': 'its CPE has no address: give it cpe_host, or an ip, or let it log in over RADIUS',
  'no-mac':
    'the table of a radio is searched by MAC, and it has none; a Ubiquiti CPE is asked itself where cpe_vendor says ubiquiti',
  'no-router': 'it is on no router whose radios could be asked',
}

export interface CpeSettings {
  /** Of the customer. */
  code: string
  /** All of his connections unless one is named. */
  connection?: string | undefined
  isLegacy?: boolean | undefined
  forgetKey: boolean
}

/** Sets what holds for a customer's CPE, and asks it again at once. Returns the names of the connections. */
export async function setCpeSettings(db: Db, ask: CpeSettings, told: Told): Promise<string[]> {
  return within(db, async (tx) => {
    const customer = await requireCustomer(tx, ask.code)
    const lines = (await cpesOfCustomer(tx, customer.id)).filter((line) => line.name === (ask.connection ?? line.name))
    if (lines.length === 0)
      throw new Fault(
        'record-missing',
        `${ask.code} has no connection${ask.connection === undefined ? '' : ` "${ask.connection}"`}`,
        {
          customer: ask.code,
        },
      )
    const legacy = ask.isLegacy === undefined ? {} : { isLegacy: ask.isLegacy ? (1 as const) : (0 as const) }
    const key = ask.forgetKey ? { hostKey: null } : {}
    for (const line of lines) await setCpe(tx, line.connectionId, { ...legacy, ...key }, told.now)
    await addLog(
      tx,
      lines.map((line) => ({
        at: told.now,
        by: told.by,
        what: 'edited',
        customerId: customer.id,
        about: { kind: 'connection', id: line.connectionId },
        facts: {
          cpe: nameOf(line),
          changes: { ...legacy, ...(ask.forgetKey ? { hostKey: { from: line.hostKey, to: null } } : {}) },
        },
      })),
    )
    return lines.map(nameOf)
  })
}
