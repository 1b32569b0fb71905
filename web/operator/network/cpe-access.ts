// Configuración de CPE: up to five passwords that CPEs are tried with, in order, and the accesses over SNMP. What is stored is never
// shown: a password is replaced or taken away, nothing else.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  addCredential,
  CREDENTIALS_MAX,
  type NewSnmpAccess,
  removeCredential,
  removeSnmp,
  replaceCredential,
  setSnmp,
} from '../../../core/acts/cpe-accesses.ts'
import { isFault } from '../../../core/fault.ts'
import { listCredentials, listSnmpAccesses } from '../../../core/store/cpe-accesses.ts'
import { listRouters } from '../../../core/store/routers.ts'
import { type OperatorRoom, told } from '../access.ts'
import { asTyped, idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { attempt, type Mistakes } from './attempt.ts'

const PATH = '/configuracion/cpe'
const MAY = { config: { may: 'settings.edit' } } as const

const PasswordForm = z.object({ username: asTyped, password: asTyped })
const SnmpForm = z.object({
  of: asTyped,
  version: z.enum(['1', '2c', '3']).catch('2c'),
  port: asTyped,
  community: asTyped,
  user: asTyped,
  auth: z.enum(['', 'md5', 'sha', 'sha256']).catch(''),
  auth_key: asTyped,
  privacy: z.enum(['', 'des', 'aes']).catch(''),
  privacy_key: asTyped,
})
type SnmpForm = z.output<typeof SnmpForm>

interface Shown {
  /** Which password's form was sent: its position, or `new`. */
  at?: string
  username?: string
  mistakes?: Mistakes
  snmp?: { given: SnmpForm; mistakes: Mistakes }
}

export function cpeAccess(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const page = accessPage(room)
  const by = (request: FastifyRequest) => ({ ...told(request, deps), seal: deps.seal })
  app.get(PATH, MAY, (request, reply) => page(request, reply, {}))

  app.post(`${PATH}/claves`, MAY, async (request, reply) => {
    const { t } = readerOf(request)
    const form = PasswordForm.parse(request.body ?? {})
    const ask = { username: form.username.trim(), password: form.password }
    const words = t.network.access.mistakes
    const mistakes = await attempt(() => addCredential(db, ask, by(request)), { ...words, taken: words.full }, 'password')
    if (mistakes !== null) return page(request, reply.code(422), { at: 'new', username: form.username, mistakes })
    deps.nudge()
    request.session.said = t.network.access.added
    return reply.redirect(PATH, 303)
  })

  app.post(`${PATH}/claves/:position`, MAY, async (request, reply) => {
    const { t } = readerOf(request)
    const position = positionOf(request)
    const form = PasswordForm.parse(request.body ?? {})
    const ask = { position, username: form.username.trim(), password: form.password }
    const mistakes = await attempt(() => replaceCredential(db, ask, by(request)), t.network.access.mistakes, 'password')
    if (mistakes !== null) return page(request, reply.code(422), { at: String(position), username: form.username, mistakes })
    deps.nudge()
    request.session.said = t.network.access.replaced
    return reply.redirect(PATH, 303)
  })

  app.post(`${PATH}/claves/:position/quitar`, MAY, async (request, reply) => {
    await once(() => removeCredential(db, positionOf(request), by(request)))
    request.session.said = readerOf(request).t.network.access.removed
    return reply.redirect(PATH, 303)
  })
  snmp(app, room, page)
}

const positionOf = (request: FastifyRequest): number => idIn(request.params, 'position')

/** Taking away what is gone already is done. */
async function once(deed: () => Promise<void>): Promise<void> {
  try {
    await deed()
  } catch (e) {
    if (!isFault(e) || e.code !== 'record-missing') throw e
  }
}

type AccessPage = (request: FastifyRequest, reply: FastifyReply, shown: Shown) => Promise<FastifyReply>

function accessPage({ deps, show }: OperatorRoom): AccessPage {
  const { db } = deps
  return async (request, reply, shown) => {
    const { t } = readerOf(request)
    const routers = await listRouters(db)
    const names = new Map(routers.map(({ id, name }) => [id, name]))
    const passwords = await listCredentials(db)
    return show(request, reply, 'network/cpe-access.eta', {
      title: t.network.access.title,
      passwords: passwords.map(({ position, username }, index) => ({ position, username, number: index + 1 })),
      most: CREDENTIALS_MAX,
      accesses: (await listSnmpAccesses(db)).flatMap(({ routerId, version, port }) => {
        const of = routerId === null ? '' : names.get(routerId)
        return of === undefined ? [] : [{ of, version, port }]
      }),
      routers: routers.map(({ name }) => name),
      at: shown.at ?? null,
      username: shown.username ?? '',
      mistakes: shown.mistakes ?? {},
      snmp: shown.snmp ?? { given: { ...SnmpForm.parse({}), port: '161' }, mistakes: {} },
    })
  }
}

function snmp(app: FastifyInstance, { deps }: OperatorRoom, page: AccessPage): void {
  const { db } = deps
  app.post(`${PATH}/snmp`, MAY, async (request, reply) => {
    const { t } = readerOf(request)
    const given = SnmpForm.parse(request.body ?? {})
    const words = t.network.access.mistakes
    const read = accessOf(given, words)
    const router = given.of === '' ? null : given.of
    if (router !== null && !(await listRouters(db)).some(({ name }) => name === router)) read.mistakes.of = words.of
    if (read.access === null || Object.keys(read.mistakes).length > 0) {
      const kept = { ...given, community: '', auth_key: '', privacy_key: '' }
      return page(request, reply.code(422), { snmp: { given: kept, mistakes: read.mistakes } })
    }
    await setSnmp(db, { router, access: read.access }, { ...told(request, deps), seal: deps.seal })
    deps.nudge()
    request.session.said = t.network.access.snmpSaved(router)
    return reply.redirect(PATH, 303)
  })

  app.post(`${PATH}/snmp/quitar`, MAY, async (request, reply) => {
    const { of } = z.object({ of: asTyped }).parse(request.body ?? {})
    await once(() => removeSnmp(db, of === '' ? null : of, told(request, deps)))
    request.session.said = readerOf(request).t.network.access.snmpRemoved(of === '' ? null : of)
    return reply.redirect(PATH, 303)
  })
}

/** RFC 3414 §11.2: keys of less than eight characters are no keys. */
const KEY_MIN = 8
const SECRET_MAX = 100

type Words = Readonly<Record<'port' | 'community' | 'user' | 'auth' | 'auth_key' | 'privacy_key' | 'of', string>>

function accessOf(given: SnmpForm, words: Words): { access: NewSnmpAccess | null; mistakes: Mistakes } {
  const mistakes: Mistakes = {}
  const port = /^\d{1,5}$/.test(given.port.trim()) ? Number(given.port) : 0
  if (port < 1 || port > 65_535) mistakes.port = words.port
  const { version } = given
  if (version !== '3') {
    const community = given.community.trim()
    if (community === '' || community.length > SECRET_MAX || /\p{Cc}/u.test(community)) mistakes.community = words.community
    return { access: { version, port, community }, mistakes }
  }
  const username = given.user.trim()
  if (!/^[\w.@-]{1,32}$/.test(username)) mistakes.user = words.user
  const isKey = (key: string): boolean => key.length >= KEY_MIN && key.length <= SECRET_MAX
  if (given.auth !== '' && !isKey(given.auth_key)) mistakes.auth_key = words.auth_key
  if (given.privacy !== '' && given.auth === '') mistakes.auth = words.auth
  if (given.privacy !== '' && !isKey(given.privacy_key)) mistakes.privacy_key = words.privacy_key
  const auth = given.auth === '' ? null : { protocol: given.auth, key: given.auth_key }
  const privacy = given.privacy === '' ? null : { protocol: given.privacy, key: given.privacy_key }
  return { access: { version, port, username, auth, privacy }, mistakes }
}
