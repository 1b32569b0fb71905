// Promise rows. At most one of a customer's is not ended; an index says so too.

import type { Day } from '../rules/day.ts'
import type { PromiseState } from '../rules/promise.ts'
import type { Db } from './db.ts'
import type { PromiseRow } from './tables.ts'

/** Promises that have not ended and whose day is this one or an earlier: what a control looks at. */
export async function promisesToControl(db: Db, upTo: Day): Promise<PromiseRow[]> {
  return db
    .selectFrom('promises')
    .selectAll()
    .where('endedAt', 'is', null)
    .where('promisedOn', '<=', upTo)
    .orderBy('id')
    .execute()
}

export async function unendedPromise(db: Db, customerId: number): Promise<PromiseRow | undefined> {
  return db
    .selectFrom('promises')
    .selectAll()
    .where('customerId', '=', customerId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
}

export async function promiseByAsk(db: Db, askId: string): Promise<PromiseRow | undefined> {
  return db.selectFrom('promises').selectAll().where('askId', '=', askId).executeTakeFirst()
}

export async function insertPromise(
  db: Db,
  row: {
    customerId: number
    promisedOn: Day
    savedAt: number
    source: 'operator' | 'portal'
    by: string
    comment: string | null
    askId: string | null
  },
): Promise<number> {
  const { id } = await db
    .insertInto('promises')
    .values({ ...row, state: 'pending', controlledAt: null, lastControlAt: null, endedAt: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function endPromise(db: Db, id: number, state: PromiseState, at: number): Promise<void> {
  await db.updateTable('promises').set({ state, endedAt: at }).where('id', '=', id).execute()
}

/** A control happened; the first one is remembered apart. */
export async function recordControl(db: Db, promise: PromiseRow, state: PromiseState, at: number): Promise<void> {
  const ends = state !== 'broken'
  await db
    .updateTable('promises')
    .set({ state, controlledAt: promise.controlledAt ?? at, lastControlAt: at, ...(ends ? { endedAt: at } : {}) })
    .where('id', '=', promise.id)
    .execute()
}

export interface PromiseLine extends PromiseRow {
  code: string
  name: string
}

/** For lists: live ones, or all, the nearest day first. */
export async function listPromises(db: Db, which: { live: boolean }, limit: number): Promise<PromiseLine[]> {
  const query = db
    .selectFrom('promises')
    .innerJoin('customers', 'customers.id', 'promises.customerId')
    .selectAll('promises')
    .select(['customers.code', 'customers.name'])
    .orderBy('promisedOn')
    .orderBy('promises.id')
    .limit(limit)
  return (which.live ? query.where('endedAt', 'is', null) : query).execute()
}

/** So long one that could not be enforced is counted and listed. */
export const UNENFORCED_MS = 7 * 86_400_000

export type PromiseSort = 'today' | 'pending' | 'broken' | 'unenforced'

export interface PromiseWish {
  sort: PromiseSort
  today: Day
  /** Of those that could not be enforced: closed since then. */
  sinceAt: number
  /** Only customers of this collector; null = all. */
  collector: string | null
  limit: number
}

export interface ShownPromise extends PromiseLine {
  balanceCents: number
}

/** What a list of one sort shows, the nearest day first. */
export async function promisesShown(db: Db, { sort, today, sinceAt, collector, limit }: PromiseWish): Promise<ShownPromise[]> {
  let query = db
    .selectFrom('promises')
    .innerJoin('customers', 'customers.id', 'promises.customerId')
    .selectAll('promises')
    .select(['customers.code', 'customers.name', 'customers.balanceCents'])
  query =
    sort === 'unenforced'
      ? query.where('endedAt', '>=', sinceAt).where('state', '=', 'unenforced')
      : query.where('endedAt', 'is', null)
  if (sort === 'today') query = query.where('promisedOn', '=', today)
  if (sort === 'pending' || sort === 'broken') query = query.where('state', '=', sort)
  if (collector !== null) query = query.where('customers.collector', '=', collector)
  return query.orderBy('promisedOn').orderBy('promises.id').limit(limit).execute()
}
