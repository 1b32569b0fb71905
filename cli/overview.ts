// What `status` prints once and `top` draws over and over: one look at the rows, and what the daemon says of itself where one
// answers; no router is asked. docs/observability.md lists the keys of the JSON.

import { alertsSince } from '../core/store/log.ts'
import { networkCount, newestRun, promiseCount, waitingByRouter } from '../core/store/overview.ts'
import { listRouters } from '../core/store/routers.ts'
import { firstStartedAt } from '../core/store/settings.ts'
import { type Asked, askDaemon } from './daemon-status.ts'
import { type FeedView, feedText, radiusView } from './feeds.ts'
import { counted, type Output, table } from './output.ts'
import { signalView } from './signal-feed.ts'
import type { Wired } from './wire.ts'

const DAY_MS = 86_400_000

export async function overview(wired: Wired) {
  const { db, deps } = wired
  const { zone } = await wired.terms()
  const now = deps.now()
  const time = (at: number | null) => (at === null ? null : zone.format(at - (at % 1000)))
  const routers = await listRouters(db)
  const sick = routers.filter((router) => router.faultMessage !== null)
  const run = await newestRun(db)
  const alerts = await alertsSince(db, now - DAY_MS, null, 50)
  const asked = await askDaemon(wired.config.http.listen, await firstStartedAt(db))
  const feeds: FeedView[] = [await radiusView(wired, asked, alerts, time), await signalView(wired)]
  return {
    at: time(now),
    ...(await networkCount(db)),
    routers: {
      known: routers.length,
      sick: sick.map((router) => ({
        router: router.name,
        code: router.faultCode,
        fault: router.faultMessage,
        since: time(router.faultAt),
        retryAt: router.retryAt !== null && router.retryAt > now ? time(router.retryAt) : null,
        circuit: router.circuit,
      })),
    },
    waiting: (await waitingByRouter(db)).map(({ oldestAt, ...line }) => ({ ...line, oldest: time(oldestAt) })),
    promises: await promiseCount(db, zone.dayOf(now), now - 7 * DAY_MS),
    daemon: daemonView(asked, time),
    feeds,
    alerts: alerts.map((line) => ({ at: time(line.at), ...(JSON.parse(line.facts) as { alert: string }) })),
    lastRun: run
      ? { run: run.id, kind: run.kind, at: time(run.at), by: run.by, ...(JSON.parse(run.outcome) as { opened?: number }) }
      : null,
  }
}

export type Overview = Awaited<ReturnType<typeof overview>>

function daemonView(asked: Asked, time: (at: number) => string | null) {
  if (!asked.ok) return { answers: false as const, why: asked.why }
  const { pid, startedAt, troubles, loops } = asked.status
  return { answers: true as const, pid, started: time(startedAt), troubles, loops }
}

function daemonText({ daemon }: Overview, { paint }: Output): string {
  if (!daemon.answers) return `no daemon answers: ${daemon.why}`
  if (daemon.troubles.length > 0) return paint.red(`the daemon is not well: ${daemon.troubles.join('; ')}`)
  return `the daemon is at work since ${daemon.started}`
}

const WORD = { cut: 'cut', active: 'restore', none: 'clear' } as const

export function overviewText(view: Overview, out: Output): string {
  const { paint } = out
  const lines = [
    paint.bold(`${view.at}`),
    `${counted(view.customers, 'customer')}, ${counted(view.inService, 'connection')} in service: ${paint.green(`${view.active} active`)}, ${paint.red(`${view.cut} cut`)}, ${view.unknown} not read yet`,
    `promises: ${view.promises.today} for today, ${view.promises.pending} pending, ${view.promises.broken} broken, ${view.promises.unenforced} unenforced in a week`,
    view.lastRun
      ? `last run: ${view.lastRun.run} (${view.lastRun.kind}) as of ${view.lastRun.at} by ${view.lastRun.by}, ${view.lastRun.opened ?? 0} orders`
      : 'no run yet',
    daemonText(view, out),
    ...view.feeds.map((feed) => feedText(feed, out)),
    '',
    view.waiting.length === 0
      ? 'no orders wait'
      : table(
          ['router', 'to', 'reason', { head: 'orders', align: 'right' }, { head: 'failing', align: 'right' }, 'oldest'],
          view.waiting.map((line) => [line.router, WORD[line.desired], line.reason, line.orders, line.failing, line.oldest]),
        ),
  ]
  if (view.routers.sick.length > 0) {
    const rows = view.routers.sick.map((one) => [
      paint.red(one.router),
      one.since,
      one.retryAt === null ? 'is tried now' : `left alone until ${one.retryAt}`,
      one.fault,
    ])
    lines.push('', table(['sick', 'since', '', ''], rows))
  } else lines.push(`all ${counted(view.routers.known, 'router')} well`)
  if (view.alerts.length > 0)
    lines.push('', ...view.alerts.slice(0, 10).map((alert) => paint.yellow(`${alert.at}  ${alert.alert}`)))
  return lines.join('\n')
}
