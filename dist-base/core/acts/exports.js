// Customers and documents as rows of a sheet, under the columns of the imports: what was exported can be imported again.
// Secrets are left out. The rows come a batch at a time, customer by customer in order of their codes, so that a walk over
// all of them holds nobody up; what is written meanwhile may or may not be in it.
import { formatAmount } from '../rules/money.js';
import { listCustomers, listShown } from '../store/customer-list.js';
import { documentsToExport } from '../store/exports.js';
import { contactsOf } from '../store/imports.js';
import { addLog } from '../store/log.js';
import { importColumns } from './imports/import.js';
import { CUSTOMER_FIELDS } from './imports/customer-columns.js';
const CUSTOMERS_AT_ONCE = 250;
export function exportCustomers(db, filter) {
    const columns = importColumns('customers').filter((column) => column !== 'portal_password');
    return { columns, rows: customerRows(db, filter, columns) };
}
async function* customerRows(db, filter, columns) {
    for await (const customers of walkCustomers(db, filter)) {
        const contacts = await contactsOf(db, customers.map((customer) => customer.id));
        const listed = (customer, kind) => contacts
            .filter((contact) => contact.customerId === customer.id && contact.kind === kind)
            .map((contact) => contact.value)
            .join(';');
        yield customers.map((customer) => {
            const known = {
                code: customer.code,
                id_type: customer.idType,
                id_number: customer.idNumber,
                email: listed(customer, 'email'),
                phone: listed(customer, 'phone'),
            };
            return columns.map((column) => known[column] ?? fieldCell(customer, column));
        });
    }
}
const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contract_signed']);
function fieldCell(customer, column) {
    const field = CUSTOMER_FIELDS[column];
    const value = field === undefined ? null : customer[field];
    return FLAGS.has(column) ? (value === 1 ? 'yes' : 'no') : value;
}
export function exportDocuments(db, filter) {
    return { columns: importColumns('documents'), rows: documentRows(db, filter) };
}
async function* documentRows(db, filter) {
    for await (const customers of walkCustomers(db, filter)) {
        const documents = new Map(customers.map((customer) => [customer.id, []]));
        for (const document of await documentsToExport(db, [...documents.keys()], filter))
            documents.get(document.customerId)?.push(document);
        yield customers.flatMap((customer) => (documents.get(customer.id) ?? []).map((document) => documentCells(customer, document)));
    }
}
/** In the order of the columns of an import. */
const documentCells = (customer, document) => [
    customer.code,
    document.kind,
    document.number,
    document.issuedOn,
    document.dueOn,
    formatAmount(document.amountCents),
    document.description,
    document.voids,
    document.company,
];
const walkCustomers = (db, filter) => walk((page) => listCustomers(db, { ...filter, ...page }));
/** All that a filter finds, in order, a batch at a time, as lists show them. */
export const walkShown = (db, filter) => walk((page) => listShown(db, { ...filter, ...page }));
async function* walk(read) {
    for (let afterCode;;) {
        const customers = await read({ limit: CUSTOMERS_AT_ONCE, afterCode });
        if (customers.length > 0)
            yield customers;
        if (customers.length < CUSTOMERS_AT_ONCE)
            return;
        afterCode = customers.at(-1)?.code;
    }
}
/** That somebody took customers out of the program: in what form and by what filter. Written before the first row leaves. */
export async function logExport(db, ask, told) {
    await addLog(db, [{ at: told.now, by: told.by, what: 'exported', facts: { kind: 'customers', ...ask } }]);
}
