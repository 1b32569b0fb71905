// Deleting a role, on a page that says who still has it. Whoever asks twice finds it gone, and hears that.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { removeRole } from '../../../core/acts/roles.ts'
import { isFault } from '../../../core/fault.ts'
import { ADMIN_ROLE } from '../../../core/rules/permission.ts'
import { countHolders } from '../../../core/store/roles.ts'
import type { RoleRow } from '../../../core/store/tables-people.ts'
import { type OperatorRoom, told } from '../access.ts'
import { idIn } from '../form.ts'
import { readerOf } from '../frame.ts'
import { roleFor } from './roles.ts'

export function roleRemoval(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'people.edit' } } as const
  const url = '/usuarios/roles/:id/borrar'

  const ask = async (request: FastifyRequest, reply: FastifyReply, role: RoleRow) => {
    if (role.name === ADMIN_ROLE) return reply.redirect('/usuarios/roles', 303)
    const words = readerOf(request).t.people.role.removal
    const holders = await countHolders(db, role.id)
    return show(request, reply, 'people/role-removal.eta', { title: words.title(role.name), role, holders })
  }

  app.get(url, may, async (request, reply) => ask(request, reply, await roleFor(request, db)))

  app.post(url, may, async (request, reply) => {
    const words = readerOf(request).t.people.role.removal
    const id = idIn(request.params)
    try {
      const name = await removeRole(db, id, told(request, deps))
      request.session.said = name === null ? words.gone : words.done(name)
      return reply.redirect('/usuarios/roles', 303)
    } catch (e) {
      if (!isFault(e) || (e.facts.why !== 'held' && e.facts.why !== 'admin')) throw e
      // The page says why.
      return ask(request, reply.code(422), await roleFor(request, db))
    }
  })
}
