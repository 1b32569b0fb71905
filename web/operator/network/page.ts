// Red: the routers and how they are reached, nodes, plans, and how customers are heard; and what CPEs are asked with.

import type { FastifyInstance } from 'fastify'
import type { OperatorRoom } from '../access.ts'
import { asked } from './asked.ts'
import { cpeAccess } from './cpe-access.ts'
import { cpes } from './cpes.ts'
import { nas } from './nas.ts'
import { nodes } from './nodes.ts'
import { plans } from './plans.ts'
import { promotions } from './promotions.ts'
import { routerForm } from './router-form.ts'
import { routerTest } from './router-test.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  app.get('/red', { config: { may: 'network.see' } }, (_request, reply) => reply.redirect('/red/nas', 302))
  for (const part of [nas, routerForm, routerTest, cpes, plans, promotions, nodes, cpeAccess, asked]) part(app, room)
}
