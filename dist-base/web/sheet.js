// A sheet as CSV or XLSX, a batch of rows at a time, for a file (cli/sheet.ts) or a browser: however many rows there are, few are in
// memory. In CSV a text that a spreadsheet would take for a formula gets an apostrophe, which the import takes away again; XLSX
// says which cells are text. Between two batches others have their turn.
import { Readable } from 'node:stream';
import { setImmediate as pause } from 'node:timers/promises';
/** How spreadsheets recognise a formula, in wide letters too. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
const csvCell = (cell) => {
    if (cell === null)
        return '';
    return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
};
/** CSV as text. */
export async function* csvChunks(columns, batches) {
    const { stringify } = await import('csv-stringify/sync');
    yield stringify([[...columns]]);
    for await (const batch of batches) {
        // In quotes, so that a spreadsheet that separates by semicolons does not split a text into a formula.
        if (batch.length > 0)
            yield stringify(batch.map((row) => row.map(csvCell)), { quoted_string: true });
        await pause();
    }
}
export async function xlsxChunks(columns, batches, name) {
    const { writeXlsxStream } = await import('hucre/xlsx');
    const amount = columns.indexOf('amount');
    async function* rows() {
        for await (const batch of batches) {
            // Sums are what spreadsheets are for: an amount is a number there, exact to the cent.
            for (const row of batch)
                yield row.map((cell, index) => (index === amount ? Number(cell) : cell));
            await pause();
        }
    }
    const stream = writeXlsxStream(rows(), { name, columns: columns.map((header) => ({ header })), freezePane: { rows: 1 } });
    return Readable.fromWeb(stream);
}
