// *Gestión*: internal notes about a customer, for colleagues alone. They are added and never changed, so that what was agreed on
// the telephone is still there as it was written.
import { Fault } from '../fault.js';
import { holdCustomer } from '../store/customers.js';
import { within } from '../store/db.js';
import { addLog } from '../store/log.js';
import { insertNote, noteByAsk } from '../store/notes.js';
export const NOTE_MAX = 4_000;
/** What is wrong with a text; null where nothing is. */
export function noteMistake(text) {
    const given = text.trim();
    return given === '' ? 'empty' : given.length > NOTE_MAX ? 'long' : null;
}
/** The same form again adds nothing. */
export async function addNote(db, ask, told) {
    const mistake = noteMistake(ask.text);
    if (mistake !== null)
        throw new Fault('input-invalid', `the note is ${mistake}; expected 1 to ${NOTE_MAX} characters`, {
            columns: ['text'],
            mistake,
        });
    // Line ends as one, and nothing that would hide text from a colleague.
    const text = ask.text
        .trim()
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/[^\P{Cc}\n\t]/gu, '');
    return within(db, async (tx) => {
        const customer = await holdCustomer(tx, ask.code);
        const before = await noteByAsk(tx, ask.askId);
        if (before !== undefined)
            return { id: before.id, isNew: false };
        const id = await insertNote(tx, { customerId: customer.id, at: told.now, by: told.by, text, askId: ask.askId });
        const about = { kind: 'note', id };
        await addLog(tx, [{ at: told.now, by: told.by, what: 'note-added', customerId: customer.id, about }]);
        return { id, isNew: true };
    });
}
