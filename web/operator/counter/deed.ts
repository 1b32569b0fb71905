// What the forms of a customer have in common: how he stands now, the page with the form, and the page that shows what came of it.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { explainCustomer, type Story } from '../../../core/acts/explain.ts'
import { isDeleted } from '../../../core/rules/decision.ts'
import type { Permission } from '../../../core/rules/permission.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import type { OperatorRoom } from '../access.ts'
import { customerUrl } from '../customers/url.ts'
import type { ShowCustomer } from '../customers/show.ts'
import { customerFor } from '../customers/own.ts'
import { COMMENT_MOST, newAsk } from '../form.ts'

export interface DeedField {
  name: string
  label: string
  kind?: 'input' | 'textarea' | 'choice'
  type?: string
  hint?: string
  attrs?: Record<string, string>
  options?: { value: string; label: string; hint?: string }[]
}

export interface DeedForm {
  title: string
  lead: readonly string[]
  warn?: readonly string[]
  /** Null where the deed cannot be done; `warn` says why. */
  fields: readonly DeedField[] | null
  submit: string
  danger?: boolean
}

export interface Standing {
  customer: CustomerRow
  story: Story
}

export async function standingOf(request: FastifyRequest, { deps }: OperatorRoom): Promise<Standing> {
  const customer = await customerFor(request, deps.db)
  return { customer, story: await explainCustomer(deps.db, customer.code, deps.now()) }
}

export type Typed = Record<string, string>

/** The form; with mistakes, what was typed is kept and nothing was saved. */
export function sendForm(
  send: ShowCustomer,
  request: FastifyRequest,
  reply: FastifyReply,
  of: Standing & { form: DeedForm; typed?: Typed; mistakes?: Typed },
): Promise<FastifyReply> {
  const mistakes = of.mistakes ?? {}
  if (Object.keys(mistakes).length > 0) void reply.code(422)
  const ask = of.typed?.ask === undefined || of.typed.ask === '' ? newAsk() : of.typed.ask
  const labels = Object.fromEntries((of.form.fields ?? []).map(({ name, label }) => [name, label]))
  return send(request, reply, 'counter/form.eta', { ...of, typed: of.typed ?? {}, mistakes, labels, ask })
}

/** Where orders that were opened since an instant are seen through. */
export const doneUrl = (code: string, since: number, notice?: string | null): string =>
  `${customerUrl(code)}/hecho?desde=${since}${notice ? `&aviso=${notice}` : ''}`

/** A comment that is missing where one is needed, or too long; null when it is well. */
export function commentMistake(comment: string, isNeeded: boolean, t: OperatorText): string | null {
  if (comment === '') return isNeeded ? t.counter.mistakes.comment : null
  return comment.length > COMMENT_MOST ? t.counter.mistakes.long : null
}

export const mistakesOf = (found: Record<string, string | null>): Typed =>
  Object.fromEntries(Object.entries(found).filter((one): one is [string, string] => one[1] !== null))

/** The buttons of a customer's head: what this reader may do with him now. */
export function deedsOf(
  { code }: Pick<CustomerRow, 'code'>,
  { decision }: Pick<Story, 'decision'>,
  permissions: readonly Permission[],
  t: OperatorText,
): { href: string; word: string }[] {
  const words = t.counter
  const byHand = decision?.reason === 'manual-cut'
  const all = [
    { path: 'pago', word: words.pay.word, may: 'payments.enter', shown: true },
    { path: 'compromiso', word: words.promise.word, may: 'promises.set', shown: !isDeleted(code) },
    { path: 'habilitar', word: words.restore.word, may: 'service.change', shown: !isDeleted(code) },
    { path: 'corte', word: words.cut.word, may: 'service.change', shown: !byHand && !isDeleted(code) },
    { path: 'ajuste', word: words.adjust.word, may: 'documents.adjust', shown: true },
  ] as const
  return all
    .filter(({ may, shown }) => shown && permissions.includes(may))
    .map(({ path, word }) => ({ word, href: `${customerUrl(code)}/${path}` }))
}
