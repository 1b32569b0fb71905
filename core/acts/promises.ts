// Payment promises: an operator's date, a customer's own button, and withdrawing.

import { Fault } from '../fault.ts'
import { addDays, type Day } from '../rules/day.ts'
import { checkDate, type Offer, offerPromise } from '../rules/offer.ts'
import type { PromiseFacts } from '../rules/promise.ts'
import { type Account, accountsOf } from '../store/accounts.ts'
import { holdCustomer, lockCustomers } from '../store/customers.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { endPromise, insertPromise, promiseByAsk, unendedPromise } from '../store/promises.ts'
import { loadTerms } from '../store/settings.ts'
import type { PromiseRow } from '../store/tables.ts'
import { withdrawPromise } from './deeds.ts'
import { endNotices } from './notice-lists.ts'
import { reorder, type Told } from './reorder.ts'

export interface PromiseSaved {
  isNew: boolean
  promisedOn: Day
  controlAt: number
  /** Where it cannot help, and why. */
  warning: 'manual-cut' | 'deleted' | 'no-cut-before' | null
  orders: number[]
}

/** By an operator: any date whose control is ahead. The date of the live promise again changes nothing. */
export async function addPromise(
  db: Db,
  ask: { code: string; promisedOn: Day; comment?: string | undefined; askId?: string | undefined },
  told: Told,
): Promise<PromiseSaved> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const account = await accountOf(tx, customer.id)
    const terms = await loadTerms(tx)
    const answer = checkDate(account.facts, ask.promisedOn, told.now, terms)
    const controlAt = terms.zone.controlOf(ask.promisedOn)
    if (!answer.ok) {
      throw new Fault(
        'input-invalid',
        `the control of ${ask.promisedOn} was at ${terms.zone.format(controlAt)}: a promise needs a day whose control is ahead`,
        { promisedOn: ask.promisedOn },
      )
    }
    const isSame = ask.askId !== undefined && (await promiseByAsk(tx, ask.askId)) !== undefined
    const before = await unendedPromise(tx, customer.id)
    if (isSame) return { isNew: false, promisedOn: ask.promisedOn, controlAt, warning: answer.warning, orders: [] }
    if (before?.promisedOn === ask.promisedOn && before.state === 'pending')
      return { isNew: false, promisedOn: ask.promisedOn, controlAt, warning: answer.warning, orders: [] }
    if (before) await replacePromise(tx, customer.id, before as unknown as PromiseFacts, ask.promisedOn, told)
    const { promisedOn, comment = null, askId = null } = ask
    const orders = await savePromise(tx, { customerId: customer.id, promisedOn, source: 'operator', comment, askId }, told)
    return { isNew: true, promisedOn, controlAt, warning: answer.warning, orders }
  })
}

type NewPromise = Pick<PromiseRow, 'customerId' | 'source' | 'comment' | 'askId'> & { promisedOn: Day }

/** Kept and logged; notices of the debt end, and everything is decided again. Comes back with the orders that this opened. */
async function savePromise(tx: Tx, promise: NewPromise, told: Told): Promise<number[]> {
  const { customerId, promisedOn, comment } = promise
  const id = await insertPromise(tx, { ...promise, savedAt: told.now, by: told.by })
  await addLog(tx, [
    {
      at: told.now,
      by: told.by,
      what: 'promise-saved',
      customerId,
      about: { kind: 'promise', id },
      facts: { promisedOn, comment },
    },
  ])
  await endNotices(tx, [customerId], `promise:${id}`, told)
  return (await reorder(tx, [customerId], { ...told, cause: `promise:${id}`, asker: 'deed' })).opened
}

async function replacePromise(tx: Tx, customerId: number, before: PromiseFacts, by: Day, told: Told): Promise<void> {
  await endPromise(tx, before.id, 'replaced', told.now)
  await addLog(tx, [
    {
      at: told.now,
      by: told.by,
      what: 'promise-replaced',
      customerId,
      about: { kind: 'promise', id: before.id },
      facts: { promisedOn: before.promisedOn, by },
    },
  ])
}

/** By the customer himself. The same request again gets the answer of the first time. */
export async function usePromise(
  db: Db,
  ask: { id: string; customerId: number },
  told: Told,
): Promise<Offer & { orders: number[] }> {
  return within(db, async (tx) => {
    await lockCustomers(tx, [ask.customerId])
    const account = await accountOf(tx, ask.customerId)
    const terms = await loadTerms(tx)
    const earlier = await promiseByAsk(tx, ask.id)
    if (earlier)
      return {
        ok: true,
        until: earlier.promisedOn as Day,
        availableAgainOn: addDays(terms.zone.dayOf(earlier.savedAt), terms.promise.waitDays),
        orders: [],
      }
    const offer = offerPromise(account.facts, told.now, terms)
    if (!offer.ok) return { ...offer, orders: [] }
    // One whose window is over but whose closing no run has recorded yet must not stand in the way.
    const stale = await unendedPromise(tx, ask.customerId)
    if (stale) await replacePromise(tx, ask.customerId, stale as unknown as PromiseFacts, offer.until, told)
    const { customerId, id: askId } = ask
    const saved = { customerId, promisedOn: offer.until, source: 'portal', comment: null, askId } as const
    return { ...offer, orders: await savePromise(tx, saved, told) }
  })
}

/** Saving a blank date: the live promise is withdrawn; who is to be cut then is cut by the next run. */
export async function withdraw(db: Db, ask: { code: string }, told: Told): Promise<{ withdrawn: Day | null }> {
  return within(db, async (tx) => {
    const customer = await holdCustomer(tx, ask.code)
    const live = await unendedPromise(tx, customer.id)
    if (!live) return { withdrawn: null }
    await withdrawPromise(tx, customer.id, live as unknown as PromiseFacts, told)
    await reorder(tx, [customer.id], { ...told, cause: `promise:${live.id}`, asker: 'deed' })
    return { withdrawn: live.promisedOn as Day }
  })
}

async function accountOf(tx: Tx, customerId: number): Promise<Account> {
  const [account] = await accountsOf(tx, [customerId])
  if (!account) throw new Fault('record-missing', `there is no customer with the id ${customerId}`, { customer: customerId })
  return account
}
