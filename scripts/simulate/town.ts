// The town of a simulation of months: a world (fixtures/world.ts) with routers that are models, a clock that only it moves, and
// what everybody did so far. How orders reach a router, or do not, is here; what people do is in `town-deeds.ts`, what must
// hold in `town-checks.ts`.

import { planSweep, recordLook } from '../../core/acts/drift.ts'
import { takeWork, type Work } from '../../core/acts/handout.ts'
import { settleFailure, settleOutcomes } from '../../core/acts/outcomes.ts'
import type { Outcome } from '../../core/driver.ts'
import type { FaultNote } from '../../core/fault.ts'
import type { Day, Zone } from '../../core/rules/day.ts'
import { hurryOrders } from '../../core/store/orders.ts'
import { routerById } from '../../core/store/routers.ts'
import { loadTerms } from '../../core/store/settings.ts'
import { World } from '../../fixtures/world.ts'
import type { Db } from '../../core/store/db.ts'
import type { Draw } from './draw.ts'
import { ModelRouter } from './model-router.ts'
import { History } from './violation.ts'

export interface Resident {
  id: number
  connections: number[]
}

export interface TownPlan {
  customers: number
  routers: number
  startOn: string
}

const SETTINGS = { unblockThreshold: '1000.00', maxCuts: '100000', 'promise.waitDays': '10' }

export class Town {
  readonly world: World
  readonly draw: Draw
  readonly routers: ModelRouter[] = []
  readonly residents: Resident[] = []
  readonly history = new History()
  /** Places whose router was touched by another hand since it was last read. */
  readonly touched = new Set<string>()
  /** The highest id that a log had, how many lines it had up to there, and how long their facts were. */
  logMark = { id: 0, lines: 0, length: 0 }
  deeds = 0
  invoices = 0

  constructor(db: Db, draw: Draw) {
    this.world = new World(db)
    this.draw = draw
  }

  get db(): Db {
    return this.world.db
  }

  async zone(): Promise<Zone> {
    return (await loadTerms(this.db)).zone
  }

  async today(): Promise<Day> {
    return (await this.zone()).dayOf(this.world.now)
  }

  async build(plan: TownPlan): Promise<void> {
    this.world.at(`${plan.startOn}T08:00`)
    await this.world.settings(SETTINGS)
    for (let index = 1; index <= plan.routers; index++)
      this.routers.push(new ModelRouter(await this.world.addRouter(`router-${index}`)))
    for (let index = 1; index <= plan.customers; index++) await this.#settle(index)
  }

  /** One in eight is served by PPPoE, one in ten has a second connection, one in twelve shares his neighbour's address. */
  async #settle(index: number): Promise<void> {
    const { draw } = this
    const wish = (nth: number) => ({
      router: draw.pick(this.routers).id,
      ...(draw.chance(1 / 8)
        ? { kind: 'pppoe' as const, ip: null, username: `user-${index}-${nth}` }
        : { ip: `10.0.${draw.chance(1 / 12) ? index - 1 : index}.${nth}` }),
    })
    const wishes = draw.chance(1 / 10) ? [wish(1), wish(2)] : [wish(1)]
    const id = await this.world.customer(
      String(index).padStart(6, '0'),
      wishes.map((each, nth) => ({ name: `casa${nth}`, ...each })),
    )
    const rows = await this.db.selectFrom('connections').select('id').where('customerId', '=', id).execute()
    this.residents.push({ id, connections: rows.map((row) => row.id) })
  }

  note(customer: number, line: string): void {
    this.deeds++
    this.history.add(customer, `${new Date(this.world.now).toISOString().slice(0, 19)}Z ${line}`)
  }

  router(id: number): ModelRouter {
    const one = this.routers.find((router) => router.id === id)
    if (!one) throw new RangeError(`no router ${id}`)
    return one
  }

  /** Everything that may be handed out now, router after router. */
  async carry(): Promise<void> {
    for (const router of this.routers) await this.carryRouter(router)
  }

  async carryRouter(router: ModelRouter, meanwhile?: () => Promise<void>): Promise<void> {
    // Twice empty is empty: the first look may cancel cuts and order restores in their place.
    for (let empty = 0; empty < 2;) {
      const most = this.draw.between(1, 50)
      const work = await takeWork(this.db, router.id, most, this.world.handout)
      if (work === null) {
        empty++
        continue
      }
      const answer = router.answer(work.changes, this.draw)
      this.#noteWork(router, work, answer)
      await meanwhile?.()
      meanwhile = undefined
      if (!(await this.#settleWork(router, work, answer))) return
    }
  }

  #noteWork(router: ModelRouter, work: Work, answer: Outcome[] | FaultNote): void {
    const outcomes = new Map('code' in answer ? [] : answer.map((outcome) => [outcome.order, outcome]))
    for (const change of work.changes) {
      const outcome = outcomes.get(change.order)
      const became = outcome === undefined ? router.mood : outcome.ok ? 'proven' : outcome.fault.code
      this.#noteConnection(
        change.connection,
        `order ${change.order} ${change.desired} on router ${router.id} (${router.mood}): ${became}`,
      )
    }
  }

  #noteConnection(connection: number, line: string): void {
    const owner = this.residents.find((resident) => resident.connections.includes(connection))
    if (owner) this.note(owner.id, line)
  }

  /** False where the router is to be left alone for now. */
  async #settleWork(router: ModelRouter, work: Work, answer: Outcome[] | FaultNote): Promise<boolean> {
    const { orders } = work
    if (!('code' in answer)) {
      await settleOutcomes(this.db, router.id, orders, answer, this.world.handout)
      return true
    }
    await settleFailure(this.db, router.id, orders, answer, this.world.handout)
    return false
  }

  /** The process dies with a slice in its hands: some of it was carried out, nothing was written down. */
  async dieWith(router: ModelRouter): Promise<void> {
    const work = await takeWork(this.db, router.id, 50, this.world.handout)
    if (work === null) return
    const reached = this.draw.between(0, work.changes.length)
    for (const [index, change] of work.changes.entries()) {
      const isDone = index < reached && router.mood === 'well'
      if (isDone) router.carryOut(change)
      this.#noteConnection(
        change.connection,
        `order ${change.order} ${change.desired}: the process died, ${isDone ? 'done' : 'not done'}`,
      )
    }
  }

  async sweep(router: ModelRouter, mend: boolean): Promise<void> {
    if (router.mood === 'away' || router.mood === 'locked') return
    const row = await routerById(this.db, router.id)
    if (!row) throw new RangeError(`no router ${router.id}`)
    const plan = await planSweep(this.db, row, this.world.now)
    await recordLook(this.db, row, plan, router.look(plan.targets), {
      ...this.world.told,
      by: 'job:drift',
      mend,
      lookedAt: this.world.now,
      order: true,
    })
    for (const key of [...this.touched]) if (key.startsWith(`${router.id} `)) this.touched.delete(key)
  }

  /** What waits is tried now, whatever its back-off. */
  async hurry(): Promise<void> {
    const rows = await this.db.selectFrom('orders').select('id').where('state', '=', 'open').execute()
    await hurryOrders(
      this.db,
      rows.map((row) => row.id),
      this.world.now,
    )
    await this.db.updateTable('routers').set({ retryAt: null }).execute()
  }
}
