// A portal password for everybody who has none: random letters and digits, sealed, readable by who may. Whoever has one keeps it.
// In slices, so that nobody waits long; broken off in the middle it is simply done again for the rest.
import { randomInt } from 'node:crypto';
import { listCustomers } from '../store/customer-list.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { storeMissingPasswords } from '../store/portal-passwords.js';
const AT_ONCE = 500;
const LENGTH = 10;
/** Without those that are taken for one another on paper and by telephone: 0 and o, 1, i and l. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
const DIGITS = '23456789';
/** Ten of letters and digits, at least one of each: about 49 bits. */
export function randomPassword() {
    const all = LETTERS + DIGITS;
    for (;;) {
        const password = Array.from({ length: LENGTH }, () => all[randomInt(all.length)]).join('');
        if (/[a-z]/.test(password) && /\d/.test(password))
            return password;
    }
}
/** Of the customers that a filter finds (none that is deleted), those without a password get one. Returns how many did. */
export async function giveMissingPasswords(db, filter, told) {
    const { now: at, by, seal } = told;
    let given = 0;
    for (let afterCode;;) {
        const found = await listCustomers(db, { ...filter, deleted: false, password: 'none', limit: AT_ONCE, afterCode });
        const last = found.at(-1);
        if (last === undefined)
            return given;
        afterCode = last.code;
        given += await within(db, async (tx) => {
            const sealed = found.map(({ id }) => [
                id,
                seal.seal(randomPassword(), { table: 'customers', column: 'portal_password', row: String(id) }),
            ]);
            const ids = await storeMissingPasswords(tx, sealed);
            await addLog(tx, ids.map((customerId) => ({ at, by, what: 'password-given', customerId })));
            return ids.length;
        });
        await told.pause();
    }
}
