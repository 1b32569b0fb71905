// Lists of customers: filters that combine, a search inside them, pages by key, and how many there are. What a filter asks for has
// an index, because somebody waits for it at the counter; a count ends at a few thousand, because nobody counts further by eye.

import { sql } from 'kysely'
import { askRows, askWholeRows, columnsAs } from './asking.ts'
import { type Cell, withRows } from './bulk.ts'
import { deletedIn, fold, searchWords } from './customers.ts'
import type { Db } from './db.ts'
import type { CustomerRow } from './tables.ts'

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

/** Conditions of a statement, and the values of their marks in the order in which they stand. */
interface Asked {
  conditions: string[]
  values: Cell[]
}

/** What lists show of a customer: a third of his columns, because reading and naming all of them costs more than finding him. */
const SHOWN = [
  ...(['id', 'code', 'name', 'nickname', 'idType', 'idNumber', 'company', 'fiscalAddress', 'address', 'city'] as const),
  ...(['postalCode', 'startOn', 'status', 'paymentMethod', 'collector', 'salesperson', 'portalPasswordSealed'] as const),
  'balanceCents',
] as const

export type ShownColumn = (typeof SHOWN)[number]
export type ShownCustomer = Pick<CustomerRow, ShownColumn>

export async function listCustomers(db: Db, page: CustomerPage): Promise<CustomerRow[]> {
  const query = await pageOf(db, page, 'c.*')
  return query === null ? [] : askWholeRows(db, ...query)
}

/** The same customers, as lists show them: what is read of each is a part of what a page waits for. */
export async function listShown<Column extends ShownColumn = ShownColumn>(
  db: Db,
  page: CustomerPage,
  columns: readonly Column[] = SHOWN as readonly ShownColumn[] as readonly Column[],
): Promise<Pick<CustomerRow, Column>[]> {
  const query = await pageOf(db, page, columnsAs('c', columns))
  return query === null ? [] : askRows(db, ...query)
}

const SORTS: Record<CustomerOrder, string> = { code: 'c.code', name: 'c.name, c.id', debt: 'c.balance_cents desc, c.id' }

/** Null where nobody can be in it. */
async function pageOf(db: Db, page: CustomerPage, columns: string): Promise<[text: string, values: Cell[]] | null> {
  if (isEmpty(page)) return null
  const { order = 'code', limit, afterCode } = page
  const word = onlyWord(page)
  if (word !== null && (await atMost(db, `select 1 ${LONGER}`, [word, wordsEnd(word)], FEW)))
    return pageOfWord(word, page, columns)
  const { conditions, values } = await filtered(db, page, FEW)
  if (afterCode !== undefined) await addStart({ conditions, values }, db, order, afterCode)
  const text = `select ${columns} from customers c where ${conditions.join(' and ')} order by ${SORTS[order]} limit ?`
  return [text, [...values, limit]]
}

/** The one word that is all that is asked for, of a page by code. */
function onlyWord({
  order = 'code',
  search,
  deleted: _either,
  limit: _any,
  afterCode: _where,
  ...more
}: CustomerPage): string | null {
  const [word, another] = searchWords(search)
  const isAlone = another === undefined && Object.values(more).every((one) => one === undefined)
  return word !== undefined && isAlone && order === 'code' ? word : null
}

/**
 * The same page read off the index of words, which has the code beside each: whoever has the word itself stands there in the order of
 * the page, however many they are, and only of the words that begin with it all are gathered.
 */
function pageOfWord(word: string, { deleted, limit, afterCode }: CustomerPage, columns: string): [text: string, values: Cell[]] {
  const after = afterCode === undefined ? '' : ' and w.code > ?'
  const more = `and ${whetherDeleted('w.code', deleted)}${after}`
  const start = afterCode === undefined ? [] : [afterCode]
  const text = `select ${columns} from (
      select w.code, w.customer_id from words w where w.word = ? ${more}
      union select w.code, w.customer_id ${LONGER} ${more} order by 1 limit ?
    ) f join customers c on c.id = f.customer_id order by f.code`
  return [text, [word, ...start, word, wordsEnd(word), ...start, limit]]
}

const LONGER = 'from words w where w.word > ? and w.word < ?'
/** The first text after all that begin with the word. */
const wordsEnd = (word: string): string => `${word}\u{10FFFF}`

/** How many a filter finds; `most` where there are as many or more. */
export async function countCustomers(db: Db, filter: CustomerFilter, most: number): Promise<number> {
  if (isEmpty(filter)) return 0
  const { conditions, values } = await filtered(db, filter, FEW_COUNTED)
  const text = `select count(*) as count from (select c.id from customers c where ${conditions.join(' and ')} limit ?) as found`
  const [row] = await askRows<{ count: number }>(db, text, [...values, most])
  return row?.count ?? 0
}

function whetherDeleted(code: string, wanted: boolean | undefined): string {
  // Not the same said with `or`: SQLite would look both sides up and sort everybody.
  return wanted ? deletedIn(code) : `not (${deletedIn(code)})`
}

/** Nobody can be in it. */
const isEmpty = ({ cities, codes }: CustomerFilter): boolean => cities?.length === 0 || codes?.length === 0

async function addStart({ conditions, values }: Asked, db: Db, order: CustomerOrder, afterCode: string): Promise<void> {
  if (order === 'code') {
    conditions.push('c.code > ?')
    values.push(afterCode)
    return
  }
  const last = await db
    .selectFrom('customers')
    .select(['id', 'name', 'balanceCents'])
    .where('code', '=', afterCode)
    .executeTakeFirst()
  if (last === undefined) return
  if (order === 'name') {
    conditions.push('(c.name, c.id) > (?, ?)')
    values.push(last.name, last.id)
    return
  }
  conditions.push('c.balance_cents <= ? and (c.balance_cents < ? or c.id > ?)')
  values.push(last.balanceCents, last.balanceCents, last.id)
}

/** As columns, those of a filter that must be equal. */
const EQUAL = {
  ...{ postalCode: 'postal_code', status: 'status', company: 'company' },
  ...{ paymentMethod: 'payment_method', collector: 'collector', salesperson: 'salesperson' },
} as const

const ACCOUNTS = { owes: '>', credit: '<', even: '=' } as const

/** `few`: see `Owners`. */
async function filtered(db: Db, filter: CustomerFilter, few: number): Promise<Asked> {
  const asked: Asked = { conditions: [], values: [] }
  const add = (condition: string, ...values: Cell[]) => {
    asked.conditions.push(condition)
    asked.values.push(...values)
  }
  const among = (column: string, wanted: readonly Cell[]) => add(`${column} in (${wanted.map(() => '?').join(', ')})`, ...wanted)
  const flag = (column: string, wanted: boolean | undefined) => {
    // In the text: an index of part of the rows is not found by a parameter.
    if (wanted !== undefined) add(`${column} = ${wanted ? 1 : 0}`)
  }
  add(whetherDeleted('c.code', filter.deleted))
  for (const [name, column] of Object.entries(EQUAL)) {
    const wanted = filter[name as keyof typeof EQUAL]
    if (wanted !== undefined) add(`c.${column} = ?`, wanted)
  }
  flag('c.free', filter.free)
  flag('c.blockable', filter.blockable)
  if (filter.password !== undefined) add(`c.portal_password_sealed is ${filter.password === 'none' ? '' : 'not '}null`)
  if (filter.cities !== undefined) among('c.city', filter.cities)
  if (filter.codes !== undefined) among('c.code', filter.codes)
  if (filter.account !== undefined) add(`c.balance_cents ${ACCOUNTS[filter.account]} 0`)
  if (filter.service === 'none') add(`not exists (${IN_SERVICE} and n.customer_id = c.id)`)
  for (const owners of ownersAsked(filter)) {
    const gathered = owners.areMany !== true && (await atMost(db, owners.rows, owners.values, few))
    add(gathered ? `c.id in (${owners.rows})` : `exists (${owners.rows} and ${owners.owner} = c.id)`, ...owners.values)
  }
  return asked
}

/**
 * Whoever owns something in another table: a word, a connection, a promise. Asked in one of two ways. Few owners are gathered and
 * looked up. Of many, gathering would cost more than the page that is shown, so customers are walked in the order of the page and
 * each is asked whether he is one; as one in every few is, the page is full soon. A count has no page that is full soon: it gathers
 * more before it walks.
 */
interface Owners {
  /** A statement that finds rows of theirs; it ends with a condition. */
  rows: string
  values: Cell[]
  /** Where the owner stands in `rows`. */
  owner: string
  /** Most are: not worth a look. */
  areMany?: true
}

const FEW = 2_000
const FEW_COUNTED = 30_000

async function atMost(db: Db, rows: string, values: readonly Cell[], most: number): Promise<boolean> {
  const text = `select count(*) as count from (${rows} limit ?) as some_of_them`
  const [row] = await askRows<{ count: number }>(db, text, [...values, most + 1])
  return (row?.count ?? 0) <= most
}

const IN_SERVICE = 'select n.customer_id from connections n where n.in_service = 1'

function ownersAsked({ search, service, routerId, siteId, planId }: CustomerFilter): Owners[] {
  const asked: Owners[] = []
  const connections = (rows: string, ...values: Cell[]) => asked.push({ owner: 'n.customer_id', rows, values })
  for (const word of searchWords(search)) {
    const rows = 'select w.customer_id from words w where w.word >= ? and w.word < ?'
    asked.push({ owner: 'w.customer_id', rows, values: [word, wordsEnd(word)] })
  }
  if (routerId !== undefined) connections('select n.customer_id from connections n where n.router_id = ?', routerId)
  if (siteId !== undefined)
    connections('select n.customer_id from connections n join routers r on r.id = n.router_id where r.site_id = ?', siteId)
  if (planId !== undefined) connections('select n.customer_id from connections n where n.plan_id = ?', planId)
  if (service === 'promise') {
    const rows = 'select p.customer_id from promises p where p.ended_at is null'
    asked.push({ owner: 'p.customer_id', rows, values: [] })
  }
  if (service === 'cut' || service === 'served') {
    const observed = service === 'cut' ? 'cut' : 'active'
    const rows = `select n.customer_id from connections n join places p on p.connection_id = n.id
      where n.in_service = 1 and p.is_current = 1 and p.observed = '${observed}'`
    asked.push({ owner: 'n.customer_id', rows, values: [], ...(service === 'served' ? { areMany: true } : {}) })
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
  const states = new Map<number, ServiceState>()
  for (const id of customerIds) states.set(id, { customerId: id, inService: 0, active: 0, cut: 0, hasPromise: 0 })
  const rows = customerIds.map((id) => [id])
  type Line = { customerId: number; observed: string | null; isPromise: 0 | 1 }
  for (const { customerId, observed, isPromise } of await withRows<Line>(db, [['id', 'bigint']], rows, STATES)) {
    const state = states.get(customerId)
    if (state === undefined) continue
    if (isPromise === 1) {
      state.hasPromise = 1
      continue
    }
    state.inService++
    if (observed === 'active') state.active++
    if (observed === 'cut') state.cut++
  }
  return states
}

// Beside each other: joined, each connection would be asked for the promise of its customer again.
const STATES = `select c.customer_id as "customerId", p.observed, 0 as "isPromise" from v join connections c on c.customer_id = v.id
    left join places p on p.connection_id = c.id and p.is_current = 1 where c.in_service = 1
  union all select m.customer_id, null, 1 from v join promises m on m.customer_id = v.id where m.ended_at is null`
