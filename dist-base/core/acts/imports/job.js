// What an import of any kind has at hand, and what it promises: it takes the rows of a file batch by batch inside one
// transaction, and ends by bringing orders and caches along.
import { addLog } from '../../store/log.js';
/** The fields that are given and not what they were; null when all are. */
export function changesOf(before, given) {
    let changes = null;
    for (const name in given) {
        const from = before[name];
        const to = given[name];
        if (from !== to)
            (changes ??= {})[name] = { from, to };
    }
    return changes;
}
/** Of columns that are fields by themselves, those that the file has. */
export function fieldsInFile(job, fields) {
    return Object.entries(fields).filter(([column]) => job.has(column));
}
/** Says of a secret only that it was changed. */
export const secretChange = { from: '…', to: '…' };
export async function logEdits(job, edits) {
    const { now, by } = job.told;
    await addLog(job.tx, edits.map((edit) => ({ at: now, by, what: 'edited', ...edit, facts: { import: job.file, ...edit.facts } })));
}
/** Has the stored secret another content? One that no longer opens has. */
export function isOtherSecret(job, sealed, secret, where) {
    if (sealed === null)
        return true;
    try {
        return job.told.seal.open(sealed, where) !== secret;
    }
    catch {
        return true; // sealed under an older key: setting it again is what the fault asks for
    }
}
