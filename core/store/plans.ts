// Plan rows one at a time; an ISP has some dozens of them.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { PlanRow, PlansTable } from './tables.ts'

export async function planById(db: Db, id: number): Promise<PlanRow | undefined> {
  return db.selectFrom('plans').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function planNamed(db: Db, name: string): Promise<PlanRow | undefined> {
  return db.selectFrom('plans').selectAll().where('name', '=', name).executeTakeFirst()
}

export async function insertPlan(db: Db, plan: Insertable<PlansTable>): Promise<number> {
  return (await db.insertInto('plans').values(plan).returning('id').executeTakeFirstOrThrow()).id
}

export async function updatePlan(db: Db, id: number, plan: Insertable<PlansTable>): Promise<void> {
  await db.updateTable('plans').set(plan).where('id', '=', id).execute()
}

/** With its promotions. */
export async function deletePlan(db: Db, id: number): Promise<void> {
  await db.deleteFrom('promotions').where('planId', '=', id).execute()
  await db.deleteFrom('plans').where('id', '=', id).execute()
}

export async function connectionsOfPlan(db: Db, id: number): Promise<number> {
  const own = db.selectFrom('connections').select((row) => row.fn.countAll<number>().as('connections'))
  return (await own.where('planId', '=', id).executeTakeFirstOrThrow()).connections
}

/** How many connections each plan has, by its id: read from the index of plans alone. */
export async function connectionsByPlan(db: Db): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('connections')
    .select((row) => ['planId', row.fn.countAll<number>().as('connections')])
    .where('planId', 'is not', null)
    .groupBy('planId')
    .execute()
  return new Map(rows.map(({ planId, connections }) => [planId ?? 0, connections]))
}
