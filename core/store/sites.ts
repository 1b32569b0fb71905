// Node rows one at a time.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { SiteRow, SitesTable } from './tables.ts'

export async function siteById(db: Db, id: number): Promise<SiteRow | undefined> {
  return db.selectFrom('sites').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function siteNamed(db: Db, name: string): Promise<SiteRow | undefined> {
  return db.selectFrom('sites').selectAll().where('name', '=', name).executeTakeFirst()
}

export async function insertSite(db: Db, site: Insertable<SitesTable>): Promise<number> {
  return (await db.insertInto('sites').values(site).returning('id').executeTakeFirstOrThrow()).id
}

export async function updateSite(db: Db, id: number, site: Insertable<SitesTable>): Promise<void> {
  await db.updateTable('sites').set(site).where('id', '=', id).execute()
}

/** A router that was removed stands nowhere any more. */
export async function deleteSite(db: Db, id: number): Promise<void> {
  await db.updateTable('routers').set({ siteId: null }).where('siteId', '=', id).execute()
  await db.deleteFrom('sites').where('id', '=', id).execute()
}

/** Names of the routers that stand there now. */
export async function routersAtSite(db: Db, id: number): Promise<string[]> {
  const own = db.selectFrom('routers').select('name').where('siteId', '=', id).where('removedAt', 'is', null)
  return (await own.orderBy('name').execute()).map((row) => row.name)
}
