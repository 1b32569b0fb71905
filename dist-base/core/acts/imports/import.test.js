import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet, sheet, stateOf, TOLD } from '../../../fixtures/sheets.js';
import { importColumns, importCsv } from './import.js';
/** A small ISP in five files. */
const FILES = {
    routers: `name,driver,host,port,tls,username,password,site,lat,lng,radius_km,radius_secret,coa_port
norte,routeros,10.255.0.1,,no,api,s3creto,cerro,-34.60,-58.38,2.5,,
sur,routeros,10.255.0.2,,si,api,otro,cerro,,,,,
nas,radius,10.255.0.3,,,,,,,,,radius-secreto,3799`,
    plans: `name,price,down_mbps,up_mbps,in_portal
Hogar,9500.00,50,10,yes
Base,4000.50,2.5,0.512,no`,
    customers: `code,name,nickname,id_type,id_number,company,email,phone,address,lat,lng,start_date,free,blockable,portal_password
000001,Ana Núñez,Kiosco,CUIT,20-12345678-6,1,ana@correo.com;ventas@correo.com,11 4444-5555,San Martín 100,-34.61,-58.40,2024-02-29,no,yes,perro.calamar
000002,Beto Díaz,,DNI,12.345.678,2,,,,,,,yes,no,
000003,Coop. Ñandú,,,,,c@correo.com,,,,,,,,`,
    connections: `customer_code,name,kind,plan,router,username,ip,mac,cpe_host,cpe_vendor,panel,in_service,ipv6_prefix,password
000001,casa,pppoe,Hogar,norte,ana,10.0.0.1,aa-bb-cc-00-00-01,192.168.1.20,ubiquiti,sur,yes,2001:db8:7::/56,clave
000001,local,address-list,Base,sur,,10.0.1.1,,,,,no,,
000002,casa,dhcp,,norte,,10.0.0.2,aabb.cc00.0002,,,,,,`,
    documents: `customer_code,kind,number,issued_on,due_on,amount,description,voids,company
000001,FX,0001-00000001,2026-10-01,2026-10-10,9500.00,Octubre,,
000001,RC,0001-00000001,2026-10-05,,9500,Pago,,
000002,FB,0002-00000009,2026-10-01,2026-10-10,4000.50,,,3
000002,NB,0002-00000003,2026-10-02,,4000.50,,FB 0002-00000009,3
000003,DX,5,2026-10-01,,0.01,,,`,
};
const KINDS = Object.keys(FILES);
async function importAll(db, files = FILES) {
    const reports = [];
    for (const kind of KINDS)
        reports.push(await importSheet(db, kind, files[kind]));
    return reports;
}
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
describe('the columns of files', () => {
    test.each([
        ['routers', 'name,driver,host,port,tls,username,password,site,lat,lng,radius_km,radius_secret,coa_port,template'],
        ['plans', 'name,price,down_mbps,up_mbps,in_portal'],
        [
            'customers',
            'code,name,nickname,id_type,id_number,company,email,phone,fiscal_address,address,city,postal_code,lat,lng,start_date,status,free,blockable,prenotice,prenotice_from,prenotice_to,payment_method,collector,contract_type,contract_expires,extra1,extra2,customer_type,street1,street2,contact,payment_code,salesperson,till,contract_signed,activity,portal_password',
        ],
        [
            'connections',
            'customer_code,name,kind,plan,router,username,ip,mac,cpe_host,cpe_vendor,panel,in_service,ipv6_prefix,password,address,lat,lng',
        ],
        ['documents', 'customer_code,kind,number,issued_on,due_on,amount,description,voids,company'],
    ])('%s', (kind, columns) => {
        expect(importColumns(kind).join(',')).toBe(columns);
    });
});
eachDatabase('imports', (open) => {
    test('a whole ISP comes in, and the same files again change nothing', async () => {
        const { db } = await open();
        expect((await importAll(db)).map(({ kind, rows, added }) => [kind, rows, added])).toEqual([
            ['routers', 3, 3],
            ['plans', 2, 2],
            ['customers', 3, 3],
            ['connections', 3, 3],
            ['documents', 5, 5],
        ]);
        const before = await dump(db);
        for (const report of await importAll(db)) {
            expect(report).toMatchObject({ added: 0, changed: 0, unchanged: report.rows, orders: [], warnings: [] });
        }
        expect(await dump(db)).toEqual(before);
    });
    test('the order of rows does not matter', async () => {
        const { db: straight } = await open();
        await importAll(straight);
        const wanted = await stateOf(straight);
        const shuffled = fc.record(Object.fromEntries(KINDS.map((kind) => [kind, fc.shuffledSubarray(linesOf(kind), { minLength: linesOf(kind).length })])));
        await fc.assert(fc.asyncProperty(shuffled, async (orders) => {
            const { db } = await open();
            await importAll(db, Object.fromEntries(KINDS.map((kind) => [kind, [headerOf(kind), ...(orders[kind] ?? [])].join('\n')])));
            expect(await stateOf(db)).toEqual(wanted);
        }), { numRuns: 6 });
    });
    test('a wrong row anywhere leaves everything as it was', async () => {
        const { db } = await open();
        await importAll(db);
        const before = await dump(db);
        for (const kind of KINDS) {
            const lines = linesOf(kind).map((line) => line
                .replace(/^[^,]+/, (key) => (kind === 'documents' || kind === 'connections' ? key : `${key}x`))
                .replace('casa', 'otra'));
            for (let wrong = 0; wrong <= lines.length; wrong++) {
                const text = [headerOf(kind), ...lines.slice(0, wrong), 'not,enough', ...lines.slice(wrong)].join('\n');
                await expect(importSheet(db, kind, text)).rejects.toEqual(fault(new RegExp(`^${kind}\\.csv:${wrong + 2} has 2 values`)));
                expect(await dump(db)).toEqual(before);
            }
        }
    });
    test('a dry run finds what an import would find, and changes nothing', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', FILES.customers);
        const before = await dump(db);
        const changed = FILES.customers.replace('Beto', 'Norberto').replace('000003', '000004');
        expect(await importSheet(db, 'customers', changed, { dryRun: true })).toMatchObject({
            dryRun: true,
            added: 1,
            changed: 1,
            unchanged: 1,
            orders: [],
        });
        expect(await dump(db)).toEqual(before);
        await expect(importSheet(db, 'customers', `${changed}\n,x`, { dryRun: true })).rejects.toEqual(fault(/customers\.csv:5/));
    });
    test('an import that changed something is one line of the log', async () => {
        const { db } = await open();
        await importSheet(db, 'plans', FILES.plans);
        await importSheet(db, 'plans', FILES.plans);
        const lines = await db.selectFrom('log').selectAll().where('what', '=', 'import').execute();
        expect(lines).toEqual([expect.objectContaining({ at: TOLD.now, by: TOLD.by })]);
        expect(JSON.parse(lines[0]?.facts ?? '')).toEqual({
            kind: 'plans',
            file: 'plans.csv',
            rows: 2,
            added: 2,
            changed: 0,
            unchanged: 0,
        });
    });
    test('a header alone imports nothing', async () => {
        const { db } = await open();
        expect(await importSheet(db, 'plans', headerOf('plans'))).toMatchObject({ rows: 0, added: 0, changed: 0 });
        expect(await dump(db)).toMatchObject({ plans: [], log: [] });
    });
    test('a header that cannot be used is told whole', async () => {
        const { db } = await open();
        const told = importSheet(db, 'documents', 'customer_code,kind,fecha,amount,kind,vence\n1,2,3,4,5,6');
        await expect(told).rejects.toEqual(fault(/^the header of documents\.csv cannot be used: unknown column "fecha", "vence"; column "kind" is there twice; column "number", "issued_on" is missing; known columns are customer_code,kind,number,/));
        await expect(importSheet(db, 'plans', 'name,price,,\nA,1,,')).rejects.toEqual(fault(/column 3 has no name/));
    });
    test('twenty mistakes are told in full and the rest counted', async () => {
        const { db } = await open();
        const rows = Array.from({ length: 25 }, (_, index) => `Plan ${index},-1,50,10,`);
        const error = await importSheet(db, 'plans', ['name,price,down_mbps,up_mbps,in_portal', ...rows].join('\n')).catch((e) => e);
        expect(error).toEqual(fault(/./));
        const lines = error.message.split('\n');
        expect(lines).toHaveLength(22);
        expect(lines[0]).toBe('plans.csv:2 column "price": value "-1": expected an amount, 0 or more, such as 1234.50 (at most two decimals, a point before them)');
        expect(lines.slice(20)).toEqual(['and 5 more', 'nothing of plans.csv was imported']);
    });
    describe('a key', () => {
        let db;
        beforeAll(async () => {
            db = (await open()).db;
            await importAll(db);
        });
        test.each([
            ['plans', 'name,price\nHogar,1\nHogar,1', /^plans\.csv:3 is about the same as line 2: Hogar$/m],
            ['routers', 'name,driver,host\nnorte,none,a\nnorte,none,a', /^routers\.csv:3 is about the same as line 2: norte$/m],
            ['customers', 'code,name\n000001,Ana\n 000001 ,Ana', /^customers\.csv:3 is about the same as line 2: 000001$/m],
            [
                'connections',
                'customer_code,name\n000001,casa\n000001,casa',
                /^connections\.csv:3 is about the same as line 2: 000001\/casa$/m,
            ],
            [
                'documents',
                'customer_code,kind,number,issued_on,amount\n000001,RC,7,2026-10-05,1\n000001,RC,7,2026-10-05,1',
                /^documents\.csv:3 RC 7 of this customer is twice in the file, first in line 2$/m,
            ],
        ])('twice in one file of %s is an error', async (kind, text, message) => {
            await expect(importSheet(db, kind, text)).rejects.toEqual(fault(message));
        });
    });
    test('what is wrong in a later batch is found as well', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', FILES.customers);
        const rows = Array.from({ length: 2500 }, (_, index) => `000001,RC,${index},2026-10-05,1`);
        const far = ['customer_code,kind,number,issued_on,amount', ...rows, '000001,RC,3,2026-10-05,1'].join('\n');
        await expect(importSheet(db, 'documents', far)).rejects.toEqual(fault(/^documents\.csv:2502 RC 3 of this customer is twice in the file$/m));
        const file = ['customer_code,kind,number,issued_on,amount', ...rows].join('\n');
        expect(await importSheet(db, 'documents', file)).toMatchObject({ added: 2500 });
        expect(await importSheet(db, 'documents', file)).toMatchObject({ unchanged: 2500 });
        await expect(importSheet(db, 'documents', far)).rejects.toEqual(fault(/^documents\.csv:2502 RC 3/m));
    });
    test('it tells how far it is, and lets others work between batches', async () => {
        const { db } = await open();
        const rows = Array.from({ length: 2300 }, (_, index) => `${index},Cliente ${index}`);
        const told = [];
        let pauses = 0;
        const source = sheet('customers.csv', ['code,name', ...rows].join('\n'));
        await importCsv(db, 'customers', source, {
            ...TOLD,
            pause: async () => void pauses++,
            progress: (count, bytes) => void told.push(count, bytes),
        });
        expect(told).toEqual([1000, source.bytesRead(), 2000, source.bytesRead(), 2300, source.bytesRead()]);
        expect(pauses).toBe(3);
    });
    test('two imports at once: the second sees what the first brought', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', FILES.customers);
        const both = await Promise.all([importSheet(db, 'documents', FILES.documents), importSheet(db, 'documents', FILES.documents)]);
        expect(both.map(({ added, unchanged }) => [added, unchanged]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
            [0, 5],
            [5, 0],
        ]);
        expect(await db.selectFrom('customers').select(['code', 'balanceCents']).orderBy('code').execute()).toEqual([
            { code: '000001', balanceCents: 0 },
            { code: '000002', balanceCents: 0 },
            { code: '000003', balanceCents: 1 },
        ]);
    });
    test('an error of the file itself, half way, leaves nothing', async () => {
        const { db } = await open();
        const source = {
            ...sheet('plans.csv', FILES.plans),
            records: (async function* () {
                yield* sheet('plans.csv', FILES.plans).records;
                throw new Error('the disk went away');
            })(),
        };
        await expect(importCsv(db, 'plans', source, TOLD)).rejects.toThrow('the disk went away');
        expect(await dump(db)).toMatchObject({ plans: [] });
    });
});
function headerOf(kind) {
    return FILES[kind].split('\n')[0] ?? '';
}
function linesOf(kind) {
    return FILES[kind].split('\n').slice(1);
}
