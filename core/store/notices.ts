// Pre-notices: whom they may concern, which of them run, and what a router's notice list has to hold. The rows of those that
// ended stay; nobody reads more of them than the newest of a customer.

import { sql } from 'kysely'
import { insertRows, type RowColumn, withRows } from './bulk.ts'
import type { Db } from './db.ts'
import type { Flag, NoticesTable } from './tables.ts'

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

export type NewNotice = Omit<NoticesTable, 'id' | 'endedAt' | 'endedBy'>

const NEW_COLUMNS = ['customer_id', 'connection_id', 'router_id', 'address', 'ipv6_prefix', 'begun_at', 'until_at']

export async function insertNotices(db: Db, notices: readonly NewNotice[]): Promise<void> {
  const rows = notices.map((one) => [
    one.customerId,
    one.connectionId,
    one.routerId,
    one.address,
    one.ipv6Prefix,
    one.begunAt,
    one.untilAt,
  ])
  await insertRows(db, 'notices', NEW_COLUMNS, rows)
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
  untilAt: number
  endedAt: number | null
}

const LINE = `n.id, n.customer_id as "customerId", c.code as "customerCode", n.connection_id as "connectionId", n.router_id as "routerId",
  n.address, n.ipv6_prefix as "ipv6Prefix", n.until_at as "untilAt", n.ended_at as "endedAt"`

/** Those whose time is not over at an instant, ended early or not, in order of router. */
export async function unexpiredNotices(db: Db, at: number): Promise<NoticeLine[]> {
  const { rows } = await sql<NoticeLine>`
    select ${sql.raw(LINE)} from notices n join customers c on c.id = n.customer_id
    where n.until_at > ${at} and n.begun_at <= ${at} order by n.router_id, n.id`.execute(db.withoutPlugins())
  return rows
}

/** Those of these customers that run at an instant. */
export async function runningNotices(db: Db, customerIds: readonly number[], at: number): Promise<NoticeLine[]> {
  const rows = customerIds.map((id) => [id])
  return withRows<NoticeLine>(
    db,
    ID_COLUMN,
    rows,
    (mark) => `select ${LINE} from v join notices n on n.customer_id = v.id join customers c on c.id = n.customer_id
      where n.ended_at is null and n.until_at > ${mark(at)} order by n.router_id, n.id`,
  )
}

export async function endNoticeRows(db: Db, ids: readonly number[], by: string, at: number): Promise<void> {
  const rows = ids.map((id) => [id])
  await withRows(
    db,
    ID_COLUMN,
    rows,
    (mark) => `update notices set ended_at = ${mark(at)}, ended_by = ${mark(by)} from v where notices.id = v.id`,
  )
}
