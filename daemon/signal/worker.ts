// The thread that visits CPEs and asks radios over SNMP. As that of the routers it opens no database, writes no log and holds no
// rule: one task, one answer, and what went wrong is returned.

import { type FaultNote, noteOf } from '../../core/fault.ts'
import type { CpeAccess, TableAccess, Visit } from '../../core/probe.ts'
import type { Reading } from '../../core/rules/signal.ts'
import { openProbes, type Probes } from '../drivers/index.ts'

export type PollTask =
  | { do: 'visit'; access: CpeAccess; deadlineMs: number }
  | { do: 'table'; access: TableAccess; macs: string[]; deadlineMs: number }
export type PollAnswer =
  | { did: 'visit'; visit: Visit }
  | { did: 'table'; readings: Map<string, Reading> }
  | { did: 'nothing'; fault: FaultNote }

/** Opened by the first task: a provider without CPEs loads no SSH. */
let probes: Promise<Probes> | null = null

export async function work(task: PollTask): Promise<PollAnswer> {
  try {
    const { visit, table } = await (probes ??= openProbes())
    const signal = AbortSignal.timeout(task.deadlineMs)
    if (task.do === 'visit') return { did: 'visit', visit: await visit(task.access, signal) }
    return { did: 'table', readings: await table(task.access, task.macs, signal) }
  } catch (error) {
    return { did: 'nothing', fault: noteOf(error, 'device-silent') }
  }
}
