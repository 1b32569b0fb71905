// Registro: what was done to a customer, when, by whom or by which job, and why. The newest first, older ones behind a link.

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { connectionsOf } from '../../../core/store/connections.ts'
import { type CustomerLogLine, logOfCustomer } from '../../../core/store/log.ts'
import { listAllRouters, listPlans } from '../../../core/store/network-imports.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { formatInstant } from '../../text/format.ts'
import type { OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { type LogReader, logWords } from './log-words.ts'
import { collectorOf, customerFor } from './own.ts'
import { customerPage } from './show.ts'

const PAGE = 100

const Query = z.object({ antes: z.coerce.number().int().positive().optional().catch(undefined) })

const named = (rows: readonly { id: number; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]))

export function log(app: FastifyInstance, room: OperatorRoom): void {
  const { db, now } = room.deps
  const send = customerPage(room)
  app.get('/clientes/:code/registro', { config: { may: 'customers.see' } }, async (request, reply) => {
    const { text, t } = readerOf(request)
    const customer = await customerFor(request, db)
    const { antes } = Query.parse(request.query)
    const story = await explainCustomer(db, customer.code, now())
    const found = await logOfCustomer(db, customer.id, PAGE + 1, antes)
    const { zone, currency } = story.terms
    const reader: LogReader = {
      ...{ text, t, zone, currency, people: await peopleNames(db) },
      ...{ plans: named(await listPlans(db)), routers: named(await listAllRouters(db)) },
      connections: named(await connectionsOf(db, customer.id)),
    }
    const isOwn = collectorOf(request) !== null
    const lines = found.slice(0, PAGE).map((line) => ({
      at: new Date(line.at).toISOString(),
      time: formatInstant(text, zone, line.at),
      tone: toneOf(line.what),
      ...logWords(isOwn ? withoutOthers(line) : line, reader),
    }))
    const older = found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null
    return send(request, reply, 'log.eta', { customer, story, lines, older, isFirst: antes === undefined })
  })
}

/** Whom he resembles is for those who see all. */
const withoutOthers = (line: CustomerLogLine): CustomerLogLine => ({ ...line, facts: { ...line.facts, resembles: null } })

/** The state that a line brought about, for its mark. */
function toneOf(what: string): 'cut' | 'served' | 'promise' | null {
  if (/^(cut-done|cut-by-hand|deleted)$/.test(what)) return 'cut'
  if (/^(restore-done|enabled-by-hand|brought-back)$/.test(what)) return 'served'
  return what.startsWith('promise-') ? 'promise' : null
}
