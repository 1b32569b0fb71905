// The composition root: configuration → log → database → what the daemon and the commands are given, and one close() that
// undoes it in reverse. Nothing else builds these, nothing else reads the machine's clock for a decision. A database is
// made only by who asks for that (a mistyped path must not look like an ISP without customers), and so is one brought up that an
// older program left behind.

import { existsSync } from 'node:fs'
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
import type { WebDeps } from '../web/deps.ts'
import { makeGeocode } from '../web/geocode/index.ts'
import { filesFolder, lazySeal, type Loaded, loadConfig } from './config.ts'
import { type Database, openDatabase, parseDatabaseUrl } from './database.ts'
import { makeLog, type OpenLog } from './log.ts'
import type { Io } from './output.ts'

export interface WireWish {
  /** `--config`. */
  configFile?: string | undefined
  /** A database that is not there, and migrations that are pending: `create` makes both good, `apply` the second alone. */
  migrations?: 'create' | 'apply' | 'refuse' | 'ignore'
  /** What is logged goes to standard error, as a daemon's does; else only to a configured file. */
  logs?: boolean
}

type Migrations = NonNullable<WireWish['migrations']>

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
    refuseMissing(loaded.databaseUrl, wish.migrations ?? 'refuse')
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

async function bringUp(database: Database, wish: Migrations): Promise<void> {
  const { db, dialect } = database
  if (wish === 'create') return void (await migrate(db, dialect))
  const pending = await pendingMigrations(db)
  if (pending.length === 0 || wish === 'ignore') return
  if (pending.length === migrations.length) throw noDatabase(database.place)
  if (wish === 'apply') return void (await migrate(db, dialect))
  const message = `the database ${database.place} was made by an older ispcube (pending: ${pending.join(', ')}); back it up, then run: ispcube db migrate`
  throw new Fault('input-invalid', message, { pending })
}

/** Opening an SQLite file makes it, so it is asked for before. */
function refuseMissing(url: string, wish: Migrations): void {
  const address = parseDatabaseUrl(url)
  if (wish === 'create' || address.dialect !== 'sqlite' || address.path === ':memory:' || existsSync(address.path)) return
  throw noDatabase(address.path)
}

const noDatabase = (place: string): Fault =>
  new Fault(
    'input-invalid',
    `there is no ISPCube database ${place}: is the path right, the disk mounted? To make a new one: ispcube init, or ispcube db migrate`,
    { place },
  )

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

/** What the pages are given of it; `nudge` wakes the daemon of this process, where there is one. */
export const webDeps = ({ config, db, deps, loaded, log }: Wired, nudge: () => void): WebDeps => ({
  ...{ config, db, log, nudge },
  filesFolder: filesFolder(loaded),
  now: deps.now,
  machineNow: deps.machineNow,
  seal: deps.seal,
  takeLock: deps.takeLock,
  // Drivers are loaded when somebody wants to read what they write.
  routerRules: async (router) => (await import('./router-rules.ts')).routerRules(deps, router),
  geocode: makeGeocode(config.map),
})

/** Names of locks are parts of file names. */
const lockName = (name: string): string => name.replaceAll(':', '-')

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown') // a user without a name, as in some containers
  }
}
