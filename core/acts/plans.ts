// Plans one at a time, and what they are offered for during a while. Nobody's speed is changed by this: a router is told the plan
// of the day when a connection is restored. What a plan may be is said by the columns of its file.

import { Fault } from '../fault.ts'
import { amount, type Column, day, needed, required, text, type Values } from './imports/columns.ts'
import { changesOf } from './imports/job.ts'
import { plans } from './imports/plans.ts'
import { mistaken, readFields, type Typed } from './fields.ts'
import type { Told } from './reorder.ts'
import { type Db, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { connectionsOfPlan, deletePlan, insertPlan, planById, planNamed, updatePlan } from '../store/plans.ts'
import { deletePromotion, insertPromotion, promotionByAsk, promotionById } from '../store/promotions.ts'

export type PlanTyped = Typed<typeof plans.columns>

/** Makes a plan (`id` null), or changes one, its name too. Making the same twice makes one. */
export async function savePlan(db: Db, ask: { id: number | null; typed: PlanTyped }, told: Told): Promise<number> {
  const values = readFields(plans.columns, ask.typed) as Values<typeof plans.columns>
  const next = {
    name: values.name,
    priceCents: values.price,
    downKbps: values.down_mbps,
    upKbps: values.up_mbps,
    inPortal: values.in_portal ?? 0,
  }
  const missing = (['name', 'price', 'down_mbps', 'up_mbps'] as const).filter((column) => values[column] === undefined)
  if (missing.length > 0)
    throw mistaken(missing.map((column) => ({ column, value: '', expects: plans.columns[column].expects, isBlank: true })))
  const plan = next as typeof next & { priceCents: number; downKbps: number; upKbps: number }
  return within(db, async (tx) => {
    const twin = await planNamed(tx, plan.name)
    if (twin !== undefined && twin.id !== ask.id) {
      if (ask.id === null && changesOf(twin, plan) === null) return twin.id
      throw new Fault('record-conflict', `there is a plan "${plan.name}" already`, { plan: plan.name })
    }
    const before = ask.id === null ? undefined : await requirePlan(tx, ask.id)
    const changes = before === undefined ? {} : changesOf(before, plan)
    if (changes === null) return before?.id ?? 0
    const id = before?.id ?? (await insertPlan(tx, plan))
    if (before !== undefined) await updatePlan(tx, id, plan)
    const what = before === undefined ? 'added' : 'edited'
    await addLog(tx, [{ at: told.now, by: told.by, what, about: { kind: 'plan', id }, facts: { plan: plan.name, changes } }])
    return id
  })
}

async function requirePlan(db: Db, id: number) {
  const plan = await planById(db, id)
  if (plan === undefined) throw new Fault('record-missing', 'there is no such plan', { plan: id })
  return plan
}

/** Refused while connections have it; its promotions go with it. */
export async function removePlan(db: Db, id: number, told: Told): Promise<void> {
  await within(db, async (tx) => {
    const plan = await requirePlan(tx, id)
    const connections = await connectionsOfPlan(tx, id)
    if (connections > 0)
      throw new Fault('record-conflict', `${connections} connections have the plan ${plan.name}; give them another one first`, {
        plan: plan.name,
        connections,
      })
    await deletePlan(tx, id)
    await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', about: { kind: 'plan', id }, facts: { plan: plan.name } }])
  })
}

const DETAIL_MAX = 200
const detail: Column<string | null> = {
  ...text,
  parse: (given) => (given.length <= DETAIL_MAX ? text.parse(given) : null),
  expects: `at most ${DETAIL_MAX} characters of text`,
}

export const promotionColumns = {
  detail: required(detail),
  from: needed(day),
  to: needed(day),
  price: amount(0, 'an amount, 0 or more'),
}

export type PromotionTyped = Typed<typeof promotionColumns>

/** From a day to another, both included. The same form twice makes one. */
export async function addPromotion(
  db: Db,
  ask: { planId: number; askId: string; typed: PromotionTyped },
  told: Told,
): Promise<number> {
  const { detail: said, from, to, price } = readFields(promotionColumns, ask.typed)
  const columns = Object.entries({ detail: said, from, to, price }).flatMap(([column, value]) =>
    value === undefined ? [column] : [],
  )
  if (said === undefined || from === undefined || to === undefined || price === undefined)
    throw mistaken(columns.map((column) => ({ column, value: '', expects: 'a value', isBlank: true })))
  if (to < from) throw mistaken([{ column: 'to', value: to, expects: 'a day that is not before the first' }])
  return within(db, async (tx) => {
    const earlier = await promotionByAsk(tx, ask.askId)
    if (earlier !== undefined) return earlier.id
    const plan = await requirePlan(tx, ask.planId)
    const row = { planId: plan.id, detail: said, fromOn: from, toOn: to, priceCents: price }
    const id = await insertPromotion(tx, { ...row, askId: ask.askId })
    const facts = { plan: plan.name, promotion: said, from, to, priceCents: price }
    await addLog(tx, [{ at: told.now, by: told.by, what: 'added', about: { kind: 'promotion', id }, facts }])
    return id
  })
}

export async function removePromotion(db: Db, ask: { id: number; planId: number }, told: Told): Promise<void> {
  await within(db, async (tx) => {
    const row = await promotionById(tx, ask.id)
    if (row === undefined || row.planId !== ask.planId)
      throw new Fault('record-missing', 'there is no such promotion', { promotion: ask.id })
    await deletePromotion(tx, ask.id)
    const facts = { promotion: row.detail, from: row.fromOn, to: row.toOn, priceCents: row.priceCents }
    await addLog(tx, [{ at: told.now, by: told.by, what: 'removed', about: { kind: 'promotion', id: ask.id }, facts }])
  })
}
