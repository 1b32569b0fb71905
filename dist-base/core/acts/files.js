// A customer's files as records: what was put in, by whom, and that it was taken out. Whoever calls has written the bytes before,
// and takes them away afterwards: a crash between leaves bytes that no record names, never a record without its bytes.
import { Fault } from '../fault.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { deleteFile, fileByAsk, fileOf, filesOf, insertFile } from '../store/files.js';
import { addLog } from '../store/log.js';
/** For one customer; beyond it somebody mistakes this for a disk. */
export const FILES_MOST = 300;
/** Not new: the form came twice, and the bytes of the second time are nobody's. */
export async function addFile(db, ask, told) {
    const { code, ...file } = ask;
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, code);
        const before = await fileByAsk(tx, ask.askId);
        if (before !== undefined)
            return { id: before.id, isNew: false };
        const kept = await filesOf(tx, customer.id, FILES_MOST);
        if (kept.length >= FILES_MOST)
            throw new Fault('record-conflict', `${code} has ${FILES_MOST} files already: delete what is not needed first`, {
                customer: code,
            });
        const id = await insertFile(tx, { ...file, customerId: customer.id, at: told.now, by: told.by });
        const { name, sizeBytes, sha256 } = ask;
        const about = { kind: 'file', id };
        await addLog(tx, [
            { at: told.now, by: told.by, what: 'file-added', customerId: customer.id, about, facts: { name, sizeBytes, sha256 } },
        ]);
        return { id, isNew: true };
    });
}
/** Returns under which name the bytes lie. Null where it is gone already. */
export async function removeFile(db, ask, told) {
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const file = await fileOf(tx, customer.id, ask.id);
        if (file === undefined)
            return null;
        await deleteFile(tx, file.id);
        const { name, sizeBytes, sha256, stored } = file;
        const about = { kind: 'file', id: file.id };
        await addLog(tx, [
            { at: told.now, by: told.by, what: 'file-removed', customerId: customer.id, about, facts: { name, sizeBytes, sha256 } },
        ]);
        return { name, stored };
    });
}
