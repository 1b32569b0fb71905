// The row types of what the network's pages keep, as tables.ts has those of everything else.

import type { Generated, Selectable } from 'kysely'

export interface NetworkPageTables {
  asks: AsksTable
  promotions: PromotionsTable
}

/** `signal`: how the connection `about` is heard; `router`: is all well with the router `about`. */
export type AskKind = 'signal' | 'router'

/**
 * A question of a page to a device. It is open until `answeredAt`; the daemon that carries it out marks it by `takenAt`. Ended,
 * it has an answer or a fault, never both. Old ones are forgotten.
 */
export interface AsksTable {
  id: Generated<number>
  kind: AskKind
  about: number
  askedBy: string
  askedAt: number
  takenAt: number | null
  answeredAt: number | null
  /** JSON, by kind. */
  answer: string | null
  /** JSON of a `FaultNote`. */
  fault: string | null
}

/** What a plan is offered for, from a day to another, both included. */
export interface PromotionsTable {
  id: Generated<number>
  planId: number
  detail: string
  fromOn: string
  toOn: string
  /** Of the plan while it lasts. */
  priceCents: number
  /** The form that made it: sending it twice makes one. */
  askId: string
}

export type AskRow = Selectable<AsksTable>
export type PromotionRow = Selectable<PromotionsTable>
