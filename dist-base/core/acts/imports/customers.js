// Customers from a file, known by their code. Contacts are the set that the file says, for the kinds that it has a column for.
// Passwords are sealed; a blank one leaves what is stored. A code that begins with ZZ is refused: it marks the deleted.
import assert from 'node:assert/strict';
import { readIdNumber } from '../../rules/identity.js';
import { customersByCodes, lastId, reusedCodes, storeCustomers, storeSealed } from '../../store/imports.js';
import { refreshWords } from '../../store/words.js';
import { reorderAffected } from '../reorder.js';
import { wishedContacts, writeContacts } from './contacts.js';
import { CUSTOMER_FIELDS, customerColumns, NEW_CUSTOMER } from './customer-columns.js';
import { changesOf, fieldsInFile, isOtherSecret, logEdits, secretChange, } from './job.js';
export const customers = {
    columns: customerColumns,
    keyOf: (values) => values.code,
    async start(job) {
        const fields = fieldsInFile(job, CUSTOMER_FIELDS);
        const newestBefore = await lastId(job.tx, 'customers');
        let rulesChanged = false;
        return {
            async take(rows) {
                const drafts = await draftsOf(job, rows, fields);
                await writeDrafts(job, drafts, fields);
                rulesChanged ||= drafts.some(({ changes }) => changes !== null && ('free' in changes || 'blockable' in changes));
            },
            async finish() {
                for (const { code, deletedCode } of await reusedCodes(job.tx, newestBefore, 20)) {
                    job.warnings.push(`${code} was the code of ${deletedCode}, who is deleted; it is that of a new customer now`);
                }
                return rulesChanged ? reorderAffected(job.tx, job.told, `import:${job.file}`) : [];
            },
        };
    },
};
async function draftsOf(job, rows, fields) {
    const stored = await customersByCodes(job.tx, rows.map((row) => row.values.code));
    const contactsOf = ({ values }) => ({
        customerId: stored.get(values.code)?.id ?? null,
        email: values.email,
        phone: values.phone,
    });
    const wishes = await wishedContacts(job.tx, rows.map(contactsOf));
    return wishes.flatMap((contacts, index) => {
        const row = rows[index];
        if (row === undefined)
            return [];
        const before = stored.get(row.values.code);
        const given = givenFields(job, row, fields, before);
        const password = newPassword(job, row, before);
        const next = { ...(before ?? { ...NEW_CUSTOMER, code: row.values.code, createdAt: job.told.now }), ...given };
        if (before === undefined)
            return [{ before, next, changes: null, contacts, password }];
        const changes = {
            ...changesOf(before, given),
            ...contacts.changes,
            ...(password !== null && { portalPassword: secretChange }),
        };
        if (Object.keys(changes).length > 0)
            return [{ before, next, changes, contacts, password }];
        job.tally.unchanged++;
        return [];
    });
}
/** What the row says of the customer's fields; complains where that does not fit together or is not enough. */
function givenFields(job, { line, values }, fields, before) {
    const given = {};
    for (const [column, field] of fields)
        given[field] = values[column];
    const { name, lat = before?.lat ?? null, lng = before?.lng ?? null } = given;
    if (before === undefined && name === undefined)
        job.complaints.row(line, `the customer "${values.code}" is new: it needs the column name`);
    if ((lat === null) !== (lng === null))
        job.complaints.row(line, 'has only one of lat and lng');
    if (values.id_type === undefined && values.id_number === undefined)
        return given;
    const type = values.id_type === undefined ? (before?.idType ?? null) : values.id_type;
    const written = values.id_number === undefined ? (before?.idNumber ?? '') : (values.id_number ?? '');
    const read = readIdNumber(type, written);
    if (!read.ok)
        job.complaints.at(line, 'id_number', written, `${read.expects} (${type})`);
    return read.ok ? { ...given, idType: read.type, idNumber: read.number } : given;
}
/** Null where the stored one stays. */
function newPassword(job, { values }, before) {
    const given = values.portal_password ?? null;
    if (given === null || before === undefined)
        return given;
    return isOtherSecret(job, before.portalPasswordSealed, given, passwordPlace(before.id)) ? given : null;
}
const passwordPlace = (id) => ({ table: 'customers', column: 'portal_password', row: String(id) });
async function writeDrafts(job, drafts, fields) {
    const { tx, tally, told } = job;
    // The name is always written again, so that a statement comes back with the ids of all.
    const changing = new Set(['name', ...fields.map(([, field]) => field)]);
    if (job.has('id_type') || job.has('id_number'))
        changing.add('idType').add('idNumber');
    const ids = await storeCustomers(tx, drafts.map((draft) => draft.next), [...changing]);
    const idOf = (draft) => {
        const id = ids.get(draft.next.code);
        assert(id !== undefined, 'a customer that was written has an id');
        return id;
    };
    const sealed = drafts.flatMap((draft) => {
        const id = idOf(draft);
        return draft.password === null ? [] : [{ id, sealed: told.seal.seal(draft.password, passwordPlace(id)) }];
    });
    await storeSealed(tx, 'customers', sealed);
    await writeContacts(tx, drafts.map((draft) => ({ customerId: idOf(draft), wish: draft.contacts })));
    await refreshWords(tx, drafts.map(idOf));
    const edited = drafts.filter((draft) => draft.before !== undefined);
    tally.changed += edited.length;
    tally.added += drafts.length - edited.length;
    await logEdits(job, edited.map((draft) => ({ customerId: idOf(draft), facts: { changes: draft.changes } })));
}
