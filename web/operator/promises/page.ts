// Compromisos: who promised for today, who has yet to be controlled, who broke his word, and whom no router could cut for it.

import type { FastifyInstance } from 'fastify'
import { cents } from '../../../core/rules/money.ts'
import type { Day } from '../../../core/rules/day.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { promisesShown, type PromiseSort, UNENFORCED_MS } from '../../../core/store/promises.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatDate, formatMoney } from '../../text/format.ts'
import type { OperatorRoom } from '../access.ts'
import { collectorOf } from '../customers/own.ts'
import { typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'

const SHOWN_MOST = 500

const SORTS = {
  hoy: 'today',
  pendientes: 'pending',
  incumplidos: 'broken',
  'sin-cortar': 'unenforced',
} as const satisfies Record<string, PromiseSort>
type Which = keyof typeof SORTS

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/compromisos', { config: { may: 'promises.set' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { cual } = typedIn(request.query, 'cual')
    const which: Which = Object.hasOwn(SORTS, cual) ? (cual as Which) : 'hoy'
    const { zone, currency } = await loadTerms(db)
    const now = deps.now()
    const names = await peopleNames(db)
    const rows = await promisesShown(db, {
      sort: SORTS[which],
      today: zone.dayOf(now),
      sinceAt: now - UNENFORCED_MS,
      collector: collectorOf(request),
      limit: SHOWN_MOST,
    })
    return show(request, reply, 'promises/list.eta', {
      title: t.promises.title,
      which,
      most: SHOWN_MOST,
      rows: rows.map((row) => ({
        ...row,
        day: formatDate(text, row.promisedOn as Day),
        balance: formatMoney(text, cents(row.balanceCents), currency),
        who: row.source === 'portal' ? t.promises.portal : whoOf(row.by, names, t),
      })),
    })
  })
}
