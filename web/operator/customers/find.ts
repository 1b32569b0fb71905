// What the search box of the head proposes while somebody types: a few customers, whoever has exactly that code first.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type CustomerFilter, listShown, serviceStates, type ShownCustomer } from '../../../core/store/customer-list.ts'
import { customerByCode } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import { me, type OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { filterOf, Query } from './filter.ts'
import { isHis } from './own.ts'
import { shownState } from './state.ts'
import { LIST } from './url.ts'

const MOST = 8

export function find(app: FastifyInstance, { deps }: OperatorRoom): void {
  const { db } = deps
  app.get(`${LIST}/buscar.json`, { config: { may: 'customers.see' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const { q } = Query.parse({ q: (request.query as { q?: unknown }).q })
    const filter = filterOf(Query.parse({ q }), me(request))
    const customers = q === undefined ? [] : await proposed(request, db, q, filter)
    const states = await serviceStates(
      db,
      customers.map(({ id }) => id),
    )
    const found = customers.map(({ id, code, name, nickname, city }) => {
      const state = shownState(states.get(id))
      return { code, name, beside: [nickname, city].filter(Boolean).join(' · '), state, stateWord: t.today.states[state] }
    })
    return reply.header('cache-control', 'no-store').send({ found })
  })
}

async function proposed(request: FastifyRequest, db: Db, q: string, filter: CustomerFilter): Promise<ShownCustomer[]> {
  const exact = await customerByCode(db, q)
  const isSeen = exact !== undefined && isHis(request, exact)
  const found = await listShown(db, { ...filter, limit: MOST })
  return isSeen ? [exact, ...found.filter(({ id }) => id !== exact.id)].slice(0, MOST) : found
}
