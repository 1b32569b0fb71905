// What an opened database gives to the rest of the program: queries, locks that die with their holder, and word of what
// other processes committed. Which database it is shows only in `dialect`. Opening one is `openDatabase` in database.ts.

import assert from 'node:assert/strict'
import type { Logger } from 'pino'
import type { Db, Dialect } from '../core/store/db.ts'

export interface Database {
  db: Db
  dialect: Dialect
  /** As it was asked for. A PostgreSQL URL may carry a password: print `place` instead. */
  url: string
  /** The file, or the server and database, for people to read. */
  place: string
  locks: Locks
  /**
   * Calls back after another process committed something; once too often rather than once too few. SQLite is asked every
   * `pollMs` (100 unless given), PostgreSQL tells by itself what was announced. Returns what stops it.
   */
  watch(changed: () => void, pollMs?: number): () => void
  /** Tells other processes that something was committed. SQLite needs no telling: they see it. */
  announce(): Promise<void>
  /** Stops watching, frees the locks, closes. May be called twice. */
  close(): Promise<void>
}

export interface Locks {
  /**
   * Takes the lock of that name (small letters, digits and dashes), or answers null at once where another process or this
   * one holds it. It is free again when released, and when its holder dies in whatever way.
   */
  take(name: string): Promise<Lock | null>
}

export interface Lock {
  /** False once released, or when the connection that held it broke (PostgreSQL): another may hold it by now. */
  readonly isHeld: boolean
  /** Releasing twice is releasing once. */
  release(): Promise<void>
}

/** The name of a lock is part of a file's name. */
export function checkLockName(name: string): string {
  assert.match(name, /^[a-z0-9-]+$/, 'a lock is named in small letters, digits and dashes')
  return name
}

export interface OpenOptions {
  /** Refuses to write, and to make a file that is not there. */
  readonly?: boolean
  /** Hears of connections that broke while nobody was using them. */
  log?: Pick<Logger, 'warn'>
}
