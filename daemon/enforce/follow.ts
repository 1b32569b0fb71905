// Watches orders until each has come to something: proven, replaced, cancelled, or tried and failed. It reads rows only, so
// it does not matter whether this process carries them out or another.

import { type FollowedOrder, ordersById } from '../../core/store/orders.ts'
import type { Db } from '../../core/store/db.ts'

export interface Followed {
  orders: FollowedOrder[]
  done: FollowedOrder[]
  /** Tried at least once and kept for a retry. */
  failed: FollowedOrder[]
  /** Not tried yet: outside the hours, behind a sick router, or time ran out. */
  waiting: FollowedOrder[]
}

export interface FollowPlan {
  deadlineMs: number
  everyMs?: number
  progress?(followed: Followed): void
  /** Attempts that orders had before: only a later one that fails is one that failed. */
  before?: ReadonlyMap<number, number> | undefined
  /** Orders that cannot be tried now need not be waited for. */
  isIdle?(): Promise<boolean>
}

export async function followOrders(db: Db, ids: readonly number[], plan: FollowPlan): Promise<Followed> {
  const until = performance.now() + plan.deadlineMs
  for (;;) {
    const followed = sortOut(await ordersById(db, ids), plan.before)
    plan.progress?.(followed)
    if (followed.waiting.length === 0 || performance.now() >= until) return followed
    if ((await plan.isIdle?.()) === true) return sortOut(await ordersById(db, ids), plan.before)
    // Ten thousand rows take some milliseconds of a thread that carries out orders meanwhile.
    await new Promise((resolve) => setTimeout(resolve, plan.everyMs ?? Math.max(50, ids.length / 20)))
  }
}

function sortOut(orders: FollowedOrder[], before?: ReadonlyMap<number, number>): Followed {
  const followed: Followed = { orders, done: [], failed: [], waiting: [] }
  for (const order of orders) {
    if (order.state !== 'open') followed.done.push(order)
    else if (order.attempts > (before?.get(order.id) ?? 0)) followed.failed.push(order)
    else followed.waiting.push(order)
  }
  return followed
}
