// What the daemon is given. Built once in `cli/wire.ts` and handed down; nothing here is global.

import type { Config } from '../core/config.ts'
import type { Seal } from '../core/seal.ts'
import type { Db } from '../core/store/db.ts'

/** The part of pino that is used: the message is constant, the facts are fields. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface Lock {
  /** False once it is lost: on PostgreSQL it dies with its connection, and another process may have it by now. */
  readonly isHeld: boolean
  release(): Promise<void>
}

export interface DaemonDeps {
  config: Config
  db: Db
  /** Locks that die with their holder: `run`, and `dispatch` or `router-<id>`. Null = somebody else has it. */
  takeLock(name: string): Promise<Lock | null>
  /** `database`: one process carries out at a time (SQLite); `router`: one process a router (PostgreSQL). */
  dispatchBy: 'database' | 'router'
  /** Calls back after another process committed. */
  watch(changed: () => void): () => void
  log: Log
  /** The instant whose rules apply. */
  now(): number
  /** The machine's clock; the same, but where a rehearsal travels in time. */
  machineNow(): number
  seal: Seal
  /** 0 ≤ draw < 1. */
  draw(): number
}

/** Lets everything else that waits for the thread have its turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
