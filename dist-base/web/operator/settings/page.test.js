// Configuración as those meet it who may change it: every setting stands somewhere, is checked at its field, and what a change
// restores is restored at once. Real pages, both databases.
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { saveSetting } from '../../../core/acts/settings.js';
import { SETTINGS } from '../../../core/settings.js';
import { storedSettings } from '../../../core/store/settings.js';
import { eachDatabase } from '../../../fixtures/database.js';
import { World } from '../../../fixtures/world.js';
import { openSite } from '../../testing/visitor.js';
import { GROUPS } from './groups.js';
const HOSTILE = `"><script>alert(1)</script>`;
eachDatabase('configuración', (open) => {
    let db;
    let site;
    let root;
    let town;
    beforeEach(async () => {
        ;
        ({ db } = await open());
        town = new World(db).at('2026-11-11T07:00');
        await town.addRouter('norte');
        site = await openSite(db, town.now);
        onTestFinished(() => site.app.close());
        await site.hire('root', 'administrador');
        root = await site.seated('root');
    });
    /** The fields of the form as a browser would send them back untouched. */
    const fieldsOf = (body) => {
        const fields = {};
        const add = (name, value) => {
            const known = fields[name];
            fields[name] = known === undefined ? value : [...[known].flat(), value];
        };
        const plain = (text) => text
            .replaceAll('&quot;', '"')
            .replaceAll('&#39;', "'")
            .replaceAll('&lt;', '<')
            .replaceAll('&gt;', '>')
            .replaceAll('&amp;', '&');
        const [, form = ''] = /<main[^>]*>([\s\S]*)<\/main>/.exec(body) ?? [];
        for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
            const name = /\sname="([^"]*)"/.exec(tag)?.[1] ?? '';
            const value = plain(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? '');
            if (/type="(checkbox|radio)"/.test(tag) && !/\schecked/.test(tag))
                continue;
            if (name !== '_csrf')
                add(name, value);
        }
        for (const [, name = '', options = ''] of form.matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
            add(name, plain(/value="([^"]*)" selected/.exec(options)?.[1] ?? ''));
        return fields;
    };
    const whole = async (url) => fieldsOf((await root.get(url)).body);
    const logged = async () => (await db.selectFrom('log').select('facts').where('what', '=', 'setting').execute()).map(({ facts }) => JSON.parse(facts));
    it('has each setting on one page, in words of both languages', async () => {
        const keys = [...GROUPS.flatMap((group) => group.keys), 'holidays'];
        expect(keys.toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
        for (const language of ['es-AR', 'en']) {
            await root.get('/configuracion');
            await root.post('/preferencias', { language });
            const start = (await root.get('/configuracion')).body;
            for (const { name, keys: shown } of GROUPS) {
                expect(start).toContain(`href="/configuracion/${name}"`);
                const { statusCode, body } = await root.get(`/configuracion/${name}`);
                expect(statusCode).toBe(200);
                for (const key of shown) {
                    expect(body).toContain(`name="was.${key}"`);
                    // Those that have words of their own do not show their key.
                    if (name !== 'otros')
                        expect(body).not.toContain(`>${key}<`);
                }
            }
        }
    });
    it('saved untouched changes nothing, whatever is stored', async () => {
        await town.settings({
            cutPolicy: 'monthly:11,25',
            noCutWeekdays: 'fri,sat',
            unblockThreshold: '12345.60',
            'isp.name': `Valle ${HOSTILE}`,
        });
        for (const { name } of GROUPS) {
            const url = `/configuracion/${name}`;
            expect((await root.post(url, await whole(url))).headers.location).toBe(url);
            expect((await root.get(url)).body).toContain('No había nada que cambiar.');
        }
        expect(await logged()).toEqual([]);
    });
    it('keeps what was changed and nothing else, as it is written here', async () => {
        const url = '/configuracion/cortes';
        const fields = await whole(url);
        const changed = {
            unblockThreshold: '12.345,60',
            'cutPolicy.kind': 'monthly',
            'cutPolicy.monthly': '25; 11',
            noCutWeekdays: ['sat', 'sun'],
        };
        expect((await root.post(url, { ...fields, ...changed, controlHour: '07:30' })).statusCode).toBe(303);
        const body = (await root.get(url)).body;
        expect(body).toContain('Configuración guardada.');
        expect(body).toContain('value="12345,60"');
        expect(Object.fromEntries(await storedSettings(db))).toMatchObject({
            unblockThreshold: '12345.60',
            cutPolicy: 'monthly:11,25',
            noCutWeekdays: 'sat,sun',
            controlHour: '07:30',
        });
        expect((await logged()).map(({ key }) => key)).toEqual(['unblockThreshold', 'cutPolicy', 'noCutWeekdays', 'controlHour']);
        const promise = '/configuracion/compromisos';
        const { 'promise.enabled': _, ...off } = await whole(promise);
        await root.post(promise, off);
        expect((await storedSettings(db)).get('promise.enabled')).toBe('false');
    });
    it('refuses all of a form of which something cannot be, each at its field, and keeps what was typed', async () => {
        const url = '/configuracion/cortes';
        const fields = await whole(url);
        const wrong = {
            unblockThreshold: '-5',
            'cutPolicy.days': 'x',
            noCutWeekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
            controlHour: '25:00',
            maxCuts: HOSTILE,
            timeZone: 'Mars/Olympus',
            currency: 'pesos',
        };
        const { statusCode, body } = await root.post(url, { ...fields, ...wrong });
        expect(statusCode).toBe(422);
        for (const key of GROUPS.find(({ name }) => name === 'cortes')?.keys ?? [])
            expect(body).toContain(`href="#f-${key}"`);
        expect(body).toContain('No pueden estar los siete');
        expect(body).toContain('value="-5"');
        expect(body).toContain('value="pesos"');
        expect(body).not.toContain('<script>alert');
        expect((await storedSettings(db)).size).toBe(0);
        for (const huge of [
            { ...fields, maxCuts: '9'.repeat(4000) },
            { ...fields, 'isp.name': 'x', maxCuts: ['1', '2'] },
        ])
            expect([422, 303]).toContain((await root.post(url, huge)).statusCode);
        expect((await root.post('/configuracion/proveedor', { 'was.isp.office': '', 'isp.office': '95,0' })).body).toContain('Escribí latitud');
        expect((await root.post('/configuracion/proveedor', { 'was.pay.online': '', 'pay.online': 'javascript:alert(1)' })).statusCode).toBe(422);
        expect(site.errors).toEqual([]);
    });
    it('of two who change the same setting tells the second; another setting of the page is kept for both', async () => {
        const url = '/configuracion/cortes';
        const seen = await whole(url);
        await saveSetting(db, { key: 'controlHour', value: '05:00' }, town.told);
        expect((await root.post(url, { ...seen, maxCuts: '80' })).statusCode).toBe(303);
        expect(Object.fromEntries(await storedSettings(db))).toMatchObject({ controlHour: '05:00', maxCuts: '80' });
        const second = await root.post(url, { ...seen, controlHour: '04:00', maxCuts: '80' });
        expect([second.statusCode, second.body.includes('Otra persona lo cambió')]).toEqual([409, true]);
        expect((await storedSettings(db)).get('controlHour')).toBe('05:00');
    });
    it('restores at once whom a change restores, says so and wakes the daemon', async () => {
        await town.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' });
        for (const code of ['A1', 'A2']) {
            const id = await town.customer(code);
            await town.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-08' });
        }
        await town.run();
        await town.carry();
        const url = '/configuracion/cortes';
        const fields = await whole(url);
        const saved = { ...fields, unblockThreshold: '10.000,00' };
        for (let n = 0; n < 2; n++)
            expect((await root.post(url, saved)).statusCode).toBe(303);
        expect(site.nudges.count).toBe(1);
        const orders = await db.selectFrom('orders').select(['desired', 'state', 'cause', 'by']).where('state', '=', 'open').execute();
        expect(orders).toEqual([1, 2].map(() => ({ desired: 'active', state: 'open', cause: 'setting:unblockThreshold', by: 'operator:1' })));
    });
    it('holidays: a year of boxes, each day by its name; other years stay', async () => {
        await town.settings({ holidays: '2025-12-25,2026-05-01' });
        const page = (await root.get('/configuracion/feriados')).body;
        expect(page).toContain('aria-label="vie 1 may" checked');
        expect(page.match(/name="dia"/g)).toHaveLength(365);
        expect((await root.get('/configuracion/feriados?anio=2028')).body.match(/name="dia"/g)).toHaveLength(366);
        for (const odd of ['x', '1', '99999', '2026&anio=2027'])
            expect((await root.get(`/configuracion/feriados?anio=${odd}`)).body).toContain('value="2026"');
        const seen = await whole('/configuracion/feriados?anio=2026');
        const sent = { ...seen, dia: ['2026-12-25', '2026-12-08', '2027-01-01', 'x', '2026-02-30'] };
        expect((await root.post('/configuracion/feriados', sent)).headers.location).toBe('/configuracion/feriados?anio=2026');
        expect((await storedSettings(db)).get('holidays')).toBe('2025-12-25,2026-12-08,2026-12-25');
        const second = await root.post('/configuracion/feriados', { ...sent, dia: '2026-07-09' });
        expect([second.statusCode, second.body.includes('Otra persona lo cambió')]).toEqual([409, true]);
        expect((await root.post('/configuracion/feriados', { ...sent, anio: 'x' })).statusCode).toBe(422);
        expect((await storedSettings(db)).get('holidays')).toBe('2025-12-25,2026-12-08,2026-12-25');
    });
    it('is closed to who may not change it', async () => {
        await site.hire('ana', 'supervisor');
        const ana = await site.seated('ana');
        await ana.get('/hoy');
        for (const url of ['/configuracion', '/configuracion/cortes', '/configuracion/feriados'])
            expect((await ana.get(url)).statusCode).toBe(403);
        expect((await ana.post('/configuracion/cortes', { 'was.maxCuts': 'auto', maxCuts: '9' })).statusCode).toBe(403);
        expect((await storedSettings(db)).size).toBe(0);
    });
});
