// Group commit: deeds that come while one transaction is being written are written together in the next, so that fifty
// routers that finish at the same moment cost a few waits for the disk and not fifty. A deed knows nothing of its
// neighbours: if one of a group fails, the group is undone and each is tried by itself.

import type { Db, Tx } from '../../core/store/db.ts'

interface Waiting {
  deed(tx: Tx): Promise<unknown>
  done(value: unknown): void
  failed(reason: unknown): void
}

/** Deeds in one transaction: a payment that comes now waits for no more than these. */
const GROUP_MAX = 8

export class Commits {
  readonly #db: Db
  readonly #most: number
  readonly #waiting: Waiting[] = []
  #writing = false

  /** `grouped` = false where every transaction holds locks of its own (PostgreSQL): then each deed is written alone. */
  constructor(db: Db, grouped: boolean) {
    this.#db = db
    this.#most = grouped ? GROUP_MAX : 1
  }

  /** Resolves once the deed is committed. */
  write<T>(deed: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ deed, done: (value) => resolve(value as T), failed: reject })
      if (this.#most === 1) void this.#one(this.#waiting.splice(0, 1))
      else if (!this.#writing) void this.#all()
    })
  }

  async #all(): Promise<void> {
    this.#writing = true
    // Whatever else became ready in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#one(this.#waiting.splice(0, this.#most))
    this.#writing = false
  }

  async #one(group: readonly Waiting[]): Promise<void> {
    try {
      const values = await this.#db.transaction().execute(async (tx) => {
        const results: unknown[] = []
        for (const each of group) results.push(await each.deed(tx))
        return results
      })
      for (const [index, each] of group.entries()) each.done(values[index])
    } catch (reason) {
      if (group.length === 1) return group[0]?.failed(reason)
      for (const each of group) await this.#one([each])
    }
  }
}
