// `ispcube import`: brings a CSV file in, all of it or nothing. What an import opens (restores, clearings of moved
// connections) is carried out at once where no daemon does it.

import { createReadStream } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { choice, countArgument, oneOfArgument } from '../arguments.ts'
import { carryDeed } from '../carry.ts'
import { type Context, example } from '../context.ts'
import { fileFault } from '../file-faults.ts'
import { importFile } from '../import-file.ts'
import { counted } from '../output.ts'

const KINDS = ['routers', 'plans', 'customers', 'connections', 'documents'] as const

export function register(program: Command, context: Context): void {
  const command = program
    .command('import')
    .description('import a CSV file, all of it or nothing; the same file twice changes nothing')
    .addArgument(choice('<kind>', 'what the file holds', KINDS))
    .argument('<file>', 'UTF-8 with a header line, separated by , or ;  (- reads standard input)')
    .option('--dry-run', 'check everything, change nothing')
    .option('--confirm-closings <n>', 'connections: the file may close so many that are in service')
    .action((kind: string, file: string, options: { dryRun?: boolean; confirmClosings?: string }) =>
      importCommand(context, kind, file, options),
    )
  example(command, 'ispcube import customers customers.csv --dry-run', 'ispcube import documents documents.csv')
}

async function importCommand(
  context: Context,
  kindText: string,
  file: string,
  options: { dryRun?: boolean; confirmClosings?: string },
): Promise<void> {
  const { dryRun = false } = options
  const confirmClosings =
    options.confirmClosings === undefined ? undefined : countArgument('--confirm-closings', options.confirmClosings)
  const { out, io } = context
  const kind = oneOfArgument('KIND', kindText, KINDS)
  const wired = await context.open()
  const chunks = file === '-' ? (io.stdin as AsyncIterable<Uint8Array>) : readable(resolve(io.cwd, file))
  const report = await importFile(
    wired,
    kind,
    { chunks, name: file === '-' ? 'standard input' : basename(file) },
    { dryRun, confirmClosings, progress: (rows) => out.progress(`${rows} rows read`) },
  )
  const carried = dryRun ? { tookMs: 0, orders: [] } : await carryDeed(wired, out, report.orders)
  const { rows, added, changed, unchanged, warnings } = report
  for (const warning of warnings.slice(0, 50)) out.say(`note: ${warning}`)
  if (warnings.length > 50) out.say(`… and ${warnings.length - 50} more notes; --json shows all`)
  out.answer({ kind, file, dryRun, rows, added, changed, unchanged, warnings, ...carried }, () => {
    const what = `${counted(rows, 'row')}: ${added} added, ${changed} changed, ${unchanged} unchanged`
    return dryRun ? `${what} (dry run: nothing was changed)` : what
  })
}

async function* readable(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) yield chunk as Uint8Array
  } catch (e) {
    throw fileFault(e, path, 'read')
  }
}
