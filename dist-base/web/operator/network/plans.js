// Planes: name, price, speeds, whether app and portal offer them. What a plan may be is said by the act; how people write an
// amount or a speed, here.
import { z } from 'zod';
import { removePlan, savePlan } from '../../../core/acts/plans.js';
import { Fault, isFault } from '../../../core/fault.js';
import { cents, formatAmount } from '../../../core/rules/money.js';
import { listPlans } from '../../../core/store/network-imports.js';
import { connectionsByPlan, connectionsOfPlan, planById } from '../../../core/store/plans.js';
import { promotionsOfPlan, promotionsOn } from '../../../core/store/promotions.js';
import { loadTerms } from '../../../core/store/settings.js';
import { plainAmount } from '../../text/amount.js';
import { formatDate, formatMoney } from '../../text/format.js';
import { formatRate, plainDecimal } from '../../text/measure.js';
import { told } from '../access.js';
import { asTyped, idParameter } from '../form.js';
import { readerOf } from '../frame.js';
import { mistakesOf } from './form.js';
const Form = z.object({ name: asTyped, price: asTyped, down_mbps: asTyped, up_mbps: asTyped, in_portal: asTyped });
const EMPTY = { ...Form.parse({}), in_portal: 'si' };
/** The page of one plan, or the form of a new one. */
export function planPage({ deps, show }) {
    const { db } = deps;
    return async (request, reply, of) => {
        const { t, text } = readerOf(request);
        const words = t.network.plans;
        const { plan } = of;
        const { zone, currency } = await loadTerms(db);
        const today = zone.dayOf(deps.now());
        const rows = plan === null ? [] : await promotionsOfPlan(db, plan.id);
        return show(request, reply, 'network/plan.eta', {
            title: plan === null ? words.newTitle : plan.name,
            plan,
            given: of.given,
            mistakes: of.mistakes ?? {},
            connections: plan === null ? 0 : await connectionsOfPlan(db, plan.id),
            promotions: rows.map((row) => ({
                ...row,
                price: formatMoney(text, cents(row.priceCents), currency),
                from: formatDate(text, row.fromOn),
                to: formatDate(text, row.toOn),
                when: row.toOn < today ? 'past' : row.fromOn > today ? 'coming' : 'now',
            })),
            promotion: of.promotion ?? { given: {}, mistakes: {} },
            askId: crypto.randomUUID(),
        });
    };
}
export async function planOf(db, parameters) {
    const plan = await planById(db, idParameter.parse(parameters.id));
    if (plan === undefined)
        throw new Fault('record-missing', 'there is no such plan');
    return plan;
}
/** With the decimal sign that the reader would type. */
export function givenBy(plan, lang) {
    const written = (text) => (lang === 'en' ? text : text.replace('.', ','));
    return {
        name: plan.name,
        price: written(formatAmount(plan.priceCents)),
        down_mbps: written(String(plan.downKbps / 1000)),
        up_mbps: written(String(plan.upKbps / 1000)),
        in_portal: plan.inPortal === 1 ? 'si' : '',
    };
}
export function plans(app, room) {
    const { deps } = room;
    const { db } = deps;
    const page = planPage(room);
    const may = { config: { may: 'network.edit' } };
    list(app, room);
    async function save(request, reply, plan) {
        const { t, text } = readerOf(request);
        const given = Form.parse(request.body ?? {});
        const read = {
            name: given.name,
            price: plainAmount(text.lang, given.price),
            down_mbps: plainDecimal(given.down_mbps),
            up_mbps: plainDecimal(given.up_mbps),
            in_portal: given.in_portal === 'si' ? 'si' : 'no',
        };
        const deed = () => savePlan(db, { id: plan?.id ?? null, typed: read }, told(request, deps));
        const mistakes = await mistakesOf(deed, t.network.plans.mistakes, 'name');
        if (mistakes !== null)
            return page(request, reply.code(422), { plan, given, mistakes });
        request.session.said = t.network.plans.saved(given.name.trim());
        return reply.redirect('/red/planes', 303);
    }
    app.get('/red/planes/nuevo', may, (request, reply) => page(request, reply, { plan: null, given: EMPTY }));
    app.post('/red/planes/nuevo', may, (request, reply) => save(request, reply, null));
    app.get('/red/planes/:id', may, async (request, reply) => {
        const plan = await planOf(db, request.params);
        return page(request, reply, { plan, given: givenBy(plan, readerOf(request).text.lang) });
    });
    app.post('/red/planes/:id', may, async (request, reply) => save(request, reply, await planOf(db, request.params)));
    app.post('/red/planes/:id/quitar', may, async (request, reply) => {
        const { t, text } = readerOf(request);
        const plan = await planOf(db, request.params);
        try {
            await removePlan(db, plan.id, told(request, deps));
        }
        catch (e) {
            if (!isFault(e) || e.code !== 'record-conflict')
                throw e;
            const mistakes = { name: t.network.plans.busy(String(e.facts.connections)) };
            return page(request, reply.code(409), { plan, given: givenBy(plan, text.lang), mistakes });
        }
        request.session.said = t.network.plans.removed(plan.name);
        return reply.redirect('/red/planes', 303);
    });
}
function list(app, { deps, show }) {
    const { db } = deps;
    app.get('/red/planes', { config: { may: 'network.see' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const { zone, currency } = await loadTerms(db);
        const counts = await connectionsByPlan(db);
        const today = await promotionsOn(db, zone.dayOf(deps.now()));
        const money = (amount) => formatMoney(text, cents(amount), currency);
        const rows = (await listPlans(db))
            .sort((a, b) => a.name.localeCompare(b.name, text.lang))
            .map((plan) => ({
            ...{ id: plan.id, name: plan.name, price: money(plan.priceCents), isOffered: plan.inPortal === 1 },
            down: formatRate(text.lang, plan.downKbps * 1000),
            up: formatRate(text.lang, plan.upKbps * 1000),
            connections: counts.get(plan.id) ?? 0,
            promotions: today
                .filter(({ planId }) => planId === plan.id)
                .map((one) => t.network.plans.promotionNow(one.detail, money(one.priceCents), formatDate(text, one.toOn))),
        }));
        return show(request, reply, 'network/plans.eta', { title: t.network.plans.title, rows });
    });
}
