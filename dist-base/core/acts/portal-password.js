// The portal password of one customer: a proposal that is easy to say on the telephone, setting it, and reading it out. What was
// generated, imported or typed by an operator is sealed and can be read by who may, which is logged; what a customer chooses
// himself is not kept in a form that anybody could read.
import { randomInt } from 'node:crypto';
import { Fault } from '../fault.js';
import { updateCustomer } from '../store/customer-edits.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { connectionById } from '../store/connections.js';
import { addLog } from '../store/log.js';
import { PORTAL_WORDS } from './portal-words.js';
/** Two words: `perro.calamar`. */
export function proposePortalPassword() {
    const first = wordBut('');
    return `${first}.${wordBut(first)}`;
}
function wordBut(other) {
    const words = PORTAL_WORDS.filter((word) => word !== other);
    return words[randomInt(words.length)] ?? '';
}
export const PORTAL_PASSWORD_MIN = 6;
const place = (id) => ({ table: 'customers', column: 'portal_password', row: String(id) });
export async function sealPortalPassword(tx, id, password, seal) {
    await updateCustomer(tx, id, { portalPasswordSealed: seal.seal(password, place(id)) });
}
/** The password in the clear, null where he has none that can be read; who looked stands in his log. */
export async function seePortalPassword(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        if (customer.portalPasswordSealed === null)
            return null;
        const password = told.seal.open(customer.portalPasswordSealed, place(customer.id));
        const facts = { secret: 'portal-password' };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'secret-seen', customerId: customer.id, facts }]);
        return password;
    });
}
/** The same for what a connection logs in with. */
export async function seeConnectionPassword(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const connection = await connectionById(tx, customer.id, ask.connectionId);
        if (connection === undefined)
            throw new Fault('record-missing', `${customer.code} has no such connection`, { customer: customer.code });
        if (connection.passwordSealed === null)
            return null;
        const password = told.seal.open(connection.passwordSealed, {
            ...{ table: 'connections', column: 'password', row: String(connection.id) },
        });
        const about = { kind: 'connection', id: connection.id };
        const facts = { secret: 'connection-password', connection: connection.name };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'secret-seen', customerId: customer.id, about, facts }]);
        return password;
    });
}
