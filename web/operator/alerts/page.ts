// Avisos: what somebody has to look at, each with a way to what it is about.

import type { FastifyInstance } from 'fastify'
import { alertsShown } from '../../../core/store/log.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatInstant } from '../../text/format.ts'
import { alertWords } from '../../text/operator/alert-words.ts'
import type { OperatorRoom } from '../access.ts'
import { collectorOf } from '../customers/own.ts'
import { typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'

const SHOWN = 100

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/avisos', { config: { may: 'network.see' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { antes } = typedIn(request.query, 'antes')
    const before = /^\d{1,15}-\d{1,15}$/.test(antes) ? antes.split('-').map(Number) : null
    const from = before === null ? null : { at: before[0] ?? 0, id: before[1] ?? 0 }
    const found = await alertsShown(db, from, collectorOf(request), SHOWN + 1)
    const rows = found.slice(0, SHOWN)
    const last = rows.at(-1)
    const reader = { t, text, zone: (await loadTerms(db)).zone }
    return show(request, reply, 'alerts/list.eta', {
      title: t.promises.alerts.title,
      isFirst: before === null,
      next: found.length > SHOWN && last !== undefined ? `/avisos?antes=${last.at}-${last.id}` : null,
      rows: rows.map(({ at, facts, ...row }) => ({
        ...row,
        at: formatInstant(text, reader.zone, at),
        said: alertWords(JSON.parse(facts) as Record<string, unknown>, reader),
      })),
    })
  })
}
