import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet, SEAL, TOLD } from '../../../fixtures/sheets.js';
import { World } from '../../../fixtures/world.js';
import { routerByName } from '../../store/routers.js';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
async function router(db, name) {
    const row = await routerByName(db, name);
    if (!row)
        throw new Error(`no router ${name}`);
    return row;
}
const edits = async (db) => {
    const rows = await db.selectFrom('log').select('facts').where('what', '=', 'edited').orderBy('id').execute();
    return rows.map((row) => JSON.parse(row.facts));
};
eachDatabase('connections from a file', (open) => {
    const HEAD = 'customer_code,name,kind,plan,router,username,ip,mac,cpe_host,cpe_vendor,panel,in_service';
    async function town(open) {
        const { db } = await open();
        await importSheet(db, 'routers', 'name,driver,host\nnorte,routeros,10.255.0.1\nsur,routeros,10.255.0.2');
        await importSheet(db, 'plans', 'name,price,down_mbps,up_mbps\nHogar,1,50,10');
        await importSheet(db, 'customers', 'code,name\n000001,Ana\n000002,Beto\n000003,Carla');
        return new World(db).at('2026-11-10T12:00');
    }
    const idOf = async (world, code) => (await world.db.selectFrom('customers').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id;
    const places = async (world) => {
        const rows = await world.db
            .selectFrom('places')
            .innerJoin('routers', 'routers.id', 'places.routerId')
            .select(['routers.name', 'address', 'isCurrent', 'observed'])
            .orderBy('places.id')
            .execute();
        return rows.map((row) => `${row.name} ${row.address} ${row.isCurrent === 1 ? 'now' : 'left'} ${row.observed}`);
    };
    test('everything is kept in one form, and places are made', async () => {
        const world = await town(open);
        await importSheet(world.db, 'connections', `${HEAD},ipv6_prefix,password,address,lat,lng\n000001,casa,pppoe,Hogar,norte,ana,10.0.0.1,aabb.ccdd.ee01,192.168.1.20,ubiquiti,sur,,2001:DB8:0007::/56,clave,San Martín 1,-34.6,-58.4`);
        const row = await world.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
        const [norte, sur, plan] = [
            await router(world.db, 'norte'),
            await router(world.db, 'sur'),
            await world.db.selectFrom('plans').select('id').executeTakeFirstOrThrow(),
        ];
        expect(row).toEqual({
            id: row.id,
            customerId: await idOf(world, '000001'),
            name: 'casa',
            kind: 'pppoe',
            planId: plan.id,
            routerId: norte.id,
            panelRouterId: sur.id,
            username: 'ana',
            ip: '10.0.0.1',
            ipv6Prefix: '2001:db8:7::/56',
            mac: 'AA:BB:CC:DD:EE:01',
            passwordSealed: row.passwordSealed,
            cpeHost: '192.168.1.20',
            cpeVendor: 'ubiquiti',
            inService: 1,
            wasInService: 1,
            address: 'San Martín 1',
            lat: -34.6,
            lng: -58.4,
        });
        expect(SEAL.open(row.passwordSealed ?? '', { table: 'connections', column: 'password', row: String(row.id) })).toBe('clave');
        expect(await places(world)).toEqual(['norte 10.0.0.1 now unknown']);
        const words = await world.db.selectFrom('words').select('word').where('customerId', '=', row.customerId).execute();
        expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['000001', 'ana', '10001', 'aa']));
    });
    test('one that was never in service, one that was, and one that is closed', async () => {
        const world = await town(open);
        const flags = async () => (await world.db.selectFrom('connections').select(['name', 'inService', 'wasInService']).orderBy('name').execute()).map((row) => `${row.name} ${row.inService}${row.wasInService}`);
        await importSheet(world.db, 'connections', `${HEAD}\n000001,a,dhcp,,norte,,10.0.0.1,,,,,no\n000001,b,dhcp,,norte,,10.0.0.2,,,,,yes`);
        expect(await flags()).toEqual(['a 00', 'b 11']);
        await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,a,yes\n000001,b,no');
        expect(await flags()).toEqual(['a 11', 'b 01']);
        await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,a,no');
        expect(await flags()).toEqual(['a 01', 'b 01']);
    });
    test('closing one in service clears its place at once', async () => {
        const world = await town(open);
        await importSheet(world.db, 'connections', `${HEAD}\n000001,casa,pppoe,,norte,ana,,,,,,yes`, world.told);
        expect(await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,casa,no', world.told)).toMatchObject({ changed: 1, orders: [expect.any(Number)] });
        const id = await idOf(world, '000001');
        expect(await world.openOrders(id)).toMatchObject([{ desired: 'none', reason: 'no-service', cause: 'import:connections.csv' }]);
        await world.carry();
        expect(await places(world)).toEqual(['norte null now none']);
    });
    test('who is cut and moves is cut at the new place, and the old one is cleared', async () => {
        const world = await town(open);
        await importSheet(world.db, 'connections', `${HEAD}\n000001,casa,address-list,,norte,,10.0.0.1,,,,,yes\n000002,casa,address-list,,norte,,10.0.0.2,,,,,yes`, world.told);
        const [ana, beto] = [await idOf(world, '000001'), await idOf(world, '000002')];
        await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        const report = await importSheet(world.db, 'connections', 'customer_code,name,router,ip\n000001,casa,sur,10.9.0.1\n000002,casa,sur,10.9.0.2', world.told);
        expect(report).toMatchObject({ changed: 2 });
        expect(report.orders).toHaveLength(2);
        await world.carry();
        expect(await places(world)).toEqual([
            'norte 10.0.0.1 left none',
            'norte 10.0.0.2 left unknown',
            'sur 10.9.0.1 now cut',
            'sur 10.9.0.2 now unknown',
        ]);
        expect([await world.served(ana), await world.served(beto)]).toEqual(['cut', 'active']);
    });
    test('a new connection of somebody cut by hand is cut at once, of a debtor by the next run', async () => {
        const world = await town(open);
        const [ana, beto] = [await idOf(world, '000001'), await idOf(world, '000002')];
        await world.db
            .insertInto('deeds')
            .values({ customerId: ana, kind: 'cut', at: world.now, endsOn: null, comment: 'x', by: 'test' })
            .execute();
        await world.document(beto, 'FX', '5000.00', { dueOn: '2026-11-01' });
        const report = await importSheet(world.db, 'connections', `${HEAD}\n000001,casa,address-list,,norte,,10.0.0.1,,,,,yes\n000002,casa,address-list,,norte,,10.0.0.2,,,,,yes`, world.told);
        expect(report.orders).toHaveLength(1);
        await world.carry();
        expect([await world.served(ana), await world.served(beto)]).toEqual(['cut', 'active']);
        await world.control('2026-11-11');
        expect(await world.served(beto)).toBe('cut');
    });
    test('only what the file has is changed, and the log says what', async () => {
        const world = await town(open);
        await importSheet(world.db, 'connections', `${HEAD},password\n000001,casa,pppoe,Hogar,norte,ana,10.0.0.1,,,,,yes,clave`);
        const before = await world.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
        expect(await importSheet(world.db, 'connections', 'customer_code,name,cpe_vendor,password\n000001,casa,mimosa,')).toMatchObject({ changed: 1 });
        expect(await world.db.selectFrom('connections').selectAll().executeTakeFirst()).toEqual({ ...before, cpeVendor: 'mimosa' });
        expect(await edits(world.db)).toEqual([
            { import: 'connections.csv', connection: 'casa', changes: { cpeVendor: { from: null, to: 'mimosa' } } },
        ]);
        await importSheet(world.db, 'connections', 'customer_code,name,plan,router\n000001,casa,,');
        expect(await world.db.selectFrom('connections').selectAll().executeTakeFirst()).toMatchObject({
            planId: null,
            routerId: null,
            username: 'ana',
        });
    });
    describe('a row that cannot be', () => {
        let world;
        beforeAll(async () => void (world = await town(open)));
        test.each([
            [
                `${HEAD}\n000009,casa,dhcp,,,,,,,,,`,
                /:2 column "customer_code": value "000009": there is no customer "000009"; import customers first/,
            ],
            [
                `${HEAD}\n000001,casa,dhcp,,este,,,,,,,`,
                /:2 column "router": value "este": there is no router "este"; import routers first/,
            ],
            [`${HEAD}\n000001,casa,dhcp,Giga,,,,,,,,`, /:2 column "plan": value "Giga": there is no plan "Giga"; import plans first/],
            [
                `${HEAD}\n000001,casa,dhcp,,,,,,,,este,`,
                /:2 column "panel": value "este": there is no router "este"; import routers first/,
            ],
            [
                `${HEAD}\n000001,casa,fibra,,,,,,,,,`,
                /:2 column "kind": value "fibra": expected address-list, pppoe, dhcp, hotspot, queue or radius/,
            ],
            [`${HEAD}\n000001,casa,,,,,,,,,,`, /:2 column "kind": value "": expected/],
            ['customer_code,name\n000001,casa', /:2 the connection "casa" is new: it needs the column kind/],
            [`${HEAD}\n000001,casa,dhcp,,,,10.0.0.256,,,,,`, /:2 column "ip": value "10.0.0.256": expected an IPv4 address/],
            [`${HEAD}\n000001,casa,dhcp,,,,,aa:bb,,,,`, /:2 column "mac": value "aa:bb": expected a MAC address/],
            [`${HEAD}\n000001,casa,dhcp,,,,,,,,,quizas`, /:2 column "in_service": value "quizas": expected yes or no/],
            [
                `${HEAD},ipv6_prefix\n000001,casa,dhcp,,,,,,,,,,2001:db8::1/56`,
                /:2 column "ipv6_prefix": value "2001:db8::1\/56": expected an IPv6 prefix/,
            ],
            ['customer_code,name,kind,lat,lng\n000001,casa,dhcp,,-58', /:2 has only one of lat and lng/],
        ])('%j is refused', async (text, message) => {
            const before = await dump(world.db);
            await expect(importSheet(world.db, 'connections', text)).rejects.toEqual(fault(message));
            expect(await dump(world.db)).toEqual(before);
        });
    });
    test('a router that was removed is unknown', async () => {
        const world = await town(open);
        await world.db.updateTable('routers').set({ removedAt: TOLD.now }).where('name', '=', 'sur').execute();
        await expect(importSheet(world.db, 'connections', `${HEAD}\n000001,casa,dhcp,,sur,,,,,,,`)).rejects.toEqual(fault(/there is no router "sur"; import routers first/));
    });
});
