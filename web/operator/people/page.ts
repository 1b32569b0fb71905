// Usuarios: who may log in and as what. A temporary password is shown once, on the page after it was made; until then it waits in
// the session of who made it, sealed.

import type { FastifyInstance } from 'fastify'
import { listPeople } from '../../../core/store/people.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import { sessionCounts } from '../../../core/store/web-sessions.ts'
import { formatInstant } from '../../text/format.ts'
import { me, type OperatorRoom } from '../access.ts'
import { readerOf } from '../frame.ts'
import { adding } from './add.ts'
import { person } from './person.ts'
import { roleRemoval } from './role-removal.ts'
import { roles } from './roles.ts'

export function page(app: FastifyInstance, room: OperatorRoom): void {
  const { deps, show } = room
  app.get('/usuarios', { config: { may: 'people.edit' } }, async (request, reply) => {
    const { t, text } = readerOf(request)
    const { zone } = await loadTerms(deps.db)
    const sessions = await sessionCounts(deps.db, deps.now())
    const people = await listPeople(deps.db)
    return show(request, reply, 'people/list.eta', {
      title: t.people.title,
      rows: people.map((one) => ({
        ...one,
        state: stateOf(one, deps.now()),
        seen: one.seenAt === null ? null : formatInstant(text, zone, one.seenAt),
        sessions: sessions.get(one.id) ?? 0,
        isMe: one.id === me(request).id,
      })),
    })
  })
  adding(app, room)
  person(app, room)
  roles(app, room)
  roleRemoval(app, room)
}

type Standing = { disabledAt: number | null; lockedUntil: number | null; passwordExpired: 0 | 1 }

function stateOf(
  { disabledAt, lockedUntil, passwordExpired }: Standing,
  now: number,
): 'disabled' | 'locked' | 'expired' | 'active' {
  if (disabledAt !== null) return 'disabled'
  if (lockedUntil !== null && lockedUntil > now) return 'locked'
  return passwordExpired === 1 ? 'expired' : 'active'
}
