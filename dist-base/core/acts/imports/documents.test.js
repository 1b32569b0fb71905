import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet, stateOf } from '../../../fixtures/sheets.js';
import { World } from '../../../fixtures/world.js';
import { signedCents } from '../../rules/document.js';
import { pay } from '../payments.js';
import { balanceDifferences } from '../../store/balances.js';
const HEAD = 'customer_code,kind,number,issued_on,due_on,amount,description,voids,company';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
const balances = async (db) => (await db.selectFrom('customers').select(['code', 'balanceCents']).orderBy('code').execute()).map((row) => row.balanceCents);
const documents = async (db) => (await stateOf(db)).documents;
eachDatabase('documents from a file', (open) => {
    async function ledger() {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,company\n000001,Ana,2\n000002,Beto,1');
        return db;
    }
    test('they are kept as the file says, and the balance comes along', async () => {
        const db = await ledger();
        await importSheet(db, 'documents', `${HEAD}
000001,FB,0001-00000007,2026-10-01,2026-10-10,9500.5,Abono octubre,,
000001,RC,0001-00000007,2026-10-05,2026-10-05,500,,,
000001,DX,9,2026-10-06,,0.01,,,5
000002,NC,1,2026-10-07,,12.30,,,`);
        expect(await documents(db)).toEqual([
            {
                code: '000001',
                company: 5,
                kind: 'DX',
                number: '9',
                issuedOn: '2026-10-06',
                dueOn: null,
                amountCents: 1,
                description: null,
                voidsKind: null,
                voids: null,
            },
            {
                code: '000001',
                company: 2,
                kind: 'FB',
                number: '0001-00000007',
                issuedOn: '2026-10-01',
                dueOn: '2026-10-10',
                amountCents: 950_050,
                description: 'Abono octubre',
                voidsKind: null,
                voids: null,
            },
            {
                code: '000001',
                company: 2,
                kind: 'RC',
                number: '0001-00000007',
                issuedOn: '2026-10-05',
                dueOn: null,
                amountCents: 50_000,
                description: null,
                voidsKind: null,
                voids: null,
            },
            {
                code: '000002',
                company: 1,
                kind: 'NC',
                number: '1',
                issuedOn: '2026-10-07',
                dueOn: null,
                amountCents: 1230,
                description: null,
                voidsKind: null,
                voids: null,
            },
        ]);
        expect(await balances(db)).toEqual([900_051, -1230]);
        expect(await db.selectFrom('documents').select(['imported', 'enteredBy']).distinct().execute()).toEqual([
            { imported: 1, enteredBy: 'cli:test' },
        ]);
        // A second file adds to what is there.
        await importSheet(db, 'documents', `${HEAD}\n000002,RC,2,2026-10-08,,100,,,\n000001,RC,8,2026-10-08,,100,,,`);
        expect(await balances(db)).toEqual([890_051, -11_230]);
    });
    test('numbers that we give do not count the imported ones', async () => {
        const db = await ledger();
        await importSheet(db, 'documents', `${HEAD}\n000002,RC,X-00000041,2026-10-05,,500,,,`);
        const world = new World(db).at('2026-11-10T12:00');
        expect(await pay(db, { code: '000002', amountCents: 100 }, world.told)).toMatchObject({ number: 'X-00000001' });
    });
    test('a payment in a file restores at once, an invoice cuts with the next run', async () => {
        const { db } = await open();
        const world = new World(db).at('2026-11-10T12:00');
        const [ana, beto] = [await world.customer('000001'), await world.customer('000002')];
        await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' });
        await world.control('2026-11-11');
        world.at('2026-11-12T15:00');
        const report = await importSheet(db, 'documents', `${HEAD}\n000001,RC,1,2026-11-12,,4000.00,,,\n000002,FX,1,2026-11-01,2026-11-05,9000,,,`, world.told);
        expect(report.orders).toHaveLength(1);
        await world.carry();
        expect([await world.served(ana), await world.served(beto)]).toEqual(['active', 'active']);
        expect(await importSheet(db, 'documents', `${HEAD}\n000001,RC,1,2026-11-12,,4000.00,,,`, world.told)).toMatchObject({
            unchanged: 1,
            orders: [],
        });
        await world.control('2026-11-13');
        expect([await world.served(ana), await world.served(beto)]).toEqual(['active', 'cut']);
        expect(await world.balances()).toBe(true);
    });
    test('without a company a document is known by customer, kind and number, whatever became of the customer', async () => {
        const db = await ledger();
        const file = 'customer_code,kind,number,issued_on,due_on,amount\n000001,FX,1,2026-10-01,2026-10-10,100';
        await importSheet(db, 'documents', file);
        await importSheet(db, 'customers', 'code,company\n000001,3');
        expect(await importSheet(db, 'documents', file)).toMatchObject({ added: 0, unchanged: 1 });
        expect(await documents(db)).toMatchObject([{ company: 2 }]);
        // With one, two companies may have given the same number.
        expect(await importSheet(db, 'documents', `${HEAD}\n000001,FX,1,2026-10-01,2026-10-10,100,,,2\n000001,FX,1,2026-10-01,2026-10-10,55,,,4`)).toMatchObject({ added: 1, unchanged: 1 });
        expect(await importSheet(db, 'documents', file)).toMatchObject({ unchanged: 1 });
        await expect(importSheet(db, 'documents', `${file}\n000001,FX,1,2026-10-01,2026-10-10,100`)).rejects.toEqual(fault(/:3 FX 1 of this customer is twice in the file, first in line 2/));
    });
    test('the same kind and number of two customers are two documents', async () => {
        const db = await ledger();
        expect(await importSheet(db, 'documents', `${HEAD}\n000001,RC,1,2026-10-01,,100,,,\n000002,RC,1,2026-10-01,,100,,,`)).toMatchObject({ added: 2 });
    });
    describe('a document that is stored with other figures', () => {
        let db;
        beforeAll(async () => {
            db = await ledger();
            await importSheet(db, 'documents', `${HEAD}\n000001,FX,1,2026-10-01,2026-10-10,100,Octubre,,\n000001,CX,2,2026-10-02,,100,,1,`);
        });
        test.each([
            [
                '000001,FX,1,2026-10-02,2026-10-10,100,Octubre,,',
                /:2 column "issued_on": value "2026-10-02": expected 2026-10-01, as FX 1 is stored already/,
            ],
            [
                '000001,FX,1,2026-10-01,2026-10-11,100,Octubre,,',
                /:2 column "due_on": value "2026-10-11": expected 2026-10-10, as FX 1 is stored already/,
            ],
            [
                '000001,FX,1,2026-10-01,2026-10-10,100.01,Octubre,,',
                /:2 column "amount": value "100.01": expected 100.00, as FX 1 is stored already; a mistake is voided by another document/,
            ],
            ['000001,FX,1,2026-10-01,2026-10-10,100,Noviembre,,', /:2 column "description": value "Noviembre": expected "Octubre"/],
            ['000001,CX,2,2026-10-02,,100,,,', /:2 column "voids": value "": expected the document that it voids/],
        ])('%j is an error', async (row, message) => {
            const before = await dump(db);
            await expect(importSheet(db, 'documents', `${HEAD}\n${row}`)).rejects.toEqual(fault(message));
            expect(await dump(db)).toEqual(before);
        });
        test('columns that the file has not are not compared', async () => {
            expect(await importSheet(db, 'documents', 'customer_code,kind,number,issued_on,due_on,amount\n000001,FX,1,2026-10-01,2026-10-10,100\n000001,CX,2,2026-10-02,,100')).toMatchObject({ unchanged: 2 });
        });
    });
    describe('a row that cannot be', () => {
        let db;
        beforeAll(async () => void (db = await ledger()));
        test.each([
            [
                '000009,RC,1,2026-10-01,,1,,,',
                /:2 column "customer_code": value "000009": there is no customer "000009"; import customers first/,
            ],
            ['000001,FZ,1,2026-10-01,,1,,,', /:2 column "kind": value "FZ": expected FX, FA, .* or RC/],
            ['000001,fx,1,2026-10-01,2026-10-10,1,,,', /:2 column "kind": value "fx"/],
            ['000001,RC,,2026-10-01,,1,,,', /:2 column "number": value "": expected .*not blank/],
            ['000001,RC,1,2026-13-01,,1,,,', /:2 column "issued_on": value "2026-13-01": expected a day such as 2026-11-30/],
            ['000001,RC,1,,,1,,,', /:2 column "issued_on": value "": expected .*not blank/],
            ['000001,FX,1,2026-10-01,,1,,,', /:2 column "due_on": value "": expected the day on which the invoice FX 1 falls due/],
            ['000001,FX,1,2026-10-01,10-10-2026,1,,,', /:2 column "due_on": value "10-10-2026"/],
            [
                '000001,RC,1,2026-10-01,,1.001,,,',
                /:2 column "amount": value "1.001": expected an amount more than 0, because the kind gives the sign, such as 1234\.50/,
            ],
            ['000001,RC,1,2026-10-01,,-1,,,', /:2 column "amount": value "-1"/],
            ['000001,RC,1,2026-10-01,,0.00,,,', /:2 column "amount": value "0.00"/],
            ['000001,RC,1,2026-10-01,,$1,,,', /:2 column "amount": value "\$1"/],
            ['000001,RC,1,2026-10-01,,1e3,,,', /:2 column "amount": value "1e3"/],
            ['000001,RC,1,2026-10-01,,1.234.50,,,', /:2 column "amount": value "1.234.50"/],
            ['000001,RC,1,2026-10-01,,,,,', /:2 column "amount": value "": expected .*not blank/],
            ['000001,RC,1,2026-10-01,,9999999999999,,,', /:2 column "amount"/],
            ['000001,RC,1,2026-10-01,,1,,,6', /:2 column "company": value "6": expected a whole number from 1 to 5/],
        ])('%j is refused', async (row, message) => {
            await expect(importSheet(db, 'documents', `${HEAD}\n${row}`)).rejects.toEqual(fault(message));
            expect(await dump(db)).toMatchObject({ documents: [] });
        });
    });
    test('whatever a file holds, the stored balance is the sum of the documents, and they settle', async () => {
        const db = await ledger();
        const row = fc.record({
            code: fc.constantFrom('000001', '000002'),
            kind: fc.constantFrom('FX', 'DA', 'CX', 'RC'),
            amount: fc.integer({ min: 1, max: 1_000_000 }),
            on: fc.integer({ min: 10, max: 28 }),
        });
        let number = 0;
        await fc.assert(fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
            const lines = rows.map(({ code, kind, amount, on }) => `${code},${kind},${++number},2026-10-${on},2026-11-10,${(amount / 100).toFixed(2)},,,`);
            const before = await balances(db);
            await importSheet(db, 'documents', [HEAD, ...lines].join('\n'));
            const added = ['000001', '000002'].map((code) => rows
                .filter((one) => one.code === code)
                .reduce((sum, one) => sum + signedCents({ kind: one.kind, amountCents: one.amount }), 0));
            expect(await balances(db)).toEqual(before.map((cents, index) => cents + (added[index] ?? 0)));
            expect(await balanceDifferences(db)).toEqual([]);
        }), { numRuns: 10 });
    });
});
