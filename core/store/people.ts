// People who work with the program, and their roles.

import { ABOUT_ALL, ADMIN_ROLE, type Permission, PERMISSIONS, readPermissions } from '../rules/permission.ts'
import { askRows, columnsAs } from './asking.ts'
import type { Db } from './db.ts'
import type { PersonRow, RoleRow } from './tables-people.ts'

/** A person with what his role lets him do. */
export interface Person extends PersonRow {
  role: string
  permissions: readonly Permission[]
  /** Sees only the customers whose collector he is. */
  ownCustomers: boolean
}

type Joined = PersonRow & { role: string; permissions: string; ownCustomers: 0 | 1 }

const joined = (db: Db) =>
  db
    .selectFrom('people')
    .innerJoin('roles', 'roles.id', 'people.roleId')
    .selectAll('people')
    .select(['roles.name as role', 'roles.permissions', 'roles.ownCustomers'])

const personOf = (row: Joined): Person => ({
  ...row,
  permissions: permissionsOf(row),
  ownCustomers: row.ownCustomers === 1,
})

function permissionsOf({ role, permissions, ownCustomers }: Joined): readonly Permission[] {
  // A permission that came with a newer program is in no stored list.
  if (role === ADMIN_ROLE) return PERMISSIONS
  const stored = readPermissions(permissions)
  return ownCustomers === 1 ? stored.filter((one) => !ABOUT_ALL.includes(one)) : stored
}

const PERSON = `select ${columnsAs('p', [
  ...[
    'id',
    'username',
    'name',
    'email',
    'roleId',
    'passwordHash',
    'passwordSetAt',
    'passwordExpired',
    'totpSealed',
    'totpLastStep',
  ],
  ...['collector', 'language', 'failures', 'lockedUntil', 'disabledAt', 'createdAt', 'seenAt'],
])}, r.name as role, r.permissions, r.own_customers as "ownCustomers"
  from people p join roles r on r.id = p.role_id where p.id = ?`

/** Asked at every page. */
export async function personById(db: Db, id: number): Promise<Person | null> {
  const [row] = await askRows<Joined>(db, PERSON, [id])
  return row === undefined ? null : personOf(row)
}

/** Held until the transaction ends: of two who log in with the same name at once, each counts. */
export async function holdPerson(db: Db, id: number): Promise<Person | null> {
  await db
    .updateTable('people')
    .set((row) => ({ failures: row.ref('failures') }))
    .where('id', '=', id)
    .execute()
  return personById(db, id)
}

export async function personByUsername(db: Db, username: string): Promise<Person | null> {
  const row = await joined(db).where('people.username', '=', username).executeTakeFirst()
  return row === undefined ? null : personOf(row)
}

export async function listPeople(db: Db): Promise<Person[]> {
  return (await joined(db).orderBy('people.username').limit(1000).execute()).map(personOf)
}

export async function insertPerson(
  db: Db,
  person: Pick<PersonRow, 'username' | 'name' | 'email' | 'roleId' | 'passwordHash' | 'passwordExpired' | 'collector'>,
  at: number,
): Promise<number> {
  const row = { ...person, passwordSetAt: at, createdAt: at, failures: 0 }
  return (await db.insertInto('people').values(row).returning('id').executeTakeFirstOrThrow()).id
}

export async function changePerson(db: Db, id: number, change: Partial<Omit<PersonRow, 'id'>>): Promise<void> {
  if (Object.keys(change).length > 0) await db.updateTable('people').set(change).where('id', '=', id).execute()
}

export async function listRoles(db: Db): Promise<RoleRow[]> {
  return db.selectFrom('roles').selectAll().orderBy('id').execute()
}

export async function roleByName(db: Db, name: string): Promise<RoleRow | null> {
  return (await db.selectFrom('roles').selectAll().where('name', '=', name).executeTakeFirst()) ?? null
}

export async function roleById(db: Db, id: number): Promise<RoleRow | null> {
  return (await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function insertRole(db: Db, role: Omit<RoleRow, 'id'>): Promise<number> {
  return (await db.insertInto('roles').values(role).returning('id').executeTakeFirstOrThrow()).id
}

export async function changeRole(db: Db, id: number, change: Omit<RoleRow, 'id'>): Promise<void> {
  await db.updateTable('roles').set(change).where('id', '=', id).execute()
}

/** How many people of each role may log in. */
export async function countByRole(db: Db): Promise<Map<number, number>> {
  const counted = db.selectFrom('people').select((row) => ['roleId', row.fn.countAll<number>().as('count')] as const)
  const rows = await counted.where('disabledAt', 'is', null).groupBy('roleId').execute()
  return new Map(rows.map((row) => [row.roleId, row.count]))
}

/** Holds all people until the transaction ends: who may let others in is not to be counted while another changes it. */
export async function lockRoles(db: Db): Promise<void> {
  await db
    .updateTable('roles')
    .set((row) => ({ name: row.ref('name') }))
    .execute()
}

/** By the name under which the log knows them: `operator:7` → `Ana Suárez`. */
export async function peopleNames(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('people').select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [`operator:${id}`, name]))
}
