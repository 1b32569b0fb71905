// Writes a sheet as CSV or XLSX, a batch of rows at a time, and lets the file appear only when it is whole. In CSV what a
// spreadsheet would take for a formula gets an apostrophe, which the import takes away again; XLSX says which cells are text.

import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Sheet, SheetCell } from '../core/acts/exports.ts'

export type SheetKind = 'csv' | 'xlsx'

/** Returns how many rows were written, the header not counted. */
export async function writeSheet(
  sheet: Sheet,
  path: string,
  kind: SheetKind,
  name: string,
  progress: (rows: number) => void,
): Promise<number> {
  const counted = countRows(sheet.rows, progress)
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const chunks = kind === 'csv' ? csvChunks(sheet.columns, counted.rows) : await xlsxChunks(sheet.columns, counted.rows, name)
    await pipeline(chunks, createWriteStream(part, { mode: 0o600, flags: 'wx' }))
    await rename(part, path)
  } catch (e) {
    await rm(part, { force: true })
    throw e
  }
  return counted.count()
}

type Batches = AsyncIterable<readonly SheetCell[][]>

function countRows(batches: Batches, progress: (rows: number) => void): { rows: Batches; count(): number } {
  let count = 0
  async function* rows(): AsyncGenerator<readonly SheetCell[][]> {
    for await (const batch of batches) {
      count += batch.length
      progress(count)
      yield batch
    }
  }
  return { rows: rows(), count: () => count }
}

/** CSV as text, for a file or for standard output. */
export async function* csvChunks(columns: readonly string[], batches: Batches): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync')
  yield stringify([[...columns]])
  for await (const batch of batches) {
    if (batch.length > 0)
      yield stringify(
        batch.map((row) => row.map((cell) => (cell === null ? '' : cell))),
        // In quotes, so that a spreadsheet that separates by semicolons does not split a text into a formula.
        { escape_formulas: true, quoted_string: true },
      )
  }
}

async function xlsxChunks(columns: readonly string[], batches: Batches, name: string): Promise<Readable> {
  const { writeXlsxStream } = await import('hucre/xlsx')
  const amount = columns.indexOf('amount')
  async function* rows(): AsyncGenerator<SheetCell[]> {
    for await (const batch of batches) {
      // Sums are what spreadsheets are for: an amount is a number there, exact to the cent.
      for (const row of batch) yield row.map((cell, index) => (index === amount ? Number(cell) : cell))
    }
  }
  const stream = writeXlsxStream(rows(), { name, columns: columns.map((header) => ({ header })), freezePane: { rows: 1 } })
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
}
