// A form is a picture of the moment in which it was opened, each field as a text. It brings back what it showed with what was typed
// over it, so that of two who change the same record the second is told, unless both wanted the same.

export interface Meanwhile<Column extends string> {
  column: Column
  was: string
  is: string
  /** Typed here, where it is something else again; null where this field was not touched. */
  mine: string | null
}

/** `mine`: what was typed, where it differs from what was seen; `wanted`: the record as a form would show it with that in it. */
interface Pictures<Column extends string> {
  seen: Readonly<Record<Column, string>>
  now: Readonly<Record<Column, string>>
  mine: Readonly<Partial<Record<Column, string>>>
  wanted: Readonly<Record<Column, string>>
}

/** Fields that somebody else changed since the form was opened, but to what is wanted here too. */
export function changedMeanwhile<Column extends string>(
  columns: readonly Column[],
  { seen, now, mine, wanted }: Pictures<Column>,
): Meanwhile<Column>[] {
  return columns
    .filter((column) => now[column] !== seen[column] && !(mine[column] !== undefined && wanted[column] === now[column]))
    .map((column) => ({ column, was: seen[column], is: now[column], mine: mine[column] ?? null }))
}

/** What is stored by now, and over it what was typed. */
export function typedOver<Texts extends Readonly<Record<string, string>>>(now: Texts, typed: Texts, seen: Texts): Texts {
  const mine = Object.entries(typed).filter(([column, text]) => text !== seen[column])
  return { ...now, ...Object.fromEntries(mine) }
}
