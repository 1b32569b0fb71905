// The composition root: configuration → log → database → what the daemon and the commands are given, and one close() that
// undoes it in reverse. Nothing else builds these, nothing else reads the machine's clock for a decision. A new database
// is given its tables here; one that an older program left behind is brought up only by who asks for it.

import { userInfo } from 'node:os'
import type { Config } from '../core/config.ts'
import { Fault } from '../core/fault.ts'
import type { Terms } from '../core/rules/terms.ts'
import type { Told } from '../core/acts/reorder.ts'
import type { Db } from '../core/store/db.ts'
import { migrate, pendingMigrations } from '../core/store/migrate.ts'
import { migrations } from '../core/store/migrations/index.ts'
import { loadTerms } from '../core/store/settings.ts'
import type { DaemonDeps, Log } from '../daemon/deps.ts'
import { lazySeal, type Loaded, loadConfig } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { makeLog, type OpenLog } from './log.ts'
import type { Io } from './output.ts'

export interface WireWish {
  /** `--config`. */
  configFile?: string | undefined
  /** Pending migrations: a database without any table always gets them. */
  migrations?: 'apply' | 'refuse' | 'ignore'
  /** What is logged goes to standard error, as a daemon's does; else only to a configured file. */
  logs?: boolean
}

export interface Wired {
  loaded: Loaded
  config: Config
  database: Database
  db: Db
  deps: DaemonDeps
  log: Log
  /** `cli:<user of the machine>`. */
  by: string
  told(): Told
  terms(): Promise<Terms>
  /** From now on this instant is the clock of the command, and it goes on from there. */
  travelTo(at: number): void
  close(): Promise<void>
}

export async function wire(io: Io, wish: WireWish = {}): Promise<Wired> {
  const loaded = await loadConfig(io, wish.configFile)
  const opened = await makeLog(loaded, io, wish.logs ?? false)
  const { log } = opened
  try {
    const database = await openDatabase(loaded.databaseUrl, {
      log: {
        warn: (facts: unknown, message?: unknown) =>
          log.warn(Object(facts) as object, typeof message === 'string' ? message : ''),
      },
    })
    try {
      await bringUp(database, wish.migrations ?? 'refuse')
      return assemble(loaded, database, opened)
    } catch (e) {
      await database.close()
      throw e
    }
  } catch (e) {
    await opened.close()
    throw e
  }
}

async function bringUp(database: Database, wish: 'apply' | 'refuse' | 'ignore'): Promise<void> {
  const { db, dialect } = database
  const pending = await pendingMigrations(db)
  if (pending.length === 0 && wish !== 'apply') return
  // Nobody's tables yet: there is nothing to lose and nothing to ask.
  if (wish === 'apply' || pending.length === migrations.length) await migrate(db, dialect)
  else if (wish === 'refuse') {
    const message = `the database ${database.place} was made by an older ispcube (pending: ${pending.join(', ')}); back it up, then run: ispcube db migrate`
    throw new Fault('input-invalid', message, { pending })
  }
}

function assemble(loaded: Loaded, database: Database, opened: OpenLog): Wired {
  const { config } = loaded
  const { log } = opened
  const by = `cli:${userName()}`
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const deps: DaemonDeps = {
    config,
    db: database.db,
    takeLock: (name) => database.locks.take(lockName(name)),
    dispatchBy: database.dialect === 'sqlite' ? 'database' : 'router',
    watch: (changed) => database.watch(changed),
    log,
    now,
    machineNow: () => Date.now(),
    seal: lazySeal(loaded.secretKey),
    draw: () => Math.random(),
  }
  return {
    loaded,
    config,
    database,
    db: database.db,
    deps,
    log,
    by,
    told: () => ({ now: now(), by }),
    terms: () => loadTerms(database.db),
    travelTo(at) {
      aheadMs = at - Date.now()
    },
    async close() {
      await database.close()
      await opened.close()
    },
  }
}

/** Names of locks are parts of file names. */
const lockName = (name: string): string => name.replaceAll(':', '-')

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown') // a user without a name, as in some containers
  }
}
