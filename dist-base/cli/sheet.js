// Writes a sheet into a file as CSV or XLSX, a batch of rows at a time, and lets the file appear only when it is whole.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { csvChunks, xlsxChunks } from '../web/sheet.js';
/** Returns how many rows were written, the header not counted. */
export async function writeSheet(sheet, path, kind, name, progress) {
    const counted = countRows(sheet.rows, progress);
    const part = `${path}.${randomBytes(6).toString('hex')}.part`;
    try {
        const chunks = kind === 'csv' ? csvChunks(sheet.columns, counted.rows) : await xlsxChunks(sheet.columns, counted.rows, name);
        await pipeline(chunks, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
        await rename(part, path);
    }
    catch (e) {
        await rm(part, { force: true });
        throw e;
    }
    return counted.count();
}
function countRows(batches, progress) {
    let count = 0;
    async function* rows() {
        for await (const batch of batches) {
            count += batch.length;
            progress(count);
            yield batch;
        }
    }
    return { rows: rows(), count: () => count };
}
