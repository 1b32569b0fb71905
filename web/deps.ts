// What the pages are given. Built once in `cli/wire.ts` and handed down.

import type { Config } from '../core/config.ts'
import type { Seal } from '../core/seal.ts'
import type { Db } from '../core/store/db.ts'

export interface WebDeps {
  config: Config
  db: Db
  log: Record<'info' | 'warn' | 'error', (facts: object, message: string) => void>
  now(): number
  seal: Seal
  /** Where the bytes of customers' files lie, absolute. Made when the first one comes. */
  filesFolder: string
  /** Orders were opened: the daemon of this process, if there is one, looks at once; that of another sees the commit. */
  nudge(): void
}
