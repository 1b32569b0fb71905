// What the daemon says of itself to `ispcube status` and `top`, as JSON beside the metrics: what no row holds, because it is of
// this process alone (rates, queues, loops). No word about any customer. A feed is what the network tells by itself; each
// is one entry of a list, named by `feed`, and a reader leaves out those that it does not know.

import type { Dropped } from './radius/listen.ts'

export interface DaemonStatus {
  /** Tells databases apart: the instant at which a daemon first worked on this one; null where none was noted. */
  database: number | null
  pid: number
  startedAt: number
  /** As `/readyz` says them. */
  troubles: string[]
  /** Seconds since the last turn of each loop that ended well. */
  loops: Record<string, number>
  feeds: Feed[]
}

export type Feed = RadiusFeed

/** RADIUS accounting as this process hears it, counted since it started. */
export interface RadiusFeed {
  feed: 'radius'
  /** Addresses and ports; empty while it does not listen. */
  listens: string[]
  /** When a packet came last that was rightly signed by somebody who may send; null = never. */
  heardAt: number | null
  packets: {
    received: number
    answered: number
    /** Answered and counted in a session. */
    counted: number
    /** Answered and changed nothing: sent again, or overtaken. */
    late: number
    /** Could not be written, so unanswered. */
    unwritten: number
    dropped: Record<Dropped, number>
  }
  /** Over the last minute, `dropped` with those that could not be written; null in the first second. */
  perSecond: { received: number; answered: number; dropped: number } | null
  /** Packets that wait for their commit. */
  waiting: number
}
