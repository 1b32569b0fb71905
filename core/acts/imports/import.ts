// Imports of CSV files: routers, plans, customers, connections, documents. All or nothing: a file is brought in by one
// transaction, and when anything is wrong with it every mistake is told and nothing is kept. The same file again changes
// nothing. Reading the file itself is not done here: records come in as texts with their lines, a batch at a time.

import type { Seal } from '../../seal.ts'
import type { Db, Tx } from '../../store/db.ts'
import { lockImports } from '../../store/imports.ts'
import { addLog } from '../../store/log.ts'
import type { Told } from '../reorder.ts'
import { collectComplaints, type Complaints } from './complaints.ts'
import type { Columns, Row } from './columns.ts'
import { connections } from './connections.ts'
import { customers } from './customers.ts'
import { documents } from './documents.ts'
import type { Importer, Job, Subject } from './job.ts'
import { plans } from './plans.ts'
import { routers } from './routers.ts'
import { type Header, type ImportRecord, readHeader, readRow } from './rows.ts'

export type { ImportRecord } from './rows.ts'

export const IMPORT_KINDS = ['routers', 'plans', 'customers', 'connections', 'documents'] as const

export type ImportKind = (typeof IMPORT_KINDS)[number]

const SUBJECTS: Readonly<Record<ImportKind, Subject<Columns>>> = {
  routers,
  plans,
  customers,
  connections,
  documents,
} as unknown as Record<ImportKind, Subject<Columns>>

/** The columns that files of a kind may have, in the order in which they are written. */
export const importColumns = (kind: ImportKind): string[] => Object.keys(SUBJECTS[kind].columns)

export interface ImportSource {
  /** What messages and the log call the file. */
  name: string
  /** Of its header. */
  columns: readonly string[]
  /** In order of the file, in batches of any size. */
  records: AsyncIterable<readonly ImportRecord[]>
  /** How much of the file was read so far. */
  bytesRead(): number
}

export interface ImportTold extends Told {
  seal: Seal
  /** Everything is done, checked and undone again. */
  dryRun: boolean
  /** Connections in service that a person allows the file to close. */
  confirmClosings?: number | undefined
  /** Called between two batches; the import waits for it. Its transaction stays open meanwhile. */
  pause(): Promise<void>
  progress?(rows: number, bytes: number): void
}

export interface ImportReport {
  kind: ImportKind
  file: string
  dryRun: boolean
  /** Records below the header. */
  rows: number
  added: number
  changed: number
  unchanged: number
  /** Ids of the orders that it opened; of a dry run none is left. */
  orders: number[]
  warnings: string[]
}

/** Rows of a batch: what is looked up and written at once. */
const BATCH = 1000

export async function importCsv(db: Db, kind: ImportKind, source: ImportSource, told: ImportTold): Promise<ImportReport> {
  const header = readHeader(source.name, SUBJECTS[kind].columns, source.columns)
  const tx = await db.startTransaction().execute()
  try {
    const report = await bringIn(tx, kind, header, source, told)
    if (!told.dryRun) await tx.commit().execute()
    return report
  } finally {
    if (!tx.isCommitted) await tx.rollback().execute()
  }
}

async function bringIn(tx: Tx, kind: ImportKind, header: Header, source: ImportSource, told: ImportTold): Promise<ImportReport> {
  await lockImports(tx)
  const names = new Set(header.map(([column]) => column))
  const complaints = collectComplaints(source.name)
  const tally = { added: 0, changed: 0, unchanged: 0 }
  const job: Job = {
    tx,
    told,
    file: source.name,
    has: (column) => names.has(column),
    dryRun: told.dryRun,
    confirmClosings: told.confirmClosings ?? 0,
    complaints,
    tally,
    warnings: [],
  }
  const subject = SUBJECTS[kind]
  const importer = await subject.start(job)
  const notTwice = subject.keyOf === null ? null : refuseTwice(subject.keyOf, complaints)
  const rows = await takeAll(importer, header, notTwice, source, told, complaints)
  complaints.tell()
  const opened = await importer.finish()
  complaints.tell()
  if (tally.added + tally.changed > 0) {
    await addLog(tx, [{ at: told.now, by: told.by, what: 'import', facts: { kind, file: source.name, rows, ...tally } }])
  }
  return {
    kind,
    file: source.name,
    dryRun: told.dryRun,
    rows,
    ...tally,
    orders: told.dryRun ? [] : opened,
    warnings: job.warnings,
  }
}

type Check = (row: Row<Columns>) => boolean

/** Remembers the keys of all rows: a second one is complained of and left out. */
function refuseTwice(keyOf: NonNullable<Subject<Columns>['keyOf']>, complaints: Complaints): Check {
  const lines = new Map<string, number>()
  return ({ line, values }) => {
    const key = keyOf(values)
    const first = lines.get(key)
    if (first === undefined) {
      lines.set(key, line)
      return true
    }
    complaints.row(line, `is about the same as line ${first}: ${key}`)
    return false
  }
}

/** Returns how many records there were. */
async function takeAll(
  importer: Importer<Columns>,
  header: Header,
  check: Check | null,
  source: ImportSource,
  told: ImportTold,
  complaints: Complaints,
): Promise<number> {
  let count = 0
  for await (const records of source.records) {
    for (let start = 0; start < records.length; start += BATCH) {
      const some = records.slice(start, start + BATCH)
      const rows = some.flatMap((record) => readRow<Columns>(record, header, complaints) ?? [])
      await importer.take(check === null ? rows : rows.filter(check))
      count += some.length
      told.progress?.(count, source.bytesRead())
      await told.pause()
    }
  }
  return count
}
