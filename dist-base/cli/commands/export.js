// `ispcube export`: customers or documents as CSV or XLSX, under the columns of the imports. Passwords are never in it.
import { resolve } from 'node:path';
import { exportCustomers, exportDocuments } from '../../core/acts/exports.js';
import { Fault } from '../../core/fault.js';
import { isDocumentKind } from '../../core/rules/document.js';
import { choice, countArgument, dayArgument, gather, oneOfArgument, yesNoArgument } from '../arguments.js';
import { example } from '../context.js';
import { reaching } from '../file-faults.js';
import { filterNamed } from '../named.js';
import { counted } from '../output.js';
import { csvChunks } from '../../web/sheet.js';
import { writeSheet } from '../sheet.js';
const KINDS = ['customers', 'documents'];
const KEYS = {
    customers: ['search', 'city', 'status', 'company', 'router', 'deleted'],
    documents: ['search', 'city', 'status', 'company', 'router', 'deleted', 'from', 'to', 'kind'],
};
export function register(program, context) {
    const command = program
        .command('export')
        .description('export customers or documents; what was exported can be imported again')
        .addArgument(choice('<kind>', 'of what', KINDS))
        .argument('<file>', 'ending in .csv or .xlsx (- writes CSV to standard output)')
        .option('--filter <key=value>', `${KEYS.documents.join(', ')}; may be given several times`, gather)
        .action((kind, file, options) => exportCommand(context, kind, file, options.filter ?? []));
    example(command, 'ispcube export customers customers.xlsx --filter "city=Villa del Arroyo"', 'ispcube export documents november.csv --filter from=2026-11-01 --filter to=2026-11-30');
}
async function exportCommand(context, kindText, file, filters) {
    const { out, io } = context;
    const kind = oneOfArgument('KIND', kindText, KINDS);
    const { router, city, ...rest } = filterOf(kind, filters);
    const format = file === '-' ? 'csv' : formatOf(file);
    if (file === '-' && out.json)
        throw new Fault('input-invalid', '--json and CSV on standard output exclude each other; name a file');
    const wired = await context.open();
    const filter = { ...rest, ...(await filterNamed(wired.db, { router, city })) };
    const sheet = kind === 'customers' ? exportCustomers(wired.db, filter) : exportDocuments(wired.db, filter);
    if (file === '-') {
        for await (const text of csvChunks(sheet.columns, sheet.rows))
            io.stdout.write(text);
        return;
    }
    const path = resolve(io.cwd, file);
    const progress = (count) => out.progress(`${count} rows written`);
    const rows = await reaching(path, 'written', () => writeSheet(sheet, path, format, kind, progress));
    out.answer({ kind, file: path, format, rows }, () => `${counted(rows, 'row')} written to ${path}`);
}
function formatOf(file) {
    if (/\.csv$/i.test(file))
        return 'csv';
    if (/\.xlsx$/i.test(file))
        return 'xlsx';
    throw new Fault('input-invalid', `FILE: "${file}" is not acceptable; expected a name that ends in .csv or .xlsx`, { file });
}
function filterOf(kind, filters) {
    const filter = {};
    for (const text of filters) {
        const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
        switch (KEYS[kind].includes(key) ? key : '') {
            case 'company':
                filter.company = countArgument('--filter company', value, 1, 5);
                break;
            case 'deleted':
                filter.deleted = yesNoArgument('--filter deleted', value);
                break;
            case 'from':
            case 'to':
                filter[key] = dayArgument(`--filter ${key}`, value);
                break;
            case 'kind':
                if (!isDocumentKind(value))
                    throw new Fault('input-invalid', `--filter kind: "${value}" is not acceptable; expected a kind of document such as FX or RC`, { value });
                filter.kind = value;
                break;
            case 'search':
            case 'city':
            case 'status':
            case 'router':
                filter[key] = value;
                break;
            default:
                throw new Fault('input-invalid', `--filter: "${text}" is not acceptable; expected key=value, the key one of ${KEYS[kind].join(', ')}`, { value: text });
        }
    }
    return filter;
}
