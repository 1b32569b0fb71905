// Where an act refused what was typed on a page of the network. Business words stop at the act, which names the columns; the
// sentences are the catalogue's.
import { isFault } from '../../../core/fault.js';
/** Runs a deed. Null: it was done; else what is wrong, by field. Any other fault goes its way. */
export async function mistakesOf(deed, words, 
/** The field of a conflict, such as a name that is taken. */
conflict) {
    try {
        await deed();
        return null;
    }
    catch (e) {
        if (!isFault(e))
            throw e;
        if (e.code === 'record-conflict')
            return { [conflict]: words.taken ?? e.message };
        const { columns } = e.facts;
        if (e.code !== 'input-invalid' || !Array.isArray(columns))
            throw e;
        return Object.fromEntries(columns.map((column) => [column, words[column] ?? e.message]));
    }
}
