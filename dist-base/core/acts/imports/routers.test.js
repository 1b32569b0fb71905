import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet, SEAL, stateOf } from '../../../fixtures/sheets.js';
import { World } from '../../../fixtures/world.js';
import { saveRouter } from '../network.js';
import { routerByName } from '../../store/routers.js';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
async function router(db, name) {
    const row = await routerByName(db, name);
    if (!row)
        throw new Error(`no router ${name}`);
    return row;
}
const world = (db) => new World(db).at('2026-11-10T12:00');
const edits = async (db) => {
    const rows = await db.selectFrom('log').select('facts').where('what', '=', 'edited').orderBy('id').execute();
    return rows.map((row) => JSON.parse(row.facts));
};
eachDatabase('routers from a file', (open) => {
    test('defaults, sealed secrets and a site that is made once', async () => {
        const { db } = await open();
        const report = await importSheet(db, 'routers', `name,driver,host,port,tls,username,password,site,lat,lng,radius_km,radius_secret,coa_port
norte,routeros,10.255.0.1,,no,api,s3creto,cerro,-34.6,-58.38,2.5,,
sur,routeros,10.255.0.2,,yes,,,cerro,,,,,
nas,radius,10.255.0.3,,,,,,,,,radius-secreto,3799
viejo,ssh,10.255.0.4,2222,,root,,,,,,,
libre,none,sin equipo,,,,,,,,,,`);
        expect(report).toMatchObject({ added: 5, changed: 0 });
        expect((await stateOf(db)).routers).toEqual([
            {
                name: 'libre',
                driver: 'none',
                host: 'sin equipo',
                port: 0,
                tls: 0,
                username: null,
                site: null,
                lat: null,
                lng: null,
                radiusKm: null,
            },
            {
                name: 'nas',
                driver: 'radius',
                host: '10.255.0.3',
                port: 0,
                tls: 0,
                username: null,
                site: null,
                lat: null,
                lng: null,
                radiusKm: null,
            },
            {
                name: 'norte',
                driver: 'routeros',
                host: '10.255.0.1',
                port: 8728,
                tls: 0,
                username: 'api',
                site: 'cerro',
                lat: -34.6,
                lng: -58.38,
                radiusKm: 2.5,
            },
            {
                name: 'sur',
                driver: 'routeros',
                host: '10.255.0.2',
                port: 8729,
                tls: 1,
                username: null,
                site: 'cerro',
                lat: -34.6,
                lng: -58.38,
                radiusKm: 2.5,
            },
            {
                name: 'viejo',
                driver: 'ssh',
                host: '10.255.0.4',
                port: 2222,
                tls: 0,
                username: 'root',
                site: null,
                lat: null,
                lng: null,
                radiusKm: null,
            },
        ]);
        const [norte, nas] = [await router(db, 'norte'), await router(db, 'nas')];
        expect(SEAL.open(norte.passwordSealed ?? '', { table: 'routers', column: 'password', row: 'norte' })).toBe('s3creto');
        expect(SEAL.open(nas.radiusSecretSealed ?? '', { table: 'routers', column: 'radius_secret', row: 'nas' })).toBe('radius-secreto');
        expect([norte.radiusSecretSealed, nas.passwordSealed, nas.coaPort]).toEqual([null, null, 3799]);
        expect(JSON.stringify(await dump(db))).not.toMatch(/s3creto|radius-secreto/);
    });
    test('a template is kept until another one is named, and a key in place of a password is kept sealed', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host,template\ncaja,ssh,10.255.0.4,linux-ipset\notra,ssh,10.255.0.5,');
        expect([(await router(db, 'caja')).template, (await router(db, 'otra')).template]).toEqual(['linux-ipset', null]);
        await importSheet(db, 'routers', 'name,host\ncaja,10.255.0.6');
        expect((await router(db, 'caja')).template).toBe('linux-ipset');
        await importSheet(db, 'routers', 'name,template\ncaja,');
        expect((await router(db, 'caja')).template).toBeNull();
        await expect(importSheet(db, 'routers', 'name,template\ncaja,Linux NFT')).rejects.toEqual(fault(/:2 column "template": value "Linux NFT": expected the name of a template, such as linux-nft/));
        const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----';
        const told = { ...world(db).told, seal: SEAL };
        await saveRouter(db, { name: 'caja', typed: { password: key }, isNew: false }, told);
        const { passwordSealed } = await router(db, 'caja');
        expect(SEAL.open(passwordSealed ?? '', { table: 'routers', column: 'password', row: 'caja' })).toBe(key);
        for (const password of ['-----BEGIN\nx', `${key}\n$(reboot)`, 'x'.repeat(101)])
            await expect(saveRouter(db, { name: 'caja', typed: { password }, isNew: false }, told)).rejects.toEqual(fault(/^password: "…" is not acceptable; expected .*or a private key/));
    });
    test('an edited router is tried again at once, and another host is pinned anew', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host,password\nnorte,routeros,10.255.0.1,uno');
        const world = new World(db).at('2026-11-10T12:00');
        world.router = (await router(db, 'norte')).id;
        const ana = await world.customer('000001');
        await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' });
        world.reachable = false;
        await world.control('2026-11-11');
        const sick = {
            circuit: 'open',
            failures: 7,
            retryAt: world.now + 3_600_000,
            tlsPin: 'abc',
            faultCode: 'device-login',
            faultMessage: 'no',
            faultAt: 1,
        };
        const isSick = () => db.updateTable('routers').set(sick).execute();
        const well = { circuit: 'closed', failures: 0, retryAt: null, faultCode: null, faultMessage: null, faultAt: null };
        await isSick();
        expect(await importSheet(db, 'routers', 'name,password\nnorte,uno', world.told)).toMatchObject({ unchanged: 1 });
        expect(await router(db, 'norte')).toMatchObject(sick);
        expect(await importSheet(db, 'routers', 'name,password\nnorte,dos', world.told)).toMatchObject({ changed: 1 });
        expect(await router(db, 'norte')).toMatchObject({ ...well, tlsPin: 'abc' });
        expect((await world.openOrders(ana))[0]).toMatchObject({ desired: 'cut', nextAt: world.now });
        await isSick();
        await importSheet(db, 'routers', 'name,host\nnorte,10.255.0.9', world.told);
        expect(await router(db, 'norte')).toMatchObject({ ...well, tlsPin: null, host: '10.255.0.9', port: 8728 });
        expect(await edits(db)).toEqual([
            { import: 'routers.csv', router: 'norte', changes: { password: { from: '…', to: '…' } } },
            { import: 'routers.csv', router: 'norte', changes: { host: { from: '10.255.0.1', to: '10.255.0.9' } } },
        ]);
    });
    test('a blank port follows the driver and TLS; a port that was set stays where the file has none', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host,port\nnorte,routeros,10.255.0.1,18728');
        await importSheet(db, 'routers', 'name,tls\nnorte,yes');
        expect(await router(db, 'norte')).toMatchObject({ port: 18728, tls: 1 });
        await importSheet(db, 'routers', 'name,port\nnorte,');
        expect(await router(db, 'norte')).toMatchObject({ port: 8729, tls: 1 });
    });
    test('a site moves with any of its routers, and a removed router comes back', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,-58\nsur,none,b,cerro,,');
        expect(await importSheet(db, 'routers', 'name,site,radius_km\nnorte,cerro,3\nsur,cerro,')).toMatchObject({
            changed: 1,
            unchanged: 1,
        });
        expect((await dump(db)).sites).toMatchObject([{ name: 'cerro', lat: -34, lng: -58, radiusKm: 3 }]);
        await db.updateTable('routers').set({ removedAt: 1 }).where('name', '=', 'sur').execute();
        expect(await importSheet(db, 'routers', 'name,driver,host\nsur,none,b')).toMatchObject({ added: 0, changed: 1 });
        expect(await router(db, 'sur')).toMatchObject({ removedAt: null });
    });
    test('a router that nobody dials needs no host, until its driver dials', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host\nnorte,none,\nsur,routeros,10.0.0.2');
        await importSheet(db, 'routers', 'name,driver\noeste,none');
        expect([await router(db, 'norte'), await router(db, 'oeste')]).toMatchObject([
            { host: '', port: 0 },
            { host: '', port: 0 },
        ]);
        await expect(importSheet(db, 'routers', 'name,driver\nnorte,routeros')).rejects.toEqual(fault(/:2 column "host": value "": expected a name or address, not blank/));
        await importSheet(db, 'routers', 'name,driver,host\nnorte,routeros,10.0.0.1\nsur,none,');
        expect([await router(db, 'norte'), await router(db, 'sur')]).toMatchObject([
            { driver: 'routeros', host: '10.0.0.1' },
            { driver: 'none', host: '' },
        ]);
    });
    test('connections wait for a driver that can carry them out, and get their cuts once it is there', async () => {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host\nnorte,none,a');
        const world = new World(db).at('2026-11-10T12:00');
        world.router = (await router(db, 'norte')).id;
        const ana = await world.customer('000001');
        await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        expect(await world.openOrders(ana)).toEqual([]);
        await importSheet(db, 'routers', 'name,driver\nnorte,routeros', world.told);
        await world.control('2026-11-12');
        expect(await world.served(ana)).toBe('cut');
    });
    describe('a row that cannot be', () => {
        let db;
        beforeAll(async () => void ({ db } = await open()));
        test.each([
            ['name,driver,host\nnorte,mikrotik,a', /:2 column "driver": value "mikrotik": expected routeros, radius, ssh or none/],
            ['name,driver,host\nnorte,routeros,', /:2 column "host": value "": expected .*not blank/],
            ['name,driver\nnorte,routeros', /:2 the router "norte" is new: it needs the columns driver and host/],
            ['name,driver,host\nnorte,radius,', /:2 column "host": value "": expected .*only the driver none needs no host/],
            [
                'name,driver,host,port\nnorte,routeros,a,70000',
                /:2 column "port": value "70000": expected a whole number from 1 to 65535/,
            ],
            ['name,driver,host,lat,lng\nnorte,routeros,a,-34,-58', /:2 says where a site is but names none/],
            [
                'name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,-58\nsur,none,b,cerro,-34,-59',
                /:3 places the site "cerro" elsewhere than line 2 does/,
            ],
            ['name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,', /:2 places the site "cerro" with only one of lat and lng/],
            ['name,driver,host,site,radius_km\nnorte,none,a,cerro,0', /:2 column "radius_km": value "0": expected kilometres/],
        ])('%j is refused', async (text, message) => {
            await expect(importSheet(db, 'routers', text)).rejects.toEqual(fault(message));
            expect(await dump(db)).toMatchObject({ routers: [], sites: [] });
        });
    });
});
