// `ispcube import`: brings a CSV file in, all of it or nothing. What an import opens (restores, clearings of moved
// connections) is carried out at once where no daemon does it.
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { choice, countArgument, oneOfArgument } from '../arguments.js';
import { carryDeed } from '../carry.js';
import { example } from '../context.js';
import { fileFault } from '../file-faults.js';
import { importFile } from '../import-file.js';
import { counted } from '../output.js';
const KINDS = ['routers', 'plans', 'customers', 'connections', 'documents'];
export function register(program, context) {
    const command = program
        .command('import')
        .description('import a CSV file, all of it or nothing; the same file twice changes nothing')
        .addArgument(choice('<kind>', 'what the file holds', KINDS))
        .argument('<file>', 'UTF-8 with a header line, separated by , or ;  (- reads standard input)')
        .option('--dry-run', 'check everything, change nothing')
        .option('--confirm-closings <n>', 'connections: the file may close so many that are in service')
        .action((kind, file, options) => importCommand(context, kind, file, options));
    example(command, 'ispcube import customers customers.csv --dry-run', 'ispcube import documents documents.csv');
}
async function importCommand(context, kindText, file, options) {
    const { dryRun = false } = options;
    const confirmClosings = options.confirmClosings === undefined ? undefined : countArgument('--confirm-closings', options.confirmClosings);
    const { out, io } = context;
    const kind = oneOfArgument('KIND', kindText, KINDS);
    const wired = await context.open();
    const chunks = file === '-' ? io.stdin : readable(resolve(io.cwd, file));
    const report = await importFile(wired, kind, { chunks, name: file === '-' ? 'standard input' : basename(file) }, { dryRun, confirmClosings, progress: (rows) => out.progress(`${rows} rows read`) });
    const carried = dryRun ? { tookMs: 0, orders: [] } : await carryDeed(wired, out, report.orders);
    const { rows, added, changed, unchanged, warnings } = report;
    for (const warning of warnings.slice(0, 50))
        out.say(`note: ${warning}`);
    if (warnings.length > 50)
        out.say(`… and ${warnings.length - 50} more notes; --json shows all`);
    out.answer({ kind, file, dryRun, rows, added, changed, unchanged, warnings, ...carried }, () => {
        const what = `${counted(rows, 'row')}: ${added} added, ${changed} changed, ${unchanged} unchanged`;
        return dryRun ? `${what} (dry run: nothing was changed)` : what;
    });
}
async function* readable(path) {
    try {
        for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }))
            yield chunk;
    }
    catch (e) {
        throw fileFault(e, path, 'read');
    }
}
