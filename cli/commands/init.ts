// `ispcube init`: a configuration, a secret key and a database in a folder. What is there already is kept, never overwritten: a
// lost key would make every sealed password unreadable.

import { existsSync } from 'node:fs'
import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { addPerson, checkUsername } from '../../core/acts/people.ts'
import { saveSetting } from '../../core/acts/settings.ts'
import { Fault, isFault } from '../../core/fault.ts'
import { temporaryPassword } from '../../core/password.ts'
import { ADMIN_ROLE } from '../../core/rules/permission.ts'
import { newSecretKey } from '../../core/seal.ts'
import { checkSetting, SETTINGS } from '../../core/settings.ts'
import { countSealed } from '../../core/store/checks.ts'
import { listPeople } from '../../core/store/people.ts'
import { absolute, CONFIG_FILE, environment, loadConfig } from '../config.ts'
import { ask, type Context, example } from '../context.ts'
import { parseDatabaseUrl } from '../database.ts'
import { reaching } from '../file-faults.ts'
import { counted, type Io } from '../output.ts'
import { type Wired, wire } from '../wire.ts'

interface InitOptions {
  dir: string
  yes?: boolean
  database?: string
  timeZone?: string
  currency?: string
  operator?: string
  newKey?: boolean
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
    .option('--operator <username>', `who may log in to the pages first, and lets others in (${OPERATOR})`)
    .option('--new-key', 'make a new key although passwords are sealed under one that is gone')
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
  const made = {
    config: await writeNew(configFile, configText(answers.database ?? DATABASE), 0o600),
    gitignore: await writeNew(join(folder, '.gitignore'), GITIGNORE, 0o644),
  }
  const wired = await wire(io, { configFile, migrations: 'create' })
  try {
    const key = await makeKey(wired, join(folder, 'ispcube.key'), options.newKey ?? false)
    for (const name of ['timeZone', 'currency'] as const) {
      const value = answers[name]
      if (value !== undefined) await saveSetting(wired.db, { key: name, value }, wired.told())
    }
    const json = {
      folder,
      config: configFile,
      configMade: made.config,
      key: key.file,
      keyMade: key.isMade,
      database: wired.database.place,
    }
    const first = await firstPerson(wired, answers.operator ?? OPERATOR)
    out.answer({ ...json, operator: first }, () =>
      [
        `${made.config ? 'made' : 'kept'} ${configFile}`,
        `${key.isMade ? 'made' : 'kept'} ${key.file}${key.isMade ? ' (keep a copy elsewhere: without it the passwords of the routers are lost)' : ''}`,
        `the database is ready: ${wired.database.place}`,
        ...(first === null
          ? []
          : [`${first.user} may log in to the pages with the password ${first.password}; the first log-in asks for another`]),
        'next: ispcube router add …, or ispcube import routers FILE.csv; then ispcube doctor',
      ].join('\n'),
    )
  } finally {
    await wired.close()
  }
}

/** Somebody has to let the others in. Null where there is somebody already. */
async function firstPerson(wired: Wired, username: string): Promise<{ user: string; password: string } | null> {
  if ((await listPeople(wired.db)).length > 0) return null
  const password = temporaryPassword()
  const person = { username, name: username, role: ADMIN_ROLE, password, isTemporary: true }
  return { user: (await addPerson(wired.db, person, wired.told())).username, password }
}

/** A key is made where there is none, but not behind the back of passwords that another one sealed. */
async function makeKey(wired: Wired, usual: string, anyway: boolean): Promise<{ file: string; isMade: boolean }> {
  const { keyFrom } = wired.loaded
  const file = keyFrom === 'ISPCUBE_SECRET_KEY' ? usual : keyFrom
  if (keyFrom === 'ISPCUBE_SECRET_KEY' || existsSync(file)) return { file: keyFrom, isMade: false }
  const sealed = await countSealed(wired.db)
  if (sealed > 0 && !anyway) {
    const message = `${counted(sealed, 'password')} in ${wired.database.place} cannot be read without the key that was in ${file}: put back your copy of it; if it is lost for good, say --new-key and set each of them again`
    throw new Fault('secret-unreadable', message, { file, sealed })
  }
  return { file, isMade: await writeNew(file, `${newSecretKey()}\n`, 0o600) }
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
const OPERATOR = 'admin'

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
  { name: 'operator', question: 'User name of the first operator', otherwise: OPERATOR, check: checkUsername },
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
const GITIGNORE = 'ispcube.key\nfiles/\n*.db\n*.db-*\n*.db.*\n*.part\n*.files/\n*.lock\n'

const configText = (
  database: string,
): string => `// What this installation of ISPCube is made of. What the ISP changes while it runs is in the database: ispcube settings list
// Environment beats this file: ISPCUBE_DATABASE_URL, ISPCUBE_SECRET_KEY, ISPCUBE_ALLOW_TIME_TRAVEL.

export default {
  database: ${JSON.stringify(database).replaceAll('"', "'")},
  secretKeyFile: './ispcube.key',
}
`
