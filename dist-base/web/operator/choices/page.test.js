// The lists of statuses and postal codes as who may change settings meets them.
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { addCustomer } from '../../../core/acts/customers.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-25T12:00:00Z');
eachDatabase('the lists that fields are chosen from', (open) => {
    let site;
    let root;
    beforeEach(async () => {
        site = await openSite((await open()).db, NOW);
        onTestFinished(() => site.app.close());
        await site.hire('root', 'administrador');
        root = await site.loggedIn('root');
        await root.get('/hoy');
    });
    const add = (code, typed) => addCustomer(site.deps.db, { code, typed: { name: code, ...typed } }, { now: NOW, by: 'test', seal: site.deps.seal });
    const statuses = async () => await site.deps.db.selectFrom('statuses').selectAll().orderBy('name').execute();
    const codes = async () => await site.deps.db.selectFrom('postalCodes').selectAll().orderBy('id').execute();
    it('C40: states are added, renamed with their customers, and taken off the list', async () => {
        expect((await statuses()).map(({ name }) => name)).toEqual(['Activo', 'Cliente problemático', 'En retiro']);
        await root.post('/configuracion/estados', { name: ' Suspendido  <b> ' });
        const page = await root.get('/configuracion/estados');
        expect(page.body).toContain('value="Suspendido &lt;b&gt;"');
        const id = (await statuses()).find(({ name }) => name === 'Activo')?.id ?? 0;
        await add('A1', { status: 'Activo' });
        await root.post(`/configuracion/estados/${id}`, { name: 'Al día' });
        expect((await requireCustomer(site.deps.db, 'A1')).status).toBe('Al día');
        expect((await root.get('/configuracion/estados')).body).toContain('Se guardó Al día, también en 1 cliente.');
        for (const name of ['', '   ', 'x'.repeat(101), 'En retiro', 'a\u0007'])
            expect([name.length, (await root.post(`/configuracion/estados/${id}`, { name })).statusCode]).toEqual([name.length, 422]);
        const wrong = await root.post('/configuracion/estados', { name: 'En retiro' });
        expect([wrong.statusCode, wrong.body.includes('Ya está en la lista.'), wrong.body.includes('value="En retiro"')]).toEqual([
            422,
            true,
            true,
        ]);
        for (let n = 0; n < 2; n++)
            expect((await root.post(`/configuracion/estados/${id}/quitar`)).statusCode).toBe(303);
        expect((await statuses()).map(({ name }) => name)).not.toContain('Al día');
        expect((await requireCustomer(site.deps.db, 'A1')).status).toBe('Al día');
        // He keeps it, and the form still offers it to him.
        expect((await root.get('/clientes/A1/editar')).body).toContain('<option value="Al día" selected>');
    });
    it('C31b: postal codes are created, modified with their customers, and deleted', async () => {
        await root.post('/configuracion/codigos-postales', { code: '5101', place: 'Villa del Aroyo' });
        await root.post('/configuracion/codigos-postales', { code: '5101', place: 'Colonia' });
        await root.post('/configuracion/codigos-postales', { code: 'NORTE-1', place: '' });
        expect((await codes()).map(({ code, place }) => `${code} ${place}`)).toEqual([
            '5101 Villa del Aroyo',
            '5101 Colonia',
            'NORTE-1 ',
        ]);
        await add('A1', { postal_code: '5101', city: 'Villa del Aroyo' });
        await add('A2', { postal_code: '5101', city: 'Colonia' });
        const [first, , third] = await codes();
        await root.post(`/configuracion/codigos-postales/${first?.id}`, { code: '5102', place: 'Villa del Arroyo' });
        expect(await requireCustomer(site.deps.db, 'A1')).toMatchObject({ postalCode: '5102', city: 'Villa del Arroyo' });
        expect(await requireCustomer(site.deps.db, 'A2')).toMatchObject({ postalCode: '5101', city: 'Colonia' });
        const taken = await root.post(`/configuracion/codigos-postales/${first?.id}`, { code: '5101', place: 'Colonia' });
        expect([taken.statusCode, (await root.post('/configuracion/codigos-postales', { code: '', place: 'x' })).statusCode]).toEqual([422, 422]);
        await root.post(`/configuracion/codigos-postales/${third?.id}/quitar`);
        expect((await codes()).map(({ code }) => code)).toEqual(['5102', '5101']);
        expect((await root.post('/configuracion/codigos-postales/999', { code: 'x', place: '' })).statusCode).toBe(404);
        const logged = await site.deps.db.selectFrom('log').select('what').where('aboutKind', '=', 'choice').orderBy('id').execute();
        expect(logged.map(({ what }) => what)).toEqual([
            ...['postal-code-added', 'postal-code-added', 'postal-code-added', 'postal-code-changed', 'postal-code-removed'],
        ]);
        expect(site.errors).toEqual([]);
    });
    it('is for who may change settings', async () => {
        await site.hire('ana', 'operador');
        const ana = await site.loggedIn('ana');
        await ana.get('/hoy');
        for (const url of ['/configuracion/estados', '/configuracion/codigos-postales'])
            expect([(await ana.get(url)).statusCode, (await ana.post(url, { name: 'x' })).statusCode]).toEqual([403, 403]);
    });
});
