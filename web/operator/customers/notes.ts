// Gestión: what colleagues have to know of a customer. A page of the newest, older ones behind a link, and a field for another.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { addNote, noteMistake } from '../../../core/acts/notes.ts'
import { notesOf } from '../../../core/store/notes.ts'
import { peopleNames } from '../../../core/store/people.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { formatInstant } from '../../text/format.ts'
import { type OperatorRoom, told } from '../access.ts'
import { askSent, asTyped, newAsk } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'
import { customerUrl } from './url.ts'
import { customerFor } from './own.ts'
import { customerPage } from './show.ts'

const PAGE = 50

const Query = z.object({ antes: z.coerce.number().int().positive().optional().catch(undefined) })
const Body = z.object({ text: asTyped, ask: askSent })

export function notes(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const send = customerPage(room)

  async function list(
    request: FastifyRequest,
    reply: FastifyReply,
    customer: CustomerRow,
    typed: { text: string; mistake?: string },
  ): Promise<FastifyReply> {
    const { t, text } = readerOf(request)
    const { antes } = Query.parse(request.query)
    const story = await explainCustomer(db, customer.code, deps.now())
    const found = await notesOf(db, customer.id, PAGE + 1, antes)
    const names = await peopleNames(db)
    const lines = found.slice(0, PAGE).map((note) => ({
      ...note,
      time: formatInstant(text, story.terms.zone, note.at),
      who: whoOf(note.by, names, t),
    }))
    const older = found.length > PAGE ? (lines.at(-1)?.id ?? null) : null
    const askId = newAsk()
    return send(request, reply, 'notes.eta', { customer, story, lines, older, isFirst: antes === undefined, typed, askId })
  }

  app.get('/clientes/:code/gestion', { config: { may: 'customers.see' } }, async (request, reply) =>
    list(request, reply, await customerFor(request, db), { text: '' }),
  )

  app.post('/clientes/:code/gestion', { config: { may: 'notes.write' } }, async (request, reply) => {
    const words = readerOf(request).t.customerOffice.notes
    const customer = await customerFor(request, db)
    const { text, ask } = Body.parse(request.body ?? {})
    const mistake = noteMistake(text)
    if (mistake !== null) return list(request, reply.code(422), customer, { text, mistake: words.mistakes[mistake] })
    await addNote(db, { code: customer.code, text, askId: ask }, told(request, deps))
    request.session.said = words.added
    return reply.redirect(`${customerUrl(customer.code)}/gestion`, 303)
  })
}
