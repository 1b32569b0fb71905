// Hoy: what the day is about, on one screen. Each figure leads to the records behind it, where this reader may see them.

import type { FastifyInstance } from 'fastify'
import { cents } from '../../../core/rules/money.ts'
import { alertsSince } from '../../../core/store/log.ts'
import { networkCount, newestRun, promiseCount, takingsOn, waitingByRouter } from '../../../core/store/overview.ts'
import { UNENFORCED_MS } from '../../../core/store/promises.ts'
import { listRouters } from '../../../core/store/routers.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatDay, formatInstant, formatMoney } from '../../text/format.ts'
import { alertWords } from '../../text/operator/alert-words.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorRoom } from '../access.ts'
import { collectorOf } from '../customers/own.ts'
import { readerOf } from '../frame.ts'

const DAY_MS = 86_400_000
const ALERTS_MOST = 20

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  app.get('/', { config: { may: 'anyone' } }, (_request, reply) => reply.redirect('/hoy', 302))

  app.get('/hoy', { config: { may: 'anyone' } }, async (request, reply) => {
    const { db } = deps
    const { t, text } = readerOf(request)
    const now = deps.now()
    const { zone, currency } = await loadTerms(db)
    const on = zone.dayOf(now)
    const time = (at: number | null) => (at === null ? '' : formatInstant(text, zone, at))
    const network = await networkCount(db)
    const takings = await takingsOn(db, on, collectorOf(request))
    const run = await newestRun(db)
    const routers = await listRouters(db)
    const waiting = await waitingByRouter(db)
    const alerts = await alertsSince(db, now - DAY_MS, collectorOf(request), ALERTS_MOST)
    return show(request, reply, 'today/today.eta', {
      title: t.today.title,
      day: formatDay(text, on),
      network,
      shares: sharesOf(network),
      filters: { served: 'con', cut: 'cortado' },
      takings: { ...takings, amount: formatMoney(text, cents(takings.amountCents), currency) },
      promises: await promiseCount(db, on, now - UNENFORCED_MS),
      waiting: waiting.map((line) => ({ ...line, oldest: time(line.oldestAt) })),
      sick: routers
        .filter((router) => router.faultMessage !== null)
        .map((router) => ({
          ...router,
          since: time(router.faultAt),
          fault: faultOfRow(t, router),
          retry: router.circuit === 'open' && router.retryAt !== null && router.retryAt > now ? time(router.retryAt) : null,
        })),
      routers: routers.length,
      alerts: alerts.map(({ at, facts }) => ({
        at: time(at),
        said: alertWords(JSON.parse(facts) as Record<string, unknown>, { t, text, zone }),
      })),
      run:
        run === undefined
          ? null
          : { ...run, at: time(run.at), opened: (JSON.parse(run.outcome) as { opened?: number }).opened ?? 0 },
    })
  })
}

/** Of the connections in service, in hundredths of the bar; what is there at all can be seen. */
function sharesOf({ inService, active, cut, unknown }: { inService: number; active: number; cut: number; unknown: number }) {
  const share = (count: number) => (inService === 0 || count === 0 ? 0 : Math.max(1, (100 * count) / inService))
  const parts = [
    { state: 'served', count: active, width: share(active) },
    { state: 'cut', count: cut, width: share(cut) },
    { state: 'unknown', count: unknown, width: share(unknown) },
  ] as const
  const whole = parts.reduce((sum, { width }) => sum + width, 0) || 1
  let x = 0
  return parts.map((part) => {
    const width = (100 * part.width) / whole
    const placed = { ...part, x, width }
    x += width
    return placed
  })
}
