// What an import of any kind has at hand, and what it promises: it takes the rows of a file batch by batch inside one
// transaction, and ends by bringing orders and caches along.

import type { LogLine } from '../../store/log.ts'
import { addLog } from '../../store/log.ts'
import type { Tx } from '../../store/db.ts'
import type { Seal } from '../../seal.ts'
import type { Told } from '../reorder.ts'
import type { Complaints } from './complaints.ts'
import type { Columns, Row } from './columns.ts'

export interface Job {
  tx: Tx
  told: Told & { seal: Seal }
  /** Its name, for messages and the log. */
  file: string
  /** Does the file have this column? */
  has(column: string): boolean
  /** Everything is undone at the end: what would be refused is only told. */
  dryRun: boolean
  /** A person allows the file to close so many connections. */
  confirmClosings: number
  complaints: Complaints
  tally: { added: number; changed: number; unchanged: number }
  warnings: string[]
}

export interface Importer<C extends Columns> {
  /** The next rows of the file. A row that cannot be is complained of; the transaction is then rolled back at the end. */
  take(rows: readonly Row<C>[]): Promise<void>
  /** After the last row; returns the ids of the orders that were opened. Not called when there were complaints. */
  finish(): Promise<number[]>
}

/** What an import knows how to bring in. */
export interface Subject<C extends Columns> {
  columns: C
  /** What a row is known by; `null` where the subject finds out itself that a row came twice. */
  keyOf: ((values: Row<C>['values']) => string) | null
  start(job: Job): Promise<Importer<C>>
}

/** Fields that a row changed, each with what it was and what it is. */
export type Changes = Record<string, { from: unknown; to: unknown }>

/** The fields that are given and not what they were; null when all are. */
export function changesOf<T extends object>(before: Readonly<T>, given: Readonly<Partial<T>>): Changes | null {
  let changes: Changes | null = null
  for (const name in given) {
    const from = before[name]
    const to = given[name]
    if (from !== to) (changes ??= {})[name] = { from, to }
  }
  return changes
}

/** Of columns that are fields by themselves, those that the file has. */
export function fieldsInFile<F extends Readonly<Record<string, string>>>(job: Job, fields: F): [keyof F & string, F[keyof F]][] {
  return (Object.entries(fields) as [keyof F & string, F[keyof F]][]).filter(([column]) => job.has(column))
}

/** Says of a secret only that it was changed. */
export const secretChange: Changes[string] = { from: '…', to: '…' }

export async function logEdits(job: Job, edits: readonly Pick<LogLine, 'customerId' | 'about' | 'facts'>[]): Promise<void> {
  const { now, by } = job.told
  await addLog(
    job.tx,
    edits.map((edit) => ({ at: now, by, what: 'edited', ...edit, facts: { import: job.file, ...edit.facts } })),
  )
}

/** Has the stored secret another content? One that no longer opens has. */
export function isOtherSecret(job: Job, sealed: string | null, secret: string, where: Parameters<Seal['open']>[1]): boolean {
  if (sealed === null) return true
  try {
    return job.told.seal.open(sealed, where) !== secret
  } catch {
    return true // sealed under an older key: setting it again is what the fault asks for
  }
}
