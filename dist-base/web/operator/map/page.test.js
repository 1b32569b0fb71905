// Mapa (C6) and where a customer is (C34): real pages on both databases, a geocoder on loopback that speaks as the real ones do.
import { gunzipSync } from 'node:zlib';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { deleteCustomer } from '../../../core/acts/customers.js';
import { addPromise } from '../../../core/acts/promises.js';
import { saveSetting } from '../../../core/acts/settings.js';
import { Config } from '../../../core/config.js';
import { day } from '../../../core/rules/day.js';
import { requireCustomer } from '../../../core/store/customers.js';
import { eachDatabase } from '../../../fixtures/database.js';
import { startGeocoder } from '../../../fixtures/peers/geocoder.js';
import { World } from '../../../fixtures/world.js';
import { makeGeocode } from '../../geocode/index.js';
import { openSite } from '../../testing/visitor.js';
import { STATES } from './points.js';
const HOSTILE = `</script><script>alert(1)</script>"'&`;
eachDatabase('the map', (open) => {
    let db;
    let site;
    let root;
    let town;
    let peer;
    beforeEach(async () => {
        ;
        ({ db } = await open());
        town = new World(db).at('2026-11-11T09:00');
        await town.addRouter('norte');
        await town.customers(101, 5);
        await db.updateTable('customers').set({ lat: -31.4, lng: -64.2 }).where('code', '<=', '000104').execute();
        peer = await startGeocoder([{ word: 'San Martín 120', lat: -31.4201, lng: -64.1888, label: `San Martín 120 ${HOSTILE}` }]);
        onTestFinished(() => peer.close());
        const config = Config.parse({ map: { geocoder: 'nominatim', geocoderUrl: peer.url.nominatim } });
        site = await openSite(db, town.now, { config, geocode: makeGeocode(config.map) });
        onTestFinished(() => site.app.close());
        await site.hire('root', 'administrador');
        root = await site.seated('root');
        await root.get('/hoy');
    });
    const points = async (visitor) => {
        const { rawPayload, headers } = await visitor.get('/mapa/puntos', { 'accept-encoding': 'gzip' });
        expect([headers['content-type'], headers['content-encoding']]).toEqual(['application/octet-stream', 'gzip']);
        const bytes = gunzipSync(rawPayload);
        return Array.from({ length: bytes.length / 16 }, (_, index) => [
            bytes.readInt32LE(index * 16 + 4) / 1e6,
            bytes.readInt32LE(index * 16 + 8) / 1e6,
            STATES[bytes.readInt32LE(index * 16 + 12)],
        ]);
    };
    const observe = async (code, observed) => {
        const { id } = await requireCustomer(db, code);
        const of = db.selectFrom('connections').select('id').where('customerId', '=', id);
        await db.updateTable('places').set({ observed }).where('connectionId', 'in', of).execute();
    };
    const written = (body) => JSON.parse((/data-map="([^"]+)"/.exec(body)?.[1] ?? '{}')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'));
    it('C6: every located customer by how he stands, nobody deleted', async () => {
        await observe('000101', 'active');
        await observe('000102', 'cut');
        await addPromise(db, { code: '000104', promisedOn: day('2026-11-16') }, town.told);
        await observe('000104', 'active');
        const { id } = await requireCustomer(db, '000103');
        await db.updateTable('connections').set({ inService: 0 }).where('customerId', '=', id).execute();
        expect(await points(root)).toEqual(['served', 'cut', 'no-service', 'promise'].map((state) => [-31.4, -64.2, state]));
        await deleteCustomer(db, { code: '000102' }, town.told);
        expect((await points(root)).map(([, , state]) => state)).toEqual(['served', 'no-service', 'promise']);
    });
    it('C6: office, and nodes with what they cover; as a table without scripts', async () => {
        await db
            .insertInto('sites')
            .values({ name: `Cerro ${HOSTILE}`, lat: -31.1, lng: -64.3, radiusKm: 3.5 })
            .execute();
        await db.insertInto('sites').values({ name: 'Sin lugar', lat: null, lng: null, radiusKm: null }).execute();
        await saveSetting(db, { key: 'isp.office', value: '-31.42, -64.18' }, town.told);
        const { body } = await root.get('/mapa');
        expect(written(body)).toMatchObject({
            office: { lat: -31.42, lng: -64.18 },
            sites: [{ name: `Cerro ${HOSTILE}`, lat: -31.1, lng: -64.3, radiusKm: 3.5 }],
            tiles: null,
        });
        expect(body).not.toContain('<script>alert');
        expect(body).toContain('3,5 km');
        expect(body).toContain('sin ubicación');
        expect(body).toContain('No hay un mapa de fondo configurado');
    });
    it('C6: tells who it is when asked, a collector only of his own', async () => {
        await db.updateTable('customers').set({ collector: 'Beto' }).where('code', '=', '000102').execute();
        await site.hire('beto', 'cobrador', { collector: 'Beto' });
        const beto = await site.seated('beto');
        expect(await points(beto)).toHaveLength(1);
        const [mine, other] = [await requireCustomer(db, '000102'), await requireCustomer(db, '000101')];
        expect((await beto.get(`/mapa/clientes/${mine.id}`)).json()).toMatchObject({ code: '000102', state: 'unknown' });
        for (const id of [other.id, 999, 'x'])
            expect((await beto.get(`/mapa/clientes/${id}`)).statusCode).toBe(404);
        expect((await beto.get('/clientes/000101/mapa')).statusCode).toBe(404);
        expect((await beto.get('/clientes/000102/mapa')).body).not.toContain('Guardar ubicación');
    });
    it('C6: more than a slice comes whole and in order', async () => {
        const { id: _, ...like } = await requireCustomer(db, '000101');
        const rows = Array.from({ length: 2400 }, (_each, index) => ({ ...like, code: `M${index}`, lat: -31 - index / 1e4 }));
        for (let start = 0; start < rows.length; start += 400)
            await db
                .insertInto('customers')
                .values(rows.slice(start, start + 400))
                .execute();
        const found = await points(root);
        expect(found).toHaveLength(2404);
        expect(found.slice(4).map(([lat]) => Number(lat).toFixed(6))).toEqual(rows.map(({ lat }) => lat.toFixed(6)));
        const { rawPayload, headers } = await root.get('/mapa/puntos', { 'accept-encoding': 'br' });
        expect([rawPayload.length, headers['content-encoding']]).toEqual([2404 * 16, undefined]);
    });
    it('shows pictures of the configured host and of no other', async () => {
        const tiles = 'https://{s}.tile.example.net/{z}/{x}/{y}.png';
        const config = Config.parse({ map: { tiles, attribution: `© ${HOSTILE}` } });
        const other = await openSite(db, town.now, { config });
        onTestFinished(() => other.app.close());
        const { headers, body } = await (await other.seated('root')).get('/mapa');
        expect(headers['content-security-policy']).toContain("img-src 'self' data: https://a.tile.example.net https://b.tile.example.net https://c.tile.example.net;");
        expect(written(body)).toMatchObject({ tiles, attribution: `© ${HOSTILE}` });
        expect((await root.get('/mapa')).headers['content-security-policy']).toContain("img-src 'self' data:;");
        for (const wrong of [
            ...[
                'https://x.example/{z}/{x}.png',
                'javascript:{z}{x}{y}',
                'https://a b/{z}/{x}/{y}',
                'https://x;script-src */{z}/{x}/{y}',
            ],
            ...[`https://x.example/{z}/{x}/{y}"onload=`, '//x.example/{z}/{x}/{y}', 'https://user:pw@x.example/{z}/{x}/{y}'],
        ])
            expect(() => Config.parse({ map: { tiles: wrong } }), wrong).toThrow('expected an address such as');
    });
    it('C34: looks the address up with postal code, state and country, fills the form, and keeps it only when told', async () => {
        await saveSetting(db, { key: 'isp.province', value: 'Córdoba' }, town.told);
        const place = { address: 'San Martín 120', postalCode: 'X5000', city: 'Córdoba', lat: null, lng: null };
        await db.updateTable('customers').set(place).where('code', '=', '000101').execute();
        const url = '/clientes/000101/mapa';
        expect((await root.get(url)).body).toContain('value="San Martín 120, X5000 Córdoba, Córdoba, Argentina"');
        const found = await root.post(`${url}/buscar`, { address: '' });
        expect([found.statusCode, peer.asked[0]?.parameters.q]).toEqual([200, 'San Martín 120, X5000 Córdoba, Córdoba, Argentina']);
        expect(found.body).toContain('value="-31.420100"');
        expect(found.body).toContain('href="/clientes/000101/mapa?lat=-31.420100&amp;lng=-64.188800"');
        expect(found.body).not.toContain('<script>alert');
        expect((await requireCustomer(db, '000101')).lat).toBe(null);
        expect((await root.get(`${url}?lat=-31.420100&lng=-64.188800`)).body).toContain('value="-31.420100"');
        for (let n = 0; n < 2; n++)
            expect((await root.post(url, { lat: '-31,4201', lng: ' -64.1888 ' })).headers.location).toBe(url);
        expect((await root.get(url)).body).toContain('Ubicación guardada.');
        expect(await requireCustomer(db, '000101')).toMatchObject({ lat: -31.4201, lng: -64.1888 });
        const edits = await db.selectFrom('log').select(['by', 'facts']).where('what', '=', 'edited').execute();
        expect(edits).toHaveLength(1);
        expect(edits[0]?.facts).toContain('"lat":{"from":null,"to":-31.4201}');
        await root.post(url, { lat: '', lng: '' });
        expect(await requireCustomer(db, '000101')).toMatchObject({ lat: null, lng: null });
    });
    it('C34: says what went wrong outside, and what to do', async () => {
        for (const [fault, sentence] of [
            ['refuse', 'rechazó la consulta'],
            ['error', 'no responde'],
            ['redirect', 'rechazó la consulta'],
            ['wrong-shape', 'no se entiende'],
        ]) {
            peer.fault = fault;
            const { statusCode, body } = await root.post('/clientes/000101/mapa/buscar', { address: 'x' });
            expect([statusCode, body.includes(sentence)], fault).toEqual([200, true]);
        }
        peer.fault = null;
        expect((await root.post('/clientes/000101/mapa/buscar', { address: 'nowhere' })).body).toContain('No se encontró ese domicilio.');
        expect(peer.asked.map(({ path }) => path).every((path) => path === '/search')).toBe(true);
        expect(site.errors).toEqual([]);
    });
    it.each([
        ['91', '0', 'lat'],
        ['x', '0', 'lat'],
        ['0', '181', 'lng'],
        ['0', '', 'lng'],
        ['', '0', 'lat'],
        ['1'.repeat(500), HOSTILE, 'lng'],
    ])('C34: %s, %s is refused at its field, kept in it, and not stored', async (lat, lng, field) => {
        const { statusCode, body } = await root.post('/clientes/000101/mapa', { lat, lng });
        expect(statusCode).toBe(422);
        expect(body).toContain(`href="#f-${field}"`);
        expect(body).not.toContain('<script>alert');
        expect(await requireCustomer(db, '000101')).toMatchObject({ lat: -31.4, lng: -64.2 });
    });
});
