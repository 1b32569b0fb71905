// The thread that talks to routers. It opens no database, writes no log and holds no rule: plain data in, outcomes out. A
// session stays open between the tasks of a router, so a run of a thousand orders logs in once; without work it is closed.
// Faults are returned, because an error that crosses a thread loses its code.

import type { MessagePort } from 'node:worker_threads'
import type { Change, Check, Look, NoticeEntry, NoticeOutcome, RouterAccess, RouterDriver, Target } from '../core/driver.ts'
import { type FaultNote, noteOf } from '../core/fault.ts'
import type { Reading } from '../core/rules/signal.ts'
import { openDriver } from './drivers/index.ts'

/** Changes and outcomes cross as one JSON text: copying thousands of small objects between threads costs more. */
export type Task =
  | {
      do: 'apply'
      access: RouterAccess
      changes: string
      hurry: Int32Array
      proven: MessagePort
      deadlineMs: number
      idleMs: number
    }
  | { do: 'look'; access: RouterAccess; targets: Target[]; deadlineMs: number; idleMs: number }
  | { do: 'test'; access: RouterAccess; deadlineMs: number; idleMs: number }
  | { do: 'signals'; access: RouterAccess; macs: string[]; deadlineMs: number; idleMs: number }
  | { do: 'notice'; access: RouterAccess; entries: NoticeEntry[]; hurry: Int32Array; deadlineMs: number; idleMs: number }
  | { do: 'close' }

export type Answer = { tookMs: number } &
  /** The outcomes that no part has told, and how many parts have told some. */
  (
    | { ok: true; outcomes: string; parts: number; fingerprint: string | null }
    | { ok: true; look: Look; fingerprint: string | null }
    | { ok: true; checks: Check[]; fingerprint: string | null }
    | { ok: true; signals: Map<string, Reading>; fingerprint: string | null }
    | { ok: true; noticed: NoticeOutcome[]; fingerprint: string | null }
    | { ok: true; fingerprint: null }
    | { ok: false; fault: FaultNote }
  )

interface Session {
  /** The access it was opened with: another password or host means another session. */
  key: string
  driver: RouterDriver
  idle: NodeJS.Timeout | null
}

const sessions = new Map<number, Session>()

export async function work(task: Task): Promise<Answer> {
  const from = performance.now()
  try {
    if (task.do === 'close') await closeAll()
    const answer = task.do === 'close' ? ({ ok: true, fingerprint: null } as const) : await answerTo(task)
    return { ...answer, tookMs: performance.now() - from }
  } catch (error) {
    // A driver's own mistake tells nothing of how far it came.
    return { ok: false, fault: noteOf(error, 'device-silent'), tookMs: performance.now() - from }
  }
}

async function answerTo(task: Exclude<Task, { do: 'close' }>) {
  const session = await sessionFor(task.access)
  const { driver } = session
  const signal = AbortSignal.timeout(task.deadlineMs)
  try {
    if (task.do === 'apply') {
      const { hurry, proven } = task
      let parts = 0
      const outcomes = await driver.apply(JSON.parse(task.changes) as Change[], signal, {
        hurry: () => Atomics.load(hurry, 0) === 1,
        proven(some) {
          parts++
          proven.postMessage(JSON.stringify(some))
        },
      })
      return { ok: true as const, outcomes: JSON.stringify(outcomes), parts, fingerprint: driver.fingerprint }
    }
    if (task.do === 'look')
      return { ok: true as const, look: await driver.look(task.targets, signal), fingerprint: driver.fingerprint }
    if (task.do === 'signals') {
      // A driver that knows no radios has nobody registered at them.
      const signals = (await driver.signals?.(task.macs, signal)) ?? new Map<string, Reading>()
      return { ok: true as const, signals, fingerprint: driver.fingerprint }
    }
    if (task.do === 'notice') {
      const { entries, hurry } = task
      // A driver without a notice list has nobody on it.
      const noticed = (await driver.notice?.(entries, signal, { hurry: () => Atomics.load(hurry, 0) === 1 })) ?? []
      return { ok: true as const, noticed, fingerprint: driver.fingerprint }
    }
    return { ok: true as const, checks: await driver.test(signal), fingerprint: driver.fingerprint }
  } finally {
    rest(task.access.router, session, task.idleMs)
  }
}

async function sessionFor(access: RouterAccess): Promise<Session> {
  const key = JSON.stringify(access)
  const open = sessions.get(access.router)
  if (open?.idle) clearTimeout(open.idle)
  if (open?.key === key) return open
  if (open) await drop(access.router, open)
  const entry = await openDriver(access.driver)
  const session: Session = { key, driver: entry.open(access), idle: null }
  sessions.set(access.router, session)
  return session
}

/** Closes the session when no task asked for it within the idle time. */
function rest(router: number, session: Session, idleMs: number): void {
  if (session.idle) clearTimeout(session.idle)
  session.idle = setTimeout(() => void drop(router, session), idleMs)
  session.idle.unref()
}

async function drop(router: number, session: Session): Promise<void> {
  if (session.idle) clearTimeout(session.idle)
  if (sessions.get(router) === session) sessions.delete(router)
  // A session that does not close cleanly is gone all the same; there is nobody left to tell.
  await session.driver.close().catch(() => undefined)
}

async function closeAll(): Promise<void> {
  await Promise.all([...sessions].map(([router, session]) => drop(router, session)))
}
