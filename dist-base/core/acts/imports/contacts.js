// A customer's e-mail addresses and phones as a file says them: the set in a row takes the place of the stored one, for the
// kinds that the file has a column for.
import { changeContacts, contactsOf } from '../../store/imports.js';
const KINDS = ['email', 'phone'];
/** One wish for each row, in order. */
export async function wishedContacts(db, rows) {
    if (rows.every((row) => row.email === undefined && row.phone === undefined))
        return rows.map(() => ({ gone: [], added: [], changes: {} }));
    const stored = new Map();
    for (const contact of await contactsOf(db, rows.flatMap((row) => row.customerId ?? []))) {
        const before = stored.get(contact.customerId);
        if (before)
            before.push(contact);
        else
            stored.set(contact.customerId, [contact]);
    }
    return rows.map((row) => wishFor(row, stored.get(row.customerId ?? 0) ?? []));
}
function wishFor(row, stored) {
    const wish = { gone: [], added: [], changes: {} };
    for (const kind of KINDS) {
        const wanted = row[kind];
        if (wanted === undefined)
            continue;
        const before = stored.filter((contact) => contact.kind === kind);
        const gone = before.filter((contact) => !wanted.includes(contact.value));
        const added = wanted.filter((value) => !before.some((contact) => contact.value === value));
        if (gone.length === 0 && added.length === 0)
            continue;
        wish.gone.push(...gone.map((contact) => contact.id));
        wish.added.push(...added.map((value) => ({ kind, value })));
        wish.changes[kind] = { from: before.map((contact) => contact.value).join('; '), to: wanted.join('; ') };
    }
    return wish;
}
export async function writeContacts(db, customers) {
    const gone = customers.flatMap(({ wish }) => wish.gone);
    const added = customers.flatMap(({ customerId, wish }) => wish.added.map((contact) => ({ customerId, ...contact })));
    await changeContacts(db, gone, added);
}
