// The real FreeRADIUS with the files that we write, its real client as the NAS, and the real daemon's port and listener: what a
// customer's router is told while he is served, cut, refused and paid up, and what happens while ISPCube is silent.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { pay } from '../../core/acts/payments.js';
import { makeRadiusToken } from '../../core/acts/radius-token.js';
import { addRadiusClient } from '../../core/acts/radius-clients.js';
import { Config } from '../../core/config.js';
import { addDays } from '../../core/rules/day.js';
import { startDaemon } from '../../daemon/index.js';
import { eachDatabase } from '../../fixtures/database.js';
import { missingModule, radclient, startFreeRadiusSite } from '../../fixtures/peers/freeradius-site.js';
import { freeUdpPort } from '../../fixtures/peers/free-port.js';
import { BUENOS_AIRES, money, World } from '../../fixtures/world.js';
import { openDatabase } from '../database.js';
import { freeRadiusFiles } from './files.js';
import { roleText } from './plan.js';
const SECRET = 'a secret of a NAS';
const QUIET = { debug() { }, info() { }, warn() { }, error() { } };
const missing = missingModule();
const isSkipped = missing !== null && process.env.CI !== 'true' && process.env.ISPCUBE_NO_SKIP !== '1';
const SIGNED = 'Message-Authenticator = 0x00';
const MAC = 'DC:9F:DB:00:00:01';
describe.skipIf(isSkipped)('FreeRADIUS (apt-get install freeradius freeradius-utils freeradius-rest freeradius-postgresql)', () => {
    eachDatabase('log-ins', (open) => {
        let database;
        let world;
        let daemon = null;
        let site = null;
        let plan;
        let listenPort;
        beforeEach(async () => {
            database = await open({ file: true });
            world = new World(database.db);
            world.now = Date.now();
            await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00', controlHour: '00:00' });
            const told = { ...world.told, seal: world.seal };
            const token = await makeRadiusToken(database.db, { anew: false }, told);
            listenPort = await freeUdpPort();
            await addRadiusClient(database.db, { name: 'freeradius', prefix: '127.0.0.1', secret: 'relay "secret" $x 100%' }, told);
            plan = {
                ...{ question: '', token, relay: { address: '127.0.0.1', port: listenPort, secret: 'relay "secret" $x 100%' } },
                ...{ clients: [{ name: 'norte', prefix: '127.0.0.0/8', secret: SECRET }], sql: null },
                ...{ authPort: await freeUdpPort(), acctPort: await freeUdpPort() },
            };
            await startIspcube('127.0.0.1:0');
            plan.question = `${daemon?.http?.url}/radius/authorize`;
            site = await startFreeRadiusSite(freeRadiusFiles(plan));
        });
        afterEach(async () => {
            await site?.close();
            await daemon?.close();
            [site, daemon] = [null, null];
        });
        const stopIspcube = async () => {
            await daemon?.close();
            daemon = null;
        };
        async function startIspcube(listen) {
            daemon = await startDaemon({
                config: Config.parse({ http: { listen }, radius: { listen: [`127.0.0.1:${listenPort}`] } }),
                db: database.db,
                takeLock: (name) => database.locks.take(name),
                dispatchBy: 'database',
                watch: (changed) => database.watch(changed, 20),
                log: QUIET,
                now: () => Date.now(),
                machineNow: () => Date.now(),
                seal: world.seal,
                draw: () => 0,
            });
        }
        async function customer(code, wish = {}, password = 'clave') {
            const id = await world.customer(code, [{ kind: 'pppoe', username: `u${code}`, ...wish }]);
            const [connection] = await world.db.selectFrom('connections').select('id').where('customerId', '=', id).execute();
            const row = connection?.id ?? 0;
            const place = { table: 'connections', column: 'password', row: String(row) };
            const passwordSealed = password === null ? null : world.seal.seal(password, place);
            await world.db.updateTable('connections').set({ passwordSealed }).where('id', '=', row).execute();
            return id;
        }
        const ask = (name, ...attributes) => radclient({ port: plan.authPort, secret: SECRET, kind: 'auth' }, [
            `User-Name = "${name}"`,
            'Framed-Protocol = PPP',
            SIGNED,
            ...attributes,
        ]);
        const pap = (name, password = 'clave') => ask(name, `User-Password = "${password}"`);
        async function addPlan(customerId) {
            const row = { name: 'Hogar 50', priceCents: 0, downKbps: 50_000, upKbps: 2500, inPortal: 1 };
            const { id } = await world.db.insertInto('plans').values(row).returning('id').executeTakeFirstOrThrow();
            await world.db.updateTable('connections').set({ planId: id }).where('customerId', '=', customerId).execute();
        }
        /** Due three days ago, so that any control cuts. */
        const owing = (id) => world.document(id, 'FX', '5000.00', { dueOn: addDays(BUENOS_AIRES.dayOf(world.now), -3), issuedOn: '2026-01-01' });
        /** The log-in by each way in which a password comes. */
        async function ways(name, password = 'clave') {
            return {
                pap: (await pap(name, password)).code,
                chap: (await ask(name, `CHAP-Password = "${password}"`)).code,
                mschap: (await ask(name, `MS-CHAP-Password = "${password}"`)).code,
            };
        }
        const all = (code) => ({ pap: code, chap: code, mschap: code });
        const SERVED = {
            'Mikrotik-Rate-Limit': '2500k/50000k',
            'WISPr-Bandwidth-Max-Up': '2500000',
            'WISPr-Bandwidth-Max-Down': '50000000',
            'Framed-IP-Address': '10.20.0.7',
            'Delegated-IPv6-Prefix': '2001:db8:7::/56',
            'Acct-Interim-Interval': '300',
            'Message-Authenticator': expect.any(String),
        };
        it('accept, cut, reject, pay, accept at once: PAP, CHAP and MS-CHAP', async () => {
            const ana = await customer('000001', { ip: '10.20.0.7', ipv6Prefix: '2001:db8:7::/56' });
            await addPlan(ana);
            await owing(ana);
            expect(await ways('u000001')).toEqual(all('Access-Accept'));
            expect((await pap('u000001')).reply).toEqual(SERVED);
            await world.run();
            expect(await ways('u000001')).toEqual(all('Access-Reject'));
            expect((await pap('u000001')).reply).toEqual({ 'Message-Authenticator': expect.any(String) });
            await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
            expect(await ways('u000001')).toEqual(all('Access-Accept'));
            expect((await pap('u000001')).reply).toEqual(SERVED);
        });
        it('the cut profile, and his own again once he has paid', async () => {
            await world.settings({ 'radius.cut': 'profile', 'radius.cutPool': 'cortados', 'radius.list': 'al-dia' });
            const ana = await customer('000001', { ip: '10.20.0.7', ipv6Prefix: '2001:db8:7::/56' });
            await addPlan(ana);
            await owing(ana);
            expect((await pap('u000001')).reply).toEqual({ ...SERVED, 'Mikrotik-Address-List': 'al-dia' });
            await world.run();
            expect(await ways('u000001')).toEqual(all('Access-Accept'));
            expect((await pap('u000001')).reply).toEqual({
                'Mikrotik-Rate-Limit': '256k/256k',
                'Framed-Pool': 'cortados',
                'Mikrotik-Address-List': 'ispcube-cut',
                'Acct-Interim-Interval': '300',
                'Message-Authenticator': expect.any(String),
            });
            await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
            expect((await pap('u000001')).reply).toEqual({ ...SERVED, 'Mikrotik-Address-List': 'al-dia' });
        });
        it('refused alike: a wrong password, a name that nobody has, that two have, that is out of service', async () => {
            await customer('000001');
            await customer('000002', { username: 'juan' });
            await customer('000003', { username: 'juan' });
            await customer('000004', { inService: false });
            await customer('000005', {}, null);
            expect(await ways('u000001', 'otra')).toEqual(all('Access-Reject'));
            const refused = await Promise.all([
                pap('u000001', 'otra'),
                ...['nadie', 'juan', 'u000004', 'u000005'].map((name) => pap(name)),
            ]);
            for (const { code, reply } of refused)
                expect([code, Object.keys(reply)]).toEqual(['Access-Reject', ['Message-Authenticator']]);
        });
        it('names and passwords that mean something to somebody on the way', async () => {
            const odd = ['100%{User-Name}', 'back\\\\slash', 'ñandú@isp', 'a{b}c$d', "o'neill", 'juan","User-Name":"u000009'];
            await customer('000009');
            for (const [index, name] of odd.entries()) {
                const clave = `${name.slice(0, 6)} %{Framed-Protocol} \\\\ ñ`;
                await customer(`00001${index}`, { username: name.replaceAll('\\\\', '\\') }, clave.replaceAll('\\\\', '\\'));
                const typed = name.replaceAll('"', '\\"');
                expect([name, (await pap(typed, clave.replaceAll('"', '\\"'))).code]).toEqual([name, 'Access-Accept']);
                expect([name, (await pap(typed, 'otra')).code]).toEqual([name, 'Access-Reject']);
            }
        });
        it('a lease by MAC, which opens nothing by PPPoE', async () => {
            await customer('000001', { kind: 'dhcp', username: null, mac: MAC }, null);
            const lease = (calling, ...more) => radclient({ port: plan.authPort, secret: SECRET, kind: 'auth' }, [
                `User-Name = "${MAC}"`,
                'User-Password = ""',
                `Calling-Station-Id = "${calling}"`,
                SIGNED,
                ...more,
            ]);
            expect((await lease('1:dc:9f:db:0:0:1')).code).toBe('Access-Accept');
            expect((await lease(MAC, 'Framed-Protocol = PPP')).code).toBe('Access-Reject');
            expect((await lease('1:dc:9f:db:0:0:2')).code).toBe('Access-Reject');
        });
        it('a NAS that does not sign its question is not answered', async () => {
            await customer('000001');
            const at = { port: plan.authPort, secret: SECRET, kind: 'auth', waitS: 1 };
            const bare = ['User-Name = "u000001"', 'User-Password = "clave"'];
            expect((await radclient(at, bare)).code).toBeNull();
            expect((await radclient(at, [...bare, SIGNED])).code).toBe('Access-Accept');
        });
        it('while ISPCube is silent the last answer stands, and nobody is refused', async () => {
            const ana = await customer('000001', { ip: '10.20.0.7' });
            await customer('000002');
            await customer('000003', { kind: 'dhcp', username: null, mac: MAC }, null);
            const byMac = ['User-Password = ""', `Calling-Station-Id = "${MAC}"`];
            const lease = (...more) => radclient({ port: plan.authPort, secret: SECRET, kind: 'auth', waitS: 4 }, [
                `User-Name = "${MAC}"`,
                ...byMac,
                SIGNED,
                ...more,
            ]);
            expect([(await pap('u000001')).code, (await lease()).code]).toEqual(['Access-Accept', 'Access-Accept']);
            const { host } = new URL(plan.question);
            await stopIspcube();
            expect(await ways('u000001')).toEqual(all('Access-Accept'));
            expect((await pap('u000001')).reply).toMatchObject({ 'Framed-IP-Address': '10.20.0.7' });
            expect((await pap('u000001', 'otra')).code).toBe('Access-Reject');
            expect((await lease()).code).toBe('Access-Accept');
            expect((await lease('Framed-Protocol = PPP')).code).toBeNull();
            const at = { port: plan.authPort, secret: SECRET, kind: 'auth', waitS: 4 };
            const unknown = ['User-Name = "u000002"', 'User-Password = "clave"', SIGNED, 'Framed-Protocol = PPP'];
            expect((await radclient(at, unknown)).code).toBeNull(); // never asked before: silence, no refusal
            await owing(ana);
            await world.run();
            await startIspcube(host);
            const again = async () => expect((await pap('u000001')).code).toBe('Access-Reject');
            await vi.waitFor(again, { timeout: 10_000, interval: 200 }); // it is asked again after a second
            await stopIspcube();
            expect((await radclient(at, ['User-Name = "u000001"', ...unknown.slice(1)])).code).toBeNull(); // what was remembered is void
        });
        it('a token that is not ours is silence, not a refusal', async () => {
            await customer('000001');
            await makeRadiusToken(world.db, { anew: true }, { ...world.told, seal: world.seal });
            const at = { port: plan.authPort, secret: SECRET, kind: 'auth', waitS: 2 };
            expect((await radclient(at, ['User-Name = "u000001"', 'User-Password = "clave"', SIGNED])).code).toBeNull();
        });
        it('with the views it knows of cuts and payments while ISPCube is silent (PostgreSQL)', async () => {
            if (database.dialect === 'sqlite')
                return expect([...freeRadiusFiles(plan).keys()].join()).not.toContain('sql');
            const sqlAccess = await makeRole();
            await site?.close();
            site = await startFreeRadiusSite(freeRadiusFiles({ ...plan, sql: sqlAccess }));
            const ana = await customer('000001', { ip: '10.20.0.7', ipv6Prefix: '2001:db8:7::/56' });
            await addPlan(ana);
            expect((await pap('u000001')).reply).toEqual(SERVED);
            await stopIspcube();
            expect((await pap('u000001')).reply).toEqual(SERVED);
            await owing(ana);
            await world.run();
            expect(await ways('u000001')).toEqual(all('Access-Reject'));
            await world.settings({ 'radius.cut': 'profile', 'radius.cutPool': 'cortados' });
            expect(await ways('u000001', 'otra')).toEqual(all('Access-Reject'));
            expect((await pap('u000001')).reply).toEqual({
                'Mikrotik-Rate-Limit': '256k/256k',
                'Framed-Pool': 'cortados',
                'Mikrotik-Address-List': 'ispcube-cut',
                'Acct-Interim-Interval': '300',
                'Message-Authenticator': expect.any(String),
            });
            await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told);
            expect((await pap('u000001')).reply).toEqual(SERVED);
            const reader = await openDatabase(database.url.replace(/\/\/[^@]*@/, `//${sqlAccess.login}:${sqlAccess.password}@`));
            onTestFinished(() => reader.close());
            for (const table of ['connections', 'settings', 'customers', 'radius_logins'])
                await expect(sql `select * from ${sql.table(table)}`.execute(reader.db)).rejects.toThrow('permission denied');
        });
        /** Roles are of the server: this one has a name of its own, and goes with the test. */
        async function makeRole() {
            const login = `radius_${randomBytes(6).toString('hex')}`;
            const access = { login, password: 'de prueba' };
            for (const line of roleText(access).split('\n'))
                await sql.raw(line).execute(database.db);
            onTestFinished(async () => {
                // Its database is gone by then, and all that it might read.
                const server = await openDatabase(inject('postgres')?.url ?? '');
                await sql.raw(`drop role ${login}`).execute(server.db);
                await server.close();
            });
            const url = new URL(database.url);
            return { ...access, host: url.hostname, port: Number(url.port || 5432), database: url.pathname.slice(1) };
        }
        it('accounting is relayed to the listener, and answered when it is stored', async () => {
            await customer('000001');
            const start = ['User-Name = "u000001"', 'Acct-Status-Type = Start', 'Acct-Session-Id = "81"', 'NAS-IP-Address = 10.0.0.1'];
            const told = async () => {
                const heard = await radclient({ port: plan.acctPort, secret: SECRET, kind: 'acct', waitS: 2 }, start);
                expect(heard.code).toBe('Accounting-Response');
            };
            await vi.waitFor(told, { timeout: 10_000, interval: 100 }); // the listener opens within its first turn
            const rows = await world.db.selectFrom('sessions').select(['nas', 'sessionId']).execute();
            expect(rows).toEqual([{ nas: '10.0.0.1', sessionId: '81' }]);
            await stopIspcube();
            const at = { port: plan.acctPort, secret: SECRET, kind: 'acct', waitS: 1 };
            expect((await radclient(at, start.with(2, 'Acct-Session-Id = "82"'))).code).toBeNull();
        });
    });
});
