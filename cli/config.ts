// Finds, loads and checks the configuration: `--config FILE`, else ./ispcube.config.ts, else the environment alone. The
// environment beats the file. All errors come at once, each with key, value and what was expected. The file may be
// TypeScript, which Node 20 cannot import by itself, hence jiti; paths in it are relative to it.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { Config } from '../core/config.ts'
import { Fault } from '../core/fault.ts'
import { makeSeal, type Seal } from '../core/seal.ts'
import { maskPassword } from './database.ts'
import type { Io } from './output.ts'

export const CONFIG_FILE = 'ispcube.config.ts'

export interface Loaded {
  config: Config
  /** Null: everything came from the environment. */
  file: string | null
  /** That paths are relative to. */
  folder: string
  /** The database URL, its path absolute. */
  databaseUrl: string
  /** Where the secret key comes from, for messages. */
  keyFrom: string
  /** Reads the key; a fault says how to make one. */
  secretKey(): string
}

/** The process's own, but where a test or a demo gives another. */
export const environment = (io: Pick<Io, 'env'>): Readonly<Record<string, string | undefined>> => io.env ?? process.env

/** Where files of customers lie. */
export const filesFolder = ({ folder, config }: Pick<Loaded, 'folder' | 'config'>): string => resolve(folder, config.files.folder)

export async function loadConfig(io: Pick<Io, 'env' | 'cwd'>, asked: string | undefined): Promise<Loaded> {
  const env = environment(io)
  const file = configFile(io.cwd, asked, env)
  const folder = file === null ? io.cwd : dirname(file)
  const given = file === null ? {} : await readConfig(file)
  const config = check({ ...given, ...fromEnvironment(env) }, file)
  const keyFile = resolve(folder, config.secretKeyFile)
  const named = env.ISPCUBE_SECRET_KEY
  return {
    config,
    file,
    folder,
    databaseUrl: absolute(config.database, isSet(env.ISPCUBE_DATABASE_URL) ? io.cwd : folder),
    keyFrom: isSet(named) ? 'ISPCUBE_SECRET_KEY' : keyFile,
    secretKey: () => (isSet(named) ? named : readKey(keyFile)),
  }
}

const isSet = (text: string | undefined): text is string => text !== undefined && text !== ''

function configFile(cwd: string, asked: string | undefined, env: NonNullable<Io['env']>): string | null {
  const file = resolve(cwd, asked ?? CONFIG_FILE)
  if (existsSync(file) && statSync(file).isFile()) return file
  if (asked !== undefined) throw new Fault('input-invalid', `there is no configuration ${file}; ispcube init makes one`, { file })
  if (isSet(env.ISPCUBE_DATABASE_URL)) return null
  const message = `no configuration: there is no ${file}. Run "ispcube init", name one with --config FILE, or set ISPCUBE_DATABASE_URL and ISPCUBE_SECRET_KEY`
  throw new Fault('input-invalid', message, { file })
}

async function readConfig(file: string): Promise<Record<string, unknown>> {
  refuseStrangers(file)
  const { createJiti } = await import('jiti')
  let value: unknown = null
  try {
    // An empty file would be read as an empty configuration, and all of it be defaults.
    if (readFileSync(file, 'utf8').trim() !== '')
      value = await createJiti(import.meta.url, { fsCache: false, moduleCache: false }).import(file, { default: true })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('input-invalid', `the configuration ${file} cannot be read: ${why}`, { file }, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Fault('input-invalid', `the configuration ${file} must say: export default { … }`, { file })
}

/** A configuration is a program: one that somebody else wrote, or anybody may, is not run. */
function refuseStrangers(file: string): void {
  const self = process.getuid?.()
  if (self === undefined) return
  const { uid, mode } = statSync(file)
  const why = uid !== self && uid !== 0 ? 'it belongs to another user' : (mode & 0o002) !== 0 ? 'everybody may write to it' : null
  if (why === null) return
  const message = `the configuration ${file} is not run, because ${why}; make it yours: chown, chmod 600`
  throw new Fault('input-invalid', message, { file })
}

function fromEnvironment(env: NonNullable<Io['env']>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  if (isSet(env.ISPCUBE_DATABASE_URL)) values.database = env.ISPCUBE_DATABASE_URL
  const travel = env.ISPCUBE_ALLOW_TIME_TRAVEL
  if (!isSet(travel)) return values
  const allowed = { true: true, '1': true, yes: true, false: false, '0': false, no: false }[travel.toLowerCase()]
  if (allowed === undefined) {
    throw new Fault('input-invalid', `ISPCUBE_ALLOW_TIME_TRAVEL: "${travel}" is not acceptable; expected true or false`, {
      value: travel,
    })
  }
  return { ...values, allowTimeTravel: allowed }
}

function check(given: Record<string, unknown>, file: string | null): Config {
  const parsed = Config.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.flatMap((issue) => {
    const at = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `  ${[...at, key].join('.')}: there is no such key`)
    return [`  ${at.join('.') || '(all of it)'}: ${shown(valueAt(given, issue.path), at)} is not acceptable; ${issue.message}`]
  })
  throw new Fault('input-invalid', `${file ?? 'the configuration'} is not right:\n${lines.join('\n')}`, {
    errors: lines.map((line) => line.trim()),
  })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value)
}

/** A database URL may carry a password. */
function shown(value: unknown, path: readonly string[]): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? typeof value
  return path[0] === 'database' ? maskPassword(text) : text
}

/** `sqlite:./x.db` is meant relative to where it was written. */
export function absolute(url: string, folder: string): string {
  const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length).replace(/^\/\//, '') : url
  if (/^[a-z][a-z0-9+.-]+:/i.test(path) || path === ':memory:' || path === '' || isAbsolute(path)) return url
  return `sqlite:${resolve(folder, path)}`
}

function readKey(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const message = `the secret key cannot be read from ${file}: put back your copy of it, or set ISPCUBE_SECRET_KEY; "ispcube init" makes one where there never was any`
    throw new Fault('secret-unreadable', message, { file }, cause)
  }
  if (text === '')
    throw new Fault(
      'secret-unreadable',
      `the secret key in ${file} is empty; put back the key that the passwords were sealed with`,
      {
        file,
      },
    )
  return text
}

/** Reads the key only when something is sealed or opened: most commands never do. */
export function lazySeal(secretKey: () => string): Seal {
  let seal: Seal | null = null
  const made = () => (seal ??= makeSeal(secretKey()))
  return {
    get keyId() {
      return made().keyId
    },
    seal: (secret, where) => made().seal(secret, where),
    open: (sealed, where) => made().open(sealed, where),
  }
}
