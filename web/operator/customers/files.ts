// Archivos of a customer: put in, taken out, deleted. What a file is its bytes say; it is only ever handed out as something to be
// saved, never shown as a page of ours.

import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { explainCustomer } from '../../../core/acts/explain.ts'
import { addFile, FILES_MOST, removeFile } from '../../../core/acts/files.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import { fileKind, fileName } from '../../../core/rules/file.ts'
import { fileOf, filesOf } from '../../../core/store/files.ts'
import { peopleNames } from '../../../core/store/people.ts'
import type { CustomerRow } from '../../../core/store/tables.ts'
import type { FileRow } from '../../../core/store/tables-office.ts'
import { dropBytes, keepBytes, readBytes } from '../../files.ts'
import { formatInstant } from '../../text/format.ts'
import { LOG_IN, type OperatorRoom, told } from '../access.ts'
import { askSent, idParameter, newAsk } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'
import { customerUrl } from './url.ts'
import { customerFor } from './own.ts'
import { customerPage } from './show.ts'

const MB = 1024 * 1024
/** Beside the file: a token and an id. */
const FIELDS = { fields: 10, fieldNameSize: 100, fieldSize: 1_000, files: 1, parts: 12 }

interface Uploaded {
  name: string
  bytes: Buffer
  isCut: boolean
}

const isUploaded = (value: unknown): value is Uploaded => typeof value === 'object' && value !== null && 'bytes' in value

const Body = z.object({ ask: askSent, file: z.unknown().optional() })
const Id = z.object({ id: idParameter })

export function files(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db, filesFolder } = deps
  const list = lister(room)

  app.get('/clientes/:code/archivos', { config: { may: 'customers.see' } }, async (request, reply) =>
    list(request, reply, await customerFor(request, db)),
  )
  void app.register((inner) => upload(inner, room, list))

  app.get('/clientes/:code/archivos/:id', { config: { may: 'customers.see' } }, async (request, reply) => {
    const { file } = await fileFor(request, room)
    const bytes = await readBytes(filesFolder, file.stored)
    return reply
      .header('content-disposition', disposition(file.name))
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'no-store')
      .header('content-length', file.sizeBytes)
      .type(file.kind === 'text/plain' ? 'text/plain; charset=utf-8' : file.kind)
      .send(bytes)
  })
  removal(app, room)
}

async function upload(app: FastifyInstance, { deps }: OperatorRoom, list: List): Promise<void> {
  const { db, config, filesFolder } = deps
  // Whoever is nobody does not make us read ten megabytes first.
  app.addHook('onRequest', async (request, reply) => {
    if (request.session.personId === undefined) return reply.redirect(`${LOG_IN}?a=%2F`, 303)
  })
  await app.register(multipart, {
    limits: { ...FIELDS, fileSize: config.files.maxMb * MB },
    throwFileSizeLimit: false,
    attachFieldsToBody: 'keyValues',
    async onFile(part) {
      const bytes = await part.toBuffer()
      const taken: Uploaded = { name: part.filename, bytes, isCut: part.file.truncated }
      Object.assign(part, { value: taken })
    },
  })
  app.post('/clientes/:code/archivos', { config: { may: 'notes.write' } }, async (request, reply) => {
    const words = readerOf(request).t.customerOffice.files
    const customer = await customerFor(request, db)
    const { ask, file } = Body.parse(request.body ?? {})
    const refuse = (mistake: string) => list(request, reply.code(422), customer, mistake)
    if (!isUploaded(file) || (file.name === '' && file.bytes.length === 0)) return refuse(words.mistakes.none)
    if (file.isCut) return refuse(words.mistakes.big(String(config.files.maxMb)))
    if (file.bytes.length === 0) return refuse(words.mistakes.empty)
    const kind = fileKind(file.bytes)
    if (kind === null) return refuse(words.mistakes.kind)
    if ((await filesOf(db, customer.id, FILES_MOST)).length >= FILES_MOST) return refuse(words.mistakes.many)
    const name = fileName(file.name, kind)
    const kept = await keepBytes(filesFolder, file.bytes).catch((e: unknown) => {
      if (!isFault(e)) throw e
      deps.log.error({ err: e, customer: customer.code }, 'file not kept')
      return null
    })
    if (kept === null) return list(request, reply.code(503), customer, words.mistakes.disk)
    try {
      const record = { code: customer.code, askId: ask, name, kind, sizeBytes: file.bytes.length, ...kept }
      const { isNew } = await addFile(db, record, told(request, deps))
      if (!isNew) await dropBytes(filesFolder, kept.stored)
    } catch (e) {
      await dropBytes(filesFolder, kept.stored)
      throw e
    }
    request.session.said = words.added(name)
    return reply.redirect(`${customerUrl(customer.code)}/archivos`, 303)
  })
}

function removal(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db, filesFolder } = deps
  const send = customerPage(room)
  const may = { config: { may: 'customers.edit' } } as const

  app.get('/clientes/:code/archivos/:id/borrar', may, async (request, reply) => {
    const { customer, file } = await fileFor(request, room)
    return send(request, reply, 'file-removal.eta', {
      customer,
      story: await explainCustomer(db, customer.code, deps.now()),
      file,
    })
  })

  app.post('/clientes/:code/archivos/:id/borrar', may, async (request, reply) => {
    const words = readerOf(request).t.customerOffice.files
    const customer = await customerFor(request, db)
    const { id } = Id.parse(request.params)
    const removed = await removeFile(db, { code: customer.code, id }, told(request, deps))
    if (removed !== null) await dropBytes(filesFolder, removed.stored)
    request.session.said = removed === null ? words.gone : words.removed(removed.name)
    return reply.redirect(`${customerUrl(customer.code)}/archivos`, 303)
  })
}

type List = (request: FastifyRequest, reply: FastifyReply, customer: CustomerRow, mistake?: string) => Promise<FastifyReply>

function lister(room: OperatorRoom): List {
  const { deps } = room
  const { db, config } = deps
  const send = customerPage(room)
  return async (request, reply, customer, mistake) => {
    const { t, text } = readerOf(request)
    const story = await explainCustomer(db, customer.code, deps.now())
    const names = await peopleNames(db)
    const rows = (await filesOf(db, customer.id, FILES_MOST)).map((file) => ({
      ...file,
      size: sizeText(file.sizeBytes, text.lang),
      time: formatInstant(text, story.terms.zone, file.at),
      who: whoOf(file.by, names, t),
    }))
    const askId = newAsk()
    return send(request, reply, 'files.eta', {
      customer,
      story,
      rows,
      mistake: mistake ?? null,
      askId,
      maxMb: config.files.maxMb,
    })
  }
}

async function fileFor(request: FastifyRequest, { deps }: OperatorRoom): Promise<{ customer: CustomerRow; file: FileRow }> {
  const customer = await customerFor(request, deps.db)
  const { id } = Id.parse(request.params)
  const file = await fileOf(deps.db, customer.id, id)
  if (file === undefined) throw new Fault('record-missing', 'there is no such file of this customer', { customer: customer.code })
  return { customer, file }
}

/** For saving; in letters that all browsers take, and as it is (RFC 6266 §4.3). */
function disposition(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}

function sizeText(bytes: number, lang: string): string {
  const [amount, unit] = bytes >= MB ? [bytes / MB, 'MB'] : bytes >= 1024 ? [bytes / 1024, 'kB'] : [bytes, 'B']
  return `${amount.toLocaleString(lang, { maximumFractionDigits: 1 })} ${unit}`
}
