// The receipt of what was ordered for a customer: asked, sent, read back, with milliseconds. It is watched while it happens, because
// whoever stands at the counter wants to see that his service is back.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayRun, runsAt } from '../../../core/rules/order.ts'
import type { Zone } from '../../../core/rules/day.ts'
import type { Terms } from '../../../core/rules/terms.ts'
import { connectionStates } from '../../../core/store/connections.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { type Receipt, receiptsSince } from '../../../core/store/receipts.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { Live } from '../../plugins/live.ts'
import { formatCount, formatInstant } from '../../text/format.ts'
import { faultOfRow } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { sightWords } from '../../text/operator/sight-words.ts'
import type { Text } from '../../text/text.ts'
import type { OperatorRoom } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import { customerFor } from '../customers/own.ts'
import type { ShowCustomer } from '../customers/show.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'
import { standingOf } from './deed.ts'

const SHOWN_MOST = 30
/** Whoever watches sees it within this. */
const LOOK_MS = 100

export function receipts(app: FastifyInstance, room: OperatorRoom, send: ShowCustomer, live: Live): void {
  const { deps } = room
  const may = { config: { may: 'customers.see' } } as const

  app.get('/clientes/:code/hecho', may, async (request, reply) => {
    const { t } = readerOf(request)
    const standing = await standingOf(request, room)
    const { aviso } = request.query as { aviso?: string }
    const warnings: Record<string, string> = t.counter.promise.warnings
    return send(request, reply, 'counter/done.eta', {
      ...standing,
      warning: Object.hasOwn(warnings, aviso ?? '') ? warnings[aviso ?? ''] : null,
      ...(await boardFor(request, room, standing.customer, sinceOf(request))),
    })
  })

  app.get('/clientes/:code/hecho/en-vivo', may, async (request, reply) => {
    await customerFor(request, deps.db)
    const since = sinceOf(request)
    return live(request, reply, LOOK_MS, async () => {
      // Again each time: he may be another collector's by now, or have another code.
      const customer = await customerFor(request, deps.db)
      const board = await boardFor(request, room, customer, since)
      return { html: await app.view('operator/counter/board.eta', board), isOver: board.isOver }
    })
  })
}

function sinceOf(request: FastifyRequest): number {
  const { desde } = request.query as { desde?: string }
  return typeof desde === 'string' && /^\d{1,15}$/.test(desde) ? Number(desde) : 0
}

/** Everything that the board shows; `live` is where it goes on. */
export async function boardFor(request: FastifyRequest, { deps }: OperatorRoom, customer: CustomerRow, since: number) {
  const { t, text } = readerOf(request)
  const terms = await loadTerms(deps.db)
  const names = await peopleNames(deps.db)
  const rows = (await receiptsSince(deps.db, customer.id, since, SHOWN_MOST)).reverse()
  const told = { t, text, terms, now: deps.now() }
  return {
    t,
    isOver: rows.every(({ state }) => state !== 'open'),
    live: `${customerUrl(customer.code)}/hecho/en-vivo?desde=${since}`,
    receipts: rows.map((row) => ({ ...stepsOf(row, told), by: whoOf(row.by, names, told.t) })),
    states: rows.length > 0 ? [] : await connectionStates(deps.db, customer.id),
    code: customer.code,
  }
}

interface TextTold {
  t: OperatorText
  text: Text
  terms: Terms
  now: number
}

function stepsOf(row: Receipt, { t, text, terms, now }: TextTold) {
  const words = t.counter.receipt
  const ms = (at: number): string => formatCount(text, at - row.createdAt)
  const waits = row.state === 'open' && !mayRun({ ...row, atOnce: row.atOnce === 1 }, now, terms)
  const isFailing = row.state === 'open' && row.attempts > 0 && row.isHanded === 0 && row.acknowledgedAt === null
  return {
    ...row,
    title: `${words.titles[row.desired]} ${words.on(row.router)}`,
    proof: row.proof === null ? null : sightWords(t, row.proof, (at) => formatInstant(text, terms.zone, at)),
    askedAt: clockOf(terms.zone, row.createdAt),
    sentAfter: row.handedAt === null ? null : words.after(ms(row.handedAt)),
    readAfter: row.state === 'done' && row.endedAt !== null ? words.after(ms(row.endedAt)) : null,
    took: row.state === 'done' && row.endedAt !== null ? words.took(ms(row.endedAt)) : null,
    hours: waits ? words.hours(formatInstant(text, terms.zone, runsAt(now, terms))) : null,
    fault: isFailing ? faultOfRow(t, row) : null,
    failing: isFailing ? words.failed(String(row.attempts), formatInstant(text, terms.zone, row.nextAt)) : null,
  }
}

/** `14:03:27.041` */
export function clockOf(zone: Zone, at: number): string {
  const ms = String(((at % 1000) + 1000) % 1000).padStart(3, '0')
  return `${zone.format(at - (at % 1000)).slice(11, 19)}.${ms}`
}
