// Ajuste de saldo (C5): more than 0 is in the customer's favour, less than 0 owed by him. Seen in the current account at once.

import type { FastifyInstance } from 'fastify'
import { adjust } from '../../../core/acts/payments.ts'
import { LARGEST_CENTS } from '../../../core/rules/money.ts'
import { readAmount } from '../../text/amount.ts'
import { formatMoney } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { type OperatorRoom, told } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import type { ShowCustomer } from '../customers/show.ts'
import { askIdOf, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { commentMistake, type DeedForm, mistakesOf, sendForm, standingOf } from './deed.ts'

export function adjusting(app: FastifyInstance, room: OperatorRoom, send: ShowCustomer): void {
  const { deps } = room
  const may = { config: { may: 'documents.adjust' } } as const

  app.get('/clientes/:code/ajuste', may, async (request, reply) => {
    const standing = await standingOf(request, room)
    return sendForm(send, request, reply, { ...standing, form: formFor(readerOf(request).t) })
  })

  app.post('/clientes/:code/ajuste', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const words = t.counter
    const standing = await standingOf(request, room)
    const typed = typedIn(request.body, 'amount', 'comment', 'ask')
    const amountCents = readAmount(text.lang, typed.amount)
    const mistakes = mistakesOf({
      amount:
        typed.amount === ''
          ? words.mistakes.amountMissing
          : amountCents === null
            ? words.mistakes.amount
            : amountCents === 0
              ? words.adjust.zero
              : null,
      comment: commentMistake(typed.comment, true, t),
    })
    if (amountCents === null || Object.keys(mistakes).length > 0)
      return sendForm(send, request, reply, { ...standing, form: formFor(t), typed, mistakes })
    const { code } = standing.customer
    const done = await adjust(
      deps.db,
      { code, amountCents, comment: typed.comment, askId: askIdOf(typed.ask) },
      told(request, deps),
    )
    deps.nudge()
    const document = `${done.kind} ${done.number}`
    request.session.said = done.isNew
      ? words.adjust.done(document, formatMoney(text, done.amountCents, standing.story.terms.currency))
      : words.adjust.again(document)
    return reply.redirect(`${customerUrl(code)}/cuenta`, 303)
  })
}

/** As many signs as the largest amount has, with its points. */
export const AMOUNT_LENGTH = String(String(LARGEST_CENTS).length + 10)

function formFor(t: OperatorText): DeedForm {
  const words = t.counter.adjust
  const attrs = { inputmode: 'text', autocomplete: 'off', maxlength: AMOUNT_LENGTH, required: '', 'data-says': words.submitOf }
  return {
    title: words.title,
    lead: [words.lead],
    fields: [
      { name: 'amount', label: words.amount, hint: words.amountHint, attrs },
      {
        name: 'comment',
        label: words.comment,
        hint: words.commentHint,
        kind: 'textarea',
        attrs: { maxlength: '500', required: '' },
      },
    ],
    submit: words.submit,
  }
}
