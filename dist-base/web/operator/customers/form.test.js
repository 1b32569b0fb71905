// Signing up and changing a customer as operators do it: real pages on both databases.
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { insertPostalCode } from '../../../core/store/choices.js';
import { storeSetting } from '../../../core/store/settings.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-25T12:00:00Z');
eachDatabase('the form of a customer', (open) => {
    let site;
    let ana;
    beforeEach(async () => {
        site = await openSite((await open()).db, NOW);
        onTestFinished(() => site.app.close());
        await site.hire('ana', 'operador');
        ana = await site.loggedIn('ana');
    });
    const stored = (code) => requireCustomer(site.deps.db, code);
    const count = async () => (await site.deps.db.selectFrom('customers').select('id').execute()).length;
    const hidden = (body, name) => (new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    /** Opens the form of a new customer and sends it. */
    async function signUp(fields) {
        const page = await ana.get('/clientes/nuevo');
        return ana.post('/clientes/nuevo', { ask: hidden(page.body, 'ask'), name: 'Sosa, Elsa', ...fields });
    }
    const fieldOf = (body, name) => new RegExp(`<div class="field[^]*?id="f-${name}"[^]*?</div>`).exec(body)?.[0] ?? '';
    const ALL = {
        code: '000900',
        name: 'Transporte de las Américas S.R.L.',
        nickname: 'Transporte América',
        customer_type: 'Responsable inscripto',
        id_type: 'CUIT',
        id_number: '30-50001091-2',
        company: '3',
        activity: 'Cargas',
        start_date: '2026-11-20',
        status: 'Activo',
        fiscal_address: 'Bolívar 321',
        address: 'Bilbao 445',
        street1: 'Rioja',
        street2: 'Salta',
        postal_code: '5101',
        city: 'Villa del Arroyo',
        lat: '-31,234',
        lng: '-64.312',
        contact: 'Raúl Fernández',
        phone: '+54 351 555 0000 ; 3525 400400',
        email: 'uno@correo.example;dos@correo.example',
        payment_method: 'CobroDigital',
        payment_code: '778899',
        collector: 'Beto',
        salesperson: 'Carla',
        till: 'Caja 2',
        contract_signed: 'yes',
        contract_type: 'Residencial',
        contract_expires: '2028-11-20',
        free: 'no',
        blockable: 'no',
        prenotice: 'yes',
        prenotice_from: '1',
        prenotice_to: '8',
        extra1: 'Timbre roto',
        extra2: 'Perro bravo\r\nllamar antes',
        portal_password: 'perro.calamar',
    };
    it('C2, C30–C47b: has a field for everything, and stores what was typed', async () => {
        const page = await ana.get('/clientes/nuevo');
        for (const name of Object.keys(ALL))
            expect(page.body, name).toContain(`id="f-${name}"`);
        const sent = await signUp(ALL);
        expect([sent.statusCode, sent.headers.location]).toEqual([303, '/clientes/000900']);
        const { db, seal } = site.deps;
        const row = await stored('000900');
        expect(row).toMatchObject({
            ...{
                name: ALL.name,
                nickname: ALL.nickname,
                customerType: 'Responsable inscripto',
                idType: 'CUIT',
                idNumber: '30500010912',
            },
            ...{ company: 3, activity: 'Cargas', startOn: '2026-11-20', status: 'Activo', fiscalAddress: 'Bolívar 321' },
            ...{ address: 'Bilbao 445', street1: 'Rioja', street2: 'Salta', postalCode: '5101', city: 'Villa del Arroyo' },
            ...{ lat: -31.234, lng: -64.312, contact: 'Raúl Fernández', paymentMethod: 'CobroDigital', paymentCode: '778899' },
            ...{ collector: 'Beto', salesperson: 'Carla', till: 'Caja 2', contractSigned: 1, contractType: 'Residencial' },
            ...{ contractExpiresOn: '2028-11-20', free: 0, blockable: 0, prenotice: 1, prenoticeFrom: 1, prenoticeTo: 8 },
            ...{ extra1: 'Timbre roto', extra2: 'Perro bravo\nllamar antes' },
        });
        const where = { table: 'customers', column: 'portal_password', row: String(row.id) };
        expect(seal.open(row.portalPasswordSealed ?? '', where)).toBe('perro.calamar');
        const contacts = await db
            .selectFrom('contacts')
            .select(['kind', 'value'])
            .where('customerId', '=', row.id)
            .orderBy('id')
            .execute();
        // C37: each of them is an entry of the agenda.
        expect(contacts).toEqual([
            { kind: 'email', value: 'uno@correo.example' },
            { kind: 'email', value: 'dos@correo.example' },
            { kind: 'phone', value: '+54 351 555 0000' },
            { kind: 'phone', value: '3525 400400' },
        ]);
        const summary = await ana.get('/clientes/000900');
        expect(summary.body).toContain('Se agregó a Transporte de las Américas S.R.L. con el código 000900.');
        // The same texts come back, and saving them changes nothing.
        const again = await ana.get('/clientes/000900/editar');
        expect(again.body).toContain('href="/clientes/000900/mapa"');
        const seen = JSON.parse(hidden(again.body, 'seen'));
        expect(seen).toMatchObject({
            phone: '+54 351 555 0000; 3525 400400',
            id_number: '30500010912',
            blockable: 'no',
            lat: '-31.234',
        });
        expect((await ana.post('/clientes/000900/editar', { ...seen, seen: hidden(again.body, 'seen') })).statusCode).toBe(303);
        expect((await ana.get('/clientes/000900')).body).toContain('No había nada para cambiar.');
        expect(await stored('000900')).toEqual(row);
        expect(site.errors).toEqual([]);
    });
    it('C32: says at the field which number is wrong, keeps what was typed, saves nothing', async () => {
        for (const [type, number, words] of [
            ['CUIT', '20-12345678-5', 'Un CUIT tiene 11 dígitos'],
            ['CUIL', '20-10000005-0', 'Un CUIL tiene 11 dígitos'],
            ['DNI', '123', 'Un DNI tiene 7 u 8 dígitos.'],
        ]) {
            const sent = await signUp({ code: 'A1', id_type: type, id_number: number });
            expect(sent.statusCode).toBe(422);
            expect(fieldOf(sent.body, 'id_number')).toContain(words);
            expect(fieldOf(sent.body, 'id_number')).toContain(`value="${number}"`);
            expect(sent.body).toContain('href="#f-id_number"');
        }
        expect(await count()).toBe(0);
        await signUp({ code: 'A1', id_type: 'DNI', id_number: '' });
        expect((await stored('A1')).idNumber).toBe('9999999');
    });
    it('C32: offers and checks what the country of the ISP has', async () => {
        expect(fieldOf((await ana.get('/clientes/nuevo')).body, 'id_type')).toContain('CUIL');
        await storeSetting(site.deps.db, 'isp.country', 'CL', NOW);
        expect(fieldOf((await ana.get('/clientes/nuevo')).body, 'id_type')).toContain('RUT');
        expect((await signUp({ code: 'A1', id_type: 'RUT', id_number: '12.345.678-4' })).body).toContain('El dígito verificador');
        await signUp({ code: 'A1', id_type: 'RUT', id_number: '12.345.678-5' });
        expect((await stored('A1')).idNumber).toBe('123456785');
    });
    it('tells all mistakes at once, each at its field', async () => {
        const sent = await signUp({
            ...{ code: 'ZZ1', name: ' ', email: 'nadie', phone: '1', lat: '91', lng: '', start_date: '2026-02-30', company: '6' },
            ...{ prenotice_from: '32', portal_password: 'corta', status: 'Inventado', extra1: 'x'.repeat(501), free: 'quizás' },
        });
        expect(sent.statusCode).toBe(422);
        for (const name of [
            'code',
            'name',
            'email',
            'phone',
            'lat',
            'lng',
            'start_date',
            'company',
            'prenotice_from',
            'portal_password',
        ])
            expect(fieldOf(sent.body, name), name).toContain('class="mistake"');
        for (const name of ['status', 'extra1', 'free'])
            expect(fieldOf(sent.body, name), name).toContain('class="mistake"');
        expect(sent.body).toContain('Hay 13 datos para corregir');
        expect(fieldOf(sent.body, 'email')).toContain('value="nadie"');
        expect(await count()).toBe(0);
    });
    it('takes hostile and huge values as text, or refuses them', async () => {
        await signUp({ code: 'A1', name: '<script>alert(1)</script>', nickname: '"><img src=x onerror=alert(1)>' });
        const page = await ana.get('/clientes/A1');
        expect(page.body).not.toContain('<script>alert');
        expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
        expect((await ana.get('/clientes/A1/editar')).body).not.toContain('<img src=x');
        expect((await signUp({ code: 'A2', name: 'x'.repeat(300_000) })).statusCode).toBe(413);
        expect((await signUp({ code: 'A2', name: ['', 'dos'] })).statusCode).toBe(422);
        expect((await signUp({ code: 'A2', name: 'bell\u0007' })).statusCode).toBe(422);
        expect(await count()).toBe(1);
    });
    it('is one sign-up however often it is sent', async () => {
        const page = await ana.get('/clientes/nuevo');
        const fields = { ask: hidden(page.body, 'ask'), code: 'A1', name: 'Elsa', id_type: 'DNI', id_number: '23456789' };
        expect((await ana.post('/clientes/nuevo', fields)).headers.location).toBe('/clientes/A1');
        expect((await ana.post('/clientes/nuevo', fields)).headers.location).toBe('/clientes/A1');
        expect(await count()).toBe(1);
        const other = await signUp({ code: 'A1', name: 'Otra' });
        expect([other.statusCode, fieldOf(other.body, 'code').includes('Ya lo tiene A1 Elsa.')]).toEqual([422, true]);
    });
    it('proposes the next code, and a password of two words that may be typed over', async () => {
        await signUp({ code: '000200', name: 'Uno' });
        const page = await ana.get('/clientes/nuevo');
        expect(fieldOf(page.body, 'code')).toContain('value="000201"');
        expect(fieldOf(page.body, 'portal_password')).toMatch(/value="[a-z]+\.[a-z]+"/);
        await signUp({ code: '000201', name: 'Dos' });
        expect((await stored('000201')).portalPasswordSealed).not.toBeNull();
    });
    it('C3b: warns of a duplicate and names whom, deleted ones too; saves on confirmation', async () => {
        await signUp({ code: 'A1', name: 'Elsa', id_type: 'DNI', id_number: '23456789', fiscal_address: 'Ñandú 100' });
        await signUp({ code: 'A2', name: 'Sin número' });
        expect((await signUp({ code: 'A3', name: 'Sin número tampoco' })).statusCode).toBe(303);
        const fields = { code: 'B1', name: 'Elsa otra vez', id_type: 'DNI', id_number: '23.456.789', address: 'Ñandú 100' };
        const warned = await signUp(fields);
        expect(warned.statusCode).toBe(409);
        expect(warned.body).toMatch(/Mismo documento: <a href="\/clientes\/A1">A1 Elsa/);
        expect(warned.body).toMatch(/Mismo domicilio: <a href="\/clientes\/A1">A1 Elsa/);
        expect(fieldOf(warned.body, 'name')).toContain('value="Elsa otra vez"');
        expect(await count()).toBe(3);
        expect((await signUp({ ...fields, confirmed: 'A1' })).statusCode).toBe(303);
        // Who was looked at is not somebody else.
        expect((await signUp({ ...fields, code: 'B2', confirmed: 'A1' })).statusCode).toBe(409);
    });
    it('C31b: takes a place from the table of postal codes, and refuses a code that is not in it', async () => {
        await insertPostalCode(site.deps.db, { code: '5101', place: 'Villa del Arroyo' });
        expect((await ana.get('/clientes/nuevo')).body).toContain('<option value="5101" label="Villa del Arroyo">');
        const refused = await signUp({ code: 'A1', postal_code: '9999' });
        expect([refused.statusCode, fieldOf(refused.body, 'postal_code').includes('códigos postales')]).toEqual([422, true]);
        await signUp({ code: 'A1', postal_code: '5101' });
        expect(await stored('A1')).toMatchObject({ postalCode: '5101', city: 'Villa del Arroyo' });
    });
    it('C39: a payment code is one customer’s alone', async () => {
        await signUp({ code: 'A1', payment_code: '778899' });
        const refused = await signUp({ code: 'A2', payment_code: '778899' });
        expect([refused.statusCode, fieldOf(refused.body, 'payment_code').includes('Ya lo tiene A1')]).toEqual([422, true]);
    });
    it('suggests collectors, tills and the like that there are', async () => {
        await signUp({ code: 'A1', collector: 'Beto', till: 'Caja 2', contract_type: 'Residencial' });
        const { body } = await ana.get('/clientes/nuevo');
        for (const [list, value] of [
            ['collector', 'Beto'],
            ['till', 'Caja 2'],
            ['contract_type', 'Residencial'],
        ])
            expect(body).toMatch(new RegExp(`<datalist id="l-${list}">.*<option value="${value}"`));
    });
    it('tells the second of two operators what the first changed, and loses nothing of either', async () => {
        await site.hire('beto', 'operador');
        await signUp({ code: 'A1', name: 'Elsa', phone: '351 5550000', contact: 'Elsa' });
        const beto = await site.loggedIn('beto');
        const opened = await beto.get('/clientes/A1/editar');
        const seen = hidden(opened.body, 'seen');
        const was = JSON.parse(seen);
        const first = await ana.get('/clientes/A1/editar');
        await ana.post('/clientes/A1/editar', { ...was, seen: hidden(first.body, 'seen'), phone: '351 5551111', contact: 'Hija' });
        const mine = { ...was, seen, contact: 'Hijo', nickname: 'La Elsa' };
        const second = await beto.post('/clientes/A1/editar', mine);
        expect(second.statusCode).toBe(409);
        expect(second.body).toContain('ana de prueba modificó este cliente el');
        expect(second.body).toContain('Teléfono: era 351 5550000, ahora es 351 5551111');
        expect(second.body).toContain('vos escribiste Hijo, y eso es lo que se va a guardar');
        expect(await stored('A1')).toMatchObject({ contact: 'Hija', nickname: null });
        expect(fieldOf(second.body, 'phone')).toContain('value="351 5551111"');
        expect(fieldOf(second.body, 'contact')).toContain('value="Hijo"');
        expect(fieldOf(second.body, 'nickname')).toContain('value="La Elsa"');
        const now = hidden(second.body, 'seen');
        const fields = { ...JSON.parse(now), contact: 'Hijo', nickname: 'La Elsa', seen: now };
        expect((await beto.post('/clientes/A1/editar', fields)).statusCode).toBe(303);
        expect(await stored('A1')).toMatchObject({ contact: 'Hijo', nickname: 'La Elsa' });
        const phones = await site.deps.db.selectFrom('contacts').select('value').execute();
        expect(phones).toEqual([{ value: '351 5551111' }]);
        // Sent twice it is the same change, not somebody else's.
        expect((await beto.post('/clientes/A1/editar', fields)).statusCode).toBe(303);
    });
    it('C40, C43, C44: a status changes nothing on the network; gratis and bloquear are decided at once', async () => {
        await signUp({ code: 'A1' });
        const page = await ana.get('/clientes/A1/editar');
        const seen = hidden(page.body, 'seen');
        const was = JSON.parse(seen);
        await ana.post('/clientes/A1/editar', { ...was, seen, status: 'En retiro', free: 'yes' });
        expect(await stored('A1')).toMatchObject({ status: 'En retiro', free: 1 });
        expect((await ana.get('/clientes/A1')).body).toContain('es gratis y nunca se corta');
    });
    it('is for who may edit customers, and of his own for a collector', async () => {
        await signUp({ code: 'A1', collector: 'Beto' });
        await site.hire('cobra', 'cobrador', { collector: 'Beto' });
        const cobra = await site.loggedIn('cobra');
        await cobra.get('/clientes/A1');
        for (const url of [
            '/clientes/nuevo',
            '/clientes/A1/editar',
            '/clientes/A1/clave',
            '/clientes/A1/codigo',
            '/clientes/A1/eliminar',
        ])
            expect([url, (await cobra.get(url)).statusCode, (await cobra.post(url, { name: 'x' })).statusCode]).toEqual([url, 403, 403]);
        expect((await site.visitor().post('/clientes/nuevo', { name: 'x' })).headers.location).toContain('/ingresar');
        expect((await ana.get('/clientes/A1/editar')).statusCode).toBe(200);
        expect((await ana.get('/clientes/nadie/editar')).statusCode).toBe(404);
    });
});
