// Money and corrections: payments, adjustments, voidings. Each is one transaction that ends with the customer decided again,
// so a payment and the order that restores him are written together or not at all.

import { Fault } from '../fault.ts'
import { type Day, later } from '../rules/day.ts'
import { type DocumentKind, isCharge, voidingKind } from '../rules/document.ts'
import { settle } from '../rules/debt.ts'
import { type Cents, cents, formatAmount } from '../rules/money.ts'
import { holdCustomer } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import {
  documentByAsk,
  documentsNumbered,
  documentsOf,
  factsOf,
  insertDocument,
  nextNumber,
  voidingsOf,
} from '../store/documents.ts'
import { addLog, type LogLine } from '../store/log.ts'
import { loadTerms } from '../store/settings.ts'
import type { CustomerRow, DocumentRow } from '../store/tables.ts'
import { reorder, type Told, type Why } from './reorder.ts'
import { restoreQuestion } from './counter.ts'
import { cutByHandIn } from './deeds.ts'
import { endNotices } from './notice-lists.ts'

export interface Cheque {
  bank: string
  number: string
  depositOn: Day
  amountCents: Cents
}

export interface PayAsk {
  code: string
  amountCents: Cents
  /** The day it counts from; today unless given. */
  on?: Day | undefined
  /** Of the gateway or the receipt book: the same again books nothing. */
  reference?: string | undefined
  cheques?: readonly Cheque[] | undefined
  comment?: string | undefined
  /** The *no* at the counter: stays cut until a hand restores. */
  noRestore?: boolean | undefined
  /** Somebody stands at the counter and is asked next whether to restore (`counter.ts`): until then nothing is. */
  asks?: boolean | undefined
  /** The form that asks: sent twice, it is booked once. */
  askId?: string | undefined
}

export interface Booked {
  /** False when the same request had been booked before. */
  isNew: boolean
  number: string
  kind: DocumentKind
  issuedOn: Day
  amountCents: Cents
  balanceCents: Cents
  /** Orders that this opened. */
  orders: number[]
}

/** Registers a payment; what the rules allow is restored at once. */
export async function pay(db: Db, ask: PayAsk, told: Told): Promise<Booked> {
  const byCheque = (ask.cheques ?? []).reduce((sum, cheque) => sum + cheque.amountCents, 0)
  if (ask.amountCents <= 0) throw new Fault('input-invalid', `a payment is more than 0.00, not ${formatAmount(ask.amountCents)}`)
  if (byCheque > ask.amountCents) {
    throw new Fault(
      'input-invalid',
      `the cheques sum to ${formatAmount(byCheque)}, more than the payment of ${formatAmount(ask.amountCents)}`,
    )
  }
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const askId = ask.reference === undefined ? (ask.askId ?? null) : `pay:${ask.reference}`
    const before = askId === null ? undefined : await documentByAsk(tx, askId)
    if (before) return bookedBefore(customer, before, ask, await balanceOf(tx, customer.id, told))
    const { zone } = await loadTerms(tx)
    const issuedOn = ask.on ?? zone.dayOf(told.now)
    const paidWith = { cashCents: ask.amountCents - byCheque, cheques: ask.cheques ?? [] }
    const booked = await book(
      tx,
      customer,
      {
        kind: 'RC',
        issuedOn,
        amountCents: ask.amountCents,
        description: ask.comment ?? null,
        reference: ask.reference ?? null,
        askId,
        paidWith: JSON.stringify(paidWith),
      },
      told,
    )
    await addLog(tx, [paymentLog(customer, booked, ask, issuedOn, told)])
    if (ask.noRestore) await cutByHandIn(tx, customer, 'paid; not to be restored', told, true)
    const waits = ask.asks === true && (await restoreQuestion(tx, customer.id, told.now)) === 'ask'
    const entered = { kind: 'RC', number: booked.number, issuedOn, amountCents: ask.amountCents } as const
    return followed(tx, customer, entered, {
      ...told,
      cause: `payment:RC ${booked.number}`,
      // The answer at the counter restores him; without one, the next sweep of his router, or the next run, does.
      allow: (line) => !(waits && line.account.id === customer.id && line.desired === 'active' && line.step.do === 'open'),
    })
  })
}

const paymentLog = (
  customer: CustomerRow,
  booked: { id: number; number: string },
  ask: PayAsk,
  on: Day,
  told: Told,
): LogLine => ({
  at: told.now,
  by: told.by,
  what: 'payment',
  customerId: customer.id,
  about: { kind: 'document', id: booked.id },
  facts: {
    number: booked.number,
    amountCents: ask.amountCents,
    on,
    reference: ask.reference ?? null,
    comment: ask.comment ?? null,
  },
})

function bookedBefore(
  customer: CustomerRow,
  before: DocumentRow,
  ask: Pick<PayAsk, 'amountCents' | 'reference'>,
  balanceCents: Cents,
): Booked {
  if (before.customerId !== customer.id || before.amountCents !== ask.amountCents) {
    const facts = { reference: ask.reference ?? '', number: before.number }
    throw new Fault(
      'record-conflict',
      `${ask.reference === undefined ? 'this form' : `the reference ${ask.reference}`} is already booked as ${before.kind} ${before.number} of ${formatAmount(before.amountCents)} for another payment`,
      facts,
    )
  }
  return {
    isNew: false,
    number: before.number,
    kind: before.kind,
    issuedOn: before.issuedOn as Day,
    amountCents: cents(before.amountCents),
    balanceCents,
    orders: [],
  }
}

interface Entry {
  kind: DocumentKind
  issuedOn: Day
  dueOn?: Day | null
  amountCents: Cents
  description?: string | null
  voidsId?: number | null
  reference?: string | null
  askId?: string | null
  paidWith?: string | null
  company?: number
}

/** Enters one document with the next number of its company and kind. A charge entered here never falls due before today. */
export async function book(tx: Tx, customer: CustomerRow, entry: Entry, told: Told): Promise<{ id: number; number: string }> {
  const { zone } = await loadTerms(tx)
  const company = entry.company ?? customer.company
  const number = await nextNumber(tx, company, entry.kind)
  const today = zone.dayOf(told.now)
  const dueOn = isCharge(entry.kind) ? later(entry.dueOn ?? entry.issuedOn, today) : null
  const id = await insertDocument(tx, {
    customerId: customer.id,
    company,
    kind: entry.kind,
    number,
    issuedOn: entry.issuedOn,
    dueOn,
    amountCents: entry.amountCents,
    description: entry.description ?? null,
    voidsId: entry.voidsId ?? null,
    reference: entry.reference ?? null,
    paidWith: entry.paidWith ?? null,
    askId: entry.askId ?? null,
    imported: 0,
    enteredAt: told.now,
    enteredBy: told.by,
  })
  return { id, number }
}

/** *Ajuste de saldo*: more than 0 is in the customer's favour (CX), less than 0 is owed by him (DX). */
export async function adjust(
  db: Db,
  ask: { code: string; amountCents: Cents; comment: string; askId?: string | undefined },
  told: Told,
): Promise<Booked> {
  if (ask.amountCents === 0)
    throw new Fault('input-invalid', 'an adjustment of 0.00 changes nothing; + is in the customer’s favour, - is owed by him')
  if (ask.comment.trim() === '') throw new Fault('input-invalid', 'an adjustment needs a comment that says why')
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const before = ask.askId === undefined ? undefined : await documentByAsk(tx, ask.askId)
    if (before) {
      const same = { amountCents: cents(Math.abs(ask.amountCents)) }
      return bookedBefore(customer, before, same, await balanceOf(tx, customer.id, told))
    }
    const { zone } = await loadTerms(tx)
    const kind: DocumentKind = ask.amountCents > 0 ? 'CX' : 'DX'
    const amountCents = cents(Math.abs(ask.amountCents))
    const issuedOn = zone.dayOf(told.now)
    const { id, number } = await book(
      tx,
      customer,
      { kind, issuedOn, amountCents, description: ask.comment, askId: ask.askId ?? null },
      told,
    )
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: 'adjustment',
        customerId: customer.id,
        about: { kind: 'document', id },
        facts: { kind, number, amountCents, comment: ask.comment },
      },
    ])
    return followed(tx, customer, { kind, number, issuedOn, amountCents }, { ...told, cause: `adjustment:${kind} ${number}` })
  })
}

/** What a document that was just entered changes: notices of a debt that it pays end, and everything is decided again. */
async function followed(
  tx: Tx,
  customer: CustomerRow,
  entered: Pick<Booked, 'kind' | 'number' | 'issuedOn' | 'amountCents'>,
  why: Omit<Why, 'asker'>,
): Promise<Booked> {
  if (!isCharge(entered.kind)) await endNotices(tx, [customer.id], why.cause, why)
  const { opened } = await reorder(tx, [customer.id], { ...why, asker: 'deed' })
  return { isNew: true, ...entered, balanceCents: await balanceOf(tx, customer.id, why), orders: opened }
}

/** Voids a document by a counter-document of the same amount that names it. */
export async function voidDocument(
  db: Db,
  ask: { code: string; number: string; comment: string },
  told: Told,
): Promise<Booked & { voids: string }> {
  if (ask.comment.trim() === '') throw new Fault('input-invalid', 'voiding a document needs a comment that says why')
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const victim = await oneDocument(tx, customer, ask.number)
    const name = `${victim.kind} ${victim.number}`
    if (victim.voidsId !== null)
      throw new Fault('record-conflict', `${name} itself voids another document; enter that one again instead`, {
        number: ask.number,
      })
    const voided = await voidingsOf(tx, victim.id)
    if (voided[0])
      throw new Fault('record-conflict', `${name} is already voided by ${voided[0].kind} ${voided[0].number}`, {
        number: ask.number,
      })
    const { zone } = await loadTerms(tx)
    const kind = voidingKind(victim.kind)
    const amountCents = cents(victim.amountCents)
    const issuedOn = later(zone.dayOf(told.now), victim.issuedOn as Day)
    const { id, number } = await book(
      tx,
      customer,
      { kind, issuedOn, amountCents, description: ask.comment, voidsId: victim.id, company: victim.company },
      told,
    )
    await addLog(tx, [
      {
        at: told.now,
        by: told.by,
        what: 'voided',
        customerId: customer.id,
        about: { kind: 'document', id },
        facts: { voids: name, kind, number, amountCents, comment: ask.comment },
      },
    ])
    // A charge that is voided is as good as paid.
    const booked = await followed(tx, customer, { kind, number, issuedOn, amountCents }, { ...told, cause: `void:${name}` })
    return { ...booked, voids: name }
  })
}

async function oneDocument(tx: Tx, customer: CustomerRow, text: string): Promise<DocumentRow> {
  const found = await documentsNumbered(tx, customer.id, text)
  const [first, second] = found
  if (!first)
    throw new Fault('record-missing', `${customer.code} has no document "${text}"; ispcube ledger ${customer.code} shows them`, {
      number: text,
    })
  if (second) {
    const names = found.map((row) => `${row.kind} ${row.number} (company ${row.company})`)
    throw new Fault(
      'input-invalid',
      `${customer.code} has several documents "${text}": ${names.join(', ')}; write the kind before the number`,
      { number: text },
    )
  }
  return first
}

async function balanceOf(tx: Tx, customerId: number, told: Told): Promise<Cents> {
  const { zone } = await loadTerms(tx)
  return settle(factsOf(await documentsOf(tx, customerId)), zone.dayOf(told.now)).balanceCents
}
