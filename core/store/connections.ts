// Connection rows: by customer and name, for lists, and who shares a router's key with whom.

import type { Observed } from '../driver.ts'
import type { Db } from './db.ts'
import type { ConnectionRow, Flag, NewConnection } from './tables.ts'

/** `<customer code>/<connection name>` of these connections, in that order. */
export async function connectionNames(db: Db, ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('connections')
    .innerJoin('customers', 'customers.id', 'connections.customerId')
    .select(['customers.code', 'connections.name'])
    .where('connections.id', 'in', ids.slice(0, 1000))
    .orderBy('customers.code')
    .orderBy('connections.name')
    .execute()
  return rows.map((row) => `${row.code}/${row.name}`)
}

/** A connection with the names that its ids stand for, and what is known of its current place. */
export interface ConnectionLine extends ConnectionRow {
  planName: string | null
  routerName: string | null
  panelName: string | null
  observed: string | null
  observedAt: number | null
}

export async function connectionsOf(db: Db, customerId: number): Promise<ConnectionLine[]> {
  return db
    .selectFrom('connections')
    .leftJoin('plans', 'plans.id', 'connections.planId')
    .leftJoin('routers', 'routers.id', 'connections.routerId')
    .leftJoin('routers as panels', 'panels.id', 'connections.panelRouterId')
    .leftJoin('places', (join) => join.onRef('places.connectionId', '=', 'connections.id').on('places.isCurrent', '=', 1))
    .selectAll('connections')
    .select([
      'plans.name as planName',
      'routers.name as routerName',
      'panels.name as panelName',
      'places.observed',
      'places.observedAt',
    ])
    .where('connections.customerId', '=', customerId)
    .orderBy('connections.name')
    .execute()
}

export async function connectionNamed(db: Db, customerId: number, name: string): Promise<ConnectionRow | undefined> {
  return db.selectFrom('connections').selectAll().where('customerId', '=', customerId).where('name', '=', name).executeTakeFirst()
}

/** One of this customer and of nobody else. */
export async function connectionById(db: Db, customerId: number, id: number): Promise<ConnectionRow | undefined> {
  return db.selectFrom('connections').selectAll().where('id', '=', id).where('customerId', '=', customerId).executeTakeFirst()
}

export async function insertConnection(db: Db, row: NewConnection): Promise<number> {
  const { id } = await db.insertInto('connections').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

export async function updateConnection(db: Db, id: number, values: Partial<Omit<ConnectionRow, 'id'>>): Promise<void> {
  if (Object.keys(values).length === 0) return
  await db.updateTable('connections').set(values).where('id', '=', id).execute()
}

/** How many connections are on a router, or have it as their panel. */
export async function connectionsOnRouter(db: Db, routerId: number): Promise<number> {
  const row = await db
    .selectFrom('connections')
    .select((count) => count.fn.countAll<number>().as('connections'))
    .where((either) => either.or([either('routerId', '=', routerId), either('panelRouterId', '=', routerId)]))
    .executeTakeFirstOrThrow()
  return row.connections
}

export async function countInService(db: Db): Promise<number> {
  const count = db.selectFrom('connections').select((row) => row.fn.countAll<number>().as('connections'))
  return (await count.where('inService', '=', 1).executeTakeFirstOrThrow()).connections
}

/** Whose connection it is; undefined where there is none with this id. */
export async function ownerOfConnection(db: Db, id: number): Promise<number | undefined> {
  return (await db.selectFrom('connections').select('customerId').where('id', '=', id).executeTakeFirst())?.customerId
}

/** Connections in service that log in by this kind, the first so many. */
export async function usersOfKind(
  db: Db,
  kind: ConnectionRow['kind'],
  limit: number,
): Promise<{ customer: string; username: string }[]> {
  const rows = await db
    .selectFrom('connections')
    .innerJoin('customers', 'customers.id', 'connections.customerId')
    .select(['customers.code as customer', 'connections.username'])
    .where('kind', '=', kind)
    .where('username', 'is not', null)
    .where('inService', '=', 1)
    .orderBy('connections.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ customer: row.customer, username: row.username ?? '' }))
}

/** IPv6 prefixes of connections in service, with the routers that they are on. */
export async function prefixesInService(db: Db): Promise<{ id: number; routerId: number; prefix: string }[]> {
  const rows = await db
    .selectFrom('connections')
    .select(['id', 'routerId', 'ipv6Prefix'])
    .where('ipv6Prefix', 'is not', null)
    .where('routerId', 'is not', null)
    .where('inService', '=', 1)
    .execute()
  return rows.map((row) => ({ id: row.id, routerId: row.routerId ?? 0, prefix: row.ipv6Prefix ?? '' }))
}

export async function customersOnRouter(db: Db, routerId: number): Promise<number[]> {
  const rows = await db.selectFrom('connections').select('customerId').distinct().where('routerId', '=', routerId).execute()
  return rows.map((row) => row.customerId)
}

/** What each of a customer's connections was read back to do; null where it was never read. */
export async function connectionStates(
  db: Db,
  customerId: number,
): Promise<{ name: string; inService: Flag; observed: Observed | null }[]> {
  return db
    .selectFrom('connections')
    .leftJoin('places', (join) => join.onRef('places.connectionId', '=', 'connections.id').on('places.isCurrent', '=', 1))
    .select(['connections.name', 'connections.inService', 'places.observed'])
    .where('connections.customerId', '=', customerId)
    .orderBy('connections.name')
    .execute()
}
