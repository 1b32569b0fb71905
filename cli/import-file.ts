// From a file to the act that imports it, with progress. `import` and the demo come through here.

import { importCsv, type ImportKind, type ImportReport } from '../core/acts/imports/import.ts'
import { pause } from '../daemon/deps.ts'
import { type CsvRecord, readCsv } from './csv.ts'
import type { Wired } from './wire.ts'

export interface FileSource {
  chunks: AsyncIterable<Uint8Array>
  /** For messages. */
  name: string
}

export async function importFile(
  wired: Wired,
  kind: ImportKind,
  source: FileSource,
  how: { dryRun: boolean; confirmClosings?: number | undefined; progress?(rows: number): void },
): Promise<ImportReport> {
  const { columns, records, bytesRead } = await readCsv(source.chunks, source.name)
  const told = {
    ...wired.told(),
    seal: wired.deps.seal,
    dryRun: how.dryRun,
    confirmClosings: how.confirmClosings,
    pause,
    progress: how.progress,
  }
  return importCsv(wired.db, kind, { name: source.name, columns, records: unescaped(records), bytesRead }, told)
}

/** Exports put an apostrophe before what a spreadsheet would take for a formula; here it goes again. */
async function* unescaped(batches: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  for await (const batch of batches) {
    yield batch.map(({ line, values }) => ({
      line,
      values: values.map((value) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value)),
    }))
  }
}
