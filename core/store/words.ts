// The search words of customers, kept in step with what they are made of: code, names, id number, contacts, addresses, and
// the addresses and users of their connections; each with the code of its customer. Only words that differ are written, because their table is all index.

import { insertRows, withRows } from './bulk.ts'
import { foldWords } from './customers.ts'
import type { Db } from './db.ts'

const AT_ONCE = 500

type Row = [word: string, code: string, customerId: number]
const COLUMNS = [
  ['word', 'text'],
  ['code', 'text'],
  ['customer_id', 'bigint'],
] as const
const NAMES = COLUMNS.map(([name]) => name)
const LISTED = NAMES.join(', ')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** To be called after customers, their contacts or their connections were written. */
export async function refreshWords(db: Db, customerIds: readonly number[]): Promise<void> {
  for (let start = 0; start < customerIds.length; start += AT_ONCE) await refresh(db, customerIds.slice(start, start + AT_ONCE))
}

async function refresh(db: Db, ids: readonly number[]): Promise<void> {
  const wanted = await wordsFor(db, ids)
  const surplus: Row[] = []
  for (const { word, code, customerId } of await db.selectFrom('words').selectAll().where('customerId', 'in', ids).execute()) {
    const found = wanted.get(customerId)
    if (found?.code !== code || !found.words.delete(word)) surplus.push([word, code, customerId])
  }
  const missing = [...wanted].flatMap(([id, { code, words }]) => [...words].map((word): Row => [word, code, id]))
  // In the order of the table: half the work for SQLite.
  missing.sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]) || a[2] - b[2])
  await insertRows(db, 'words', NAMES, missing)
  await withRows(db, COLUMNS, surplus, `delete from words where (${LISTED}) in (select ${LISTED} from v)`)
}

/** A telephone as one dials it in the country: its last ten figures. */
function nationalOf(contact: string): string | null {
  const figures = contact.replaceAll(/[\s()./-]/g, '')
  return /^\+?\d{11,}$/.test(figures) ? figures.slice(-10) : null
}

/** What each of these customers is found by, and his code. */
async function wordsFor(db: Db, ids: readonly number[]): Promise<Map<number, { code: string; words: Set<string> }>> {
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'code', 'name', 'nickname', 'idNumber', 'fiscalAddress', 'address'])
    .where('id', 'in', ids)
    .execute()
  const contacts = await db.selectFrom('contacts').select(['customerId', 'value']).where('customerId', 'in', ids).execute()
  const connections = await db
    .selectFrom('connections')
    .select(['customerId', 'ip', 'username', 'mac'])
    .where('customerId', 'in', ids)
    .execute()
  const words = new Map(
    customers.map(({ id, ...fields }) => [id, { code: fields.code, words: new Set(foldWords(...Object.values(fields))) }]),
  )
  const add = (customerId: number, texts: readonly (string | null)[]) => {
    for (const word of foldWords(...texts)) words.get(customerId)?.words.add(word)
  }
  for (const { customerId, value } of contacts) add(customerId, [value, nationalOf(value)])
  for (const { customerId, ip, username, mac } of connections) add(customerId, [ip, username, mac])
  return words
}
