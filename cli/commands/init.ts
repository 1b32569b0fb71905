// `ispcube init`: a configuration, a secret key and a database in a folder. What is there already is kept, never overwritten: a
// lost key would make every sealed password unreadable.

import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { saveSetting } from '../../core/acts/settings.ts'
import { Fault } from '../../core/fault.ts'
import { newSecretKey } from '../../core/seal.ts'
import { checkSetting, SETTINGS } from '../../core/settings.ts'
import { CONFIG_FILE } from '../config.ts'
import { ask, type Context, example } from '../context.ts'
import { parseDatabaseUrl } from '../database.ts'
import { reaching } from '../file-faults.ts'
import { wire } from '../wire.ts'

interface InitOptions {
  dir: string
  yes?: boolean
  database?: string
  timeZone?: string
  currency?: string
}

export function register(program: Command, context: Context): void {
  const command = program
    .command('init')
    .description('make a configuration, a database and a secret key')
    .option('--dir <dir>', 'where', '.')
    .option('--yes', 'no questions: defaults and flags')
    .option('--database <url>', 'sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE')
    .option('--time-zone <zone>', `the zone of the ISP (${SETTINGS.timeZone.text})`)
    .option('--currency <code>', `of all amounts (${SETTINGS.currency.text})`)
    .action((options: InitOptions) => init(context, options))
  example(
    command,
    'ispcube init --yes',
    'ispcube init --dir /etc/ispcube --database postgres://ispcube:…@db/ispcube --time-zone America/Asuncion --currency PYG',
  )
}

async function init(context: Context, options: InitOptions): Promise<void> {
  const { out, io } = context
  const folder = resolve(io.cwd, options.dir)
  const answers = await answersFor(context, options)
  parseDatabaseUrl(answers.database)
  const settings = [checkSetting('timeZone', answers.timeZone), checkSetting('currency', answers.currency)]
  await reaching(folder, 'made', () => mkdir(folder, { recursive: true }))
  const configFile = join(folder, CONFIG_FILE)
  const keyFile = join(folder, 'ispcube.key')
  const made = {
    config: await writeNew(configFile, configText(answers.database), 0o600),
    key: await writeNew(keyFile, `${newSecretKey()}\n`, 0o600),
    gitignore: await writeNew(join(folder, '.gitignore'), 'ispcube.key\n*.db\n*.db-*\n*.lock\n', 0o644),
  }
  const wired = await wire(io, { configFile, migrations: 'apply' })
  try {
    for (const { key, text } of settings) {
      const isAsked = (key === 'timeZone' ? options.timeZone : options.currency) !== undefined || made.config
      if (isAsked) await saveSetting(wired.db, { key, value: text }, wired.told())
    }
    const json = {
      folder,
      config: configFile,
      configMade: made.config,
      key: keyFile,
      keyMade: made.key,
      database: wired.database.place,
    }
    out.answer(json, () =>
      [
        `${made.config ? 'made' : 'kept'} ${configFile}`,
        `${made.key ? 'made' : 'kept'} ${keyFile}${made.key ? ' (keep a copy elsewhere: without it the passwords of the routers are lost)' : ''}`,
        `the database is ready: ${wired.database.place}`,
        'next: ispcube router add …, or ispcube import routers FILE.csv; then ispcube doctor',
      ].join('\n'),
    )
  } finally {
    await wired.close()
  }
}

async function answersFor(context: Context, options: InitOptions) {
  const defaults = { database: 'sqlite:./ispcube.db', timeZone: SETTINGS.timeZone.text, currency: SETTINGS.currency.text }
  const given = {
    database: options.database ?? defaults.database,
    timeZone: options.timeZone ?? defaults.timeZone,
    currency: options.currency ?? defaults.currency,
  }
  if (options.yes) return given
  const questions = [
    ['database', 'Database'],
    ['timeZone', 'Time zone of the ISP'],
    ['currency', 'Currency'],
  ] as const
  for (const [name, question] of questions) {
    if (options[name] !== undefined) continue
    const answer = await ask(context, `${question} [${given[name]}]: `)
    if (answer === null)
      throw new Fault('input-invalid', 'init asks questions on a terminal; elsewhere say --yes to take the defaults and flags')
    if (answer !== '') given[name] = answer
  }
  return given
}

/** False where the file is there already. */
async function writeNew(file: string, text: string, mode: number): Promise<boolean> {
  if (existsSync(file)) return false
  await reaching(file, 'written', () => writeFile(file, text, { flag: 'wx', mode }))
  await chmod(file, mode) // a umask may have taken more away than was meant, never less
  return true
}

const configText = (
  database: string,
): string => `// What this installation of ISPCube is made of. What the ISP changes while it runs is in the database: ispcube settings list
// Environment beats this file: ISPCUBE_DATABASE_URL, ISPCUBE_SECRET_KEY, ISPCUBE_ALLOW_TIME_TRAVEL.

export default {
  database: ${JSON.stringify(database).replaceAll('"', "'")},
  secretKeyFile: './ispcube.key',
}
`
