// Writes a sheet into a file as CSV or XLSX, a batch of rows at a time, and lets the file appear only when it is whole.

import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Sheet, SheetCell } from '../core/acts/exports.ts'
import { type Batches, csvChunks, type SheetKind, xlsxChunks } from '../web/sheet.ts'

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
