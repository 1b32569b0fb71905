// The columns that the list can show: each of them a word and how a row says it. Which ones a person sees is kept with him. The
// same cells go into the spreadsheet, amounts as numbers.

import { parseDay } from '../../../core/rules/day.ts'
import { cents, formatAmount } from '../../../core/rules/money.ts'
import { hasIdNumber } from '../../../core/rules/identity.ts'
import { type ConnectionShown, connectionsShown } from '../../../core/store/customer-columns.ts'
import { serviceStates, type ShownColumn, type ShownCustomer } from '../../../core/store/customer-list.ts'
import type { Db } from '../../../core/store/db.ts'
import { contactsOf } from '../../../core/store/imports.ts'
import { formatDate, formatMoney } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import { type Shown, shownState } from './state.ts'

export const COLUMNS = [
  ...(['code', 'name', 'service', 'balance', 'city', 'status', 'portal', 'address', 'phone', 'email', 'idNumber'] as const),
  ...(['plan', 'router', 'ip', 'company', 'paymentMethod', 'collector', 'salesperson', 'postalCode', 'since'] as const),
] as const

export type Column = (typeof COLUMNS)[number]

/** By these a row is recognised: they cannot be left out. */
export const ALWAYS: readonly Column[] = ['code', 'name']
export const USUAL: readonly Column[] = ['code', 'name', 'service', 'balance', 'city', 'status', 'portal']

/** In the order of the program, whatever was kept: a column that it does not know any more is left out. */
export function columnsFrom(kept: readonly string[] | null): Column[] {
  const wanted = kept ?? USUAL
  return COLUMNS.filter((column) => ALWAYS.includes(column) || wanted.includes(column))
}

/** By which a row is shown whatever its columns are. */
const EVER = ['id', 'code', 'name', 'nickname', 'balanceCents'] as const
const READ: Partial<Record<Column, readonly ShownColumn[]>> = {
  ...{ city: ['city'], status: ['status'], portal: ['portalPasswordSealed'], address: ['address', 'fiscalAddress'] },
  ...{ idNumber: ['idType', 'idNumber'], company: ['company'], paymentMethod: ['paymentMethod'], collector: ['collector'] },
  ...{ salesperson: ['salesperson'], postalCode: ['postalCode'], since: ['startOn'] },
}

/** What is read of customers for these columns. */
export const readFor = (columns: readonly Column[]): ShownColumn[] => [
  ...EVER,
  ...columns.flatMap((column) => READ[column] ?? []),
]

/** As much of a customer as the columns need. */
export type Listed = Pick<ShownCustomer, (typeof EVER)[number]> & Partial<ShownCustomer>

/** A customer with what stands in other tables, as far as the columns need it. */
export interface ListRow {
  customer: Listed
  state: Shown
  contacts: readonly { kind: string; value: string }[]
  connections: readonly ConnectionShown[]
}

export async function rowsFor(db: Db, customers: readonly Listed[], columns: readonly Column[]): Promise<ListRow[]> {
  const ids = customers.map(({ id }) => id)
  const needs = (...some: Column[]) => some.some((column) => columns.includes(column))
  const states = needs('service') ? await serviceStates(db, ids) : null
  const contacts = needs('phone', 'email') ? grouped(await contactsOf(db, ids)) : null
  const connections = needs('plan', 'router', 'ip') ? grouped(await connectionsShown(db, ids)) : null
  return customers.map((customer) => ({
    customer,
    state: states === null ? 'unknown' : shownState(states.get(customer.id)),
    contacts: contacts?.get(customer.id) ?? [],
    connections: connections?.get(customer.id) ?? [],
  }))
}

function grouped<T extends { customerId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.customerId)
    if (group === undefined) groups.set(row.customerId, [row])
    else group.push(row)
  }
  return groups
}

export interface ColumnReader {
  text: Text
  t: OperatorText
  currency: string
}

const several = (values: readonly (string | null)[]): string => [...new Set(values.filter((one) => one !== null))].join(', ')

/** What a cell says; empty where there is nothing. */
export function cellText(column: Column, row: ListRow, { text, t, currency }: ColumnReader): string {
  const { customer, contacts, connections } = row
  switch (column) {
    case 'service':
      return t.today.states[row.state]
    case 'balance':
      return formatMoney(text, cents(customer.balanceCents), currency)
    case 'portal':
      return (customer.portalPasswordSealed ?? null) === null ? t.customers.portal.none : t.customers.portal.readable
    case 'address':
      return customer.address ?? customer.fiscalAddress ?? ''
    case 'phone':
    case 'email':
      return several(contacts.filter(({ kind }) => kind === column).map(({ value }) => value))
    case 'idNumber':
      return hasIdNumber(customer.idNumber ?? '') ? `${customer.idType ?? ''} ${customer.idNumber}`.trim() : ''
    case 'plan':
      return several(connections.map(({ plan }) => plan))
    case 'router':
      return several(connections.map(({ router }) => router))
    case 'ip':
      return several(connections.map(({ ip }) => ip))
    case 'since': {
      const on = parseDay(customer.startOn ?? '')
      return on === null ? '' : formatDate(text, on)
    }
    case 'code':
    case 'name':
    case 'city':
    case 'status':
    case 'company':
    case 'paymentMethod':
    case 'collector':
    case 'salesperson':
    case 'postalCode':
      return String(customer[column] ?? '')
  }
}

/** The same for a spreadsheet: amounts and days as it can work with them. */
export function cellValue(column: Column, row: ListRow, reader: ColumnReader): string | number | null {
  if (column === 'balance') return Number(formatAmount(cents(row.customer.balanceCents)))
  if (column === 'since') return row.customer.startOn ?? null
  if (column === 'company') return row.customer.company ?? null
  return cellText(column, row, reader) || null
}
