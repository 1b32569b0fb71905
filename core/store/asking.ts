// What pages ask the database for at every turn, written as text: building a statement with Kysely costs more than SQLite takes to
// answer it, and each of these is the same text whoever asks. Marks are `?` on both databases; columns are named as the answer is
// to call them.

import { CompiledQuery } from 'kysely'
import { type Cell, isPostgres, rowsOf } from './bulk.ts'
import type { Db } from './db.ts'

const numbered = new Map<string, string>()
const TEXTS_MAX = 500

/** `$1`, `$2` … instead of `?`. No statement of ours has a question mark inside a text. */
function forPostgres(text: string): string {
  const known = numbered.get(text)
  if (known !== undefined) return known
  if (numbered.size >= TEXTS_MAX) numbered.clear()
  let mark = 0
  const made = text.replaceAll('?', () => `$${++mark}`)
  numbered.set(text, made)
  return made
}

const textFor = (db: Db, text: string): string => (isPostgres(db) ? forPostgres(text) : text)

export async function askRows<T>(db: Db, text: string, values: readonly Cell[]): Promise<T[]> {
  return rowsOf(db, textFor(db, text), values)
}

/** For `select t.*`: the columns come back as the program names them. */
export async function askWholeRows<T>(db: Db, text: string, values: readonly Cell[]): Promise<T[]> {
  return (await db.executeQuery<T>(CompiledQuery.raw(textFor(db, text), [...values]))).rows
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

const columns = new Map<string, string>()

/** A column of a table as a statement lists it: `c.id_type as "idType"`. */
function columnAs(table: string, name: string): string {
  const key = `${table}.${name}`
  let text = columns.get(key)
  if (text === undefined) columns.set(key, (text = `${table}.${snake(name)} as "${name}"`))
  return text
}

/** Columns as a statement lists them. */
export const columnsAs = (table: string, names: readonly string[]): string =>
  names.map((name) => columnAs(table, name)).join(', ')
