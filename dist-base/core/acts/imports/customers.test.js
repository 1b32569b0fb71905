import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet, SEAL, sheet, TOLD } from '../../../fixtures/sheets.js';
import { World } from '../../../fixtures/world.js';
import { listCustomers } from '../../store/customer-list.js';
import { importCsv } from './import.js';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
const customer = (db, code) => db.selectFrom('customers').selectAll().where('code', '=', code).executeTakeFirstOrThrow();
const contacts = async (db) => {
    const rows = await db.selectFrom('contacts').select(['kind', 'value']).orderBy('kind').orderBy('value').execute();
    return rows.map((row) => `${row.kind} ${row.value}`);
};
const edits = async (db) => {
    const rows = await db.selectFrom('log').selectAll().where('what', '=', 'edited').orderBy('id').execute();
    return rows.map((row) => ({ customerId: row.customerId, ...JSON.parse(row.facts) }));
};
const found = async (db, search) => (await listCustomers(db, { search, limit: 10 })).map((row) => row.code);
eachDatabase('customers from a file', (open) => {
    test('every column is kept as what it is', async () => {
        const { db } = await open();
        const columns = {
            code: '000007',
            name: 'Ñandú S.R.L.',
            nickname: 'El Ñandú',
            id_type: 'cuit',
            id_number: '30-71659554-0',
            company: '3',
            email: 'a@correo.com',
            phone: '+54 11 4444-5555',
            fiscal_address: 'Fiscal 1',
            address: 'Real 2',
            city: 'Lobos',
            postal_code: 'B7240',
            lat: '-35.185',
            lng: '-59.0947',
            start_date: '2024-02-29',
            status: 'activo',
            free: 'SI',
            blockable: 'no',
            prenotice: '0',
            prenotice_from: '5',
            prenotice_to: '31',
            payment_method: 'tarjeta',
            collector: 'Siro',
            contract_type: 'A',
            contract_expires: '2027-12-31',
            extra1: 'x',
            extra2: 'y',
            customer_type: 'empresa',
            street1: 'Norte',
            street2: 'Sur',
            contact: 'Ana',
            payment_code: '123',
            salesperson: 'Luis',
            till: 'Caja 2',
            contract_signed: 'true',
            activity: 'comercio',
            portal_password: ' perro.calamar ',
        };
        await importSheet(db, 'customers', `${Object.keys(columns).join(',')}\n${Object.values(columns).join(',')}`);
        const { id, portalPasswordSealed, ...row } = await customer(db, '000007');
        expect(row).toEqual({
            code: '000007',
            formerCode: null,
            name: 'Ñandú S.R.L.',
            nickname: 'El Ñandú',
            customerType: 'empresa',
            idType: 'CUIT',
            idNumber: '30716595540',
            company: 3,
            fiscalAddress: 'Fiscal 1',
            address: 'Real 2',
            street1: 'Norte',
            street2: 'Sur',
            city: 'Lobos',
            postalCode: 'B7240',
            lat: -35.185,
            lng: -59.0947,
            startOn: '2024-02-29',
            status: 'activo',
            free: 1,
            blockable: 0,
            prenotice: 0,
            prenoticeFrom: 5,
            prenoticeTo: 31,
            paymentMethod: 'tarjeta',
            paymentCode: '123',
            collector: 'Siro',
            salesperson: 'Luis',
            till: 'Caja 2',
            contact: 'Ana',
            contractType: 'A',
            contractSigned: 1,
            contractExpiresOn: '2027-12-31',
            activity: 'comercio',
            extra1: 'x',
            extra2: 'y',
            balanceCents: 0,
            createdAt: TOLD.now,
            askId: null,
        });
        // The blanks of a password belong to it.
        expect(SEAL.open(portalPasswordSealed ?? '', { table: 'customers', column: 'portal_password', row: String(id) })).toBe(' perro.calamar ');
        expect(await contacts(db)).toEqual(['email a@correo.com', 'phone +54 11 4444-5555']);
    });
    test('a code and a name are enough', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name\n000001,Ana');
        expect(await customer(db, '000001')).toMatchObject({
            company: 1,
            idNumber: '9999999',
            free: 0,
            blockable: 1,
            prenotice: 1,
            contractSigned: 0,
            portalPasswordSealed: null,
        });
    });
    test('a stored customer is brought up to the columns of the file, and to no others', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,city,company,email,phone,portal_password\n000001,Ana,Lobos,2,a@x.com;b@x.com,11 5555-1111,clave');
        const before = await customer(db, '000001');
        expect(await importSheet(db, 'customers', 'code,city,email\n000001,Roque Pérez,b@x.com;c@x.com')).toMatchObject({
            added: 0,
            changed: 1,
        });
        expect(await customer(db, '000001')).toEqual({ ...before, city: 'Roque Pérez' });
        expect(await contacts(db)).toEqual(['email b@x.com', 'email c@x.com', 'phone 11 5555-1111']);
        expect(await edits(db)).toEqual([
            {
                customerId: before.id,
                import: 'customers.csv',
                changes: { city: { from: 'Lobos', to: 'Roque Pérez' }, email: { from: 'a@x.com; b@x.com', to: 'b@x.com; c@x.com' } },
            },
        ]);
    });
    test('a blank is the default of its column, but leaves a password', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,company,free,blockable,city,phone,id_number,portal_password\n000001,Ana,3,yes,no,Lobos,11 5555-1111,20111222,clave');
        const { portalPasswordSealed } = await customer(db, '000001');
        await importSheet(db, 'customers', 'code,company,free,blockable,city,phone,id_number,portal_password\n000001,,,,,,,');
        expect(await customer(db, '000001')).toMatchObject({
            company: 1,
            free: 0,
            blockable: 1,
            city: null,
            idNumber: '9999999',
            portalPasswordSealed,
        });
        expect(await contacts(db)).toEqual([]);
    });
    test('another password is sealed anew and never shows in the log', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,portal_password\n000001,Ana,perro.calamar');
        expect(await importSheet(db, 'customers', 'code,portal_password\n000001,gato.pulpo')).toMatchObject({ changed: 1 });
        const { id, portalPasswordSealed } = await customer(db, '000001');
        expect(SEAL.open(portalPasswordSealed ?? '', { table: 'customers', column: 'portal_password', row: String(id) })).toBe('gato.pulpo');
        expect(JSON.stringify((await dump(db)).log)).not.toMatch(/calamar|pulpo/);
    });
    test('free and blockable restore at once who was cut', async () => {
        const { db } = await open();
        const world = new World(db).at('2026-11-10T12:00');
        const [ana, beto, carla] = [await world.customer('000001'), await world.customer('000002'), await world.customer('000003')];
        for (const id of [ana, beto, carla])
            await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        const report = await importSheet(db, 'customers', 'code,free,blockable\n000001,yes,yes\n000002,no,no\n000003,no,yes', world.told);
        expect(report.orders).toHaveLength(2);
        await world.carry();
        expect([await world.served(ana), await world.served(beto), await world.served(carla)]).toEqual(['active', 'active', 'cut']);
        // And back: debt cuts nobody before the next run.
        expect(await importSheet(db, 'customers', 'code,free\n000001,no', world.told)).toMatchObject({ changed: 1, orders: [] });
        await world.control('2026-11-12');
        expect(await world.served(ana)).toBe('cut');
    });
    test('search finds by what the file says, and no longer by what it said before', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,nickname,id_type,id_number,email,phone,address\n000001,Ana Núñez,Kiosco,DNI,20.111.222,ana@correo.com,011 4444-5555,San Martín 123');
        for (const search of ['000001', 'nunez', 'kios', '20111222', 'ana@correo.com', '01144445555', 'martin 123'])
            expect(await found(db, search)).toEqual(['000001']);
        await importSheet(db, 'customers', 'code,nickname,phone\n000001,Almacén,011 6666-7777');
        for (const search of ['almacen', '01166667777', 'nunez'])
            expect(await found(db, search)).toEqual(['000001']);
        for (const search of ['kiosco', '01144445555'])
            expect(await found(db, search)).toEqual([]);
    });
    test('a code that a deleted customer had is a new customer, and is told', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name\n000001,Ana');
        await db.updateTable('customers').set({ code: 'ZZ000001', formerCode: '000001' }).execute();
        const report = await importSheet(db, 'customers', 'code,name\n000001,Ana');
        expect(report).toMatchObject({
            added: 1,
            warnings: ['000001 was the code of ZZ000001, who is deleted; it is that of a new customer now'],
        });
        expect(await importSheet(db, 'customers', 'code,name\n000001,Ana')).toMatchObject({ unchanged: 1, warnings: [] });
    });
    test('lines of an address are kept', async () => {
        const { db } = await open();
        const source = { ...sheet('customers.csv', 'code,name,address'), records: (async function* () { yield [{ line: 2, values: ['000001', 'Ana', 'San Martín 1\nPiso 2'] }]; })() }; // prettier-ignore
        await importCsv(db, 'customers', source, TOLD);
        expect(await customer(db, '000001')).toMatchObject({ address: 'San Martín 1\nPiso 2' });
    });
    describe('a row that cannot be', () => {
        let db;
        beforeAll(async () => void ({ db } = await open()));
        test.each([
            [
                'code,name\nZZ000001,Ana',
                /^customers\.csv:2 column "code": value "ZZ000001": expected a code; ZZ marks deleted customers/,
            ],
            ['code,name\n,Ana', /:2 column "code": value "": expected a code/],
            ['code,name\n000001,', /:2 column "name": value "": expected .*not blank/],
            ['code\n000001', /:2 the customer "000001" is new: it needs the column name/],
            [`code,name\n${'x'.repeat(101)},Ana`, /:2 column "code": value "x+…"/],
            ['code,name\n00\u001b[2J1,Ana', /:2 column "code": value "00 \[2J1": expected/],
            ['code,name,company\n000001,Ana,6', /:2 column "company": value "6": expected a whole number from 1 to 5/],
            ['code,name,free\n000001,Ana,tal vez', /:2 column "free": value "tal vez": expected yes or no/],
            [
                'code,name,start_date\n000001,Ana,2026-02-29',
                /:2 column "start_date": value "2026-02-29": expected a day such as 2026-11-30/,
            ],
            ['code,name,start_date\n000001,Ana,29/02/2024', /:2 column "start_date"/],
            ['code,name,start_date\n000001,Ana,0204-02-29', /:2 column "start_date"/],
            ['code,name,lat,lng\n000001,Ana,-91,0', /:2 column "lat": value "-91": expected degrees from -90 to 90/],
            ['code,name,lat,lng\n000001,Ana,-34.6,', /:2 has only one of lat and lng/],
            ['code,name,prenotice_from\n000001,Ana,0', /:2 column "prenotice_from": value "0": expected a whole number from 1 to 31/],
            [
                'code,name,email\n000001,Ana,ana@correo.com;ana',
                /:2 column "email": value "ana@correo.com;ana": expected an e-mail address; several with ; between them/,
            ],
            ['code,name,phone\n000001,Ana,1234', /:2 column "phone": value "1234": expected a phone number/],
            [
                'code,name,id_type,id_number\n000001,Ana,CUIT,20-12345678-5',
                /:2 column "id_number": value "20-12345678-5": expected 11 digits with a right check digit.*\(CUIT\)/,
            ],
            ['code,name,id_type,id_number\n000001,Ana,DNI,1234', /:2 column "id_number": value "1234": expected 7 or 8 digits \(DNI\)/],
            ['code,name\n000001,Ana,x', /:2 has 3 values, the header names 2 columns/],
        ])('%j is refused', async (text, message) => {
            await expect(importSheet(db, 'customers', text)).rejects.toEqual(fault(message));
            expect(await dump(db)).toMatchObject({ customers: [], words: [], log: [] });
        });
    });
    test('an id number is checked against the type that is stored', async () => {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,id_type\n000001,Ana,CUIT');
        await expect(importSheet(db, 'customers', 'code,id_number\n000001,20-12345678-5')).rejects.toEqual(fault(/check digit/));
        await importSheet(db, 'customers', 'code,id_number\n000001,20-12345678-6');
        expect(await customer(db, '000001')).toMatchObject({ idType: 'CUIT', idNumber: '20123456786' });
        await expect(importSheet(db, 'customers', 'code,id_type\n000001,DNI')).rejects.toEqual(fault(/column "id_number": value "20123456786"/));
    });
    test('a secret that is not acceptable is not shown', async () => {
        const { db } = await open();
        await expect(importSheet(db, 'customers', `code,name,portal_password\n000001,Ana,${'secreto'.repeat(20)}`)).rejects.toEqual(fault(/^customers\.csv:2 column "portal_password": value "…": expected at most 100/));
    });
});
