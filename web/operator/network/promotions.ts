// Promotions of a plan: what is offered, from when to when, and for how much.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addPromotion, removePromotion } from '../../../core/acts/plans.ts'
import { plainAmount } from '../../text/amount.ts'
import { type OperatorRoom, told } from '../access.ts'
import { askSent, asTyped, idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { attempt } from './attempt.ts'
import { givenBy, planOf, planPage } from './plans.ts'

const Form = z.object({ ask: askSent, promo_detail: asTyped, promo_from: asTyped, promo_to: asTyped, promo_price: asTyped })

export function promotions(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = planPage(room)
  const may = { config: { may: 'network.edit' } } as const

  app.post('/red/planes/:id/promociones', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const plan = await planOf(db, request.params)
    const form = Form.parse(request.body ?? {})
    const given = { detail: form.promo_detail, from: form.promo_from, to: form.promo_to, price: form.promo_price }
    const ask = {
      planId: plan.id,
      askId: `${plan.id}:${form.ask}`,
      typed: { ...given, price: plainAmount(text.lang, given.price) },
    }
    const mistakes = await attempt(() => addPromotion(db, ask, told(request, deps)), t.network.plans.promotionMistakes, 'detail')
    if (mistakes !== null)
      return page(request, reply.code(422), { plan, given: givenBy(plan, text.lang), promotion: { given, mistakes } })
    request.session.said = t.network.plans.promotionSaved(given.detail.trim())
    return reply.redirect(`/red/planes/${plan.id}`, 303)
  })

  app.post('/red/planes/:id/promociones/:promotion/quitar', may, async (request, reply) => {
    const { t } = readerOf(request)
    const plan = await planOf(db, request.params)
    const id = idIn(request.params, 'promotion')
    await removePromotion(db, { id, planId: plan.id }, told(request, deps))
    request.session.said = t.network.plans.promotionRemoved
    return reply.redirect(`/red/planes/${plan.id}`, 303)
  })
}
