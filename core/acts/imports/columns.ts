// The sorts of columns that files have: how a text is read, what a blank stands for, and how what was expected is said. A
// column that is not required may be left out of a file; then nothing is known of it, and nothing that is stored changes.

import { type Day, parseDay } from '../../rules/day.ts'
import { parseAmount } from '../../rules/money.ts'
import type { Flag } from '../../store/tables.ts'

export interface Column<T> {
  /** Null when the text is not acceptable. Blanks are not asked. */
  parse(text: string): NonNullable<T> | null
  /** What a blank stands for; `undefined`: a blank is refused. */
  blank: T | undefined
  /** Completes "expected …". */
  expects: string
  /** The header must have it. */
  isRequired?: true
  /** Never shown, and its blanks belong to it. */
  isSecret?: true
}

export type Columns = Readonly<Record<string, Column<unknown>>>

type Required<C> = { [K in keyof C]: C[K] extends { isRequired: true } ? K : never }[keyof C]
type ValueOf<K> = K extends Column<infer T> ? T : never

/** What a row says; a column that the file has not is absent. */
export type Values<C extends Columns> = { [K in Required<C>]: ValueOf<C[K]> } & {
  [K in Exclude<keyof C, Required<C>>]?: ValueOf<C[K]>
}

export interface Row<C extends Columns> {
  line: number
  values: Values<C>
}

const NAME_MAX = 100
const TEXT_MAX = 500

/** A column that every file has, and every row of it. */
export const required = <T>(column: Column<T | null>): Column<NonNullable<T>> & { isRequired: true } => ({
  ...needed(column),
  isRequired: true,
})

/** One that may be left out, but not blank. */
export const needed = <T>(column: Column<T | null>): Column<NonNullable<T>> => ({ ...column, blank: undefined })

/** One line that people read and programs compare. */
const isName = (text: string): boolean => text.length <= NAME_MAX && !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text)

/** The name of something else, or of nothing. */
export const name: Column<string | null> = {
  parse: (text) => (isName(text) ? text : null),
  blank: null,
  expects: `at most ${NAME_MAX} characters on one line`,
}

export const text: Column<string | null> = {
  // Addresses have lines; other control characters, and what is no character, would reach terminals and routers.
  parse: (given) =>
    given.length <= TEXT_MAX && !/[^\P{Cc}\r\n\t]|[\p{Cs}\p{Noncharacter_Code_Point}]/u.test(given) ? given : null,
  blank: null,
  expects: `at most ${TEXT_MAX} characters of text`,
}

export const secret: Column<string | null> = {
  parse: (given) => (given.length <= NAME_MAX && !/\p{Cc}/u.test(given) ? given : null),
  blank: null,
  expects: `at most ${NAME_MAX} characters on one line`,
  isSecret: true,
}

const FLAGS: Readonly<Record<string, Flag>> = { yes: 1, si: 1, sí: 1, true: 1, 1: 1, no: 0, false: 0, 0: 0 }

export const flag = <B extends Flag | null>(blank: B): Column<Flag | B> => ({
  parse: (given) => FLAGS[given.toLowerCase()] ?? null,
  blank,
  expects: 'yes or no',
})

export const whole = <B extends number | null>(min: number, max: number, blank: B): Column<number | B> => ({
  parse: (given) => (/^\d{1,9}$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : null),
  blank,
  expects: `a whole number from ${min} to ${max}`,
})

export const decimal = (min: number, max: number, expects: string): Column<number | null> => ({
  parse: (given) =>
    /^[+-]?\d{1,6}(\.\d{1,15})?$/.test(given) && Number(given) >= min && Number(given) <= max ? Number(given) : null,
  blank: null,
  expects,
})

export const latitude = decimal(-90, 90, 'degrees from -90 to 90, such as -34.6037')
export const longitude = decimal(-180, 180, 'degrees from -180 to 180, such as -58.3816')

/** Days of a century that nobody alive wrote are slips of the pen. */
const isLikely = (on: Day): boolean => on < '2200-01-01'

/** Millions of documents share a few thousand days. */
const knownDays = new Map<string, Day>()

export const day: Column<Day | null> = {
  parse(given) {
    const before = knownDays.get(given)
    if (before !== undefined) return before
    const on = parseDay(given)
    if (on === null || !isLikely(on)) return null
    if (knownDays.size > 10_000) knownDays.clear()
    knownDays.set(given, on)
    return on
  },
  blank: null,
  expects: 'a day such as 2026-11-30',
}

export const amount = (min: number, expects: string): Column<number> => ({
  parse(given) {
    const cents = parseAmount(given)
    return cents === null || cents < min ? null : cents
  },
  blank: undefined,
  expects: `${expects}, such as 1234.50 (at most two decimals, a point before them)`,
})

export const oneOf = <T extends string>(words: readonly T[]): Column<T> => ({
  parse: (given) => words.find((word) => word === given) ?? null,
  blank: undefined,
  expects: words.join(', ').replace(/, ([^,]*)$/, ' or $1'),
})

/** Any number of values in one cell, with `;` between them. */
export const list = (accepts: (one: string) => boolean, expects: string): Column<string[]> => ({
  parse(given) {
    const values = [
      ...new Set(
        given
          .split(';')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      ),
    ]
    return values.every(accepts) ? values : null
  },
  blank: [],
  expects: `${expects}; several with ; between them`,
})
