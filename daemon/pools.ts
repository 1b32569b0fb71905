// The threads that talk to devices. One pool of one thread each, a router always on the same one, many tasks in flight on it:
// that is how a session stays open between tasks. Piscina's default atomics freeze a thread between two tasks, its
// sockets with it, hence `disabled`; a signal would kill the thread, hence deadlines inside the task.

import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { Change, Check, Look, NoticeEntry, NoticeOutcome, Outcome, RouterAccess, Target } from '../core/driver.ts'
import type { Limits } from '../core/config.ts'
import { Fault, type FaultNote, noteOf } from '../core/fault.ts'
import type { Reading } from '../core/rules/signal.ts'
import type { Answer, Task } from './worker.ts'

export type Tried<T> =
  | { ok: true; value: T; fingerprint: string | null; tookMs: number }
  | { ok: false; fault: FaultNote; tookMs: number }

export interface EnforcePool {
  /** `proven` takes outcomes as they come in, before the answer, which holds the others. */
  apply(access: RouterAccess, changes: Change[], proven: (outcomes: Outcome[]) => void): Promise<Tried<Outcome[]>>
  /** The task that works this router ends what it has begun and leaves the rest. */
  hurry(router: number): void
  look(access: RouterAccess, targets: Target[]): Promise<Tried<Look>>
  test(access: RouterAccess): Promise<Tried<Check[]>>
  /** Readings by MAC (twelve lower-case hex digits) of those registered at the router's radios. */
  signals(access: RouterAccess, macs: string[]): Promise<Tried<Map<string, Reading>>>
  /** Keeps the router's notice list; `hurry` ends it early. */
  notice(access: RouterAccess, entries: NoticeEntry[]): Promise<Tried<NoticeOutcome[]>>
  close(): Promise<void>
}

type Bare<T> = T extends { access: RouterAccess } ? Omit<T, 'access' | 'deadlineMs' | 'idleMs'> : never

/** A task without what all of them have. */
type Wish = Exclude<Bare<Task>, { do: 'apply' }>

/** One thread, and so many tasks in flight on it; `entry` is the file, as seen from here, that exports `work`. */
export function threadOf<T, A>(entry: string, atOnce: number): Piscina<T, A> {
  const fromSource = import.meta.url.endsWith('.ts')
  return new Piscina<T, A>({
    filename: new URL(`./${entry}.${fromSource ? 'ts' : 'js'}`, import.meta.url).href,
    name: 'work',
    ...(fromSource ? { execArgv: ['--import', new URL('./from-source.mjs', import.meta.url).href] } : {}),
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: atOnce,
    maxQueue: atOnce,
    atomics: 'disabled',
    idleTimeout: Number.POSITIVE_INFINITY,
  })
}

export function openEnforcePool(limits: Limits): EnforcePool {
  const threads = Array.from({ length: limits.enforceThreads }, () => threadOf<Task, Answer>('worker', limits.routersAtOnce))
  const hurries = makeHurries()
  const run = async (router: number, task: Task): Promise<Answer> => {
    const thread = threads[router % threads.length]
    if (!thread) throw new Fault('store-busy', 'the pool is closed')
    const from = performance.now()
    try {
      return await thread.run(task, task.do === 'apply' ? { transferList: [task.proven] } : undefined)
    } catch (e) {
      // The thread died (its memory ran out), or would take no more: nobody knows how far it came, and it counts against the router.
      const note = noteOf(e, 'device-silent')
      return { ok: false, fault: { ...note, code: 'device-silent' }, tookMs: performance.now() - from }
    }
  }
  const bounds = { deadlineMs: limits.taskMs, idleMs: limits.idleMs }
  const tried = <T>(answer: Answer, value: (answer: Extract<Answer, { ok: true }>) => T): Tried<T> =>
    answer.ok ? { ok: true, value: value(answer), fingerprint: answer.fingerprint, tookMs: answer.tookMs } : answer
  /** One task, one answer. */
  const ask = async <T>(
    access: RouterAccess,
    wish: Wish,
    value: (answer: Extract<Answer, { ok: true }>) => T,
  ): Promise<Tried<T>> => tried(await run(access.router, { ...wish, access, ...bounds }), value)
  return {
    hurry: (router) => hurries.hurry(router),
    async apply(access, changes, proven) {
      const hurry = hurries.begin(access.router)
      const parts = partsTo(proven)
      try {
        const task = { do: 'apply', access, changes: JSON.stringify(changes), hurry, proven: parts.port, ...bounds } as const
        const answer = await run(access.router, task)
        if ('parts' in answer) await parts.heard(answer.parts)
        return tried(answer, (answer) => ('outcomes' in answer ? outcomesOf(answer.outcomes) : []))
      } finally {
        parts.close()
      }
    },
    look: (access, targets) => ask(access, { do: 'look', targets }, (answer) => ('look' in answer ? answer.look : EMPTY_LOOK)),
    test: (access) => ask(access, { do: 'test' }, (answer) => ('checks' in answer ? answer.checks : [])),
    signals: (access, macs) =>
      ask(access, { do: 'signals', macs }, (answer) => ('signals' in answer ? answer.signals : new Map<string, Reading>())),
    notice: (access, entries) =>
      ask(access, { do: 'notice', entries, hurry: hurries.begin(access.router) }, (answer) =>
        'noticed' in answer ? answer.noticed : [],
      ),
    async close() {
      await Promise.all(threads.map((thread) => thread.run({ do: 'close' })))
      await Promise.all(threads.map((thread) => thread.destroy()))
    },
  }
}

/** Memory that both threads see: a message would wait behind the task that it is meant for. */
function makeHurries() {
  const flags = new Map<number, Int32Array>()
  return {
    /** For the task that begins on a router. */
    begin(router: number): Int32Array {
      const flag = new Int32Array(new SharedArrayBuffer(4))
      flags.set(router, flag)
      return flag
    },
    hurry(router: number): void {
      const flag = flags.get(router)
      if (flag) Atomics.store(flag, 0, 1)
    },
  }
}

const outcomesOf = (text: string): Outcome[] => JSON.parse(text) as Outcome[]

/** What a task tells while it is under way. It comes by a port of its own, so it may come after the answer: that one says how many there are. */
function partsTo(proven: (outcomes: Outcome[]) => void) {
  const { port1, port2 } = new MessageChannel()
  let count = 0
  let wake = (): void => undefined
  port1.on('message', (text: string) => {
    count++
    proven(outcomesOf(text))
    wake()
  })
  return {
    port: port2,
    async heard(all: number): Promise<void> {
      while (count < all) await new Promise<void>((resolve) => (wake = resolve))
    },
    close: () => port1.close(),
  }
}

const EMPTY_LOOK: Look = { device: null, sights: [], strays: [] }
