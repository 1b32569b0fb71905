// The worked examples of days on which nobody is cut, of other policies, and of the blast guard, by their numbers; the others, and
// what all of them begin with, stand in examples.test.ts.

import { beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { pay } from './payments.ts'

eachDatabase('worked examples', (open) => {
  let world: World
  let ana: number

  beforeEach(async () => {
    world = new World((await open()).db).at('2026-10-01')
    await world.settings({ unblockThreshold: '1000.00', cutPolicy: 'days-after-due:1', controlHour: '06:00' })
    ana = await world.customer('000001')
  })

  const F = (dueOn: string, issuedOn = `${dueOn.slice(0, 8)}01`) => world.document(ana, 'FX', '5000.00', { dueOn, issuedOn })
  const paid = async (amount: string) => {
    await pay(world.db, { code: '000001', amountCents: money(amount) }, world.told)
    await world.carry()
  }
  const served = () => world.served(ana)
  const controls = async (from: number, to: number) => {
    for (let on = from; on <= to; on++) await world.control(`2026-11-${String(on).padStart(2, '0')}`)
  }

  it('11: monthly 11,25: due 11 Nov is cut on 25 Nov; monthly 31: due 31 Jan 2027 on 28 Feb 2027', async () => {
    await world.settings({ cutPolicy: 'monthly:11,25' })
    await F('2026-11-11')
    await controls(12, 24)
    expect(await served()).toBe('active')
    await world.control('2026-11-25')
    expect(await served()).toBe('cut')
    await world.settings({ cutPolicy: 'monthly:31' })
    const bea = await world.customer('000002')
    await world.document(bea, 'FX', '5000.00', { issuedOn: '2027-01-15', dueOn: '2027-01-31' })
    await world.control('2027-02-27')
    expect(await world.served(bea)).toBe('active')
    await world.control('2027-02-28')
    expect(await world.served(bea)).toBe('cut')
  })

  it('12: no cuts Fri–Sun and on the holiday of 16 Nov: due Thu 12 Nov is cut Tue 17 Nov', async () => {
    await world.settings({ noCutWeekdays: 'fri,sat,sun', holidays: '2026-11-16' })
    await F('2026-11-12')
    await controls(13, 16)
    expect(await served()).toBe('active')
    await world.control('2026-11-17')
    expect(await served()).toBe('cut')
  })

  it('13: no cuts Fri–Sun, router silent from the 11th to Sat 14 Nov: the order waits, cut Mon 16 Nov 06:00', async () => {
    await world.settings({ noCutWeekdays: 'fri,sat,sun' })
    await F('2026-11-10')
    world.reachable = false
    await controls(11, 13)
    world.reachable = true
    await world.control('2026-11-14')
    expect(await served()).toBe('active')
    expect(await world.openOrders(ana)).toHaveLength(1)
    world.at('2026-11-16T05:59')
    expect(await world.carry()).toBe(0)
    world.at('2026-11-16')
    expect(await world.carry()).toBe(1)
    expect(await served()).toBe('cut')
  })

  it('14: days-after-due 10: cut 20 Oct; paid 5,000.00 on 12 Nov restores though 5,000.00 are overdue; cut again 20 Nov', async () => {
    await world.settings({ cutPolicy: 'days-after-due:10' })
    await F('2026-10-10')
    await F('2026-11-10')
    await world.control('2026-10-19')
    expect(await served()).toBe('active')
    await world.control('2026-10-20')
    expect(await served()).toBe('cut')
    world.at('2026-11-12T10:00')
    await paid('5000.00')
    expect(await served()).toBe('active')
    expect((await world.decision(ana)).overdueCents).toBe(500_000)
    await world.control('2026-11-19')
    expect(await served()).toBe('active')
    await world.control('2026-11-20')
    expect(await served()).toBe('cut')
  })

  describe('25: the blast guard', () => {
    it('1,200 in service allow 60: 61 new cuts cut nobody; 61 confirmed: all; one more that day: not', async () => {
      const others = await world.customers(2, 1199)
      const debtors = others.slice(0, 61)
      for (const id of debtors) await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
      const held = await world.control('2026-11-11')
      expect(held.guard).toMatchObject({ ok: false, newCuts: 61, allowed: 60 })
      const cutNow = async () => (await world.db.selectFrom('places').select('id').where('observed', '=', 'cut').execute()).length
      expect(await cutNow()).toBe(0)
      world.at('2026-11-11T08:00')
      await world.run({ confirmCuts: 61 })
      await world.carry()
      expect(await cutNow()).toBe(61)
      await world.document(others[100] ?? 0, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
      world.at('2026-11-11T09:00')
      expect((await world.run()).guard).toMatchObject({ ok: false, newCuts: 1, orderedToday: 61 })
      await world.carry()
      expect(await cutNow()).toBe(61)
      await world.control('2026-11-12')
      expect(await cutNow()).toBe(62)
    })
  })
})
