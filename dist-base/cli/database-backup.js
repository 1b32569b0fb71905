// Copies of a database: taken while it is in use, put back only while nobody works on it. SQLite by its own backup, which is
// consistent whatever is written meanwhile; PostgreSQL by its own programs, where they are installed.
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Fault } from '../core/fault.js';
import { fileLocks } from './database-locks.js';
import { reaching } from './file-faults.js';
export async function backupSqlite(path, file) {
    if (!existsSync(path))
        throw new Fault('input-invalid', `there is no database ${path}`, { path });
    await writeCopy(file, async (part) => {
        const raw = new Sqlite(path, { readonly: true, timeout: 10_000 });
        try {
            // SQLite begins a copy anew whenever another process commits; a reader that stands still gives it one moment to copy.
            raw.exec('begin; select count(*) from sqlite_master');
            await raw.backup(part);
            raw.exec('commit');
        }
        finally {
            raw.close();
        }
        proveSound(part);
        // One file: whoever copies a backup does not think of a WAL beside it.
        const copy = new Sqlite(part);
        copy.pragma('journal_mode = delete');
        copy.close();
    });
}
export async function backupPostgres(url, file, env) {
    const how = ['--format=custom', '--no-owner', '--no-privileges'];
    await writeCopy(file, (part) => runPostgres('pg_dump', [...how, `--file=${part}`], url, env));
}
/** The copy gets its name when it is whole, and takes nobody else's. A path that cannot be shows before any work. */
async function writeCopy(file, write) {
    if (existsSync(file))
        throw new Fault('input-invalid', `${file} is there already; name a file that is not`, { file });
    const part = `${file}.part`;
    await reaching(file, 'written', () => {
        rmSync(part, { force: true });
        closeSync(openSync(part, 'wx', 0o600)); // people's data: its owner's alone
    });
    try {
        await write(part);
        renameSync(part, file);
    }
    catch (e) {
        rmSync(part, { force: true });
        throw e;
    }
}
/** Puts a backup in the place of the database, which is kept beside it; returns where. */
export async function restoreSqlite(path, file, stamp) {
    proveCopy(file);
    const locks = fileLocks(path);
    try {
        for (const name of ['dispatch', 'run']) {
            if ((await locks.take(name)) === null)
                throw new Fault('lock-held', `somebody works on ${path} (a daemon, or a run); stop it first`, { path });
        }
        const fresh = `${path}.restoring`;
        rmSync(fresh, { force: true });
        const raw = new Sqlite(file, { readonly: true });
        try {
            await raw.backup(fresh);
        }
        finally {
            raw.close();
        }
        chmodSync(fresh, 0o600);
        const kept = existsSync(path) ? `${path}.before-${stamp}` : null;
        if (kept !== null) {
            checkpoint(path);
            renameSync(path, kept);
        }
        for (const rest of ['-wal', '-shm'])
            rmSync(path + rest, { force: true });
        renameSync(fresh, path);
        return kept;
    }
    finally {
        await locks.releaseAll();
    }
}
/** What stands in the WAL belongs to the file that is kept. */
function checkpoint(path) {
    const raw = new Sqlite(path, { timeout: 10_000 });
    try {
        const [answer] = raw.pragma('wal_checkpoint(truncate)');
        // A command or an import is in the middle of something: what it is about to commit would be in neither file.
        if (answer?.busy !== 0)
            throw new Fault('lock-held', `somebody is writing to ${path}; wait for it, then restore`, { path });
    }
    finally {
        raw.close();
    }
}
/** Is it a whole database of ispcube? */
export function proveCopy(file) {
    if (!existsSync(file))
        throw new Fault('input-invalid', `there is no file ${file}`, { file });
    proveSound(file);
}
/** What pg_dump writes in its custom format begins with this. */
const DUMP = 'PGDMP';
export async function proveDump(file) {
    const head = await reaching(file, 'read', () => {
        const descriptor = openSync(file, 'r');
        try {
            const bytes = Buffer.alloc(DUMP.length);
            return bytes.toString('latin1', 0, readSync(descriptor, bytes));
        }
        finally {
            closeSync(descriptor);
        }
    });
    if (head !== DUMP)
        throw new Fault('input-invalid', `${file} cannot be used: ispcube db backup did not write it`, { file });
}
function proveSound(file) {
    let why;
    try {
        const raw = new Sqlite(file, { readonly: true });
        try {
            const found = raw
                .prepare("select count(*) as tables from sqlite_master where name in ('migrations', 'customers', 'orders')")
                .pluck()
                .get();
            why = found === 3 ? String(raw.pragma('quick_check', { simple: true })) : 'it is no database of ispcube';
        }
        finally {
            raw.close();
        }
    }
    catch (e) {
        why = e instanceof Error ? e.message : String(e);
    }
    if (why !== 'ok')
        throw new Fault('input-invalid', `${file} cannot be used: ${why}`, { file });
}
/** `pg_dump` and `pg_restore`; the password goes by the environment, where no list of processes shows it. */
export async function runPostgres(program, args, url, env) {
    const { hostname, port, username, password, pathname, searchParams } = new URL(url);
    const PG = {
        PGHOST: decodeURIComponent(hostname),
        PGPORT: port || '5432',
        PGUSER: decodeURIComponent(username),
        PGPASSWORD: decodeURIComponent(password),
        PGDATABASE: decodeURIComponent(pathname.slice(1)),
        ...tlsOf(searchParams),
    };
    await new Promise((resolve, reject) => {
        const child = spawn(program, args, { env: { ...env, ...PG }, stdio: ['ignore', 'ignore', 'pipe'] });
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
        child.once('error', (cause) => reject(new Fault('input-invalid', `${program} is not installed: install the PostgreSQL client (apt-get install postgresql-client)`, { program }, cause)));
        child.once('exit', (code) => code === 0 ? resolve() : reject(new Fault('store-busy', `${program} failed: ${said.trim().slice(0, 500)}`, { program })));
    });
}
/** What a URL says of TLS, for programs that read it from the environment: a copy must not travel less guarded than the work. */
function tlsOf(parameters) {
    const names = { sslmode: 'PGSSLMODE', sslrootcert: 'PGSSLROOTCERT', sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY' };
    return Object.fromEntries(Object.entries(names).flatMap(([key, name]) => (parameters.has(key) ? [[name, parameters.get(key) ?? '']] : [])));
}
