// `ispcube void`: a document entered by mistake is voided by a counter-document that names it.

import type { Command } from 'commander'
import { voidDocument } from '../../core/acts/payments.ts'
import { type Context, deedClock, example, TRAVEL } from '../context.ts'
import { answerBooked } from '../booked.ts'

export function register(program: Command, context: Context): void {
  const command = program
    .command('void')
    .description('void a document by a counter-document of the same amount')
    .argument('<code>', 'code of the customer')
    .argument('<number>', 'of the document, with its kind before it where two have that number ("FX 0001-00000123")')
    .requiredOption('--comment <text>', 'why')
    .option('--at <instant>', TRAVEL)
    .action(async (code: string, number: string, options: { comment: string; at?: string }) => {
      const wired = await context.open()
      await deedClock(wired, options.at)
      const booked = await voidDocument(wired.db, { code, number, comment: options.comment }, wired.told())
      await answerBooked(context, wired, code, booked)
    })
  example(command, 'ispcube void 000123 X-00000042 --comment "cheque bounced"')
}
