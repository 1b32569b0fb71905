// Plans, sites and routers as imports know them: by name, few enough to be read at once and written one by one.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { PlanRow, PlansTable, RouterRow, RoutersTable, SiteRow, SitesTable } from './tables.ts'

export async function listPlans(db: Db): Promise<PlanRow[]> {
  return db.selectFrom('plans').selectAll().execute()
}

export async function storePlan(db: Db, plan: Insertable<PlansTable>): Promise<number> {
  const { id } = await db
    .insertInto('plans')
    .values(plan)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(plan))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function listSites(db: Db): Promise<SiteRow[]> {
  return db.selectFrom('sites').selectAll().execute()
}

export async function storeSite(db: Db, site: Insertable<SitesTable>): Promise<number> {
  const { id } = await db
    .insertInto('sites')
    .values(site)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(site))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Removed ones too: their names are still taken. */
export async function listAllRouters(db: Db): Promise<RouterRow[]> {
  return db.selectFrom('routers').selectAll().execute()
}

export async function storeRouter(db: Db, router: Insertable<RoutersTable>): Promise<number> {
  const { id } = await db
    .insertInto('routers')
    .values(router)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(router))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Somebody edited a router: what was put off because it failed is tried at once. */
export async function wakeRouter(db: Db, id: number, at: number): Promise<void> {
  await db
    .updateTable('routers')
    .set({ circuit: 'closed', failures: 0, retryAt: null, faultCode: null, faultMessage: null, faultAt: null })
    .where('id', '=', id)
    .execute()
  await db
    .updateTable('orders')
    .set({ nextAt: at })
    .where('routerId', '=', id)
    .where('state', '=', 'open')
    .where('nextAt', '>', at)
    .execute()
}
