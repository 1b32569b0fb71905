// One person: his details, and what keeps strangers from being him. Each form carries the mark of what its page showed, so that
// of two who change the same person the second is told.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changeThePerson, endHisSessions, personMark, setPersonPassword } from '../../../core/acts/people.ts'
import { Fault } from '../../../core/fault.ts'
import { temporaryPassword } from '../../../core/password.ts'
import { valuesOf } from '../../../core/store/customer-list.ts'
import { listRoles, type Person, personById } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { sessionsOfPerson } from '../../../core/store/web-sessions.ts'
import { formatInstant } from '../../text/format.ts'
import type { Db } from '../../../core/store/db.ts'
import type { WebDeps } from '../../deps.ts'
import type { OperatorText } from '../../text/operator/index.ts'
import { me, type OperatorRoom, told } from '../access.ts'
import { idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { PersonForm } from './add.ts'
import { type Refusal, refusalOf } from './mistakes.ts'
import { keepOnce, takeOnce } from './once.ts'

const AbleForm = z.object({ disabled: z.enum(['si', 'no']) })
const NONE: Refusal = { status: 200, mistakes: {}, trouble: null }

const MAY = { config: { may: 'people.edit' } } as const

export function person(app: FastifyInstance, room: OperatorRoom): void {
  const { deps } = room
  const { db } = deps
  const { home, change } = pageOf(room)

  app.get('/usuarios/:id', MAY, async (request, reply) => home(request, reply, await personOf(request, db), NONE))

  app.post('/usuarios/:id', MAY, async (request, reply) => {
    const { username: _, mark, ...typed } = PersonForm.parse(request.body ?? {})
    const deed = async (one: Person, { people }: OperatorText): Promise<string> => {
      const before = personMark(one)
      const after = await changeThePerson(db, one.username, { ...typed, mark }, told(request, deps))
      return personMark(after) === before ? people.unchanged : people.saved
    }
    return change(request, reply, deed, typed)
  })
  access(app, deps, change)
}

/** What keeps strangers from being him, and him out. */
function access(app: FastifyInstance, deps: WebDeps, change: Change): void {
  const { db } = deps

  app.post('/usuarios/:id/habilitacion', MAY, async (request, reply) => {
    const { disabled } = AbleForm.parse(request.body ?? {})
    return change(request, reply, async ({ username }, { people }) => {
      await changeThePerson(db, username, { disabled: disabled === 'si' }, told(request, deps))
      return disabled === 'si' ? people.able.disabled(username) : people.able.enabled(username)
    })
  })

  app.post('/usuarios/:id/clave', MAY, async (request, reply) => {
    const { mark } = PersonForm.parse(request.body ?? {})
    return change(request, reply, async ({ username }, { people }) => {
      const password = temporaryPassword()
      await setPersonPassword(db, { username, password, isTemporary: true, mark }, told(request, deps))
      keepOnce(request, deps.seal, username, password)
      return people.password.done(username)
    })
  })

  app.post('/usuarios/:id/segundo-factor', MAY, (request, reply) =>
    change(request, reply, async ({ username }, { people }) => {
      await changeThePerson(db, username, { withoutTotp: true }, told(request, deps))
      return people.totp.done(username)
    }),
  )

  app.post('/usuarios/:id/sesiones', MAY, (request, reply) =>
    change(request, reply, async ({ username }, { people }) =>
      people.sessions.done(await endHisSessions(db, username, told(request, deps))),
    ),
  )
}

async function personOf(request: FastifyRequest, db: Db): Promise<Person> {
  const id = idIn(request.params)
  const found = await personById(db, id)
  if (found === null) throw new Fault('record-missing', `there is no user with the number ${id}`, { person: id })
  return found
}

type Change = (
  request: FastifyRequest,
  reply: FastifyReply,
  deed: (one: Person, t: OperatorText) => Promise<string>,
  typed?: object,
) => Promise<FastifyReply>

function pageOf({ deps, show }: OperatorRoom) {
  const { db } = deps

  async function home(request: FastifyRequest, reply: FastifyReply, one: Person, refusal: Refusal, typed?: object) {
    const { t, text } = readerOf(request)
    const { zone } = await loadTerms(db)
    const time = (at: number | null) => (at === null ? null : formatInstant(text, zone, at))
    const sessions = await sessionsOfPerson(db, one.id, deps.now())
    const { totpSealed, passwordHash: _, ...shown } = one
    return show(request, reply.code(refusal.status), 'people/person.eta', {
      title: `${one.name}`,
      person: { ...shown, hasTotp: totpSealed !== null, isMe: one.id === me(request).id },
      once: takeOnce(request, deps.seal, one.username),
      mark: personMark(one),
      typed: typed ?? one,
      ...refusal,
      roles: await listRoles(db),
      collectors: await valuesOf(db, 'collector'),
      sessions: sessions.map((row) => ({ ...row, since: time(row.createdAt) })),
      times: {
        password: time(one.passwordSetAt),
        seen: time(one.seenAt),
        disabled: time(one.disabledAt),
        locked: one.lockedUntil !== null && one.lockedUntil > deps.now() ? time(one.lockedUntil) : null,
      },
      words: t.people,
    })
  }

  /** Does it, and comes back to the page with what was done, or with what is wrong. */
  const change: Change = async (request, reply, deed, typed) => {
    const { t } = readerOf(request)
    const one = await personOf(request, db)
    try {
      request.session.said = await deed(one, t)
      return await reply.redirect(`/usuarios/${one.id}`, 303)
    } catch (e) {
      const refusal = refusalOf(e, t)
      if (refusal === null) throw e
      // Sent twice: the first one is done, and its password waits to be shown.
      if (refusal.status === 409 && request.session.once?.username === one.username)
        return reply.redirect(`/usuarios/${one.id}`, 303)
      return home(request, reply, await personOf(request, db), refusal, refusal.status === 409 ? undefined : typed)
    }
  }

  return { home, change }
}
