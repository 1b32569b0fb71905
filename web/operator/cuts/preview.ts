// The plan of a day: who would be cut, why, how much they owe, by router and reason; searchable, as a CSV, and the form that
// starts the run. Where the blast guard would hold it, a person types the number.

import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { logExport } from '../../../core/acts/exports.ts'
import type { Day } from '../../../core/rules/day.ts'
import { cents, formatAmount } from '../../../core/rules/money.ts'
import { mayRun, runsAt } from '../../../core/rules/order.ts'
import type { Db } from '../../../core/store/db.ts'
import { guardedConnections } from '../../../core/store/orders.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { readableRouters, routerByName } from '../../../core/store/routers.ts'
import { cellsOfRuns, listRuns } from '../../../core/store/run-views.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatCount, formatDate, formatInstant, formatMoney } from '../../text/format.ts'
import { faultWords } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { type OperatorRoom, told } from '../access.ts'
import { askIdOf, newAsk, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { countsOf, groupsOf, sumOnce } from './counts.ts'
import type { Preview, Previews } from './previews.ts'
import { runFacts } from './run.ts'
import type { Starts } from './starts.ts'
import { filtered, onRouter, urlOf, type Wish, wishOf } from './wish.ts'

const SHOWN = 100
const RUNS_SHOWN = 10
const may = { config: { may: 'runs.start' } } as const

export function preview(app: FastifyInstance, room: OperatorRoom, previews: Previews, starts: Starts): void {
  const send = previewSender(room, previews)
  app.get('/cortes', may, (request, reply) => send(request, reply, {}))
  sheet(app, room, previews)
  starting(app, room, { previews, starts, send })
}

function sheet(app: FastifyInstance, room: OperatorRoom, previews: Previews): void {
  app.get('/cortes/plan.csv', may, async (request, reply) => {
    const wish = await wishOf(request, room)
    const { plan } = await previews.of(wish.day, false)
    if (plan === null) return reply.redirect(urlOf(wish, {}), 303)
    const rows = filtered(plan, wish).map((line) => [
      ...[line.code, line.name, line.connection, line.router ?? '', line.from, line.to, line.reason],
      ...[formatAmount(line.overdueCents), line.cutDay ?? '', line.hold ?? ''],
    ])
    const columns = ['code', 'name', 'connection', 'router', 'from', 'to', 'reason', 'overdue', 'cut_day', 'hold']
    const query = urlOf(wish, {}, '').slice(1)
    await logExport(room.deps.db, { kind: 'plan', form: 'csv', filter: { query } }, told(request, room.deps))
    // What a spreadsheet would take for a formula gets an apostrophe.
    const text = stringify(rows, { header: true, columns, bom: true, quoted_string: true, escape_formulas: true })
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="cortes-${wish.day}.csv"`)
      .send(text)
  })
}

interface StartRoom {
  previews: Previews
  starts: Starts
  send: SendPreview
}

function starting(app: FastifyInstance, room: OperatorRoom, { previews, starts, send }: StartRoom): void {
  const { deps } = room
  const { db } = deps

  app.post('/cortes', may, async (request, reply) => {
    const { t } = readerOf(request)
    const { zone } = await loadTerms(db)
    const by = told(request, deps)
    const today = zone.dayOf(by.now)
    const typed = typedIn(request.body, 'ask', 'cuts', 'number', 'day')
    const askId = askIdOf(typed.ask)
    if (askId === undefined || typed.day !== today) return send(request, reply, { mistake: t.cuts.mistakes.stale })
    const earlier = await starts.find(askId)
    if (earlier !== null && earlier.runId !== null) return reply.redirect(`/cortes/corridas/${earlier.runId}`, 303)
    const { router } = await wishOf(request, room)
    const { plan } = await previews.of(today, false)
    const cuts = Number(typed.cuts)
    const wanted = plan === null ? null : countsOf(plan, router)
    // Whom nobody has seen in the plan nobody cuts; who has paid meanwhile is no reason to look again.
    if (!/^\d{1,9}$/.test(typed.cuts) || wanted === null || wanted.cuts.fresh > cuts || !(await isRouter(db, router)))
      return send(request, reply, { mistake: t.cuts.mistakes.stale })
    const { guard } = wanted
    const needsNumber = guard.newCuts > 0 && !guard.ok
    if (needsNumber && typed.number.replaceAll(/[.,\s]/g, '') !== String(cuts))
      return send(request, reply, { mistake: t.cuts.mistakes.number(formatCount(readerOf(request).text, cuts)), typed })
    // So many more than were ordered today already: whoever fell due since was not seen by who confirms, and nobody is cut then.
    const confirmCuts = needsNumber ? (await guardedConnections(db, today)).size + guard.newCuts : undefined
    const start = await starts.begin({ askId, confirmCuts, by: by.by, routerName: router === '' ? undefined : router })
    if (start === null) {
      void reply.code(409)
      return send(request, reply, { mistake: t.cuts.mistakes.held })
    }
    return reply.redirect(start.runId === null ? `/cortes/marcha/${typed.ask}` : `/cortes/corridas/${start.runId}`, 303)
  })

  app.get('/cortes/marcha/:ask', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { ask } = request.params as { ask: string }
    const start = await starts.find(askIdOf(ask) ?? '')
    if (start === null) return reply.redirect('/cortes', 303)
    if (start.runId !== null) return reply.redirect(`/cortes/corridas/${start.runId}`, 303)
    void reply.header('refresh', '1')
    const error = start.error === null ? null : faultWords(t, start.error)
    const facts = { customers: formatCount(text, start.customers), error }
    return room.show(request, reply, 'cuts/making.eta', { title: t.cuts.making, ...facts })
  })
}

interface More {
  mistake?: string
  typed?: { number: string }
}

type SendPreview = (request: FastifyRequest, reply: FastifyReply, more: More) => Promise<FastifyReply>

function previewSender(room: OperatorRoom, previews: Previews): SendPreview {
  const { deps, show } = room
  return async (request: FastifyRequest, reply: FastifyReply, more: More): Promise<FastifyReply> => {
    const { t, text } = readerOf(request)
    const wish = await wishOf(request, room)
    const terms = await loadTerms(deps.db)
    const { zone } = terms
    const now = deps.now()
    const today = zone.dayOf(now)
    const made = await previews.of(wish.day, wish.again)
    if (more.mistake !== undefined && reply.statusCode === 200) void reply.code(422)
    if (made.plan === null && made.error === null) void reply.header('refresh', '1')
    return show(request, reply, 'cuts/preview.eta', {
      title: t.cuts.title,
      wish,
      dayText: formatDate(text, wish.day),
      isToday: wish.day === today,
      isPast: wish.day < today,
      // A control that is still ahead today makes the run by itself.
      isEarly: wish.day === today && now < zone.controlOf(today),
      waits: mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, now, terms)
        ? null
        : formatInstant(text, zone, runsAt(now, terms)),
      at: formatInstant(text, zone, made.at),
      madeAt: zone.format(made.madeAt).slice(11, 19),
      ask: newAsk(),
      mistake: more.mistake ?? null,
      typedNumber: more.typed?.number ?? '',
      routers: (await readableRouters(deps.db)).map(({ name }) => name),
      isRouter: await isRouter(deps.db, wish.router),
      today,
      urls: {
        csv: urlOf(wish, {}, '/cortes/plan.csv'),
        again: urlOf(wish, { nueva: '1' }),
        all: urlOf(wish, { q: null, motivo: null }),
        start: urlOf(wish, { dia: null, q: null, motivo: null }),
        everywhere: urlOf(wish, { router: null }),
      },
      ...shownOf(made, wish, t, {
        money: (amount) => formatMoney(text, cents(amount), terms.currency),
        day: (on) => formatDate(text, on),
      }),
      runs: await newestRuns(room, request),
    })
  }
}

async function newestRuns({ deps }: OperatorRoom, request: FastifyRequest) {
  const { db } = deps
  const rows = await listRuns(db, undefined, RUNS_SHOWN)
  const cells = await cellsOfRuns(
    db,
    rows.map(({ id }) => id),
  )
  const [names, { zone }] = [await peopleNames(db), await loadTerms(db)]
  return rows.map((run) => runFacts(run, cells, names, readerOf(request), zone))
}

/** '' stands for all of them. */
const isRouter = async (db: Db, name: string): Promise<boolean> => name === '' || (await routerByName(db, name)) !== undefined

interface Written {
  money: (amount: number) => string
  day: (on: Day) => string
}

function shownOf(made: Preview, wish: Wish, t: OperatorText, { money, day }: Written) {
  const { plan, customers } = made
  const error = made.error === null ? null : faultWords(t, made.error)
  if (plan === null) return { plan: null, customers, error }
  const lines = filtered(plan, wish)
  const cuts = onRouter(plan.lines, wish.router).filter((line) => line.to === 'cut' && line.hold === null)
  const first = (wish.page - 1) * SHOWN
  return {
    ...{ customers, error },
    plan: {
      ...countsOf(plan, wish.router),
      broken: plan.broken.slice(0, 20),
      brokenCount: plan.broken.length,
      debt: money(sumOnce(cuts)),
      byRouter: groupsOf(cuts, (line) => line.router ?? '', money),
      byReason: groupsOf(cuts, (line) => line.reason, money),
      found: lines.length,
      lines: lines
        .slice(first, first + SHOWN)
        .map((line) => ({ ...line, overdue: money(line.overdueCents), cutDay: line.cutDay && day(line.cutDay) })),
      previous: wish.page > 1 ? urlOf(wish, { pagina: String(wish.page - 1) }) : null,
      next: lines.length > first + SHOWN ? urlOf(wish, { pagina: String(wish.page + 1) }) : null,
    },
  }
}
