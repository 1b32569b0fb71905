// Claves: a portal password for everybody in the filter who has none. First the page says how many that are; then it is done.

import { setImmediate as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { giveMissingPasswords } from '../../../core/acts/portal-passwords.ts'
import { countCustomers, type CustomerFilter } from '../../../core/store/customer-list.ts'
import { formatCount } from '../../text/format.ts'
import { me, type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { chipsOf, keepChoices } from './choices.ts'
import { filterOf, listUrl, Query } from './filter.ts'
import { LIST } from './url.ts'

const PATH = `${LIST}/lista/claves`
const ALL = 10_000_000

export function passwords(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const choicesNow = keepChoices(db)
  const may = { config: { may: 'customers.edit' } } as const
  const asked = (request: FastifyRequest, of: unknown): { query: Query; filter: CustomerFilter } => {
    const query = { ...Query.parse(of), eliminados: undefined, clave: undefined, orden: undefined, desde: undefined }
    return { query, filter: filterOf(query, me(request)) }
  }

  app.get(PATH, may, async (request, reply) => {
    const { t } = readerOf(request)
    const { query, filter } = asked(request, request.query)
    return show(request, reply, 'customers/passwords.eta', {
      title: t.customers.passwords.title,
      count: await countCustomers(db, { ...filter, password: 'none' }, ALL),
      all: await countCustomers(db, filter, ALL),
      query,
      chips: [
        ...(query.q === undefined ? [] : [`«${query.q}»`]),
        ...chipsOf(query, t, await choicesNow()).map(({ label }) => label),
      ],
      action: listUrl(query, {}, PATH),
      back: listUrl(query),
    })
  })

  app.post(PATH, may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { query, filter } = asked(request, request.query)
    const given = await giveMissingPasswords(db, filter, { ...told(request, deps), seal: deps.seal, pause: () => pause() })
    request.session.said = t.customers.passwords.done(given, formatCount(text, given))
    return reply.redirect(listUrl(query), 303)
  })
}
