// Eliminar deletes nothing: the page says what it does do, to how many connections, before a button does it.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deleteCustomer } from '../../../core/acts/customers.ts'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { Fault } from '../../../core/fault.ts'
import { isDeleted } from '../../../core/rules/decision.ts'
import { cents } from '../../../core/rules/money.ts'
import { connectionsOf } from '../../../core/store/connections.ts'
import { formerlyCalled } from '../../../core/store/customer-edits.ts'
import { customerByCode } from '../../../core/store/customers.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import { formatMoney } from '../../text/format.ts'
import { type OperatorRoom, told } from '../access.ts'
import { COMMENT_MOST, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { customerFor } from './own.ts'
import { recoding } from './recoding.ts'
import { customerPage } from './show.ts'

const DELETE = { config: { may: 'customers.delete' } } as const

export function deletion(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = customerPage(room)

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    customer: CustomerRow,
    more: { comment?: string; mistake?: string } = {},
  ): Promise<FastifyReply> {
    const { text, t } = readerOf(request)
    if (isDeleted(customer.code))
      throw new Fault('record-conflict', t.customerOffice.deletion.already, { customer: customer.code })
    const story = await explainCustomer(db, customer.code, deps.now())
    const count = (await connectionsOf(db, customer.id)).filter(({ inService }) => inService === 1).length
    const amount = formatMoney(text, cents(Math.abs(customer.balanceCents)), story.terms.currency)
    return page(request, reply, 'deletion.eta', { customer, story, count, amount, comment: '', mistake: null, ...more })
  }

  app.get('/clientes/:code/eliminar', DELETE, async (request, reply) => send(request, reply, await customerFor(request, db)))

  app.post('/clientes/:code/eliminar', DELETE, async (request, reply) => {
    const words = readerOf(request).t.customerOffice.deletion
    const { code } = request.params as { code: string }
    const { comment } = typedIn(request.body, 'comment')
    return recoding(request, reply, deps, {
      done: async () => ((await customerByCode(db, code)) === undefined ? formerlyCalled(db, code) : undefined),
      async deed(customer) {
        if (comment.length > COMMENT_MOST)
          return () => send(request, reply.code(422), customer, { comment, mistake: words.commentLong })
        const deleted = await deleteCustomer(db, { code: customer.code, comment: comment || undefined }, told(request, deps))
        return { ...deleted, said: words.done(deleted.formerCode, deleted.code) }
      },
    })
  })
}
