// The RADIUS side of the daemon: the listener, its books, and what time does to them. Who may send is read anew every few
// seconds. A port that cannot be opened (FreeRADIUS has it?) stops nothing else: it is said once, and tried again.

import { AccountingBooks } from '../../core/acts/accounting.ts'
import { radiusClients } from '../../core/acts/radius-clients.ts'
import { keepTraffic } from '../../core/acts/traffic.ts'
import { hurryOrdersOfLogins } from '../../core/store/open-sessions.ts'
import { loadTerms } from '../../core/store/settings.ts'
import type { DaemonDeps } from '../deps.ts'
import { type Loop, startLoop } from '../loop.ts'
import { type Clients, makeClients } from './clients.ts'
import { Intake } from './intake.ts'
import { listenAccounting, type Listener } from './listen.ts'

const EVERY_MS = 5_000
const KEEP_EVERY_MS = 60_000

export class Radius {
  readonly intake: Intake
  readonly #deps: DaemonDeps
  readonly #loop: Loop
  /** What was said already: what is wrong stays wrong for hours, and a log of it helps nobody. */
  readonly #said = new Set<string>()
  #clients: Clients = makeClients([])
  #listener: Listener | null = null
  #keptAt = Number.NEGATIVE_INFINITY
  readonly #nudge: () => void
  /** One after the other: orders are told that sessions ended. */
  #telling: Promise<void> = Promise.resolve()

  /** `nudge` = look at the orders: a session that some wait for has ended. */
  constructor(deps: DaemonDeps, nudge: () => void = () => undefined) {
    const books = new AccountingBooks(deps.db)
    this.#deps = deps
    this.#nudge = nudge
    this.intake = new Intake({
      book: async (packets, now) => {
        const booked = await books.book(packets, now)
        this.#tellOrders(booked.ended)
        return booked
      },
      now: () => deps.now(),
      failed: (err, packets) => deps.log.error({ err, packets }, 'accounting could not be written; it is left unanswered'),
      queueMax: deps.config.radius.queueMax,
    })
    this.#loop = startLoop({ name: 'radius', everyMs: EVERY_MS, log: deps.log, turn: () => this.#turn() })
  }

  /** Null while it does not listen. */
  get listener(): Listener | null {
    return this.#listener
  }

  async close(): Promise<void> {
    await this.#loop.close()
    await this.#listener?.close()
    await this.intake.drained()
    await this.#telling
  }

  async #turn(): Promise<void> {
    await this.#meetClients()
    await this.#listen()
    await this.#keep()
  }

  async #meetClients(): Promise<void> {
    const { db, seal, log } = this.#deps
    const { clients, left } = await radiusClients(db, seal)
    this.#clients = makeClients(clients)
    for (const { name, why } of left)
      this.#once(`${name} ${why}`, () => log.warn({ client: name, reason: why }, 'RADIUS client is not heard'))
  }

  async #listen(): Promise<void> {
    const { config, log } = this.#deps
    const { listen, bufferBytes } = config.radius
    if (this.#listener !== null || this.#clients.size === 0 || listen.length === 0) return
    try {
      this.#listener = await listenAccounting({
        addresses: listen,
        bufferBytes,
        clients: () => this.#clients,
        intake: this.intake,
        now: () => this.#deps.now(),
        failed: (err) => log.error({ err }, 'RADIUS socket failed'),
      })
    } catch (err) {
      return this.#once(String(err), () => log.error({ err }, 'RADIUS accounting cannot be listened to; it is tried again'))
    }
    log.info({ listen, clients: this.#clients.size }, 'RADIUS accounting is listened to')
    if (this.#listener.addresses.some((address) => address.bufferBytes < bufferBytes))
      log.warn({ bufferBytes }, 'the kernel gives RADIUS less buffer than wanted; see ispcube doctor')
  }

  async #keep(): Promise<void> {
    const { db, log } = this.#deps
    const now = this.#deps.now()
    if (now >= this.#keptAt && now - this.#keptAt < KEEP_EVERY_MS) return
    this.#keptAt = now
    const { zone } = await loadTerms(db)
    const lost = await keepTraffic(db, now, zone)
    if (lost.length > 0) log.info({ sessions: lost.length }, 'silent sessions closed as lost')
    this.#tellOrders(lost)
  }

  /** Beside the accounting, whose packets are answered without waiting for it: whatever is missed here is found at its deadline. */
  #tellOrders(logins: readonly number[]): void {
    if (logins.length === 0) return
    const { db, log, now } = this.#deps
    this.#telling = this.#telling
      .then(async () => {
        if ((await hurryOrdersOfLogins(db, logins, now())) > 0) this.#nudge()
      })
      .catch((err: unknown) => log.warn({ err }, 'orders were not told of sessions that ended; they look at their deadline'))
  }

  #once(key: string, say: () => void): void {
    if (this.#said.has(key)) return
    this.#said.add(key)
    say()
  }
}
