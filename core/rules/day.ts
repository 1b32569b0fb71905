// Calendar days, and the instants at which they are controlled. A day is text `YYYY-MM-DD` and compares as text; an instant
// is milliseconds UTC. Only a `Zone` turns one into the other, so the machine's own zone never decides anything.
// Days are counted by plain arithmetic here; Temporal is asked only where a zone's history matters.

import { Temporal } from 'temporal-polyfill'

export type Day = string & { readonly brand: 'Day' }

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const DAY_MS = 86_400_000

/**
 * Reads `YYYY-MM-DD`; null when that is no day of the calendar, or one before 1900 or after 2999: nobody means those, and the
 * years of what is counted from a day have to stay four digits.
 */
export function parseDay(text: string): Day | null {
  if (!/^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : (text as Day)
}

/** For days that a program or a test writes itself; one that is no day is a bug. */
export function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === null) throw new RangeError(`${text} is not a day`)
  return parsed
}

function numberOf(on: Day): number {
  return Date.parse(`${on}T00:00:00Z`) / DAY_MS
}

function fromNumber(days: number): Day {
  return new Date(days * DAY_MS).toISOString().slice(0, 10) as Day
}

export function addDays(on: Day, days: number): Day {
  return fromNumber(numberOf(on) + days)
}

/** How many days later `to` is; negative when it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

export function weekdayOf(on: Day): Weekday {
  // 1970-01-01 was a Thursday, number 4.
  return (((((numberOf(on) + 3) % 7) + 7) % 7) + 1) as Weekday
}

export function dayOfMonth(on: Day): number {
  return Number(on.slice(8))
}

/** The given day of the month that `on` lies in, or the month's last where it has no such day; `months` later. */
export function inMonth(on: Day, dayNumber: number, months = 0): Day {
  const first = Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)) - 1 + months, 1) / DAY_MS
  const next = Date.UTC(Number(on.slice(0, 4)), Number(on.slice(5, 7)) + months, 1) / DAY_MS
  return fromNumber(Math.min(first + dayNumber - 1, next - 1))
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b)
export const later = (a: Day, b: Day): Day => (a > b ? a : b)

/** The ISP's zone and control hour: the only bridge between instants and days. */
export interface Zone {
  readonly timeZone: string
  /** `HH:MM`. */
  readonly controlHour: string
  /** The day that an instant falls on. */
  dayOf(at: number): Day
  /** Its first instant. */
  startOf(on: Day): number
  /** The instant of its control: an hour that summer time skips means the end of the gap, a double one its first. */
  controlOf(on: Day): number
  /** ISO 8601 with the zone's offset of that moment, to the second (milliseconds where there are any). */
  format(at: number): string
  /** Reads an ISO day (its control is meant) or date-time in the zone, with or without an offset; null when it is neither. */
  parse(text: string): number | null
}

export const isTimeZone = (text: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return true
  } catch {
    return false // Temporal says no by throwing; the answer is all that is asked
  }
}

export const isHour = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** A zone that remembers the few days it is asked about over and over: a plan asks for the same day a hundred thousand times. */
export function makeZone(timeZone: string, controlHour: string): Zone {
  const wall = (on: Day, hour: string) => wallInstant(timeZone, on, hour)
  const startOf = remember((on) => wall(on, '00:00'))
  const controlOf = remember((on) => wall(on, controlHour))
  let last = { on: '' as Day, from: 0, to: 0 }
  return {
    timeZone,
    controlHour,
    startOf,
    controlOf,
    dayOf(at) {
      if (at >= last.from && at < last.to) return last.on
      const on = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString() as Day
      last = { on, from: startOf(on), to: startOf(addDays(on, 1)) }
      return on
    },
    format: (at) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
      return zoned.toString({ timeZoneName: 'never', fractionalSecondDigits: at % 1000 === 0 ? 0 : 3 })
    },
    parse(text) {
      const on = parseDay(text)
      return on ? controlOf(on) : parseInstant(text, timeZone)
    },
  }
}

function remember(compute: (on: Day) => number): (on: Day) => number {
  const known = new Map<Day, number>()
  return (on) => {
    const before = known.get(on)
    if (before !== undefined) return before
    if (known.size > 1000) known.clear() // a simulation of years must not keep every day of them
    const at = compute(on)
    known.set(on, at)
    return at
  }
}

function wallInstant(timeZone: string, on: Day, hour: string): number {
  const wall = Temporal.PlainDateTime.from(`${on}T${hour}`)
  const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds
  // The clock jumped over it: the instant of the jump is the end of the gap.
  const jump = first.getTimeZoneTransition('next')
  return (jump ?? wall.toZonedDateTime(timeZone, { disambiguation: 'later' })).epochMilliseconds
}

function parseInstant(text: string, timeZone: string): number | null {
  if (!/^[^T ]{10}[T ]\d{2}:\d{2}/.test(text) || parseDay(text.slice(0, 10)) === null) return null
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return Temporal.Instant.from(text.replace(' ', 'T')).epochMilliseconds
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(timeZone).epochMilliseconds
  } catch {
    return null // not an instant: the caller says which value was wrong
  }
}
