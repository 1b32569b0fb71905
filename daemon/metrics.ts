// What the daemon tells Prometheus. Gauges are asked of the rows when somebody asks (they are true for every process); counters
// and the histogram count what this process did since it started, as Prometheus expects of counters.

import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Heard } from '../core/acts/visits.ts'
import type { Outcome } from '../core/driver.ts'
import { countCpes, overdueCpes } from '../core/store/cpes.ts'
import type { WaitingOrder } from '../core/store/order-queue.ts'
import { networkCount, waitingByRouter } from '../core/store/overview.ts'
import { listRouters } from '../core/store/routers.ts'
import type { DaemonDeps } from './deps.ts'
import type { Radius } from './radius/index.ts'

/** Seconds from a payment to the read-back on the router. */
const RESTORE_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800]
const PAID = /^payment:/

export class Metrics {
  readonly registry = new Registry()
  readonly #done = this.#counter('ispcube_orders_done_total', 'Orders read back on the router', ['desired', 'reason'])
  readonly #acknowledged = this.#counter('ispcube_orders_acknowledged_total', 'Attempts that a NAS acknowledged', ['desired'])
  readonly #failed = this.#counter('ispcube_orders_failed_total', 'Attempts that failed', ['desired', 'code'])
  readonly #restored = new Histogram({
    name: 'ispcube_paid_to_restored_seconds',
    help: 'From a payment to the restore that was read back on the router',
    buckets: RESTORE_BUCKETS,
    registers: [this.registry],
  })

  readonly #visits = this.#counter('ispcube_cpe_visits_total', 'CPEs asked, by what came of it', ['result'])

  /** What became of orders, once it is committed. */
  settled(orders: readonly WaitingOrder[], outcomes: readonly Outcome[], now: number): void {
    const byId = new Map(orders.map((order) => [order.id, order]))
    for (const outcome of outcomes) {
      const order = byId.get(outcome.order)
      if (order === undefined) continue
      const { desired, reason } = order
      // Done it is once it is proven.
      if (outcome.ok === 'sent') this.#acknowledged.inc({ desired })
      else if (!outcome.ok) this.#failed.inc({ desired, code: outcome.fault.code })
      else {
        this.#done.inc({ desired, reason })
        if (desired === 'active' && PAID.test(order.cause)) this.#restored.observe(Math.max(0, now - order.createdAt) / 1000)
      }
    }
  }

  /** What CPEs were heard to say, or not: `read`, or the code of the fault. */
  heard(heard: readonly Heard[]): void {
    for (const { visit } of heard) this.#visits.inc({ result: visit.ok ? 'read' : visit.fault.code })
  }

  /** Adds what is read when somebody asks. */
  watch(deps: DaemonDeps, radius: Radius): void {
    const { db } = deps
    this.#gauge('ispcube_orders_waiting', 'Open orders', ['router', 'desired', 'reason'], async (gauge) => {
      for (const { router, desired, reason, orders } of await waitingByRouter(db)) gauge.set({ router, desired, reason }, orders)
    })
    this.#gauge('ispcube_router_circuit_open', '1 where a router is left alone for a while', ['router'], async (gauge) => {
      for (const { name, circuit } of await listRouters(db)) gauge.set({ router: name }, circuit === 'open' ? 1 : 0)
    })
    this.#gauge('ispcube_connections', 'Connections in service, by what was read back last', ['observed'], async (gauge) => {
      const { active, cut, unknown } = await networkCount(db)
      for (const [observed, count] of Object.entries({ active, cut, unknown })) gauge.set({ observed }, count)
    })
    this.#gauge('ispcube_cpes', 'CPEs of connections in service, by how the last try went', ['state'], async (gauge) => {
      for (const { state, cpes } of await countCpes(db)) gauge.set({ state }, cpes)
    })
    this.#gauge('ispcube_cpe_due', 'CPEs whose turn has come', [], async (gauge) => {
      gauge.set((await overdueCpes(db, deps.now())).due)
    })
    this.#gauge('ispcube_cpe_poll_age_seconds', 'For how long the CPE that waits longest has been due', [], async (gauge) => {
      const { since } = await overdueCpes(db, deps.now())
      gauge.set(since === null ? 0 : (deps.now() - since) / 1000)
    })
    const packets = 'Accounting packets since the start, by what became of them'
    this.#gauge('ispcube_radius_packets', packets, ['result'], (gauge) => {
      const { counts } = radius.listener ?? {}
      const { booked, late, unbooked } = radius.intake.counts
      const all = { received: counts?.received ?? 0, answered: counts?.answered ?? 0, booked, late, unbooked, ...counts?.dropped }
      for (const [result, count] of Object.entries(all)) gauge.set({ result }, count)
    })
    this.#gauge('ispcube_radius_waiting', 'Accounting packets that wait for their commit', [], (gauge) => {
      gauge.set(radius.intake.waiting)
    })
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  #gauge(name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => void | Promise<void>): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        // Who is no more must not be told of as he was last.
        this.reset()
        return collect(this)
      },
    })
  }
}
