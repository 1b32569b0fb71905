// The columns that the list can show: each of them a word and how a row says it. Which ones a person sees is kept with him. The
// same cells go into the spreadsheet, amounts as numbers.
import { parseDay } from '../../../core/rules/day.js';
import { cents, formatAmount } from '../../../core/rules/money.js';
import { hasIdNumber } from '../../../core/rules/identity.js';
import { connectionsShown } from '../../../core/store/customer-columns.js';
import { serviceStates } from '../../../core/store/customer-list.js';
import { contactsOf } from '../../../core/store/imports.js';
import { formatDate, formatMoney } from '../../text/format.js';
import { shownState } from './state.js';
export const COLUMNS = [
    ...['code', 'name', 'service', 'balance', 'city', 'status', 'portal', 'address', 'phone', 'email', 'idNumber'],
    ...['plan', 'router', 'ip', 'company', 'paymentMethod', 'collector', 'salesperson', 'postalCode', 'since'],
];
/** By these a row is recognised: they cannot be left out. */
export const ALWAYS = ['code', 'name'];
export const USUAL = ['code', 'name', 'service', 'balance', 'city', 'status', 'portal'];
/** In the order of the program, whatever was kept: a column that it does not know any more is left out. */
export function columnsFrom(kept) {
    const wanted = kept ?? USUAL;
    return COLUMNS.filter((column) => ALWAYS.includes(column) || wanted.includes(column));
}
/** By which a row is shown whatever its columns are. */
const EVER = ['id', 'code', 'name', 'nickname', 'balanceCents'];
const READ = {
    ...{ city: ['city'], status: ['status'], portal: ['portalPasswordSealed'], address: ['address', 'fiscalAddress'] },
    ...{ idNumber: ['idType', 'idNumber'], company: ['company'], paymentMethod: ['paymentMethod'], collector: ['collector'] },
    ...{ salesperson: ['salesperson'], postalCode: ['postalCode'], since: ['startOn'] },
};
/** What is read of customers for these columns. */
export const readFor = (columns) => [
    ...EVER,
    ...columns.flatMap((column) => READ[column] ?? []),
];
export async function rowsFor(db, customers, columns) {
    const ids = customers.map(({ id }) => id);
    const needs = (...some) => some.some((column) => columns.includes(column));
    const states = needs('service') ? await serviceStates(db, ids) : null;
    const contacts = needs('phone', 'email') ? grouped(await contactsOf(db, ids)) : null;
    const connections = needs('plan', 'router', 'ip') ? grouped(await connectionsShown(db, ids)) : null;
    return customers.map((customer) => ({
        customer,
        state: states === null ? 'unknown' : shownState(states.get(customer.id)),
        contacts: contacts?.get(customer.id) ?? [],
        connections: connections?.get(customer.id) ?? [],
    }));
}
function grouped(rows) {
    const groups = new Map();
    for (const row of rows) {
        const group = groups.get(row.customerId);
        if (group === undefined)
            groups.set(row.customerId, [row]);
        else
            group.push(row);
    }
    return groups;
}
const several = (values) => [...new Set(values.filter((one) => one !== null))].join(', ');
/** What a cell says; empty where there is nothing. */
export function cellText(column, row, { text, t, currency }) {
    const { customer, contacts, connections } = row;
    switch (column) {
        case 'service':
            return t.today.states[row.state];
        case 'balance':
            return formatMoney(text, cents(customer.balanceCents), currency);
        case 'portal':
            return (customer.portalPasswordSealed ?? null) === null ? t.customers.portal.none : t.customers.portal.readable;
        case 'address':
            return customer.address ?? customer.fiscalAddress ?? '';
        case 'phone':
        case 'email':
            return several(contacts.filter(({ kind }) => kind === column).map(({ value }) => value));
        case 'idNumber':
            return hasIdNumber(customer.idNumber ?? '') ? `${customer.idType ?? ''} ${customer.idNumber}`.trim() : '';
        case 'plan':
            return several(connections.map(({ plan }) => plan));
        case 'router':
            return several(connections.map(({ router }) => router));
        case 'ip':
            return several(connections.map(({ ip }) => ip));
        case 'since': {
            const on = parseDay(customer.startOn ?? '');
            return on === null ? '' : formatDate(text, on);
        }
        case 'code':
        case 'name':
        case 'city':
        case 'status':
        case 'company':
        case 'paymentMethod':
        case 'collector':
        case 'salesperson':
        case 'postalCode':
            return String(customer[column] ?? '');
    }
}
/** The same for a spreadsheet: amounts and days as it can work with them. */
export function cellValue(column, row, reader) {
    if (column === 'balance')
        return Number(formatAmount(cents(row.customer.balanceCents)));
    if (column === 'since')
        return row.customer.startOn ?? null;
    if (column === 'company')
        return row.customer.company ?? null;
    return cellText(column, row, reader) || null;
}
