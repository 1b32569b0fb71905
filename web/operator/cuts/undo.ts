// Undoing a run: what that can truthfully mean stands in core/acts/undo.ts, and on the page.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { planUndo, undoRun } from '../../../core/acts/undo.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatCount } from '../../text/format.ts'
import type { OperatorRoom } from '../access.ts'
import { told } from '../access.ts'
import { readDay, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { commentMistake, mistakesOf, type Typed } from '../counter/deed.ts'
import { runFor } from './run.ts'

const may = { config: { may: 'runs.start' } } as const

export function undoing(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const send = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, mistakes: Typed): Promise<FastifyReply> => {
    const { t } = readerOf(request)
    const run = await runFor(request, room)
    if (Object.keys(mistakes).length > 0) void reply.code(422)
    const plan = await planUndo(deps.db, run.id, deps.now())
    return room.show(request, reply, 'cuts/undo.eta', { title: t.cuts.undo.title, run, plan, typed, mistakes })
  }

  app.get('/cortes/corridas/:id/deshacer', may, (request, reply) => send(request, reply, {}, {}))

  app.post('/cortes/corridas/:id/deshacer', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const words = t.cuts.undo
    const run = await runFor(request, room)
    const by = told(request, deps)
    const typed = typedIn(request.body, 'how', 'until', 'promise', 'comment')
    if (typed.how !== 'stop' && typed.how !== 'restore') return send(request, reply, typed, { how: words.howMissing })
    const isRestore = typed.how === 'restore'
    const { zone } = await loadTerms(deps.db)
    const until = !isRestore || typed.until === '' ? undefined : readDay(typed.until)
    const promise = typed.promise === 'withdraw' || typed.promise === 'keep' ? typed.promise : undefined
    const { promises } = await planUndo(deps.db, run.id, by.now)
    const isPast = until !== undefined && until !== null && until < zone.dayOf(by.now)
    const mistakes = mistakesOf({
      [`${typed.how}-comment`]: commentMistake(typed.comment, true, t),
      until: until === null ? t.counter.mistakes.date : isPast ? t.counter.restore.past : null,
      promise: isRestore && promises > 0 && promise === undefined ? t.counter.restore.promiseMissing : null,
    })
    if (until === null || Object.keys(mistakes).length > 0) return send(request, reply, typed, mistakes)
    const ask = { runId: run.id, how: typed.how, until, promise, comment: typed.comment } as const
    const { cancelled, enabled } = await undoRun(deps.db, ask, by)
    deps.nudge()
    request.session.said = isRestore ? words.restored(formatCount(text, enabled)) : words.stopped(formatCount(text, cancelled))
    return reply.redirect(`/cortes/corridas/${run.id}`, 303)
  })
}
