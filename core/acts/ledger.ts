// The current account of a customer as people read it: every document in the order of its day, the balance after it, and what of
// it is still open. The command and the page show the same.

import type { Day } from '../rules/day.ts'
import { settle } from '../rules/debt.ts'
import { signedCents } from '../rules/document.ts'
import type { Cents } from '../rules/money.ts'
import type { Db } from '../store/db.ts'
import { documentsOf, factsOf } from '../store/documents.ts'
import type { DocumentRow } from '../store/tables.ts'

export interface LedgerLine {
  document: DocumentRow
  /** Positive = the customer owes. */
  signedCents: number
  /** Σ of this line and those before it. */
  balanceCents: number
  /** Null where it is no charge, or nothing of it is open. */
  outstandingCents: Cents | null
  /** `FX 0001-00000123`: what it voids. */
  voids: string | null
}

export interface Ledger {
  lines: LedgerLine[]
  balanceCents: number
  overdueCents: number
  /** Credit that waits for the next charge. */
  unusedCents: number
  /** Null; else how the documents contradict each other, and then nothing is settled. */
  problem: string | null
}

/** As of a day: what is dated ahead stands in the list and settles nothing yet. */
export async function ledgerOf(db: Db, customerId: number, on: Day): Promise<Ledger> {
  const documents = await documentsOf(db, customerId)
  const { settlement, problem } = settled(documents, on)
  const open = new Map((settlement?.open ?? []).map((charge) => [charge.document.id, charge]))
  const names = new Map(documents.map((row) => [row.id, `${row.kind} ${row.number}`]))
  let balanceCents = 0
  const lines = documents.map((document): LedgerLine => {
    const signed = signedCents({ kind: document.kind, amountCents: document.amountCents as Cents })
    balanceCents += signed
    const voids = document.voidsId === null ? null : (names.get(document.voidsId) ?? null)
    return {
      document,
      signedCents: signed,
      balanceCents,
      outstandingCents: open.get(document.id)?.outstandingCents ?? null,
      voids,
    }
  })
  return {
    lines,
    balanceCents: settlement?.balanceCents ?? balanceCents,
    overdueCents: [...open.values()].reduce((sum, { dueOn, outstandingCents }) => sum + (dueOn < on ? outstandingCents : 0), 0),
    unusedCents: settlement?.unusedCents ?? 0,
    problem,
  }
}

function settled(documents: readonly DocumentRow[], on: Day) {
  try {
    return { settlement: settle(factsOf(documents), on), problem: null }
  } catch (e) {
    return { settlement: null, problem: e instanceof Error ? e.message : String(e) }
  }
}
