// SQLite for Kysely, through better-sqlite3. Transactions begin immediate, because one that reads first and writes later
// fails with SQLITE_BUSY_SNAPSHOT, which no waiting heals. While another process writes, this one waits without blocking
// its thread: better-sqlite3's own waiting would stop pages, RADIUS and router sessions alike.

import { setTimeout as sleep } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type QueryResult,
  type SqliteDatabase,
  type SqliteDialectConfig,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely'
import { answerAtOnce } from '../core/store/bulk.ts'
import type { Tables } from '../core/store/tables.ts'
import { BUSY_MS, faultOf, isBusy, openFile } from './database-file.ts'
import { fileLocks, memoryLocks } from './database-locks.ts'
import type { Database, OpenOptions } from './database-port.ts'

/** Of prepared statements. Lists of values (`in (?, ?, …)`) make a text for each length, so there must be an end to it. */
const STATEMENTS_MAX = 300
const POLL_MS = 100

export async function openSqlite(url: string, path: string, options: OpenOptions): Promise<Database> {
  const raw = openFile(path, options.readonly ?? false)
  raw.pragma('busy_timeout = 0') // PatientConnection waits instead
  const config = { database: keepStatements(raw) }
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(raw, config), plugins: [new FlatNames()] })
  answerAtOnce(db, (text, values) => readNow(raw, config.database, text, values))
  const locks = path === ':memory:' ? memoryLocks() : fileLocks(path)
  const watches = new Set<() => void>()
  return {
    db,
    dialect: 'sqlite',
    url,
    place: path,
    locks,
    watch(changed, pollMs = POLL_MS) {
      const stop = watchVersion(raw, changed, pollMs)
      watches.add(stop)
      return () => {
        watches.delete(stop)
        stop()
      }
    },
    async announce() {},
    async close() {
      for (const stop of watches) stop()
      watches.clear()
      await locks.releaseAll()
      await db.destroy()
      raw.close()
    },
  }
}

/** A row of SQLite holds nothing that is nested, so its names are all there is to change, and each of them is made once. */
class FlatNames extends CamelCasePlugin {
  readonly #names = new Map<string, string>()

  protected override mapRow(row: Record<string, unknown>): Record<string, unknown> {
    const named: Record<string, unknown> = {}
    for (const column of Object.keys(row)) {
      let name = this.#names.get(column)
      if (name === undefined) this.#names.set(column, (name = this.camelCase(column)))
      named[name] = row[column]
    }
    return named
  }
}

interface Kept {
  statement: Sqlite.Statement<unknown[]>
  /** Of its columns; null where it returns no rows. */
  names: readonly string[] | null
}

/**
 * Kysely prepares each query anew, which is half of what a point read costs; a statement here is prepared once. Rows are taken
 * as lists of values and named here: better-sqlite3 needs twice as long for a page of rows that it names itself.
 */
function keepStatements(raw: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Kept>()
  function statementOf(sql: string): Kept {
    const known = kept.get(sql)
    // Which of them was asked longest ago matters only where there are too many.
    if (known !== undefined && kept.size < STATEMENTS_MAX) return known
    kept.delete(sql)
    const found = known ?? prepare(raw, sql)
    kept.set(sql, found)
    const [oldest] = kept.keys()
    if (kept.size > STATEMENTS_MAX && oldest !== undefined) kept.delete(oldest)
    return found
  }
  return {
    close: () => raw.close(),
    prepare(sql) {
      const { statement, names } = statementOf(sql)
      return {
        reader: names !== null,
        all: (parameters) => {
          const rows = statement.all(...parameters)
          return names === null ? rows : (rows as unknown[][]).map((values) => named(names, values))
        },
        run: (parameters) => statement.run(...parameters),
        iterate: refuseStreams,
      }
    },
  }
}

/** Null while a transaction of others is open on this connection, and where anything is in the way: then it waits its turn as all do. */
function readNow(raw: Sqlite.Database, database: SqliteDatabase, text: string, values: readonly unknown[]): unknown[] | null {
  if (raw.inTransaction || !raw.open) return null
  try {
    const statement = database.prepare(text)
    return statement.reader ? statement.all(values) : null
  } catch {
    return null
  }
}

/** A walk that kept the only connection would stop everybody else: walks go by key, in batches. */
function refuseStreams(): never {
  throw new Error('streaming is not offered on SQLite: read in batches by key')
}

function prepare(raw: Sqlite.Database, sql: string): Kept {
  const statement = raw.prepare<unknown[]>(sql)
  if (!statement.reader) return { statement, names: null }
  return { statement: statement.raw(true), names: statement.columns().map(({ name }) => name) }
}

function named(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let column = 0; column < names.length; column++) row[names[column] as string] = values[column]
  return row
}

class ImmediateDialect extends SqliteDialect {
  readonly #raw: Sqlite.Database
  readonly #config: SqliteDialectConfig

  constructor(raw: Sqlite.Database, config: SqliteDialectConfig) {
    super(config)
    this.#raw = raw
    this.#config = config
  }

  override createDriver(): ImmediateDriver {
    return new ImmediateDriver(this.#raw, this.#config)
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #raw: Sqlite.Database
  #connection: PatientConnection | undefined

  constructor(raw: Sqlite.Database, config: SqliteDialectConfig) {
    super(config)
    this.#raw = raw
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    this.#connection ??= new PatientConnection(this.#raw, connection)
    return this.#connection
  }

  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const readOnly = this.#raw.readonly || settings?.accessMode === 'read only'
    await connection.executeQuery(CompiledQuery.raw(readOnly ? 'begin' : 'begin immediate'))
  }

  // A full disk rolls back by itself; rolling back once more would hide the error that says so.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection)
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #raw: Sqlite.Database
  readonly #inner: DatabaseConnection

  constructor(raw: Sqlite.Database, inner: DatabaseConnection) {
    this.#raw = raw
    this.#inner = inner
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const giveUpAt = performance.now() + BUSY_MS
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 4)) {
      try {
        return await this.#inner.executeQuery<R>(query)
      } catch (e) {
        // Inside a transaction that holds the write lock nobody else can be in the way: waiting would be for ever.
        if (!isBusy(e) || this.#raw.inTransaction || performance.now() > giveUpAt) throw faultOf(e, this.#raw.name)
      }
      await sleep(waitMs)
    }
  }

  // oxlint-disable-next-line require-yield -- there is nothing to yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    refuseStreams()
  }
}

/** The number changes when another connection committed; looking costs about 5 µs. */
function watchVersion(raw: Sqlite.Database, changed: () => void, pollMs: number): () => void {
  const version = raw.prepare('pragma data_version').pluck()
  let seen = version.get()
  const timer = setInterval(() => {
    let now: unknown
    try {
      now = version.get()
    } catch {
      return // Busy for this once: the next look sees the same difference.
    }
    if (now === seen) return
    seen = now
    changed()
  }, pollMs)
  timer.unref()
  return () => clearInterval(timer)
}
