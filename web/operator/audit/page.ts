// Auditoría: the log with filters that stand in the address, pages by key, and the same as CSV, streamed slice by slice.

import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { logExport } from '../../../core/acts/exports.ts'
import { addDays, type Day, parseDay } from '../../../core/rules/day.ts'
import type { Terms } from '../../../core/rules/terms.ts'
import {
  type AuditFilter,
  auditHands,
  auditKinds,
  type AuditLine,
  auditLines,
  type AuditMark,
} from '../../../core/store/audit.ts'
import { customerByCode } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import { listPeople, peopleNames } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { formatDate, formatInstant } from '../../text/format.ts'
import { type OperatorRoom, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'
import { sentenceOf, whatOf } from './sentence.ts'

const PAGE = 100
const SLICE = 1000
/** More than anybody reads; who wants more asks by days. */
const EXPORT_MOST = 500_000

const word = z.string().trim().min(1).max(200).optional().catch(undefined)
const Query = z.object({
  ...{ quien: word, que: word, cliente: word, desde: word, hasta: word, pagina: word },
  programa: z.enum(['si']).optional().catch(undefined),
})
type Query = z.output<typeof Query>

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'audit.see' } } as const

  app.get('/auditoria', may, async (request, reply) => {
    const { t, text } = readerOf(request)
    const query = Query.parse(request.query)
    const terms = await loadTerms(db)
    const filter = await filterOf(db, query, terms)
    const found = filter === null ? [] : await auditLines(db, filter, markOf(query.pagina), PAGE + 1)
    const names = await peopleNames(db)
    const lines = found.slice(0, PAGE)
    const last = lines.at(-1)
    return show(request, reply, 'audit/list.eta', {
      title: t.audit.title,
      query,
      noCustomer: filter === null ? t.audit.noCustomer(query.cliente ?? '') : null,
      hands: await handsOf(db, names, request),
      kinds: (await auditKinds(db)).map((what) => ({ value: what, label: whatOf(what, t) })),
      lines: lines.map((line) => ({
        ...line,
        time: `${formatInstant(text, terms.zone, line.at)}`,
        day: formatDate(text, terms.zone.dayOf(line.at)),
        who: whoOf(line.by, names, t),
        said: sentenceOf(line, { t, text, zone: terms.zone, currency: terms.currency }),
      })),
      urls: {
        next: found.length > PAGE && last !== undefined ? urlOf(query, `${last.at}-${last.id}`) : null,
        first: query.pagina === undefined ? null : urlOf(query, undefined),
        csv: urlOf(query, undefined).replace('/auditoria', '/auditoria/csv'),
      },
    })
  })

  app.get('/auditoria/csv', may, async (request, reply) => {
    const { t } = readerOf(request)
    const query = Query.parse(request.query)
    const terms = await loadTerms(db)
    const filter = await filterOf(db, query, terms)
    const [, asked = ''] = urlOf(query, undefined).split('?')
    await logExport(db, { kind: 'audit', form: 'csv', filter: { query: asked } }, told(request, deps))
    const rows = Readable.from(filter === null ? [] : csvRows(db, filter, terms, request))
    const columns = [t.audit.columns.at, t.audit.columns.who, 'id', t.audit.columns.what, t.audit.fields.cliente, 'JSON']
    const csv = rows.pipe(stringify({ header: true, columns, bom: true, escape_formulas: true }))
    rows.on('error', (err) => csv.destroy(err))
    return reply
      .header('content-disposition', `attachment; filename="${t.audit.file}.csv"`)
      .header('cache-control', 'no-store')
      .type('text/csv; charset=utf-8')
      .send(csv)
  })
}

/** Slice by slice, each a walk of an index; between two, others have their turn. */
async function* csvRows(db: Db, filter: AuditFilter, terms: Terms, request: FastifyRequest): AsyncGenerator<string[]> {
  const { t, text } = readerOf(request)
  const names = await peopleNames(db)
  let after: AuditMark | null = null
  for (let count = 0; count < EXPORT_MOST; count += SLICE) {
    const lines: AuditLine[] = await auditLines(db, filter, after, SLICE)
    for (const line of lines) {
      const sentence = sentenceOf(line, { t, text, zone: terms.zone, currency: terms.currency }).text
      const when = terms.zone.format(line.at)
      yield [when, whoOf(line.by, names, t), line.by, sentence, line.customerCode ?? '', JSON.stringify(line.facts)]
    }
    after = lines.at(-1) ?? null
    if (lines.length < SLICE) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Null where it names a customer who is not there. What cannot be read is left out. */
async function filterOf(db: Db, query: Query, { zone }: Terms): Promise<AuditFilter | null> {
  const customer = query.cliente === undefined ? undefined : await customerByCode(db, query.cliente)
  if (query.cliente !== undefined && customer === undefined) return null
  const from = readDay(query.desde)
  const to = readDay(query.hasta)
  return {
    by: query.quien,
    what: query.que,
    customerId: customer?.id,
    fromAt: from === null ? undefined : zone.startOf(from),
    untilAt: to === null ? undefined : zone.startOf(addDays(to, 1)),
    withJobs: query.programa === 'si' || customer !== undefined,
  }
}

const readDay = (text: string | undefined): Day | null => (text === undefined ? null : parseDay(text))

function markOf(text: string | undefined): AuditMark | null {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? []
  return at === undefined ? null : { at: Number(at), id: Number(id) }
}

function urlOf(query: Query, mark: string | undefined): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...query, pagina: mark })) if (value !== undefined) parameters.set(name, value)
  const text = parameters.toString()
  return text === '' ? '/auditoria' : `/auditoria?${text}`
}

/** People by name, then the other hands that the log knows. */
async function handsOf(db: Db, names: ReadonlyMap<string, string>, request: FastifyRequest) {
  const { t } = readerOf(request)
  const people = (await listPeople(db)).map(({ id, name }) => ({ value: `operator:${id}`, label: name }))
  const known = new Set(people.map(({ value }) => value))
  const others = (await auditHands(db)).filter((by) => !known.has(by) && !by.startsWith('customer:'))
  return [...people, ...others.map((by) => ({ value: by, label: whoOf(by, names, t) }))]
}
