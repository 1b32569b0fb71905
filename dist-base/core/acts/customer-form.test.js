// Forms that several people have open at once: on both databases.
import { beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { World } from '../../fixtures/world.js';
import { requireCustomer } from '../store/customers.js';
import { editConnection, connectionTexts } from './connection-form.js';
import { connectionsOf } from '../store/connections.js';
import { editCustomer, textsOf } from './customer-form.js';
import { addCustomer, setCustomer } from './customers.js';
import { addNote } from './notes.js';
eachDatabase('forms', (open) => {
    let world;
    beforeEach(async () => {
        world = new World((await open({ file: true })).db).at('2026-11-01');
        await world.customer('A1');
    });
    const told = () => ({ ...world.told, seal: world.seal });
    const stored = () => requireCustomer(world.db, 'A1');
    async function save(seen, typed) {
        return editCustomer(world.db, { id: (await stored()).id, seen, typed: { ...seen, ...typed }, password: '' }, told());
    }
    it('of two that are sent at once one is saved, and the other is told', async () => {
        const seen = await textsOf(world.db, await stored());
        const both = await Promise.all([save(seen, { contact: 'Hija' }), save(seen, { nickname: 'La Elsa' })]);
        expect(both.filter(({ ok }) => ok)).toHaveLength(1);
        const { contact, nickname } = await stored();
        expect([contact === 'Hija', nickname === 'La Elsa'].filter(Boolean)).toHaveLength(1);
        const refused = both.find(({ ok }) => !ok);
        expect(refused).toMatchObject({ why: 'changed-meanwhile', changed: [{ was: '', mine: null }] });
        const again = await save(refused?.ok === false ? refused.now : seen, contact === 'Hija' ? { nickname: 'La Elsa' } : { contact: 'Hija' });
        expect(again.ok).toBe(true);
        expect(await stored()).toMatchObject({ contact: 'Hija', nickname: 'La Elsa' });
    });
    it('writes only what was changed, whatever was typed elsewhere meanwhile in the same way', async () => {
        const seen = await textsOf(world.db, await stored());
        await setCustomer(world.db, { code: 'A1', typed: { id_type: 'DNI', id_number: '23456789', phone: '351 5550000' } }, told());
        // The same number in other spellings is the same change.
        const edited = await save(seen, { id_type: 'dni', id_number: '23.456.789', phone: ' 351 5550000 ;' });
        expect(edited).toMatchObject({ ok: true, saved: { changes: {} } });
        const other = await save(seen, { id_type: 'DNI', id_number: '23456780' });
        expect(other).toMatchObject({
            ok: false,
            changed: [
                { column: 'id_number', was: '', is: '23456789', mine: '23456780' },
                { column: 'phone', was: '', is: '351 5550000', mine: null },
            ],
        });
    });
    it('the same sign-up and the same note, sent many times at once, are one', async () => {
        const sent = await Promise.allSettled([1, 2, 3].map(() => addCustomer(world.db, { code: 'B1', typed: { name: 'Beto' }, askId: 'one' }, told())));
        expect(sent.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
        expect(await addCustomer(world.db, { code: 'B1', typed: { name: 'Beto' }, askId: 'one' }, told())).toMatchObject({
            code: 'B1',
        });
        const notes = await Promise.all([1, 2, 3].map(() => addNote(world.db, { code: 'A1', text: 'hola', askId: 'two' }, told())));
        expect(notes.filter(({ isNew }) => isNew)).toHaveLength(1);
        expect(new Set(notes.map(({ id }) => id)).size).toBe(1);
    });
    it('of two that change one connection at once one is saved', async () => {
        const { id } = await stored();
        const [line] = await connectionsOf(world.db, id);
        if (line === undefined)
            throw new Error('no connection');
        const seen = connectionTexts(line);
        const change = (typed) => editConnection(world.db, { code: 'A1', id: line.id, seen, typed: { ...seen, ...typed }, password: '' }, told());
        const both = await Promise.all([change({ ip: '10.7.7.7' }), change({ cpe_vendor: 'Ubiquiti' })]);
        expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    });
});
