// Payments and what takes them back: booked once whoever asks again, each with a number of its own, voided once; and the counter's no.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Database, openDatabase } from '../../cli/database.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { restoreByHand } from './deeds.ts'
import { pay, voidDocument } from './payments.ts'

eachDatabase('payments', (open) => {
  let database: Database
  let world: World
  let ana: number

  beforeEach(async () => {
    database = await open({ file: true })
    world = new World(database.db).at('2026-11-01')
    await world.settings({ unblockThreshold: '1000.00' })
    ana = await world.customer('000001')
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
  })

  it('no at the counter: paid, but a hand must restore', async () => {
    await world.control('2026-11-11')
    world.at('2026-11-12T10:00')
    await pay(world.db, { code: '000001', amountCents: money('5000.00'), noRestore: true }, world.told)
    await world.carry()
    expect(await world.served(ana)).toBe('cut')
    await restoreByHand(world.db, { code: '000001' }, world.told)
    await world.carry()
    expect(await world.served(ana)).toBe('active')
  })

  it('the same reference books once; for another payment it is refused', async () => {
    const ask = { code: '000001', amountCents: money('100.00'), reference: 'MP-77' }
    const first = await pay(world.db, ask, world.told)
    expect(await pay(world.db, ask, world.told)).toMatchObject({ isNew: false, number: first.number })
    await expect(pay(world.db, { ...ask, amountCents: money('200.00') }, world.told)).rejects.toMatchObject({
      code: 'record-conflict',
    })
    expect(await world.balances()).toBe(true)
  })

  it('two processes at once: every payment has a number of its own, and the same reference books once', async () => {
    await world.customers(2, 20)
    const other = await openDatabase(database.url)
    onTestFinished(() => other.close())
    const asks = Array.from({ length: 20 }, (_, index) => ({
      code: String(index + 2).padStart(6, '0'),
      amountCents: money('10.00'),
    }))
    const twice = { code: '000001', amountCents: money('10.00'), reference: 'MP-1' }
    const booked = await Promise.all([
      ...asks.map((ask, index) => pay(index % 2 === 0 ? world.db : other.db, ask, world.told)),
      pay(world.db, twice, world.told),
      pay(other.db, twice, world.told),
    ])
    const numbers = booked.filter((one) => one.isNew).map((one) => one.number)
    expect(new Set(numbers).size).toBe(21)
    expect(booked.slice(20).map((one) => one.number)).toEqual([booked[20]?.number, booked[20]?.number])
    expect(await world.balances()).toBe(true)
  })

  it('a document is voided once, and a voiding is not voided', async () => {
    const { number } = await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told)
    const voided = await voidDocument(world.db, { code: '000001', number, comment: 'bounced' }, world.told)
    expect(voided.voids).toBe(`RC ${number}`)
    await expect(
      voidDocument(world.db, { code: '000001', number: `RC ${number}`, comment: 'again' }, world.told),
    ).rejects.toThrow('already voided')
    await expect(
      voidDocument(world.db, { code: '000001', number: `DX ${voided.number}`, comment: 'undo' }, world.told),
    ).rejects.toThrow('itself voids')
    expect(await world.balances()).toBe(true)
  })
})
