// Opens SQLite or PostgreSQL for Kysely. With the files database-*.ts beside it, this is the only place that knows the two
// database packages; everybody else sees `Database`. It makes a missing SQLite file but no tables: that is `migrate`'s work.
import { isAbsolute, resolve } from 'node:path';
import { Fault } from '../core/fault.js';
const ACCEPTED = 'sqlite:./ispcube.db, a path such as ./ispcube.db, sqlite::memory:, or postgres://user:password@host:5432/name';
/**
 * Opens what the URL names and proves that it answers. A URL that cannot be used, and a file, folder or login that is not
 * as it must be, are faults (`input-invalid`) that say what to do; a server that does not answer is `store-busy`.
 */
export async function openDatabase(url, options = {}) {
    const address = parseDatabaseUrl(url);
    // The package of the other database is never loaded: it costs start-up time, and better-sqlite3 is native code.
    if (address.dialect === 'sqlite') {
        const { openSqlite } = await import('./database-sqlite.js');
        return openSqlite(url, address.path, options);
    }
    const { openPostgres } = await import('./database-postgres.js');
    return openPostgres(address.url, options);
}
/** Paths come back absolute, but for `:memory:`. */
export function parseDatabaseUrl(url) {
    const text = url.trim();
    // Two letters at least, so that a drive letter is not taken for a scheme.
    const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
    if (scheme === 'postgres' || scheme === 'postgresql')
        return { dialect: 'postgres', url: postgresUrl(text) };
    if (scheme !== undefined && scheme !== 'sqlite')
        throw notAccepted(text, `${scheme}: is no database that ispcube knows`);
    const path = scheme === 'sqlite' ? text.slice('sqlite:'.length).replace(/^\/\//, '') : text;
    if (path === '')
        throw notAccepted(text, 'it names no file');
    if (path === ':memory:')
        return { dialect: 'sqlite', path };
    return { dialect: 'sqlite', path: isAbsolute(path) ? path : resolve(path) };
}
function postgresUrl(text) {
    if (!URL.canParse(text))
        throw notAccepted(text, 'it cannot be read as a URL');
    const url = new URL(text);
    if (url.pathname.length < 2)
        throw notAccepted(text, 'it names no database: put /name after the host');
    return url;
}
function notAccepted(text, why) {
    // What stands between `//` and `@` may be a password, and this message is printed.
    const shown = maskPassword(text);
    return new Fault('input-invalid', `the database URL "${shown}" cannot be used: ${why}; accepted are ${ACCEPTED}`, {
        url: shown,
    });
}
/** Up to the last `@`, because a password that was not encoded may hold any character. */
export const maskPassword = (url) => url.replace(/\/\/.*@/s, '//…@');
