// Cambiar código de cliente, and with it bringing a deleted one back: his former code is proposed, unless somebody else has it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { recodeCustomer } from '../../../core/acts/customers.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { tryFields } from '../../../core/acts/fields.ts'
import { customerColumns } from '../../../core/acts/imports/customer-columns.ts'
import { isFault } from '../../../core/fault.ts'
import { isDeleted } from '../../../core/rules/decision.ts'
import { customerByCode, customerById } from '../../../core/store/customers.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { type OperatorRoom, told } from '../access.ts'
import { idParameter, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { customerFor, nameOf } from './own.ts'
import { recoding } from './recoding.ts'
import { customerPage } from './show.ts'

const EDIT = { config: { may: 'customers.edit' } } as const

export function code(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = customerPage(room)

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    customer: CustomerRow,
    more: { typed?: string; mistake?: string } = {},
  ): Promise<FastifyReply> {
    const story = await explainCustomer(db, customer.code, deps.now())
    const former = customer.formerCode
    const owner = former === null ? undefined : await customerByCode(db, former)
    const isBack = isDeleted(customer.code)
    const typed = more.typed ?? (isBack && owner === undefined ? (former ?? '') : '')
    const ownerName = owner === undefined ? null : nameOf(request, owner, readerOf(request).t)
    const shown = { customer, story, isBack, former, ownerName, typed }
    return page(request, reply, 'code.eta', { ...shown, mistake: more.mistake ?? null })
  }

  app.get('/clientes/:code/codigo', EDIT, async (request, reply) => send(request, reply, await customerFor(request, db)))

  app.post('/clientes/:code/codigo', EDIT, async (request, reply) => {
    const { t } = readerOf(request)
    const words = t.customerOffice.code
    const typed = typedIn(request.body, 'code', 'id')
    return recoding(request, reply, deps, {
      async done() {
        const known = await customerById(db, idParameter.parse(typed.id))
        return known?.code === typed.code ? known : undefined
      },
      async deed(customer) {
        const refuse = (mistake: string) => () => send(request, reply.code(422), customer, { typed: typed.code, mistake })
        if (typed.code === '') return refuse(words.blank)
        if (tryFields(customerColumns, { code: typed.code }).mistakes.length > 0) return refuse(words.invalid)
        try {
          const recoded = await recodeCustomer(db, { code: customer.code, to: typed.code }, told(request, deps))
          const said = recoded.broughtBack ? words.back(recoded.code) : words.done(recoded.before, recoded.code)
          return { ...recoded, said }
        } catch (e) {
          if (!isFault(e) || e.code !== 'record-conflict') throw e
          return refuse(words.taken(nameOf(request, await customerByCode(db, typed.code), t)))
        }
      },
    })
  })
}
