// The threads that talk to devices. One pool of one thread each, a router always on the same one, many tasks in flight on it:
// that is how a session stays open between tasks. Piscina's default atomics freeze a thread between two tasks, its
// sockets with it, hence `disabled`; a signal would kill the thread, hence deadlines inside the task.

import { Piscina } from 'piscina'
import type { Change, Check, Look, Outcome, RouterAccess, Target } from '../core/driver.ts'
import type { Limits } from '../core/config.ts'
import { Fault, type FaultNote } from '../core/fault.ts'
import type { Answer, Task } from './worker.ts'

export type Tried<T> =
  | { ok: true; value: T; fingerprint: string | null; tookMs: number }
  | { ok: false; fault: FaultNote; tookMs: number }

export interface EnforcePool {
  apply(access: RouterAccess, changes: Change[]): Promise<Tried<Outcome[]>>
  /** The task that works this router ends what it has begun and leaves the rest. */
  hurry(router: number): void
  look(access: RouterAccess, targets: Target[]): Promise<Tried<Look>>
  test(access: RouterAccess): Promise<Tried<Check[]>>
  close(): Promise<void>
}

export function openEnforcePool(limits: Limits): EnforcePool {
  const fromSource = import.meta.url.endsWith('.ts')
  const threads = Array.from(
    { length: limits.enforceThreads },
    () =>
      new Piscina<Task, Answer>({
        filename: new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url).href,
        name: 'work',
        ...(fromSource ? { execArgv: ['--import', new URL('./from-source.mjs', import.meta.url).href] } : {}),
        resourceLimits: { maxYoungGenerationSizeMb: 32 },
        minThreads: 1,
        maxThreads: 1,
        concurrentTasksPerWorker: limits.routersAtOnce,
        maxQueue: limits.routersAtOnce,
        atomics: 'disabled',
        idleTimeout: Number.POSITIVE_INFINITY,
      }),
  )
  const hurries = new Map<number, Int32Array>()
  const run = async (router: number, task: Task): Promise<Answer> => {
    const thread = threads[router % threads.length]
    if (!thread) throw new Fault('store-busy', 'the pool is closed')
    return thread.run(task)
  }
  const bounds = { deadlineMs: limits.taskMs, idleMs: limits.idleMs }
  const tried = <T>(answer: Answer, value: (answer: Extract<Answer, { ok: true }>) => T): Tried<T> =>
    answer.ok ? { ok: true, value: value(answer), fingerprint: answer.fingerprint, tookMs: answer.tookMs } : answer
  return {
    hurry(router) {
      const flag = hurries.get(router)
      if (flag) Atomics.store(flag, 0, 1)
    },
    async apply(access, changes) {
      // Memory that both threads see: a message would wait behind the task that it is meant for.
      const hurry = new Int32Array(new SharedArrayBuffer(4))
      hurries.set(access.router, hurry)
      return tried(
        await run(access.router, { do: 'apply', access, changes: JSON.stringify(changes), hurry, ...bounds }),
        (answer) => ('outcomes' in answer ? (JSON.parse(answer.outcomes) as Outcome[]) : []),
      )
    },
    async look(access, targets) {
      return tried(await run(access.router, { do: 'look', access, targets, ...bounds }), (answer) =>
        'look' in answer ? answer.look : EMPTY_LOOK,
      )
    },
    async test(access) {
      return tried(await run(access.router, { do: 'test', access, ...bounds }), (answer) =>
        'checks' in answer ? answer.checks : [],
      )
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.run({ do: 'close' })))
      await Promise.all(threads.map((thread) => thread.destroy()))
    },
  }
}

const EMPTY_LOOK: Look = { device: { identity: '', version: '', board: '', uptimeS: 0 }, sights: [], strays: [] }
