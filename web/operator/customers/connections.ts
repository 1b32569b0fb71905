// The connections of a customer: one form to add and to change, a page that says what closing does, and the password of one for
// who may read secrets.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  addConnection,
  checkConnection,
  closeConnection,
  CONNECTION_COLUMNS,
  type ConnectionEdited,
  type ConnectionTexts,
  connectionTexts,
  editConnection,
  newConnectionTexts,
  typedConnection,
} from '../../../core/acts/connection-form.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { typedOver } from '../../../core/acts/form-texts.ts'
import { seeConnectionPassword } from '../../../core/acts/portal-password.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import { type ConnectionLine, connectionsOf } from '../../../core/store/connections.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { type OperatorRoom, told } from '../access.ts'
import { idIn, seenIn, sentIn, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { connectionMistakes, connectionSections } from './connection-fields.ts'
import { customerUrl } from './url.ts'
import { customerFor } from './own.ts'
import { customerPage } from './show.ts'

const EDIT = { config: { may: 'customers.edit' } } as const

function readSent(body: unknown) {
  const { password = '', seen = '' } = sentIn(body, ['password', 'seen'])
  return { given: sentIn(body, CONNECTION_COLUMNS), ...typedIn(body, 'name'), password, seen: seenIn(seen) }
}

interface Shown {
  customer: CustomerRow
  /** Null: a new one. */
  line: ConnectionLine | null
  texts: ConnectionTexts
  seen: ConnectionTexts
  name: string
  mistakes?: Record<string, string>
  meanwhile?: Extract<ConnectionEdited, { ok: false }>['changed']
  present?: string | null
}

type Show = (request: FastifyRequest, reply: FastifyReply, shown: Shown) => Promise<FastifyReply>

export function connections(app: FastifyInstance, room: OperatorRoom): void {
  const send = sender(room)
  adding(app, room, send)
  changing(app, room, send)
  closing(app, room)
}

function adding(app: FastifyInstance, { deps }: OperatorRoom, send: Show): void {
  const { db } = deps
  app.get('/clientes/:code/conexiones/nueva', EDIT, async (request, reply) => {
    const texts = newConnectionTexts()
    return send(request, reply, { customer: await customerFor(request, db), line: null, texts, seen: texts, name: '' })
  })

  app.post('/clientes/:code/conexiones/nueva', EDIT, async (request, reply) => {
    const words = readerOf(request).t.connectionForm
    const customer = await customerFor(request, db)
    const { given, name, password } = readSent(request.body)
    const seen = newConnectionTexts()
    const typed = typedConnection(given, seen)
    const refuse = (mistakes: Record<string, string>) =>
      send(request, reply.code(422), { customer, line: null, texts: typed, seen, name, mistakes })
    const mistakes = connectionMistakes(checkConnection(typed, seen, name, password), words)
    if (Object.keys(mistakes).length > 0) return refuse(mistakes)
    try {
      const by = { ...told(request, deps), seal: deps.seal }
      const saved = await addConnection(db, { code: customer.code, typed, seen, name, password }, by)
      if (saved === null) return await refuse({ name: words.taken })
      if (saved.orders.length > 0) deps.nudge()
      request.session.said = words.added(name)
      return reply.redirect(customerUrl(customer.code), 303)
    } catch (e) {
      return refuse(refusalOf(e, words))
    }
  })
}

function changing(app: FastifyInstance, { deps }: OperatorRoom, send: Show): void {
  const { db } = deps
  app.get('/clientes/:code/conexiones/:id', EDIT, async (request, reply) => {
    const { customer, line } = await lineFor(request, deps)
    const texts = connectionTexts(line)
    return send(request, reply, { customer, line, texts, seen: texts, name: line.name })
  })

  app.post('/clientes/:code/conexiones/:id', EDIT, async (request, reply) => {
    const words = readerOf(request).t.connectionForm
    const { customer, line } = await lineFor(request, deps)
    const sent = readSent(request.body)
    const stored = connectionTexts(line)
    const seen = sent.seen === null ? stored : typedConnection(sent.seen, stored)
    const typed = typedConnection(sent.given, seen)
    const shown = { customer, line, texts: typed, seen, name: line.name }
    const refuse = (mistakes: Record<string, string>) => send(request, reply.code(422), { ...shown, mistakes })
    const mistakes = connectionMistakes(checkConnection(typed, seen, null, sent.password), words)
    if (Object.keys(mistakes).length > 0) return refuse(mistakes)
    try {
      const by = { ...told(request, deps), seal: deps.seal }
      const edited = await editConnection(db, { code: customer.code, id: line.id, typed, seen, password: sent.password }, by)
      if (!edited.ok) {
        const texts = typedOver(edited.now, typed, seen)
        return await send(request, reply.code(409), { ...shown, texts, seen: edited.now, meanwhile: edited.changed })
      }
      if (edited.saved.orders.length > 0) deps.nudge()
      request.session.said = Object.keys(edited.saved.changes).length === 0 ? words.same : words.saved(line.name)
      return reply.redirect(customerUrl(customer.code), 303)
    } catch (e) {
      return refuse(refusalOf(e, words))
    }
  })

  app.post('/clientes/:code/conexiones/:id/clave', { config: { may: 'secrets.see' } }, async (request, reply) => {
    const { customer, line } = await lineFor(request, deps)
    const by = { ...told(request, deps), seal: deps.seal }
    const present = await seeConnectionPassword(db, { code: customer.code, connectionId: line.id }, by)
    const texts = connectionTexts(line)
    return send(request, reply, { customer, line, texts, seen: texts, name: line.name, present })
  })
}

function closing(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const send = customerPage(room)
  app.get('/clientes/:code/conexiones/:id/cerrar', EDIT, async (request, reply) => {
    const { customer, line } = await lineFor(request, deps)
    const story = await explainCustomer(deps.db, customer.code, deps.now())
    return send(request, reply, 'connection-closing.eta', { customer, story, line })
  })

  app.post('/clientes/:code/conexiones/:id/cerrar', EDIT, async (request, reply) => {
    const words = readerOf(request).t.connectionForm.closing
    const { customer, line } = await lineFor(request, deps)
    const by = { ...told(request, deps), seal: deps.seal }
    const { orders } = await closeConnection(deps.db, { code: customer.code, id: line.id }, by)
    if (orders.length > 0) deps.nudge()
    request.session.said = words.done(line.name)
    return reply.redirect(customerUrl(customer.code), 303)
  })
}

/** What only the act can know: a plan that is gone, a prefix inside another one. */
function refusalOf(e: unknown, words: Parameters<typeof connectionMistakes>[1]): Record<string, string> {
  if (!isFault(e) || e.code !== 'input-invalid') throw e
  if ('inner' in e.facts) return { ipv6_prefix: words.nested }
  const columns = Array.isArray(e.facts.columns) ? (e.facts.columns as string[]) : []
  return connectionMistakes(
    columns.map((column) => ({ column: column as 'plan', why: 'invalid' })),
    words,
  )
}

async function lineFor(
  request: FastifyRequest,
  { db }: OperatorRoom['deps'],
): Promise<{ customer: CustomerRow; line: ConnectionLine }> {
  const customer = await customerFor(request, db)
  const id = idIn(request.params)
  const line = (await connectionsOf(db, customer.id)).find((one) => one.id === id)
  if (line === undefined)
    throw new Fault('record-missing', `${customer.code} has no such connection`, { customer: customer.code })
  return { customer, line }
}

function sender(room: OperatorRoom): Show {
  const { db, now } = room.deps
  const send = customerPage(room)
  return async (request, reply, shown) => {
    const { t } = readerOf(request)
    const { customer, line, texts, name, mistakes = {}, meanwhile = [], present } = shown
    const base = customerUrl(customer.code)
    return send(request, reply, 'connection.eta', {
      ...{ customer, story: await explainCustomer(db, customer.code, now()), line, mistakes, meanwhile, present },
      heading: line === null ? t.connectionForm.newTitle(customer.code) : t.connectionForm.editTitle(line.name),
      action: `${base}/conexiones/${line === null ? 'nueva' : line.id}`,
      sections: await connectionSections(db, { texts, name: line === null ? name : null, mistakes }, t),
      seen: JSON.stringify(shown.seen),
    })
  }
}
