// The threads of the poll, apart from those of the routers so that neither starves the other: with every CPE silent, a payment
// still finds its router's thread free.

import { Piscina } from 'piscina'
import type { Limits } from '../../core/config.ts'
import { type FaultNote, noteOf } from '../../core/fault.ts'
import type { CpeAccess, TableAccess, Visit } from '../../core/probe.ts'
import type { Reading } from '../../core/rules/signal.ts'
import { threadOf } from '../pools.ts'
import type { PollAnswer, PollTask } from './worker.ts'

export type Told = { ok: true; readings: Map<string, Reading> } | { ok: false; fault: FaultNote }

export interface PollPool {
  visit(access: CpeAccess): Promise<Visit>
  table(access: TableAccess, macs: string[]): Promise<Told>
  /** Ends the threads with what they have under way, whose answers are then `device-silent`. */
  close(): Promise<void>
}

const NO_WORD: FaultNote = { code: 'device-silent', message: 'the thread gave no answer', facts: {} }

export function openPollPool(limits: Limits): PollPool {
  const threads = Array.from({ length: limits.pollThreads }, () =>
    threadOf<PollTask, PollAnswer>('signal/worker', limits.visitsAtOnce),
  )
  let turn = 0
  const run = async (task: PollTask): Promise<PollAnswer> => {
    const thread: Piscina<PollTask, PollAnswer> | undefined = threads[turn++ % threads.length]
    try {
      return thread === undefined ? { did: 'nothing', fault: NO_WORD } : await thread.run(task)
    } catch (e) {
      return { did: 'nothing', fault: noteOf(e, 'device-silent') } // the thread died; the CPE is asked again in its turn
    }
  }
  const deadlineMs = limits.visitMs
  return {
    async visit(access) {
      const answer = await run({ do: 'visit', access, deadlineMs })
      if (answer.did === 'visit') return answer.visit
      return { ok: false, fault: answer.did === 'nothing' ? answer.fault : NO_WORD, hostKey: null }
    },
    async table(access, macs) {
      const answer = await run({ do: 'table', access, macs, deadlineMs })
      if (answer.did === 'table') return { ok: true, readings: answer.readings }
      return { ok: false, fault: answer.did === 'nothing' ? answer.fault : NO_WORD }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.destroy()))
    },
  }
}
