// What is known of customers' files; their bytes lie elsewhere.

import type { Insertable } from 'kysely'
import type { Db } from './db.ts'
import type { FileRow, FilesTable } from './tables-office.ts'

export async function insertFile(db: Db, file: Insertable<FilesTable>): Promise<number> {
  return (await db.insertInto('files').values(file).returning('id').executeTakeFirstOrThrow()).id
}

export async function fileByAsk(db: Db, askId: string): Promise<FileRow | undefined> {
  return db.selectFrom('files').selectAll().where('askId', '=', askId).executeTakeFirst()
}

/** One of this customer and of nobody else. */
export async function fileOf(db: Db, customerId: number, id: number): Promise<FileRow | undefined> {
  return db.selectFrom('files').selectAll().where('id', '=', id).where('customerId', '=', customerId).executeTakeFirst()
}

/** The newest first. */
export async function filesOf(db: Db, customerId: number, limit: number): Promise<FileRow[]> {
  return db.selectFrom('files').selectAll().where('customerId', '=', customerId).orderBy('id', 'desc').limit(limit).execute()
}

export async function deleteFile(db: Db, id: number): Promise<void> {
  await db.deleteFrom('files').where('id', '=', id).execute()
}

/** All of them, a batch at a time, in the order of their ids. */
export async function filesAfter(db: Db, after: number, limit: number): Promise<Pick<FileRow, 'id' | 'stored' | 'sizeBytes'>[]> {
  return db.selectFrom('files').select(['id', 'stored', 'sizeBytes']).where('id', '>', after).orderBy('id').limit(limit).execute()
}
