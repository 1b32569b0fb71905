// Keeps one session for a driver: opened at the first call, handed to one call at a time, replaced when it died. Surprising: a
// session that sat idle may have died unnoticed (the router rebooted, a firewall forgot it), which shows only when it is asked; a
// call that fails on such a session before it has changed anything (it throws, then) gets a new one, once.

import type { RouterAccess } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import type { SshTemplate } from '../../../core/rules/template.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'
import { fault } from './words.ts'

export class KeptSession {
  readonly #access: RouterAccess
  readonly #template: SshTemplate
  #session: Session | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(access: RouterAccess, template: SshTemplate) {
    this.#access = access
    this.#template = template
  }

  get fingerprint(): string | null {
    return this.#session?.fingerprint ?? null
  }

  /** Does `work` when its turn comes. `work` throws only what leaves the router as it was: it may be done once more. */
  async inTurn<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    const before = this.#turn
    let leave = (): void => undefined
    const over = new Promise<'over'>((resolve) => (leave = () => resolve('over')))
    const mine = before.then(() => (signal.aborted ? null : this.#call(signal, work)))
    this.#turn = mine.catch(() => {}) // the next comes whatever becomes of this one; its fault goes to who asked
    signal.addEventListener('abort', leave, { once: true })
    try {
      // Who waits behind another leaves with his own signal; who has begun ends by it anyway.
      if ((await Promise.race([before, over])) === 'over' || signal.aborted)
        throw fault(this.#access, 'device-unreachable', 'was not called: another call took all the time for this one')
      return (await mine) as T
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** Lets a call that is under way end by its own deadline, then leaves. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#turn
    await this.#session?.close()
  }

  async #call<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    const kept = this.#session?.isOpen === true ? this.#session : null
    try {
      return await work(kept ?? (await this.#open(signal)))
    } catch (e) {
      // Rubbish and refusals are not cured by asking again.
      const isStale =
        kept !== null &&
        !kept.isOpen &&
        !signal.aborted &&
        isFault(e) &&
        (e.code === 'device-silent' || e.code === 'device-unreachable')
      if (!isStale) throw e
      return await work(await this.#open(signal))
    }
  }

  async #open(signal: AbortSignal): Promise<Session> {
    if (this.#isClosed) throw fault(this.#access, 'device-unreachable', 'was not called: this driver is closed')
    this.#session = await openSession(this.#access, this.#template, signal)
    return this.#session
  }
}
