// Cobros: the payments of a day, each with its receipt. Tills and cheques come later.

import type { FastifyInstance } from 'fastify'
import type { Day } from '../../../core/rules/day.ts'
import { cents } from '../../../core/rules/money.ts'
import { paymentsOn } from '../../../core/store/documents.ts'
import { takingsOn } from '../../../core/store/overview.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatCount, formatDate, formatMoney } from '../../text/format.ts'
import type { OperatorRoom } from '../access.ts'
import { collectorOf } from '../customers/own.ts'
import { readDay, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'

const SHOWN_MOST = 500

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  app.get('/cobros', { config: { may: 'payments.enter' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { zone, currency } = await loadTerms(db)
    const { dia } = typedIn(request.query, 'dia')
    const on: Day = readDay(dia) ?? zone.dayOf(deps.now())
    const own = collectorOf(request)
    const names = await peopleNames(db)
    const rows = await paymentsOn(db, on, own, SHOWN_MOST)
    const money = (amount: number) => formatMoney(text, cents(amount), currency)
    const sum = await takingsOn(db, on, own)
    return show(request, reply, 'takings/list.eta', {
      title: t.takings.title,
      on,
      day: formatDate(text, on),
      most: SHOWN_MOST,
      sum: t.takings.count(formatCount(text, sum.payments), money(sum.amountCents)),
      rows: rows.map((row) => ({ ...row, amount: money(row.amountCents), by: whoOf(row.enteredBy, names, t) })),
    })
  })
}
