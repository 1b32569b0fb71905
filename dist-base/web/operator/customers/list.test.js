// C1, C12, C13 and C15 as people at the counter meet them: the list, what they keep of it, and what goes out of it.
import { readXlsx } from 'hucre/xlsx';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { addPromise } from '../../../core/acts/promises.js';
import { day } from '../../../core/rules/day.js';
import { eachDatabase } from '../../../fixtures/database.js';
import { importSheet } from '../../../fixtures/sheets.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-12T15:00:00Z');
const CUSTOMERS = `code,name,nickname,id_type,id_number,company,email,phone,city,status,collector,address,start_date
000001,Ana Núñez,Kiosco,CUIT,20-12345678-6,2,ana@correo.com,11 4444-5555,Lobos,Activo,juan,Mitre 1,2024-02-29
000002,Beto Díaz,,DNI,12.345.678,1,,,Lobos,Problemático,juan,Mitre 2,
000003,<script>alert(1)</script>,,,,,,,Roque Pérez,Activo,rosa,Mitre 3,
000004,=HYPERLINK("http://x"),,,,,,+54 11 5555,Lobos,Activo,rosa,@SUM(A1) Mitre,`;
const DOCUMENTS = `customer_code,kind,number,issued_on,due_on,amount,description
000001,FX,0001-00000001,2026-10-01,2026-10-10,9500.00,Octubre
000003,FX,0001-00000002,2026-11-01,2026-11-30,100.50,Noviembre
000002,RC,7,2026-11-01,,50.25,`;
const codesIn = (body) => [...body.matchAll(/<th scope="row"><a href="[^"]*">([^<]+)</g)].map(([, code]) => code);
const textOf = (body) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
async function sheetOf(body) {
    const { sheets } = await readXlsx(new Uint8Array(body));
    return sheets[0]?.rows ?? [];
}
eachDatabase('the customer list', (open) => {
    let db;
    let site;
    let ana;
    beforeEach(async () => {
        ;
        ({ db } = await open());
        await importSheet(db, 'customers', CUSTOMERS);
        await importSheet(db, 'documents', DOCUMENTS);
        site = await openSite(db, NOW);
        onTestFinished(() => site.app.close());
        await site.hire('ana', 'operador');
        ana = await site.loggedIn('ana');
        await ana.get('/clientes');
    });
    const codes = async (query, who = ana) => codesIn((await who.get(`/clientes?${query}`)).body);
    describe('C1', () => {
        it('shows code, name, state, account and portal password, and how many there are', async () => {
            const { body, statusCode } = await ana.get('/clientes');
            expect(statusCode).toBe(200);
            expect(textOf(body)).toContain('4 clientes');
            expect(textOf(body)).toMatch(/000001 Ana Núñez Kiosco Sin servicio \$ 9\.500,00 Lobos Activo —/);
            expect(body).toContain('&lt;script&gt;alert(1)');
            expect(body).not.toContain('<script>alert');
        });
        it('searches inside the filter, combines filters and takes them off one by one', async () => {
            expect(await codes('localidad=Lobos')).toEqual(['000001', '000002', '000004']);
            expect(await codes('localidad=Lobos&q=mitre')).toEqual(['000001', '000002', '000004']);
            expect(await codes('localidad=Lobos&estado=Activo&cobrador=juan')).toEqual(['000001']);
            expect(await codes('cuenta=debe&orden=deuda')).toEqual(['000001', '000003']);
            expect(await codes('cuenta=favor')).toEqual(['000002']);
            expect(await codes('empresa=2')).toEqual(['000001']);
            const { body } = await ana.get('/clientes?localidad=Lobos&estado=Activo&q=mitre');
            expect(body).toContain('href="/clientes?q=mitre&amp;estado=Activo" title="Quitar el filtro Localidad: Lobos"');
            expect(body).toContain('<a class="clear" href="/clientes">Limpiar</a>');
            expect(textOf((await ana.get('/clientes?q=nadie&localidad=Lobos')).body)).toContain('Ningún cliente coincide');
        });
        it('hides who was deleted, but not from who asks', async () => {
            await db.updateTable('customers').set({ code: 'ZZ000002' }).where('code', '=', '000002').execute();
            expect(await codes('')).toEqual(['000001', '000003', '000004']);
            expect(await codes('eliminados=si')).toEqual(['ZZ000002']);
        });
        it('finds who has a promise, and who has no service', async () => {
            await addPromise(db, { code: '000001', promisedOn: day('2026-11-20') }, { now: NOW, by: 'test' });
            expect(await codes('servicio=compromiso')).toEqual(['000001']);
            expect(await codes('servicio=sin')).toEqual(['000001', '000002', '000003', '000004']);
            expect(await codes('servicio=con')).toEqual([]);
            expect(await codes('servicio=cortado')).toEqual([]);
        });
        it('goes straight to the only one', async () => {
            expect((await ana.get('/clientes?q=000002')).headers.location).toBe('/clientes/000002');
            expect((await ana.get('/clientes?q=nunez')).headers.location).toBe('/clientes/000001');
        });
        it('shows a list and no error for what it does not understand', async () => {
            for (const query of ['servicio=otra&orden=x&router=-1&empresa=uno', `q=${'x'.repeat(5000)}`, 'q=a&q=b', 'c=', 'desde=%27'])
                expect((await ana.get(`/clientes?${query}`)).statusCode, query).toBe(200);
        });
        it('shows a collector his own alone, by the box of the head too', async () => {
            await site.hire('juan', 'cobrador', { collector: 'juan' });
            const juan = await site.loggedIn('juan');
            expect(await codes('cobrador=rosa', juan)).toEqual(['000001', '000002']);
            expect((await juan.get('/clientes/buscar.json?q=000003')).json()).toEqual({ found: [] });
            expect((await juan.get('/clientes?q=000003')).statusCode).toBe(200);
            expect((await juan.get('/clientes/lista/excel')).statusCode).toBe(403);
            expect(textOf((await juan.get('/clientes/lista/imprimir')).body)).not.toContain('000003');
        });
    });
    it('proposes customers while one types, the exact code first', async () => {
        expect((await ana.get('/clientes/buscar.json?q=mit')).json().found.map(({ code }) => code)).toEqual([
            ...['000001', '000002', '000003', '000004'],
        ]);
        expect((await ana.get('/clientes/buscar.json?q=000003')).json().found[0]).toEqual({
            ...{
                code: '000003',
                name: '<script>alert(1)</script>',
                beside: 'Roque Pérez',
                state: 'no-service',
                stateWord: 'Sin servicio',
            },
        });
        expect((await ana.get('/clientes/buscar.json')).json()).toEqual({ found: [] });
        expect((await site.visitor().get('/clientes/buscar.json?q=a')).statusCode).toBe(303);
    });
    describe('columns', () => {
        it('are kept per person, in the list and in the spreadsheet', async () => {
            const answer = await ana.post('/clientes/lista/columnas', {
                columna: ['phone', 'since', 'nada'],
                filtro: 'localidad=Lobos',
            });
            expect([answer.statusCode, answer.headers.location]).toEqual([303, '/clientes?localidad=Lobos']);
            const { body } = await ana.get('/clientes');
            expect(textOf(body)).toMatch(/Código Nombre Teléfono Alta 000001 Ana Núñez Kiosco 11 4444-5555 jue 29 feb 2024/);
            const [head, first] = await sheetOf((await ana.get('/clientes/lista/excel')).rawPayload);
            expect([head, first]).toEqual([
                ['Código', 'Nombre', 'Teléfono', 'Alta'],
                ['000001', 'Ana Núñez', '11 4444-5555', '2024-02-29'],
            ]);
            await site.hire('beto', 'operador');
            expect(textOf((await (await site.loggedIn('beto')).get('/clientes')).body)).toContain('Servicio Saldo Localidad');
            await ana.post('/clientes/lista/columnas', { usuales: 'si' });
            expect(textOf((await ana.get('/clientes')).body)).toContain('Servicio Saldo Localidad');
        });
    });
    describe('saved views', () => {
        it('are a person’s own until he shares them, and are replaced by their name', async () => {
            const save = (fields) => ana.post('/clientes/lista/vistas', { filtro: 'localidad=Lobos&cuenta=debe', ...fields });
            expect((await save({ nombre: ' Deudores  de <b>Lobos</b> ' })).headers.location).toBe('/clientes?cuenta=debe&localidad=Lobos');
            expect((await ana.get('/clientes')).body).toContain('Deudores de &lt;b&gt;Lobos&lt;/b&gt;');
            await site.hire('beto', 'operador');
            const beto = await site.loggedIn('beto');
            expect((await beto.get('/clientes')).body).not.toContain('Deudores');
            await save({ nombre: 'Deudores de <b>Lobos</b>', compartir: 'si' });
            await save({ nombre: 'Deudores de <b>Lobos</b>', compartir: 'si' });
            const shown = (await beto.get('/clientes')).body;
            expect(shown.match(/Deudores/g)).toHaveLength(1);
            expect(shown).toContain('href="/clientes?cuenta=debe&amp;localidad=Lobos"');
            const [view] = await db.selectFrom('savedViews').select('id').execute();
            expect((await beto.post(`/clientes/lista/vistas/${view?.id}/borrar`)).statusCode).toBe(404);
            expect((await ana.post(`/clientes/lista/vistas/${view?.id}/borrar`)).statusCode).toBe(303);
            expect(await db.selectFrom('savedViews').select('id').execute()).toEqual([]);
        });
        it('say what is wrong with a name, keep what was typed and save nothing', async () => {
            for (const nombre of ['', '   ', 'x'.repeat(61)]) {
                const answer = await ana.post('/clientes/lista/vistas', { nombre, filtro: 'localidad=Lobos', compartir: 'si' });
                expect(answer.statusCode).toBe(422);
                expect(answer.body).toContain('Escribí un nombre de hasta 60 letras.');
                expect(answer.body).toContain('href="#f-nombre"');
                expect(answer.body).toContain('value="localidad=Lobos"');
                if (nombre.trim() !== '')
                    expect(answer.body).toContain(`value="${nombre}"`);
            }
            expect(await db.selectFrom('savedViews').select('id').execute()).toEqual([]);
        });
        it('keep of an address only what the list understands', async () => {
            await ana.post('/clientes/lista/vistas', {
                nombre: 'x',
                filtro: 'localidad=Lobos&otra=1&desde=9&c=000001&c=000002&servicio=nada',
            });
            const [view] = await db.selectFrom('savedViews').select('query').execute();
            expect(view?.query).toBe('localidad=Lobos&c=000001&c=000002');
        });
    });
    describe('C15', () => {
        it('gives exactly what filter and search show, as a spreadsheet, and logs it', async () => {
            const answer = await ana.get('/clientes/lista/excel?localidad=Lobos&q=mitre&orden=deuda');
            expect(answer.headers['content-disposition']).toBe('attachment; filename="clientes-2026-11-12.xlsx"');
            const [head, ...rows] = await sheetOf(answer.rawPayload);
            expect(head).toEqual(['Código', 'Nombre', 'Servicio', 'Saldo', 'Localidad', 'Estado', 'Clave del portal']);
            expect(rows.map((row) => [row[0], row[3]])).toEqual([
                ['000001', 9500],
                ['000004', 0],
                ['000002', -50.25],
            ]);
            const [line] = await db.selectFrom('log').select(['by', 'facts']).where('what', '=', 'exported').execute();
            expect(line?.by).toMatch(/^operator:/);
            expect(JSON.parse(line?.facts ?? '')).toMatchObject({
                form: 'xlsx',
                filter: { query: 'q=mitre&localidad=Lobos&orden=deuda' },
            });
        });
        it('gives the ticked ones, and all fields for an import', async () => {
            const rows = await sheetOf((await ana.get('/clientes/lista/excel?c=000003&c=000001&columnas=todas')).rawPayload);
            expect(rows.map((row) => row[0])).toEqual(['code', '000001', '000003']);
            expect(rows[0]).not.toContain('portal_password');
        });
        it('takes the edge off formulas', async () => {
            await ana.post('/clientes/lista/columnas', { columna: ['address', 'phone', 'balance'] });
            const { body, headers } = await ana.get('/clientes/lista/csv');
            expect(headers['content-type']).toBe('text/csv; charset=utf-8');
            expect(body.startsWith('\u{feff}Código,')).toBe(true);
            expect(body).toContain(`"000004","'=HYPERLINK(""http://x"")",0,"'@SUM(A1) Mitre","'+54 11 5555"`);
            expect(body).toContain('"000002","Beto Díaz",-50.25,');
            const rows = await sheetOf((await ana.get('/clientes/lista/excel?q=000004')).rawPayload);
            expect(rows[1]?.[1]).toBe('=HYPERLINK("http://x")');
        });
        it('is for who may, and for nobody who is not logged in', async () => {
            await site.hire('teo', 'técnico');
            const teo = await site.loggedIn('teo');
            expect((await teo.get('/clientes')).body).not.toContain('/lista/excel');
            for (const form of ['excel', 'csv']) {
                expect((await teo.get(`/clientes/lista/${form}`)).statusCode).toBe(403);
                expect((await site.visitor().get(`/clientes/lista/${form}`)).statusCode).toBe(303);
            }
            expect(await db.selectFrom('log').select('id').where('what', '=', 'exported').execute()).toEqual([]);
        });
    });
    describe('C13', () => {
        it('gives a random password to every customer that has none, after asking, and says how many', async () => {
            await importSheet(db, 'customers', 'code,portal_password\n000002,perro.calamar', {});
            const before = await db
                .selectFrom('customers')
                .select('portalPasswordSealed')
                .where('code', '=', '000002')
                .executeTakeFirst();
            const asked = await ana.get('/clientes/lista/claves');
            expect(textOf(asked.body)).toContain('3 clientes no tienen clave. De 4 clientes en total');
            expect(asked.body).toContain('Dar clave a 3 clientes');
            expect(await db.selectFrom('customers').select('id').where('portalPasswordSealed', 'is not', null).execute()).toHaveLength(1);
            expect((await ana.post('/clientes/lista/claves')).statusCode).toBe(303);
            expect((await ana.get('/clientes')).body).toContain('Se dio una clave nueva a 3 clientes.');
            const rows = await db.selectFrom('customers').select(['id', 'code', 'portalPasswordSealed']).orderBy('code').execute();
            const opened = rows.map(({ id, portalPasswordSealed }) => site.deps.seal.open(portalPasswordSealed ?? '', { table: 'customers', column: 'portal_password', row: String(id) }));
            expect(opened[1]).toBe('perro.calamar');
            expect(rows[1]?.portalPasswordSealed).toBe(before?.portalPasswordSealed);
            for (const password of [opened[0], opened[2], opened[3]])
                expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[a-z2-9]{10}$/);
            expect(new Set(opened).size).toBe(4);
            // Sent once more, nothing happens.
            await ana.post('/clientes/lista/claves');
            expect((await ana.get('/clientes')).body).toContain('Todos tenían ya su clave');
            expect(await db.selectFrom('log').select('id').where('what', '=', 'password-given').execute()).toHaveLength(3);
            expect((await ana.get('/clientes/000001/registro')).body).toContain('Clave del portal al azar');
        });
        it('keeps to the filter and to those that were ticked', async () => {
            expect(textOf((await ana.get('/clientes/lista/claves?localidad=Lobos')).body)).toContain('3 clientes no tienen clave. De 3');
            await ana.post('/clientes/lista/claves?c=000003');
            const having = await db.selectFrom('customers').select('code').where('portalPasswordSealed', 'is not', null).execute();
            expect(having).toEqual([{ code: '000003' }]);
            expect(await codes('clave=con')).toEqual(['000003']);
            expect(await codes('clave=sin')).toEqual(['000001', '000002', '000004']);
        });
        it('is for who may edit customers', async () => {
            await site.hire('teo', 'técnico');
            const teo = await site.loggedIn('teo');
            await teo.get('/clientes');
            expect((await teo.get('/clientes/lista/claves')).statusCode).toBe(403);
            expect((await teo.post('/clientes/lista/claves')).statusCode).toBe(403);
            expect(await db.selectFrom('customers').select('id').where('portalPasswordSealed', 'is not', null).execute()).toEqual([]);
        });
    });
    describe('C12', () => {
        it('prints what the filter shows by the model that comes with the program, as a page that can do nothing', async () => {
            const answer = await ana.get('/clientes/lista/imprimir?q=mitre&orden=nombre');
            expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'.*; sandbox$/);
            expect(textOf(answer.body)).toMatch(/Listado de clientes .*jue 12 nov 2026, 12:00 · 4 clientes · «mitre»/);
            expect(textOf(answer.body)).toMatch(/000001 Ana Núñez Kiosco Mitre 1 Lobos 11 4444-5555 Sin servicio \$ 9\.500,00/);
            expect(answer.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
            expect(answer.body).not.toContain('<script');
        });
    });
});
