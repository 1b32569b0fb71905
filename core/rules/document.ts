// What a document is and how it counts. Documents are never edited: a mistake is voided by another document that names it.
// The sign is in the kind, the amount is always positive.

import type { Day } from './day.ts'
import type { Cents } from './money.ts'

export const DOCUMENT_KINDS = ['FX', 'FA', 'FB', 'FC', 'DX', 'DA', 'DB', 'DC', 'CX', 'NA', 'NB', 'NC', 'RC'] as const

export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

type DocumentSort = 'invoice' | 'debit' | 'credit' | 'receipt'

const SORTS: Record<DocumentKind, DocumentSort> = {
  FX: 'invoice',
  FA: 'invoice',
  FB: 'invoice',
  FC: 'invoice',
  DX: 'debit',
  DA: 'debit',
  DB: 'debit',
  DC: 'debit',
  CX: 'credit',
  NA: 'credit',
  NB: 'credit',
  NC: 'credit',
  RC: 'receipt',
}

/** The part of a document that rules look at. */
export interface DocumentFacts {
  id: number
  kind: DocumentKind
  number: string
  issuedOn: Day
  dueOn: Day | null
  amountCents: Cents
  voidsId: number | null
}

export const isDocumentKind = (text: string): text is DocumentKind => Object.hasOwn(SORTS, text)

/** Invoices and debit notes: what the customer owes. */
export const isCharge = (kind: DocumentKind): boolean => SORTS[kind] === 'invoice' || SORTS[kind] === 'debit'

export const isInvoice = (kind: DocumentKind): boolean => SORTS[kind] === 'invoice'

/** What it adds to the balance: + is owed by the customer. */
export const signedCents = (document: { kind: DocumentKind; amountCents: Cents }): number =>
  isCharge(document.kind) ? document.amountCents : -document.amountCents

/** When a charge falls due: a debit note without a day when issued, and never before it was issued. */
export function dueDay(document: DocumentFacts): Day {
  return document.dueOn === null || document.dueOn < document.issuedOn ? document.issuedOn : document.dueOn
}

/** May a document of this kind void one of that kind? A charge by a credit note, a credit or a receipt by a debit note. */
export function mayVoid(voiding: DocumentKind, voided: DocumentKind): boolean {
  return isCharge(voided) ? SORTS[voiding] === 'credit' : SORTS[voiding] === 'debit'
}

/** The non-fiscal kind that voids a document entered here. */
export const voidingKind = (voided: DocumentKind): DocumentKind => (isCharge(voided) ? 'CX' : 'DX')

/**
 * The documents that count on a day, less the pairs of a voided one and the one that voids it. A voiding that is itself
 * voided undoes nothing: its victim counts again. Order is kept; the usual case, no voiding at all, copies nothing.
 */
export function countingOn(documents: readonly DocumentFacts[], on: Day): readonly DocumentFacts[] {
  let plain = true
  for (const document of documents) {
    if (document.voidsId !== null || document.issuedOn > on) {
      plain = false
      break
    }
  }
  if (plain) return documents
  const present = documents.filter((document) => document.issuedOn <= on)
  const voidings = present.filter((document) => document.voidsId !== null)
  const voided = voidedIds(voidings)
  return present.filter((document) => document.voidsId === null && !voided.has(document.id))
}

function voidedIds(voidings: readonly DocumentFacts[]): Set<number> {
  const byVictim = new Map<number, DocumentFacts[]>()
  for (const each of voidings) {
    if (each.voidsId !== null) byVictim.set(each.voidsId, [...(byVictim.get(each.voidsId) ?? []), each])
  }
  // A document is voided when one that names it stands, that is: is not voided itself. Chains are short and have no loops,
  // because a document can only name one that was there before it.
  const isVoided = (id: number): boolean => (byVictim.get(id) ?? []).some((each) => !isVoided(each.id))
  return new Set([...byVictim.keys()].filter(isVoided))
}
