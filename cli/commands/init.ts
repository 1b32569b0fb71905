// `ispcube init`: a configuration, a secret key and a database in a folder. What is there already is kept, never overwritten: a
// lost key would make every sealed password unreadable.

import { existsSync } from 'node:fs'
import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { saveSetting } from '../../core/acts/settings.ts'
import { Fault, isFault } from '../../core/fault.ts'
import { newSecretKey } from '../../core/seal.ts'
import { checkSetting, SETTINGS } from '../../core/settings.ts'
import { absolute, CONFIG_FILE, environment, loadConfig } from '../config.ts'
import { ask, type Context, example } from '../context.ts'
import { parseDatabaseUrl } from '../database.ts'
import { reaching } from '../file-faults.ts'
import type { Io } from '../output.ts'
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
  const configFile = join(folder, CONFIG_FILE)
  for (const { name, check } of QUESTIONS) if (options[name] !== undefined) check(options[name])
  const isThere = existsSync(configFile)
  if (isThere) await refuseOther(io, configFile, options.database)
  // Before anybody is asked: his answers would be lost.
  await reaching(folder, 'made', () => mkdir(folder, { recursive: true }))
  await reaching(folder, 'written', () => access(folder, constants.W_OK))
  const answers = isThere ? options : await answersFor(context, options)
  const keyFile = join(folder, 'ispcube.key')
  const made = {
    config: await writeNew(configFile, configText(answers.database ?? DATABASE), 0o600),
    key: await writeNew(keyFile, `${newSecretKey()}\n`, 0o600),
    gitignore: await writeNew(join(folder, '.gitignore'), GITIGNORE, 0o644),
  }
  const wired = await wire(io, { configFile, migrations: 'apply' })
  try {
    for (const key of ['timeZone', 'currency'] as const) {
      const value = answers[key]
      if (value !== undefined) await saveSetting(wired.db, { key, value }, wired.told())
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

/** Nobody shall think that another database is in use than the one that the configuration names. */
async function refuseOther(io: Io, configFile: string, asked: string | undefined): Promise<void> {
  if (asked === undefined) return
  const { databaseUrl } = await loadConfig(io, configFile)
  const [said, wanted] = [addressText(databaseUrl, configFile), addressText(asked, configFile)]
  if (said.whole === wanted.whole) return
  const from = environment(io).ISPCUBE_DATABASE_URL ? 'ISPCUBE_DATABASE_URL' : configFile
  const message = `--database: ${wanted.shown} is not what ${from} says, ${said.shown}; change it there, or leave --database out`
  throw new Fault('input-invalid', message, { asked: wanted.shown, configured: said.shown })
}

/** In one form, to be compared, and without its password, to be shown. */
function addressText(url: string, configFile: string): { whole: string; shown: string } {
  const address = parseDatabaseUrl(absolute(url, dirname(configFile)))
  if (address.dialect === 'sqlite') return { whole: address.path, shown: `sqlite:${address.path}` }
  return { whole: address.url.href, shown: address.url.href.replace(/\/\/[^@/]*@/, '//…@') }
}

const DATABASE = 'sqlite:./ispcube.db'

const QUESTIONS = [
  { name: 'database', question: 'Database', otherwise: DATABASE, check: parseDatabaseUrl },
  {
    name: 'timeZone',
    question: 'Time zone of the ISP',
    otherwise: SETTINGS.timeZone.text,
    check: (text: string) => checkSetting('timeZone', text),
  },
  {
    name: 'currency',
    question: 'Currency',
    otherwise: SETTINGS.currency.text,
    check: (text: string) => checkSetting('currency', text),
  },
] as const

type Answers = Pick<InitOptions, (typeof QUESTIONS)[number]['name']>

async function answersFor(context: Context, options: InitOptions): Promise<Answers> {
  const answers: Answers = {}
  for (const { name, question, otherwise, check } of QUESTIONS) {
    answers[name] = options[name] ?? (options.yes ? otherwise : await askUntil(context, question, otherwise, check))
  }
  return answers
}

/** Asks again, with the reason, until the answer can be used. */
async function askUntil(context: Context, question: string, otherwise: string, check: (text: string) => void): Promise<string> {
  for (;;) {
    const answer = await ask(context, `${question} [${otherwise}]: `)
    if (answer === null)
      throw new Fault('input-invalid', 'init asks questions on a terminal; elsewhere say --yes to take the defaults and flags')
    try {
      check(answer || otherwise)
      return answer || otherwise
    } catch (e) {
      if (!isFault(e)) throw e
      context.out.say(e.message)
    }
  }
}

/** False where the file is there already. */
async function writeNew(file: string, text: string, mode: number): Promise<boolean> {
  if (existsSync(file)) return false
  await reaching(file, 'written', () => writeFile(file, text, { flag: 'wx', mode }))
  await chmod(file, mode) // a umask may have taken more away than was meant, never less
  return true
}

/** What holds secrets, and people's data in whatever state: copies, leftovers, what a restore put aside. */
const GITIGNORE = 'ispcube.key\n*.db\n*.db-*\n*.db.*\n*.part\n*.lock\n'

const configText = (
  database: string,
): string => `// What this installation of ISPCube is made of. What the ISP changes while it runs is in the database: ispcube settings list
// Environment beats this file: ISPCUBE_DATABASE_URL, ISPCUBE_SECRET_KEY, ISPCUBE_ALLOW_TIME_TRAVEL.

export default {
  database: ${JSON.stringify(database).replaceAll('"', "'")},
  secretKeyFile: './ispcube.key',
}
`
