// C12b: templates as those who may change them meet them.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readTemplate } from '../../../core/rules/print.js';
import { eachDatabase } from '../../../fixtures/database.js';
import { importSheet } from '../../../fixtures/sheets.js';
import { isPrintKind, modelOf, PRINT_KINDS } from '../../print/kinds.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-12T15:00:00Z');
const HOME = '/configuracion/plantillas';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
it('C12b: the models read, in every language', () => {
    for (const [kind, { fields, streamed }] of Object.entries(PRINT_KINDS))
        for (const lang of ['es-AR', 'en'])
            expect(isPrintKind(kind) && readTemplate(modelOf(kind, lang), fields, streamed)).toMatchObject({ ok: true });
});
eachDatabase('templates', (open) => {
    let db;
    let site;
    let eva;
    beforeEach(async () => {
        ;
        ({ db } = await open());
        site = await openSite(db, NOW);
        onTestFinished(() => site.app.close());
        await site.hire('eva', 'supervisor');
        eva = await site.loggedIn('eva');
        await eva.get(HOME);
    });
    function upload(url, content, token = eva.token) {
        const boundary = 'xXxXx';
        const part = (head, body) => Buffer.concat([
            Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
            Buffer.from(body),
            Buffer.from('\r\n'),
        ]);
        const payload = Buffer.concat([
            part('name="_csrf"', token),
            part('name="file"; filename="../../x.html"\r\nContent-Type: text/html', content),
            Buffer.from(`--${boundary}--\r\n`),
        ]);
        return site.app.inject({
            ...{ method: 'POST', url, payload },
            headers: {
                ...{ host: 'localhost', 'accept-language': 'es-AR', origin: 'http://localhost' },
                cookie: [...eva.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
                'content-type': `multipart/form-data; boundary=${boundary}`,
            },
        });
    }
    it('C12, C12b: what is saved is what is printed, until the model is restored', async () => {
        await importSheet(db, 'customers', 'code,name\n000001,Ana & Cía');
        const source = '<h1>Mi lista</h1>{{#clientes}}<p title="{{nombre}}">{{codigo}}</p>{{/clientes}}{{^clientes}}nadie{{/clientes}}';
        expect((await eva.post(`${HOME}/listado`, { source })).headers.location).toBe(`${HOME}/listado`);
        expect((await eva.get(`${HOME}/listado`)).body).toContain('La plantilla quedó guardada.');
        expect((await eva.get('/clientes/lista/imprimir')).body).toBe('<h1>Mi lista</h1><p title="Ana &amp; Cía">000001</p>');
        expect((await eva.get('/clientes/lista/imprimir?q=nadie')).body).toBe('<h1>Mi lista</h1>nadie');
        expect((await eva.get(HOME)).body).toContain('Propia: la guardó eva de prueba, jue 12 nov 12:00');
        await eva.post(`${HOME}/listado/restaurar`);
        expect((await eva.get('/clientes/lista/imprimir')).body).toContain('<h1>Listado de clientes</h1>');
        const whats = await db.selectFrom('log').select('what').where('aboutKind', '=', 'print-template').orderBy('id').execute();
        expect(whats.map(({ what }) => what)).toEqual(['template-saved', 'template-restored']);
    });
    it('says line by line what is wrong, keeps what was typed and saves nothing', async () => {
        const source = '<p>{{nada}}\n<script>alert(1)</script>\n{{#clientes}}';
        const answer = await eva.post(`${HOME}/listado`, { source });
        expect(answer.statusCode).toBe(422);
        expect(answer.body).toContain('Línea 1: acá no hay ningún dato llamado «nada».');
        expect(answer.body).toContain('Línea 2: «&lt;script» no se permite');
        expect(answer.body).toContain('Línea 3: falta cerrar la sección con {{/clientes}}.');
        expect(answer.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
        expect(answer.body).not.toContain('<script>alert');
        const twice = '{{#clientes}}{{/clientes}}{{#clientes}}{{/clientes}}';
        expect((await eva.post(`${HOME}/listado`, { source: twice })).body).toContain('va una sola vez');
        expect((await eva.post(`${HOME}/listado`, { source: 'é'.repeat(100_001) })).body).toContain('más de 100');
        expect(await db.selectFrom('printTemplates').select('id').execute()).toEqual([]);
    });
    it('shows a preview with made-up values, of what is typed and of what holds, that can do nothing', async () => {
        const holds = await eva.get(`${HOME}/listado/vista`);
        expect(holds.body).toContain('Sofía Herrera');
        const typed = await eva.post(`${HOME}/listado/vista`, { source: '<b>{{empresa}}</b>{{#clientes}}{{nombre}};{{/clientes}}' });
        expect(typed.body).toBe('<b>Wisp del Sur</b>Sofía Herrera;Cooperativa El Ñandú;Núñez &amp; Hijos &lt;Kiosco&gt;;');
        for (const { headers } of [holds, typed]) {
            expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'self'; sandbox$/);
            expect(headers['x-frame-options']).toBe('SAMEORIGIN');
        }
        const wrong = await eva.post(`${HOME}/listado/vista`, { source: '<script>{{x}}' });
        expect([wrong.statusCode, wrong.headers['content-type']]).toEqual([422, 'text/plain; charset=utf-8']);
        expect((await eva.get(`${HOME}/listado`)).headers['content-security-policy']).toContain("frame-src 'self'");
        expect((await eva.get(HOME)).headers['content-security-policy']).not.toContain('frame-src');
    });
    it('takes a template from a file', async () => {
        const done = await upload(`${HOME}/listado/subir`, Buffer.from('\u{feff}<p>{{empresa}}</p>\r\n'));
        expect(done.statusCode).toBe(303);
        expect(await db.selectFrom('printTemplates').select('source').execute()).toEqual([{ source: '<p>{{empresa}}</p>\n' }]);
        const wrong = await upload(`${HOME}/listado/subir`, Buffer.from('<p>{{nada}}</p>'));
        expect([wrong.statusCode, wrong.body.includes('«nada»')]).toEqual([422, true]);
        const large = await upload(`${HOME}/listado/subir`, Buffer.alloc(600_000, 'x'));
        expect([large.statusCode, large.body.includes('más de 100')]).toEqual([422, true]);
        expect((await upload(`${HOME}/listado/subir`, Buffer.from('x'), 'otra')).statusCode).toBe(403);
        expect(await db.selectFrom('printTemplates').select('source').execute()).toEqual([{ source: '<p>{{empresa}}</p>\n' }]);
    });
    describe('the logo', () => {
        it('is shown in what is printed, and can be taken away', async () => {
            expect((await upload(`${HOME}/logo`, PNG)).statusCode).toBe(303);
            expect((await eva.get(`${HOME}/listado/vista`)).body).toContain(`src="data:image/png;base64,${PNG.toString('base64').replaceAll('=', '&#61;')}"`);
            expect((await eva.get(HOME)).body).toContain('<img class="logo" src="data:image/png;base64,');
            await eva.post(`${HOME}/logo/quitar`);
            expect((await eva.get(HOME)).body).toContain('Todavía no hay ninguno.');
        });
        it('is a picture by its content and not by its name, and not a large one', async () => {
            const svg = await upload(`${HOME}/logo`, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
            expect([svg.statusCode, svg.body.includes('no es una imagen PNG ni JPEG')]).toEqual([422, true]);
            const large = await upload(`${HOME}/logo`, Buffer.concat([PNG, Buffer.alloc(250_000)]));
            expect([large.statusCode, large.body.includes('pesa más de 200 KB')]).toEqual([422, true]);
            expect((await upload(`${HOME}/logo`, Buffer.alloc(0))).statusCode).toBe(422);
            expect(await db.selectFrom('printImages').select('name').execute()).toEqual([]);
        });
    });
    it('is for who may', async () => {
        await site.hire('ana', 'operador');
        const ana = await site.loggedIn('ana');
        await ana.get('/clientes');
        expect((await ana.get(HOME)).statusCode).toBe(403);
        expect((await ana.get(`${HOME}/listado`)).statusCode).toBe(403);
        expect((await ana.post(`${HOME}/listado`, { source: 'x' })).statusCode).toBe(403);
        expect((await site.visitor().get(`${HOME}/listado/vista`)).statusCode).toBe(303);
        expect((await eva.get(`${HOME}/otra`)).statusCode).toBe(404);
        expect(await db.selectFrom('printTemplates').select('id').execute()).toEqual([]);
    });
});
