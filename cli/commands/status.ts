// `ispcube status`: one screen of what waits, what is sick, and what was promised.

import type { Command } from 'commander'
import { type Context, example } from '../context.ts'
import { overview, overviewText } from '../overview.ts'

export function register(program: Command, context: Context): void {
  const command = program
    .command('status')
    .description('orders waiting, routers sick, promises of today, alerts')
    .action(async () => {
      const view = await overview(await context.open())
      context.out.answer(view, () => overviewText(view, context.out))
    })
  example(command, 'ispcube status')
}
