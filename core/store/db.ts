// The one name for "a database or a transaction on it" that stores and acts are given. Opening one is cli/database.ts.

import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

export type Dialect = 'sqlite' | 'postgres'

export type Db = Kysely<Tables>

/** Inside an act: everything written here is written together or not at all. */
export type Tx = Transaction<Tables>

/** Runs a deed in a transaction: in the one that is given, or in one of its own. */
export function within<T>(db: Db, deed: (tx: Tx) => Promise<T>): Promise<T> {
  return db.isTransaction ? deed(db as Tx) : db.transaction().execute(deed)
}
