// Statements over many rows at once, for imports and other work in bulk. They are written as text and go past Kysely's
// builder, which costs more for each value than the database does. Columns are named as the database names them, in quotes
// where they are words of SQL; what comes back is named as the statement says. Rows go in as one JSON text: PostgreSQL plans a
// walk through the whole table for a long list of values, and SQLite parses such a list anew for every length. Only what
// SQLite inserts goes in as parameters, which is quicker where the slices are full.

import { CompiledQuery, PostgresAdapter } from 'kysely'
import type { Db } from './db.ts'

export type Cell = string | number | null

/** SQLite takes 32,766 parameters in a statement. */
const PARAMETERS_MAX = 30_000
const ROWS_MAX = 1000

const plainOf = new WeakMap<Db, Db>()

/** The same database or transaction, its rows as the statement names them. */
export function plain(db: Db): Db {
  const known = plainOf.get(db)
  if (known !== undefined) return known
  const made = db.withoutPlugins()
  plainOf.set(db, made)
  return made
}

/** The rows of a statement whose texts and values are as the database takes them; null where they have to be waited for. */
export type AtOnce = (text: string, values: readonly unknown[]) => unknown[] | null

const askers = new WeakMap<Db, AtOnce>()

/**
 * A database inside this process has the rows before a promise of them could be made: a page asks ten times, and ten turns of
 * waiting cost as much as one of its lists. Whoever opens it says how it is asked.
 */
export const answerAtOnce = (db: Db, ask: AtOnce): void => void askers.set(db, ask)

export async function rowsOf<T>(db: Db, text: string, values: readonly unknown[]): Promise<T[]> {
  const rows = askers.get(db)?.(text, values) as T[] | null | undefined
  return rows ?? (await plain(db).executeQuery<T>(CompiledQuery.raw(text, [...values]))).rows
}

export const isPostgres = (db: Db): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** Inserts rows; `ending` is what follows them: `on conflict …`, `returning …`. Comes back with what was asked to return. */
export async function insertRows<T>(
  db: Db,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  ending = '',
): Promise<T[]> {
  const names = columns.join(', ')
  return inSlices(db, columns, rows, (count) =>
    isPostgres(db)
      ? `insert into ${table} (${names}) select ${names} from json_populate_recordset(cast(null as ${table}), $1) ${ending}`
      : `insert into ${table} (${names}) values ${marks(columns.length, count)} ${ending}`,
  )
}

/** A column of the rows that a statement works with. */
export type RowColumn = readonly [name: string, type: 'bigint' | 'text']

/** A statement that needs values beside the rows: each goes in by `mark`, in the order in which they stand in the text. */
export type Marked = (mark: (value: Cell) => string) => string

/**
 * Runs a statement that reads the rows as the table `v`, a slice of them at a time. Its text is the same whatever their
 * number, so that it is prepared once and not for every length of a list.
 */
export async function withRows<T>(
  db: Db,
  columns: readonly RowColumn[],
  rows: readonly (readonly Cell[])[],
  statement: string | Marked,
): Promise<T[]> {
  const found: T[] = []
  for (const query of slicesOf(db, columns, rows, statement)) {
    for (const row of await rowsOf<T>(db, query.sql, query.parameters)) found.push(row)
  }
  return found
}

/** The same for a statement that changes rows and returns none: says how many it changed. */
export async function changeWithRows(
  db: Db,
  columns: readonly RowColumn[],
  rows: readonly (readonly Cell[])[],
  statement: string,
): Promise<number> {
  let changed = 0
  for (const query of slicesOf(db, columns, rows, statement)) {
    const answer = await plain(db).executeQuery(query)
    changed += Number(answer.numAffectedRows ?? 0)
  }
  return changed
}

function* slicesOf(
  db: Db,
  columns: readonly RowColumn[],
  rows: readonly (readonly Cell[])[],
  statement: string | Marked,
): Generator<CompiledQuery> {
  const names = columns.map(([name]) => name)
  const single = names.length === 1
  const rowsOf = isPostgres(db)
    ? `select * from json_to_recordset($1) as v (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`
    : `select ${single ? 'value' : names.map((_, index) => `value ->> ${index}`).join(', ')} from json_each(?)`
  for (let start = 0; start < rows.length; start += ROWS_MAX) {
    const some = rows.slice(start, start + ROWS_MAX)
    const values: Cell[] = [isPostgres(db) ? asJson(names, some) : JSON.stringify(single ? some.map(([cell]) => cell) : some)]
    const mark = (value: Cell) => {
      values.push(value)
      return isPostgres(db) ? `$${values.length}` : '?'
    }
    const text = typeof statement === 'string' ? statement : statement(mark)
    yield CompiledQuery.raw(`with v (${names.join(', ')}) as (${rowsOf}) ${text}`, values)
  }
}

async function inSlices<T>(
  db: Db,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  text: (count: number) => string,
): Promise<T[]> {
  const size = Math.min(ROWS_MAX, Math.floor(PARAMETERS_MAX / columns.length))
  const found: T[] = []
  for (let start = 0; start < rows.length; start += size) {
    const some = rows.slice(start, start + size)
    const parameters = isPostgres(db) ? [asJson(columns, some)] : some.flat()
    const answer = await plain(db).executeQuery<T>(CompiledQuery.raw(text(some.length), parameters))
    for (const row of answer.rows) found.push(row)
  }
  return found
}

function asJson(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const names = columns.map((name) => name.replaceAll('"', ''))
  const written = (some: readonly (readonly Cell[])[]): string =>
    JSON.stringify(some.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))))
  const text = written(rows)
  return MAYBE_NO_TEXT.test(text) ? written(rows.map((row) => row.map(taken))) : text
}

/** How JSON writes what PostgreSQL has no text for: NUL, and half of a character where a text was cut off. */
const MAYBE_NO_TEXT = /\\u(?:0000|d[89a-f])/

/** Routers and CPEs say what they like, and texts are cut to a length: one such text must not undo all that is written with it. */
const taken = (cell: Cell): Cell => (typeof cell === 'string' ? cell.replaceAll(/[\0\p{Cs}]/gu, '\ufffd') : cell)

/** Full slices are most of them: making their text anew would cost as much as running it. */
const kept = new Map<string, string>()

function marks(columns: number, rows: number): string {
  const key = `${columns} ${rows}`
  const before = kept.get(key)
  if (before !== undefined) return before
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
  const text = Array.from({ length: rows }, () => row).join(', ')
  if (kept.size >= 50) kept.clear()
  kept.set(key, text)
  return text
}
