// Planes: name, price, speeds, whether app and portal offer them. What a plan may be is said by the act; how people write an
// amount or a speed, here.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { removePlan, savePlan } from '../../../core/acts/plans.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import { cents, formatAmount } from '../../../core/rules/money.ts'
import type { Day } from '../../../core/rules/day.ts'
import type { Db } from '../../../core/store/db.ts'
import { listPlans } from '../../../core/store/network-imports.ts'
import { connectionsByPlan, connectionsOfPlan, planById } from '../../../core/store/plans.ts'
import { promotionsOfPlan, promotionsOn } from '../../../core/store/promotions.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { PlanRow } from '../../../core/store/tables.ts'
import { plainAmount } from '../../text/amount.ts'
import { formatDate, formatMoney } from '../../text/format.ts'
import { formatRate, plainDecimal, typedDecimal } from '../../text/measure.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped, idIn, newAsk } from '../form.ts'
import { readerOf } from '../frame.ts'
import { attempt, type Mistakes } from './attempt.ts'

const Form = z.object({ name: asTyped, price: asTyped, down_mbps: asTyped, up_mbps: asTyped, in_portal: asTyped })
type Form = z.output<typeof Form>
const EMPTY: Form = { ...Form.parse({}), in_portal: 'si' }

export interface PlanPage {
  plan: PlanRow | null
  given: Form
  mistakes?: Mistakes
  /** Of the promotion's form, where that was sent. */
  promotion?: { given: Record<string, string>; mistakes: Mistakes }
}

/** The page of one plan, or the form of a new one. */
export function planPage({ deps, show }: OperatorRoom) {
  const { db } = deps
  return async (request: FastifyRequest, reply: FastifyReply, of: PlanPage): Promise<FastifyReply> => {
    const { t, text } = readerOf(request)
    const words = t.network.plans
    const { plan } = of
    const { zone, currency } = await loadTerms(db)
    const today = zone.dayOf(deps.now())
    const rows = plan === null ? [] : await promotionsOfPlan(db, plan.id)
    return show(request, reply, 'network/plan.eta', {
      title: plan === null ? words.newTitle : plan.name,
      plan,
      given: of.given,
      mistakes: of.mistakes ?? {},
      connections: plan === null ? 0 : await connectionsOfPlan(db, plan.id),
      promotions: rows.map((row) => ({
        ...row,
        price: formatMoney(text, cents(row.priceCents), currency),
        from: formatDate(text, row.fromOn as Day),
        to: formatDate(text, row.toOn as Day),
        when: row.toOn < today ? ('past' as const) : row.fromOn > today ? ('coming' as const) : ('now' as const),
      })),
      promotion: of.promotion ?? { given: {}, mistakes: {} },
      askId: newAsk(),
    })
  }
}

export async function planOf(db: Db, parameters: unknown): Promise<PlanRow> {
  const plan = await planById(db, idIn(parameters))
  if (plan === undefined) throw new Fault('record-missing', 'there is no such plan')
  return plan
}

/** With the decimal sign that the reader would type. */
export function givenBy(plan: PlanRow, lang: string): Form {
  const written = (plain: string): string => typedDecimal(lang, plain)
  return {
    name: plan.name,
    price: written(formatAmount(plan.priceCents)),
    down_mbps: written(String(plan.downKbps / 1000)),
    up_mbps: written(String(plan.upKbps / 1000)),
    in_portal: plan.inPortal === 1 ? 'si' : '',
  }
}

export function plans(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = planPage(room)
  const may = { config: { may: 'network.edit' } } as const
  list(app, room)

  async function save(request: FastifyRequest, reply: FastifyReply, plan: PlanRow | null) {
    const { t, text } = readerOf(request)
    const given = Form.parse(request.body ?? {})
    const read = {
      name: given.name,
      price: plainAmount(text.lang, given.price),
      down_mbps: plainDecimal(given.down_mbps),
      up_mbps: plainDecimal(given.up_mbps),
      in_portal: given.in_portal === 'si' ? 'si' : 'no',
    }
    const deed = () => savePlan(db, { id: plan?.id ?? null, typed: read }, told(request, deps))
    const mistakes = await attempt(deed, t.network.plans.mistakes, 'name')
    if (mistakes !== null) return page(request, reply.code(422), { plan, given, mistakes })
    request.session.said = t.network.plans.saved(given.name.trim())
    return reply.redirect('/red/planes', 303)
  }

  app.get('/red/planes/nuevo', may, (request, reply) => page(request, reply, { plan: null, given: EMPTY }))
  app.post('/red/planes/nuevo', may, (request, reply) => save(request, reply, null))
  app.get('/red/planes/:id', may, async (request, reply) => {
    const plan = await planOf(db, request.params)
    return page(request, reply, { plan, given: givenBy(plan, readerOf(request).text.lang) })
  })
  app.post('/red/planes/:id', may, async (request, reply) => save(request, reply, await planOf(db, request.params)))

  app.post('/red/planes/:id/quitar', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const plan = await planOf(db, request.params)
    try {
      await removePlan(db, plan.id, told(request, deps))
    } catch (e) {
      if (!isFault(e) || e.code !== 'record-conflict') throw e
      const mistakes = { name: t.network.plans.busy(String(e.facts.connections)) }
      return page(request, reply.code(409), { plan, given: givenBy(plan, text.lang), mistakes })
    }
    request.session.said = t.network.plans.removed(plan.name)
    return reply.redirect('/red/planes', 303)
  })
}

function list(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/red/planes', { config: { may: 'network.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { zone, currency } = await loadTerms(db)
    const counts = await connectionsByPlan(db)
    const today = await promotionsOn(db, zone.dayOf(deps.now()))
    const money = (amount: number) => formatMoney(text, cents(amount), currency)
    const rows = (await listPlans(db))
      .sort((a, b) => a.name.localeCompare(b.name, text.lang))
      .map((plan) => ({
        ...{ id: plan.id, name: plan.name, price: money(plan.priceCents), isOffered: plan.inPortal === 1 },
        down: formatRate(text.lang, plan.downKbps * 1000),
        up: formatRate(text.lang, plan.upKbps * 1000),
        connections: counts.get(plan.id) ?? 0,
        promotions: today
          .filter(({ planId }) => planId === plan.id)
          .map((one) => t.network.plans.promotionNow(one.detail, money(one.priceCents), formatDate(text, one.toOn as Day))),
      }))
    return show(request, reply, 'network/plans.eta', { title: t.network.plans.title, rows })
  })
}
