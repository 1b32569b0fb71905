// One run, live: a cell for each router that fills up, failures in their own words; and the list of all runs with their totals.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Fault } from '../../../core/fault.ts'
import type { GuardAnswer } from '../../../core/rules/guard.ts'
import type { Zone } from '../../../core/rules/day.ts'
import { mayRun, runsAt } from '../../../core/rules/order.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { cellsOfRuns, faultsOfRun, listRuns, ordersOfRun, type RunCell, runById } from '../../../core/store/run-views.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { RunRow } from '../../../core/store/tables-runs.ts'
import type { Live } from '../../plugins/live.ts'
import { formatCount, formatInstant } from '../../text/format.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import type { OperatorRoom } from '../access.ts'
import { idIn, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'

const RUNS_SHOWN = 50
const ORDERS_SHOWN = 100
const LOOK_MS = 300
const may = { config: { may: 'runs.start' } } as const

export function runs(app: FastifyInstance, room: OperatorRoom, live: Live): void {
  const { deps, show } = room
  const { db } = deps

  app.get('/cortes/corridas', may, async (request, reply) => {
    const { t } = readerOf(request)
    const { antes } = typedIn(request.query, 'antes')
    const found = await listRuns(db, /^\d{1,15}$/.test(antes) ? Number(antes) : undefined, RUNS_SHOWN + 1)
    const rows = found.slice(0, RUNS_SHOWN)
    const cells = await cellsOfRuns(
      db,
      rows.map(({ id }) => id),
    )
    const [names, { zone }] = [await peopleNames(db), await loadTerms(db)]
    return show(request, reply, 'cuts/runs.eta', {
      title: t.cuts.runs,
      runs: rows.map((run) => runFacts(run, cells, names, readerOf(request), zone)),
      next: found.length > RUNS_SHOWN ? `/cortes/corridas?antes=${rows.at(-1)?.id ?? 0}` : null,
    })
  })

  app.get('/cortes/corridas/:id', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const run = await runFor(request, room)
    const terms = await loadTerms(db)
    const { router } = typedIn(request.query, 'router')
    const routerId = /^\d{1,15}$/.test(router) ? Number(router) : undefined
    const orders = await ordersOfRun(db, run.id, routerId, ORDERS_SHOWN)
    return show(request, reply, 'cuts/run.eta', {
      title: t.cuts.run(String(run.id)),
      run: runFacts(run, await cellsOfRuns(db, [run.id]), await peopleNames(db), readerOf(request), terms.zone),
      orders: orders.map((order) => ({
        ...order,
        ended: order.endedAt === null ? null : formatInstant(text, terms.zone, order.endedAt),
        fault: order.state === 'open' ? faultOfRow(t, order) : null,
      })),
      isFiltered: routerId !== undefined,
      ordersMost: ORDERS_SHOWN,
      ...(await boardFor(request, room, run)),
    })
  })

  app.get('/cortes/corridas/:id/en-vivo', may, async (request, reply) => {
    const run = await runFor(request, room)
    return live(request, reply, LOOK_MS, async () => {
      const board = await boardFor(request, room, run)
      return { html: await app.view('operator/cuts/board.eta', board), isOver: board.isOver }
    })
  })
}

export async function runFor(request: FastifyRequest, { deps }: OperatorRoom): Promise<RunRow> {
  const id = idIn(request.params)
  const run = await runById(deps.db, id)
  if (run === undefined) throw new Fault('record-missing', `there is no run ${id}`, { run: id })
  return run
}

interface Outcome {
  opened?: number
  guard?: GuardAnswer
  clockBehind?: boolean
  promises?: { kept: number; broken: number; enforced: number; unenforced: number }
  /** It was made for this one alone. */
  router?: string
}

/** A run as lists and its own page tell of it. */
export function runFacts(
  run: RunRow,
  cells: readonly RunCell[],
  names: ReadonlyMap<string, string>,
  { t, text }: { t: OperatorText; text: Text },
  zone: Zone,
) {
  const own = cells.filter((cell) => cell.runId === run.id)
  const outcome = JSON.parse(run.outcome) as Outcome
  const sum = (of: (cell: RunCell) => number) => own.reduce((all, cell) => all + of(cell), 0)
  const by: Record<string, string> = t.cuts.by
  return {
    id: run.id,
    kind: t.cuts.kinds[run.kind],
    at: formatInstant(text, zone, run.at),
    by: by[run.by] ?? whoOf(run.by, names, t),
    outcome,
    isHeld: outcome.guard?.ok === false,
    total: sum(({ total }) => total),
    cuts: own.filter(({ desired, isUndo }) => desired === 'cut' && isUndo === 0).reduce((all, { total }) => all + total, 0),
    restores: own
      .filter(({ desired, isUndo }) => desired === 'active' && isUndo === 0)
      .reduce((all, { total }) => all + total, 0),
    done: sum(({ done }) => done),
    open: sum(({ failing, waiting }) => failing + waiting),
    failing: sum(({ failing }) => failing),
  }
}

/** One cell a router: what was ordered there, what is done, what fails and in which words. */
async function boardFor(request: FastifyRequest, { deps }: OperatorRoom, run: RunRow) {
  const { t, text } = readerOf(request)
  const terms = await loadTerms(deps.db)
  const now = deps.now()
  const cells = await cellsOfRuns(deps.db, [run.id])
  const faults = await faultsOfRun(deps.db, run.id)
  const routers = new Map<string, RunCell[]>()
  for (const cell of cells) routers.set(cell.router, [...(routers.get(cell.router) ?? []), cell])
  const number = (count: number) => formatCount(text, count)
  const shown = [...routers].map(([router, own]) => {
    const sum = (of: (cell: RunCell) => number) => own.reduce((all, cell) => all + of(cell), 0)
    const [total, done, failing] = [sum((c) => c.total), sum((c) => c.done), sum((c) => c.failing)]
    const gone = sum((c) => c.replaced + c.cancelled)
    const share = (count: number) => Math.round((1000 * count) / Math.max(1, total)) / 10
    return {
      router,
      id: own[0]?.routerId ?? 0,
      faults: faults
        .filter(({ routerId }) => routerId === own[0]?.routerId)
        .map((one) => ({ ...faultOfRow(t, one), orders: number(one.orders) })),
      parts: { done: share(done), gone: share(gone), failing: share(failing) },
      text: t.cuts.cell(number(done), number(total), failing === 0 ? '' : number(failing)),
      deeds: own.map((cell) => t.cuts.deed[cell.isUndo === 1 ? 'undo' : cell.desired](number(cell.total))).join(' · '),
      isOver: done + gone === total,
    }
  })
  const open = cells.reduce((all, { failing, waiting }) => all + failing + waiting, 0)
  const hasCuts = cells.some(({ desired, waiting }) => desired === 'cut' && waiting > 0)
  const waits = hasCuts && !mayRun({ desired: 'cut', reason: 'overdue', atOnce: false }, now, terms)
  return {
    t,
    routers: shown,
    isOver: open === 0,
    open: number(open),
    done: number(cells.reduce((all, { done }) => all + done, 0)),
    total: number(cells.reduce((all, { total }) => all + total, 0)),
    waits: waits ? formatInstant(text, terms.zone, runsAt(now, terms)) : null,
    live: `/cortes/corridas/${run.id}/en-vivo`,
    path: `/cortes/corridas/${run.id}`,
  }
}
