// Internal notes of customers: added and read, never changed.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { NoteRow, NotesTable } from './tables-office.ts'

export async function insertNote(db: Db, note: Insertable<NotesTable>): Promise<number> {
  return (await db.insertInto('notes').values(note).returning('id').executeTakeFirstOrThrow()).id
}

export async function noteByAsk(db: Db, askId: string): Promise<NoteRow | undefined> {
  return db.selectFrom('notes').selectAll().where('askId', '=', askId).executeTakeFirst()
}

/** The newest first; `beforeId` goes on after a page. */
export async function notesOf(db: Db, customerId: number, limit: number, beforeId?: number): Promise<NoteRow[]> {
  let query = db.selectFrom('notes').selectAll().where('customerId', '=', customerId)
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  return query.orderBy('id', 'desc').limit(limit).execute()
}
