// What is done with a customer at the counter. Each deed is a page of its own, opens beside what one reads where scripts run, and
// ends on a page that shows the receipt of what it ordered.

import type { FastifyInstance } from 'fastify'
import { makeLive } from '../../plugins/live.ts'
import type { OperatorRoom } from '../access.ts'
import { customerPage } from '../customers/show.ts'
import { adjusting } from './adjust.ts'
import { answerDialogs } from './beside.ts'
import { hands } from './hand.ts'
import { paying } from './pay.ts'
import { promising } from './promise.ts'
import { receipts } from './receipt.ts'
import { explaining } from './instant.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  const send = customerPage(room)
  answerDialogs(app)
  paying(app, room, send)
  promising(app, room, send)
  hands(app, room, send)
  adjusting(app, room, send)
  receipts(app, room, send, makeLive(app, room.deps))
  explaining(app, room, send)
}
