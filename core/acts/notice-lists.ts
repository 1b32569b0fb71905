// What routers must hold of notices, and their end. The router takes an entry off by itself when its time is over; a payment
// or a cut ends a notice before that, so no address is ever meant to be on the notice list and on the cut list. Carrying a
// list to its router is the driver's: it is told the whole of it, so a message that was lost is mended by the next.

import type { Db, Tx } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { endNoticeRows, type NoticeLine, runningNotices, unexpiredNotices } from '../store/notices.ts'

export interface NoticeEntry {
  connection: number
  customerCode: string
  address: string | null
  ipv6Prefix: string | null
  /** How long it is to stay from now on; 0 = it is to go. */
  seconds: number
}

export interface NoticeList {
  router: number
  entries: NoticeEntry[]
}

/** Grouped by router, in the order in which they come. */
export function byRouter(lines: readonly Omit<NoticeLine, 'id' | 'customerId'>[], at: number): NoticeList[] {
  const lists = new Map<number, NoticeList>()
  for (const { routerId: router, connectionId: connection, customerCode, address, ipv6Prefix, untilAt, endedAt } of lines) {
    const list = lists.get(router) ?? { router, entries: [] }
    const seconds = endedAt === null ? Math.ceil(Math.max(untilAt - at, 0) / 1000) : 0
    list.entries.push({ connection, customerCode, address, ipv6Prefix, seconds })
    lists.set(router, list)
  }
  return [...lists.values()]
}

/**
 * Everything that routers' notice lists must hold at an instant. A router whose notices were all ended early is there with no
 * entry: it may still hold them.
 */
export async function noticeLists(db: Db, at: number): Promise<NoticeList[]> {
  const lists = byRouter(await unexpiredNotices(db, at), at)
  return lists.map(({ router, entries }) => ({ router, entries: entries.filter((entry) => entry.seconds > 0) }))
}

/** Ends what runs of these customers' notices. Returns what is to go from which router's list, each with 0 seconds. */
export async function endNotices(
  tx: Tx,
  customerIds: readonly number[],
  by: string,
  told: { now: number; by: string },
): Promise<NoticeList[]> {
  const running = await runningNotices(tx, customerIds, told.now)
  if (running.length === 0) return []
  await endNoticeRows(
    tx,
    running.map((line) => line.id),
    by,
    told.now,
  )
  await addLog(
    tx,
    running.map((line) => ({
      at: told.now,
      by: told.by,
      what: 'notice-ended',
      customerId: line.customerId,
      about: { kind: 'connection', id: line.connectionId },
      facts: { address: line.address, ipv6Prefix: line.ipv6Prefix, cause: by },
    })),
  )
  return byRouter(
    running.map((line) => ({ ...line, endedAt: told.now })),
    told.now,
  )
}
