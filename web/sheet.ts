// A sheet as CSV or XLSX, a batch of rows at a time, for a file (cli/sheet.ts) or a browser: however many rows there are, few are in
// memory. In CSV a text that a spreadsheet would take for a formula gets an apostrophe, which the import takes away again; XLSX
// says which cells are text. Between two batches others have their turn.

import { Readable } from 'node:stream'
import { setImmediate as pause } from 'node:timers/promises'
import type { SheetCell } from '../core/acts/exports.ts'

export type SheetKind = 'csv' | 'xlsx'

export type Batches = AsyncIterable<readonly SheetCell[][]>

/** How spreadsheets recognise a formula, in wide letters too. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

const csvCell = (cell: SheetCell): string | number => {
  if (cell === null) return ''
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell
}

/** CSV as text. */
export async function* csvChunks(columns: readonly string[], batches: Batches): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  yield stringify([[...columns]])
  for await (const batch of batches) {
    // In quotes, so that a spreadsheet that separates by semicolons does not split a text into a formula.
    if (batch.length > 0)
      yield stringify(
        batch.map((row) => row.map(csvCell)),
        { quoted_string: true },
      )
    await pause()
  }
}

/** Excel shows no more of a cell, and calls a file damaged that holds more. */
const CELL_MOST = 32_767

/**
 * A file with one character that XML 1.0 forbids (§2.2) is damaged to Excel as a whole, so those are spaces; and what looks like
 * its own way of writing characters (`_x0041_`) is marked as not meant so (ECMA-376 §22.4.2.4).
 */
function xlsxCell(cell: SheetCell): SheetCell {
  if (typeof cell !== 'string') return cell
  const shown = cell.replaceAll(/[\p{Surrogate}\p{Noncharacter_Code_Point}]|[^\P{Control}\t\n\r]/gu, ' ')
  return shown.slice(0, CELL_MOST).replaceAll(/_(?=x[\dA-F]{4}_)/gi, '_x005F_')
}

export async function xlsxChunks(columns: readonly string[], batches: Batches, name: string): Promise<Readable> {
  const { writeXlsxStream } = await import('hucre/xlsx')
  const amount = columns.indexOf('amount')
  async function* rows(): AsyncGenerator<SheetCell[]> {
    for await (const batch of batches) {
      // Sums are what spreadsheets are for: an amount is a number there, exact to the cent.
      for (const row of batch) yield row.map((cell, index) => (index === amount ? Number(cell) : xlsxCell(cell)))
      await pause()
    }
  }
  const stream = writeXlsxStream(rows(), { name, columns: columns.map((header) => ({ header })), freezePane: { rows: 1 } })
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
}
