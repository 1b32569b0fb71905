// Plans, promotions and nodes one at a time: what may be stored, what a form that comes twice does, what is refused.
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { World } from '../../fixtures/world.js';
import { listPlans, listSites } from '../store/network-imports.js';
import { promotionsOfPlan, promotionsOn } from '../store/promotions.js';
import { addPromotion, removePlan, removePromotion, savePlan } from './plans.js';
import { removeSite, saveSite } from './sites.js';
const PLAN = { name: 'Hogar 50', price: '18500.50', down_mbps: '50', up_mbps: '2.5', in_portal: 'yes' };
const OFFER = { detail: 'half price', from: '2026-11-01', to: '2026-11-30', price: '9000' };
eachDatabase('the network’s records', (open) => {
    let world;
    beforeEach(async () => {
        world = new World((await open()).db).at('2026-11-25T12:00');
    });
    const logged = async () => (await world.db.selectFrom('log').select(['what', 'aboutKind', 'facts']).orderBy('id').execute()).map(({ what, aboutKind, facts }) => [what, aboutKind, JSON.parse(facts)]);
    it('makes a plan once, changes it, says so in the log, and nothing where nothing changed', async () => {
        const id = await savePlan(world.db, { id: null, typed: PLAN }, world.told);
        expect(await savePlan(world.db, { id: null, typed: PLAN }, world.told)).toBe(id);
        await savePlan(world.db, { id, typed: { ...PLAN, name: 'Hogar 60', down_mbps: '60' } }, world.told);
        await savePlan(world.db, { id, typed: { ...PLAN, name: 'Hogar 60', down_mbps: '60' } }, world.told);
        expect(await listPlans(world.db)).toEqual([
            { id, name: 'Hogar 60', priceCents: 1_850_050, downKbps: 60_000, upKbps: 2_500, inPortal: 1 },
        ]);
        const changes = { name: { from: 'Hogar 50', to: 'Hogar 60' }, downKbps: { from: 50_000, to: 60_000 } };
        expect(await logged()).toEqual([
            ['added', 'plan', { plan: 'Hogar 50', changes: {} }],
            ['edited', 'plan', { plan: 'Hogar 60', changes }],
        ]);
    });
    it.each([
        [{ ...PLAN, name: '' }, ['name']],
        [{ name: 'x' }, ['price', 'down_mbps', 'up_mbps']],
        [{ ...PLAN, price: '1.005', up_mbps: '-1' }, ['price', 'up_mbps']],
    ])('refuses a plan of %o, and names all that is wrong', async (typed, columns) => {
        await expect(savePlan(world.db, { id: null, typed }, world.told)).rejects.toMatchObject({
            code: 'input-invalid',
            facts: { columns },
        });
        expect(await listPlans(world.db)).toEqual([]);
    });
    it('refuses the name of another plan, and a plan that is gone', async () => {
        const one = await savePlan(world.db, { id: null, typed: PLAN }, world.told);
        await savePlan(world.db, { id: null, typed: { ...PLAN, name: 'Hogar 20' } }, world.told);
        const twin = { id: one, typed: { ...PLAN, name: 'Hogar 20' } };
        await expect(savePlan(world.db, twin, world.told)).rejects.toMatchObject({ code: 'record-conflict' });
        await expect(savePlan(world.db, { id: null, typed: { ...PLAN, price: '1' } }, world.told)).rejects.toMatchObject({
            code: 'record-conflict',
        });
        await expect(savePlan(world.db, { id: 999, typed: { ...PLAN, name: 'y' } }, world.told)).rejects.toMatchObject({
            code: 'record-missing',
        });
    });
    it('removes a plan that nobody has, with its promotions', async () => {
        const id = await savePlan(world.db, { id: null, typed: PLAN }, world.told);
        await addPromotion(world.db, { planId: id, askId: 'a', typed: OFFER }, world.told);
        await world.customer('000001');
        await world.db.updateTable('connections').set({ planId: id }).execute();
        await expect(removePlan(world.db, id, world.told)).rejects.toMatchObject({
            code: 'record-conflict',
            facts: { connections: 1 },
        });
        await world.db.updateTable('connections').set({ planId: null }).execute();
        await removePlan(world.db, id, world.told);
        expect([await listPlans(world.db), await promotionsOn(world.db, '2026-11-15')]).toEqual([[], []]);
    });
    describe('a promotion', () => {
        it('holds from its first day to its last, both included, and is made once by a form', async () => {
            const planId = await savePlan(world.db, { id: null, typed: PLAN }, world.told);
            const id = await addPromotion(world.db, { planId, askId: 'form-1', typed: OFFER }, world.told);
            expect(await addPromotion(world.db, { planId, askId: 'form-1', typed: OFFER }, world.told)).toBe(id);
            const holds = async (on) => (await promotionsOn(world.db, on)).map((row) => row.id);
            expect([
                await holds('2026-10-31'),
                await holds('2026-11-01'),
                await holds('2026-11-30'),
                await holds('2026-12-01'),
            ]).toEqual([[], [id], [id], []]);
            await expect(removePromotion(world.db, { id, planId: planId + 1 }, world.told)).rejects.toMatchObject({
                code: 'record-missing',
            });
            await removePromotion(world.db, { id, planId }, world.told);
            expect(await promotionsOfPlan(world.db, planId)).toEqual([]);
        });
        it.each([
            [{ ...OFFER, detail: 'x'.repeat(201) }, ['detail']],
            [{ ...OFFER, from: '2026-02-30' }, ['from']],
            [{ ...OFFER, to: '2026-10-31' }, ['to']],
            [{ ...OFFER, price: '-1' }, ['price']],
            [{ detail: 'x' }, ['from', 'to', 'price']],
        ])('of %o is refused', async (typed, columns) => {
            const planId = await savePlan(world.db, { id: null, typed: PLAN }, world.told);
            const asked = addPromotion(world.db, { planId, askId: 'form-1', typed }, world.told);
            await expect(asked).rejects.toMatchObject({ code: 'input-invalid', facts: { columns } });
            expect(await promotionsOfPlan(world.db, planId)).toEqual([]);
        });
    });
    it('keeps nodes: made once, changed, removed while no router stands there', async () => {
        const typed = { name: 'Cerro', lat: '-31.4', lng: '-64.18', radius_km: '3.5' };
        const id = await saveSite(world.db, { id: null, typed }, world.told);
        expect(await saveSite(world.db, { id: null, typed }, world.told)).toBe(id);
        await saveSite(world.db, { id, typed: { ...typed, radius_km: '' } }, world.told);
        expect(await listSites(world.db)).toEqual([{ id, name: 'Cerro', lat: -31.4, lng: -64.18, radiusKm: null }]);
        const router = await world.addRouter('norte');
        await world.db.updateTable('routers').set({ siteId: id }).execute();
        await expect(removeSite(world.db, id, world.told)).rejects.toMatchObject({ code: 'record-conflict' });
        await world.db.updateTable('routers').set({ removedAt: world.now }).where('id', '=', router).execute();
        await removeSite(world.db, id, world.told);
        expect(await listSites(world.db)).toEqual([]);
        await expect(saveSite(world.db, { id: null, typed: { name: 'x', lat: '1' } }, world.told)).rejects.toMatchObject({
            facts: { columns: ['lng'] },
        });
    });
});
