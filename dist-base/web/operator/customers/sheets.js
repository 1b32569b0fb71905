// What goes out of the list: exactly the customers that the filter and the search find, in the order of the list, as a spreadsheet or
// on paper. Everything is sent as it is read, so a hundred thousand take no more memory than fifty; that it was taken is logged.
import { Readable } from 'node:stream';
import { exportCustomers, logExport, walkShown } from '../../../core/acts/exports.js';
import { countCustomers } from '../../../core/store/customer-list.js';
import { columnsOf } from '../../../core/store/saved-views.js';
import { loadIspWords, loadTerms } from '../../../core/store/settings.js';
import { formatDate } from '../../text/format.js';
import { listingChunks, printable } from '../../print/listing.js';
import { csvChunks, xlsxChunks } from '../../sheet.js';
import { me, told } from '../access.js';
import { readerOf } from '../frame.js';
import { filterInWords, keepChoices } from './choices.js';
import { cellText, cellValue, columnsFrom, rowsFor } from './columns.js';
import { filterOf, LIST, orderOf, Query, queryText } from './filter.js';
const TYPES = {
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    csv: 'text/csv; charset=utf-8',
};
/** Of a count that is printed: more than any ISP has. */
const ALL = 10_000_000;
export function sheets(app, { deps }) {
    const { db } = deps;
    const send = (kind) => async (request, reply) => {
        const { t } = readerOf(request);
        const query = Query.parse(request.query);
        const isWhole = request.query.columnas === 'todas';
        const sheet = isWhole ? exportCustomers(db, filterOf(query, me(request))) : await shownSheet(request, db, query);
        await logExport(db, { form: kind, filter: { query: queryText(query), columns: isWhole ? 'all' : 'shown' } }, told(request, deps));
        const day = (await loadTerms(db)).zone.dayOf(deps.now());
        const name = `${t.customers.out.file}-${day}.${kind}`;
        void reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="${name}"`);
        return reply.type(TYPES[kind]).send(await chunksOf(sheet, kind, t.menu.customers));
    };
    app.get(`${LIST}/lista/excel`, { config: { may: 'customers.export' } }, send('xlsx'));
    app.get(`${LIST}/lista/csv`, { config: { may: 'customers.export' } }, send('csv'));
    print(app, deps);
}
async function chunksOf({ columns, rows }, kind, name) {
    if (kind === 'xlsx')
        return xlsxChunks(columns, rows, name);
    const chunks = csvChunks(columns, rows);
    // By this mark spreadsheets know that accents are UTF-8.
    const marked = async function* () {
        yield '\u{feff}';
        yield* chunks;
    };
    return Readable.from(marked(), { objectMode: false });
}
/** The columns that the person sees, with the words that stand above them. */
async function shownSheet(request, db, query) {
    const { t, text } = readerOf(request);
    const person = me(request);
    const columns = columnsFrom(await columnsOf(db, person.id));
    const reader = { t, text, currency: (await loadTerms(db)).currency };
    async function* rows() {
        for await (const customers of walkShown(db, { ...filterOf(query, person), order: orderOf(query) })) {
            const found = await rowsFor(db, customers, columns);
            yield found.map((row) => columns.map((column) => cellValue(column, row, reader)));
        }
    }
    return { columns: columns.map((column) => t.customers.columns[column]), rows: rows() };
}
const PRINTED = [
    ...['code', 'name', 'service', 'balance', 'city', 'status', 'address', 'phone', 'email', 'idNumber', 'plan'],
];
function print(app, deps) {
    const { db } = deps;
    const choicesNow = keepChoices(db);
    app.get(`${LIST}/lista/imprimir`, { config: { may: 'customers.see' } }, async (request, reply) => {
        const { t, text } = readerOf(request);
        const query = Query.parse(request.query);
        const person = me(request);
        const filter = filterOf(query, person);
        const { zone, currency } = await loadTerms(db);
        const isp = await loadIspWords(db);
        const now = deps.now();
        const count = await countCustomers(db, filter, ALL);
        const facts = {
            empresa: isp.name,
            telefono: isp.phone,
            fecha: formatDate(text, zone.dayOf(now)),
            hora: zone.format(now).slice(11, 16),
            usuario: person.name,
            filtros: filterInWords(query, t, await choicesNow()),
            cantidad: count.toLocaleString(text.lang),
            // Whether there are any; they themselves come one batch after another.
            clientes: count > 0 ? [{}] : [],
        };
        const reader = { t, text, currency };
        async function* customers() {
            for await (const some of walkShown(db, { ...filter, order: orderOf(query) }))
                yield (await rowsFor(db, some, PRINTED)).map((row) => {
                    const cell = (column) => cellText(column, row, reader);
                    return {
                        ...{ codigo: cell('code'), nombre: cell('name'), apodo: row.customer.nickname ?? '', domicilio: cell('address') },
                        ...{ localidad: cell('city'), telefonos: cell('phone'), correos: cell('email'), documento: cell('idNumber') },
                        ...{ servicio: cell('service'), estado: cell('status'), saldo: cell('balance'), plan: cell('plan') },
                        debe: row.customer.balanceCents > 0 ? cell('balance') : '',
                    };
                });
        }
        await logExport(db, { form: 'print', filter: { query: queryText(query) } }, told(request, deps));
        return printable(reply).send(Readable.from(await listingChunks(db, text.lang, facts, customers()), { objectMode: false }));
    });
}
