// Runs that were made, and the numbers that people confirmed.

import type { Db } from './db.ts'
import type { RunRow } from './tables-runs.ts'

export async function openRun(
  db: Db,
  run: Pick<RunRow, 'kind' | 'at' | 'startedAt' | 'by'> & { askId?: string | undefined },
): Promise<number> {
  const { id } = await db
    .insertInto('runs')
    .values({ ...run, askId: run.askId ?? null, outcome: '{}' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function closeRun(db: Db, id: number, outcome: unknown): Promise<void> {
  await db
    .updateTable('runs')
    .set({ outcome: JSON.stringify(outcome) })
    .where('id', '=', id)
    .execute()
}

/** The machine's clock when the newest run began: a clock that stands before it cuts nobody. Null before the first run. */
export async function lastRunStartedAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('runs')
    .select((max) => max.fn.max('startedAt').as('at'))
    .executeTakeFirst()
  return row?.at ?? null
}

/** The instant of the newest daily control, made up or not. */
export async function lastControlAt(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('runs')
    .select((max) => max.fn.max('at').as('at'))
    .where('kind', '=', 'control')
    .executeTakeFirst()
  return row?.at ?? null
}

export async function confirmCuts(db: Db, dayOn: string, maxCuts: number, at: number, by: string): Promise<void> {
  await db.insertInto('confirmations').values({ dayOn, maxCuts, at, by }).execute()
}
