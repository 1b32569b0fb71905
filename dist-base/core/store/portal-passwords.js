// Portal passwords of many customers at once.
import { withRows } from './bulk.js';
/** Sealed passwords by customer, for those who have none by now. Returns whose were written. */
export async function storeMissingPasswords(db, sealed) {
    const rows = await withRows(db, [
        ['id', 'bigint'],
        ['sealed', 'text'],
    ], sealed, `update customers set portal_password_sealed = v.sealed from v
     where customers.id = v.id and customers.portal_password_sealed is null returning customers.id as id`);
    return rows.map(({ id }) => id);
}
