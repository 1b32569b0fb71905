// Router rows: how to reach them, how they fare, what they said of themselves.

import { sql } from 'kysely'
import type { Device } from '../driver.ts'
import { Fault, type FaultNote } from '../fault.ts'
import type { Db } from './db.ts'
import type { RouterRow } from './tables.ts'

export async function routerByName(db: Db, name: string): Promise<RouterRow | undefined> {
  return db.selectFrom('routers').selectAll().where('name', '=', name).where('removedAt', 'is', null).executeTakeFirst()
}

/** For acts, commands and pages: a name that no router has, or has any more, is a fault that says so. */
export async function requireRouter(db: Db, name: string): Promise<RouterRow> {
  const router = await routerByName(db, name)
  if (router) return router
  throw new Fault('record-missing', `there is no router "${name}"; ispcube router list shows them all`, { router: name })
}

export async function routerById(db: Db, id: number): Promise<RouterRow | undefined> {
  return db.selectFrom('routers').selectAll().where('id', '=', id).executeTakeFirst()
}

export interface NasRow {
  id: number
  name: string
  host: string
  coaPort: number | null
  radiusSecretSealed: string
}

/** Routers at these addresses that have a RADIUS secret. */
export async function nasRouters(db: Db, hosts: readonly string[]): Promise<NasRow[]> {
  if (hosts.length === 0) return []
  const rows = await db
    .selectFrom('routers')
    .select(['id', 'name', 'host', 'coaPort', 'radiusSecretSealed'])
    .where('host', 'in', hosts)
    .where('radiusSecretSealed', 'is not', null)
    .where('removedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, radiusSecretSealed: row.radiusSecretSealed ?? '' }))
}

export async function listRouters(db: Db): Promise<RouterRow[]> {
  return db.selectFrom('routers').selectAll().where('removedAt', 'is', null).orderBy('name').execute()
}

/** Those that can be looked at: with any driver but that of routers nobody speaks to. */
export async function readableRouters(db: Db): Promise<RouterRow[]> {
  return (await listRouters(db)).filter(({ driver }) => driver !== 'none')
}

/** It worked: the circuit closes and the failures are forgotten. */
export async function routerWell(db: Db, id: number, at: number): Promise<void> {
  await db
    .updateTable('routers')
    .set({ circuit: 'closed', failures: 0, retryAt: null, okAt: at, faultCode: null, faultMessage: null, faultAt: null })
    .where('id', '=', id)
    .execute()
}

export async function routerSick(
  db: Db,
  id: number,
  state: { failures: number; open: boolean; retryAt: number; note: FaultNote; at: number },
): Promise<void> {
  await db
    .updateTable('routers')
    .set((row) => ({
      circuit: state.open ? ('open' as const) : ('closed' as const),
      failures: state.failures,
      retryAt: state.retryAt,
      faultCode: state.note.code,
      faultMessage: state.note.message,
      // Since when it is not well, not when that was seen last.
      faultAt: row.fn.coalesce('faultAt', sql<number>`${state.at}`),
    }))
    .where('id', '=', id)
    .execute()
}

/** May an order be with a task of its router, whose `handedTo` this is? */
export const isHanded = (orderId: number | null, handedTo: number | null): boolean =>
  orderId !== null && handedTo !== null && orderId <= handedTo

/** A task gets orders of this router, up to this one: in the transaction that hands them out. */
export async function handRouter(db: Db, id: number, upToOrder: number, at: number): Promise<void> {
  await db.updateTable('routers').set({ handedTo: upToOrder, handedAt: at }).where('id', '=', id).execute()
}

/** The task has answered for all that it had: in the transaction that writes its outcomes. */
export async function handRouterBack(db: Db, id: number): Promise<void> {
  await db.updateTable('routers').set({ handedTo: null }).where('id', '=', id).execute()
}

/** What it said of itself in a sweep; null = it was not asked. */
export async function routerSwept(db: Db, id: number, device: Device | null, at: number): Promise<void> {
  const said = device && { identity: device.identity, version: device.version, board: device.board, uptimeS: device.uptimeS }
  await db
    .updateTable('routers')
    .set({ ...said, sweptAt: at })
    .where('id', '=', id)
    .execute()
}

/** It is to be swept as soon as can be, however often it failed: a person asked. */
export async function wantSweep(db: Db, id: number, at: number): Promise<void> {
  await db.updateTable('routers').set({ sweepAskedAt: at, retryAt: null }).where('id', '=', id).execute()
}

/** The certificate that was seen first; from now on another one is refused, until somebody changes the router. */
export async function pinRouter(db: Db, id: number, pin: string): Promise<void> {
  await db.updateTable('routers').set({ tlsPin: pin }).where('id', '=', id).where('tlsPin', 'is', null).execute()
}

export async function removeRouterRow(db: Db, id: number, at: number): Promise<void> {
  // Whoever adds one of that name later must not get this one's secrets.
  const gone = { removedAt: at, passwordSealed: null, radiusSecretSealed: null, tlsPin: null }
  await db.updateTable('routers').set(gone).where('id', '=', id).execute()
}

/** How many connections each router has, and how many orders wait for it. */
export async function countByRouter(db: Db): Promise<{ routerId: number; connections: number; orders: number }[]> {
  const { rows } = await sql<{ routerId: number; connections: number; orders: number }>`
    select r.id as "routerId",
      (select count(*) from connections c where c.router_id = r.id) as connections,
      (select count(*) from orders o where o.router_id = r.id and o.state = 'open') as orders
    from routers r where r.removed_at is null`.execute(db.withoutPlugins())
  return rows
}
