// Roles that go, and who stands in the way.

import type { Db } from './db.ts'

export async function deleteRole(db: Db, id: number): Promise<void> {
  await db.deleteFrom('roles').where('id', '=', id).execute()
}

/** How many people have a role: all, and those of them who may not log in. */
export async function countHolders(db: Db, roleId: number): Promise<{ all: number; disabled: number }> {
  const counted = await db
    .selectFrom('people')
    .select((row) => [row.fn.countAll<number>().as('all'), row.fn.count<number>('disabledAt').as('disabled')])
    .where('roleId', '=', roleId)
    .executeTakeFirstOrThrow()
  return counted
}
