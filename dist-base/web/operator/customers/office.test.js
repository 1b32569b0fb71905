// What is done with a customer beside his form: notes, files, portal password, code, deletion, connections. Real pages on both
// databases.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { World } from '../../../fixtures/world.js';
import { PORTAL_WORDS } from '../../../core/acts/portal-words.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-25T12:00:00Z');
eachDatabase('what is done with a customer', (open) => {
    let site;
    let world;
    let ana;
    beforeEach(async () => {
        const { db } = await open();
        site = await openSite(db, NOW);
        onTestFinished(() => site.app.close());
        world = new World(db).at('2026-11-25');
        world.now = NOW;
        await world.customer('A1');
        await site.hire('ana', 'supervisor');
        ana = await site.loggedIn('ana');
        await ana.get('/hoy');
    });
    const hidden = (body, name) => (new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const logged = async (what) => (await site.deps.db.selectFrom('log').select(['by', 'facts']).where('what', '=', what).execute()).map(({ by, facts }) => ({
        by,
        facts: JSON.parse(facts),
    }));
    /** Files that lie in the folder, however deep. */
    async function onDisk() {
        const entries = await readdir(site.deps.filesFolder, { recursive: true, withFileTypes: true }).catch(() => []);
        return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }
    it('C16: keeps notes with date, time and author, once each, and has no way to change them', async () => {
        const page = await ana.get('/clientes/A1/gestion');
        const note = { ask: hidden(page.body, 'ask'), text: 'Dijo que paga el viernes.\r\n<script>alert(1)</script>' };
        expect((await ana.post('/clientes/A1/gestion', note)).headers.location).toBe('/clientes/A1/gestion');
        await ana.post('/clientes/A1/gestion', note);
        const { body } = await ana.get('/clientes/A1/gestion');
        expect(body).toContain('ana de prueba');
        expect(body).toMatch(/mié 25 nov 09:00/);
        expect(body).toContain('&lt;script&gt;');
        expect(body).not.toContain('<script>alert');
        expect(body.match(/Dijo que paga/g)).toHaveLength(1);
        for (const text of ['', '   ', 'x'.repeat(4001)]) {
            const wrong = await ana.post('/clientes/A1/gestion', { text });
            expect([wrong.statusCode, wrong.body.includes('class="mistake"')]).toEqual([422, true]);
        }
        expect(await site.deps.db.selectFrom('notes').select('text').execute()).toEqual([
            { text: 'Dijo que paga el viernes.\n<script>alert(1)</script>' },
        ]);
        expect(await logged('note-added')).toHaveLength(1);
        const { id } = await site.deps.db.selectFrom('notes').select('id').executeTakeFirstOrThrow();
        for (const path of [`/clientes/A1/gestion/${id}`, `/clientes/A1/gestion/${id}/borrar`])
            expect((await ana.post(path, { text: 'otra' })).statusCode).toBe(404);
    });
    it('C16: pages notes, and leaves writing them to who may', async () => {
        for (let n = 1; n <= 51; n++)
            await ana.post('/clientes/A1/gestion', { text: `nota ${n}.` });
        const first = await ana.get('/clientes/A1/gestion');
        expect([first.body.includes('nota 51.'), first.body.includes('>nota 1.<')]).toEqual([true, false]);
        const [, older = ''] = /href="([^"]*antes=\d+)"/.exec(first.body) ?? [];
        expect((await ana.get(older)).body).toContain('>nota 1.<');
        await site.hire('cobra', 'cobrador', { collector: 'Beto' });
        const cobra = await site.loggedIn('cobra');
        await cobra.get('/hoy');
        expect((await cobra.get('/clientes/A1/gestion')).statusCode).toBe(404);
        expect((await cobra.post('/clientes/A1/gestion', { text: 'no' })).statusCode).toBe(403);
    });
    const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    async function upload(name, bytes, ask) {
        const page = await ana.get('/clientes/A1/archivos');
        return ana.upload('/clientes/A1/archivos', { ask: ask ?? hidden(page.body, 'ask') }, { name, bytes });
    }
    it('C26: keeps a file outside what is served, and hands it out to be saved', async () => {
        expect((await upload('../../etc/Ñandú <1>.PNG', PNG)).statusCode).toBe(303);
        const page = await ana.get('/clientes/A1/archivos');
        expect(page.body).toContain('Ñandú _1_.png');
        const [, url = ''] = /href="(\/clientes\/A1\/archivos\/\d+)" download/.exec(page.body) ?? [];
        const got = await ana.get(url);
        expect(got.rawPayload.equals(PNG)).toBe(true);
        expect(got.headers).toMatchObject({
            'content-type': 'image/png',
            'x-content-type-options': 'nosniff',
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'no-store',
            'content-disposition': `attachment; filename="N_andu_ _1_.png"; filename*=UTF-8''%C3%91and%C3%BA%20_1_.png`,
        });
        const [path = '', ...others] = await onDisk();
        expect([others, /^[0-9a-f]{48}$/.test(path.split('/').at(-1) ?? '')]).toEqual([[], true]);
        expect((await stat(path)).mode & 0o777).toBe(0o600);
        expect(await logged('file-added')).toMatchObject([{ facts: { name: 'Ñandú _1_.png', sizeBytes: PNG.length } }]);
        // Nobody gets it as another customer's, or by its place on disk.
        await world.customer('B1');
        expect((await ana.get(url.replace('A1', 'B1'))).statusCode).toBe(404);
        for (const elsewhere of ['/clientes/A1/archivos/..%2f..%2fispcube.key', `/assets/..%2f${path}`, `/files/${path}`])
            expect((await ana.get(elsewhere)).statusCode, elsewhere).toBe(404);
        expect((await site.visitor().get(url)).statusCode).toBe(303);
    });
    it('C26: goes by what the bytes are, whatever the name says', async () => {
        for (const [name, bytes] of [
            ['foto.png', Buffer.from('<html>\0<script>alert(1)</script>')],
            ['foto.jpg', Buffer.from('GIF89a')],
            ['programa.pdf', Buffer.from([0x4d, 0x5a, 0x90, 0, 3])],
            ['hoja.txt', Buffer.from([0xc3, 0x28])],
            ['vacío.pdf', Buffer.alloc(0)],
        ]) {
            const refused = await upload(name, bytes);
            expect([name, refused.statusCode, refused.body.includes('class="mistake"')]).toEqual([
                name,
                name === 'foto.jpg' ? 303 : 422,
                name !== 'foto.jpg',
            ]);
        }
        // A text of six letters is a text, and is called one; markup is a text too, which no browser is told to run.
        await upload('page.html', Buffer.from('<script>alert(1)</script>'));
        const { body } = await ana.get('/clientes/A1/archivos');
        expect(body).toContain('>foto.txt<');
        expect(body).toContain('page.html.txt');
        const [, url = ''] = /href="(\/clientes\/A1\/archivos\/\d+)" download>page/.exec(body) ?? [];
        expect((await ana.get(url)).headers['content-type']).toBe('text/plain; charset=utf-8');
        expect(await onDisk()).toHaveLength(2);
    });
    it('C26: refuses a file that is too great, and one that is none; takes the same form once', async () => {
        const great = await upload('grande.png', Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024)]));
        expect([great.statusCode, great.body.includes('El archivo pasa los 10 MB.')]).toEqual([422, true]);
        expect((await ana.post('/clientes/A1/archivos', {})).statusCode).toBe(422);
        expect(await onDisk()).toEqual([]);
        const ask = '0b8b1f5e-7c1e-4a5e-9d0a-0d6f3f1f2a11';
        await upload('uno.png', PNG, ask);
        await upload('uno.png', PNG, ask);
        expect([(await onDisk()).length, (await logged('file-added')).length]).toEqual([1, 1]);
    });
    it('C26: says so where a file cannot be written, and keeps no record of it', async () => {
        await writeFile(site.deps.filesFolder, 'in the way');
        const failed = await upload('uno.png', PNG);
        expect([failed.statusCode, failed.body.includes('No se pudo guardar')]).toEqual([503, true]);
        expect(site.errors).toHaveLength(1);
        expect(await site.deps.db.selectFrom('files').selectAll().execute()).toEqual([]);
    });
    it('C26: takes no upload without a token, without a log-in or from who may not', async () => {
        await ana.get('/clientes/A1/archivos');
        const file = { name: 'uno.png', bytes: PNG };
        expect((await ana.upload('/clientes/A1/archivos', { _csrf: 'x' }, file)).statusCode).toBe(403);
        expect((await site.visitor().upload('/clientes/A1/archivos', {}, file)).headers.location).toBe('/ingresar?a=%2F');
        await site.hire('cobra', 'cobrador', { collector: 'Beto' });
        const cobra = await site.loggedIn('cobra');
        await cobra.get('/hoy');
        expect((await cobra.upload('/clientes/A1/archivos', {}, file)).statusCode).toBe(403);
        expect(await onDisk()).toEqual([]);
    });
    it('C26: deletes a file for good, and keeps in the log that it was there', async () => {
        await upload('uno.png', PNG);
        const [, url = ''] = /href="([^"]+\/borrar)"/.exec((await ana.get('/clientes/A1/archivos')).body) ?? [];
        expect((await ana.get(url)).body).toContain('Borrar uno.png');
        expect((await ana.post(url)).headers.location).toBe('/clientes/A1/archivos');
        expect((await ana.post(url)).statusCode).toBe(303);
        expect(await onDisk()).toEqual([]);
        expect(await logged('file-removed')).toMatchObject([{ facts: { name: 'uno.png', sha256: expect.any(String) } }]);
        expect((await ana.get('/clientes/A1/archivos')).body).toContain('Ese archivo ya no estaba.');
    });
    it('C14: proposes two Spanish words, another pair on Refrescar, and takes what is typed over', async () => {
        const proposal = async () => /id="f-password"[^>]*value="([^"]*)"/.exec((await ana.get('/clientes/A1/clave')).body)?.[1] ?? '';
        const first = await proposal();
        expect(first.split('.').map((word) => PORTAL_WORDS.includes(word))).toEqual([true, true]);
        expect(new Set([first, await proposal(), await proposal()]).size).toBeGreaterThan(1);
        for (const password of ['', 'corta', 'x'.repeat(101)])
            expect((await ana.post('/clientes/A1/clave', { password })).statusCode).toBe(422);
        expect((await requireCustomer(site.deps.db, 'A1')).portalPasswordSealed).toBeNull();
        await ana.post('/clientes/A1/clave', { password: 'perro.calamar' });
        const { id, portalPasswordSealed } = await requireCustomer(site.deps.db, 'A1');
        const where = { table: 'customers', column: 'portal_password', row: String(id) };
        expect(portalPasswordSealed).not.toContain('perro');
        expect(site.deps.seal.open(portalPasswordSealed ?? '', where)).toBe('perro.calamar');
        expect(JSON.stringify(await site.deps.db.selectFrom('log').selectAll().execute())).not.toContain('calamar');
        expect(JSON.stringify(await site.deps.db.selectFrom('webSessions').selectAll().execute())).not.toContain('calamar');
    });
    it('C14: shows the present one to who may see secrets, by a form, and logs it', async () => {
        await ana.post('/clientes/A1/clave', { password: 'perro.calamar' });
        const page = await ana.get('/clientes/A1/clave');
        expect(page.body).not.toContain('perro.calamar');
        expect((await ana.get('/clientes/A1/clave/ver')).statusCode).toBe(404);
        const seen = await ana.post('/clientes/A1/clave/ver');
        expect([seen.statusCode, seen.headers['cache-control'], seen.body.includes('perro.calamar')]).toEqual([200, 'no-store', true]);
        const { id } = await site.deps.db.selectFrom('people').select('id').where('username', '=', 'ana').executeTakeFirstOrThrow();
        expect(await logged('secret-seen')).toEqual([{ by: `operator:${id}`, facts: { secret: 'portal-password' } }]);
        await site.hire('beto', 'operador');
        const beto = await site.loggedIn('beto');
        await beto.get('/clientes/A1/clave');
        expect((await beto.post('/clientes/A1/clave/ver')).statusCode).toBe(403);
    });
    it('C3: deletes nothing: says what it does, hides and cuts him, keeps the rest', async () => {
        const { id } = await requireCustomer(site.deps.db, 'A1');
        await world.document(id, 'FX', '100.00', { dueOn: '2026-12-10' });
        const page = await ana.get('/clientes/A1/eliminar');
        expect(page.body).toContain('Se corta su conexión en servicio');
        expect(page.body).toContain('Eliminar y cortar 1 conexión');
        expect((await ana.post('/clientes/A1/eliminar', { comment: 'x'.repeat(501) })).statusCode).toBe(422);
        expect((await ana.post('/clientes/A1/eliminar', { comment: 'se mudó' })).headers.location).toBe('/clientes/ZZA1');
        expect((await ana.post('/clientes/A1/eliminar')).headers.location).toBe('/clientes/ZZA1');
        expect(await requireCustomer(site.deps.db, 'ZZA1')).toMatchObject({ id, formerCode: 'A1' });
        expect(await world.openOrders(id)).toMatchObject([{ desired: 'cut', reason: 'deleted' }]);
        expect(site.nudges.count).toBe(1);
        expect((await ana.get('/clientes')).body).not.toContain('A1</a>');
        const gone = await ana.get('/clientes/ZZA1');
        expect(gone.body).toContain('Su código era A1.');
        expect(gone.body).toContain('Cortado: el cliente está eliminado.');
        expect((await ana.get('/clientes/ZZA1/cuenta')).body).toContain('FX');
        expect(await logged('deleted')).toMatchObject([{ facts: { from: 'A1', to: 'ZZA1', comment: 'se mudó' } }]);
        await site.hire('beto', 'operador');
        const beto = await site.loggedIn('beto');
        await beto.get('/clientes/ZZA1');
        expect((await beto.post('/clientes/ZZA1/eliminar')).statusCode).toBe(403);
    });
    it('C4: recodes, refuses a code in use, and brings a deleted one back with his former code proposed', async () => {
        await world.customer('B1');
        const { id } = await requireCustomer(site.deps.db, 'A1');
        await ana.get('/clientes/A1/codigo');
        for (const [code, words] of [
            ['B1', 'Ese código ya es de Cliente B1.'],
            ['', 'Escribí el código nuevo.'],
            ['ZZ9', 'ZZ es solo para eliminados.'],
            ['nuevo', 'No pueden ser códigos: nuevo, lista, buscar.json.'],
            ['x'.repeat(101), 'hasta 100 caracteres'],
        ]) {
            const refused = await ana.post('/clientes/A1/codigo', { code, id: String(id) });
            expect([refused.statusCode, refused.body.includes(words)]).toEqual([422, true]);
        }
        for (let n = 0; n < 2; n++)
            expect((await ana.post('/clientes/A1/codigo', { code: 'A 9/ñ', id: String(id) })).headers.location).toBe('/clientes/A%209%2F%C3%B1');
        expect((await ana.get('/clientes/A%209%2F%C3%B1')).statusCode).toBe(200);
        await ana.post('/clientes/A%209%2F%C3%B1/eliminar');
        const page = await ana.get('/clientes/ZZA%209%2F%C3%B1/codigo');
        expect(page.body).toMatch(/id="f-code"[^>]*value="A 9\/ñ"/);
        expect(page.body).toContain('Recuperar un cliente eliminado');
        await ana.post('/clientes/ZZA%209%2F%C3%B1/codigo', { code: 'A1', id: String(id) });
        expect(await requireCustomer(site.deps.db, 'A1')).toMatchObject({ id, formerCode: null });
        expect((await ana.get('/clientes/A1')).body).toContain('Es cliente otra vez, con el código A1.');
        expect(await world.openOrders(id)).toEqual([]);
    });
    it('C21b: adds, changes and closes a connection with all that it is', async () => {
        const { db } = site.deps;
        await world.addRouter('panel-1');
        await db.insertInto('plans').values({ name: 'Hogar 50', priceCents: 1, downKbps: 1, upKbps: 1, inPortal: 1 }).execute();
        const { id } = await requireCustomer(db, 'A1');
        const page = await ana.get('/clientes/A1/conexiones/nueva');
        for (const words of ['Hogar 50', 'norte', 'panel-1', 'NAS (panel)', 'PPPoE', 'Domicilio de servicio'])
            expect(page.body).toContain(words);
        const fields = {
            ...{ name: 'local', kind: 'pppoe', plan: 'Hogar 50', in_service: 'yes', router: 'norte', panel: 'panel-1' },
            ...{ username: 'a1local', password: 'secreta', ip: '10.9.9.9', ipv6_prefix: '2001:DB8:7::/56', mac: 'aabb.cc00.1122' },
            ...{ cpe_host: '10.9.9.10', cpe_vendor: 'Ubiquiti', address: 'Mitre 5', lat: '-31.1', lng: '-64.2' },
        };
        const sent = await ana.post('/clientes/A1/conexiones/nueva', fields);
        expect([sent.statusCode, sent.headers.location]).toEqual([303, '/clientes/A1']);
        expect((await ana.post('/clientes/A1/conexiones/nueva', fields)).statusCode).toBe(303);
        const rows = await db.selectFrom('connections').selectAll().where('customerId', '=', id).where('name', '=', 'local').execute();
        expect(rows).toMatchObject([
            {
                ...{ kind: 'pppoe', username: 'a1local', ip: '10.9.9.9', ipv6Prefix: '2001:db8:7::/56', mac: 'AA:BB:CC:00:11:22' },
                ...{ cpeHost: '10.9.9.10', cpeVendor: 'Ubiquiti', address: 'Mitre 5', lat: -31.1, lng: -64.2, inService: 1 },
            },
        ]);
        const url = `/clientes/A1/conexiones/${rows[0]?.id}`;
        expect((await ana.get('/clientes/A1')).body).toContain('A1/local');
        const form = await ana.get(url);
        expect(form.body).not.toContain('secreta');
        const seen = hidden(form.body, 'seen');
        const was = JSON.parse(seen);
        expect((await ana.post(url, { ...was, seen, mac: 'AA-BB-CC-00-11-33', plan: '' })).statusCode).toBe(303);
        // The same again is nobody else's change; an older form is.
        expect((await ana.post(url, { ...was, seen, mac: 'AA-BB-CC-00-11-33', plan: '' })).statusCode).toBe(303);
        const late = await ana.post(url, { ...was, seen, ip: '10.9.9.11' });
        expect([late.statusCode, late.body.includes('MAC: era AA:BB:CC:00:11:22, ahora es AA:BB:CC:00:11:33')]).toEqual([409, true]);
        const see = await ana.post(`${url}/clave`);
        expect(see.body).toContain('secreta');
        expect(await logged('secret-seen')).toMatchObject([{ facts: { secret: 'connection-password', connection: 'local' } }]);
        expect((await ana.get(`${url}/cerrar`)).body).toContain('Cerrar la conexión local');
        for (let n = 0; n < 2; n++)
            expect((await ana.post(`${url}/cerrar`)).statusCode).toBe(303);
        expect(await db.selectFrom('connections').select('inService').where('name', '=', 'local').execute()).toEqual([
            { inService: 0 },
        ]);
        expect((await ana.get('/clientes/A1')).body).toContain('fuera de servicio');
        expect(site.errors).toEqual([]);
    });
    it('C21b: says what is wrong at its field, and saves nothing', async () => {
        const wrong = await ana.post('/clientes/A1/conexiones/nueva', {
            ...{
                name: '',
                kind: '',
                plan: 'Ninguno así',
                router: 'sur',
                ip: '10.0.0.256',
                mac: 'x',
                ipv6_prefix: '2001:db8::1/56',
                lat: '1',
            },
        });
        expect(wrong.statusCode).toBe(422);
        for (const name of ['name', 'kind', 'ip', 'mac', 'ipv6_prefix', 'lng'])
            expect(wrong.body, name).toContain(`id="f-${name}-mistake"`);
        const gone = await ana.post('/clientes/A1/conexiones/nueva', { name: 'x', kind: 'queue', plan: 'Ninguno así' });
        expect([gone.statusCode, gone.body.includes('Ese plan ya no existe')]).toEqual([422, true]);
        const taken = await ana.post('/clientes/A1/conexiones/nueva', { name: 'casa', kind: 'queue' });
        expect([taken.statusCode, taken.body.includes('Ya tiene una conexión con ese nombre.')]).toEqual([422, true]);
        expect(await site.deps.db.selectFrom('connections').select('name').execute()).toEqual([{ name: 'casa' }]);
        await world.customer('B1');
        const { id } = await site.deps.db
            .selectFrom('connections')
            .select('id')
            .where('name', '=', 'casa')
            .orderBy('id')
            .executeTakeFirstOrThrow();
        expect((await ana.get(`/clientes/B1/conexiones/${id}`)).statusCode).toBe(404);
    });
});
