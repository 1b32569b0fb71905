// Writing one customer at a time, and what has to be known before: whether a code is free, and whom a sign-up resembles.

import { sql } from 'kysely'
import { hasIdNumber } from '../rules/identity.ts'
import type { Db } from './db.ts'
import type { ContactsTable, CustomerRow, NewCustomer } from './tables.ts'

export async function insertCustomer(db: Db, row: NewCustomer): Promise<number> {
  const { id } = await db.insertInto('customers').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function updateCustomer(db: Db, id: number, values: Partial<Omit<CustomerRow, 'id'>>): Promise<void> {
  if (Object.keys(values).length === 0) return
  await db.updateTable('customers').set(values).where('id', '=', id).execute()
}

/** `ZZ` and the code; with a number behind it where somebody else had that. */
export async function deletedCode(db: Db, code: string): Promise<string> {
  for (let number = 1; ; number++) {
    const wanted = number === 1 ? `ZZ${code}` : `ZZ${code}-${number}`
    const taken = await db.selectFrom('customers').select('id').where('code', '=', wanted).executeTakeFirst()
    if (!taken) return wanted
  }
}

export interface Resembling {
  code: string
  name: string
  /** What is the same. */
  same: 'id-number' | 'address'
}

/** Customers, deleted ones too, with the same id number or address; seven nines and blanks are nobody's. */
export async function resembling(
  db: Db,
  customer: { id: number; idNumber: string; addresses: readonly string[] },
): Promise<Resembling[]> {
  const others = db.selectFrom('customers').select(['code', 'name']).where('id', '!=', customer.id).orderBy('code').limit(20)
  const found: Resembling[] = []
  if (hasIdNumber(customer.idNumber)) {
    const rows = await others.where('idNumber', '=', customer.idNumber).execute()
    found.push(...rows.map((row) => ({ ...row, same: 'id-number' as const })))
  }
  const addresses = [...new Set(customer.addresses.map((address) => address.trim().toLowerCase()).filter(Boolean))]
  if (addresses.length === 0) return found
  const lower = (column: string) => sql<string>`lower(${sql.ref(column)})`
  const rows = await others
    .where((either) => either.or([either(lower('address'), 'in', addresses), either(lower('fiscalAddress'), 'in', addresses)]))
    .execute()
  return [...found, ...rows.map((row) => ({ ...row, same: 'address' as const }))]
}

export async function contactsOfCustomer(
  db: Db,
  customerId: number,
): Promise<{ id: number; kind: ContactsTable['kind']; value: string }[]> {
  return db.selectFrom('contacts').select(['id', 'kind', 'value']).where('customerId', '=', customerId).orderBy('id').execute()
}
