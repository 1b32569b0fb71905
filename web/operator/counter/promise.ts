// Compromiso de pago (C8): a date to which the cut is put off; past ones are refused, a blank one withdraws. Where it cannot help the
// page that follows says so.

import type { FastifyInstance } from 'fastify'
import { addPromise, withdraw } from '../../../core/acts/promises.ts'
import type { Day } from '../../../core/rules/day.ts'
import { formatDate, formatInstant } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import { type OperatorRoom, told } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import type { ShowCustomer } from '../customers/show.ts'
import { askIdOf, readDay, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { commentMistake, type DeedForm, doneUrl, mistakesOf, sendForm, type Standing, standingOf } from './deed.ts'

export function promising(app: FastifyInstance, room: OperatorRoom, send: ShowCustomer): void {
  const { deps } = room
  const may = { config: { may: 'promises.set' } } as const

  app.get('/clientes/:code/compromiso', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const standing = await standingOf(request, room)
    const live = standing.story.decision?.promise ?? null
    const typed = { date: live?.state === 'pending' ? live.promisedOn : '' }
    return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t), typed })
  })

  app.post('/clientes/:code/compromiso', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const words = t.counter.promise
    const standing = await standingOf(request, room)
    const { zone } = standing.story.terms
    const { code } = standing.customer
    const by = told(request, deps)
    const typed = typedIn(request.body, 'date', 'comment', 'ask')
    const promisedOn = readDay(typed.date)
    const mistakes = mistakesOf({
      date: typed.date === '' ? null : dateMistake(promisedOn, by.now, standing, text, t),
      comment: commentMistake(typed.comment, false, t),
    })
    if (Object.keys(mistakes).length > 0)
      return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t), typed, mistakes })
    if (promisedOn === null) {
      const { withdrawn } = await withdraw(deps.db, { code }, by)
      deps.nudge()
      request.session.said = withdrawn === null ? words.noneToWithdraw : words.withdrawn(formatDate(text, withdrawn))
      return reply.redirect(customerUrl(code), 303)
    }
    const comment = typed.comment === '' ? undefined : typed.comment
    const saved = await addPromise(deps.db, { code, promisedOn, comment, askId: askIdOf(typed.ask) }, by)
    deps.nudge()
    const day = formatDate(text, promisedOn)
    request.session.said = saved.isNew ? words.done(day, formatInstant(text, zone, saved.controlAt)) : words.same(day)
    return reply.redirect(doneUrl(code, by.now, saved.warning), 303)
  })
}

function dateMistake(on: Day | null, now: number, { story }: Standing, text: Text, t: OperatorText): string | null {
  if (on === null) return t.counter.mistakes.date
  const { zone } = story.terms
  const controlAt = zone.controlOf(on)
  return now >= controlAt ? t.counter.promise.past(formatDate(text, on), formatInstant(text, zone, controlAt)) : null
}

function formFor({ story }: Standing, text: Text, t: OperatorText): DeedForm {
  const words = t.counter.promise
  const live = story.decision?.promise ?? null
  const state = live === null ? '' : t.customer.why.promiseStates[live.state]
  return {
    title: words.title,
    lead: [words.lead, live === null ? words.none : words.live(formatDate(text, live.promisedOn), state)],
    fields: [
      {
        name: 'date',
        label: words.date,
        hint: words.dateHint(story.terms.zone.controlHour),
        type: 'date',
        attrs: { max: '2100-12-31' },
      },
      { name: 'comment', label: words.comment, hint: words.commentHint, attrs: { maxlength: '500', autocomplete: 'off' } },
    ],
    submit: words.submit,
  }
}
