// The search words of customers, kept in step with what they are made of: code, names, id number, contacts, addresses, and
// the addresses and users of their connections. Only words that differ are written, because their table is all index.

import { insertRows, withRows } from './bulk.ts'
import { foldWords } from './customers.ts'
import type { Db } from './db.ts'

const AT_ONCE = 500

/** To be called after customers, their contacts or their connections were written. */
export async function refreshWords(db: Db, customerIds: readonly number[]): Promise<void> {
  for (let start = 0; start < customerIds.length; start += AT_ONCE) await refresh(db, customerIds.slice(start, start + AT_ONCE))
}

async function refresh(db: Db, ids: readonly number[]): Promise<void> {
  const wanted = await wordsFor(db, ids)
  const surplus: [string, number][] = []
  for (const { word, customerId } of await db.selectFrom('words').selectAll().where('customerId', 'in', ids).execute()) {
    if (!wanted.get(customerId)?.delete(word)) surplus.push([word, customerId])
  }
  const missing = [...wanted].flatMap(([id, words]) => [...words].map((word): [string, number] => [word, id]))
  // In the order of the table: half the work for SQLite.
  missing.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]))
  await insertRows(db, 'words', ['word', 'customer_id'], missing)
  const gone = 'delete from words where (word, customer_id) in (select word, customer_id from v)'
  await withRows(
    db,
    [
      ['word', 'text'],
      ['customer_id', 'bigint'],
    ],
    surplus,
    gone,
  )
}

/** What each of these customers is found by. */
async function wordsFor(db: Db, ids: readonly number[]): Promise<Map<number, Set<string>>> {
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
  const words = new Map(customers.map(({ id, ...fields }) => [id, new Set(foldWords(...Object.values(fields)))]))
  const add = (customerId: number, texts: readonly (string | null)[]) => {
    for (const word of foldWords(...texts)) words.get(customerId)?.add(word)
  }
  for (const { customerId, value } of contacts) add(customerId, [value])
  for (const { customerId, ip, username, mac } of connections) add(customerId, [ip, username, mac])
  return words
}
