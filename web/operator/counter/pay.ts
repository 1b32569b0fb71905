// Pago (C7): cash with a comment. Once it is saved the page asks whether to print the receipt and, only where the customer is cut
// and his debt no longer exceeds the threshold, whether to restore. Cheques and tills come later.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerRestore, restoreQuestion } from '../../../core/acts/counter.ts'
import { pay } from '../../../core/acts/payments.ts'
import { Fault } from '../../../core/fault.ts'
import type { Day } from '../../../core/rules/day.ts'
import { cents } from '../../../core/rules/money.ts'
import { documentsNumbered } from '../../../core/store/documents.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { loadIspWords } from '../../../core/store/settings.ts'
import type { CustomerRow, DocumentRow } from '../../../core/store/tables.ts'
import { readAmount } from '../../text/amount.ts'
import { formatDate, formatMoney } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { Text } from '../../text/text.ts'
import { type OperatorRoom, told } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import { customerFor } from '../customers/own.ts'
import type { ShowCustomer } from '../customers/show.ts'
import { askIdOf, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'
import { AMOUNT_LENGTH } from './adjust.ts'
import { commentMistake, type DeedForm, doneUrl, mistakesOf, sendForm, type Standing, standingOf } from './deed.ts'
import { boardFor } from './receipt.ts'

const may = { config: { may: 'payments.enter' } } as const

export function paying(app: FastifyInstance, room: OperatorRoom, send: ShowCustomer): void {
  const { deps } = room
  app.get('/clientes/:code/pago', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const standing = await standingOf(request, room)
    return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t) })
  })

  app.post('/clientes/:code/pago', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const standing = await standingOf(request, room)
    const typed = typedIn(request.body, 'amount', 'comment', 'ask')
    const amountCents = readAmount(text.lang, typed.amount)
    const mistakes = mistakesOf({
      amount: amountMistake(typed.amount, amountCents, t),
      comment: commentMistake(typed.comment, false, t),
    })
    if (amountCents === null || Object.keys(mistakes).length > 0)
      return sendForm(send, request, reply, { ...standing, form: formFor(standing, text, t), typed, mistakes })
    const { code } = standing.customer
    const comment = typed.comment === '' ? undefined : typed.comment
    const booked = await pay(deps.db, { code, amountCents, comment, asks: true, askId: askIdOf(typed.ask) }, told(request, deps))
    deps.nudge()
    const words = t.counter.pay
    const amount = formatMoney(text, booked.amountCents, standing.story.terms.currency)
    request.session.said = booked.isNew ? words.done(booked.number, amount) : words.again(booked.number)
    return reply.redirect(paidUrl(code, booked.number), 303)
  })
  afterwards(app, room, send)
}

const paidUrl = (code: string, number: string): string => `${customerUrl(code)}/pago/${encodeURIComponent(number)}`

function amountMistake(typed: string, amountCents: number | null, t: OperatorText): string | null {
  const words = t.counter.mistakes
  if (typed === '') return words.amountMissing
  if (amountCents === null) return words.amount
  return amountCents <= 0 ? words.positive : null
}

function formFor({ customer, story }: Standing, text: Text, t: OperatorText): DeedForm {
  const words = t.counter.pay
  const money = (amount: number) => formatMoney(text, cents(amount), story.terms.currency)
  const { decision } = story
  const attrs = { inputmode: 'decimal', autocomplete: 'off', maxlength: AMOUNT_LENGTH, required: '', 'data-says': words.submitOf }
  return {
    title: words.title,
    lead: [words.stands(money(decision?.balanceCents ?? customer.balanceCents), money(decision?.overdueCents ?? 0))],
    fields: [
      { name: 'amount', label: words.amount, hint: words.amountHint, attrs },
      { name: 'comment', label: words.comment, hint: words.commentHint, attrs: { maxlength: '500', autocomplete: 'off' } },
    ],
    submit: words.submit,
  }
}

function afterwards(app: FastifyInstance, room: OperatorRoom, send: ShowCustomer): void {
  const { deps } = room
  app.get('/clientes/:code/pago/:number', may, async (request, reply) => {
    const { text } = readerOf(request)
    const standing = await standingOf(request, room)
    const { customer, story } = standing
    const receipt = await receiptFor(request, room, customer)
    const money = (amount: number) => formatMoney(text, cents(amount), story.terms.currency)
    return send(request, reply, 'counter/paid.eta', {
      ...standing,
      ...(await boardFor(request, room, customer, receipt.enteredAt)),
      receipt,
      balanceText: money(story.decision?.balanceCents ?? customer.balanceCents),
      question: await restoreQuestion(deps.db, customer.id, deps.now()),
      overdue: money(story.decision?.overdueCents ?? 0),
      threshold: money(story.terms.thresholdCents),
    })
  })

  app.post('/clientes/:code/pago/:number', may, async (request, reply) => {
    const words = readerOf(request).t.counter.pay
    const customer = await customerFor(request, deps.db)
    const receipt = await receiptFor(request, room, customer)
    const { answer } = typedIn(request.body, 'answer')
    const url = paidUrl(customer.code, receipt.number)
    if (answer !== 'si' && answer !== 'no') return reply.redirect(url, 303)
    const by = told(request, deps)
    const cause = `payment:RC ${receipt.number}`
    const { wasOpen } = await answerRestore(deps.db, { code: customer.code, restore: answer === 'si', cause }, by)
    deps.nudge()
    request.session.said = !wasOpen ? words.answeredLate : answer === 'si' ? words.answeredYes : words.answeredNo
    return reply.redirect(wasOpen ? doneUrl(customer.code, by.now) : url, 303)
  })

  app.get('/clientes/:code/pago/:number/comprobante', may, async (request, reply) => {
    const { text, t } = readerOf(request)
    const { customer, story } = await standingOf(request, room)
    const receipt = await receiptFor(request, room, customer)
    const { currency } = story.terms
    const names = await peopleNames(deps.db)
    return room.show(request, reply, 'counter/printed.eta', {
      title: `${t.counter.pay.printTitle} ${receipt.number}`,
      customer,
      receipt,
      isp: await loadIspWords(deps.db),
      amount: formatMoney(text, cents(receipt.amountCents), currency),
      on: formatDate(text, receipt.issuedOn as Day),
      by: whoOf(receipt.enteredBy, names, t),
      balance: formatMoney(text, cents(story.decision?.balanceCents ?? customer.balanceCents), currency),
      back: paidUrl(customer.code, receipt.number),
    })
  })
}

async function receiptFor(request: FastifyRequest, { deps }: OperatorRoom, customer: CustomerRow): Promise<DocumentRow> {
  const { number } = request.params as { number: string }
  const found = await documentsNumbered(deps.db, customer.id, `RC ${number}`)
  const receipt = found.find(({ kind }) => kind === 'RC')
  if (!receipt)
    throw new Fault('record-missing', `${customer.code} has no receipt ${number}`, { customer: customer.code, number })
  return receipt
}
