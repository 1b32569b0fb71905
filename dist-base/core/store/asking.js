// What pages ask the database for at every turn, written as text: building a statement with Kysely costs more than SQLite takes to
// answer it, and each of these is the same text whoever asks. Marks are `?` on both databases; columns are named as the answer is
// to call them.
import { CompiledQuery } from 'kysely';
import { isPostgres, plain } from './bulk.js';
const numbered = new Map();
const TEXTS_MAX = 500;
/** `$1`, `$2` … instead of `?`. No statement of ours has a question mark inside a text. */
function forPostgres(text) {
    const known = numbered.get(text);
    if (known !== undefined)
        return known;
    if (numbered.size >= TEXTS_MAX)
        numbered.clear();
    let mark = 0;
    const made = text.replaceAll('?', () => `$${++mark}`);
    numbered.set(text, made);
    return made;
}
const compiled = (db, text, values) => CompiledQuery.raw(isPostgres(db) ? forPostgres(text) : text, [...values]);
export async function askRows(db, text, values) {
    return (await plain(db).executeQuery(compiled(db, text, values))).rows;
}
/** For `select t.*`: the columns come back as the program names them. */
export async function askWholeRows(db, text, values) {
    return (await db.executeQuery(compiled(db, text, values))).rows;
}
const snake = (name) => name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
const columns = new Map();
/** A column of a table as a statement lists it: `c.id_type as "idType"`. */
function columnAs(table, name) {
    const key = `${table}.${name}`;
    let text = columns.get(key);
    if (text === undefined)
        columns.set(key, (text = `${table}.${snake(name)} as "${name}"`));
    return text;
}
/** Columns as a statement lists them. */
export const columnsAs = (table, names) => names.map((name) => columnAs(table, name)).join(', ');
//# sourceMappingURL=asking.js.map