// The stored settings, and the terms that they make.

import type { Terms } from '../rules/terms.ts'
import { termsFrom } from '../settings.ts'
import type { Db } from './db.ts'

export async function storedSettings(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('settings').select(['key', 'value']).orderBy('key').execute()
  return new Map(rows.map((row) => [row.key, row.value]))
}

/** Terms are rebuilt only when a setting changed: the zone inside remembers days that the next turn asks for again. */
let known: { stamp: string; terms: Terms } | null = null

export async function loadTerms(db: Db): Promise<Terms> {
  const stored = await storedSettings(db)
  const stamp = JSON.stringify([...stored])
  if (known?.stamp !== stamp) known = { stamp, terms: termsFrom(stored) }
  return known.terms
}

export async function storeSetting(db: Db, key: string, value: string, at: number): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key, value, setAt: at })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, setAt: at }))
    .execute()
}
