// A connection as a form shows and gives it back, as customer-form.ts does for a customer: what the form showed comes back with
// what was typed, only what differs is written, and nothing where somebody else changed the connection meanwhile.
import { Fault } from '../fault.js';
import { connectionById, connectionNamed, connectionsOf } from '../store/connections.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { withPoint } from './customer-form.js';
import { readFields, tryFields } from './fields.js';
import { connections } from './imports/connections.js';
import { saveConnection } from './network.js';
export const CONNECTION_COLUMNS = Object.keys(connections.columns).filter((column) => !['customer_code', 'name', 'password'].includes(column));
const asShown = (text) => text.replaceAll(/[\r\n\t]+/g, ' ').trim();
export function connectionTexts(line) {
    const texts = {
        ...{ kind: line.kind, plan: line.planName, router: line.routerName, panel: line.panelName },
        ...{ username: line.username, ip: line.ip, ipv6_prefix: line.ipv6Prefix, mac: line.mac },
        ...{ cpe_host: line.cpeHost, cpe_vendor: line.cpeVendor, address: line.address, lat: line.lat, lng: line.lng },
        in_service: line.inService === 1 ? 'yes' : 'no',
    };
    return Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, asShown(String(texts[column] ?? ''))]));
}
/** The texts of an empty form. */
export const newConnectionTexts = () => ({ ...Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, ''])), in_service: 'yes' });
/** What was typed into fields of this form; a field that was not sent is as it was. */
export const typedConnection = (given, seen) => Object.fromEntries(CONNECTION_COLUMNS.map((column) => {
    const text = asShown(given[column] ?? seen[column]);
    return [column, column === 'lat' || column === 'lng' ? withPoint(text) : text];
}));
/** All that can be seen to be wrong without looking at others. Null `name`: one that is there already. */
export function checkConnection(typed, seen, name, password) {
    const fields = { ...changedTexts(typed, seen), kind: typed.kind, password, ...(name === null ? {} : { name }) };
    const mistakes = tryFields(connections.columns, fields).mistakes.map(({ column, isBlank }) => ({
        column: column,
        why: isBlank ? 'blank' : 'invalid',
    }));
    const [lat, lng] = [typed.lat !== '', typed.lng !== ''];
    if (lat !== lng)
        mistakes.push({ column: lat ? 'lng' : 'lat', why: 'blank' });
    return mistakes;
}
function changedTexts(typed, seen) {
    return Object.fromEntries(CONNECTION_COLUMNS.filter((column) => typed[column] !== seen[column]).map((column) => [column, typed[column]]));
}
/** Null where he has another one of that name. The same form twice makes one. */
export async function addConnection(db, ask, told) {
    const typed = {
        ...changedTexts(ask.typed, ask.seen),
        kind: ask.typed.kind,
        in_service: ask.typed.in_service,
        ...passwordOf(ask),
    };
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const before = await connectionNamed(tx, customer.id, ask.name.trim());
        if (before !== undefined) {
            const line = (await connectionsOf(tx, customer.id)).find(({ id }) => id === before.id);
            const wanted = wantedTexts(newConnectionTexts(), typed);
            const isSame = line !== undefined && CONNECTION_COLUMNS.every((column) => connectionTexts(line)[column] === wanted[column]);
            return isSame ? { id: before.id, isNew: false, changes: {}, orders: [] } : null;
        }
        return saveConnection(tx, { code: customer.code, name: ask.name, typed }, told);
    });
}
export async function editConnection(db, ask, told) {
    const mine = changedTexts(ask.typed, ask.seen);
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const line = (await connectionsOf(tx, customer.id)).find(({ id }) => id === ask.id);
        if (line === undefined)
            throw new Fault('record-missing', `${ask.code} has no such connection`, { customer: ask.code });
        const now = connectionTexts(line);
        const wanted = wantedTexts(now, mine);
        const changed = CONNECTION_COLUMNS.filter((column) => now[column] !== ask.seen[column] && !(mine[column] !== undefined && wanted[column] === now[column])).map((column) => ({ column, was: ask.seen[column], is: now[column], mine: mine[column] ?? null }));
        if (changed.length > 0)
            return { ok: false, why: 'changed-meanwhile', changed, now };
        return {
            ok: true,
            saved: await saveConnection(tx, { code: customer.code, name: line.name, typed: { ...mine, ...passwordOf(ask) } }, told),
        };
    });
}
/** Off the router at once; the record stays. */
export async function closeConnection(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const row = await connectionById(tx, customer.id, ask.id);
        if (row === undefined)
            throw new Fault('record-missing', `${ask.code} has no such connection`, { customer: ask.code });
        return saveConnection(tx, { code: customer.code, name: row.name, typed: { in_service: 'no' } }, told);
    });
}
const passwordOf = ({ password }) => (password === '' ? {} : { password });
/** As the form would show it after these changes: addresses are kept in one spelling. */
function wantedTexts(now, mine) {
    const values = readFields(connections.columns, { ...mine });
    const textOf = (column) => {
        if (!(column in values))
            return now[column];
        return column === 'in_service' ? (values[column] === 1 ? 'yes' : 'no') : asShown(String(values[column] ?? ''));
    };
    return Object.fromEntries(CONNECTION_COLUMNS.map((column) => [column, textOf(column)]));
}
