// What the log says of a customer, in words: what happened, to what, why, and what changed from what to what. Facts that are codes
// get the words of their codes, ids the names of what they stand for; what is empty is left out. A kind of line that this
// file does not know shows its facts one by one, so that nothing is ever hidden.

import type { Day, Zone } from '../../../core/rules/day.ts'
import { cents } from '../../../core/rules/money.ts'
import type { CustomerLogLine } from '../../../core/store/log.ts'
import { formatDate, formatDay, formatInstant, formatMoney } from '../../text/format.ts'
import { alertWords } from '../../text/operator/alert-words.ts'
import { faultWords, type Said } from '../../text/operator/fault-words.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { sightWords } from '../../text/operator/sight-words.ts'
import type { Text } from '../../text/text.ts'
import { whoOf } from '../hands.ts'

export interface LogReader {
  text: Text
  t: OperatorText
  zone: Zone
  currency: string
  /** By `operator:7`. */
  people: ReadonlyMap<string, string>
  plans: ReadonlyMap<number, string>
  routers: ReadonlyMap<number, string>
  /** The customer's own. */
  connections: ReadonlyMap<number, string>
}

export interface LogWords {
  what: string
  who: string
  /** Sentences in the reader's language. */
  said: string[]
  /** One line a field that changed. */
  changes: string[]
  /** The words of a router, or a sentence that is there in English alone. */
  quoted: Said | null
  /** The stored English sentence of a fault that was said in words above. */
  detail: string | null
}

type Facts = Record<string, unknown>

export function logWords(line: CustomerLogLine, reader: LogReader): LogWords {
  const words = reader.t.customerLog
  const { facts } = withConnection(line, reader)
  const whats: Record<string, string> = reader.t.customer.log.whats
  const changes = isRecord(facts.changes) ? changesOf(facts.changes, reader) : []
  const isConnection = line.aboutKind === 'connection' && (line.what === 'added' || line.what === 'edited')
  return {
    what: isConnection ? words.connectionWhats[line.what as 'added' | 'edited'] : (whats[line.what] ?? line.what),
    who: whoOf(line.by, reader.people, reader.t),
    ...tellingOf(line.what, facts, reader),
    changes,
  }
}

/** A line about a connection names it, where its facts leave that to what it is about. */
function withConnection(line: CustomerLogLine, { connections }: LogReader): { facts: Facts } {
  const name = line.aboutKind === 'connection' ? connections.get(line.aboutId ?? 0) : undefined
  return { facts: name === undefined || 'connection' in line.facts ? line.facts : { connection: name, ...line.facts } }
}

const isRecord = (value: unknown): value is Facts => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What is said of it; an alert and a fault in the reader's language where that has words for them. */
function tellingOf(what: string, facts: Facts, reader: LogReader): Pick<LogWords, 'said' | 'quoted' | 'detail'> {
  const said = what === 'alert' ? [] : sentences(what, facts, reader).filter((sentence) => sentence !== '')
  const [code, message] = [textOf(facts.code), textOf(facts.message)]
  const told = what === 'alert' ? alertWords(facts, reader) : message === '' ? null : faultWords(reader.t, { code, message })
  if (told?.lang) return { said, quoted: told, detail: null }
  if (told) return { said: [...said, told.text], quoted: null, detail: message === '' ? null : message }
  const shown = [facts.proof, facts.acknowledged].map(textOf).find((one) => one !== '')
  if (shown === undefined) return { said, quoted: null, detail: null }
  const time = (at: number) => formatInstant(reader.text, reader.zone, at)
  return { said, quoted: { text: sightWords(reader.t, shown, time) }, detail: null }
}

/** Facts that have a place of their own, or say nothing to a reader. */
const ELSEWHERE = new Set(['changes', 'message', 'proof', 'acknowledged', 'alert', 'code', 'attempts', 'cutDay', 'sha256'])

function sentences(what: string, facts: Facts, reader: LogReader): string[] {
  const { t } = reader
  const words = t.customerLog
  const money = (value: unknown) => (typeof value === 'number' ? formatMoney(reader.text, cents(value), reader.currency) : '')
  const day = (value: unknown) => (typeof value === 'string' && value !== '' ? formatDay(reader.text, value as Day) : '')
  const comment = textOf(facts.comment) === '' ? '' : words.comment(textOf(facts.comment))
  const cause = causeText(textOf(facts.cause), t)
  const reason = (t.today.reasons as Record<string, string>)[textOf(facts.reason)] ?? ''
  switch (what) {
    case 'added':
    case 'edited':
      return editSentences(facts, reader)
    case 'deleted':
    case 'recoded':
    case 'brought-back':
      return [words.recoded(textOf(facts.from), textOf(facts.to)), comment]
    case 'payment':
      return [words.payment(textOf(facts.number), money(facts.amountCents), day(facts.on)), textOf(facts.reference), comment]
    case 'adjustment':
      return [words.document(`${textOf(facts.kind)} ${textOf(facts.number)}`, money(facts.amountCents)), comment]
    case 'voided':
      return [
        words.voided(textOf(facts.voids), `${textOf(facts.kind)} ${textOf(facts.number)}`, money(facts.amountCents)),
        comment,
      ]
    case 'promise-replaced':
      return [words.replaced(day(facts.promisedOn), day(facts.by))]
    case 'enabled-by-hand':
      return [day(facts.endsOn) === '' ? '' : words.until(day(facts.endsOn)), promiseChoice(facts, t), comment]
    case 'note-added':
      return []
    case 'file-added':
    case 'file-removed':
      return [textOf(facts.name)]
    case 'secret-seen':
      return [(words.secrets as Record<string, string>)[textOf(facts.secret)] ?? '', textOf(facts.connection)]
    case 'notice-begun':
      return [words.notice(money(facts.owedCents), textOf(facts.seconds))]
    default:
      break
  }
  const place = [textOf(facts.connection), textOf(facts.router)].filter((one) => one !== '')
  const known = [
    place.length > 0 ? words.place(place[0] ?? '', place[1] ?? '') : '',
    reason === '' ? '' : words.reason(reason),
    cause === '' ? '' : words.cause(cause),
    'promisedOn' in facts ? words.promise(day(facts.promisedOn)) : '',
    typeof facts.overdueCents === 'number' ? words.debt(money(facts.overdueCents), money(facts.thresholdCents)) : '',
    typeof facts.attempts === 'number' && facts.attempts > 1 ? words.attempts(facts.attempts) : '',
    typeof facts.tookMs === 'number' ? words.took(tookText(facts.tookMs, t)) : '',
    typeof facts.nextAt === 'number' ? words.next(formatInstant(reader.text, reader.zone, facts.nextAt)) : '',
    comment,
  ]
  return [...known, ...rest(facts)]
}

const TOLD = new Set([
  ...['connection', 'router', 'reason', 'cause', 'promisedOn', 'overdueCents', 'thresholdCents', 'tookMs', 'nextAt', 'comment'],
])

/** Facts that no sentence above tells. */
const rest = (facts: Facts): string[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    TOLD.has(name) || ELSEWHERE.has(name) || textOf(value) === '' ? [] : [`${name}: ${textOf(value)}`],
  )

function editSentences(facts: Facts, { t }: LogReader): string[] {
  const words = t.customerLog
  const file = textOf(facts.import)
  const alike = Array.isArray(facts.resembles) ? (facts.resembles as { code: string; name: string; same: string }[]) : []
  const name = [textOf(facts.code), textOf(facts.name)].filter((one) => one !== '').join(' ')
  return [
    textOf(facts.connection) === '' ? (name === '' ? '' : `${name}.`) : `${textOf(facts.connection)}.`,
    file === '' ? '' : words.imported(file),
    alike.length === 0 ? '' : words.resembles([...new Set(alike.map((one) => `${one.code} ${one.name}`))].join(', ')),
    textOf(facts.cpe),
  ]
}

function promiseChoice(facts: Facts, t: OperatorText): string {
  return (t.customerLog.promiseChoices as Record<string, string>)[textOf(facts.promise)] ?? ''
}

function tookText(ms: number, t: OperatorText): string {
  const words = t.customerLog
  if (ms < 1_000) return words.moment
  const seconds = Math.round(ms / 1_000)
  return seconds < 120 ? words.seconds(seconds) : words.minutes(Math.round(seconds / 60))
}

/** `payment:RC 0001-00000012` as one says it. */
export function causeText(cause: string, t: OperatorText): string {
  if (cause === '') return ''
  const { causes } = t.customerLog
  const [kind = '', what = ''] = cause.split(/:(.*)/s)
  const words = (causes as Record<string, ((what: string) => string) | undefined>)[kind]
  return words === undefined ? cause : words(what)
}

/** `Teléfono: 351 1 → 351 2`, one a field. */
function changesOf(changes: Facts, reader: LogReader): string[] {
  const words = reader.t.customerLog
  const fields: Record<string, string> = words.fields
  return Object.entries(changes).flatMap(([name, change]) => {
    if (!isRecord(change)) return []
    const field = fields[name] ?? name
    const [from, to] = [valueText(name, change.from, reader), valueText(name, change.to, reader)]
    return [from === '…' || to === '…' ? words.secretChanged(field) : words.changed(field, from, to)]
  })
}

const FLAGS = new Set(['free', 'blockable', 'prenotice', 'contractSigned', 'inService', 'wasInService'])

function valueText(name: string, value: unknown, reader: LogReader): string {
  const words = reader.t.customerLog
  if (value === null || value === undefined || value === '') return words.blank
  if (FLAGS.has(name)) return value === 1 ? words.yes : words.no
  if (name === 'planId') return reader.plans.get(Number(value)) ?? words.gone
  if (name === 'routerId' || name === 'panelRouterId') return reader.routers.get(Number(value)) ?? words.gone
  if (name === 'kind') return (reader.t.customer.connection.kinds as Record<string, string>)[textOf(value)] ?? textOf(value)
  if (name === 'idNumber' && value === '9999999') return words.blank
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(reader.text, value as Day)
  return textOf(value)
}
