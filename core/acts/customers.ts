// Customers one at a time: sign-up, edits, deletion (which deletes nothing: a code that begins with ZZ hides and cuts), and
// recoding, which also brings back. Fields are read by the columns of the customers' file. Whoever's rules may have changed
// is decided again in the same transaction.

import { Fault } from '../fault.ts'
import { isDeleted } from '../rules/decision.ts'
import { NO_ID_NUMBER, readIdNumber } from '../rules/identity.ts'
import type { Seal } from '../seal.ts'
import {
  contactsOfCustomer,
  customerByAsk,
  customerByPaymentCode,
  deletedCode,
  insertCustomer,
  resembling,
  type Resembling,
  updateCustomer,
} from '../store/customer-edits.ts'
import { customerByCode, holdCustomer } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { changeContacts } from '../store/imports.ts'
import { addLog } from '../store/log.ts'
import type { CustomerRow } from '../store/tables.ts'
import { refreshWords } from '../store/words.ts'
import { mistaken, readFields, type Typed } from './fields.ts'
import type { Values } from './imports/columns.ts'
import { CUSTOMER_FIELDS, type CustomerColumns, customerColumns, NEW_CUSTOMER } from './imports/customer-columns.ts'
import { proposePortalPassword, sealPortalPassword } from './portal-password.ts'
import { reorder, type Told } from './reorder.ts'

export interface CustomerTold extends Told {
  seal: Seal
}

export type CustomerTyped = Omit<Typed<CustomerColumns>, 'code'>

export interface CustomerSaved {
  code: string
  /** Fields that changed, each with what it was and what it is. */
  changes: Record<string, { from: unknown; to: unknown }>
  /** Whom he resembles: a duplicate, or a fraud. */
  resembling: Resembling[]
  orders: number[]
}

export type Fields = Omit<
  CustomerRow,
  'id' | 'formerCode' | 'balanceCents' | 'portalPasswordSealed' | 'code' | 'createdAt' | 'askId'
>

/** The same `askId` again signs nobody up: it is told whom it signed up the first time. */
export async function addCustomer(
  db: Db,
  ask: { code: string; typed: CustomerTyped; askId?: string },
  told: CustomerTold,
): Promise<CustomerSaved> {
  const { code } = readFields(customerColumns, { code: ask.code }) as { code: string }
  const values = readFields(customerColumns, { ...ask.typed })
  if (!values.name) throw mistaken([{ column: 'name', value: '', expects: 'a name: every customer has one' }])
  return within(db, async (tx) => {
    const before = ask.askId === undefined ? undefined : await customerByAsk(tx, ask.askId)
    if (before !== undefined) return { code: before.code, changes: {}, resembling: [], orders: [] }
    await refuseTaken(tx, code)
    const fields = nextFields(NEW_CUSTOMER, values)
    await refusePaymentCode(tx, null, fields.paymentCode)
    const kept = { formerCode: null, portalPasswordSealed: null, createdAt: told.now, askId: ask.askId ?? null }
    const id = await insertCustomer(tx, { ...fields, ...kept, code })
    await sealPortalPassword(tx, id, values.portal_password ?? proposePortalPassword(), told.seal)
    await writeContacts(tx, id, values)
    await refreshWords(tx, [id])
    const alike = await whomHeResembles(tx, id, fields)
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: 'added',
        customerId: id,
        facts: { code, name: fields.name, ...(alike.length > 0 ? { resembles: alike } : {}) },
      },
    ])
    return { code, changes: {}, resembling: alike, orders: [] }
  })
}

export async function setCustomer(
  db: Db,
  ask: { code: string; typed: CustomerTyped },
  told: CustomerTold,
): Promise<CustomerSaved> {
  const values = readFields(customerColumns, { ...ask.typed })
  return within(db, async (tx) => {
    const before = await holdCustomer(tx, ask.code)
    const fields = nextFields(before, values)
    const changes: CustomerSaved['changes'] = {}
    for (const [name, to] of Object.entries(fields)) {
      const from = before[name as keyof Fields]
      if (from !== to) changes[name] = { from, to }
    }
    if (changes.paymentCode !== undefined) await refusePaymentCode(tx, before.id, fields.paymentCode)
    await updateCustomer(tx, before.id, Object.fromEntries(Object.entries(changes).map(([name, { to }]) => [name, to])))
    if (values.portal_password) {
      await sealPortalPassword(tx, before.id, values.portal_password, told.seal)
      changes.portalPassword = { from: '…', to: '…' }
    }
    Object.assign(changes, await writeContacts(tx, before.id, values))
    if (Object.keys(changes).length === 0) return { code: before.code, changes, resembling: [], orders: [] }
    await refreshWords(tx, [before.id])
    await addLog(tx, [{ at: told.now, by: told.by, what: 'edited', customerId: before.id, facts: { changes } }])
    const isNews = changes.idNumber !== undefined || changes.address !== undefined || changes.fiscalAddress !== undefined
    const alike = isNews ? await whomHeResembles(tx, before.id, fields) : []
    const judged = changes.free !== undefined || changes.blockable !== undefined
    const orders = judged ? (await reorder(tx, [before.id], { ...told, cause: 'edit', asker: 'deed' })).opened : []
    return { code: before.code, changes, resembling: alike, orders }
  })
}

/** Replaces the code by one that begins with ZZ: hidden, cut, all else stays. */
export async function deleteCustomer(
  db: Db,
  ask: { code: string; comment?: string | undefined },
  told: Told,
): Promise<{ code: string; formerCode: string; orders: number[] }> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    if (isDeleted(customer.code))
      throw new Fault('record-conflict', `${customer.code} is deleted already`, { customer: customer.code })
    const code = await deletedCode(tx, customer.code)
    const orders = await writeCode(tx, customer, { code, formerCode: customer.code }, 'deleted', ask.comment, told)
    return { code, formerCode: customer.code, orders }
  })
}

export interface Recoded {
  code: string
  before: string
  /** He was deleted and is a customer again. */
  broughtBack: boolean
  orders: number[]
}

/** Changes the code alone; a deleted customer is one again. */
export async function recodeCustomer(db: Db, ask: { code: string; to: string }, told: Told): Promise<Recoded> {
  const { code } = readFields(customerColumns, { code: ask.to }) as { code: string }
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    if (customer.code === code) return { code, before: code, broughtBack: false, orders: [] }
    await refuseTaken(tx, code)
    const broughtBack = isDeleted(customer.code)
    const orders = await writeCode(
      tx,
      customer,
      { code, formerCode: broughtBack ? null : customer.formerCode },
      broughtBack ? 'brought-back' : 'recoded',
      undefined,
      told,
    )
    return { code, before: customer.code, broughtBack, orders }
  })
}

async function writeCode(
  tx: Tx,
  customer: CustomerRow,
  codes: { code: string; formerCode: string | null },
  what: string,
  comment: string | undefined,
  told: Told,
): Promise<number[]> {
  await updateCustomer(tx, customer.id, codes)
  await refreshWords(tx, [customer.id])
  await addLog(tx, [
    {
      at: told.now,
      by: told.by,
      what,
      customerId: customer.id,
      facts: { from: customer.code, to: codes.code, comment: comment ?? null },
    },
  ])
  return (await reorder(tx, [customer.id], { ...told, cause: what, asker: 'deed' })).opened
}

async function refuseTaken(tx: Tx, code: string): Promise<void> {
  const other = await customerByCode(tx, code)
  if (other) throw new Fault('record-conflict', `the code ${code} is in use: ${other.name}`, { customer: code, column: 'code' })
}

async function refusePaymentCode(tx: Tx, id: number | null, paymentCode: string | null): Promise<void> {
  const other = paymentCode === null ? undefined : await customerByPaymentCode(tx, paymentCode)
  if (other === undefined || other.id === id) return
  const facts = { customer: other.code, column: 'payment_code' }
  throw new Fault('record-conflict', `the payment code ${paymentCode} is that of ${other.code}: ${other.name}`, facts)
}

/** What a customer is after these values were set; throws where they do not fit together. */
export function nextFields(before: Fields, values: Partial<Values<CustomerColumns>>): Fields {
  const {
    id: _id,
    code: _code,
    formerCode: _former,
    balanceCents: _balance,
    portalPasswordSealed: _sealed,
    createdAt: _at,
    askId: _ask,
    ...kept
  } = before as CustomerRow
  const fields: Record<string, unknown> = { ...kept }
  for (const [column, field] of Object.entries(CUSTOMER_FIELDS)) {
    if (column in values) fields[field] = values[column as keyof typeof CUSTOMER_FIELDS]
  }
  const next = fields as unknown as Fields
  if ((next.lat === null) !== (next.lng === null))
    throw mistaken([{ column: next.lat === null ? 'lat' : 'lng', value: '', expects: 'both lat and lng, or neither' }])
  if (!('id_type' in values) && !('id_number' in values)) return next
  const type = 'id_type' in values ? (values.id_type ?? null) : next.idType
  const written = 'id_number' in values ? (values.id_number ?? '') : next.idNumber
  const read = readIdNumber(type, written)
  if (!read.ok) throw mistaken([{ column: 'id_number', value: written, expects: `${read.expects} (${type})` }])
  return { ...next, idType: read.type, idNumber: read.number || NO_ID_NUMBER }
}

async function writeContacts(
  tx: Tx,
  customerId: number,
  values: Partial<Values<CustomerColumns>>,
): Promise<CustomerSaved['changes']> {
  const changes: CustomerSaved['changes'] = {}
  const stored = await contactsOfCustomer(tx, customerId)
  for (const kind of ['email', 'phone'] as const) {
    const wanted = values[kind]
    if (wanted === undefined) continue
    const before = stored.filter((contact) => contact.kind === kind)
    const gone = before.filter((contact) => !wanted.includes(contact.value)).map((contact) => contact.id)
    const added = wanted.filter((value) => !before.some((contact) => contact.value === value))
    if (gone.length === 0 && added.length === 0) continue
    await changeContacts(
      tx,
      gone,
      added.map((value) => ({ customerId, kind, value })),
    )
    changes[kind] = { from: before.map((contact) => contact.value).join('; '), to: wanted.join('; ') }
  }
  return changes
}

async function whomHeResembles(tx: Tx, id: number, fields: Fields): Promise<Resembling[]> {
  return resembling(tx, { id, idNumber: fields.idNumber, addresses: [fields.address ?? '', fields.fiscalAddress ?? ''] })
}
