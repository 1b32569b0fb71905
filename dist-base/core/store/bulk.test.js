import { expect, test } from 'vitest';
import { eachDatabase } from '../../fixtures/database.js';
import { insertRows, withRows } from './bulk.js';
const site = (name, lat = null) => [name, lat];
const sites = async (db) => db.selectFrom('sites').select(['name', 'lat']).orderBy('name').execute();
eachDatabase('statements over many rows', (open) => {
    test('more rows than one statement takes come in, in order, and come back', async () => {
        const { db } = await open();
        const rows = Array.from({ length: 2501 }, (_, index) => site(`s${String(index).padStart(5, '0')}`, index / 8));
        const back = await insertRows(db, 'sites', ['name', 'lat'], rows, 'returning id, name as called');
        expect(back.map((row) => row.called)).toEqual(rows.map(([name]) => name));
        expect(new Set(back.map((row) => row.id)).size).toBe(2501);
        expect(await sites(db)).toEqual(rows.map(([name, lat]) => ({ name, lat })));
    });
    test('texts and numbers are kept exactly, nulls stay nulls', async () => {
        const { db } = await open();
        const texts = ['ñandú', '', `it's "quoted"`, '{"a":1}', 'línea\nlínea', '\\', '😀', 'null'];
        const numbers = [-34.603722, 0.1, 1e-7, null, 0, -0.5, 179.99999999999997, 90];
        await insertRows(db, 'sites', ['name', 'lat'], texts.map((text, index) => site(text, numbers[index] ?? null)));
        for (const [index, name] of texts.entries()) {
            expect(await db.selectFrom('sites').select('lat').where('name', '=', name).executeTakeFirst()).toEqual({
                lat: numbers[index] ?? null,
            });
        }
        const largest = Number.MAX_SAFE_INTEGER;
        await insertRows(db, 'log', ['at', '"by"', 'what'], [[largest, 'x', 'y']]);
        expect(await db.selectFrom('log').select(['at', 'by', 'facts']).executeTakeFirst()).toEqual({
            at: largest,
            by: 'x',
            facts: '{}',
        });
    });
    test('a text that is none to PostgreSQL keeps no other row from being written', async () => {
        const { db } = await open();
        await insertRows(db, 'sites', ['name'], [['a\0b'], ['cut off \ud83d'], ['\\u0000 is six letters'], ['😀 whole']]);
        const names = (await sites(db)).map(({ name }) => name);
        expect(names).toHaveLength(4);
        expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^cut off \ufffd/), '\\u0000 is six letters', '😀 whole']));
        const columns = [['name', 'text']];
        expect(await withRows(db, columns, [['x\0'], ['\udc00']], 'select count(*) as many from v')).toEqual([{ many: 2 }]);
    });
    test('rows that are there already are changed where the ending says so', async () => {
        const { db } = await open();
        await insertRows(db, 'sites', ['name', 'lat'], [site('a', 1), site('b', 2)]);
        const ending = 'on conflict (name) do update set lat = excluded.lat returning name';
        expect(await insertRows(db, 'sites', ['name', 'lat'], [site('b', 3), site('c')], ending)).toEqual([
            { name: 'b' },
            { name: 'c' },
        ]);
        expect(await sites(db)).toEqual([
            { name: 'a', lat: 1 },
            { name: 'b', lat: 3 },
            { name: 'c', lat: null },
        ]);
    });
    test('a statement reads the rows as a table, to look up, to change and to delete', async () => {
        const { db } = await open();
        const ids = (await insertRows(db, 'sites', ['name'], Array.from({ length: 1500 }, (_, index) => [`s${index}`]), 'returning id')).map((row) => row.id);
        const columns = [
            ['id', 'bigint'],
            ['name', 'text'],
        ];
        const rows = ids.map((id, index) => [id, index % 2 === 0 ? `t${index}` : null]);
        await withRows(db, columns, rows, 'update sites set name = v.name from v where sites.id = v.id and v.name is not null');
        expect(await withRows(db, columns, rows, 'select s.name from v cross join sites s where s.id = v.id and s.name = v.name')).toHaveLength(750);
        await withRows(db, columns, rows, 'delete from sites where (id, name) in (select id, name from v)');
        expect(await sites(db)).toHaveLength(750);
    });
    test('no rows are no statement', async () => {
        const { db } = await open();
        expect(await insertRows(db, 'nothing', ['name'], [])).toEqual([]);
        expect(await withRows(db, [['id', 'bigint']], [], 'nonsense')).toEqual([]);
    });
});
