// Reads everything that a decision about a customer needs, for one customer or for a stretch of ids at a time. The plan of
// a whole ISP reads millions of document rows through here, so these queries name their columns as the program does and go
// past Kysely's name mapping; the documents come from one covering index, in settlement order, customer after customer.

import { type RawBuilder, sql } from 'kysely'
import type { Desired, Observed } from '../driver.ts'
import type { Day } from '../rules/day.ts'
import type { CustomerFacts, DeedFacts, Reason } from '../rules/decision.ts'
import type { DocumentFacts } from '../rules/document.ts'
import type { PromiseFacts } from '../rules/promise.ts'
import type { Db } from './db.ts'
import type { ConnectionKind, DriverName, Flag } from './tables.ts'

export interface Account {
  id: number
  code: string
  facts: CustomerFacts
  connections: AccountConnection[]
}

/** A connection with its current place and the open order there, where it has them. */
export interface AccountConnection {
  id: number
  customerId: number
  name: string
  kind: ConnectionKind
  inService: Flag
  wasInService: Flag
  routerId: number | null
  routerName: string | null
  driver: DriverName | null
  placeId: number | null
  address: string | null
  ipv6Prefix: string | null
  username: string | null
  mac: string | null
  observed: Observed | null
  observedAt: number | null
  seen: string | null
  cutSent: Flag | null
  generation: number | null
  orderId: number | null
  orderDesired: Desired | null
  orderReason: Reason | null
  /** 1: some attempt may have reached the router, or a task may have it right now. */
  orderSent: Flag | null
  orderAtOnce: Flag | null
  orderNextAt: number | null
  orderAttempts: number | null
  /** What the newest order there wanted, unless it was cancelled. */
  lastDesired: Desired | null
}

type Stretch = (column: string) => RawBuilder<unknown>

/** Accounts of the customers with these ids, in order of id; unknown ids are left out. */
export async function accountsOf(db: Db, ids: readonly number[]): Promise<Account[]> {
  const accounts: Account[] = []
  const sorted = [...new Set(ids)].sort((a, b) => a - b)
  // SQLite takes 32,766 parameters in a query and plans a long list badly: a few hundred at a time.
  for (let start = 0; start < sorted.length; start += 400) {
    const some = sorted.slice(start, start + 400)
    accounts.push(...(await readStretch(db, (column) => sql`${sql.raw(column)} in (${sql.join(some)})`)))
  }
  return accounts
}

/** Accounts with ids after one, at most so many: how a walk over all customers goes on. */
export async function accountsAfter(db: Db, after: number, limit: number): Promise<Account[]> {
  const plain = db.withoutPlugins()
  const ends = await sql<{ last: number | null }>`
    select max(id) as last from (select id from customers where id > ${after} order by id limit ${limit}) as next`.execute(plain)
  const last = ends.rows[0]?.last ?? null
  if (last === null) return []
  return readStretch(db, (column) => sql`${sql.raw(column)} > ${after} and ${sql.raw(column)} <= ${last}`)
}

interface CustomerLine {
  id: number
  code: string
  free: Flag
  blockable: Flag
}

type Owned<T> = T & { customerId: number }

async function readStretch(db: Db, within: Stretch): Promise<Account[]> {
  const plain = db.withoutPlugins()
  const customers = (
    await sql<CustomerLine>`select id, code, free, blockable from customers where ${within('id')} order by id`.execute(plain)
  ).rows
  const documents = grouper(await readDocuments(plain, within))
  const deeds = grouper(await readDeeds(plain, within))
  const promises = grouper(await readPromises(plain, within))
  const connections = grouper(await readConnections(plain, within))
  return customers.map(({ id, code, free, blockable }) => ({
    id,
    code,
    facts: {
      code,
      free: free === 1,
      blockable: blockable === 1,
      documents: documents(id),
      deeds: deeds(id),
      promises: promises(id),
    },
    connections: connections(id) as AccountConnection[],
  }))
}

/** Rows come in order of customer: hands out each customer's run of them, asked in the same order. */
function grouper<T extends { customerId: number }>(rows: readonly T[]): (customer: number) => readonly T[] {
  const none: readonly T[] = []
  let next = 0
  return (customer) => {
    while (next < rows.length && (rows[next]?.customerId ?? 0) < customer) next++
    const start = next
    while (next < rows.length && rows[next]?.customerId === customer) next++
    return start === next ? none : rows.slice(start, next)
  }
}

export async function readDocuments(plain: Db, within: Stretch): Promise<Owned<DocumentFacts>[]> {
  const { rows } = await sql<Owned<DocumentFacts>>`
    select customer_id as "customerId", id, kind, number, issued_on as "issuedOn", due_on as "dueOn",
      amount_cents as "amountCents", voids_id as "voidsId"
    from documents where ${within('customer_id')} order by customer_id, due_on, issued_on, number`.execute(plain)
  return rows
}

async function readDeeds(plain: Db, within: Stretch): Promise<Owned<DeedFacts>[]> {
  const { rows } = await sql<Owned<DeedFacts & { endsOn: Day | null }>>`
    select customer_id as "customerId", kind, at, ends_on as "endsOn"
    from deeds where ${within('customer_id')} order by customer_id, at, id`.execute(plain)
  return rows
}

async function readPromises(plain: Db, within: Stretch): Promise<Owned<PromiseFacts>[]> {
  const { rows } = await sql<Owned<PromiseFacts>>`
    select customer_id as "customerId", id, promised_on as "promisedOn", state, saved_at as "savedAt", ended_at as "endedAt",
      controlled_at as "controlledAt", source
    from promises where ${within('customer_id')} order by customer_id, saved_at, id`.execute(plain)
  return rows
}

async function readConnections(plain: Db, within: Stretch): Promise<AccountConnection[]> {
  const { rows } = await sql<AccountConnection>`
    select c.id, c.customer_id as "customerId", c.name, c.kind, c.in_service as "inService", c.was_in_service as "wasInService",
      c.router_id as "routerId", r.name as "routerName", r.driver, p.id as "placeId",
      p.address, p.ipv6_prefix as "ipv6Prefix", p.username, p.mac,
      p.observed, p.observed_at as "observedAt", p.seen, p.cut_sent as "cutSent", p.generation,
      case when o.state = 'open' then o.id end as "orderId", case when o.state = 'open' then o.desired end as "orderDesired",
      o.reason as "orderReason", case when o.id is null then null
        when o.id <= (select h.handed_to from routers h where h.id = o.router_id) then 1 else o.sent end as "orderSent", o.at_once as "orderAtOnce", o.next_at as "orderNextAt",
      o.attempts as "orderAttempts", case when o.state <> 'cancelled' then o.desired end as "lastDesired"
    from connections c
      left join places p on p.connection_id = c.id and p.is_current = 1
      left join routers r on r.id = c.router_id
      left join orders o on o.place_id = p.id and o.generation = p.generation
    where ${within('c.customer_id')} order by c.customer_id, c.id`.execute(plain)
  return rows
}

/** How far the append-only entries reach: what is entered later has a greater id. */
export interface Marks {
  documents: number
  deeds: number
  promises: number
}

export async function entryMarks(db: Db): Promise<Marks> {
  const { rows } = await sql<Marks>`
    select coalesce((select max(id) from documents), 0) as documents, coalesce((select max(id) from deeds), 0) as deeds,
      coalesce((select max(id) from promises), 0) as promises`.execute(db.withoutPlugins())
  return rows[0] ?? { documents: 0, deeds: 0, promises: 0 }
}

/** Customers of whom something was entered since; null when it was so much that asking costs more than deciding again. */
export async function enteredSince(db: Db, marks: Marks, most: number): Promise<Set<number> | null> {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from documents where id > ${marks.documents}
    union all select customer_id as id from deeds where id > ${marks.deeds}
    union all select customer_id as id from promises where id > ${marks.promises} limit ${most + 1}`.execute(db.withoutPlugins())
  return rows.length > most ? null : new Set(rows.map((row) => row.id))
}
