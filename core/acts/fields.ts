// Values that a person typed into a form or a command, read by the same columns as those of files: one place decides what a
// customer's or a connection's field may be. Every mistake is told at once.

import { Fault } from '../fault.ts'
import type { Column, Columns, Values } from './imports/columns.ts'

/** What was typed, by column; what is absent was not touched, a blank clears. */
export type Typed<C extends Columns> = { readonly [K in keyof C]?: string | undefined }

export interface Mistake {
  column: string
  value: string
  expects: string
  /** It was cleared, and must not be. */
  isBlank?: boolean
}

export function readFields<C extends Columns>(columns: C, typed: Typed<C>): Partial<Values<C>> {
  const { values, mistakes } = tryFields(columns, typed)
  if (mistakes.length > 0) throw mistaken(mistakes)
  return values
}

/** What could be read, and what could not: for forms, which show all that is wrong at its field. */
export function tryFields<C extends Columns>(columns: C, typed: Typed<C>): { values: Partial<Values<C>>; mistakes: Mistake[] } {
  const values: Record<string, unknown> = {}
  const mistakes: Mistake[] = []
  for (const [name, text] of Object.entries(typed)) {
    const column: Column<unknown> | undefined = Object.hasOwn(columns, name) ? columns[name] : undefined
    if (column === undefined || text === undefined) continue
    const given = column.isSecret ? text : text.trim()
    const value = given === '' ? column.blank : column.parse(given)
    if (value === undefined || (value === null && given !== ''))
      mistakes.push({ column: name, value: column.isSecret ? '…' : given, expects: column.expects, isBlank: given === '' })
    else values[name] = value
  }
  return { values: values as Partial<Values<C>>, mistakes }
}

export function mistaken(mistakes: readonly Mistake[]): Fault {
  const lines = mistakes.map(({ column, value, expects, isBlank }) =>
    isBlank ? `${column} must not be empty; expected ${expects}` : `${column}: "${value}" is not acceptable; expected ${expects}`,
  )
  return new Fault('input-invalid', lines.join('\n'), { columns: mistakes.map(({ column }) => column) })
}
