// What filters name, on both databases: a router that is not there, a city that is written in other ways.
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { eachDatabase } from '../fixtures/database.js';
import { desks } from '../fixtures/desk.js';
import { run } from './run.js';
const { openDesk } = desks(run);
eachDatabase('a filter', (open) => {
    async function openTown() {
        const { url } = await open({ file: true });
        const desk = await openDesk({ ISPCUBE_DATABASE_URL: url });
        await desk.ispcube('router', 'add', 'norte-1', '--driver', 'routeros', '--host', '10.0.0.1');
        for (const [code, city] of [
            ['A1', 'Córdoba'],
            ['A2', 'CORDOBA'],
            ['A3', 'Villa Córdoba'],
            ['A4', ''],
        ])
            await desk.ispcube('customer', 'add', code, '--name', code, '--city', city);
        await desk.file('places.csv', 'customer_code,name,kind,router', 'A2,casa,pppoe,norte-1', 'A3,casa,pppoe,');
        expect((await desk.ispcube('import', 'connections', 'places.csv')).code).toBe(0);
        const codes = async (...filter) => (await desk.ispcube('customer', 'list', ...filter, '--json')).json.customers.map((row) => row.code);
        return { desk, codes };
    }
    test('finds a city however it is accented, and who is on a router', async () => {
        const { desk, codes } = await openTown();
        for (const city of ['Cordoba', 'córdoba ', 'CÓRDOBA'])
            expect(await codes('--city', city)).toEqual(['A1', 'A2']);
        expect(await codes('--city', 'Rosario')).toEqual([]);
        expect(await codes('--router', 'norte-1', '--city', 'cordoba')).toEqual(['A2']);
        const { out } = await desk.ispcube('export', 'customers', '-', '--filter', 'city=cordoba', '--filter', 'router=norte-1');
        expect(out.split('\n').slice(1, -1)).toEqual([expect.stringMatching(/^"A2",/)]);
    });
    test('that names a router nobody knows is not found, and nothing is written', async () => {
        const { desk } = await openTown();
        for (const argv of [
            ['customer', 'list', '--router', 'nope'],
            ['export', 'customers', 'out.csv', '--filter', 'router=nope'],
            ['export', 'documents', '-', '--filter', 'router=nope'],
        ]) {
            const { code, out, err } = await desk.ispcube(...argv);
            expect([code, out, err], argv.join(' ')).toEqual([6, '', expect.stringContaining('there is no router "nope"')]);
        }
        expect((await desk.ispcube('customer', 'list', '--router', 'nope', '--json')).json.error.code).toBe('record-missing');
        expect((await readdir(desk.folder)).filter((name) => name.startsWith('out'))).toEqual([]);
    });
});
