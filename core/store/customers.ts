// Customer rows by code and id, and search by folded words.

import { Fault } from '../fault.ts'
import { isPostgres, withRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { CustomerRow } from './tables.ts'

export async function customerByCode(db: Db, code: string): Promise<CustomerRow | undefined> {
  return db.selectFrom('customers').selectAll().where('code', '=', code).executeTakeFirst()
}

export async function customerById(db: Db, id: number): Promise<CustomerRow | undefined> {
  return db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirst()
}

/** For commands and pages: a code that nobody has is a fault that says so, and names who had it before he was deleted. */
export async function requireCustomer(db: Db, code: string): Promise<CustomerRow> {
  const customer = await customerByCode(db, code)
  if (customer) return customer
  const former = await db.selectFrom('customers').select('code').where('formerCode', '=', code).limit(2).execute()
  const hint = former[0] ? `; it was the code of ${former[0].code}, who is deleted` : ''
  throw new Fault('record-missing', `there is no customer with the code "${code}"${hint}`, { customer: code })
}

/**
 * Holds customers until the transaction ends, so that two acts about the same one follow each other. SQLite has one writer
 * anyway; PostgreSQL would let both read what neither has written yet. True where it may have had to wait: read again.
 */
export async function lockCustomers(db: Db, ids: readonly number[]): Promise<boolean> {
  if (!isPostgres(db)) return false
  // In one order everywhere, so that two who want the same ones wait for each other instead of for ever.
  const rows = [...new Set(ids)].sort((a, b) => a - b).map((id) => [id])
  const statement = 'select id from customers where id in (select id from v) order by id for update'
  await withRows(db, [['id', 'bigint']], rows, statement)
  return true
}

/** For acts: the customer by his code, held. */
export async function holdCustomer(db: Db, code: string): Promise<CustomerRow> {
  const found = await requireCustomer(db, code)
  await lockCustomers(db, [found.id])
  return isPostgres(db) ? requireCustomer(db, code) : found
}

/**
 * Of a column of codes, as `isDeleted` says of one: between `ZZ` and the first text after all that begin with it, byte by byte, so that
 * an index finds them. Not `like`, which on SQLite takes small letters too.
 */
export const deletedIn = (column: string): string => `${column} >= 'ZZ' and ${column} < 'Z['`

/** No accents, no capitals. */
export const fold = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** What a text is found by: its words, folded; of a number with signs or spaces between its figures, the figures too. */
export function foldWords(...texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>()
  for (const text of texts) {
    if (!text) continue
    const folded = fold(text)
    for (const word of folded.split(/[^\p{L}\p{N}]+/u)) if (word) words.add(word.slice(0, 60))
    const digits = folded.replaceAll(/\D/g, '')
    if (digits.length >= 4) words.add(digits.slice(0, 60))
  }
  return [...words]
}

/** What is asked for, each word by itself; figures with signs between them, such as `32.213.285`, are one number. */
export function searchWords(search: string | undefined): string[] {
  const words = new Set<string>()
  for (const typed of fold(search ?? '').split(/\s+/)) {
    const parts = typed.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '')
    const figures = parts.join('')
    const isNumber = parts.length > 1 && /^\d{4,}$/.test(figures)
    // The figures of an address alone would find `10.2.20.7` for `10.22.0.7`.
    if (!isNumber || /^\d+(\.\d+){3}$/.test(typed)) for (const part of parts) words.add(part.slice(0, 60))
    if (isNumber) words.add(figures.slice(0, 60))
  }
  return [...words]
}

/** What a list names of customers, in order of id. */
export async function customersById(
  db: Db,
  ids: readonly number[],
): Promise<Pick<CustomerRow, 'id' | 'code' | 'name' | 'balanceCents'>[]> {
  const rows = [...new Set(ids)].sort((a, b) => a - b).map((id) => [id])
  const statement =
    'select c.id, c.code, c.name, c.balance_cents as "balanceCents" from v join customers c on c.id = v.id order by c.id'
  return withRows(db, [['id', 'bigint']], rows, statement)
}
