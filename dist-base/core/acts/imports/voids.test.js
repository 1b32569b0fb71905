import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { dump, importSheet } from '../../../fixtures/sheets.js';
import { settle } from '../../rules/debt.js';
import { day } from '../../rules/day.js';
import { documentsOf, factsOf } from '../../store/documents.js';
const HEAD = 'customer_code,kind,number,issued_on,due_on,amount,description,voids,company';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
const balances = async (db) => (await db.selectFrom('customers').select(['code', 'balanceCents']).orderBy('code').execute()).map((row) => row.balanceCents);
eachDatabase('voided documents from a file', (open) => {
    async function ledger() {
        const { db } = await open();
        await importSheet(db, 'customers', 'code,name,company\n000001,Ana,1\n000002,Beto,1');
        return db;
    }
    const voided = async (db) => {
        const rows = await db
            .selectFrom('documents as d')
            .innerJoin('documents as v', 'v.id', 'd.voidsId')
            .select(['d.kind', 'd.number', 'v.kind as victimKind', 'v.number as victimNumber'])
            .orderBy('d.kind')
            .orderBy('d.number')
            .execute();
        return rows.map((row) => `${row.kind} ${row.number} voids ${row.victimKind} ${row.victimNumber}`);
    };
    test('before, after and in an earlier file: both leave the settlement', async () => {
        const db = await ledger();
        await importSheet(db, 'documents', `${HEAD}\n000001,FX,1,2026-10-01,2026-10-10,100,,,\n000001,FX,2,2026-10-01,2026-10-10,70,,,`);
        await importSheet(db, 'documents', `${HEAD}
000001,CX,1,2026-10-03,,100,,1,
000001,NB,9,2026-10-05,,55,,FB 3,
000001,FB,3,2026-10-05,2026-10-20,55,,,
000001,RC,5,2026-10-05,,30,,,
000001,DX,6,2026-10-06,,30,,RC 5,`);
        expect(await voided(db)).toEqual(['CX 1 voids FX 1', 'DX 6 voids RC 5', 'NB 9 voids FB 3']);
        expect(await balances(db)).toEqual([7000, 0]);
        const [{ id } = { id: 0 }] = await db.selectFrom('customers').select('id').where('code', '=', '000001').execute();
        const settlement = settle(factsOf(await documentsOf(db, id)), day('2026-11-01'));
        expect(settlement).toMatchObject({ balanceCents: 7000, unusedCents: 0, open: [{ document: { number: '2' } }] });
        expect(await importSheet(db, 'documents', `${HEAD}\n000001,CX,1,2026-10-03,,100,,FX 1,`)).toMatchObject({ unchanged: 1 });
    });
    test('the kind decides between two with one number, the company between two of one kind', async () => {
        const db = await ledger();
        await importSheet(db, 'documents', `${HEAD}\n000001,FX,1,2026-10-01,2026-10-10,100,,,1\n000001,FX,1,2026-10-01,2026-10-10,100,,,2\n000001,DX,1,2026-10-01,,100,,,2`);
        await expect(importSheet(db, 'documents', `${HEAD}\n000001,CX,8,2026-10-03,,100,,1,2`)).rejects.toEqual(fault(/:2 column "voids": value "1": expected the kind before the number, because several have it: (FX|DX) 1/));
        await importSheet(db, 'documents', `${HEAD}\n000001,CX,8,2026-10-03,,100,,FX 1,2\n000001,CX,9,2026-10-03,,100,,DX 1,2`);
        expect(await voided(db)).toEqual(['CX 8 voids FX 1', 'CX 9 voids DX 1']);
        expect(await db
            .selectFrom('documents as d')
            .innerJoin('documents as v', 'v.id', 'd.voidsId')
            .select(['d.number', 'v.company'])
            .where('v.kind', '=', 'FX')
            .execute()).toEqual([{ number: '8', company: 2 }]);
    });
    test('a number that looks like kind and number is a number first', async () => {
        const db = await ledger();
        await importSheet(db, 'documents', `${HEAD}\n000001,FX,RC 7,2026-10-01,2026-10-10,100,,,\n000001,RC,7,2026-10-01,,30,,,\n000001,CX,1,2026-10-02,,100,,RC 7,`);
        expect(await voided(db)).toEqual(['CX 1 voids FX RC 7']);
    });
    describe('a voiding that cannot be', () => {
        let db;
        beforeAll(async () => {
            db = await ledger();
            await importSheet(db, 'documents', `${HEAD}
000001,FX,1,2026-10-05,2026-10-10,100,,,
000001,RC,2,2026-10-05,,100,,,
000001,FX,3,2026-10-05,2026-10-10,100,,,
000001,CX,4,2026-10-06,,100,,FX 3,
000001,CX,6,2026-10-06,,100,,,
000002,FX,77,2026-10-05,2026-10-10,100,,,`);
        });
        test.each([
            [
                'of nothing',
                ['CX,9,2026-10-06,,100,,55'],
                /:2 column "voids": value "55": expected the number of a document of this customer/,
            ],
            [
                'of another customer',
                ['CX,9,2026-10-06,,100,,77'],
                /:2 column "voids": value "77": expected the number of a document of this customer/,
            ],
            ['of itself', ['CX,9,2026-10-06,,100,,CX 9'], /:2 column "voids": value "CX 9": expected the number of a document/],
            ['of another amount', ['CX,9,2026-10-06,,99.99,,FX 1'], /expected a document of the same amount, 99\.99: FX 1 has 100\.00/],
            ['of a charge by a debit note', ['DX,9,2026-10-06,,100,,FX 1'], /expected a document that a DX can void, not a FX/],
            ['of a charge by a receipt', ['RC,9,2026-10-06,,100,,FX 1'], /expected a document that a RC can void, not a FX/],
            ['of a receipt by a credit note', ['CX,9,2026-10-06,,100,,RC 2'], /expected a document that a CX can void, not a RC/],
            [
                'before it was issued',
                ['CX,9,2026-10-04,,100,,FX 1'],
                /expected a document issued on 2026-10-04 or before: FX 1 was issued on 2026-10-05/,
            ],
            [
                'of what is voided already',
                ['CX,9,2026-10-06,,100,,FX 3'],
                /expected a document that is voided once: FX 3 would be voided twice/,
            ],
            [
                'twice in one file',
                ['CX,8,2026-10-06,,100,,FX 1', 'NB,9,2026-10-06,,100,,FX 1'],
                /:2 column "voids": value "FX 1": expected a document that is voided once(.|\n)*:3 column "voids"/,
            ],
            ['of a voiding that is stored', ['DX,9,2026-10-06,,100,,CX 4'], /expected a document that voids no other: CX 4 does/],
            [
                'of a voiding in the same file',
                ['DX,9,2026-10-06,,100,,CX 8', 'CX,8,2026-10-06,,100,,FX 1'],
                /:2 column "voids": value "CX 8": expected a document that voids no other: CX 8 does/,
            ],
            [
                'of each other',
                ['DX,9,2026-10-06,,100,,CX 8', 'CX,8,2026-10-06,,100,,DX 9'],
                /:2 column "voids": value "CX 8": expected a document that voids no other/,
            ],
            [
                'other than the stored one',
                ['CX,4,2026-10-06,,100,,FX 1'],
                /:2 column "voids": value "FX 1": expected another one, as CX 4 is stored already/,
            ],
            ['by one that is stored and voids nothing', ['CX,6,2026-10-06,,100,,FX 1'], /expected none, as CX 6 is stored already/],
        ])('%s', async (_, rows, message) => {
            const before = await dump(db);
            await expect(importSheet(db, 'documents', [HEAD, ...rows.map((row) => `000001,${row},`)].join('\n'))).rejects.toEqual(fault(message));
            expect(await dump(db)).toEqual(before);
        });
    });
});
