// What a person may do to himself: password, second factor, his browsers, language and theme.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import { confirmPassword, startTotp } from '../../../core/acts/log-in.ts'
import { setPersonPassword } from '../../../core/acts/people.ts'
import { isFault } from '../../../core/fault.ts'
import { passwordMistake } from '../../../core/password.ts'
import { changePerson } from '../../../core/store/people.ts'
import { loadIspWords, loadTerms } from '../../../core/store/settings.ts'
import { endSessionsOfPerson, sessionsOfPerson } from '../../../core/store/web-sessions.ts'
import { newTotpSecret, totpUri } from '../../../core/totp.ts'
import type { WebDeps } from '../../deps.ts'
import { COOKIE, sessionHash } from '../../plugins/session.ts'
import { formatInstant } from '../../text/format.ts'
import { LOG_IN, me, type OperatorRoom, OWN_PASSWORD, ownPath, told } from '../access.ts'
import { readerOf } from '../frame.ts'
import { inSession } from '../in-session.ts'
import { lockedText } from '../log-in/page.ts'

const HOME = '/mi-cuenta'
const OWN = { config: { may: 'anyone', isOwn: true } } as const
const YEAR_S = 365 * 86_400

const word = z.string().max(1000).default('')
const PasswordForm = z.object({ current: word, next: word, repeat: word })
const TotpForm = z.object({ code: z.string().max(20).default('') })
const Taste = z.object({
  language: z.enum(['es-AR', 'en']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  back: z.string().max(2000).optional(),
})

type Mistakes = Record<string, string>

export function page(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  async function home(request: FastifyRequest, reply: FastifyReply, mistakes: Mistakes = {}): Promise<FastifyReply> {
    const { t, text } = readerOf(request)
    const person = me(request)
    const { zone } = await loadTerms(deps.db)
    const here = sessionHash(request.session.sessionId)
    const sessions = (await sessionsOfPerson(deps.db, person.id, deps.now())).map((row) => ({
      ...row,
      since: formatInstant(text, zone, row.createdAt),
      isThis: row.idHash === here,
    }))
    const secret = newTotpOf(request, deps)
    const issuer = (await loadIspWords(deps.db)).name || 'ISPCube'
    const totp = secret === null ? null : { secret, qr: qrOf(totpUri(secret, issuer, person.username)) }
    return show(request, reply, 'account/account.eta', { title: t.account.title, person, mistakes, sessions, totp })
  }

  app.get(HOME, { config: { may: 'anyone' } }, (request, reply) => home(request, reply))
  app.get(OWN_PASSWORD, OWN, (request, reply) => home(request, reply))
  password(app, deps, home)
  secondFactor(app, deps, home)

  app.post(`${HOME}/sesiones`, { config: { may: 'anyone' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const gone = await endSessionsOfPerson(deps.db, me(request).id, sessionHash(request.session.sessionId))
    request.session.said = t.account.sessions.ended(gone)
    return reply.redirect(HOME, 303)
  })

  app.post('/salir', OWN, async (request, reply) => {
    await request.session.destroy()
    return reply.clearCookie(COOKIE, { path: '/' }).redirect(LOG_IN, 303)
  })
  taste(app, deps)
}

type Home = (request: FastifyRequest, reply: FastifyReply, mistakes?: Mistakes) => Promise<FastifyReply>

function password(app: FastifyInstance, deps: WebDeps, home: Home): void {
  app.post(OWN_PASSWORD, OWN, async (request, reply) => {
    const { t } = readerOf(request)
    const person = me(request)
    const { current, next, repeat } = PasswordForm.parse(request.body ?? {})
    const mistakes: Mistakes = {}
    const mistake = passwordMistake(next, person.username)
    if (mistake !== null) mistakes.next = t.account.password.mistakes[mistake]
    if (next !== repeat) mistakes.repeat = t.account.password.differs
    const where = { now: deps.now(), address: request.ip }
    const known = await confirmPassword(deps.db, { person, password: current }, where)
    if (!known.ok) mistakes.current = known.why === 'wrong' ? t.account.password.wrong : lockedText(t, known.until - where.now)
    if (Object.keys(mistakes).length > 0) return home(request, reply.code(422), mistakes)
    const keepSession = sessionHash(request.session.sessionId)
    const ask = { username: person.username, password: next, isTemporary: false, keepSession }
    await setPersonPassword(deps.db, ask, told(request, deps))
    request.session.said = t.account.password.done
    return reply.redirect(HOME, 303)
  })
}

const NEW_TOTP = 'new totp'

/** The secret that an app has still to prove. One that does not open here, because the key was changed, is asked for anew. */
function newTotpOf(request: FastifyRequest, { seal }: WebDeps): string | null {
  const { newTotp } = request.session
  if (newTotp === undefined) return null
  try {
    return seal.open(newTotp, inSession(request, NEW_TOTP))
  } catch (e) {
    if (!isFault(e) || e.code !== 'secret-unreadable') throw e
    delete request.session.newTotp
    return null
  }
}

function secondFactor(app: FastifyInstance, deps: WebDeps, home: Home): void {
  app.post(`${HOME}/segundo-factor`, { config: { may: 'anyone' } }, async (request, reply) => {
    // One that is on is taken off by another hand: who sits at an open browser must not put his own telephone in its place.
    if (me(request).totpSealed === null) request.session.newTotp = deps.seal.seal(newTotpSecret(), inSession(request, NEW_TOTP))
    return reply.redirect(`${HOME}#totp`, 303)
  })

  app.post(`${HOME}/segundo-factor/codigo`, { config: { may: 'anyone' } }, async (request, reply) => {
    const { t } = readerOf(request)
    const secret = newTotpOf(request, deps)
    if (secret === null) return reply.redirect(HOME, 303)
    if (me(request).totpSealed !== null) {
      delete request.session.newTotp
      return reply.redirect(`${HOME}#totp`, 303)
    }
    const { code } = TotpForm.parse(request.body ?? {})
    const by = { ...told(request, deps), seal: deps.seal }
    if (!(await startTotp(deps.db, { personId: me(request).id, secret, code }, by)))
      return home(request, reply.code(422), { code: t.account.totp.wrong })
    delete request.session.newTotp
    request.session.said = t.account.totp.done
    return reply.redirect(HOME, 303)
  })
}

function taste(app: FastifyInstance, deps: WebDeps): void {
  // Before the log-in too: whoever cannot read the page cannot log in.
  app.post('/preferencias', { config: { may: 'public' } }, async (request, reply) => {
    const { language, theme, back } = Taste.parse(request.body ?? {})
    const kept = { path: '/', maxAge: YEAR_S, sameSite: 'lax', secure: 'auto', httpOnly: true } as const
    if (language !== undefined) {
      void reply.setCookie('lang', language, kept)
      if (request.person !== null) await changePerson(deps.db, request.person.id, { language })
    }
    if (theme !== undefined) void reply.setCookie('theme', theme, kept)
    return reply.redirect(ownPath(back), 303)
  })
}

/** As a picture whose text says nothing: the key stands beside it. Dark on light in both themes, for the camera's sake. */
const qrOf = (uri: string): string => `data:image/svg+xml;base64,${Buffer.from(renderSVG(uri, { border: 2 })).toString('base64')}`
