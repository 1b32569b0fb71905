// Imports of CSV files: routers, plans, customers, connections, documents. All or nothing: a file is brought in by one
// transaction, and when anything is wrong with it every mistake is told and nothing is kept. The same file again changes
// nothing. Reading the file itself is not done here: records come in as texts with their lines, a batch at a time.
import { lockImports } from '../../store/imports.js';
import { addLog } from '../../store/log.js';
import { collectComplaints } from './complaints.js';
import { connections } from './connections.js';
import { customers } from './customers.js';
import { documents } from './documents.js';
import { plans } from './plans.js';
import { routers } from './routers.js';
import { readHeader, readRow } from './rows.js';
export const IMPORT_KINDS = ['routers', 'plans', 'customers', 'connections', 'documents'];
const SUBJECTS = {
    routers,
    plans,
    customers,
    connections,
    documents,
};
/** The columns that files of a kind may have, in the order in which they are written. */
export const importColumns = (kind) => Object.keys(SUBJECTS[kind].columns);
/** Rows of a batch: what is looked up and written at once. */
const BATCH = 1000;
export async function importCsv(db, kind, source, told) {
    const header = readHeader(source.name, SUBJECTS[kind].columns, source.columns);
    const tx = await db.startTransaction().execute();
    try {
        const report = await bringIn(tx, kind, header, source, told);
        if (!told.dryRun)
            await tx.commit().execute();
        return report;
    }
    finally {
        if (!tx.isCommitted)
            await tx.rollback().execute();
    }
}
async function bringIn(tx, kind, header, source, told) {
    await lockImports(tx);
    const names = new Set(header.map(([column]) => column));
    const complaints = collectComplaints(source.name);
    const tally = { added: 0, changed: 0, unchanged: 0 };
    const job = {
        tx,
        told,
        file: source.name,
        has: (column) => names.has(column),
        dryRun: told.dryRun,
        confirmClosings: told.confirmClosings ?? 0,
        complaints,
        tally,
        warnings: [],
    };
    const subject = SUBJECTS[kind];
    const importer = await subject.start(job);
    const notTwice = subject.keyOf === null ? null : refuseTwice(subject.keyOf, complaints);
    const rows = await takeAll(importer, header, notTwice, source, told, complaints);
    complaints.tell();
    const opened = await importer.finish();
    complaints.tell();
    if (tally.added + tally.changed > 0) {
        await addLog(tx, [{ at: told.now, by: told.by, what: 'import', facts: { kind, file: source.name, rows, ...tally } }]);
    }
    return {
        kind,
        file: source.name,
        dryRun: told.dryRun,
        rows,
        ...tally,
        orders: told.dryRun ? [] : opened,
        warnings: job.warnings,
    };
}
/** Remembers the keys of all rows: a second one is complained of and left out. */
function refuseTwice(keyOf, complaints) {
    const lines = new Map();
    return ({ line, values }) => {
        const key = keyOf(values);
        const first = lines.get(key);
        if (first === undefined) {
            lines.set(key, line);
            return true;
        }
        complaints.row(line, `is about the same as line ${first}: ${key}`);
        return false;
    };
}
/** Returns how many records there were. */
async function takeAll(importer, header, check, source, told, complaints) {
    let count = 0;
    for await (const records of source.records) {
        for (let start = 0; start < records.length; start += BATCH) {
            const some = records.slice(start, start + BATCH);
            const rows = some.flatMap((record) => readRow(record, header, complaints) ?? []);
            await importer.take(check === null ? rows : rows.filter(check));
            count += some.length;
            told.progress?.(count, source.bytesRead());
            await told.pause();
        }
    }
    return count;
}
