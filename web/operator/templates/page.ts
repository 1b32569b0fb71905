// Plantillas: what the ISP prints by. Each kind is edited as HTML with names in it, tried with made-up values beside the text, uploaded
// from a file, and given back to the model that comes with the program. What is shown of a template can do nothing (print/listing.ts).

import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  IMAGE_MAX_BYTES,
  removePrintImage,
  restorePrintTemplate,
  savePrintImage,
  savePrintTemplate,
} from '../../../core/acts/print-templates.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import { type Fields, fill, type PrintProblem, readTemplate, TEMPLATE_MAX } from '../../../core/rules/print.ts'
import { peopleNames } from '../../../core/store/people.ts'
import { printTemplate, printTemplates } from '../../../core/store/print-templates.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { isPrintKind, LOGO, logoAddress, modelOf, PRINT_KINDS, type PrintKind, type PrintKindName } from '../../print/kinds.ts'
import { printable } from '../../print/listing.ts'
import { formatInstant } from '../../text/format.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped } from '../form.ts'
import { readerOf } from '../frame.ts'
import { whoOf } from '../hands.ts'

const HOME = '/configuracion/plantillas'
/** In a form a character may be written with twelve. */
const MAY = { config: { may: 'templates.edit' }, bodyLimit: TEMPLATE_MAX * 12 } as const
const UPLOAD_MAX_BYTES = TEMPLATE_MAX * 4

const SourceForm = z.object({ source: asTyped })
const FileForm = z.object({ file: z.instanceof(Buffer).optional().catch(undefined) })

export function page(app: FastifyInstance, room: OperatorRoom): void {
  home(app, room)
  edit(app, room)
  preview(app, room)
  void app.register(async (scope) => {
    await scope.register(multipart, {
      attachFieldsToBody: 'keyValues',
      throwFileSizeLimit: false,
      limits: { fileSize: UPLOAD_MAX_BYTES + 1, files: 1, fields: 4, fieldSize: 10_000 },
    })
    uploads(scope, room)
  })
}

type Home = (request: FastifyRequest, reply: FastifyReply, mistake?: string) => Promise<FastifyReply>

const homePage = ({ deps, show }: OperatorRoom): Home =>
  async function (request, reply, mistake) {
    const { t, text } = readerOf(request)
    const { zone } = await loadTerms(deps.db)
    const names = await peopleNames(deps.db)
    const own = await printTemplates(deps.db)
    return show(request, reply, 'templates/templates.eta', {
      title: t.templates.title,
      kinds: Object.keys(PRINT_KINDS).map((kind) => {
        const found = own.find((one) => one.kind === kind)
        const saved = found && { at: formatInstant(text, zone, found.savedAt), by: whoOf(found.savedBy, names, t) }
        return { ...t.templates.kinds[kind as PrintKindName], href: `${HOME}/${kind}`, saved: saved ?? null }
      }),
      logo: await logoAddress(deps.db),
      logoKb: IMAGE_MAX_BYTES / 1024,
      mistakes: mistake === undefined ? {} : { file: mistake },
    })
  }

function home(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const send = homePage(room)
  app.get(HOME, MAY, (request, reply) => send(request, reply))
  app.post(`${HOME}/logo/quitar`, MAY, async (request, reply) => {
    await removePrintImage(deps.db, LOGO, told(request, deps))
    request.session.said = readerOf(request).t.templates.logo.removed
    return reply.redirect(HOME, 303)
  })
}

function kindOf(request: FastifyRequest): PrintKindName {
  const { kind } = request.params as { kind: string }
  if (isPrintKind(kind)) return kind
  throw new Fault('record-missing', `there is no kind of template "${kind}"`, { kind })
}

type Edit = (
  request: FastifyRequest,
  reply: FastifyReply,
  typed?: { source: string; problems: PrintProblem[] },
) => Promise<FastifyReply>

const editPage = ({ deps, show }: OperatorRoom): Edit =>
  async function (request, reply, typed) {
    const { t, text } = readerOf(request)
    const kind = kindOf(request)
    const own = await printTemplate(deps.db, kind)
    const said = typed?.problems.map((problem) => problemWords(problem, t)) ?? []
    // The one page that shows another inside: the preview, which can do nothing.
    void reply.header('content-security-policy', `${String(reply.getHeader('content-security-policy'))};frame-src 'self'`)
    return show(request, reply, 'templates/template.eta', {
      title: t.templates.kinds[kind].name,
      about: t.templates.kinds[kind].about,
      base: `${HOME}/${kind}`,
      home: HOME,
      isOwn: own !== null,
      source: typed?.source ?? own?.source ?? modelOf(kind, text.lang),
      names: namesOf(PRINT_KINDS[kind].fields, t),
      mistakes: said.length > 0 ? { source: said.join(' ') } : {},
      max: TEMPLATE_MAX,
    })
  }

/** `{{nombre}}` and what it stands for; of a list, how it is repeated. */
function namesOf(fields: Fields, t: OperatorText): { code: string; about: string; inside: ReturnType<typeof namesOf> }[] {
  const about = t.templates.names as Record<string, string>
  return Object.entries(fields).map(([name, field]) =>
    field === true
      ? { code: `{{${name}}}`, about: about[name] ?? '', inside: [] }
      : { code: `{{#${name}}} … {{/${name}}}`, about: about[name] ?? '', inside: namesOf(field, t) },
  )
}

const problemWords = ({ line, what, about }: PrintProblem, t: OperatorText): string =>
  what === 'long'
    ? t.templates.tooLong(TEMPLATE_MAX.toLocaleString())
    : t.templates.problem(line, t.templates.problems[what](about))

function edit(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const send = editPage(room)
  app.get(`${HOME}/:kind`, MAY, (request, reply) => send(request, reply))
  app.post(`${HOME}/:kind`, MAY, async (request, reply) => {
    const { source } = SourceForm.parse(request.body ?? {})
    return keep(room, send, request, reply, source)
  })
  app.post(`${HOME}/:kind/restaurar`, MAY, async (request, reply) => {
    const kind = kindOf(request)
    await restorePrintTemplate(deps.db, { kind }, told(request, deps))
    request.session.said = readerOf(request).t.templates.restored
    return reply.redirect(`${HOME}/${kind}`, 303)
  })
}

async function keep({ deps }: OperatorRoom, send: Edit, request: FastifyRequest, reply: FastifyReply, text: string) {
  const kind = kindOf(request)
  const { fields, streamed } = PRINT_KINDS[kind]
  const source = text.replaceAll('\r\n', '\n')
  const saved = await savePrintTemplate(deps.db, { kind, source, fields, streamed }, told(request, deps))
  if (!saved.ok) return send(request, reply.code(422), { source, problems: saved.problems })
  request.session.said = readerOf(request).t.templates.saved
  return reply.redirect(`${HOME}/${kind}`, 303)
}

function preview(app: FastifyInstance, { deps }: OperatorRoom): void {
  const { db } = deps
  async function shown(request: FastifyRequest, reply: FastifyReply, source: string): Promise<FastifyReply> {
    const { t, text } = readerOf(request)
    const { fields, streamed, sample }: PrintKind = PRINT_KINDS[kindOf(request)]
    const read = readTemplate(source, fields, streamed)
    if (!read.ok) {
      const lines = read.problems.map((problem) => problemWords(problem, t)).join('\n')
      return printable(reply.code(422)).type('text/plain; charset=utf-8').send(lines)
    }
    const { currency } = await loadTerms(db)
    return printable(reply).send(fill(read.pieces, { ...sample(text, currency), logo: await logoAddress(db) }))
  }
  app.get(`${HOME}/:kind/vista`, MAY, async (request, reply) => {
    const kind = kindOf(request)
    return shown(request, reply, (await printTemplate(db, kind))?.source ?? modelOf(kind, readerOf(request).text.lang))
  })
  app.post(`${HOME}/:kind/vista`, MAY, async (request, reply) => {
    const { source } = SourceForm.parse(request.body ?? {})
    return shown(request, reply, source)
  })
}

function uploads(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const send = editPage(room)
  const sendHome = homePage(room)
  const upload = { config: { may: 'templates.edit' }, bodyLimit: UPLOAD_MAX_BYTES * 2 } as const
  app.post(`${HOME}/:kind/subir`, upload, async (request, reply) => {
    const { file = Buffer.alloc(0) } = FileForm.parse(request.body ?? {})
    return keep(room, send, request, reply, file.toString('utf8').replace(/^\u{feff}/u, ''))
  })
  app.post(`${HOME}/logo`, upload, async (request, reply) => {
    const { logo } = readerOf(request).t.templates
    const { file = Buffer.alloc(0) } = FileForm.parse(request.body ?? {})
    try {
      await savePrintImage(deps.db, { name: LOGO, content: file }, told(request, deps))
    } catch (err) {
      if (!isFault(err) || err.code !== 'input-invalid') throw err
      return sendHome(request, reply.code(422), err.facts.mistake === 'large' ? logo.large(IMAGE_MAX_BYTES / 1024) : logo.wrong)
    }
    request.session.said = logo.saved
    return reply.redirect(HOME, 303)
  })
}
