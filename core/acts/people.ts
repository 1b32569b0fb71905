// People who work with the program: taken on, changed, let out. Passwords are hashed before the transaction begins, because that
// takes a third of a second. Whoever may let others in must not be the last one to lose that.

import { Fault } from '../fault.ts'
import { hashPassword, LONGEST_PASSWORD, passwordMistake, SHORTEST_PASSWORD } from '../password.ts'
import { ADMIN_ROLE, type Permission } from '../rules/permission.ts'
import { type Db, type Tx, within } from '../store/db.ts'
import { addLog } from '../store/log.ts'
import {
  changePerson,
  changeRole as storeRole,
  insertPerson,
  insertRole,
  listPeople,
  lockRoles,
  type Person,
  personByUsername,
  roleByName,
} from '../store/people.ts'
import type { PersonRow, RoleRow } from '../store/tables-people.ts'
import { endSessionsOfPerson } from '../store/web-sessions.ts'
import type { Told } from './reorder.ts'

/** Typed to log in, so without capitals, spaces and accents. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/

export interface NewPerson {
  username: string
  name: string
  role: string
  password: string
  email?: string | null
  /** As it stands with the customers whose collector he is. */
  collector?: string | null
  /** The password was made by somebody else: the first log-in asks for another. */
  isTemporary: boolean
}

/** As it is stored. */
export function checkUsername(text: string): string {
  const username = text.trim().toLowerCase()
  if (!USERNAME.test(username)) throw invalid('username', text, 'small letters, digits, dots and dashes, 2 to 32 of them')
  return username
}

export async function addPerson(db: Db, ask: NewPerson, told: Told): Promise<{ id: number; username: string }> {
  const username = ask.username.trim().toLowerCase()
  if (!USERNAME.test(username)) throw invalid('username', ask.username, 'small letters, digits, dots and dashes, 2 to 32 of them')
  const name = ask.name.trim()
  if (name === '' || name.length > 100) throw invalid('name', ask.name, 'a name of at most 100 characters')
  refusePassword(ask.password, username)
  const passwordHash = await hashPassword(ask.password)
  return within(db, async (tx) => {
    if ((await personByUsername(tx, username)) !== null)
      throw new Fault('record-conflict', `somebody has the user name "${username}" already`, { username })
    const role = await requireRole(tx, ask.role)
    const collector = ask.collector?.trim() || null
    if (role.ownCustomers === 1 && collector === null)
      throw new Fault('input-invalid', `the role ${role.name} sees only its own customers: say which collector ${username} is`, {
        username,
      })
    const email = ask.email?.trim() || null
    const passwordExpired = ask.isTemporary ? 1 : 0
    const id = await insertPerson(
      tx,
      { username, name, email, roleId: role.id, passwordHash, passwordExpired, collector },
      told.now,
    )
    await log(tx, told, 'person-added', id, { username, role: role.name })
    return { id, username }
  })
}

export interface PersonChange {
  name?: string
  email?: string | null
  role?: string
  collector?: string | null
  disabled?: boolean
  /** Takes the second factor away, for who lost his telephone. */
  withoutTotp?: true
}

/** Whoever is disabled, or gets another role, is logged out everywhere. */
export async function changeThePerson(db: Db, username: string, change: PersonChange, told: Told): Promise<Person> {
  return within(db, async (tx) => {
    const person = await requirePerson(tx, username)
    const set: Partial<PersonRow> = {}
    if (change.name !== undefined) set.name = change.name.trim() || person.name
    if (change.email !== undefined) set.email = change.email?.trim() || null
    if (change.collector !== undefined) set.collector = change.collector?.trim() || null
    if (change.role !== undefined) set.roleId = (await requireRole(tx, change.role)).id
    if (change.disabled !== undefined) set.disabledAt = change.disabled ? (person.disabledAt ?? told.now) : null
    if (change.disabled === false) Object.assign(set, { failures: 0, lockedUntil: null } satisfies Partial<PersonRow>)
    if (change.withoutTotp) Object.assign(set, { totpSealed: null, totpLastStep: null } satisfies Partial<PersonRow>)
    await keepDoorkeeper(tx, () => changePerson(tx, person.id, set))
    if (change.disabled === true || change.role !== undefined) await endSessionsOfPerson(tx, person.id, null)
    await log(tx, told, 'person-changed', person.id, { username: person.username, ...change })
    return requirePerson(tx, username)
  })
}

/** By another hand, `isTemporary`; all his browsers are logged out. By himself: all but the one that he does it with. */
export async function setPersonPassword(
  db: Db,
  ask: { username: string; password: string; isTemporary: boolean; keepSession?: string | null },
  told: Told,
): Promise<void> {
  refusePassword(ask.password, ask.username)
  const passwordHash = await hashPassword(ask.password)
  await within(db, async (tx) => {
    const person = await requirePerson(tx, ask.username)
    const passwordExpired = ask.isTemporary ? 1 : 0
    await changePerson(tx, person.id, {
      ...{ passwordHash, passwordSetAt: told.now, passwordExpired },
      ...{ failures: 0, lockedUntil: null },
    })
    await endSessionsOfPerson(tx, person.id, ask.keepSession ?? null)
    await log(tx, told, 'person-password', person.id, { username: person.username })
  })
}

export async function requirePerson(db: Db, username: string): Promise<Person> {
  const found = await personByUsername(db, username.trim().toLowerCase())
  if (found !== null) return found
  throw new Fault('record-missing', `there is no user "${username}"; ispcube user list shows them all`, { username })
}

export interface RoleAsk {
  name: string
  permissions: readonly Permission[]
  ownCustomers: boolean
}

/** Makes a role, or changes the one of that name. */
export async function saveRole(db: Db, ask: RoleAsk, told: Told): Promise<void> {
  const name = ask.name.trim().toLowerCase()
  if (name === '' || name.length > 40) throw invalid('role', ask.name, 'a name of at most 40 characters')
  if (name === ADMIN_ROLE) throw new Fault('input-invalid', `the role ${ADMIN_ROLE} may everything and stays so`, { role: name })
  await within(db, async (tx) => {
    const role = { name, permissions: JSON.stringify(ask.permissions), ownCustomers: ask.ownCustomers ? 1 : 0 } as const
    const known = await roleByName(tx, name)
    const id = await keepDoorkeeper(tx, async () => {
      if (known === null) return insertRole(tx, role)
      await storeRole(tx, known.id, role)
      return known.id
    })
    await log(tx, told, 'role-saved', id, { ...ask, name, permissions: [...ask.permissions] }, 'role')
  })
}

async function requireRole(tx: Tx, name: string): Promise<RoleRow> {
  const role = await roleByName(tx, name.trim().toLowerCase())
  if (role === null) throw new Fault('record-missing', `there is no role "${name}"`, { role: name })
  return role
}

const hasDoorkeeper = async (tx: Tx): Promise<boolean> =>
  (await listPeople(tx)).some((one) => one.disabledAt === null && one.permissions.includes('people.edit'))

/** Whatever `change` does, somebody who may let others in stays, where there was one. */
async function keepDoorkeeper<T>(tx: Tx, change: () => Promise<T>): Promise<T> {
  await lockRoles(tx)
  const had = await hasDoorkeeper(tx)
  const changed = await change()
  if (had && !(await hasDoorkeeper(tx)))
    throw new Fault('input-invalid', 'nobody would be left who may let others in: give that to somebody else first')
  return changed
}

function refusePassword(password: string, username: string): void {
  const mistake = passwordMistake(password, username)
  if (mistake === null) return
  const expected = {
    short: `at least ${SHORTEST_PASSWORD} characters`,
    long: `at most ${LONGEST_PASSWORD} characters`,
    'like-username': 'something without the user name in it',
  }[mistake]
  throw new Fault('input-invalid', `this password is not acceptable; expected ${expected}`, { field: 'password', mistake })
}

const invalid = (field: string, value: string, expected: string): Fault =>
  new Fault('input-invalid', `${field}: "${value}" is not acceptable; expected ${expected}`, { field, value })

const log = (tx: Tx, told: Told, what: string, id: number, facts: Record<string, unknown>, kind = 'person'): Promise<void> =>
  addLog(tx, [{ at: told.now, by: told.by, what, about: { kind, id }, facts }])
