// Agregar y Modificar: one form with every field of a customer. Nothing is saved before all of it is right, whoever resembles him
// was looked at, and nobody else changed him meanwhile.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  checkCustomer,
  editCustomer,
  type Edited,
  FORM_COLUMNS,
  type FormTexts,
  newTexts,
  signedUpBy,
  textsOf,
  typedTexts,
  withPlace,
} from '../../../core/acts/customer-form.ts'
import { addCustomer } from '../../../core/acts/customers.ts'
import { typedOver } from '../../../core/acts/form-texts.ts'
import { isFault } from '../../../core/fault.ts'
import { proposePortalPassword } from '../../../core/acts/portal-password.ts'
import { isDeleted } from '../../../core/rules/decision.ts'
import { newestNumber, type Resembling } from '../../../core/store/customer-edits.ts'
import type { Db } from '../../../core/store/db.ts'
import { logOfCustomer } from '../../../core/store/log.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { formatInstant } from '../../text/format.ts'
import { type OperatorRoom, told } from '../access.ts'
import { askSent, everyIn, newAsk, seenIn, sentIn, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { customerUrl } from './url.ts'
import { formChoices, formSections, mistakeTexts } from './form-fields.ts'
import { asHeMaySee, customerFor } from './own.ts'

const EDIT = { config: { may: 'customers.edit' } } as const

interface Sent {
  given: Record<string, string>
  code: string
  password: string
  askId: string
  /** Codes of those whom he resembles and who were looked at. */
  confirmed: readonly string[]
  /** What the form showed when it was opened; null where that was not sent. */
  seen: Record<string, string> | null
}

function readSent(body: unknown): Sent {
  const { code, ask } = typedIn(body, 'code', 'ask')
  const { portal_password: password = '', seen = '' } = sentIn(body, ['portal_password', 'seen'])
  return {
    given: sentIn(body, FORM_COLUMNS),
    code,
    password,
    askId: askSent.parse(ask),
    confirmed: everyIn(body, 'confirmed'),
    seen: seenIn(seen),
  }
}

interface Shown {
  customer: CustomerRow | null
  texts: FormTexts
  seen: FormTexts
  code: string | null
  password: string
  askId: string
  mistakes?: Record<string, string>
  alike?: readonly Resembling[]
  meanwhile?: Extract<Edited, { ok: false }>['changed']
}

type Show = (request: FastifyRequest, reply: FastifyReply, shown: Shown) => Promise<FastifyReply>

export function form(app: FastifyInstance, room: OperatorRoom): void {
  const { db } = room.deps
  const send = sender(room)

  app.get('/clientes/nuevo', EDIT, async (request, reply) => {
    const { zone } = await loadTerms(db)
    const seen = newTexts()
    const texts = { ...seen, start_date: zone.dayOf(room.deps.now()) }
    const fresh = { password: proposePortalPassword(), askId: newAsk() }
    return send(request, reply, { customer: null, texts, seen, code: await nextCode(db), ...fresh })
  })
  signUp(app, room, send)

  app.get('/clientes/:code/editar', EDIT, async (request, reply) => {
    const customer = await customerFor(request, db)
    const texts = await textsOf(db, customer)
    return send(request, reply, { customer, texts, seen: texts, code: null, password: '', askId: '' })
  })
  edit(app, room, send)
}

/** What is wrong, and whom he resembles, as far as who asks may see them. */
async function check(
  request: FastifyRequest,
  db: Db,
  ask: Parameters<typeof checkCustomer>[1],
): ReturnType<typeof checkCustomer> {
  const { mistakes, alike } = await checkCustomer(db, ask)
  for (const mistake of mistakes) if (mistake.by !== undefined) [mistake.by] = await asHeMaySee(request, db, [mistake.by])
  return { mistakes, alike: await asHeMaySee(request, db, alike) }
}

function signUp(app: FastifyInstance, { deps }: OperatorRoom, send: Show): void {
  const { db } = deps
  app.post('/clientes/nuevo', EDIT, async (request, reply) => {
    const words = readerOf(request).t.customerForm
    const sent = readSent(request.body)
    const before = await signedUpBy(db, sent.askId)
    if (before !== null) return reply.redirect(customerUrl(before), 303)
    const seen = newTexts()
    const typed = await withPlace(db, typedTexts(sent.given, seen))
    const { code, password, askId } = sent
    const shown = { customer: null, texts: typed, seen, code, password, askId }
    const ask = { customer: null, code, typed, seen, password }
    const { mistakes, alike } = await check(request, db, ask)
    const refuse = (found: typeof mistakes) =>
      send(request, reply.code(422), { ...shown, mistakes: mistakeTexts(found, typed.id_type, words) })
    if (mistakes.length > 0) return refuse(mistakes)
    if (alike.some((one) => !sent.confirmed.includes(one.code))) return send(request, reply.code(409), { ...shown, alike })
    const portal = password === '' ? {} : { portal_password: password }
    const by = { ...told(request, deps), seal: deps.seal }
    const saved = await addCustomer(db, { code, typed: { ...typed, ...portal }, askId }, by).catch((e: unknown) => {
      if (isFault(e) && e.code === 'record-conflict') return null
      throw e
    })
    if (saved === null) {
      // At the same moment the same form came once more, or another one with this code.
      const twin = await signedUpBy(db, askId)
      return twin === null ? refuse((await check(request, db, ask)).mistakes) : reply.redirect(customerUrl(twin), 303)
    }
    request.session.said = words.added(saved.code, typed.name)
    return reply.redirect(customerUrl(saved.code), 303)
  })
}

function edit(app: FastifyInstance, { deps }: OperatorRoom, send: Show): void {
  const { db } = deps
  app.post('/clientes/:code/editar', EDIT, async (request, reply) => {
    const words = readerOf(request).t.customerForm
    const customer = await customerFor(request, db)
    const sent = readSent(request.body)
    const stored = await textsOf(db, customer)
    const seen = sent.seen === null ? stored : typedTexts(sent.seen, stored)
    const typed = await withPlace(db, typedTexts(sent.given, seen))
    const { password } = sent
    const shown = { customer, texts: typed, seen, code: null, password, askId: '' }
    const { mistakes, alike } = await check(request, db, { customer, typed, seen, password })
    if (mistakes.length > 0)
      return send(request, reply.code(422), { ...shown, mistakes: mistakeTexts(mistakes, typed.id_type, words) })
    if (alike.some((one) => !sent.confirmed.includes(one.code))) return send(request, reply.code(409), { ...shown, alike })
    const by = { ...told(request, deps), seal: deps.seal }
    const edited = await editCustomer(db, { id: customer.id, typed, seen, password }, by)
    if (!edited.ok) {
      const texts = typedOver(edited.now, typed, seen)
      return send(request, reply.code(409), { ...shown, texts, seen: edited.now, meanwhile: edited.changed })
    }
    if (edited.saved.orders.length > 0) deps.nudge()
    request.session.said = words.saved(Object.keys(edited.saved.changes).length)
    return reply.redirect(customerUrl(edited.saved.code), 303)
  })
}

function sender({ deps, show }: OperatorRoom): Show {
  const { db } = deps
  return async (request, reply, shown) => {
    const { t } = readerOf(request)
    const words = t.customerForm
    const { customer, texts, code, password, mistakes = {}, alike = [], meanwhile = [] } = shown
    const choices = await formChoices(db, words)
    return show(request, reply, 'customers/form.eta', {
      title: customer === null ? words.newTitle : words.editTitle(customer.code),
      customer,
      action: customer === null ? '/clientes/nuevo' : `${customerUrl(customer.code)}/editar`,
      back: customer === null ? '/clientes' : customerUrl(customer.code),
      sections: formSections({ texts, code, password, mistakes, choices }, words),
      suggestions: choices.suggestions,
      mistakes,
      askId: shown.askId,
      seen: JSON.stringify(shown.seen),
      alike: alike.map((one) => ({ ...one, isDeleted: isDeleted(one.code) })),
      meanwhile,
      whoElse: customer !== null && meanwhile.length > 0 ? await lastEdit(request, db, customer.id) : null,
    })
  }
}

/** Who edited him last, and when. */
async function lastEdit(request: FastifyRequest, db: Db, customerId: number): Promise<{ who: string; when: string } | null> {
  const { text: words } = readerOf(request)
  const line = (await logOfCustomer(db, customerId, 20)).find(({ what }) => what === 'edited')
  if (line === undefined) return null
  const { zone } = await loadTerms(db)
  return { who: (await peopleNames(db)).get(line.by) ?? line.by, when: formatInstant(words, zone, line.at) }
}

/** One after the greatest; blank where codes are no numbers. */
async function nextCode(db: Db): Promise<string> {
  const newest = await newestNumber(db)
  if (newest === null) return '000001'
  return /^\d{1,12}$/.test(newest) ? String(Number(newest) + 1).padStart(newest.length, '0') : ''
}
