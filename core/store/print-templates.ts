// Templates and images that the ISP prints by.

import type { Db } from './db.ts'
import type { PrintImageRow, PrintTemplateRow } from './tables-lists.ts'

export async function printTemplates(db: Db): Promise<PrintTemplateRow[]> {
  return db.selectFrom('printTemplates').selectAll().orderBy('kind').orderBy('name').limit(500).execute()
}

export async function printTemplate(db: Db, kind: string, name = ''): Promise<PrintTemplateRow | null> {
  const found = db.selectFrom('printTemplates').selectAll().where('kind', '=', kind).where('name', '=', name)
  return (await found.executeTakeFirst()) ?? null
}

export async function keepPrintTemplate(db: Db, template: Omit<PrintTemplateRow, 'id'>): Promise<number> {
  const { source, savedAt, savedBy } = template
  const { id } = await db
    .insertInto('printTemplates')
    .values(template)
    .onConflict((same) => same.columns(['kind', 'name']).doUpdateSet({ source, savedAt, savedBy }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function dropPrintTemplate(db: Db, id: number): Promise<void> {
  await db.deleteFrom('printTemplates').where('id', '=', id).execute()
}

export async function printImage(db: Db, name: string): Promise<PrintImageRow | null> {
  return (await db.selectFrom('printImages').selectAll().where('name', '=', name).executeTakeFirst()) ?? null
}

export async function keepPrintImage(db: Db, image: PrintImageRow): Promise<void> {
  const { type, content, savedAt } = image
  await db
    .insertInto('printImages')
    .values(image)
    .onConflict((same) => same.column('name').doUpdateSet({ type, content, savedAt }))
    .execute()
}

export async function dropPrintImage(db: Db, name: string): Promise<boolean> {
  const gone = await db.deleteFrom('printImages').where('name', '=', name).executeTakeFirst()
  return Number(gone.numDeletedRows) > 0
}
