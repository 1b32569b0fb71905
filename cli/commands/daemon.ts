// `ispcube daemon`: the part that keeps routers and records in step, alone, for installations on several machines.

import type { Command } from 'commander'
import { type Context, example } from '../context.ts'
import { runDaemon } from './start.ts'

export function register(program: Command, context: Context): void {
  const command = program
    .command('daemon')
    .description('run the daemon alone, until Ctrl-C or SIGTERM: orders, control, drift, RADIUS, signal, notices')
    .action(() => runDaemon(context, { pages: false }))
  example(command, 'ispcube daemon --config /etc/ispcube/ispcube.config.ts')
}
