import { beforeAll, describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../fixtures/database.js';
import { importSheet, stateOf } from '../../../fixtures/sheets.js';
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
const edits = async (db) => {
    const rows = await db.selectFrom('log').select('facts').where('what', '=', 'edited').orderBy('id').execute();
    return rows.map((row) => JSON.parse(row.facts));
};
eachDatabase('plans from a file', (open) => {
    test('Mbit/s become kbit/s exactly, and a file may have only what changes', async () => {
        const { db } = await open();
        await importSheet(db, 'plans', 'name,price,down_mbps,up_mbps,in_portal\nHogar,9500.00,50,10.5,si\nBase,0,2.048,0.512,');
        expect((await stateOf(db)).plans).toEqual([
            { name: 'Base', priceCents: 0, downKbps: 2048, upKbps: 512, inPortal: 0 },
            { name: 'Hogar', priceCents: 950_000, downKbps: 50_000, upKbps: 10_500, inPortal: 1 },
        ]);
        expect(await importSheet(db, 'plans', 'name,price\nHogar,9999.99\nBase,0.00')).toMatchObject({ changed: 1, unchanged: 1 });
        expect((await stateOf(db)).plans?.[1]).toEqual({
            name: 'Hogar',
            priceCents: 999_999,
            downKbps: 50_000,
            upKbps: 10_500,
            inPortal: 1,
        });
        expect(await edits(db)).toEqual([
            { import: 'plans.csv', plan: 'Hogar', changes: { priceCents: { from: 950_000, to: 999_999 } } },
        ]);
    });
    describe('a row that cannot be', () => {
        let db;
        beforeAll(async () => void ({ db } = await open()));
        test.each([
            ['name,price,down_mbps,up_mbps\nHogar,1,0,1', /:2 column "down_mbps": value "0": expected Mbit\/s, more than 0/],
            ['name,price,down_mbps,up_mbps\nHogar,1,1,0.0005', /:2 column "up_mbps": value "0.0005"/],
            ['name,price,down_mbps,up_mbps\nHogar,1.234,1,1', /:2 column "price": value "1.234": expected an amount, 0 or more/],
            ['name,price,down_mbps,up_mbps\nHogar,"1,1,1', /:2 column "price": value ""1"/],
            ['name,price,down_mbps,up_mbps\n,1,1,1', /:2 column "name": value "": expected .*not blank/],
            ['name,price\nHogar,1', /:2 the plan "Hogar" is new: it needs the columns price, down_mbps and up_mbps/],
        ])('%j is refused', async (text, message) => {
            await expect(importSheet(db, 'plans', text)).rejects.toEqual(fault(message));
        });
    });
});
