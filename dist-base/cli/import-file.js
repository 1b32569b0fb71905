// From a file to the act that imports it, with progress. `import` and the demo come through here.
import { importCsv } from '../core/acts/imports/import.js';
import { pause } from '../daemon/deps.js';
import { readCsv } from './csv.js';
export async function importFile(wired, kind, source, how) {
    const { columns, records, bytesRead } = await readCsv(source.chunks, source.name);
    const told = {
        ...wired.told(),
        seal: wired.deps.seal,
        dryRun: how.dryRun,
        confirmClosings: how.confirmClosings,
        pause,
        progress: how.progress,
    };
    return importCsv(wired.db, kind, { name: source.name, columns, records: unescaped(records), bytesRead }, told);
}
/** Exports put an apostrophe before what a spreadsheet would take for a formula; here it goes again. */
async function* unescaped(batches) {
    for await (const batch of batches) {
        yield batch.map(({ line, values }) => ({
            line,
            values: values.map((value) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value)),
        }));
    }
}
