// Mapa: the office, nodes with what they cover, and every located customer by how he stands. The page is whole without scripts (the
// nodes as a table, counts that lead to lists); with them it is a map.

import type { FastifyInstance } from 'fastify'
import { Fault } from '../../../core/fault.ts'
import { cents } from '../../../core/rules/money.ts'
import { serviceStates } from '../../../core/store/customer-list.ts'
import { customerById } from '../../../core/store/customers.ts'
import { listSites } from '../../../core/store/network-imports.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatMoney } from '../../text/format.ts'
import type { OperatorRoom } from '../access.ts'
import { collectorOf } from '../customers/own.ts'
import { shownState } from '../customers/state.ts'
import { idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { located, mapOf } from './ground.ts'
import { sendPoints, STATES } from './points.ts'
import { position } from './position.ts'

const MAY = { config: { may: 'customers.see' } } as const

export function page(app: FastifyInstance, room: OperatorRoom): void {
  const { deps, show } = room
  const { db } = deps

  app.get('/mapa', MAY, async (request, reply) => {
    const { t } = readerOf(request)
    const sites = await listSites(db)
    const named = sites.toSorted((a, b) => a.name.localeCompare(b.name))
    return show(request, reply, 'map/map.eta', {
      title: t.map.title,
      states: STATES,
      sites: named,
      map: { ...(await mapOf(deps, t)), points: '/mapa/puntos', sites: located(named) },
    })
  })

  app.get('/mapa/puntos', MAY, async (request, reply) => sendPoints(request, reply, db, collectorOf(request)))

  app.get('/mapa/clientes/:id', MAY, async (request, reply) => {
    const { t, text } = readerOf(request)
    const id = idIn(request.params)
    const customer = await customerById(db, id)
    const collector = collectorOf(request)
    if (customer === undefined || (collector !== null && customer.collector !== collector))
      throw new Fault('record-missing', `there is no customer with the number ${id}`, { customer: id })
    const state = shownState((await serviceStates(db, [customer.id])).get(customer.id))
    const { currency } = await loadTerms(db)
    return reply.header('cache-control', 'no-store').send({
      code: customer.code,
      name: customer.name,
      address: customer.address ?? customer.fiscalAddress,
      state,
      stateWord: t.today.states[state],
      balance: `${t.customer.balance}: ${formatMoney(text, cents(customer.balanceCents), currency)}`,
    })
  })
  position(app, room)
}
