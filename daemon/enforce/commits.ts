// Group commit: deeds that come while one transaction is being written are written together in the next, so that fifty
// routers that finish at the same moment cost a few waits for the disk and not fifty. A deed knows nothing of its
// neighbours: if one of a group fails, the group is undone and each is tried by itself.

import type { Db, Tx } from '../../core/store/db.ts'

interface Waiting {
  deed(tx: Tx): Promise<unknown>
  done(value: unknown): void
  failed(reason: unknown): void
}

// A transaction takes deeds in for so long, twice as long as the one before where more are waiting than it could take: what
// comes first is not kept waiting for company, and a payment waits for no more than the longest.
const GROUP_MIN_MS = 20
const GROUP_MAX_MS = 160

export class Commits {
  readonly #db: Db
  readonly #isGrouped: boolean
  readonly #waiting: Waiting[] = []
  #writing = false

  /** Not grouped where every transaction holds locks of its own (PostgreSQL): then each deed is written alone. */
  constructor(db: Db, isGrouped: boolean) {
    this.#db = db
    this.#isGrouped = isGrouped
  }

  /** Resolves once the deed is committed. */
  write<T>(deed: (tx: Tx) => Promise<T>): Promise<T> {
    if (!this.#isGrouped) return this.#db.transaction().execute(deed)
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ deed, done: (value) => resolve(value as T), failed: reject })
      if (!this.#writing) void this.#writeAll()
    })
  }

  async #writeAll(): Promise<void> {
    this.#writing = true
    // Whatever else became ready in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve))
    for (let ms = GROUP_MIN_MS; this.#waiting.length > 0; ms = Math.min(ms * 2, GROUP_MAX_MS)) await this.#writeSome(ms)
    this.#writing = false
  }

  async #writeSome(takesMs: number): Promise<void> {
    const group: Waiting[] = []
    const values: unknown[] = []
    try {
      await this.#db.transaction().execute(async (tx) => {
        const until = performance.now() + takesMs
        for (
          let each = this.#waiting.shift();
          each !== undefined;
          each = performance.now() < until ? this.#waiting.shift() : undefined
        ) {
          group.push(each)
          values.push(await each.deed(tx))
        }
      })
    } catch (reason) {
      if (group.length === 1) group[0]?.failed(reason)
      else for (const each of group) await this.#db.transaction().execute(each.deed).then(each.done, each.failed)
      return
    }
    for (const [index, each] of group.entries()) each.done(values[index])
  }
}
