// Cortes: whom a run would cut and why, on any day; starting today's; watching it router by router; the runs there were; undoing one.

import type { FastifyInstance } from 'fastify'
import type { OperatorRoom } from '../access.ts'
import { makeLive } from '../../plugins/live.ts'
import { preview } from './preview.ts'
import { makePreviews } from './previews.ts'
import { runs } from './run.ts'
import { makeStarts } from './starts.ts'
import { undoing } from './undo.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  let isClosing = false
  const pause = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve))
    if (isClosing) throw new Error('the pages were closed')
  }
  const previews = makePreviews(room.deps, pause)
  const starts = makeStarts(room.deps, pause, () => previews.forget())
  app.addHook('preClose', async () => {
    isClosing = true
    await starts.settled()
  })
  preview(app, room, previews, starts)
  runs(app, room, makeLive(app, room.deps))
  undoing(app, room)
}
