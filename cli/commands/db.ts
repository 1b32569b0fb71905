// `ispcube db`: bring the schema up, take and put back copies, and check that what is stored agrees with itself.

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { balanceDifferences } from '../../core/store/balances.ts'
import { Fault } from '../../core/fault.ts'
import { settle } from '../../core/rules/debt.ts'
import { formatAmount } from '../../core/rules/money.ts'
import { accountsAfter } from '../../core/store/accounts.ts'
import { fileIntegrity, looseReferences, strayOrders } from '../../core/store/checks.ts'
import { migrate, pendingMigrations } from '../../core/store/migrate.ts'
import { pause } from '../../daemon/deps.ts'
import { environment, filesFolder, loadConfig } from '../config.ts'
import { ask, type Context, example } from '../context.ts'
import { openDatabase, parseDatabaseUrl } from '../database.ts'
import {
  backupPostgres,
  backupSqlite,
  namedInCopy,
  namedInDump,
  proveCopy,
  proveDump,
  restoreSqlite,
  runPostgres,
} from '../database-backup.ts'
import { filesBeside, type FilesKept, type FilesTask, putBackFiles } from '../files-backup.ts'
import { filesThere } from '../files-check.ts'
import { counted } from '../output.ts'
import type { Wired } from '../wire.ts'

export function register(program: Command, context: Context): void {
  const db = program.command('db').description('migrate, back up, restore and check the database')
  example(db, 'ispcube db backup /var/backups/ispcube-$(date +%F).db', 'ispcube db check')
  example(
    db
      .command('migrate')
      .description('bring the schema up to this version')
      .action(() => migrateCommand(context)),
    'ispcube db migrate',
  )
  const backup = db
    .command('backup')
    .description('a consistent copy, taken while everything runs; files of customers beside it, in FILE.files')
    .argument('<file>', 'that is not there yet')
    .option('--no-files', 'the database alone')
  example(
    backup.action((file: string, options: { files: boolean }) => backupCommand(context, file, options.files)),
    'ispcube db backup /var/backups/ispcube-$(date +%F).db',
  )
  const restore = db
    .command('restore')
    .description('put a copy back; only while nothing runs')
    .argument('<file>')
    .option('--yes', 'do not ask')
    .option('--no-files', 'the database alone, without FILE.files')
  example(
    restore.action((file: string, options: RestoreWish) => restoreCommand(context, file, options)),
    'ispcube db restore /var/backups/ispcube-2026-11-16.db',
  )
  example(
    db
      .command('check')
      .description('does what is stored agree with itself?')
      .action(() => check(context)),
    'ispcube db check',
  )
}

async function place(context: Context) {
  const { config } = context.flags
  const loaded = await loadConfig(context.io, config)
  return { loaded, address: parseDatabaseUrl(loaded.databaseUrl) }
}

async function migrateCommand(context: Context): Promise<void> {
  const { loaded } = await place(context)
  const database = await openDatabase(loaded.databaseUrl)
  try {
    const pending = await pendingMigrations(database.db)
    const done = await migrate(database.db, database.dialect)
    context.out.answer({ database: database.place, applied: done, pending: pending.filter((name) => !done.includes(name)) }, () =>
      done.length === 0 ? `${database.place} is up to date` : `${database.place}: applied ${done.join(', ')}`,
    )
  } finally {
    await database.close()
  }
}

async function backupCommand(context: Context, file: string, withFiles: boolean): Promise<void> {
  const { loaded, address } = await place(context)
  const target = resolve(context.io.cwd, file)
  const task = withFiles ? filesTask(context, loaded) : null
  if (address.dialect === 'sqlite' && address.path === ':memory:')
    throw new Fault('input-invalid', 'a database in memory cannot be backed up')
  const kept =
    address.dialect === 'postgres'
      ? await backupPostgres(address.url.href, target, environment(context.io), task)
      : await backupSqlite(address.path, target, task)
  // A file that is lost stays so in every backup from now on: a reason to tell, none to have no backup.
  if (kept !== null && kept.lost.length > 0) context.out.say(lostFiles(kept.lost, filesFolder(loaded)))
  context.out.answer(
    { file: target, files: kept },
    () => `backed up to ${target}${keptFiles(kept)}; keep the secret key (${loaded.keyFrom}) with it, in another place`,
  )
}

const filesTask = (context: Context, loaded: Parameters<typeof filesFolder>[0]): FilesTask => ({
  folder: filesFolder(loaded),
  progress: context.out.progress,
})

const keptFiles = (kept: FilesKept | null): string =>
  kept === null || kept.folder === null ? '' : `, with ${counted(kept.count, 'file')} of customers in ${kept.folder}`

const lostFiles = (ids: readonly number[], where: string): string =>
  `warning: ${counted(ids.length, 'file')} of customers (${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ' …' : ''}) not whole in ${where}`

const YES = new Set(['yes', 'si', 'sí'])

interface RestoreWish {
  yes?: boolean
  files: boolean
}

async function restoreCommand(context: Context, file: string, wish: RestoreWish): Promise<void> {
  const { loaded, address } = await place(context)
  const source = resolve(context.io.cwd, file)
  const isSqlite = address.dialect === 'sqlite'
  const shown = isSqlite ? address.path : `${address.url.host}${address.url.pathname}`
  // First, so that nobody is asked about what cannot be done.
  if (isSqlite) proveCopy(source)
  else await proveDump(source)
  if (wish.yes !== true) {
    const answer = await ask(context, `Put ${source} in the place of ${shown}? (yes) `)
    if (answer === null) throw new Fault('input-invalid', 'restore asks on a terminal; elsewhere say --yes')
    if (!YES.has(answer.normalize('NFC').toLowerCase())) throw new Fault('input-invalid', 'nothing was restored')
  }
  const files = wish.files
    ? await putBackFiles(
        filesTask(context, loaded),
        source,
        isSqlite ? namedInCopy(source) : await namedInDump(source, environment(context.io)),
      )
    : null
  const kept = isSqlite
    ? await restoreSqlite(address.path, source, stamp())
    : await restorePostgres(context, address.url.href, source)
  if (files !== null && files.lost.length > 0)
    context.out.say(lostFiles(files.lost, `${filesBeside(source)}, nor in ${filesFolder(loaded)}`))
  context.out.answer({ file: source, database: shown, kept, files }, () =>
    [
      `restored ${shown} from ${source}`,
      ...(files === null || files.put === 0 ? [] : [`${counted(files.put, 'file')} of customers put back`]),
      ...(kept === null ? [] : [`what was there before: ${kept}`]),
    ].join('; '),
  )
}

const stamp = (): string => new Date().toISOString().replaceAll(/[:.]/g, '-')

/** Under both locks; PostgreSQL's own programs drop and make the tables. */
async function restorePostgres(context: Context, url: string, source: string): Promise<null> {
  await proveDump(source)
  const database = await openDatabase(url)
  try {
    for (const name of ['run', 'dispatch']) {
      if ((await database.locks.take(name)) === null)
        throw new Fault('lock-held', `somebody works on ${database.place}; stop it first`)
    }
    await runPostgres(
      'pg_restore',
      [
        '--clean',
        '--if-exists',
        '--no-owner',
        '--no-privileges',
        '--single-transaction',
        `--dbname=${new URL(url).pathname.slice(1)}`,
        source,
      ],
      url,
      environment(context.io),
    )
    return null
  } finally {
    await database.close()
  }
}

interface Finding {
  name: string
  ok: boolean
  detail: string
}

async function check(context: Context): Promise<void> {
  const { out } = context
  const wired = await context.open()
  const findings = [
    ...(await integrity(wired)),
    ...(await balances(wired)),
    await documents(wired, out.progress),
    ...(await orders(wired)),
    await filesThere(wired),
  ]
  const isWell = findings.every((finding) => finding.ok)
  out.answer({ database: wired.database.place, ok: isWell, checks: findings }, () =>
    findings
      .map((finding) => `${finding.ok ? out.paint.green('ok') : out.paint.red('no')}  ${finding.name}: ${finding.detail}`)
      .join('\n'),
  )
  context.exit(isWell ? 0 : 1)
}

async function integrity({ db, database }: Wired): Promise<Finding[]> {
  const sound = await fileIntegrity(db, database.dialect)
  if (sound === null) return []
  const loose = await looseReferences(db, database.dialect)
  return [
    {
      name: 'integrity',
      ok: sound === 'ok',
      detail: sound === 'ok' ? 'the file is sound' : `${sound}; restore a backup: ispcube db restore FILE`,
    },
    {
      name: 'references',
      ok: loose === 0,
      detail: loose === 0 ? 'every row refers to one that is there' : `${counted(loose, 'row')} refer to nothing`,
    },
  ]
}

async function balances({ db }: Wired): Promise<Finding[]> {
  const differences = await balanceDifferences(db)
  const shown = differences
    .slice(0, 5)
    .map((one) => `${one.code} ${formatAmount(one.storedCents)} instead of ${formatAmount(one.rebuiltCents)}`)
  const detail =
    differences.length === 0
      ? 'stored balances agree with the documents'
      : `${counted(differences.length, 'balance')} differ (${shown.join(', ')}); mend with: ispcube balance rebuild`
  return [{ name: 'balances', ok: differences.length === 0, detail }]
}

/** Settles everybody's account: where the parts do not sum to the balance, nobody is cut. */
async function documents(wired: Wired, progress: (text: string) => void): Promise<Finding> {
  const { zone } = await wired.terms()
  const today = zone.dayOf(wired.deps.now())
  const broken: string[] = []
  let customers = 0
  for (let after = 0; ;) {
    const accounts = await accountsAfter(wired.db, after, 500)
    if (accounts.length === 0) break
    after = accounts.at(-1)?.id ?? after
    customers += accounts.length
    for (const { code, facts } of accounts) {
      try {
        settle(facts.documents, today)
      } catch (e) {
        broken.push(`${code}: ${e instanceof Error ? e.message : String(e)}`)
      }
    }
    progress(`${customers} accounts settled`)
    await pause()
  }
  const detail =
    broken.length === 0
      ? `${counted(customers, 'account')} add up`
      : `${counted(broken.length, 'account')} do not add up and are left as they are: ${broken.slice(0, 5).join('; ')}`
  return { name: 'documents', ok: broken.length === 0, detail }
}

async function orders({ db }: Wired): Promise<Finding[]> {
  const strays = await strayOrders(db)
  const detail =
    strays.length === 0
      ? 'every open order has its place and router'
      : `${counted(strays.length, 'open order')} of removed routers or other generations: ${strays.slice(0, 10).join(', ')}`
  return [{ name: 'orders', ok: strays.length === 0, detail }]
}
