// The worked examples of the domain, each by its number: threshold 1,000.00, days-after-due 1, control 06:00, year 2026, and
// F = FX 5,000.00. Every one runs through the real acts on both databases, with time set by hand.

import { beforeEach, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { day } from '../rules/day.ts'
import { offerPromise } from '../rules/offer.ts'
import { accountsOf } from '../store/accounts.ts'
import { loadTerms } from '../store/settings.ts'
import { cutByHand, restoreByHand } from './deeds.ts'
import { adjust, pay, voidDocument } from './payments.ts'
import { addPromise, usePromise, withdraw } from './promises.ts'

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
  const promised = async (on: string) => {
    const saved = await addPromise(world.db, { code: '000001', promisedOn: day(on) }, world.told)
    await world.carry()
    return saved
  }
  const restored = async (promise?: 'keep' | 'withdraw') => {
    await restoreByHand(world.db, { code: '000001', promise }, world.told)
    await world.carry()
  }
  const served = () => world.served(ana)
  const reason = async () => (await world.decision(ana)).reason
  /** As 1: due 10 Nov, cut on the 11th. */
  const asOne = async () => {
    await F('2026-11-10')
    await world.control('2026-11-10')
    await world.control('2026-11-11')
  }
  /** As 4: a promise on the 12th for the 16th. */
  const asFour = async () => {
    await asOne()
    world.at('2026-11-12T10:00')
    await promised('2026-11-16')
  }
  const controls = async (from: number, to: number) => {
    for (let on = from; on <= to; on++) await world.control(`2026-11-${String(on).padStart(2, '0')}`)
  }

  it('1: due 10 Nov is active on the 10th and cut on the 11th at 06:00, delinquent since the 10th', async () => {
    await F('2026-11-10')
    await world.control('2026-11-10')
    expect(await served()).toBe('active')
    world.at('2026-11-11T05:59')
    expect((await world.decision(ana)).state).toBe('active')
    await world.control('2026-11-11')
    expect(await served()).toBe('cut')
    expect(await world.decision(ana)).toMatchObject({ reason: 'overdue', delinquentSince: '2026-11-10', cutDay: '2026-11-11' })
  })

  it('2: paying 4,000.00 leaves 1,000.00, not greater than the threshold: restored at once', async () => {
    await asOne()
    world.at('2026-11-12T09:30')
    await paid('4000.00')
    expect(await served()).toBe('active')
    expect((await world.decision(ana)).overdueCents).toBe(100_000)
  })

  it('3: paying 3,999.99 leaves him cut', async () => {
    await asOne()
    world.at('2026-11-12T09:30')
    await paid('3999.99')
    expect(await served()).toBe('cut')
  })

  it('4: a promise on the 12th for the 16th restores, and the 16th at 06:00 cuts, promise-broken', async () => {
    await asFour()
    expect(await served()).toBe('active')
    expect(await reason()).toBe('promise-pending')
    await controls(13, 15)
    expect(await served()).toBe('active')
    await world.control('2026-11-16')
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('promise-broken')
    expect((await world.promise(ana))?.state).toBe('broken')
  })

  it('5: node unreachable from the 16th to the 18th: cut on the 19th', async () => {
    await asFour()
    world.reachable = false
    await controls(16, 18)
    expect(await served()).toBe('active')
    world.reachable = true
    await world.control('2026-11-19')
    expect(await served()).toBe('cut')
    await controls(20, 22)
    expect((await world.promise(ana))?.state).toBe('enforced')
    expect(await world.alerts()).not.toContainEqual(expect.stringContaining('promise of'))
  })

  it('5: unreachable through the 21st: unenforced on the 22nd with an alert; once back: cut, overdue', async () => {
    await asFour()
    world.reachable = false
    await controls(16, 21)
    expect((await world.promise(ana))?.state).toBe('broken')
    await world.control('2026-11-22')
    expect((await world.promise(ana))?.state).toBe('unenforced')
    expect(await world.alerts()).toContainEqual(expect.stringContaining('promise of 2026-11-16'))
    world.reachable = true
    await world.control('2026-11-23')
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('overdue')
  })

  it('6: paid in full on the 17th while the node is unreachable: order cancelled, promise kept', async () => {
    await asFour()
    world.reachable = false
    await world.control('2026-11-16')
    world.at('2026-11-17T11:00')
    await paid('5000.00')
    expect(await world.openOrders(ana)).toEqual([])
    const last = await world.db
      .selectFrom('orders')
      .select('state')
      .where('customerId', '=', ana)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(last?.state).toBe('cancelled')
    expect((await world.promise(ana))?.state).toBe('kept')
  })

  it('7: enabled by hand on the 13th: active whatever DX fell due; the invoice due 10 Dec cuts on 11 Dec', async () => {
    await asOne()
    world.at('2026-11-13T12:00')
    await restored()
    expect(await served()).toBe('active')
    await world.document(ana, 'DX', '2000.00', { issuedOn: '2026-11-15', dueOn: '2026-11-20' })
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-12-01', dueOn: '2026-12-10' })
    await controls(14, 30)
    await world.control('2026-12-10')
    expect(await served()).toBe('active')
    expect(await world.decision(ana)).toMatchObject({ reason: 'manual-enable', enableEndsOn: '2026-12-11' })
    await world.control('2026-12-11')
    expect(await served()).toBe('cut')
  })

  it.each([
    ['free', { free: 1 as const }],
    ['not-blockable', { blockable: 0 as const }],
  ])('8: %s with any debt is active', async (name, set) => {
    await world.db.updateTable('customers').set(set).where('id', '=', ana).execute()
    await world.document(ana, 'FX', '900000.00', { issuedOn: '2026-01-01', dueOn: '2026-01-10' })
    await world.control('2026-11-11')
    expect(await served()).toBe('active')
    expect(await reason()).toBe(name)
  })

  it('9: 800.00 due 10 Oct is served on 11 Oct; with 800.00 due 10 Nov he is cut on 11 Nov, since 10 Nov', async () => {
    await world.document(ana, 'FX', '800.00', { issuedOn: '2026-10-01', dueOn: '2026-10-10' })
    await world.document(ana, 'FX', '800.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
    await world.control('2026-10-11')
    expect(await served()).toBe('active')
    await world.control('2026-11-11')
    expect(await served()).toBe('cut')
    expect((await world.decision(ana)).delinquentSince).toBe('2026-11-10')
  })

  const offerAt = async (when: string) => {
    world.at(when)
    const [account] = await accountsOf(world.db, [ana])
    if (!account) throw new Error('no account')
    return offerPromise(account.facts, world.now, await loadTerms(world.db))
  }
  const used = (id: string, when: string) => {
    world.at(when)
    return usePromise(world.db, { id, customerId: ana }, world.told)
  }

  it('10: used on 1 Nov with wait 30: not available on 30 Nov, available on 1 Dec', async () => {
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-10-20', dueOn: '2026-10-30' })
    expect(await used('a', '2026-11-01T10:00')).toMatchObject({ ok: true, until: '2026-11-05', availableAgainOn: '2026-12-01' })
    await world.control('2026-11-05')
    await world.control('2026-11-11')
    expect(await offerAt('2026-11-30T10:00')).toMatchObject({ ok: false, why: 'too-soon', from: '2026-12-01' })
    expect(await offerAt('2026-12-01T10:00')).toMatchObject({ ok: true })
  })

  it('15: the receipt voided on 20 Nov at 15:00 leaves the cut to the run of the 21st, overdue since the 10th', async () => {
    await F('2026-11-10')
    world.at('2026-11-10T10:00')
    const booked = await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told)
    await controls(11, 20)
    world.at('2026-11-20T15:00')
    await voidDocument(world.db, { code: '000001', number: `RC ${booked.number}`, comment: 'cheque bounced' }, world.told)
    expect(await world.carry()).toBe(0)
    expect(await served()).toBe('active')
    await world.control('2026-11-21')
    expect(await served()).toBe('cut')
    expect(await world.decision(ana)).toMatchObject({ reason: 'overdue', delinquentSince: '2026-11-10' })
  })

  it.each([
    ['gratis ended', { free: 1 as const }, { free: 0 as const }, '1000.00'],
    ['the threshold fell', {}, {}, '9000.00'],
  ])('15: so too if %s', async (_, before, after, threshold) => {
    if (Object.keys(before).length > 0) await world.db.updateTable('customers').set(before).where('id', '=', ana).execute()
    await world.settings({ unblockThreshold: threshold })
    await F('2026-11-10')
    await controls(11, 20)
    expect(await served()).toBe('active')
    world.at('2026-11-20T15:00')
    if (Object.keys(after).length > 0) await world.db.updateTable('customers').set(after).where('id', '=', ana).execute()
    await world.settings({ unblockThreshold: '1000.00' })
    await world.again(ana)
    expect(await world.carry()).toBe(0)
    await world.control('2026-11-21')
    expect(await served()).toBe('cut')
  })

  it('16: a credit note that voids the second invoice leaves him cut since 10 Oct', async () => {
    await F('2026-10-10')
    const second = await F('2026-11-10')
    await world.control('2026-10-11')
    world.at('2026-11-03T10:00')
    await world.document(ana, 'CX', '5000.00', { issuedOn: '2026-11-03', voids: second })
    await world.again(ana)
    await world.carry()
    expect(await served()).toBe('cut')
    expect((await world.decision(ana)).delinquentSince).toBe('2026-10-10')
  })

  it('16: one that names nothing restores him on 3 Nov; cut 11 Nov', async () => {
    await F('2026-10-10')
    await F('2026-11-10')
    await world.control('2026-10-11')
    world.at('2026-11-03T10:00')
    await adjust(world.db, { code: '000001', amountCents: money('5000.00'), comment: 'courtesy' }, world.told)
    await world.carry()
    expect(await served()).toBe('active')
    await world.control('2026-11-11')
    expect(await served()).toBe('cut')
  })

  it('17: credit waits for the next charge; a receipt dated the 15th restores on the 15th', async () => {
    await world.document(ana, 'RC', '2000.00', { issuedOn: '2026-11-01' })
    await F('2026-11-10')
    await world.control('2026-11-11')
    expect(await served()).toBe('cut')
    expect((await world.decision(ana)).overdueCents).toBe(300_000)
    world.at('2026-11-12T10:00')
    await pay(world.db, { code: '000001', amountCents: money('3000.00'), on: day('2026-11-15') }, world.told)
    await world.carry()
    await world.control('2026-11-14')
    expect(await served()).toBe('cut')
    world.at('2026-11-15T00:00')
    await world.again(ana)
    await world.carry()
    expect(await served()).toBe('active')
  })

  it('18: a promise for the 20th on the 16th replaces the first; 20 Nov unpaid: cut, tried through the 25th', async () => {
    await asFour()
    await world.control('2026-11-16')
    world.at('2026-11-16T10:00')
    await promised('2026-11-20')
    const first = await world.db.selectFrom('promises').select('state').orderBy('id').executeTakeFirst()
    expect(first?.state).toBe('replaced')
    expect(await served()).toBe('active')
    world.reachable = false
    await controls(20, 24)
    world.reachable = true
    await world.control('2026-11-25')
    expect(await served()).toBe('cut')
    expect((await world.promise(ana))?.state).toBe('broken')
    await world.control('2026-11-26')
    expect((await world.promise(ana))?.state).toBe('enforced')
  })

  it('19: enabled by hand on the 17th, promise kept: cut again on the 18th, promise-broken', async () => {
    await asFour()
    await world.control('2026-11-16')
    world.at('2026-11-17T10:00')
    await expect(restoreByHand(world.db, { code: '000001' }, world.told)).rejects.toThrow('--withdraw-promise')
    await restored('keep')
    expect(await served()).toBe('active')
    expect(await reason()).toBe('manual-enable')
    await world.control('2026-11-18')
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('promise-broken')
  })

  it('19: promise withdrawn: active until 11 Dec', async () => {
    await asFour()
    await world.control('2026-11-16')
    world.at('2026-11-17T10:00')
    await restored('withdraw')
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-12-01', dueOn: '2026-12-10' })
    await controls(18, 30)
    await world.control('2026-12-10')
    expect(await served()).toBe('active')
    await world.control('2026-12-11')
    expect(await served()).toBe('cut')
  })

  it('20: kept at its control because the cut day of the new debt is ahead; then cut, overdue', async () => {
    await world.settings({ cutPolicy: 'days-after-due:5' })
    await F('2026-11-01')
    await world.control('2026-11-06')
    expect(await served()).toBe('cut')
    world.at('2026-11-07T10:00')
    await promised('2026-11-16')
    world.at('2026-11-10T10:00')
    await paid('5000.00')
    await F('2026-11-14')
    await world.control('2026-11-16')
    expect((await world.promise(ana))?.state).toBe('kept')
    expect(await served()).toBe('active')
    await world.control('2026-11-19')
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('overdue')
  })

  it('21: on the 12th at 10:00 a promise for the 12th is refused; one for the 13th is controlled the 13th at 06:00', async () => {
    await asOne()
    world.at('2026-11-12T10:00')
    await expect(addPromise(world.db, { code: '000001', promisedOn: day('2026-11-12') }, world.told)).rejects.toMatchObject({
      code: 'input-invalid',
    })
    const saved = await promised('2026-11-13')
    expect(saved.controlAt).toBe(world.at('2026-11-13T06:00').now)
    await world.control('2026-11-13')
    expect(await served()).toBe('cut')
  })

  it('22: not offered on the 7th; used on the 8th to the 12th; withdrawn on the 9th: again from 8 Dec', async () => {
    await F('2026-11-10')
    expect(await offerAt('2026-11-07T10:00')).toEqual({ ok: false, why: 'would-not-help' })
    expect(await used('b', '2026-11-08T10:00')).toMatchObject({ ok: true, until: '2026-11-12' })
    world.at('2026-11-09T10:00')
    expect(await withdraw(world.db, { code: '000001' }, world.told)).toEqual({ withdrawn: '2026-11-12' })
    expect(await offerAt('2026-12-07T10:00')).toMatchObject({ why: 'too-soon', from: '2026-12-08' })
    expect(await offerAt('2026-12-08T10:00')).toMatchObject({ ok: true })
  })

  it('23: cut by hand: neither a promise nor a payment restores; lifted: active. Deleted: cut; recoded back: active', async () => {
    await asOne()
    world.at('2026-11-12T10:00')
    await cutByHand(world.db, { code: '000001', comment: 'abuse' }, world.told)
    world.at('2026-11-13T10:00')
    expect((await promised('2026-11-20')).warning).toBe('manual-cut')
    world.at('2026-11-14T10:00')
    await paid('5000.00')
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('manual-cut')
    await restored('withdraw')
    expect(await served()).toBe('active')
    for (const [code, state, why] of [
      ['ZZ000001', 'cut', 'deleted'],
      ['000001', 'active', 'manual-enable'],
    ] as const) {
      await world.db.updateTable('customers').set({ code }).where('id', '=', ana).execute()
      await world.again(ana)
      await world.carry()
      expect(await served()).toBe(state)
      expect(await reason()).toBe(why)
    }
  })

  it('24: daemon down from the 15th, started on the 24th at 09:00: unenforced, alert, and cut now, overdue', async () => {
    await asFour()
    await world.control('2026-11-24T09:00')
    expect((await world.promise(ana))?.state).toBe('unenforced')
    expect(await world.alerts()).toHaveLength(1)
    expect(await served()).toBe('cut')
    expect(await reason()).toBe('overdue')
  })
})
