// Writing one customer at a time, and what has to be known before: whether a code is free, and whom a sign-up resembles.
import { sql } from 'kysely';
import { hasIdNumber } from '../rules/identity.js';
export async function insertCustomer(db, row) {
    const { id } = await db.insertInto('customers').values(row).returning('id').executeTakeFirstOrThrow();
    return id;
}
export async function updateCustomer(db, id, values) {
    if (Object.keys(values).length === 0)
        return;
    await db.updateTable('customers').set(values).where('id', '=', id).execute();
}
/** `ZZ` and the code; with a number behind it where somebody else had that. */
export async function deletedCode(db, code) {
    for (let number = 1;; number++) {
        const wanted = number === 1 ? `ZZ${code}` : `ZZ${code}-${number}`;
        const taken = await db.selectFrom('customers').select('id').where('code', '=', wanted).executeTakeFirst();
        if (!taken)
            return wanted;
    }
}
const RESEMBLING_MOST = 20;
/** Customers, deleted ones too, with the same id number or address; seven nines and blanks are nobody's. */
export async function resembling(db, customer) {
    const others = db
        .selectFrom('customers')
        .select(['code', 'name'])
        .where('id', '!=', customer.id)
        .orderBy('code')
        .limit(RESEMBLING_MOST);
    const found = [];
    if (hasIdNumber(customer.idNumber)) {
        const rows = await others.where('idNumber', '=', customer.idNumber).execute();
        found.push(...rows.map((row) => ({ ...row, same: 'id-number' })));
    }
    const addresses = [...new Set(customer.addresses.map((address) => address.trim()).filter(Boolean))];
    const known = new Set();
    for (const column of ['address', 'fiscalAddress']) {
        for (const address of addresses) {
            // Both sides by the database's own idea of small letters, which on SQLite leaves `Ñ` alone.
            const same = sql `lower(${sql.ref(column)}) = lower(${address})`;
            const rows = await others.where(column, 'is not', null).where(same).execute();
            for (const row of rows) {
                if (!known.has(row.code))
                    found.push({ ...row, same: 'address' });
                known.add(row.code);
            }
        }
    }
    return found;
}
/** Who has this code of a gateway; payments are matched by it, so it is one customer's alone. */
export async function customerByPaymentCode(db, code) {
    return db
        .selectFrom('customers')
        .select(['id', 'code', 'name'])
        .where('paymentCode', '=', code)
        .orderBy('code')
        .executeTakeFirst();
}
/** Whom this form signed up. */
export async function customerByAsk(db, askId) {
    return db.selectFrom('customers').selectAll().where('askId', '=', askId).executeTakeFirst();
}
/** Who had this code before he was deleted. */
export async function formerlyCalled(db, code) {
    return db.selectFrom('customers').selectAll().where('formerCode', '=', code).orderBy('id', 'desc').executeTakeFirst();
}
/** The greatest code that begins with a digit: most ISPs number their customers. */
export async function newestNumber(db) {
    const row = await db
        .selectFrom('customers')
        .select('code')
        .where('code', '>=', '0')
        .where('code', '<', ':')
        .orderBy('code', 'desc')
        .limit(1)
        .executeTakeFirst();
    return row?.code ?? null;
}
export async function contactsOfCustomer(db, customerId) {
    return db.selectFrom('contacts').select(['id', 'kind', 'value']).where('customerId', '=', customerId).orderBy('id').execute();
}
