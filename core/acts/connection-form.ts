// A connection as a form shows and gives it back, as customer-form.ts does for a customer: what the form showed comes back with
// what was typed, only what differs is written, and nothing where somebody else changed the connection meanwhile.

import { Fault } from '../fault.ts'
import { connectionById, type ConnectionLine, connectionNamed, connectionsOf } from '../store/connections.ts'
import { holdCustomer } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import { withPoint } from './customer-form.ts'
import { readFields, tryFields } from './fields.ts'
import { changedMeanwhile, type Meanwhile } from './form-texts.ts'
import { connections } from './imports/connections.ts'
import { type ConnectionSaved, type ConnectionTyped, type NetworkTold, saveConnection } from './network.ts'

type Column = keyof typeof connections.columns

/** What the form of a connection has fields for, but its name and password. */
export type ConnectionColumn = Exclude<Column, 'customer_code' | 'name' | 'password'>

export const CONNECTION_COLUMNS = Object.keys(connections.columns).filter(
  (column) => !['customer_code', 'name', 'password'].includes(column),
) as ConnectionColumn[]

export type ConnectionTexts = Record<ConnectionColumn, string>

const asShown = (text: string): string => text.replaceAll(/[\r\n\t]+/g, ' ').trim()

export function connectionTexts(line: ConnectionLine): ConnectionTexts {
  const texts: Record<ConnectionColumn, string | number | null> = {
    ...{ kind: line.kind, plan: line.planName, router: line.routerName, panel: line.panelName },
    ...{ username: line.username, ip: line.ip, ipv6_prefix: line.ipv6Prefix, mac: line.mac },
    ...{ cpe_host: line.cpeHost, cpe_vendor: line.cpeVendor, address: line.address, lat: line.lat, lng: line.lng },
    in_service: line.inService === 1 ? 'yes' : 'no',
  }
  return Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, asShown(String(texts[column] ?? ''))])) as ConnectionTexts
}

/** The texts of an empty form. */
export const newConnectionTexts = (): ConnectionTexts =>
  ({ ...Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, ''])), in_service: 'yes' }) as ConnectionTexts

/** What was typed into fields of this form; a field that was not sent is as it was. */
export const typedConnection = (given: Readonly<Record<string, string>>, seen: ConnectionTexts): ConnectionTexts =>
  Object.fromEntries(
    CONNECTION_COLUMNS.map((column) => {
      const text = asShown(given[column] ?? seen[column])
      return [column, column === 'lat' || column === 'lng' ? withPoint(text) : text]
    }),
  ) as ConnectionTexts

export interface ConnectionMistake {
  column: Column
  why: 'invalid' | 'blank'
}

/** All that can be seen to be wrong without looking at others. Null `name`: one that is there already. */
export function checkConnection(
  typed: ConnectionTexts,
  seen: ConnectionTexts,
  name: string | null,
  password: string,
): ConnectionMistake[] {
  const fields = { ...changedTexts(typed, seen), kind: typed.kind, password, ...(name === null ? {} : { name }) }
  const mistakes: ConnectionMistake[] = tryFields(connections.columns, fields).mistakes.map(({ column, isBlank }) => ({
    column: column as Column,
    why: isBlank ? 'blank' : 'invalid',
  }))
  const [lat, lng] = [typed.lat !== '', typed.lng !== '']
  if (lat !== lng) mistakes.push({ column: lat ? 'lng' : 'lat', why: 'blank' })
  return mistakes
}

function changedTexts(typed: ConnectionTexts, seen: ConnectionTexts): ConnectionTyped {
  return Object.fromEntries(
    CONNECTION_COLUMNS.filter((column) => typed[column] !== seen[column]).map((column) => [column, typed[column]]),
  )
}

export interface ConnectionAsk {
  code: string
  typed: ConnectionTexts
  seen: ConnectionTexts
  password: string
}

/** Null where he has another one of that name. The same form twice makes one. */
export async function addConnection(
  db: Db,
  ask: ConnectionAsk & { name: string },
  told: NetworkTold,
): Promise<ConnectionSaved | null> {
  const typed = {
    ...changedTexts(ask.typed, ask.seen),
    kind: ask.typed.kind,
    in_service: ask.typed.in_service,
    ...passwordOf(ask),
  }
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const before = await connectionNamed(tx, customer.id, ask.name.trim())
    if (before !== undefined) {
      const line = (await connectionsOf(tx, customer.id)).find(({ id }) => id === before.id)
      const wanted = wantedTexts(newConnectionTexts(), typed)
      const isSame = line !== undefined && CONNECTION_COLUMNS.every((column) => connectionTexts(line)[column] === wanted[column])
      return isSame ? { id: before.id, isNew: false, changes: {}, orders: [] } : null
    }
    return saveConnection(tx, { code: customer.code, name: ask.name, typed }, told)
  })
}

export type ConnectionEdited =
  | { ok: true; saved: ConnectionSaved }
  | { ok: false; why: 'changed-meanwhile'; changed: Meanwhile<ConnectionColumn>[]; now: ConnectionTexts }

export async function editConnection(db: Db, ask: ConnectionAsk & { id: number }, told: NetworkTold): Promise<ConnectionEdited> {
  const mine = changedTexts(ask.typed, ask.seen)
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const line = (await connectionsOf(tx, customer.id)).find(({ id }) => id === ask.id)
    if (line === undefined) throw new Fault('record-missing', `${ask.code} has no such connection`, { customer: ask.code })
    const now = connectionTexts(line)
    const wanted = wantedTexts(now, mine)
    const changed = changedMeanwhile(CONNECTION_COLUMNS, { seen: ask.seen, now, mine, wanted })
    if (changed.length > 0) return { ok: false, why: 'changed-meanwhile', changed, now }
    return {
      ok: true,
      saved: await saveConnection(tx, { code: customer.code, name: line.name, typed: { ...mine, ...passwordOf(ask) } }, told),
    }
  })
}

/** Off the router at once; the record stays. */
export async function closeConnection(db: Db, ask: { code: string; id: number }, told: NetworkTold): Promise<ConnectionSaved> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const row = await connectionById(tx, customer.id, ask.id)
    if (row === undefined) throw new Fault('record-missing', `${ask.code} has no such connection`, { customer: ask.code })
    return saveConnection(tx, { code: customer.code, name: row.name, typed: { in_service: 'no' } }, told)
  })
}

const passwordOf = ({ password }: ConnectionAsk): { password?: string } => (password === '' ? {} : { password })

/** As the form would show it after these changes: addresses are kept in one spelling. */
function wantedTexts(now: ConnectionTexts, mine: ConnectionTyped): ConnectionTexts {
  const values = readFields(connections.columns, { ...mine }) as Record<string, string | number | null>
  const textOf = (column: ConnectionColumn): string => {
    if (!(column in values)) return now[column]
    return column === 'in_service' ? (values[column] === 1 ? 'yes' : 'no') : asShown(String(values[column] ?? ''))
  }
  return Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, textOf(column)])) as ConnectionTexts
}
