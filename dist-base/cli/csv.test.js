import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importCsv } from '../core/acts/imports/import.js';
import { sqliteDatabase } from '../fixtures/database.js';
import { TOLD } from '../fixtures/sheets.js';
import { readCsv } from './csv.js';
const bytesOf = (text) => (typeof text === 'string' ? Buffer.from(text) : text);
/** The file in pieces of a few bytes, so that every mark, character and quote is cut somewhere. */
async function* inPieces(text, size = 7) {
    const bytes = bytesOf(text);
    for (let start = 0; start < bytes.length; start += size)
        yield bytes.subarray(start, start + size);
}
async function read(text, size) {
    const csv = await readCsv(inPieces(text, size), 'f.csv');
    const records = [];
    for await (const some of csv.records)
        records.push(...some);
    return {
        columns: csv.columns,
        records,
        rows: records.map((record) => record.values),
        lines: records.map((record) => record.line),
        bytes: csv.bytesRead(),
    };
}
const fault = (message) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) });
describe('reading CSV', () => {
    test('header, records, lines and the bytes that were read', async () => {
        const text = 'code,name\n1,Ana\n2,Núñez\n';
        expect(await read(text)).toMatchObject({
            columns: ['code', 'name'],
            rows: [
                ['1', 'Ana'],
                ['2', 'Núñez'],
            ],
            lines: [2, 3],
            bytes: Buffer.byteLength(text),
        });
    });
    test('a semicolon is found by the header, whatever the values hold', async () => {
        expect(await read('code;name\n1;a,b,c\n')).toMatchObject({ columns: ['code', 'name'], rows: [['1', 'a,b,c']] });
        expect(await read('"a;b;c",d\n1,2\n')).toMatchObject({ columns: ['a;b;c', 'd'], rows: [['1', '2']] });
    });
    test.each([
        ['\n', 'one'],
        ['\r\n', 'two'],
        ['\r', 'an old'],
    ])('lines end in %j', async (end) => {
        expect(await read(`a,b${end}1,2${end}3,4`)).toMatchObject({
            columns: ['a', 'b'],
            rows: [
                ['1', '2'],
                ['3', '4'],
            ],
            lines: [2, 3],
        });
    });
    test('the mark of UTF-8 is no part of the first column', async () => {
        expect(await read('\u{feff}code,name\n1,2\n', 1)).toMatchObject({ columns: ['code', 'name'], rows: [['1', '2']] });
    });
    test('blanks around names of columns go, blanks around values stay', async () => {
        expect(await read(' code , name \n 1 , 2 \n')).toMatchObject({ columns: ['code', 'name'], rows: [[' 1 ', ' 2 ']] });
    });
    test('quoted values keep delimiters, quotes and ends of lines, and lines are counted through them', async () => {
        const text = 'a,b\n"x,1","he said ""no"""\n"two\nlines","and\r\nmore\n\nstill"\n"",last\n';
        const { rows, lines } = await read(text);
        expect(rows).toEqual([
            ['x,1', 'he said "no"'],
            ['two\nlines', 'and\r\nmore\n\nstill'],
            ['', 'last'],
        ]);
        expect(lines).toEqual([2, 3, 8]);
    });
    test('empty lines are passed over but counted, before the header too', async () => {
        expect(await read('\n\na,b\n\n1,2\n\n\n3,4\n\n')).toMatchObject({ columns: ['a', 'b'], lines: [5, 8] });
    });
    test('a record of another length is handed on as it is', async () => {
        expect((await read('a,b\n1\n1,2,3\n')).rows).toEqual([['1'], ['1', '2', '3']]);
    });
    test('what keeps a spreadsheet from computing is taken off again', async () => {
        expect((await read("a,b\n'+54 11,'=1\n'-34.5,'tis\n")).rows).toEqual([
            ['+54 11', '=1'],
            ['-34.5', "'tis"],
        ]);
    });
    test('a header alone has no records', async () => {
        expect(await read('a,b\n')).toMatchObject({ columns: ['a', 'b'], rows: [] });
        expect(await read('a,b')).toMatchObject({ columns: ['a', 'b'], rows: [] });
    });
    test('whatever is written is read back, however it is cut', async () => {
        const value = fc.string({ unit: fc.constantFrom('a', 'ñ', '€', '😀', ',', ';', '"', '\n', '\r\n', ' ', 'x') });
        const row = fc.array(value, { minLength: 2, maxLength: 4 });
        await fc.assert(fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 40 }), async (rows, size) => {
            const kept = rows.filter((values) => values.length > 0);
            const text = stringify([['first', 'second'], ...kept], { quoted: true });
            const { rows: back, lines } = await read(text, size);
            expect(back).toEqual(kept);
            for (const [index, line] of lines.entries()) {
                const before = stringify([['first', 'second'], ...kept.slice(0, index)], { quoted: true });
                expect(line).toBe(before.split('\n').length);
            }
        }), { numRuns: 200 });
    });
});
describe('files that are no such CSV', () => {
    test.each(['', '\n\n', '\u{feff}', '\r\n'])('%j is empty', async (text) => {
        await expect(read(text)).rejects.toEqual(fault(/^f\.csv is empty: its first line must name the columns$/));
    });
    test('Latin-1 is refused with its line, and says how it may have been meant', async () => {
        const text = Buffer.from('code,name\n1,Ana\n2,Nuñez\n', 'latin1');
        await expect(read(text)).rejects.toEqual(fault(/^f\.csv:3 is not UTF-8 .*2,Nuñez.*save the file as CSV in UTF-8$/));
    });
    test('a character cut off at the end of the file is no UTF-8', async () => {
        await expect(read(Buffer.concat([Buffer.from('a\nx\n'), Buffer.from('ñ').subarray(0, 1)]))).rejects.toEqual(fault(/^f\.csv:3 is not UTF-8/));
    });
    test('UTF-16 is named', async () => {
        await expect(read(Buffer.from('\u{feff}code,name\n', 'utf16le'), 1)).rejects.toEqual(fault(/UTF-16/));
    });
    test('a NUL byte is refused with its line', async () => {
        await expect(read('a,b\n1,2\n1,\0\n')).rejects.toEqual(fault(/^f\.csv:3 holds a NUL byte/));
    });
    test.each([
        ['a,b\n1,2\n"open,2\n3,4\n', /f\.csv:\d+ a quote is opened and never closed/],
        ['a,b\n1,2\nx"y,2\n', /^f\.csv:3 there is a quote inside a value that is not quoted/],
        ['a,b\n1,2\n"x"y,2\n', /^f\.csv:3 a quoted value goes on after its quote/],
    ])('%j says where the quotes go wrong', async (text, message) => {
        await expect(read(text)).rejects.toEqual(fault(message));
    });
    test('a quote that never closes in a long file, and a line without end, do not fill the memory', async () => {
        async function* endless(head, line) {
            yield Buffer.from(head);
            for (let n = 0; n < 10_000; n++)
                yield Buffer.from(line);
            throw new Error('read to the end');
        }
        const drain = async (chunks) => {
            for await (const _ of (await readCsv(chunks, 'f.csv')).records)
                ;
        };
        await expect(drain(endless('a,b\n"open', `${'x'.repeat(1000)}\n`))).rejects.toEqual(fault(/longer than 1 MiB; is there a quote/));
        await expect(drain(endless('a,b\n', 'x'.repeat(1000)))).rejects.toEqual(fault(/f\.csv:2 is longer than 1 MiB/));
    });
    test('the file is read no further than its records are asked for', async () => {
        let given = 0;
        async function* counted() {
            for (let n = 0; n < 1000; n++) {
                given++;
                yield Buffer.from(n === 0 ? 'a,b\n' : '1,2\n'.repeat(100));
            }
        }
        const csv = await readCsv(counted(), 'f.csv');
        for await (const some of csv.records)
            if (some.length > 0)
                break;
        expect(given).toBeLessThan(5);
    });
});
describe('a file that is imported', () => {
    const open = sqliteDatabase();
    test('arrives as it was written, and its mistakes are found on their lines', async () => {
        const { db } = await open();
        const bring = async (text) => importCsv(db, 'customers', { name: 'f.csv', ...(await readCsv(inPieces(text), 'f.csv')) }, TOLD);
        const good = `\u{feff}code;name;address;lat;lng\r\n000001;"Núñez; ""Kiosco""";"San Martín 1\nPiso 2";'-34.5;-58\r\n`;
        expect(await bring(good)).toMatchObject({ rows: 1, added: 1 });
        expect(await db.selectFrom('customers').select(['name', 'address', 'lat']).execute()).toEqual([
            { name: 'Núñez; "Kiosco"', address: 'San Martín 1\nPiso 2', lat: -34.5 },
        ]);
        await expect(bring(`${good}\r\n000002;Ana;;norte;\r\n`)).rejects.toEqual(fault(/^f\.csv:5 column "lat": value "norte": expected degrees/));
        await expect(bring(`${good}000002;"Ana`)).rejects.toEqual(fault(/a quote is opened and never closed/));
        expect(await db.selectFrom('customers').select('code').execute()).toHaveLength(1);
    });
});
