// The one append-only log. A line says who did what about whom, with its facts; views of it are the customer's log, the
// audit page and an order's receipt.

import { insertRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { LogRow } from './tables.ts'

export interface LogLine {
  at: number
  by: string
  what: string
  customerId?: number | null
  about?: { kind: string; id: number }
  facts?: Record<string, unknown>
  runId?: number | null
  orderId?: number | null
}

const COLUMNS = ['at', '"by"', 'what', 'customer_id', 'about_kind', 'about_id', 'facts', 'run_id', 'order_id']

export async function addLog(db: Db, lines: readonly LogLine[]): Promise<void> {
  const rows = lines.map(({ at, by, what, customerId, about, facts, runId, orderId }) => [
    at,
    by,
    what,
    customerId ?? null,
    about?.kind ?? null,
    about?.id ?? null,
    JSON.stringify(facts ?? {}),
    runId ?? null,
    orderId ?? null,
  ])
  await insertRows(db, 'log', COLUMNS, rows)
}

/** The newest lines about a customer first. */
export async function logOfCustomer(db: Db, customerId: number, limit: number): Promise<LogRow[]> {
  return db.selectFrom('log').selectAll().where('customerId', '=', customerId).orderBy('id', 'desc').limit(limit).execute()
}

/** The newest lines of some kinds since an instant: alerts, for one. */
export async function logOfKind(db: Db, what: string, sinceAt: number, limit: number): Promise<LogRow[]> {
  return db
    .selectFrom('log')
    .selectAll()
    .where('what', '=', what)
    .where('at', '>=', sinceAt)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
}
