// Deeds of a hand: append-only, judged by their instants.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { DeedRow, Tables } from './tables.ts'

/** What a hand did last for this customer. */
export async function lastDeed(db: Db, customerId: number): Promise<DeedRow | undefined> {
  const deeds = db.selectFrom('deeds').selectAll().where('customerId', '=', customerId)
  return deeds.orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()
}

export async function deedByAsk(db: Db, askId: string): Promise<DeedRow | undefined> {
  return db.selectFrom('deeds').selectAll().where('askId', '=', askId).executeTakeFirst()
}

export async function addDeed(db: Db, deed: Insertable<Tables['deeds']>): Promise<void> {
  await db.insertInto('deeds').values(deed).execute()
}
