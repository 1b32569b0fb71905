// One schema text for both databases: what differs between SQLite and PostgreSQL is said here once.
// Text compares by bytes on both (SQLite does by itself; PostgreSQL is told), integers are 64 bits wide on both,
// and ids are never reused (`autoincrement`, identity), because routers carry them in their comments.
import { sql } from 'kysely';
const int = (name, more = {}) => ({ name, type: 'int', ...more });
const text = (name, more = {}) => ({ name, type: 'text', ...more });
const real = (name, more = {}) => ({ name, type: 'real', ...more });
const id = { name: 'id', type: 'id' };
const optional = { optional: true };
/** Words for writing a table down. */
export const column = { id, int, text, real, optional, flag: (name, value = 0) => int(name, { default: value }) };
/** Makes a strict table; `primaryKey` where it has no `id`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a migration knows no row types: they describe the newest schema, it an older one
export async function makeTable(db, dialect, name, columns, primaryKey) {
    const lines = columns.map((each) => columnLine(each, dialect));
    if (primaryKey)
        lines.push(`primary key (${primaryKey.join(', ')})`);
    const end = dialect === 'sqlite' ? ` strict${primaryKey ? ', without rowid' : ''}` : '';
    await sql.raw(`create table ${name} (\n  ${lines.join(',\n  ')}\n)${end}`).execute(db);
}
function columnLine(each, dialect) {
    if (each.type === 'id') {
        return dialect === 'sqlite' ? 'id integer primary key autoincrement' : 'id bigint generated always as identity primary key';
    }
    const sqlite = { int: 'integer', text: 'text', real: 'real' };
    const postgres = { int: 'bigint', text: 'text collate "C"', real: 'double precision' };
    const parts = [`"${each.name}"`, (dialect === 'sqlite' ? sqlite : postgres)[each.type]];
    if (!each.optional)
        parts.push('not null');
    if (each.default !== undefined)
        parts.push(`default ${typeof each.default === 'string' ? `'${each.default}'` : each.default}`);
    if (each.unique)
        parts.push('unique');
    if (each.refers)
        parts.push(`references ${each.refers} (id)`);
    return parts.join(' ');
}
