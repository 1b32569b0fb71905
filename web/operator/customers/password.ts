// The portal password of one customer: a proposal of two words, typed over or not, and the present one for who may read secrets.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { setCustomer } from '../../../core/acts/customers.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { PORTAL_PASSWORD_MIN, proposePortalPassword, seePortalPassword } from '../../../core/acts/portal-password.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped } from '../form.ts'
import { readerOf } from '../frame.ts'
import { customerUrl } from './url.ts'
import { customerFor } from './own.ts'
import { customerPage } from './show.ts'

const PASSWORD_MAX = 100
const EDIT = { config: { may: 'customers.edit' } } as const

const Body = z.object({ password: asTyped })

export function portalPassword(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = customerPage(room)
  const by = (request: FastifyRequest) => ({ ...told(request, deps), seal: deps.seal })

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    customer: CustomerRow,
    more: { proposal?: string; mistake?: string; present?: string | null } = {},
  ): Promise<FastifyReply> {
    const story = await explainCustomer(db, customer.code, deps.now())
    const proposal = more.proposal ?? proposePortalPassword()
    return page(request, reply, 'password.eta', { customer, story, mistake: null, ...more, proposal })
  }

  app.get('/clientes/:code/clave', EDIT, async (request, reply) => send(request, reply, await customerFor(request, db)))

  app.post('/clientes/:code/clave', EDIT, async (request, reply) => {
    const words = readerOf(request).t.customerOffice.portal
    const customer = await customerFor(request, db)
    const { password } = Body.parse(request.body ?? {})
    const isRight = password.length >= PORTAL_PASSWORD_MIN && password.length <= PASSWORD_MAX && !/\p{Cc}/u.test(password)
    if (!isRight)
      return send(request, reply.code(422), customer, { proposal: password.slice(0, PASSWORD_MAX), mistake: words.mistake })
    await setCustomer(db, { code: customer.code, typed: { portal_password: password } }, by(request))
    request.session.said = words.saved
    return reply.redirect(customerUrl(customer.code), 303)
  })

  app.post('/clientes/:code/clave/ver', { config: { may: 'secrets.see' } }, async (request, reply) => {
    const customer = await customerFor(request, db)
    const present = await seePortalPassword(db, { code: customer.code }, by(request))
    return send(request, reply, customer, { present })
  })
}
