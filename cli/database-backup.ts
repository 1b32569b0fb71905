// Copies of a database: taken while it is in use, put back only while nobody works on it. SQLite by its own backup, which is
// consistent whatever is written meanwhile; PostgreSQL by its own programs, where they are installed.

import { spawn } from 'node:child_process'
import { chmodSync, closeSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import Sqlite from 'better-sqlite3'
import { Fault } from '../core/fault.ts'
import { fileLocks } from './database-locks.ts'
import { reaching } from './file-faults.ts'
import { copyWithFiles, type FilesKept, type FilesTask, type NamedFile, refuseTaken } from './files-backup.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** With `files`, customers' files too; null without. */
export async function backupSqlite(path: string, file: string, files: FilesTask | null = null): Promise<FilesKept | null> {
  if (!existsSync(path)) throw new Fault('input-invalid', `there is no database ${path}`, { path })
  const copy = async (part: string) => {
    const raw = new Sqlite(path, { readonly: true, timeout: 10_000 })
    try {
      // SQLite begins a copy anew whenever another process commits; a reader that stands still gives it one moment to copy.
      raw.exec('begin; select count(*) from sqlite_master')
      await raw.backup(part)
      raw.exec('commit')
    } finally {
      raw.close()
    }
    proveSound(part)
    // One file: whoever copies a backup does not think of a WAL beside it.
    const copy = new Sqlite(part)
    copy.pragma('journal_mode = delete')
    copy.close()
  }
  return writeCopy(file, files, { copy, named: (part) => Promise.resolve(namedInCopy(part)) })
}

export async function backupPostgres(
  url: string,
  file: string,
  env: Environment,
  files: FilesTask | null = null,
): Promise<FilesKept | null> {
  const how = ['--format=custom', '--no-owner', '--no-privileges']
  return writeCopy(file, files, {
    copy: (part) => runPostgres('pg_dump', [...how, `--file=${part}`], url, env),
    named: (part) => namedInDump(part, env),
  })
}

interface Copying {
  copy(part: string): Promise<void>
  named(part: string): Promise<NamedFile[]>
}

/** The copy gets its name when it is whole, and takes nobody else's. A path that cannot be shows before any work. */
async function writeCopy(file: string, files: FilesTask | null, { copy, named }: Copying): Promise<FilesKept | null> {
  if (existsSync(file)) throw new Fault('input-invalid', `${file} is there already; name a file that is not`, { file })
  if (files !== null) refuseTaken(file)
  const part = `${file}.part`
  await reaching(file, 'written', () => {
    rmSync(part, { force: true })
    closeSync(openSync(part, 'wx', 0o600)) // people's data: its owner's alone
  })
  try {
    const database = { copy: () => copy(part), named: () => named(part) }
    const kept = files === null ? await copy(part) : await copyWithFiles(files, file, database)
    // Last: where a backup has its name, its files are there.
    renameSync(part, file)
    return kept ?? null
  } catch (e) {
    rmSync(part, { force: true })
    throw e
  }
}

/** Puts a backup in the place of the database, which is kept beside it; returns where. */
export async function restoreSqlite(path: string, file: string, stamp: string): Promise<string | null> {
  proveCopy(file)
  const locks = fileLocks(path)
  try {
    for (const name of ['dispatch', 'run']) {
      if ((await locks.take(name)) === null)
        throw new Fault('lock-held', `somebody works on ${path} (a daemon, or a run); stop it first`, { path })
    }
    const fresh = `${path}.restoring`
    rmSync(fresh, { force: true })
    const raw = new Sqlite(file, { readonly: true })
    try {
      await raw.backup(fresh)
    } finally {
      raw.close()
    }
    chmodSync(fresh, 0o600)
    const kept = existsSync(path) ? `${path}.before-${stamp}` : null
    if (kept !== null) {
      checkpoint(path)
      renameSync(path, kept)
    }
    for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true })
    renameSync(fresh, path)
    return kept
  } finally {
    await locks.releaseAll()
  }
}

/** What stands in the WAL belongs to the file that is kept. */
function checkpoint(path: string): void {
  const raw = new Sqlite(path, { timeout: 10_000 })
  try {
    const [answer] = raw.pragma('wal_checkpoint(truncate)') as { busy: number }[]
    // A command or an import is in the middle of something: what it is about to commit would be in neither file.
    if (answer?.busy !== 0) throw new Fault('lock-held', `somebody is writing to ${path}; wait for it, then restore`, { path })
  } finally {
    raw.close()
  }
}

/** Which files of customers a copy names; one of an older program, which kept none, names none. */
export function namedInCopy(file: string): NamedFile[] {
  const raw = new Sqlite(file, { readonly: true })
  try {
    const has = raw.prepare("select count(*) from sqlite_master where type = 'table' and name = 'files'").pluck().get()
    return has === 1 ? (raw.prepare('select id, stored, sha256 from files order by id').all() as NamedFile[]) : []
  } finally {
    raw.close()
  }
}

/** As `namedInCopy`; pg_restore prints the rows of a table without a server. */
export async function namedInDump(file: string, env: Environment): Promise<NamedFile[]> {
  const named: NamedFile[] = []
  let columns: string[] | null = null
  await runProgram('pg_restore', ['--data-only', '--table=files', '--file=-', file], env, (line) => {
    const head = /^COPY \S+ \((.*)\) FROM stdin;$/.exec(line)
    if (head !== null) columns = (head[1] ?? '').split(', ')
    else if (line === '\\.') columns = null
    else if (columns !== null) {
      const values = line.split('\t')
      const of = (column: string) => values[columns?.indexOf(column) ?? -1] ?? ''
      named.push({ id: Number(of('id')), stored: of('stored'), sha256: of('sha256') })
    }
  })
  return named
}

/** Is it a whole database of ispcube? */
export function proveCopy(file: string): void {
  if (!existsSync(file)) throw new Fault('input-invalid', `there is no file ${file}`, { file })
  proveSound(file)
}

/** What pg_dump writes in its custom format begins with this. */
const DUMP = 'PGDMP'

export async function proveDump(file: string): Promise<void> {
  const head = await reaching(file, 'read', () => {
    const descriptor = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(DUMP.length)
      return bytes.toString('latin1', 0, readSync(descriptor, bytes))
    } finally {
      closeSync(descriptor)
    }
  })
  if (head !== DUMP) throw new Fault('input-invalid', `${file} cannot be used: ispcube db backup did not write it`, { file })
}

function proveSound(file: string): void {
  let why: string
  try {
    const raw = new Sqlite(file, { readonly: true })
    try {
      const found = raw
        .prepare("select count(*) as tables from sqlite_master where name in ('migrations', 'customers', 'orders')")
        .pluck()
        .get()
      why = found === 3 ? String(raw.pragma('quick_check', { simple: true })) : 'it is no database of ispcube'
    } finally {
      raw.close()
    }
  } catch (e) {
    why = e instanceof Error ? e.message : String(e)
  }
  if (why !== 'ok') throw new Fault('input-invalid', `${file} cannot be used: ${why}`, { file })
}

/** `pg_dump` and `pg_restore`; the password goes by the environment, where no list of processes shows it. */
export async function runPostgres(
  program: 'pg_dump' | 'pg_restore',
  args: readonly string[],
  url: string,
  env: Environment,
): Promise<void> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const PG = {
    PGHOST: decodeURIComponent(hostname),
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    ...tlsOf(searchParams),
  }
  await runProgram(program, args, { ...env, ...PG }, () => undefined)
}

async function runProgram(
  program: 'pg_dump' | 'pg_restore',
  args: readonly string[],
  env: Environment,
  onLine: (line: string) => void,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    createInterface({ input: child.stdout }).on('line', onLine)
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.once('error', (cause) =>
      reject(
        new Fault(
          'input-invalid',
          `${program} is not installed: install the PostgreSQL client (apt-get install postgresql-client)`,
          { program },
          cause,
        ),
      ),
    )
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Fault('store-busy', `${program} failed: ${said.trim().slice(0, 500)}`, { program })),
    )
  })
}

/** What a URL says of TLS, for programs that read it from the environment: a copy must not travel less guarded than the work. */
function tlsOf(parameters: URLSearchParams): Record<string, string> {
  const names = { sslmode: 'PGSSLMODE', sslrootcert: 'PGSSLROOTCERT', sslcert: 'PGSSLCERT', sslkey: 'PGSSLKEY' } as const
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => (parameters.has(key) ? [[name, parameters.get(key) ?? '']] : [])),
  )
}
