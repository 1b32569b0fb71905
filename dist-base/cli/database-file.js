// Opens an SQLite file with this program's settings, and says in our own faults what SQLite says of it. It never opens a
// database file by other means once it exists: closing such a descriptor would drop the locks that SQLite holds on the
// same file for the whole process (the way POSIX locks work).
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Fault } from '../core/fault.js';
import { codeOf } from './file-faults.js';
/** How long to wait for another process's transaction. */
export const BUSY_MS = 5000;
export function openFile(path, readonly) {
    let raw;
    try {
        if (path !== ':memory:')
            reachFile(path, readonly);
        raw = new Sqlite(path, { readonly, timeout: BUSY_MS });
        // Either looks into the file, which opening alone does not.
        raw.pragma(readonly ? 'schema_version' : 'journal_mode = wal');
        raw.pragma('synchronous = full');
        raw.pragma('foreign_keys = on');
        raw.pragma('temp_store = memory');
        raw.pragma('cache_size = -65536'); // 64 MiB
        raw.pragma('mmap_size = 134217728'); // 128 MiB, and counted as memory of the process
        raw.pragma('journal_size_limit = 67108864'); // what a long import leaves of the WAL file
        raw.pragma('wal_autocheckpoint = 8000'); // 32 MiB: a run of thousands is not stopped to be folded into the file
        return raw;
    }
    catch (e) {
        raw?.close();
        throw openFault(e, path);
    }
}
/** Opens a file that is nothing but a lock: no journal, no waiting. */
export function openLockFile(path) {
    try {
        reachFile(path, false);
        return new Sqlite(path, { timeout: 0 });
    }
    catch (e) {
        throw openFault(e, path);
    }
}
/** A database holds people's data: a file that we make is its owner's alone. SQLite gives the WAL the same mode. */
function reachFile(path, readonly) {
    if (!readonly) {
        try {
            closeSync(openSync(path, 'wx', 0o600));
        }
        catch (e) {
            if (codeOf(e) !== 'EEXIST')
                throw e;
        }
    }
    if (statSync(path).isDirectory())
        throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
    accessSync(path, readonly ? constants.R_OK : constants.R_OK | constants.W_OK);
}
function openFault(e, path) {
    const code = codeOf(e);
    const folder = dirname(path);
    const cannot = (why) => new Fault('input-invalid', `cannot open the database ${path}: ${why}`, { path }, e);
    if (code === 'ENOENT')
        return cannot(`no such file or folder; where the folder is missing, make it: mkdir -p ${folder}`);
    if (code === 'EISDIR')
        return cannot('it is a folder; name a file in it');
    if (code === 'ENOTDIR')
        return cannot(`${folder} is not a folder`);
    if (code === 'EACCES' ||
        code === 'EPERM' ||
        code === 'EROFS' ||
        code.startsWith('SQLITE_READONLY') ||
        code.startsWith('SQLITE_CANTOPEN')) {
        return cannot(`this user may not write it or the folder ${folder}; run as its owner or choose another folder`);
    }
    if (code === 'SQLITE_NOTADB')
        return cannot('the file is not an SQLite database; move it away or choose another name');
    const fault = faultOf(e, path);
    return fault instanceof Fault ? fault : cannot(e instanceof Error ? e.message : String(e));
}
/** What SQLite says of a file in use. Anything else is a bug or a broken file, and comes back as it is. */
export function faultOf(e, path) {
    const code = codeOf(e);
    if (isBusy(e)) {
        const message = `the database ${path} is busy: another process has been writing for more than ${BUSY_MS / 1000} s; try again`;
        return new Fault('store-busy', message, { path }, e);
    }
    if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
        const message = `no space left for the database ${path}: nothing was written; free space where it lies and try again`;
        return new Fault('store-full', message, { path }, e);
    }
    if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY') {
        const what = e instanceof Error ? e.message.replace(/^.*failed: /, '') : '';
        return new Fault('record-conflict', `the database holds this already (${what}); look at what is stored`, { what }, e);
    }
    return e;
}
export function isBusy(e) {
    const code = codeOf(e);
    return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}
