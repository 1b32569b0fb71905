import { expect, test } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { importSheet, stateOf, TOLD } from '../../fixtures/sheets.js';
import { exportCustomers, exportDocuments } from './exports.js';
import { importCsv } from './imports/import.js';
const CUSTOMERS = `code,name,nickname,id_type,id_number,company,email,phone,city,lat,lng,start_date,free,blockable,prenotice_from,contract_signed
000001,Ana Núñez,Kiosco,CUIT,20-12345678-6,2,ana@correo.com;b@correo.com,11 4444-5555,Lobos,-34.61,-58.4,2024-02-29,no,yes,5,yes
000002,Beto Díaz,,DNI,12.345.678,1,,,Lobos,,,,yes,no,,
000003,Coop. Ñandú,,,,,,,Roque Pérez,,,,,,,`;
const DOCUMENTS = `customer_code,kind,number,issued_on,due_on,amount,description,voids,company
000001,FX,0001-00000001,2026-10-01,2026-10-10,9500.00,Octubre,,4
000001,CX,1,2026-10-02,,9500.00,,FX 0001-00000001,
000002,RC,7,2026-11-01,,0.01,,,`;
async function rowsOf(sheet) {
    const rows = [];
    for await (const some of sheet.rows)
        rows.push(...some);
    return rows;
}
/** As a program writes a sheet and another reads it again. */
async function importAgain(db, kind, sheet) {
    // Read to the end first: SQLite has one connection, and the import keeps it.
    const records = (await rowsOf(sheet)).map((row, index) => ({ line: index + 2, values: row.map((cell) => String(cell ?? '')) }));
    const source = {
        name: `${kind}.csv`,
        columns: sheet.columns,
        records: (async function* () {
            yield records;
        })(),
        bytesRead: () => 0,
    };
    return importCsv(db, kind, source, TOLD);
}
eachDatabase('exports', (open) => {
    async function town() {
        const { db } = await open();
        await importSheet(db, 'customers', CUSTOMERS);
        await importSheet(db, 'documents', DOCUMENTS);
        return db;
    }
    test('what was exported can be imported again: nothing changes here, and elsewhere the same comes about', async () => {
        const db = await town();
        expect(await importAgain(db, 'customers', exportCustomers(db, {}))).toMatchObject({ rows: 3, unchanged: 3 });
        expect(await importAgain(db, 'documents', exportDocuments(db, {}))).toMatchObject({ rows: 3, unchanged: 3 });
        const { db: other } = await open();
        await importAgain(other, 'customers', exportCustomers(db, {}));
        await importAgain(other, 'documents', exportDocuments(db, {}));
        expect(await stateOf(other)).toEqual(await stateOf(db));
    });
    test('cells are plain values under the columns of the import, without passwords', async () => {
        const db = await town();
        await importSheet(db, 'customers', 'code,portal_password\n000001,perro.calamar');
        const sheet = exportCustomers(db, {});
        const [row = []] = await rowsOf(sheet);
        expect(sheet.columns).not.toContain('portal_password');
        expect(JSON.stringify(row)).not.toMatch(/calamar|1\.[0-9a-f]{8}\./);
        expect(Object.fromEntries(sheet.columns.map((column, index) => [column, row[index]]))).toMatchObject({
            code: '000001',
            name: 'Ana Núñez',
            id_number: '20123456786',
            company: 2,
            email: 'ana@correo.com;b@correo.com',
            lat: -34.61,
            start_date: '2024-02-29',
            free: 'no',
            blockable: 'yes',
            contract_signed: 'yes',
            street1: null,
        });
        expect(await rowsOf(exportDocuments(db, { search: 'ana' }))).toEqual([
            ['000001', 'FX', '0001-00000001', '2026-10-01', '2026-10-10', '9500.00', 'Octubre', null, 4],
            ['000001', 'CX', '1', '2026-10-02', null, '9500.00', null, 'FX 0001-00000001', 2],
        ]);
    });
    test('filters combine, and the deleted come only when asked for', async () => {
        const db = await town();
        await db.updateTable('customers').set({ code: 'ZZ000002', formerCode: '000002' }).where('code', '=', '000002').execute();
        const codes = async (sheet) => (await rowsOf(sheet)).map((row) => row[0]);
        expect(await codes(exportCustomers(db, {}))).toEqual(['000001', '000003']);
        expect(await codes(exportCustomers(db, { deleted: true }))).toEqual(['ZZ000002']);
        expect(await codes(exportCustomers(db, { cities: ['Lobos'], company: 2 }))).toEqual(['000001']);
        expect(await codes(exportDocuments(db, { from: '2026-10-02', to: '2026-10-31' }))).toEqual(['000001']);
        expect((await rowsOf(exportDocuments(db, { kind: 'FX' }))).map((row) => row.slice(0, 3))).toEqual([
            ['000001', 'FX', '0001-00000001'],
        ]);
        expect((await rowsOf(exportDocuments(db, { deleted: true }))).map((row) => row.slice(0, 3))).toEqual([
            ['ZZ000002', 'RC', '7'],
        ]);
    });
    test('a walk over many customers misses none and holds few at a time', async () => {
        const { db } = await open();
        const rows = Array.from({ length: 777 }, (_, index) => `${String(index).padStart(6, '0')},Cliente`);
        await importSheet(db, 'customers', ['code,name', ...rows].join('\n'));
        const sizes = [];
        const seen = [];
        for await (const some of exportCustomers(db, {}).rows) {
            sizes.push(some.length);
            seen.push(...some.map((row) => row[0]));
        }
        expect(seen).toEqual(rows.map((row) => row.slice(0, 6)));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(250);
    });
});
