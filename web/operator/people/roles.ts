// Roles: what each is called and may do, in words. The one that may everything cannot be changed.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { roleMark, saveRole } from '../../../core/acts/roles.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import {
  ABOUT_ALL,
  ADMIN_ROLE,
  isPermission,
  type Permission,
  PERMISSIONS,
  readPermissions,
} from '../../../core/rules/permission.ts'
import type { Db } from '../../../core/store/db.ts'
import { countByRole, listRoles, roleById } from '../../../core/store/people.ts'
import type { RoleRow } from '../../../core/store/tables-people.ts'
import { type OperatorRoom, told } from '../access.ts'
import { everyIn, idIn, sentIn, typedIn } from '../form.ts'
import { readerOf } from '../frame.ts'

interface Shown {
  id: number | null
  name: string
  permissions: readonly Permission[]
  ownCustomers: boolean
  /** Of what the form shows; '' where the role is new. */
  mark: string
}

const NEW: Shown = { id: null, name: '', permissions: ['customers.see'], ownCustomers: false, mark: '' }

export function roles(app: FastifyInstance, { deps, show }: OperatorRoom): void {
  const { db } = deps
  const may = { config: { may: 'people.edit' } } as const

  const form = (request: FastifyRequest, reply: FastifyReply, role: Shown, mistakes: object, trouble: string | null) => {
    const { t } = readerOf(request)
    const title = role.id === null ? t.people.role.newTitle : t.people.role.editTitle
    return show(request, reply, 'people/role.eta', { title, role, mistakes, trouble, all: PERMISSIONS })
  }

  async function save(request: FastifyRequest, reply: FastifyReply, known: RoleRow | null): Promise<FastifyReply> {
    const { t } = readerOf(request)
    const words = t.people.role
    const typed = typedIn(request.body, 'own', 'mark')
    const name = sentIn(request.body, ['name']).name ?? known?.name ?? ''
    const permissions = everyIn(request.body, 'may').filter(isPermission)
    const role: Shown = { id: known?.id ?? null, name, permissions, ownCustomers: typed.own === 'si', mark: typed.mark }
    // A form that says nothing of what it was made from is taken for one that was made just now.
    const ask = { name, permissions, ownCustomers: role.ownCustomers, ...(typed.mark === '' ? {} : { mark: typed.mark }) }
    try {
      await saveRole(db, known === null ? { ...ask, isNew: true } : { ...ask, id: known.id }, told(request, deps))
    } catch (e) {
      if (!isFault(e) || (e.code !== 'input-invalid' && e.code !== 'record-conflict')) throw e
      if (e.facts.why === 'stale' && known !== null) return form(request, reply.code(409), shownOf(known), {}, words.stale)
      void reply.code(422)
      if (e.facts.why === 'about-all') {
        const labels = ABOUT_ALL.filter((one) => permissions.includes(one)).map((one) => t.people.permissions[one].label)
        return form(request, reply, role, {}, words.aboutAll(labels))
      }
      if (e.facts.why === 'last-doorkeeper') return form(request, reply, role, {}, t.people.lastDoorkeeper)
      const { taken, admin, name: wrong } = words.mistakes
      const mistake = e.code === 'record-conflict' ? taken : e.facts.why === 'admin' ? admin : wrong
      return form(request, reply, role, { name: mistake }, null)
    }
    request.session.said = words.saved(role.name.trim().toLowerCase())
    return reply.redirect('/usuarios/roles', 303)
  }

  app.get('/usuarios/roles', may, async (request, reply) => {
    const { t } = readerOf(request)
    const people = await countByRole(db)
    const rows = (await listRoles(db)).map((row) => ({ ...shownOf(row), people: people.get(row.id) ?? 0 }))
    return show(request, reply, 'people/roles.eta', { title: t.people.role.title, rows, admin: ADMIN_ROLE })
  })
  app.get('/usuarios/roles/nuevo', may, async (request, reply) => form(request, reply, NEW, {}, null))
  app.post('/usuarios/roles/nuevo', may, (request, reply) => save(request, reply, null))
  app.get('/usuarios/roles/:id', may, async (request, reply) => {
    const row = await roleFor(request, db)
    if (row.name === ADMIN_ROLE) return reply.redirect('/usuarios/roles', 303)
    return form(request, reply, shownOf(row), {}, null)
  })
  app.post('/usuarios/roles/:id', may, async (request, reply) => save(request, reply, await roleFor(request, db)))
}

export async function roleFor(request: FastifyRequest, db: Db): Promise<RoleRow> {
  const id = idIn(request.params)
  const found = await roleById(db, id)
  if (found === null) throw new Fault('record-missing', `there is no role with the number ${id}`, { role: id })
  return found
}

const shownOf = (row: RoleRow): Shown => ({
  id: row.id,
  name: row.name,
  permissions: row.name === ADMIN_ROLE ? PERMISSIONS : readPermissions(row.permissions),
  ownCustomers: row.ownCustomers === 1,
  mark: roleMark(row),
})
