// The question at the counter: a customer who was cut has paid, is he to be restored? *Yes* restores at once; *no* is recorded as
// a cut by hand, which only a hand lifts. While nobody has answered nothing is decided: the next sweep of his router restores
// him like anybody whose cut is not decided any more, so who paid is not forgotten by a page that was closed.

import { decide } from '../rules/decision.ts'
import { accountsOf } from '../store/accounts.ts'
import { holdCustomer } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { loadTerms } from '../store/settings.ts'
import { cutByHandIn } from './deeds.ts'
import { reorder, type Told } from './reorder.ts'

/**
 * `ask`: he is cut, and his debt no longer exceeds the threshold. `by-hand`: the same, but a hand cut him: no payment lifts that,
 * enabling him is offered. Null: there is nothing to ask.
 */
export type RestoreQuestion = 'ask' | 'by-hand' | null

export async function restoreQuestion(db: Db, customerId: number, at: number): Promise<RestoreQuestion> {
  const [account] = await accountsOf(db, [customerId])
  if (!account) return null
  const isCut = account.connections.some(
    (one) =>
      one.inService === 1 &&
      one.orderDesired !== 'active' &&
      (one.observed === 'cut' || one.cutSent === 1 || (one.orderDesired === 'cut' && one.orderSent === 1)),
  )
  if (!isCut) return null
  const decision = decide(account.facts, at, await loadTerms(db))
  if (decision.overdueCents > decision.thresholdCents) return null
  if (decision.reason === 'manual-cut') return 'by-hand'
  return decision.state === 'active' ? 'ask' : null
}

export interface RestoreAnswer {
  /** False: there was nothing left to answer, he had been restored or cut by a hand meanwhile. */
  wasOpen: boolean
  orders: number[]
}

/** `cause` names the payment that raised the question: `payment:RC X-00000012`. */
export async function answerRestore(
  db: Db,
  ask: { code: string; restore: boolean; cause: string },
  told: Told,
): Promise<RestoreAnswer> {
  return within(db, async (tx: Tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const wasOpen = (await restoreQuestion(tx, customer.id, told.now)) === 'ask'
    if (!wasOpen) return { wasOpen, orders: [] }
    if (!ask.restore) await cutByHandIn(tx, customer, 'paid; not to be restored', told, true)
    const { opened } = await reorder(tx, [customer.id], { ...told, cause: ask.cause, asker: 'deed' })
    return { wasOpen, orders: opened }
  })
}
