// Who may send accounting: clients of their own, and the routers that have a RADIUS secret.

import type { Db } from './db.ts'
import type { RadiusClientRow } from './tables-radius.ts'

export async function listRadiusClients(db: Db): Promise<RadiusClientRow[]> {
  return db.selectFrom('radiusClients').selectAll().orderBy('name').execute()
}

export async function insertRadiusClient(db: Db, client: Omit<RadiusClientRow, 'id'>): Promise<number> {
  return (await db.insertInto('radiusClients').values(client).returning('id').executeTakeFirstOrThrow()).id
}

/** False where there was none of that name. */
export async function deleteRadiusClient(db: Db, name: string): Promise<boolean> {
  const gone = await db.deleteFrom('radiusClients').where('name', '=', name).executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}

export interface SecretRow {
  name: string
  host: string
  radiusSecretSealed: string
}

export async function routersWithRadiusSecret(db: Db): Promise<SecretRow[]> {
  const rows = await db
    .selectFrom('routers')
    .select(['name', 'host', 'radiusSecretSealed'])
    .where('radiusSecretSealed', 'is not', null)
    .where('removedAt', 'is', null)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...row, radiusSecretSealed: row.radiusSecretSealed ?? '' }))
}
