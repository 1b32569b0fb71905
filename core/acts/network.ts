// Routers and connections one at a time. Editing how a router is reached tries at once what waited for it; moving, closing or
// opening a connection takes its places along, and the customer is decided again.

import { Fault } from '../fault.ts'
import type { Seal } from '../seal.ts'
import {
  connectionNamed,
  connectionsOnRouter,
  customersOnRouter,
  insertConnection,
  updateConnection,
} from '../store/connections.ts'
import { deleteSnmpAccess } from '../store/cpe-accesses.ts'
import { requireCustomer } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { listAllRouters, listPlans, listSites, storeRouter, storeSite, wakeRouter } from '../store/network-imports.ts'
import { endOrders, openOrdersOnRouter } from '../store/orders.ts'
import { removeRouterRow, requireRouter, routerByName } from '../store/routers.ts'
import type { ConnectionRow, Flag, RouterRow } from '../store/tables.ts'
import { refreshWords } from '../store/words.ts'
import { mistaken, readFields, type Typed } from './fields.ts'
import type { Values } from './imports/columns.ts'
import { CONNECTION_FIELDS, connections } from './imports/connections.ts'
import { routers } from './imports/routers.ts'
import { hostFor, twinOf, twinText, usualPort } from './doors.ts'
import { followConnections } from './moves.ts'
import { refuseNested } from './prefixes.ts'
import { reorder, reorderAffected, type Told } from './reorder.ts'

export interface NetworkTold extends Told {
  seal: Seal
}

type RouterColumns = typeof routers.columns
export type RouterTyped = Omit<Typed<RouterColumns>, 'name'>

export interface RouterSaved {
  id: number
  name: string
  isNew: boolean
  /** What changed, secrets without their value. */
  changes: Record<string, { from: unknown; to: unknown }>
  orders: number[]
}

/** Makes a router (also one of a name that was removed), or changes one. */
export async function saveRouter(
  db: Db,
  ask: { name: string; typed: RouterTyped; isNew: boolean; forgetPin?: boolean },
  told: NetworkTold,
): Promise<RouterSaved> {
  const { name } = readFields(routers.columns, { name: ask.name }) as { name: string }
  const values = readFields(routers.columns, { ...ask.typed }) as Partial<Values<RouterColumns>>
  return within(db, async (tx) => {
    const stored = (await listAllRouters(tx)).find((router) => router.name === name)
    const isThere = stored !== undefined && stored.removedAt === null
    if (ask.isNew && isThere)
      throw new Fault('record-conflict', `there is a router "${name}" already; change it with: ispcube router set ${name}`, {
        router: name,
      })
    if (!ask.isNew && !isThere)
      throw new Fault('record-missing', `there is no router "${name}"; ispcube router list shows them all`, { router: name })
    const next = await nextRouter(tx, name, values, stored)
    const twin = twinOf(next, await listAllRouters(tx))
    if (twin !== null) throw new Fault('record-conflict', twinText(next, twin), { router: name, twin })
    const changes = stored ? changesBetween(stored, next) : {}
    const forgets = ask.forgetPin === true && (stored?.tlsPin ?? null) !== null
    if (forgets) changes['tlsPin'] = { from: stored?.tlsPin, to: null }
    const secrets = sealed(name, values, told.seal)
    for (const column of Object.keys(secrets)) changes[column.replace('Sealed', '')] = { from: '…', to: '…' }
    if (isThere && Object.keys(changes).length === 0) return { id: stored.id, name, isNew: false, changes, orders: [] }
    // Another machine, or another door of it, has another certificate: the first one seen there is pinned anew.
    const isElsewhere =
      stored !== undefined && (stored.host !== next.host || stored.port !== next.port || stored.driver !== next.driver)
    const id = await storeRouter(tx, { ...next, ...secrets, ...(isElsewhere || forgets ? { tlsPin: null } : {}) })
    await wakeRouter(tx, id, told.now)
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: isThere ? 'edited' : 'added',
        about: { kind: 'router', id },
        facts: { router: name, changes: isThere ? changes : {} },
      },
    ])
    // With another driver, what could only be shown may now be carried out.
    const orders = isThere ? await reorderAffected(tx, told, `router:${name}`) : []
    if (isThere && stored.driver !== next.driver) {
      const why = { ...told, cause: `router:${name}`, asker: 'deed' as const }
      orders.push(...(await reorder(tx, await customersOnRouter(tx, id), why)).opened)
    }
    return { id, name, isNew: !isThere, changes: isThere ? changes : {}, orders }
  })
}

async function nextRouter(tx: Tx, name: string, values: Partial<Values<RouterColumns>>, stored: RouterRow | undefined) {
  const driver = values.driver ?? stored?.driver
  const host = hostFor(driver, values.host, stored?.host)
  if (driver === undefined || host === null) {
    const missing = [...(driver === undefined ? (['driver'] as const) : []), ...(host === null ? (['host'] as const) : [])]
    throw mistaken(missing.map((column) => ({ column, value: '', expects: routers.columns[column].expects })))
  }
  const tls = values.tls ?? stored?.tls ?? 0
  return {
    name,
    driver,
    host,
    port: values.port ?? (stored && values.port === undefined && stored.tls === tls ? stored.port : usualPort(driver, tls)),
    tls,
    username: values.username === undefined ? (stored?.username ?? null) : values.username,
    siteId: values.site === undefined ? (stored?.siteId ?? null) : await siteNamed(tx, values),
    coaPort: values.coa_port === undefined ? (stored?.coaPort ?? null) : values.coa_port,
    template: values.template === undefined ? (stored?.template ?? null) : values.template,
    removedAt: null,
  }
}

/** The site is made where it is new; position and radius are its own. */
async function siteNamed(tx: Tx, values: Partial<Values<RouterColumns>>): Promise<number | null> {
  const name = values.site ?? null
  if (name === null) return null
  const before = (await listSites(tx)).find((site) => site.name === name)
  const site = {
    name,
    lat: values.lat ?? before?.lat ?? null,
    lng: values.lng ?? before?.lng ?? null,
    radiusKm: values.radius_km ?? before?.radiusKm ?? null,
  }
  if ((site.lat === null) !== (site.lng === null))
    throw mistaken([{ column: 'lat', value: '', expects: 'both lat and lng, or neither' }])
  return storeSite(tx, site)
}

function sealed(
  name: string,
  values: Partial<Values<RouterColumns>>,
  seal: Seal,
): { passwordSealed?: string; radiusSecretSealed?: string } {
  const { password, radius_secret: secret } = values
  return {
    ...(password ? { passwordSealed: seal.seal(password, { table: 'routers', column: 'password', row: name }) } : {}),
    ...(secret ? { radiusSecretSealed: seal.seal(secret, { table: 'routers', column: 'radius_secret', row: name }) } : {}),
  }
}

function changesBetween<T extends object>(before: object, next: T): RouterSaved['changes'] {
  const changes: RouterSaved['changes'] = {}
  for (const [name, to] of Object.entries(next)) {
    const from: unknown = Reflect.get(before, name)
    if (from !== to) changes[name] = { from, to }
  }
  return changes
}

/** Refused while connections are on it; its history stays. */
export async function removeRouter(db: Db, ask: { name: string }, told: Told): Promise<void> {
  await within(db, async (tx) => {
    const router = await requireRouter(tx, ask.name)
    const used = await connectionsOnRouter(tx, router.id)
    if (used > 0)
      throw new Fault('record-conflict', `${ask.name} has ${used} connections; move them to another router first`, {
        router: ask.name,
        connections: used,
      })
    // What was to be cleared there cannot be any more: the device is gone, and so is what it held.
    const left = await openOrdersOnRouter(tx, router.id)
    await endOrders(tx, left, 'cancelled', 'router-removed', told.now)
    await removeRouterRow(tx, router.id, told.now)
    await deleteSnmpAccess(tx, router.id)
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: 'removed',
        about: { kind: 'router', id: router.id },
        facts: { router: ask.name, ordersCancelled: left.length },
      },
    ])
  })
}

type ConnectionColumns = typeof connections.columns
export type ConnectionTyped = Omit<Typed<ConnectionColumns>, 'customer_code' | 'name'>

export interface ConnectionSaved {
  id: number
  isNew: boolean
  changes: Record<string, { from: unknown; to: unknown }>
  orders: number[]
}

const BARE = {
  username: null,
  ip: null,
  ipv6Prefix: null,
  mac: null,
  cpeHost: null,
  cpeVendor: null,
  planId: null,
  routerId: null,
  panelRouterId: null,
  inService: 1,
  address: null,
  lat: null,
  lng: null,
} as const

/** Makes or changes the connection of that name; a move clears the old place and takes a cut along. */
export async function saveConnection(
  db: Db,
  ask: { code: string; name: string; typed: ConnectionTyped },
  told: NetworkTold,
): Promise<ConnectionSaved> {
  const { name } = readFields(connections.columns, { name: ask.name }) as { name: string }
  const values = readFields(connections.columns, { ...ask.typed }) as Partial<Values<ConnectionColumns>>
  return within(db, async (tx) => {
    const customer = await requireCustomer(tx, ask.code)
    const before = await connectionNamed(tx, customer.id, name)
    const next = await nextConnection(tx, values, before)
    const changes = before ? changesBetween(before, next) : {}
    if (values.password) changes.password = { from: '…', to: '…' }
    if (before && Object.keys(changes).length === 0) return { id: before.id, isNew: false, changes, orders: [] }
    const id = before?.id ?? (await insertConnection(tx, { ...next, customerId: customer.id, name, passwordSealed: null }))
    if (before) await updateConnection(tx, id, next)
    if (values.password)
      await updateConnection(tx, id, {
        passwordSealed: told.seal.seal(values.password, { table: 'connections', column: 'password', row: String(id) }),
      })
    await refreshWords(tx, [customer.id])
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: before ? 'edited' : 'added',
        customerId: customer.id,
        about: { kind: 'connection', id },
        facts: { connection: name, changes },
      },
    ])
    await refuseNested(tx, new Set([id]))
    const { opened } = await followConnections(tx, told, [id])
    const decided = await reorder(tx, [customer.id], { ...told, cause: 'edit', asker: 'deed' })
    return { id, isNew: before === undefined, changes, orders: [...opened, ...decided.opened] }
  })
}

async function nextConnection(tx: Tx, values: Partial<Values<ConnectionColumns>>, before: ConnectionRow | undefined) {
  const { id: _id, customerId: _customer, name: _name, passwordSealed: _sealed, ...kept } = before ?? ({} as ConnectionRow)
  const fields: Record<string, unknown> = { ...BARE, ...kept }
  for (const [column, field] of Object.entries(CONNECTION_FIELDS))
    if (column in values) fields[field] = values[column as keyof typeof CONNECTION_FIELDS]
  const named = { planId: values.plan, routerId: values.router, panelRouterId: values.panel }
  for (const [field, wanted] of Object.entries(named))
    if (wanted !== undefined) fields[field] = wanted === null ? null : await idNamed(tx, field, wanted)
  const next = fields as unknown as Omit<ConnectionRow, 'id' | 'customerId' | 'name' | 'passwordSealed'>
  if (next.kind === undefined) throw mistaken([{ column: 'kind', value: '', expects: connections.columns.kind.expects }])
  if ((next.lat === null) !== (next.lng === null))
    throw mistaken([{ column: 'lat', value: '', expects: 'both lat and lng, or neither' }])
  const wasInService: Flag = before?.wasInService === 1 || before?.inService === 1 || next.inService === 1 ? 1 : 0
  return { ...next, wasInService }
}

async function idNamed(tx: Tx, field: string, wanted: string): Promise<number> {
  const found = field === 'planId' ? (await listPlans(tx)).find((plan) => plan.name === wanted) : await routerByName(tx, wanted)
  if (found) return found.id
  throw mistaken([
    {
      column: field === 'planId' ? 'plan' : field === 'routerId' ? 'router' : 'panel',
      value: wanted,
      expects: `the name of a ${field === 'planId' ? 'plan' : 'router'}`,
    },
  ])
}
