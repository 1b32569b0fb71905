// Pre-notices: whom they may concern, which of them run, and what a router's notice list has to hold. The rows of those that
// ended stay; nobody reads more of them than the newest of a customer.

import { type Generated, type Selectable, sql } from 'kysely'
import { insertRows, type RowColumn, withRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { ConnectionKind, Flag, NoticesTable } from './tables.ts'

export interface SwitchLine {
  customerId: number
  prenotice: Flag
  prenoticeFrom: number | null
  prenoticeTo: number | null
  lastNoticeAt: number | null
}

const SWITCHES = `c.id as "customerId", c.prenotice, c.prenotice_from as "prenoticeFrom", c.prenotice_to as "prenoticeTo",
  (select max(n.begun_at) from notices n where n.customer_id = c.id) as "lastNoticeAt"`

/** Customers with ids after one, at most so many: how a walk over all customers goes on. */
export async function noticeSwitchesAfter(db: Db, after: number, limit: number): Promise<SwitchLine[]> {
  const { rows } = await sql<SwitchLine>`
    select ${sql.raw(SWITCHES)} from customers c where c.id > ${after} order by c.id limit ${limit}`.execute(db.withoutPlugins())
  return rows
}

const ID_COLUMN: readonly RowColumn[] = [['id', 'bigint']]

/** Of these customers, in order of id. */
export async function noticeSwitchesOf(db: Db, customerIds: readonly number[]): Promise<SwitchLine[]> {
  const rows = [...new Set(customerIds)].sort((a, b) => a - b).map((id) => [id])
  return withRows<SwitchLine>(db, ID_COLUMN, rows, `select ${SWITCHES} from v join customers c on c.id = v.id order by c.id`)
}

export type NewNotice = Omit<Selectable<NoticesTable>, 'id' | 'endedAt' | 'endedBy' | 'toldAt'>

const NEW_COLUMNS = ['customer_id', 'connection_id', 'router_id', 'address', 'ipv6_prefix', 'origin', 'begun_at', 'until_at']

/** The ids come back in the order of the notices. */
export async function insertNotices(db: Db, notices: readonly NewNotice[]): Promise<number[]> {
  const rows = notices.map((one) => [
    one.customerId,
    one.connectionId,
    one.routerId,
    one.address,
    one.ipv6Prefix,
    one.origin,
    one.begunAt,
    one.untilAt,
  ])
  const added = await insertRows<{ id: number; connectionId: number }>(
    db,
    'notices',
    NEW_COLUMNS,
    rows,
    'returning id, connection_id as "connectionId"',
  )
  const ids = new Map(added.map((row) => [row.connectionId, row.id]))
  return notices.map((one) => ids.get(one.connectionId) ?? Number.NaN)
}

/** A notice with what a router's list needs of it. */
export interface NoticeLine {
  id: number
  customerId: number
  customerCode: string
  connectionId: number
  routerId: number
  address: string | null
  ipv6Prefix: string | null
  origin: NoticesTable['origin'] extends Generated<infer Origin> ? Origin : never
  /** By what the router knows the connection. */
  kind: ConnectionKind | null
  username: string | null
  mac: string | null
  untilAt: number
  endedAt: number | null
  toldAt: number | null
}

const LINE = `n.id, n.customer_id as "customerId", c.code as "customerCode", n.connection_id as "connectionId", n.router_id as "routerId",
  n.address, n.ipv6_prefix as "ipv6Prefix", n.origin, p.kind, p.username, p.mac, n.until_at as "untilAt", n.ended_at as "endedAt",
  n.told_at as "toldAt"`
const BESIDE = `join customers c on c.id = n.customer_id
  left join places p on p.connection_id = n.connection_id and p.is_current = 1 and p.router_id = n.router_id`

/** Those whose time is not over at an instant, ended early or not, in order of router; of one router where it is named. */
export async function unexpiredNotices(db: Db, at: number, routerId?: number): Promise<NoticeLine[]> {
  // The sign keeps SQLite from walking through all notices ever in order of id, once there is only one router.
  const there = routerId === undefined ? sql`` : sql`and n.router_id = ${routerId}`
  const { rows } = await sql<NoticeLine>`
    select ${sql.raw(LINE)} from notices n ${sql.raw(BESIDE)}
    where n.until_at > ${at} and n.begun_at <= ${at} ${there} order by +n.router_id, n.id`.execute(db.withoutPlugins())
  return rows
}

/** Routers that have yet to be told of a notice that began, or that ended early. */
export async function routersToTell(db: Db, at: number): Promise<number[]> {
  const { rows } = await sql<{ routerId: number }>`
    select distinct router_id as "routerId" from notices
    where until_at > ${at} and begun_at <= ${at} and told_at is null order by router_id`.execute(db.withoutPlugins())
  return rows.map((row) => row.routerId)
}

/** Those of these customers that run at an instant. */
export async function runningNotices(db: Db, customerIds: readonly number[], at: number): Promise<NoticeLine[]> {
  const rows = customerIds.map((id) => [id])
  return withRows<NoticeLine>(
    db,
    ID_COLUMN,
    rows,
    (mark) => `select ${LINE} from v join notices n on n.customer_id = v.id ${BESIDE}
      where n.ended_at is null and n.until_at > ${mark(at)} order by n.router_id, n.id`,
  )
}

/** Ends them, for the router to be told. */
export async function endNoticeRows(db: Db, ids: readonly number[], by: string, at: number): Promise<void> {
  const rows = ids.map((id) => [id])
  await withRows(
    db,
    ID_COLUMN,
    rows,
    (mark) => `update notices set ended_at = ${mark(at)}, ended_by = ${mark(by)}, told_at = null from v where notices.id = v.id`,
  )
}

export interface ToldNotice {
  id: number
  /** As it stood when it was told: what has ended since is still to be told. */
  isEnded: boolean
  address: string | null
}

/** The router was told of these. */
export async function noticesTold(db: Db, notices: readonly ToldNotice[], at: number): Promise<void> {
  const columns: readonly RowColumn[] = [...ID_COLUMN, ['is_ended', 'bigint'], ['address', 'text']]
  const rows = notices.map((one) => [one.id, one.isEnded ? 1 : 0, one.address])
  await withRows(
    db,
    columns,
    rows,
    (
      mark,
    ) => `update notices set told_at = ${mark(at)}, address = case when notices.origin = 'router' then v.address else notices.address end
      from v where notices.id = v.id and (notices.ended_at is not null) = (v.is_ended = 1)`,
  )
}

/** Who is noticed at this address right now; the address may be in other hands by now where it is not the connection's own. */
export async function noticesAt(db: Db, address: string, at: number): Promise<{ customerId: number; connectionId: number }[]> {
  const { rows } = await sql<{ customerId: number; connectionId: number }>`
    select customer_id as "customerId", connection_id as "connectionId" from notices
    where address = ${address} and until_at > ${at} and begun_at <= ${at} and ended_at is null limit 5`.execute(
    db.withoutPlugins(),
  )
  return rows
}

/** The notices with these ids, as they stand. */
export async function noticesById(db: Db, ids: readonly number[]): Promise<NoticeLine[]> {
  const rows = ids.map((id) => [id])
  return withRows<NoticeLine>(db, ID_COLUMN, rows, `select ${LINE} from v join notices n on n.id = v.id ${BESIDE} order by n.id`)
}
