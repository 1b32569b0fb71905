// Customers and documents as rows of a sheet, under the columns of the imports: what was exported can be imported again.
// Secrets are left out. The rows come a batch at a time, customer by customer in order of their codes, so that a walk over
// all of them holds nobody up; what is written meanwhile may or may not be in it.

import { formatAmount } from '../rules/money.ts'
import { type CustomerFilter, type CustomerOrder, listCustomers, listShown, type ShownCustomer } from '../store/customer-list.ts'
import type { Db } from '../store/db.ts'
import { type DocumentSpan, documentsToExport, type ExportedDocument } from '../store/exports.ts'
import { contactsOf } from '../store/imports.ts'
import { addLog } from '../store/log.ts'
import type { CustomerRow } from '../store/tables.ts'
import { importColumns } from './imports/import.ts'
import { CUSTOMER_FIELDS } from './imports/customer-columns.ts'
import type { Told } from './reorder.ts'

export type SheetCell = string | number | null

export interface Sheet {
  columns: readonly string[]
  /** Rows of as many cells as there are columns. Can be read once. */
  rows: AsyncIterable<readonly SheetCell[][]>
}

/** Which customers; deleted ones only when asked for. */
export type ExportFilter = CustomerFilter

const CUSTOMERS_AT_ONCE = 250

export function exportCustomers(db: Db, filter: ExportFilter): Sheet {
  const columns = importColumns('customers').filter((column) => column !== 'portal_password')
  return { columns, rows: customerRows(db, filter, columns) }
}

async function* customerRows(db: Db, filter: ExportFilter, columns: readonly string[]): AsyncGenerator<SheetCell[][]> {
  for await (const customers of walkCustomers(db, filter)) {
    const contacts = await contactsOf(
      db,
      customers.map((customer) => customer.id),
    )
    const listed = (customer: CustomerRow, kind: string) =>
      contacts
        .filter((contact) => contact.customerId === customer.id && contact.kind === kind)
        .map((contact) => contact.value)
        .join(';')
    yield customers.map((customer) => {
      const known: Record<string, SheetCell> = {
        code: customer.code,
        id_type: customer.idType,
        id_number: customer.idNumber,
        email: listed(customer, 'email'),
        phone: listed(customer, 'phone'),
      }
      return columns.map((column) => known[column] ?? fieldCell(customer, column))
    })
  }
}

const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contract_signed'])

function fieldCell(customer: CustomerRow, column: string): SheetCell {
  const field = CUSTOMER_FIELDS[column as keyof typeof CUSTOMER_FIELDS] as keyof CustomerRow | undefined
  const value = field === undefined ? null : customer[field]
  return FLAGS.has(column) ? (value === 1 ? 'yes' : 'no') : value
}

export interface DocumentFilter extends ExportFilter, DocumentSpan {}

export function exportDocuments(db: Db, filter: DocumentFilter): Sheet {
  return { columns: importColumns('documents'), rows: documentRows(db, filter) }
}

async function* documentRows(db: Db, filter: DocumentFilter): AsyncGenerator<SheetCell[][]> {
  for await (const customers of walkCustomers(db, filter)) {
    const documents = new Map<number, ExportedDocument[]>(customers.map((customer) => [customer.id, []]))
    for (const document of await documentsToExport(db, [...documents.keys()], filter))
      documents.get(document.customerId)?.push(document)
    yield customers.flatMap((customer) => (documents.get(customer.id) ?? []).map((document) => documentCells(customer, document)))
  }
}

/** In the order of the columns of an import. */
const documentCells = (customer: CustomerRow, document: ExportedDocument): SheetCell[] => [
  customer.code,
  document.kind,
  document.number,
  document.issuedOn,
  document.dueOn,
  formatAmount(document.amountCents),
  document.description,
  document.voids,
  document.company,
]

const walkCustomers = (db: Db, filter: ExportFilter): AsyncGenerator<CustomerRow[]> =>
  walk((page) => listCustomers(db, { ...filter, ...page }))

/** All that a filter finds, in order, a batch at a time, as lists show them. */
export const walkShown = (db: Db, filter: ExportFilter & { order?: CustomerOrder }): AsyncGenerator<ShownCustomer[]> =>
  walk((page) => listShown(db, { ...filter, ...page }))

async function* walk<T extends { code: string }>(
  read: (page: { limit: number; afterCode: string | undefined }) => Promise<T[]>,
): AsyncGenerator<T[]> {
  for (let afterCode: string | undefined; ;) {
    const customers = await read({ limit: CUSTOMERS_AT_ONCE, afterCode })
    if (customers.length > 0) yield customers
    if (customers.length < CUSTOMERS_AT_ONCE) return
    afterCode = customers.at(-1)?.code
  }
}

/** What left the program: customers of the list, the plan of a day, the audit itself. */
export type Exported = 'customers' | 'plan' | 'audit'

/** That somebody took something out of the program: in what form and by what filter. Written before the first row leaves. */
export async function logExport(
  db: Db,
  ask: { kind: Exported; form: string; filter: { query: string; columns?: string } },
  told: Told,
): Promise<void> {
  await addLog(db, [{ at: told.now, by: told.by, what: 'exported', facts: { ...ask } }])
}
