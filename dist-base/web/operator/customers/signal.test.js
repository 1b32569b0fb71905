// Señal and Tráfico of a customer as people meet them, on both databases.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { answerSignal, failAsk, takeAsks } from '../../../core/acts/asks.js';
import { addCredential } from '../../../core/acts/cpe-accesses.js';
import { recordHeard } from '../../../core/acts/visits.js';
import { readingOf } from '../../../core/rules/signal.js';
import { cpesOfCustomer } from '../../../core/store/cpes.js';
import { insertRadiusClient } from '../../../core/store/radius-clients.js';
import { addTraffic, loginsOf } from '../../../core/store/sessions.js';
import { eachDatabase } from '../../../fixtures/database.js';
import { World } from '../../../fixtures/world.js';
import { openSite } from '../../testing/visitor.js';
const NOW = Date.parse('2026-11-25T15:02:00Z');
const MINUTE = 60_000;
const plain = (body) => body.replaceAll('\u00a0', ' ');
eachDatabase('what a customer’s line tells', (open) => {
    let site;
    let world;
    let olga;
    beforeEach(async () => {
        const { db } = await open();
        world = new World(db);
        world.now = NOW;
        site = await openSite(db, NOW);
        onTestFinished(() => site.app.close());
        await site.hire('olga', 'operador');
        olga = await site.loggedIn('olga');
        await olga.get('/hoy');
    });
    const db = () => site.deps.db;
    const handout = () => ({ ...world.handout, now: site.clock.now, seal: site.deps.seal });
    const customer = async (code, wish = {}, more = {}) => {
        const id = await world.customer(code, [wish]);
        if (Object.keys(more).length > 0)
            await db().updateTable('connections').set(more).where('customerId', '=', id).execute();
        const [line] = await cpesOfCustomer(db(), id);
        if (line === undefined)
            throw new Error('no connection');
        return line.connectionId;
    };
    const lineOf = async (code) => {
        const row = await db().selectFrom('customers').select('id').where('code', '=', code).executeTakeFirstOrThrow();
        const [line] = await cpesOfCustomer(db(), row.id);
        if (line === undefined)
            throw new Error('no connection');
        return line;
    };
    const heard = async (code, found, at = site.clock.now, source = 'ssh') => {
        const one = {
            line: await lineOf(code),
            at,
            visit: { ok: true, reading: readingOf(source, found), credential: null, hostKey: null },
        };
        await recordHeard(db(), [one], world.config.limits);
        return one;
    };
    const senal = async (code, more = '') => plain((await olga.get(`/clientes/${code}/senal${more}`)).body);
    describe('C18 Informe CPE', () => {
        beforeEach(async () => {
            await addCredential(db(), { username: 'ubnt', password: 'clave' }, { now: NOW, by: 'test', seal: site.deps.seal });
            await customer('000001', {}, { cpeVendor: 'ubiquiti', cpeHost: '10.9.0.1' });
        });
        it('asks once however often it is sent, waits, and shows four dials with the reading before as a mark', async () => {
            await heard('000001', { signalDbm: -61, noiseDbm: -95, ccqPct: 99, qualityPct: 97, capacityPct: 45 }, NOW - 5 * MINUTE);
            const { connectionId: id } = await lineOf('000001');
            const page = await senal('000001');
            expect(page).toContain('Se le pregunta al CPE, en 10.9.0.1.');
            expect(page).toContain('Informe CPE');
            for (const _ of [1, 2]) {
                const sent = await olga.post('/clientes/000001/senal', { conexion: String(id) });
                expect([sent.statusCode, sent.headers.location]).toEqual([303, `/clientes/000001/senal#c-${id}`]);
            }
            expect(site.nudges.count).toBe(2);
            const waiting = await senal('000001');
            expect(waiting).toContain('Preguntándole al CPE…');
            expect(waiting).toContain('http-equiv="refresh"');
            const rows = await takeAsks(db(), handout(), 10);
            expect(rows).toHaveLength(1);
            const one = await heard('000001', {
                signalDbm: -64,
                noiseDbm: -95,
                ccqPct: 93,
                qualityPct: 80,
                capacityPct: 45,
                device: 'NanoStation M5',
            });
            for (const row of rows)
                await answerSignal(db(), row, [one], NOW);
            const body = await senal('000001');
            expect(body).not.toContain('http-equiv="refresh"');
            for (const said of [
                'Señal: −64 dBm, buena; antes −61 dBm',
                'CCQ: 93 %, buena; antes 99 %',
                'Calidad airMAX: 80 %, buena; antes 97 %',
                'Capacidad airMAX: 45 %, mala; antes 45 %',
            ])
                expect(body).toContain(`aria-label="${said}"`);
            expect(body.match(/class="dial/g)?.length).toBeGreaterThanOrEqual(4);
            expect(body.match(/class="ghost"/g)).toHaveLength(4);
            expect(body.match(/class="needle"/g)).toHaveLength(4);
            expect(body).toContain('31 dB (buena)');
            expect(body).toContain('NanoStation M5');
        });
        it('says that a figure is missing, and never draws it as nothing', async () => {
            await heard('000001', { signalDbm: -80, ccqPct: 0, qualityPct: 0 });
            const body = await senal('000001');
            expect(body).toContain('Señal: −80 dBm, mala');
            for (const name of ['CCQ', 'Calidad airMAX', 'Capacidad airMAX'])
                expect(body).toContain(`${name}: el equipo no lo informa`);
            expect(body.match(/class="needle"/g)).toHaveLength(1);
            expect(body).not.toMatch(/\b0 %/);
        });
        it.each([
            ['device-unreachable', {}, 'Nadie contesta en esa dirección'],
            ['device-silent', {}, 'El CPE atendió y no dijo nada más'],
            ['device-login', {}, 'Ninguna de las claves de CPE abre'],
            ['device-refused', {}, 'mostró otra identidad'],
            ['device-garbled', {}, 'no es un estado de airOS'],
            ['secret-unreadable', {}, 'no se pueden abrir con la clave secreta'],
            ['input-invalid', { why: 'no-access' }, 'No hay con qué preguntar'],
            ['device-silent', { expired: true }, 'Nadie contestó a tiempo'],
        ])('says in plain words that it failed: %s %o', async (code, facts, sentence) => {
            const { connectionId: id } = await lineOf('000001');
            await olga.post('/clientes/000001/senal', { conexion: String(id) });
            const fault = { code, message: 'ssh said <script>no</script>', facts };
            for (const row of await takeAsks(db(), handout(), 10))
                await failAsk(db(), row, fault, NOW);
            const body = await senal('000001');
            expect(body).toContain(sentence);
            expect(body).toContain('ssh said &lt;script&gt;no&lt;/script&gt;');
            // What was heard since is of more interest.
            await heard('000001', { signalDbm: -60 }, NOW + 1);
            expect(await senal('000001')).not.toContain(sentence);
        });
        it('says that nobody takes the question, and gives up in time', async () => {
            const { connectionId: id } = await lineOf('000001');
            await olga.post('/clientes/000001/senal', { conexion: String(id) });
            site.clock.now += 10_000;
            expect(await senal('000001')).toContain('todavía nadie lo tomó');
            site.clock.now += 3 * MINUTE;
            const body = await senal('000001');
            expect(body).toContain('Nadie contestó a tiempo');
            expect(body).not.toContain('http-equiv="refresh"');
        });
        it('refuses the connection of somebody else', async () => {
            const other = await customer('000002');
            expect((await olga.post('/clientes/000001/senal', { conexion: String(other) })).statusCode).toBe(404);
            expect((await olga.post('/clientes/000001/senal', { conexion: 'x' })).statusCode).toBe(404);
            expect(await takeAsks(db(), handout(), 10)).toEqual([]);
        });
        it('draws the history as a line with the noise floor, by day, week, month and year', async () => {
            for (let n = 0; n < 12; n++)
                await heard('000001', { signalDbm: -60 - n, noiseDbm: -95 }, NOW - (12 - n) * 15 * MINUTE);
            const body = await senal('000001');
            expect(body).toMatch(/class="line-signal" d="M\d+(\.\d)? \d+(\.\d)?h0\.1L/);
            expect(body).toMatch(/class="line-noise" d="M/);
            expect(body).toContain('Gráfico de la señal en el período: en promedio −66 dBm, la mejor −60 dBm, la peor −71 dBm.');
            for (const ver of ['semana', 'mes', 'anio'])
                expect(await senal('000001', `?ver=${ver}`)).toMatch(/class="line-signal" d="M/);
            expect(await senal('000001', '?ver=dia&fin=2026-10-01')).toContain('No hay lecturas en este período.');
            for (const odd of ['?ver=x&fin=y', '?fin=0000-99-99', '?fin=1999-01-01', '?ver=anio&fin=2000-01-02'])
                expect((await olga.get(`/clientes/000001/senal${odd}`)).statusCode).toBe(200);
        });
    });
    it('C19 takes the address from the connection, or the last one that RADIUS saw', async () => {
        await customer('000001', { ip: '10.0.0.7' }, { cpeVendor: 'ubiquiti' });
        expect(await senal('000001')).toContain('en 10.0.0.7.');
        const { connectionId } = await lineOf('000001');
        await db().insertInto('logins').values({ name: 'ana', connectionId, firstAt: NOW }).execute();
        const { id } = await db().selectFrom('logins').select('id').executeTakeFirstOrThrow();
        const count = {
            startedAt: NOW - 1,
            heardAt: NOW,
            seconds: 1,
            upOctets: 0,
            downOctets: 0,
            upBase: 0,
            downBase: 0,
            stoppedAt: null,
            ended: null,
        };
        const none = {
            cause: null,
            ipv6Address: null,
            ipv6Prefix: null,
            delegatedPrefix: null,
            calling: null,
            called: null,
            nasPortId: null,
        };
        const session = { ...count, ...none, loginId: id, nas: 'nas', sessionId: '1', multiSessionId: '', address: '100.64.0.9' };
        await db().insertInto('sessions').values(session).execute();
        expect(await senal('000001')).toContain('en 100.64.0.9.');
        await customer('000002', { ip: null }, { cpeVendor: 'ubiquiti' });
        const none2 = await senal('000002');
        expect(none2).toContain('El CPE no tiene dirección.');
        expect(none2).not.toContain('<button class="main"');
    });
    it('C21 has a button Señal for who is no Ubiquiti, on his router or its panel, and shows what the table tells', async () => {
        const id = await customer('000001', { mac: 'AA:BB:CC:00:11:01' }, { cpeVendor: 'mikrotik' });
        expect(await senal('000001')).toContain('Se busca AA:BB:CC:00:11:01 en la tabla de registro inalámbrico de norte.');
        const panel = await world.addRouter('panel-3');
        await db().updateTable('connections').set({ panelRouterId: panel }).execute();
        const page = await senal('000001');
        expect(page).toContain('de panel-3, su NAS (panel).');
        expect(page).toMatch(/<button class="main">Señal<\/button>/);
        await olga.post('/clientes/000001/senal', { conexion: String(id) });
        expect(await senal('000001')).toContain('Buscándolo en la tabla del panel…');
        const rows = await takeAsks(db(), handout(), 10);
        const facts = { mac: 'aabbcc001101' };
        for (const row of rows)
            await failAsk(db(), row, { code: 'device-unreachable', message: 'not registered', facts }, NOW);
        expect(await senal('000001')).toContain('No está registrado en ninguna radio de ese router');
        await heard('000001', { heardDbm: -70, ccqPct: 88 }, NOW + 5, 'table-api');
        const body = await senal('000001');
        expect(body).toContain('Cómo lo oye el panel: −70 dBm, regular');
        expect(body).toContain('Señal: el equipo no lo informa');
        expect(body).not.toContain('airMAX');
        expect(body).toContain('Este equipo no informa el piso de ruido.');
        await customer('000002', { mac: null });
        expect(await senal('000002')).toContain('la conexión no tiene MAC');
    });
    it('C17 draws traffic with download up and upload down, says total and peak, and has a table on demand', async () => {
        const id = await customer('000001', { kind: 'pppoe', username: 'ana' });
        const [login] = await loginsOf(db(), [{ name: 'ana', mac: null }], NOW);
        expect(login?.connectionId).toBe(id);
        const at = NOW - (NOW % (5 * MINUTE)) - 60 * MINUTE;
        const share = (after, down, up) => ({
            at: at + after * 5 * MINUTE,
            loginId: login?.id ?? 0,
            upOctets: up,
            downOctets: down,
        });
        await addTraffic(db(), [share(0, 375_000_000, 37_500_000), share(1, 750_000_000, 7_500_000), share(4, 375_000, 0)]);
        const traffic = async (more = '') => plain((await olga.get(`/clientes/000001/trafico${more}`)).body);
        const body = await traffic();
        expect(body).toContain('Bajó 1,1 GB y subió 45 MB.');
        expect(body).toContain('El pico de bajada fue de 20 Mbit/s (mié 25 nov 11:05) y el de subida de 1 Mbit/s (mié 25 nov 11:00).');
        expect(body).toMatch(/class="area-down" d="M0 [\d.]+V[\d.]+H9\d\d/);
        expect(body).toMatch(/class="area-up" d="M0 /);
        expect(body).toMatch(/role="img" aria-label="Gráfico de tráfico: la bajada hacia arriba/);
        expect(body).not.toContain('<tbody>');
        expect((await traffic('?tabla=si')).match(/<tr><th scope="row">/g)).toHaveLength(3);
        for (const ver of ['semana', 'mes', 'anio'])
            expect(await traffic(`?ver=${ver}`)).toContain('Bajó 1,1 GB y subió 45 MB.');
        expect(await traffic('?ver=dia&fin=2026-11-20')).toContain('No hubo tráfico en este período.');
        for (const odd of ['?ver=x&conexion=y&tabla=z', `?conexion=${id + 999}`])
            expect((await olga.get(`/clientes/000001/trafico${odd}`)).statusCode).toBe(200);
    });
    it('C17 says why there is no traffic: no RADIUS, no user, nothing heard yet', async () => {
        await customer('000001', { kind: 'pppoe', username: 'ana' });
        await customer('000002');
        const traffic = async (code) => (await olga.get(`/clientes/${code}/trafico`)).body;
        expect(await traffic('000001')).toContain('Sin RADIUS no hay gráfico de tráfico');
        await insertRadiusClient(db(), { name: 'nas', prefix: '10.0.0.0/8', secretSealed: 'x' });
        expect(await traffic('000001')).toContain('Todavía no llegó tráfico de este cliente');
        expect(await traffic('000002')).toContain('Este cliente no usa RADIUS');
    });
    it('is for those who may, and a collector sees his own customers alone', async () => {
        await customer('000001');
        await db().updateTable('customers').set({ collector: 'Caro' }).execute();
        await customer('000002');
        await site.hire('caro', 'cobrador', { collector: 'Caro' });
        const caro = await site.loggedIn('caro');
        expect((await caro.get('/clientes/000001/trafico')).statusCode).toBe(200);
        expect((await caro.get('/clientes/000002/trafico')).statusCode).toBe(404);
        expect((await caro.get('/clientes/000001/senal')).statusCode).toBe(403);
        expect((await caro.get('/clientes/000001')).body).not.toContain('/senal');
        expect((await olga.get('/clientes/999999/senal')).statusCode).toBe(404);
    });
});
