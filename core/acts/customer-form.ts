// A customer as a form shows and gives him back: every field as a text (form-texts.ts). Only fields that differ are written, and
// where somebody else wrote meanwhile nothing is: the form is shown again with what is new, and what was typed stays.

import { Fault } from '../fault.ts'
import { NO_ID_NUMBER, readIdNumber } from '../rules/identity.ts'
import { hasPostalCodes, placesOfCode, statusNamed } from '../store/choices.ts'
import { contactsOfCustomer, customerByAsk, customerByPaymentCode, resembling, type Resembling } from '../store/customer-edits.ts'
import { customerByCode, customersById, holdCustomer } from '../store/customers.ts'
import { type Db, within } from '../store/db.ts'
import type { CustomerRow } from '../store/tables.ts'
import { type CustomerSaved, type CustomerTold, type CustomerTyped, nextFields, setCustomer } from './customers.ts'
import { readFields, tryFields } from './fields.ts'
import { changedMeanwhile, type Meanwhile } from './form-texts.ts'
import { CUSTOMER_FIELDS, type CustomerColumns, customerColumns, NEW_CUSTOMER } from './imports/customer-columns.ts'
import { PORTAL_PASSWORD_MIN } from './portal-password.ts'

/** What the form of a customer has fields for, but his code and password. */
export type FormColumn = Exclude<keyof CustomerColumns, 'code' | 'portal_password'>

export const FORM_COLUMNS = Object.keys(customerColumns).filter(
  (column) => column !== 'code' && column !== 'portal_password',
) as FormColumn[]

export type FormTexts = Record<FormColumn, string>

const FLAGS: ReadonlySet<string> = new Set(['free', 'blockable', 'prenotice', 'contract_signed'])
/** Written over several lines; all others are fields of one line, which lose line ends in a browser. */
export const LONG_COLUMNS: ReadonlySet<string> = new Set(['extra1', 'extra2'])

/** Degrees as many people write them: `-31,42`. */
export const withPoint = (text: string): string => text.replace(/^([+-]?\d{1,3}),(\d+)$/, '$1.$2')

const asShown = (column: string, text: string): string =>
  column === 'lat' || column === 'lng'
    ? withPoint(text.trim())
    : LONG_COLUMNS.has(column)
      ? text.replaceAll(/\r\n?/g, '\n').trim()
      : text.replaceAll(/[\r\n\t]+/g, ' ').trim()

type Contacts = readonly { kind: 'phone' | 'email'; value: string }[]

/** The texts of his form. */
export function customerTexts(customer: Partial<CustomerRow>, contacts: Contacts): FormTexts {
  const listed = (kind: string) => contacts.flatMap((one) => (one.kind === kind ? [one.value] : [])).join('; ')
  const own: Record<string, string> = {
    id_type: customer.idType ?? '',
    id_number: customer.idNumber === NO_ID_NUMBER ? '' : (customer.idNumber ?? ''),
    email: listed('email'),
    phone: listed('phone'),
  }
  const fieldText = (column: FormColumn): string => {
    const value = customer[CUSTOMER_FIELDS[column as keyof typeof CUSTOMER_FIELDS]]
    return FLAGS.has(column) ? (value === 1 ? 'yes' : 'no') : String(value ?? '')
  }
  return Object.fromEntries(
    FORM_COLUMNS.map((column) => [column, asShown(column, own[column] ?? fieldText(column))]),
  ) as FormTexts
}

/** The texts of an empty form. */
export const newTexts = (): FormTexts => customerTexts(NEW_CUSTOMER, [])

export async function textsOf(db: Db, customer: CustomerRow): Promise<FormTexts> {
  return customerTexts(customer, await contactsOfCustomer(db, customer.id))
}

/** What was typed into fields of this form; a field that was not sent is as it was. */
export const typedTexts = (given: Readonly<Record<string, string>>, seen: FormTexts): FormTexts =>
  Object.fromEntries(FORM_COLUMNS.map((column) => [column, asShown(column, given[column] ?? seen[column])])) as FormTexts

/** A place that was left blank is that of its postal code, where the table knows one. */
export async function withPlace(db: Db, typed: FormTexts): Promise<FormTexts> {
  if (typed.city !== '' || typed.postal_code === '') return typed
  const places = await placesOfCode(db, typed.postal_code)
  const [only] = places
  return places.length === 1 && only !== undefined ? { ...typed, city: only.place } : typed
}

export interface FormMistake {
  column: keyof CustomerColumns
  why: 'invalid' | 'blank' | 'taken' | 'not-listed' | 'short'
  /** Who has it already. */
  by?: { code: string; name: string }
}

export interface FormAsk {
  /** Null: a sign-up. */
  customer: CustomerRow | null
  /** Of a sign-up. */
  code?: string
  typed: FormTexts
  seen: FormTexts
  password: string
}

/** All that is wrong with a form, and whom it resembles: warned of before anything is saved. */
export async function checkCustomer(db: Db, ask: FormAsk): Promise<{ mistakes: FormMistake[]; alike: Resembling[] }> {
  const { customer, seen } = ask
  const mine = changedTexts(ask.typed, customer === null ? null : seen)
  const { values, mistakes: wrong } = tryFields(customerColumns, {
    ...mine,
    ...(ask.code === undefined ? {} : { code: ask.code }),
  })
  const mistakes: FormMistake[] = wrong.map(({ column, isBlank }) => ({
    column: column as keyof CustomerColumns,
    why: isBlank ? 'blank' : 'invalid',
  }))
  const [lat, lng] = [ask.typed.lat !== '', ask.typed.lng !== '']
  if (lat !== lng) mistakes.push({ column: lat ? 'lng' : 'lat', why: 'blank' })
  const id = readIdNumber(ask.typed.id_type || null, ask.typed.id_number)
  const isOtherId = mine.id_type !== undefined || mine.id_number !== undefined
  if (isOtherId && !id.ok) mistakes.push({ column: 'id_number', why: 'invalid' })
  if (ask.password !== '' && ask.password.length < PORTAL_PASSWORD_MIN) mistakes.push({ column: 'portal_password', why: 'short' })
  mistakes.push(...(await notListed(db, mine)), ...(await taken(db, ask, values.code, mine.payment_code)))
  const isOther = isOtherId || mine.address !== undefined || mine.fiscal_address !== undefined
  const own = { id: customer?.id ?? 0, idNumber: id.ok ? id.number : NO_ID_NUMBER }
  const alike = isOther ? await resembling(db, { ...own, addresses: [ask.typed.address, ask.typed.fiscal_address] }) : []
  return { mistakes, alike }
}

/** Null `seen`: everything that is not blank is new. */
function changedTexts(typed: FormTexts, seen: FormTexts | null): CustomerTyped {
  const changed = FORM_COLUMNS.filter((column) =>
    column === 'name' ? typed.name !== seen?.name : typed[column] !== (seen?.[column] ?? ''),
  )
  return Object.fromEntries(changed.map((column) => [column, typed[column]]))
}

async function notListed(db: Db, mine: CustomerTyped): Promise<FormMistake[]> {
  const mistakes: FormMistake[] = []
  const { status, postal_code: code } = mine
  if (status && (await statusNamed(db, status)) === undefined) mistakes.push({ column: 'status', why: 'not-listed' })
  // An ISP that keeps no table of codes writes what it likes.
  if (code && (await placesOfCode(db, code)).length === 0 && (await hasPostalCodes(db)))
    mistakes.push({ column: 'postal_code', why: 'not-listed' })
  return mistakes
}

async function taken(db: Db, ask: FormAsk, code: string | undefined, paymentCode: string | undefined): Promise<FormMistake[]> {
  const mistakes: FormMistake[] = []
  const owner = ask.customer === null && code ? await customerByCode(db, code) : undefined
  if (owner !== undefined) mistakes.push({ column: 'code', why: 'taken', by: owner })
  const payer = paymentCode ? await customerByPaymentCode(db, paymentCode) : undefined
  if (payer !== undefined && payer.id !== ask.customer?.id) mistakes.push({ column: 'payment_code', why: 'taken', by: payer })
  return mistakes
}

/** Whom this form signed up already; the second time it is sent it changes nothing. */
export async function signedUpBy(db: Db, askId: string): Promise<string | null> {
  return (await customerByAsk(db, askId))?.code ?? null
}

export type Edited =
  | { ok: true; saved: CustomerSaved }
  | { ok: false; why: 'changed-meanwhile'; changed: Meanwhile<FormColumn>[]; now: FormTexts }

/** Writes what was changed in a form, unless somebody changed something else in the record since it was opened. */
export async function editCustomer(
  db: Db,
  ask: { id: number; typed: FormTexts; seen: FormTexts; password: string },
  told: CustomerTold,
): Promise<Edited> {
  const { typed, seen } = ask
  const mine = changedTexts(typed, seen)
  return within(db, async (tx) => {
    const customer = await holdById(tx, ask.id)
    const contacts = await contactsOfCustomer(tx, customer.id)
    const now = customerTexts(customer, contacts)
    const wanted = wantedTexts(customer, contacts, mine)
    const changed = changedMeanwhile(FORM_COLUMNS, { seen, now, mine, wanted })
    if (changed.length > 0) return { ok: false, why: 'changed-meanwhile', changed, now }
    const password = ask.password === '' ? {} : { portal_password: ask.password }
    return { ok: true, saved: await setCustomer(tx, { code: customer.code, typed: { ...mine, ...password } }, told) }
  })
}

/** As the form would show him after these changes: numbers and lists are kept in a form of their own. */
function wantedTexts(customer: CustomerRow, contacts: Contacts, mine: CustomerTyped): FormTexts {
  const values = readFields(customerColumns, mine)
  const kept = contacts.filter(({ kind }) => values[kind] === undefined)
  const listed = (['email', 'phone'] as const).flatMap((kind) => (values[kind] ?? []).map((value) => ({ kind, value })))
  return customerTexts(nextFields(customer, values), [...kept, ...listed])
}

/** His code may be another one by now. */
async function holdById(db: Db, id: number): Promise<CustomerRow> {
  const [found] = await customersById(db, [id])
  if (found === undefined) throw new Fault('record-missing', 'there is no such customer', { id })
  return holdCustomer(db, found.code)
}
