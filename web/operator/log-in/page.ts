// The log-in: user and password, then the code of who has a second factor. A new session id is made for whoever gets in, so an
// id that was planted before is worth nothing.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { confirmLogIn, type LogIn, logIn } from '../../../core/acts/log-in.ts'
import type { Person } from '../../../core/store/people.ts'
import { LOG_INS } from '../../plugins/shield.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { LOG_IN, type OperatorRoom, ownPath } from '../access.ts'
import { readerOf } from '../frame.ts'

/** The code has to follow the password within this time. */
const HALF_MS = 5 * 60_000

const Form = z.object({
  username: z.string().max(200).default(''),
  password: z.string().max(1000).default(''),
  a: z.string().optional(),
})
const CodeForm = z.object({ code: z.string().max(20).default(''), a: z.string().optional() })

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const limited = { config: { may: 'public', rateLimit: LOG_INS } } as const

  const form = (request: FastifyRequest, reply: FastifyReply, more: object) =>
    show(request, reply, 'log-in/log-in.eta', { title: readerOf(request).t.logIn.title, username: '', mistake: null, ...more })

  const codeForm = (request: FastifyRequest, reply: FastifyReply, more: object) =>
    show(request, reply, 'log-in/code.eta', { title: readerOf(request).t.logIn.codeTitle, mistake: null, ...more })

  const where = (request: FastifyRequest) => ({ now: deps.now(), address: request.ip, seal: deps.seal })

  const half = ({ session }: FastifyRequest): { personId: number; at: number } | null =>
    session.half !== undefined && deps.now() - session.half.at < HALF_MS ? session.half : null

  app.get<{ Querystring: { a?: string } }>(LOG_IN, { config: { may: 'public' } }, async (request, reply) => {
    if (request.person !== null) return reply.redirect('/', 303)
    return form(request, reply, { a: ownPath(request.query.a) })
  })

  app.post(LOG_IN, limited, async (request, reply) => {
    const { username, password, a } = Form.parse(request.body ?? {})
    const outcome = await logIn(deps.db, { username, password }, where(request))
    if (!outcome.ok) return form(request, reply.code(401), { a: ownPath(a), username, mistake: wordsFor(request, outcome) })
    await request.session.regenerate()
    if (!outcome.needsCode) return enter(request, reply, outcome.person, a)
    request.session.half = { personId: outcome.person.id, at: deps.now() }
    return reply.redirect(`${LOG_IN}/codigo?a=${encodeURIComponent(ownPath(a))}`, 303)
  })

  app.get<{ Querystring: { a?: string } }>(`${LOG_IN}/codigo`, { config: { may: 'public' } }, async (request, reply) => {
    if (half(request) === null) return reply.redirect(LOG_IN, 303)
    return codeForm(request, reply, { a: ownPath(request.query.a) })
  })

  app.post(`${LOG_IN}/codigo`, limited, async (request, reply) => {
    const known = half(request)
    if (known === null) return reply.redirect(LOG_IN, 303)
    const { code, a } = CodeForm.parse(request.body ?? {})
    const outcome = await confirmLogIn(deps.db, { personId: known.personId, passwordAt: known.at, code }, where(request))
    if (outcome.ok) {
      await request.session.regenerate()
      return enter(request, reply, outcome.person, a)
    }
    const mistake = outcome.why === 'wrong' ? readerOf(request).t.logIn.codeWrong : wordsFor(request, outcome)
    return codeForm(request, reply.code(401), { a: ownPath(a), mistake })
  })

  function enter(request: FastifyRequest, reply: FastifyReply, person: Person, a: string | undefined): FastifyReply {
    Object.assign(request.session, { personId: person.id, address: request.ip, agent: request.headers['user-agent'] ?? '' })
    reply.generateCsrf()
    return reply.redirect(ownPath(a), 303)
  }

  function wordsFor(request: FastifyRequest, outcome: Extract<LogIn, { ok: false }>): string {
    const { t } = readerOf(request)
    if (outcome.why === 'wrong') return t.logIn.wrong
    return lockedText(t, outcome.until - deps.now())
  }
}

/** For how long nobody is let in with a name. */
export const lockedText = ({ logIn: words }: OperatorText, ms: number): string =>
  words.locked(Math.max(1, Math.ceil(ms / 60_000)))
