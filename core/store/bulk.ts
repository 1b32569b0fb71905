// Statements over many rows at once, for imports and other work in bulk. They are written as text and go past Kysely's
// builder, which costs more for each value than the database does. Columns are named as the database names them; what comes
// back is named as the statement says. Both databases take the same text but for the marks of parameters.

import { CompiledQuery, PostgresAdapter } from 'kysely'
import type { Db } from './db.ts'

export type Cell = string | number | null

/** SQLite takes 32,766 parameters in a statement. */
const PARAMETERS_MAX = 30_000
const ROWS_MAX = 1000

export const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** `insert into <table> (<columns>) values …  <ending>`; returns what a `returning` in the ending names. */
export async function insertRows<T>(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  ending = '',
): Promise<T[]> {
  return inSlices(
    db,
    `insert into ${table} (${columns.join(', ')}) values `,
    columns.map(() => ''),
    rows,
    ` ${ending}`,
  )
}

/** A column of the rows that a statement works with. */
export type RowColumn = readonly [name: string, type: 'bigint' | 'text']

/** `with v (<columns>) as (values …) <statement>`: the statement reads the rows as the table `v`, a slice of them at a time. */
export async function withRows<T>(
  db: Db,
  columns: readonly RowColumn[],
  rows: readonly (readonly Cell[])[],
  statement: string,
): Promise<T[]> {
  const names = columns.map(([name]) => name).join(', ')
  return inSlices(
    db,
    `with v (${names}) as (values `,
    columns.map(([, type]) => type),
    rows,
    `) ${statement}`,
  )
}

async function inSlices<T>(
  db: Db,
  head: string,
  types: readonly string[],
  rows: readonly (readonly Cell[])[],
  tail: string,
): Promise<T[]> {
  const plain = db.withoutPlugins()
  const size = Math.min(ROWS_MAX, Math.floor(PARAMETERS_MAX / types.length))
  const found: T[] = []
  for (let start = 0; start < rows.length; start += size) {
    const some = rows.slice(start, start + size)
    const text = head + placeholders(isPostgres(db), types, some.length) + tail
    const answer = await plain.executeQuery<T>(CompiledQuery.raw(text, some.flat()))
    for (const row of answer.rows) found.push(row)
  }
  return found
}

/** Full slices are most of them: making their text anew would cost as much as running it. */
const kept = new Map<string, string>()

function placeholders(numbered: boolean, types: readonly string[], count: number): string {
  const key = `${numbered} ${types.join(' ')} ${count}`
  const before = kept.get(key)
  if (before !== undefined) return before
  let next = 0
  const mark = () => (numbered ? `$${++next}` : '?')
  // The first row's casts tell PostgreSQL the types of all.
  const row = (isFirst: boolean) =>
    `(${types.map((type) => (isFirst && type !== '' ? `cast(${mark()} as ${type})` : mark())).join(', ')})`
  const text = Array.from({ length: count }, (_, index) => row(index === 0)).join(', ')
  if (kept.size >= 50) kept.clear()
  kept.set(key, text)
  return text
}
