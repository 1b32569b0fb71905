// Clientes: the list and everything about one of them.

import type { FastifyInstance } from 'fastify'
import type { OperatorRoom } from '../access.ts'
import { list } from './list.ts'
import { customer } from './show.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  list(app, room)
  customer(app, room)
}
