// The one append-only log. A line says who did what about whom, with its facts; views of it are the customer's log, the
// audit page and an order's receipt.

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

/** Lines of one statement: 10 columns each, far below SQLite's 32,766 parameters. */
const LINES_AT_ONCE = 500

export async function addLog(db: Db, lines: readonly LogLine[]): Promise<void> {
  for (let start = 0; start < lines.length; start += LINES_AT_ONCE) {
    const rows = lines.slice(start, start + LINES_AT_ONCE).map((line) => ({
      at: line.at,
      by: line.by,
      what: line.what,
      customerId: line.customerId ?? null,
      aboutKind: line.about?.kind ?? null,
      aboutId: line.about?.id ?? null,
      facts: JSON.stringify(line.facts ?? {}),
      runId: line.runId ?? null,
      orderId: line.orderId ?? null,
    }))
    await db.insertInto('log').values(rows).execute()
  }
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
