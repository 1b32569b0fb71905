// Views of the customer list that people saved, and the columns that each of them chose.

import { askRows, columnsAs } from './asking.ts'
import type { Db } from './db.ts'
import type { SavedViewRow } from './tables-lists.ts'

const MOST = 200

export interface KeptView extends SavedViewRow {
  /** Whose it is, by name. */
  owner: string
}

/** A person's own and those that others share, by name. */
export async function viewsFor(db: Db, personId: number): Promise<KeptView[]> {
  const columns = columnsAs('saved_views', ['id', 'personId', 'name', 'query', 'isShared', 'savedAt'])
  // The 1 in the text: with a mark, SQLite would plan the statement anew each time, because an index of part of the rows may fit.
  return askRows(
    db,
    `select ${columns}, people.name as owner from saved_views join people on people.id = saved_views.person_id
     where person_id = ? or is_shared = 1 order by saved_views.name, saved_views.id limit ${MOST}`,
    [personId],
  )
}

export async function countViews(db: Db, personId: number): Promise<number> {
  const count = db.selectFrom('savedViews').select((row) => row.fn.countAll<number>().as('views'))
  return (await count.where('personId', '=', personId).executeTakeFirstOrThrow()).views
}

/** A name that the person has is the same view, changed. */
export async function keepView(db: Db, view: Omit<SavedViewRow, 'id'>): Promise<number> {
  const { query, isShared, savedAt } = view
  const { id } = await db
    .insertInto('savedViews')
    .values(view)
    .onConflict((same) => same.columns(['personId', 'name']).doUpdateSet({ query, isShared, savedAt }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** False where it is not there or another's. */
export async function dropView(db: Db, personId: number, id: number): Promise<boolean> {
  const gone = await db.deleteFrom('savedViews').where('id', '=', id).where('personId', '=', personId).executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}

/** Null where the person chose none. */
export async function columnsOf(db: Db, personId: number): Promise<string[] | null> {
  const [row] = await askRows<{ columns: string }>(db, 'select columns from list_columns where person_id = ?', [personId])
  return row === undefined ? null : (JSON.parse(row.columns) as string[])
}

/** Null goes back to those that come with the program. */
export async function keepColumns(db: Db, personId: number, chosen: readonly string[] | null): Promise<void> {
  if (chosen === null) {
    await db.deleteFrom('listColumns').where('personId', '=', personId).execute()
    return
  }
  const columns = JSON.stringify(chosen)
  await db
    .insertInto('listColumns')
    .values({ personId, columns })
    .onConflict((same) => same.column('personId').doUpdateSet({ columns }))
    .execute()
}
