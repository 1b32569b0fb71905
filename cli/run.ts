// argv → command → exit code. Only the file of the first word is loaded, because `--help` and completion must answer at once;
// the others are known here by name and summary. Whatever is thrown becomes a message and an exit code: a fault by the
// table of core/fault.ts, a wrong usage 2, anything else 1.

import { Command, CommanderError } from 'commander'
import { FAULTS, isFault } from '../core/fault.ts'
import type { Context, Room } from './context.ts'
import { type Io, makeOutput, type Output } from './output.ts'
import type { Wired } from './wire.ts'

/** As shells have it for Ctrl-C. */
const INTERRUPTED = 130

interface Word {
  about: string
  load(): Promise<Room>
}

export const WORDS: Readonly<Record<string, Word>> = {
  init: { about: 'make a configuration, a database and a secret key', load: () => import('./commands/init.ts') },
  start: { about: 'run everything in this process (the default way)', load: () => import('./commands/start.ts') },
  daemon: { about: 'run the daemon alone: orders, daily control, drift', load: () => import('./commands/daemon.ts') },
  web: { about: 'serve the pages alone', load: () => import('./commands/web.ts') },
  demo: { about: 'a whole ISP on this machine, with simulated routers', load: () => import('./commands/demo.ts') },
  doctor: { about: 'check the installation and say what to do', load: () => import('./commands/doctor.ts') },
  db: { about: 'migrate, back up, restore and check the database', load: () => import('./commands/db.ts') },
  import: {
    about: 'import routers, plans, customers, connections or documents from CSV',
    load: () => import('./commands/import.ts'),
  },
  export: { about: 'export customers or documents to CSV or XLSX', load: () => import('./commands/export.ts') },
  customer: { about: 'list, show, add, change, delete and recode customers', load: () => import('./commands/customer.ts') },
  ledger: { about: 'the current account of a customer', load: () => import('./commands/ledger.ts') },
  pay: { about: 'register a payment; restores at once where the rules allow', load: () => import('./commands/pay.ts') },
  adjust: { about: 'adjust a balance by a credit or debit note', load: () => import('./commands/adjust.ts') },
  void: { about: 'void a document by a counter-document', load: () => import('./commands/void.ts') },
  balance: { about: 'rebuild stored balances from the documents', load: () => import('./commands/balance.ts') },
  promise: { about: 'payment promises: add, withdraw, list, check', load: () => import('./commands/promise.ts') },
  enforce: { about: 'plan, apply and explain cuts and restores; compare routers', load: () => import('./commands/enforce.ts') },
  prenotice: { about: 'web notices before the cut', load: () => import('./commands/prenotice.ts') },
  cut: { about: 'cut a customer by hand', load: () => import('./commands/cut.ts') },
  restore: { about: 'enable a customer by hand', load: () => import('./commands/restore.ts') },
  router: { about: 'list, add, change, remove and test routers', load: () => import('./commands/router.ts') },
  radius: {
    about: 'sessions and traffic from RADIUS accounting, and who may send it',
    load: () => import('./commands/radius.ts'),
  },
  cpe: { about: 'the signal of customers: asked now, listed, and as it was', load: () => import('./commands/cpe.ts') },
  user: { about: 'who may log in to the pages, and as what', load: () => import('./commands/user.ts') },
  settings: { about: 'list, read and change the settings of the ISP', load: () => import('./commands/settings.ts') },
  status: { about: 'orders waiting, routers sick, promises of today', load: () => import('./commands/status.ts') },
  top: { about: 'the status, live', load: () => import('./commands/top.ts') },
  completion: { about: 'completion for bash, zsh or fish', load: () => import('./commands/completion.ts') },
}

export async function run(argv: readonly string[], io: Io): Promise<number> {
  const out = makeOutput(io, argv.includes('--json'))
  let code = 0
  let wired: Wired | null = null
  const usage: Usage = { printed: '', stoppedAt: null }
  const program = makeProgram(out.json ? { stdout: { write: (text) => (usage.printed += text) }, stderr: io.stderr } : io)
  program.addHelpText('beforeAll', ({ error, command }) => {
    if (error) usage.stoppedAt = command
    return ''
  })
  const context: Context = {
    io,
    out,
    flags: {
      json: argv.includes('--json'),
      verbose: argv.includes('--verbose'),
      get config() {
        return program.opts<{ config?: string }>().config
      },
    },
    async open(wish) {
      const { wire } = await import('./wire.ts')
      wired ??= await wire(io, { ...wish, configFile: context.flags.config, logs: wish?.logs ?? context.flags.verbose })
      return wired
    },
    exit(given) {
      code = given
    },
  }
  try {
    await registerWords(program, context, firstWord(argv))
    await program.parseAsync([...argv], { from: 'user' })
  } catch (e) {
    code = exitOf(e, out, usage, context.flags.verbose)
  } finally {
    await (wired as Wired | null)?.close()
  }
  return code
}

export function makeProgram(io: Pick<Io, 'stdout' | 'stderr'>): Command {
  const program = new Command('ispcube')
    .description('ISPCube: the customers and the network of an Internet provider')
    .version('0.1.0', '--version', 'print the version')
    .option('--config <file>', 'configuration (default: ./ispcube.config.ts)')
    .option('--json', 'print one JSON document on standard output')
    .option('--verbose', 'log to standard error, and show where unexpected errors come from')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, helpWidth: 110 })
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => void io.stderr.write(text) })
  return program.addHelpText('after', '\nExample:\n  $ ispcube demo\n  $ ispcube enforce plan --help')
}

/** The first word that is no option, nor the value of one. */
function firstWord(argv: readonly string[]): string | undefined {
  return argv.find((word, index) => !word.startsWith('-') && argv[index - 1] !== '--config')
}

async function registerWords(program: Command, context: Context, first: string | undefined): Promise<void> {
  for (const [name, word] of Object.entries(WORDS)) {
    if (name === first) (await word.load()).register(program, context)
    else program.command(name).description(word.about)
  }
}

/** What commander did by itself; with `--json` it becomes part of a document. */
interface Usage {
  /** On standard output. */
  printed: string
  /** The command that lacks a word: its help was shown in place of one. */
  stoppedAt: Command | null
}

function exitOf(e: unknown, out: Output, usage: Usage, verbose: boolean): number {
  if (e instanceof CommanderError) return answerUsage(e, out, usage)
  if (isFault(e)) {
    out.say(`ispcube: ${e.message}`)
    if (out.json) out.answer({ error: { code: e.code, message: e.message, facts: e.facts } }, () => '')
    return FAULTS[e.code].exit
  }
  if (e instanceof Error && e.name === 'AbortError') {
    if (out.json) out.answer({ error: { code: 'interrupted', message: 'ended at a question; nothing was done' } }, () => '')
    return INTERRUPTED
  }
  const message = e instanceof Error ? e.message : String(e)
  out.say(`ispcube: unexpected failure: ${message}${verbose ? '' : ' (--verbose shows where)'}`)
  if (verbose && e instanceof Error) out.say(e.stack ?? '')
  if (out.json) out.answer({ error: { code: 'unexpected', message } }, () => '')
  return 1
}

/** Help that was asked for, and the version, are answers; help in place of a missing word is not. */
function answerUsage(e: CommanderError, out: Output, { printed, stoppedAt }: Usage): number {
  const isAnswer = e.exitCode === 0
  if (!out.json) return isAnswer ? 0 : 2
  const message = stoppedAt === null ? e.message.replace(/^error: /, '') : missingWord(stoppedAt)
  const answer = e.code === 'commander.version' ? { version: printed.trim() } : { help: printed }
  out.answer(isAnswer ? answer : { error: { code: 'input-invalid', message } }, () => '')
  return isAnswer ? 0 : 2
}

const missingWord = ({ parent, commands }: Command): string =>
  `a ${parent === null ? 'command' : 'subcommand'} is missing: ${commands.map((each) => each.name()).join(', ')}`
