// The tables of runs: those that were made, the numbers that people confirmed for them, and what sweeps found beside them.

import type { Generated, Selectable } from 'kysely'
import type { Reason } from '../rules/decision.ts'
import type { DriftKind } from '../rules/drift.ts'

export interface RunTables {
  runs: RunsTable
  confirmations: ConfirmationsTable
  drifts: DriftsTable
}

export interface RunsTable {
  id: Generated<number>
  kind: 'control' | 'apply' | 'promises'
  /** The instant whose rules it applied. */
  at: number
  /** The machine's clock: a clock behind the newest of these cuts nobody. */
  startedAt: number
  by: string
  /** JSON: totals, guard, promises closed. */
  outcome: string
  /** The form that asked for it. */
  askId: Generated<string | null>
}

/** What the newest sweep of a router found that is not as it should be; the next one replaces it. */
export interface DriftsTable {
  id: Generated<number>
  routerId: number
  at: number
  kind: DriftKind
  /** Null for an entry that no connection explains. */
  connectionId: number | null
  reason: Reason | null
  /** In the router's words. */
  seen: string
}

export interface ConfirmationsTable {
  id: Generated<number>
  /** New cuts by rules 8 and 9 that a person allowed on that day. */
  dayOn: string
  maxCuts: number
  at: number
  by: string
}

export type RunRow = Selectable<RunsTable>
