// The lists that fields of customers are chosen from, one page each: statuses, of one word, and postal codes, of a code and a
// place. A line is a form of its own, and so is a new one above them.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Chosen, removePostalCode, removeStatus, savePostalCode, saveStatus } from '../../../core/acts/choices.ts'
import { isFault } from '../../../core/fault.ts'
import type { Told } from '../../../core/acts/reorder.ts'
import { listPostalCodes, listStatuses } from '../../../core/store/choices.ts'
import type { Db } from '../../../core/store/db.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { type OperatorRoom, told } from '../access.ts'
import { idIn, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'

const MAY = { config: { may: 'settings.edit' } } as const

type Line = Record<string, string>

/** One of the lists: its address, its fields, and the acts that change it. */
interface List {
  url: string
  columns: readonly [string, ...string[]]
  words(t: OperatorText): {
    title: string
    lead: string
    none: string
    added(name: string): string
    labels: Record<string, string>
  }
  rows(db: Db): Promise<{ id: number; line: Line }[]>
  save(db: Db, id: number | null, line: Line, by: Told): Promise<Chosen>
  remove(db: Db, id: number, by: Told): Promise<string | null>
}

const STATUSES: List = {
  url: '/configuracion/estados',
  columns: ['name'],
  words: ({ choices: { statuses } }) => ({ ...statuses, labels: { name: statuses.name } }),
  rows: async (db) => (await listStatuses(db)).map(({ id, name }) => ({ id, line: { name } })),
  save: (db, id, { name = '' }, by) => saveStatus(db, { id, name }, by),
  remove: removeStatus,
}

const POSTAL_CODES: List = {
  url: '/configuracion/codigos-postales',
  columns: ['code', 'place'],
  words: ({ choices: { postalCodes } }) => ({ ...postalCodes, labels: { code: postalCodes.code, place: postalCodes.place } }),
  rows: async (db) => (await listPostalCodes(db)).map(({ id, code, place }) => ({ id, line: { code, place } })),
  save: (db, id, { code = '', place = '' }, by) => savePostalCode(db, { id, code, place }, by),
  remove: removePostalCode,
}

export function page(app: FastifyInstance, room: OperatorRoom): void {
  for (const list of [STATUSES, POSTAL_CODES]) pageOf(app, room, list)
}

interface Wrong {
  /** Null: the new one. */
  id: number | null
  line: Line
  mistakes: Record<string, string>
}

function pageOf(app: FastifyInstance, { deps, show }: OperatorRoom, list: List): void {
  const { db } = deps

  async function send(request: FastifyRequest, reply: FastifyReply, wrong: Wrong | null = null): Promise<FastifyReply> {
    const { t } = readerOf(request)
    const { title, ...words } = list.words(t)
    const rows = await list.rows(db)
    return show(request, reply, 'choices/list.eta', { title, words, columns: list.columns, url: list.url, rows, wrong })
  }

  async function save(request: FastifyRequest, reply: FastifyReply, id: number | null): Promise<FastifyReply> {
    const { t } = readerOf(request)
    const line = typedIn(request.body, ...list.columns)
    const name = list.columns
      .map((column) => line[column])
      .filter(Boolean)
      .join(' ')
    try {
      const { moved } = await list.save(db, id, line, told(request, deps))
      request.session.said = id === null ? list.words(t).added(name) : t.choices.renamed(name, moved)
      return reply.redirect(list.url, 303)
    } catch (e) {
      if (!isFault(e) || (e.code !== 'input-invalid' && e.code !== 'record-conflict')) throw e
      const [first] = list.columns
      const [column] = Array.isArray(e.facts.columns) ? (e.facts.columns as string[]) : [String(e.facts.column ?? first)]
      const mistake = e.code === 'record-conflict' ? t.choices.mistakes.taken : t.choices.mistakes.text
      return send(request, reply.code(422), { id, line, mistakes: { [column ?? first]: mistake } })
    }
  }

  app.get(list.url, MAY, (request, reply) => send(request, reply))
  app.post(list.url, MAY, (request, reply) => save(request, reply, null))
  app.post(`${list.url}/:id`, MAY, (request, reply) => save(request, reply, idIn(request.params)))
  app.post(`${list.url}/:id/quitar`, MAY, async (request, reply) => {
    const { t } = readerOf(request)
    const name = await list.remove(db, idIn(request.params), told(request, deps))
    request.session.said = name === null ? t.choices.gone : t.choices.removed(name)
    return reply.redirect(list.url, 303)
  })
}
