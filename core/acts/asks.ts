// Questions of a page to a device: asked here, taken by the daemon, answered here, read by the page that asked. The row is all
// that the two share, so either may be started anew meanwhile. What is asked of a CPE is written down as any reading is; the
// answer to a question is then only when it was made.

import type { Check, RouterAccess } from '../driver.ts'
import type { FaultNote } from '../fault.ts'
import { checksWanted } from '../rules/checks.ts'
import { endAsk, expireAsks, forgetAsks, insertAsk, newestAsk, oldestWaiting, putAsksBack, takeOpenAsks } from '../store/asks.ts'
import { cpeOfConnection } from '../store/cpes.ts'
import { type Db, within } from '../store/db.ts'
import { routerById, routerWell } from '../store/routers.ts'
import { loadTerms } from '../store/settings.ts'
import type { AskKind, AskRow } from '../store/tables-network.ts'
import { accessOf, type HandoutTold } from './handout.ts'
import type { Told } from './reorder.ts'
import { type Heard, turnsOf, type Turns, wayOf } from './visits.ts'

/** Nobody waits longer in front of a page: what was not answered by then is not asked any more. */
export const ASK_MS = 2 * 60_000
/** What was asked longer ago is forgotten; readings and routers keep what matters of it. */
const KEEP_MS = 7 * 24 * 3_600_000

export interface SignalAnswer {
  /** Of the reading that was made. */
  readAt: number
}

export interface RouterAnswer {
  ok: boolean
  tookMs: number
  checks: Check[]
}

/** As a page reads it. */
export type Asked =
  /** `waiting`: no daemon has taken it; `asking`: the device is being asked. */
  | { state: 'waiting' | 'asking'; row: AskRow }
  | { state: 'failed'; row: AskRow; fault: FaultNote }
  | { state: 'answered'; row: AskRow; answer: unknown }

/** Opens a question, or joins the one about the same that is open. Returns its id. */
export async function ask(db: Db, wish: { kind: AskKind; about: number }, told: Told): Promise<number> {
  return within(db, async (tx) => {
    await expire(tx, told.now)
    const id = await insertAsk(tx, { ...wish, askedBy: told.by, askedAt: told.now })
    return id ?? (await newestAsk(tx, wish.kind, wish.about))?.id ?? 0
  })
}

/** The newest about this, open or answered; undefined where it was never asked. */
export async function lastAsked(db: Db, kind: AskKind, about: number): Promise<Asked | undefined> {
  const row = await newestAsk(db, kind, about)
  return row && readAsk(row)
}

export function readAsk(row: AskRow): Asked {
  if (row.fault !== null) return { state: 'failed', row, fault: JSON.parse(row.fault) as FaultNote }
  if (row.answer !== null) return { state: 'answered', row, answer: JSON.parse(row.answer) as unknown }
  return { state: row.takenAt === null ? 'waiting' : 'asking', row }
}

const NOBODY: FaultNote = {
  code: 'device-silent',
  message: 'nobody answered in time: the daemon is stopped, or was while it asked; see: ispcube status',
  facts: { expired: true },
}

const expire = (db: Db, now: number): Promise<void> => expireAsks(db, now - ASK_MS, now, JSON.stringify(NOBODY))

/** Every minute: what nobody answered ends, what is old goes. */
export async function keepAsks(db: Db, now: number): Promise<void> {
  await expire(db, now)
  await forgetAsks(db, now - KEEP_MS)
}

export type AskTold = Pick<HandoutTold, 'now' | 'seal' | 'limits' | 'lists' | 'templates'>

/** A question as it is handed out, with what a thread needs. */
export type AskTurn =
  | { ask: AskRow; of: 'signal'; turns: Turns }
  | { ask: AskRow; of: 'router'; access: RouterAccess }
  /** It cannot be asked at all. */
  | { ask: AskRow; of: 'nothing'; fault: FaultNote }

/** The questions that nobody has taken yet, so many at most. */
export async function takeAsks(db: Db, told: AskTold, most: number): Promise<AskRow[]> {
  // Looked for each second: only where there are some is anything written.
  const oldest = await oldestWaiting(db)
  if (oldest === null) return []
  if (oldest < told.now - ASK_MS) await expire(db, told.now)
  return takeOpenAsks(db, told.now, most)
}

export async function turnOfAsk(db: Db, row: AskRow, told: AskTold): Promise<AskTurn> {
  if (row.kind === 'router') {
    const router = await routerById(db, row.about)
    if (router === undefined || router.removedAt !== null) return gone(row, 'the router was removed')
    return { ask: row, of: 'router', access: accessOf(router, told) }
  }
  const line = await cpeOfConnection(db, row.about)
  if (line === undefined) return gone(row, 'the connection is gone')
  const way = wayOf(line)
  if (way.way === 'none')
    return nothing(row, { code: 'input-invalid', message: `it cannot be asked: ${way.why}`, facts: { why: way.why } })
  const turns = await turnsOf(db, [line], told, null)
  if (turns.visits.length + turns.tables.length > 0) return { ask: row, of: 'signal', turns }
  const message = 'nothing is set up to ask it with: a CPE password, an SNMP access, or a radio that is a MikroTik'
  return nothing(row, { code: 'input-invalid', message, facts: { why: 'no-access' } })
}

const nothing = (row: AskRow, fault: FaultNote): AskTurn => ({ ask: row, of: 'nothing', fault })
const gone = (row: AskRow, message: string): AskTurn => nothing(row, { code: 'record-missing', message, facts: {} })

export const giveBack = (db: Db, rows: readonly AskRow[]): Promise<void> =>
  putAsksBack(
    db,
    rows.map(({ id }) => id),
  )

/** What was heard of the connection that was asked about; the readings are written by `recordHeard`. */
export async function answerSignal(db: Db, row: AskRow, heard: readonly Heard[], now: number): Promise<void> {
  const own = heard.find(({ line }) => line.connectionId === row.about)
  if (own?.visit.ok === true) return answer(db, row, { readAt: own.at } satisfies SignalAnswer, now)
  await failAsk(db, row, own?.visit.ok === false ? own.visit.fault : NOBODY, now)
}

/** A log-in that worked closes the circuit: what was put off because it did not answer is tried at once. */
export async function answerRouter(
  db: Db,
  row: AskRow,
  tried: { checks: readonly Check[]; tookMs: number } | { fault: FaultNote },
  now: number,
): Promise<void> {
  if ('fault' in tried) return failAsk(db, row, tried.fault, now)
  const { notice } = await loadTerms(db)
  const checks = checksWanted(tried.checks, notice.enabled)
  const router = await routerById(db, row.about)
  const isReached = router?.driver === 'none' || checks.some((check) => check.name === 'log-in' && check.ok)
  await within(db, async (tx) => {
    if (isReached) await routerWell(tx, row.about, now)
    const told: RouterAnswer = { ok: checks.every(({ ok }) => ok), tookMs: Math.round(tried.tookMs), checks }
    await answer(tx, row, told, now)
  })
}

const answer = (db: Db, row: AskRow, told: SignalAnswer | RouterAnswer, now: number): Promise<void> =>
  endAsk(db, row.id, { answeredAt: now, answer: JSON.stringify(told), fault: null })

export const failAsk = (db: Db, row: AskRow, fault: FaultNote, now: number): Promise<void> =>
  endAsk(db, row.id, { answeredAt: now, answer: null, fault: JSON.stringify(fault) })
