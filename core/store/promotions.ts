// What plans are offered for during a while. Few rows: those of a plan are read whole.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { PromotionRow, PromotionsTable } from './tables-network.ts'

/** Of one plan, the newest first. */
export async function promotionsOfPlan(db: Db, planId: number): Promise<PromotionRow[]> {
  return db
    .selectFrom('promotions')
    .selectAll()
    .where('planId', '=', planId)
    .orderBy('fromOn', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** Those that hold on a day, of all plans. */
export async function promotionsOn(db: Db, on: string): Promise<PromotionRow[]> {
  const all = db.selectFrom('promotions').selectAll().where('fromOn', '<=', on).where('toOn', '>=', on)
  return all.orderBy('planId').orderBy('fromOn').execute()
}

export async function promotionById(db: Db, id: number): Promise<PromotionRow | undefined> {
  return db.selectFrom('promotions').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function promotionByAsk(db: Db, askId: string): Promise<PromotionRow | undefined> {
  return db.selectFrom('promotions').selectAll().where('askId', '=', askId).executeTakeFirst()
}

export async function insertPromotion(db: Db, row: Insertable<PromotionsTable>): Promise<number> {
  return (await db.insertInto('promotions').values(row).returning('id').executeTakeFirstOrThrow()).id
}

export async function deletePromotion(db: Db, id: number): Promise<void> {
  await db.deleteFrom('promotions').where('id', '=', id).execute()
}
