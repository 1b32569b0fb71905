// Lists of customers: filters that combine, a search inside them, pages by key, and how many there are. What a filter asks for has
// an index, because somebody waits for it at the counter; a count ends at a few thousand, because nobody counts further by eye.

import { type ExpressionBuilder, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { withRows } from './bulk.ts'
import { fold, foldWords } from './customers.ts'
import type { Db } from './db.ts'
import type { CustomerRow, Tables } from './tables.ts'

/** The first text after all that begin with `ZZ`, byte by byte. */
const DELETED_END = 'Z['

export interface CustomerFilter {
  /** Every word must begin one of the customer's. */
  search?: string | undefined
  deleted?: boolean | undefined
  /** Written in one of these ways: see `citiesLike`. */
  cities?: readonly string[] | undefined
  postalCode?: string | undefined
  status?: string | undefined
  company?: number | undefined
  paymentMethod?: string | undefined
  collector?: string | undefined
  salesperson?: string | undefined
  free?: boolean | undefined
  blockable?: boolean | undefined
  /** `owes`: more than nothing; `credit`: in his favour; `even`: neither. */
  account?: 'owes' | 'credit' | 'even' | undefined
  /**
   * `cut`: a connection of his was read back cut; `served`: one was read back active; `none`: none is in service; `promise`: a
   * promise is live.
   */
  service?: 'cut' | 'served' | 'none' | 'promise' | undefined
  /** A router, a site (node) or a plan that one of his connections is on. */
  routerId?: number | undefined
  siteId?: number | undefined
  planId?: number | undefined
  /** Of the portal: `none`: he has none; `readable`: one that permitted people may read. */
  password?: 'none' | 'readable' | undefined
  /** These alone, such as rows that somebody ticked. */
  codes?: readonly string[] | undefined
}

export type CustomerOrder = 'code' | 'name' | 'debt'

export interface CustomerPage extends CustomerFilter {
  /** Code from A, name from A, debt from the greatest. */
  order?: CustomerOrder | undefined
  limit: number
  /** The code of the customer after whom the page begins. */
  afterCode?: string | undefined
}

type Customers = SelectQueryBuilder<Tables, 'customers', object>

export async function listCustomers(db: Db, page: CustomerPage): Promise<CustomerRow[]> {
  const query = await pageOf(db, page)
  return query === null ? [] : query.selectAll('customers').execute()
}

/** Null where nobody can be in it. */
async function pageOf(db: Db, page: CustomerPage): Promise<Customers | null> {
  if (page.cities?.length === 0 || page.codes?.length === 0) return null
  const { order = 'code' } = page
  let query = await filtered(db, page)
  if (page.afterCode !== undefined) query = await afterPage(db, query, order, page.afterCode)
  if (order === 'name') query = query.orderBy('name').orderBy('customers.id')
  else if (order === 'debt') query = query.orderBy('balanceCents', 'desc').orderBy('customers.id')
  else query = query.orderBy('code')
  return query.limit(page.limit)
}

/** What a list shows of a customer: a third of his columns, because reading and naming all of them costs more than finding him. */
const SHOWN = [
  ...([
    'id',
    'code',
    'name',
    'nickname',
    'idType',
    'idNumber',
    'company',
    'fiscalAddress',
    'address',
    'city',
    'postalCode',
  ] as const),
  ...(['startOn', 'status', 'paymentMethod', 'collector', 'salesperson', 'portalPasswordSealed', 'balanceCents'] as const),
] as const

export type ShownCustomer = Pick<CustomerRow, (typeof SHOWN)[number]>

/** The same customers, as lists show them. */
export async function listShown(db: Db, page: CustomerPage): Promise<ShownCustomer[]> {
  const query = await pageOf(db, page)
  return query === null ? [] : query.select(SHOWN).execute()
}

/** How many a filter finds; `most` where there are as many or more. */
export async function countCustomers(db: Db, filter: CustomerFilter, most: number): Promise<number> {
  if (filter.cities?.length === 0 || filter.codes?.length === 0) return 0
  const found = (await filtered(db, filter)).select('customers.id').limit(most).as('found')
  const row = await db
    .selectFrom(found)
    .select((each) => each.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

async function afterPage(db: Db, query: Customers, order: CustomerOrder, afterCode: string): Promise<Customers> {
  if (order === 'code') return query.where('code', '>', afterCode)
  const last = await db
    .selectFrom('customers')
    .select(['id', 'name', 'balanceCents'])
    .where('code', '=', afterCode)
    .executeTakeFirst()
  if (last === undefined) return query
  return order === 'name'
    ? query.where((row) => row(row.refTuple('name', 'id'), '>', row.tuple(last.name, last.id)))
    : query.where((row) =>
        row.and([
          row('balanceCents', '<=', last.balanceCents),
          row.or([row('balanceCents', '<', last.balanceCents), row('id', '>', last.id)]),
        ]),
      )
}

async function filtered(db: Db, filter: CustomerFilter): Promise<Customers> {
  let query: Customers = db.selectFrom('customers')
  query = filter.deleted
    ? query.where('code', '>=', 'ZZ').where('code', '<', DELETED_END)
    : // Not the same said with `or`: SQLite would look both sides up and sort everybody.
      query.where((row) => row.not(row.and([row('code', '>=', 'ZZ'), row('code', '<', DELETED_END)])))
  for (const column of ['postalCode', 'status', 'company', 'paymentMethod', 'collector', 'salesperson'] as const) {
    const wanted = filter[column]
    if (wanted !== undefined) query = query.where(column, '=', wanted)
  }
  for (const flag of ['free', 'blockable'] as const) {
    const wanted = filter[flag]
    // In the text: an index of part of the rows is not found by a parameter.
    if (wanted !== undefined) query = query.where(flag, '=', sql.lit(wanted ? 1 : 0) as RawBuilder<0 | 1>)
  }
  if (filter.password !== undefined)
    query = query.where('portalPasswordSealed', filter.password === 'none' ? 'is' : 'is not', null)
  if (filter.cities !== undefined) query = query.where('city', 'in', filter.cities)
  if (filter.codes !== undefined) query = query.where('code', 'in', filter.codes)
  if (filter.account !== undefined)
    query = query.where('balanceCents', { owes: '>', credit: '<', even: '=' }[filter.account] as '>', 0)
  if (filter.service === 'none') query = query.where((row) => row.not(row.exists(of('connections.customerId', inService(row)))))
  for (const owners of ownersAsked(filter)) query = await amongOwners(db, query, owners)
  return query
}

/**
 * Whoever owns something in another table: a word, a connection, a promise. Asked in one of two ways. Few owners are gathered and
 * looked up. Of many, gathering would cost more than the page that is shown, so customers are walked in the order of the page and
 * each is asked whether he is one; as one in every few is, the page is full soon.
 */
interface Owners {
  /** Rows of theirs, with `customerId` as the name of whose they are. */
  rows(sub: Sub): SelectQueryBuilder<Tables, never, { customerId: number }>
  /** Where the owner stands in `rows`. */
  owner: 'words.customerId' | 'connections.customerId' | 'promises.customerId'
  /** Most are: not worth a look. */
  areMany?: true
}

type Sub = ExpressionBuilder<Tables, 'customers'> | Db
const FEW = 2_000

async function amongOwners(db: Db, query: Customers, { rows, owner, areMany }: Owners): Promise<Customers> {
  const few = areMany !== true && (await atMost(db, rows(db), FEW))
  return few ? query.where('customers.id', 'in', (sub) => rows(sub)) : query.where((row) => row.exists(of(owner, rows(row))))
}

/** The rows of the customer of the query around them, which their own type does not know. */
const of = (owner: Owners['owner'], rows: unknown) =>
  (rows as SelectQueryBuilder<Tables, 'customers' | 'words' | 'connections' | 'promises', object>).whereRef(
    owner,
    '=',
    'customers.id',
  )

async function atMost(db: Db, rows: ReturnType<Owners['rows']>, most: number): Promise<boolean> {
  const some = db.selectFrom(rows.limit(most + 1).as('some')).select((row) => row.fn.countAll<number>().as('count'))
  return (await some.executeTakeFirstOrThrow()).count <= most
}

const inService = (sub: Sub) =>
  (sub as Db).selectFrom('connections').select('connections.customerId').where('connections.inService', '=', sql.lit(1))

function ownersAsked({ search, service, routerId, siteId, planId }: CustomerFilter): Owners[] {
  const asked: Owners[] = []
  const add = (owner: Owners['owner'], rows: (sub: Db) => unknown, more: Partial<Owners> = {}) =>
    asked.push({ owner, rows: rows as Owners['rows'], ...more })
  const connections = (sub: Db) => sub.selectFrom('connections').select('connections.customerId')
  for (const word of foldWords(search))
    add('words.customerId', (sub) =>
      sub.selectFrom('words').select('words.customerId').where('word', '>=', word).where('word', '<', `${word}\u{10FFFF}`),
    )
  if (routerId !== undefined) add('connections.customerId', (sub) => connections(sub).where('routerId', '=', routerId))
  if (siteId !== undefined)
    add('connections.customerId', (sub) =>
      connections(sub).innerJoin('routers', 'routers.id', 'connections.routerId').where('routers.siteId', '=', siteId),
    )
  if (planId !== undefined) add('connections.customerId', (sub) => connections(sub).where('planId', '=', planId))
  if (service === 'promise')
    add('promises.customerId', (sub) =>
      sub.selectFrom('promises').select('promises.customerId').where('promises.endedAt', 'is', null),
    )
  if (service === 'cut' || service === 'served') {
    const observed = sql.lit(service === 'cut' ? ('cut' as const) : ('active' as const)) as RawBuilder<'cut' | 'active'>
    const places = (sub: Db) =>
      inService(sub)
        .innerJoin('places', 'places.connectionId', 'connections.id')
        .where('places.isCurrent', '=', sql.lit(1))
        .where('places.observed', '=', observed)
    add('connections.customerId', places, service === 'served' ? { areMany: true } : {})
  }
  return asked
}

/**
 * How a city is written by the customers who live there, accents and capitals no matter. Folded here, so that both databases
 * find the same; there are few cities, and few who ask.
 */
export async function citiesLike(db: Db, city: string): Promise<string[]> {
  const wanted = fold(city.trim())
  return (await valuesOf(db, 'city')).filter((one) => fold(one) === wanted)
}

export type Facet =
  | 'company'
  | 'city'
  | 'postalCode'
  | 'status'
  | 'paymentMethod'
  | 'collector'
  | 'salesperson'
  | 'till'
  | 'contractType'

const FACET_COLUMNS: Record<Facet, string> = {
  ...{ company: 'company', city: 'city', postalCode: 'postal_code', status: 'status' },
  ...{ paymentMethod: 'payment_method', collector: 'collector', salesperson: 'salesperson' },
  ...{ till: 'till', contractType: 'contract_type' },
}
const FACETS_MOST = 500

/** The values that customers have there, in order: one look at the index for each, however many customers there are. */
export async function valuesOf(db: Db, facet: Facet): Promise<string[]> {
  const column = sql.raw(FACET_COLUMNS[facet])
  const { rows } = await sql<{ value: string | number }>`
    with recursive found (value) as (
      select min(${column}) from customers where ${column} is not null
      union all
      select (select min(${column}) from customers where ${column} > found.value) from found where found.value is not null
    ) select value from found where value is not null limit ${FACETS_MOST}`.execute(db.withoutPlugins())
  return rows.map(({ value }) => String(value))
}

/** How each of these customers stands on the network. */
export interface ServiceState {
  customerId: number
  inService: number
  active: number
  cut: number
  hasPromise: 0 | 1
}

export async function serviceStates(db: Db, customerIds: readonly number[]): Promise<Map<number, ServiceState>> {
  const rows = customerIds.map((id) => [id])
  const found = await withRows<ServiceState>(
    db,
    [['id', 'bigint']],
    rows,
    `select v.id as "customerId", coalesce(sum(c.in_service), 0) as "inService",
      coalesce(sum(case when c.in_service = 1 and p.observed = 'active' then 1 else 0 end), 0) as active,
      coalesce(sum(case when c.in_service = 1 and p.observed = 'cut' then 1 else 0 end), 0) as cut,
      max(case when exists (select 1 from promises m where m.customer_id = v.id and m.ended_at is null) then 1 else 0 end) as "hasPromise"
    from v left join connections c on c.customer_id = v.id left join places p on p.connection_id = c.id and p.is_current = 1
    group by v.id`,
  )
  return new Map(found.map((row) => [row.customerId, row]))
}
