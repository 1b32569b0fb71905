import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween, inMonth, makeZone, parseDay, weekdayOf } from './day.ts'

const iso = (at: number) => new Date(at).toISOString()

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '', '2026-04-31', '2026-01-01T00:00'])('%s is no day', (text) =>
    expect(parseDay(text)).toBeNull(),
  )

  it('are those of the years that somebody may mean, so that what is counted from one is a day too', () => {
    const zone = makeZone('America/Argentina/Buenos_Aires', '06:00')
    for (const text of ['9999-12-31', '3000-01-01', '1899-12-31', '0001-01-01', '0000-00-00'])
      expect([text, parseDay(text), zone.parse(`${text}T10:00`)]).toEqual([text, null, null])
    for (const text of ['1900-01-01', '2999-12-31'])
      expect([text, parseDay(text), zone.parse(`${text}T10:00`)]).toEqual([text, text, expect.any(Number)])
    expect(parseDay(addDays(day('2999-12-30'), 1))).toBe('2999-12-31')
  })

  it('adds and counts alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (days) => {
        expect(daysBetween(day('2026-11-21'), addDays(day('2026-11-21'), days))).toBe(days)
      }),
    )
  })

  it('knows weekdays', () => {
    expect([weekdayOf(day('2026-11-16')), weekdayOf(day('2026-11-22')), weekdayOf(day('1969-12-31'))]).toEqual([1, 7, 3])
  })

  it.each([
    ['2026-01-15', 31, 1, '2026-02-28'],
    ['2028-01-15', 31, 1, '2028-02-29'],
    ['2026-12-05', 11, 1, '2027-01-11'],
    ['2026-04-05', 31, 0, '2026-04-30'],
  ])('day %s, number %i, %i months on is %s', (on, number, months, then) => expect(inMonth(day(on), number, months)).toBe(then))
})

describe('the zone of the ISP', () => {
  it('puts the control at the hour of its own clock', () => {
    expect(iso(makeZone('America/Argentina/Buenos_Aires', '06:00').controlOf(day('2026-11-11')))).toBe('2026-11-11T09:00:00.000Z')
  })

  it.each([
    // Chile goes from 24:00 on Saturday to 01:00 on Sunday: midnight of the 6th does not exist.
    ['America/Santiago', '00:00', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '00:30', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    // Madrid skips 02:00–03:00: the end of the gap is 03:00, not half an hour after it.
    ['Europe/Madrid', '02:30', '2026-03-29', '2026-03-29T01:00:00.000Z'],
    // and has 02:30 twice in October: the first.
    ['Europe/Madrid', '02:30', '2026-10-25', '2026-10-25T00:30:00.000Z'],
  ])('%s %s on %s is %s', (zone, hour, on, instant) => expect(iso(makeZone(zone, hour).controlOf(day(on)))).toBe(instant))

  it('gives every instant of a day that day, whatever summer time does to it', () => {
    const zone = makeZone('America/Santiago', '06:00')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (offset, part) => {
        const on = addDays(day('2025-06-01'), offset)
        const from = zone.startOf(on)
        const instant = Math.floor(from + (zone.startOf(addDays(on, 1)) - from) * part)
        expect(zone.dayOf(instant)).toBe(on)
      }),
    )
  })

  it('writes and reads instants with its offset', () => {
    const zone = makeZone('America/Argentina/Buenos_Aires', '06:00')
    const at = zone.parse('2026-11-11T08:15') ?? 0
    expect(zone.format(at)).toBe('2026-11-11T08:15:00-03:00')
    expect(zone.parse('2026-11-11')).toBe(zone.controlOf(day('2026-11-11')))
    expect(zone.parse('2026-11-11T11:15:00Z')).toBe(at)
    expect(zone.parse(zone.format(at))).toBe(at)
    for (const text of ['tomorrow', '2026-02-30', '2026-11-11T25:00', '11/11/2026']) expect(zone.parse(text)).toBeNull()
  })
})
