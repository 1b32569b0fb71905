// Promotions of a plan: what is offered, from when to when, and for how much.
import { z } from 'zod';
import { addPromotion, removePromotion } from '../../../core/acts/plans.js';
import { plainAmount } from '../../text/amount.js';
import { told } from '../access.js';
import { asTyped, idParameter } from '../form.js';
import { readerOf } from '../frame.js';
import { mistakesOf } from './form.js';
import { givenBy, planOf, planPage } from './plans.js';
const Form = z.object({ ask: asTyped, promo_detail: asTyped, promo_from: asTyped, promo_to: asTyped, promo_price: asTyped });
export function promotions(app, room) {
    const { deps } = room;
    const { db } = deps;
    const page = planPage(room);
    const may = { config: { may: 'network.edit' } };
    app.post('/red/planes/:id/promociones', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const plan = await planOf(db, request.params);
        const form = Form.parse(request.body ?? {});
        const given = { detail: form.promo_detail, from: form.promo_from, to: form.promo_to, price: form.promo_price };
        // A form that came without one was not made by us; it is still only one form.
        const askId = /^[\w-]{8,64}$/.test(form.ask) ? `${plan.id}:${form.ask}` : crypto.randomUUID();
        const ask = { planId: plan.id, askId, typed: { ...given, price: plainAmount(text.lang, given.price) } };
        const mistakes = await mistakesOf(() => addPromotion(db, ask, told(request, deps)), t.network.plans.promotionMistakes, 'detail');
        if (mistakes !== null)
            return page(request, reply.code(422), { plan, given: givenBy(plan, text.lang), promotion: { given, mistakes } });
        request.session.said = t.network.plans.promotionSaved(given.detail.trim());
        return reply.redirect(`/red/planes/${plan.id}`, 303);
    });
    app.post('/red/planes/:id/promociones/:promotion/quitar', may, async (request, reply) => {
        const { t } = readerOf(request);
        const plan = await planOf(db, request.params);
        const id = idParameter.parse(request.params.promotion);
        await removePromotion(db, { id, planId: plan.id }, told(request, deps));
        request.session.said = t.network.plans.promotionRemoved;
        return reply.redirect(`/red/planes/${plan.id}`, 303);
    });
}
