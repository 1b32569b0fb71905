// Roles: made, renamed, changed, deleted. The one that may everything stays as it is, so there is always a role by which somebody
// may let others in; and somebody has to hold such a one. A role that people hold is not deleted, whether they may log in or not:
// who is let in again has to be something.

import { createHash } from 'node:crypto'
import { Fault } from '../fault.ts'
import { ABOUT_ALL, ADMIN_ROLE, type Permission, PERMISSIONS, readPermissions } from '../rules/permission.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import { changeRole as storeRole, countByRole, insertRole, listRoles, lockRoles, roleById, roleByName } from '../store/people.ts'
import { countHolders, deleteRole } from '../store/roles.ts'
import type { RoleRow } from '../store/tables-people.ts'
import type { Told } from './reorder.ts'

const LONGEST_NAME = 40

/** In no name of a person or a role. */
export const CONTROL = /\p{Cc}/u

export interface RoleAsk {
  /** The role that is changed, and renamed where `name` is another; without, one of that name is changed or made. */
  id?: number
  name: string
  permissions: readonly Permission[]
  ownCustomers: boolean
  /** There must be none of that name yet. */
  isNew?: boolean
  /** `roleMark` of the role as the form showed it: what was changed meanwhile is not changed again. */
  mark?: string
}

/** Another one as soon as anything of the role is another. */
export function roleMark({ name, permissions, ownCustomers }: Omit<RoleRow, 'id'>): string {
  return createHash('sha256')
    .update(JSON.stringify([name, permissions, ownCustomers]))
    .digest('base64url')
    .slice(0, 16)
}

/** What is so already is not logged. */
export async function saveRole(db: Db, ask: RoleAsk, told: Told): Promise<void> {
  const name = ask.name.trim().toLowerCase()
  if (name === '' || name.length > LONGEST_NAME || CONTROL.test(name)) {
    const message = `name: "${ask.name}" is not acceptable; expected a name of at most ${LONGEST_NAME} characters`
    throw new Fault('input-invalid', message, { field: 'name', value: ask.name })
  }
  if (name === ADMIN_ROLE) throw adminStays()
  const all = ask.ownCustomers ? ask.permissions.filter((one) => ABOUT_ALL.includes(one)) : []
  if (all.length > 0) {
    const message = `who sees only his own customers may not ${all.join(', ')}: that is about all of them`
    throw new Fault('input-invalid', message, { role: name, why: 'about-all', permissions: all })
  }
  await within(db, async (tx) => {
    await lockRoles(tx)
    const permissions = PERMISSIONS.filter((one) => ask.permissions.includes(one))
    const role = { name, permissions: JSON.stringify(permissions), ownCustomers: ask.ownCustomers ? 1 : 0 } as const
    const known = await knownRole(tx, ask, name)
    if (known?.name === ADMIN_ROLE) throw adminStays()
    if (known !== null && roleMark(known) === roleMark(role)) return
    if (known !== null && ask.mark !== undefined && ask.mark !== roleMark(known))
      throw new Fault('record-conflict', `the role ${known.name} was changed by somebody else meanwhile: look again`, {
        role: known.name,
        why: 'stale',
      })
    const id = await keepDoorkeeper(tx, async () => {
      if (known === null) return insertRole(tx, role)
      await storeRole(tx, known.id, role)
      return known.id
    })
    const was = known === null || known.name === name ? {} : { was: known.name }
    await log(tx, told, 'role-saved', id, { name, ...was, permissions, ownCustomers: ask.ownCustomers })
  })
}

/** The role that is to be changed; null where one is to be made. */
async function knownRole(tx: Tx, { id, isNew }: RoleAsk, name: string): Promise<RoleRow | null> {
  const named = await roleByName(tx, name)
  if (named !== null && (isNew === true || (id !== undefined && named.id !== id)))
    throw new Fault('record-conflict', `there is a role "${name}" already`, { role: name, field: 'name' })
  if (id === undefined) return named
  const role = await roleById(tx, id)
  if (role === null) throw new Fault('record-missing', `there is no role with the number ${id}`, { role: id })
  return role
}

/** Returns its name; null where it is gone already. */
export async function removeRole(db: Db, id: number, told: Told): Promise<string | null> {
  return within(db, async (tx) => {
    await lockRoles(tx) // who is given this role meanwhile follows, and is told that there is none
    const role = await roleById(tx, id)
    if (role === null) return null
    if (role.name === ADMIN_ROLE) throw adminStays()
    const holders = await countHolders(tx, id)
    if (holders.all > 0)
      throw new Fault('record-conflict', `${holders.all} people have the role ${role.name}: give them another first`, {
        role: role.name,
        why: 'held',
        ...holders,
      })
    await deleteRole(tx, id)
    await log(tx, told, 'role-removed', id, { name: role.name, permissions: readPermissions(role.permissions) })
    return role.name
  })
}

/** Somebody may let others in. */
export async function hasDoorkeeper(db: Db): Promise<boolean> {
  const people = await countByRole(db)
  const roles = await listRoles(db)
  return roles.some((role) => readPermissions(role.permissions).includes('people.edit') && (people.get(role.id) ?? 0) > 0)
}

/** Whatever `change` does, somebody who may let others in stays, where there was one. */
export async function keepDoorkeeper<T>(tx: Tx, change: () => Promise<T>): Promise<T> {
  const had = await hasDoorkeeper(tx)
  const changed = await change()
  if (had && !(await hasDoorkeeper(tx)))
    throw new Fault('input-invalid', 'nobody would be left who may let others in: give that to somebody else first', {
      why: 'last-doorkeeper',
    })
  return changed
}

const adminStays = (): Fault =>
  new Fault('input-invalid', `the role ${ADMIN_ROLE} may everything and stays so`, { role: ADMIN_ROLE, why: 'admin' })

const log = (tx: Tx, told: Told, what: string, id: number, facts: Record<string, unknown>): Promise<void> =>
  addLog(tx, [{ at: told.now, by: told.by, what, about: { kind: 'role', id }, facts }])
