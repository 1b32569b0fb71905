// The one name for "a database or a transaction on it" that stores and acts are given, and the one way into a transaction.
// Opening a database is cli/database.ts.

import type { Kysely, Transaction } from 'kysely'
import { isFault } from '../fault.ts'
import type { Tables } from './tables.ts'

export type Dialect = 'sqlite' | 'postgres'

export type Db = Kysely<Tables>

/** Inside an act: everything written here is written together or not at all. */
export type Tx = Transaction<Tables>

/** Two that get in each other's way once seldom do so again; more often it is something else, and whoever asked is told. */
const TRIES = 3

/**
 * Runs a deed in a transaction: in the one that is given, or in one of its own. One that PostgreSQL undid for the sake of
 * another (a deadlock) is run again from the start, so a deed leaves nothing behind but what it writes and returns.
 */
export async function within<T>(db: Db, deed: (tx: Tx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return deed(db as Tx)
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(deed)
    } catch (e) {
      if (attempt === TRIES || !isFault(e) || e.facts.undone !== true) throw e
    }
  }
}
