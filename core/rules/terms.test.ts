// The small rules around the big one: policy, guard, orders and offers, each with both sides of its edges.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDay, anyTerms, plainTerms } from '../../fixtures/cases/ledgers.ts'
import { BUENOS_AIRES } from '../../fixtures/world.ts'
import { day } from './day.ts'
import type { CustomerFacts } from './decision.ts'
import type { DocumentFacts } from './document.ts'
import { guardCuts, usualCuts } from './guard.ts'
import { cents } from './money.ts'
import { checkDate, offerPromise } from './offer.ts'
import { backOffMs, mayRun, runsAt } from './order.ts'
import { cutDay, formatPolicy, isNoCutDay, parsePolicy, parseWeekdays } from './policy.ts'

const at = (text: string) => BUENOS_AIRES.parse(text) ?? Number.NaN
const invoice: DocumentFacts = {
  id: 1,
  kind: 'FX',
  number: '1',
  issuedOn: day('2026-11-01'),
  dueOn: day('2026-11-10'),
  amountCents: cents(500_000),
  voidsId: null,
}
const ana: CustomerFacts = { code: '000001', free: false, blockable: true, documents: [invoice], deeds: [], promises: [] }

describe('cut policy', () => {
  it('never cuts on the due day, before it, or on a no-cut day', () => {
    fc.assert(
      fc.property(anyDay(), anyTerms, (since, terms) => {
        const on = cutDay(terms.policy, since, terms.noCut)
        expect(on > since).toBe(true)
        expect(isNoCutDay(on, terms.noCut)).toBe(false)
      }),
    )
  })

  it.each(['days-after-due:0', 'days-after-due:10', 'monthly:11,25', 'monthly:31'])('%s reads back', (text) => {
    const policy = parsePolicy(text)
    expect(policy && formatPolicy(policy)).toBe(text)
  })

  it.each([
    '',
    'monthly',
    'monthly:',
    'monthly:0',
    'monthly:32',
    'days-after-due:-1',
    'days-after-due:1,2',
    'weekly:1',
    'monthly:1:2',
  ])('%s is no policy', (text) => expect(parsePolicy(text)).toBeNull())

  it('days-after-due 0 means 1: on the due day nobody is overdue', () => {
    expect(cutDay({ kind: 'days-after-due', days: 0 }, day('2026-11-10'), plainTerms.noCut)).toBe('2026-11-11')
  })

  it('refuses all seven weekdays', () => {
    expect(parseWeekdays('mon,tue,wed,thu,fri,sat')?.size).toBe(6)
    expect(parseWeekdays('mon,tue,wed,thu,fri,sat,sun')).toBeNull()
    expect(parseWeekdays('viernes')).toBeNull()
  })
})

describe('blast guard', () => {
  it.each([
    [0, 50],
    [1019, 50],
    [1020, 51],
    [1200, 60],
    [1219, 60],
  ])('%i in service allow %i', (inService, allowed) => expect(usualCuts(inService)).toBe(allowed))

  const guard = { orderedToday: 0, inService: 1200, confirmed: null, maxCuts: null }
  it.each([
    [{ ...guard, newCuts: 60 }, true],
    [{ ...guard, newCuts: 61 }, false],
    [{ ...guard, newCuts: 61, confirmed: 61 }, true],
    [{ ...guard, newCuts: 1, orderedToday: 61, confirmed: 61 }, false],
    [{ ...guard, newCuts: 0, orderedToday: 500 }, true],
    [{ ...guard, newCuts: 1, maxCuts: 0 }, false],
    [{ ...guard, newCuts: 10, confirmed: 5 }, false],
  ])('%j: %s', (facts, ok) => expect(guardCuts(facts).ok).toBe(ok))
})

describe('when an order may run', () => {
  const cut = { desired: 'cut' as const, reason: 'overdue' as const, atOnce: false }
  const weekend = { ...plainTerms, noCut: { weekdays: new Set([6, 7] as const), holidays: new Set<never>() } }

  it.each([
    ['2026-11-11T05:59', false],
    ['2026-11-11T06:00', true],
    ['2026-11-11T23:59', true],
    ['2026-11-14T12:00', false],
  ])('a cut for debt at %s: %s', (when, may) => expect(mayRun(cut, at(when), weekend)).toBe(may))

  it.each([[{ ...cut, reason: 'manual-cut' as const }], [{ ...cut, atOnce: true }], [{ ...cut, desired: 'active' as const }]])(
    '%j runs at any hour',
    (order) => expect(mayRun(order, at('2026-11-14T03:00'), weekend)).toBe(true),
  )

  it.each([
    ['2026-11-13T05:00', '2026-11-13T06:00'],
    ['2026-11-13T12:00', '2026-11-13T12:00'],
    ['2026-11-14T12:00', '2026-11-16T06:00'],
  ])('waiting at %s it runs at %s', (when, then) => expect(runsAt(at(when), weekend)).toBe(at(then)))

  it('backs off by powers of two up to the cap, the upper half by lot', () => {
    const limits = { baseMs: 1000, capMs: 60_000, slowMs: 3_600_000 }
    expect([1, 2, 3, 7, 40].map((attempt) => backOffMs(attempt, 'device-unreachable', limits, 1))).toEqual([
      1000, 2000, 4000, 60_000, 60_000,
    ])
    expect(backOffMs(1, 'device-unreachable', limits, 0)).toBe(500)
    expect(backOffMs(1, 'device-login', limits, 0)).toBe(1_800_000)
  })
})

describe('what may be promised', () => {
  it.each([
    ['2026-11-07T10:00', 'would-not-help'], // to the 11th, whose control is when he is cut anyway
    ['2026-11-08T10:00', true], // to the 12th
    ['2026-11-20T10:00', true], // cut already
  ])('at %s: %s', (when, answer) => {
    const offer = offerPromise(ana, at(when), plainTerms)
    expect(offer.ok ? true : offer.why).toBe(answer)
  })

  it('is refused without debt, switched off, or to who was cut by hand', () => {
    const now = at('2026-11-20')
    expect(offerPromise({ ...ana, documents: [] }, now, plainTerms)).toEqual({ ok: false, why: 'no-debt' })
    expect(offerPromise(ana, now, { ...plainTerms, promise: { ...plainTerms.promise, enabled: false } })).toEqual({
      ok: false,
      why: 'disabled',
    })
    expect(offerPromise({ ...ana, deeds: [{ kind: 'cut', at: now - 1, endsOn: null }] }, now, plainTerms)).toEqual({
      ok: false,
      why: 'would-not-help',
    })
  })

  it('an operator may save any date whose control is ahead, and is told where it cannot help', () => {
    expect(checkDate(ana, day('2026-11-12'), at('2026-11-12T06:00'), plainTerms)).toEqual({ ok: false, why: 'control-passed' })
    expect(checkDate(ana, day('2026-11-12'), at('2026-11-12T05:59'), plainTerms)).toEqual({ ok: true, warning: null })
    expect(checkDate(ana, day('2026-11-09'), at('2026-11-05'), plainTerms)).toEqual({ ok: true, warning: 'no-cut-before' })
    expect(checkDate(ana, day('2999-01-01'), at('2026-11-05'), plainTerms)).toEqual({ ok: true, warning: null })
  })
})
