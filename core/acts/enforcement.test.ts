// What the worked examples do not say: orders that are replaced while a task has them, places that move, addresses that two
// connections share, clocks that are set back, runs in the past.

import { beforeEach, describe, expect, it } from 'vitest'
import { type Database } from '../../cli/database.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { takeWork, type Work } from './handout.ts'
import { settleFailure, settleOutcomes } from './outcomes.ts'
import { cutByHand } from './deeds.ts'
import { followConnections } from './moves.ts'
import { pay, voidDocument } from './payments.ts'
import { planRun } from './runs.ts'

eachDatabase('enforcement', (open) => {
  let database: Database
  let world: World
  let ana: number

  beforeEach(async () => {
    database = await open({ file: true })
    world = new World(database.db).at('2026-11-01')
    await world.settings({ unblockThreshold: '1000.00' })
    ana = await world.customer('000001')
    await owes(ana)
  })

  const owes = (customer: number) => world.document(customer, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
  const take = (most = 100) => takeWork(world.db, world.router, most, world.handout)
  const bring = (work: Work, answer: 'done' | 'silent' | 'refused') =>
    settleOutcomes(
      world.db,
      world.router,
      work.orders,
      work.changes.map(({ order, place, generation, desired }) => {
        if (answer === 'done')
          return { order, place, generation, ok: true as const, observed: desired, did: 'changed' as const, proof: 'row *1' }
        const code = answer === 'silent' ? ('device-silent' as const) : ('device-refused' as const)
        return {
          order,
          place,
          generation,
          ok: false as const,
          observed: 'unknown' as const,
          sent: answer === 'silent',
          fault: { code, message: `${answer} it`, facts: {} },
        }
      }),
      world.handout,
    )
  const orders = () => world.db.selectFrom('orders').selectAll().orderBy('id').execute()
  const states = async () => (await orders()).map((order) => `${order.desired} ${order.state}`)
  const paid = (amount = '5000.00') => pay(world.db, { code: '000001', amountCents: money(amount) }, world.told)

  describe('an order in flight', () => {
    it('is replaced by a payment, and its late result changes nothing', async () => {
      await world.at('2026-11-11').run()
      const work = await take()
      if (!work) throw new Error('nothing was handed out')
      world.at('2026-11-11T06:00:01')
      await paid()
      await bring(work, 'done')
      expect(await states()).toEqual(['cut replaced', 'active open'])
      await world.carry()
      expect(await world.served(ana)).toBe('active')
      const place = await world.db.selectFrom('places').select(['generation', 'cutSent']).executeTakeFirstOrThrow()
      expect(place).toEqual({ generation: 2, cutSent: 0 })
    })

    it('that was sent without an answer leaves the place unknown, and is looked at and proven later', async () => {
      await world.at('2026-11-11').run()
      const work = await take()
      if (work) await bring(work, 'silent')
      const place = await world.db.selectFrom('places').select(['observed', 'cutSent']).executeTakeFirstOrThrow()
      expect(place).toEqual({ observed: 'unknown', cutSent: 1 })
      await paid()
      expect(await states()).toEqual(['cut replaced', 'active open'])
    })

    it('left by a process that died counts as sent', async () => {
      await world.at('2026-11-11').run()
      await take()
      world.at('2026-11-11T06:10')
      await take()
      expect((await orders())[0]).toMatchObject({ state: 'open', sent: 1 })
      await paid()
      expect(await states()).toEqual(['cut replaced', 'active open'])
    })

    it('with a process that died is not forgotten by later changes of mind: who pays in the end is restored', async () => {
      await world.at('2026-11-11').run()
      await take() // … and the router carried it out, but nobody wrote that down
      world.at('2026-11-11T07:00')
      const { number } = await paid()
      await voidDocument(world.db, { code: '000001', number, comment: 'bounced' }, world.told)
      world.at('2026-11-11T08:00')
      await world.run()
      await paid()
      expect(await states()).toEqual(['cut replaced', 'active replaced', 'cut replaced', 'active open'])
      await world.carry()
      expect(await world.db.selectFrom('places').select(['observed', 'cutSent']).executeTakeFirstOrThrow()).toEqual({
        observed: 'active',
        cutSent: 0,
      })
    })

    it('that restored when its process died is not taken for still cut: who owes in the end is cut again', async () => {
      await world.control('2026-11-11')
      world.at('2026-11-12T10:00')
      const { number } = await paid()
      await take() // the restore, carried out and not written down
      await voidDocument(world.db, { code: '000001', number, comment: 'bounced' }, world.told)
      await world.run()
      const again = await paid()
      await voidDocument(world.db, { code: '000001', number: again.number, comment: 'bounced' }, world.told)
      await world.run()
      expect((await states()).at(-1)).toBe('cut open')
    })

    it('that the router refused waits alone; the router stays well', async () => {
      await world.at('2026-11-11').run()
      const work = await take()
      if (work) await bring(work, 'refused')
      const [order] = await orders()
      expect(order).toMatchObject({ state: 'open', attempts: 1, faultCode: 'device-refused' })
      expect(order?.nextAt).toBeGreaterThan(world.now)
      const router = await world.db.selectFrom('routers').select(['failures', 'circuit']).executeTakeFirstOrThrow()
      expect(router).toEqual({ failures: 0, circuit: 'closed' })
    })
  })

  it('is decided again before it is sent: who paid meanwhile is not cut, even where no order was touched', async () => {
    await world.at('2026-11-11').run()
    // Straight into the table, as an import by another process would between the run and the task.
    await world.document(ana, 'RC', '5000.00', { issuedOn: '2026-11-11' })
    expect(await take()).toBeNull()
    expect(await states()).toEqual(['cut cancelled'])
  })

  it('restores go out before cuts, in a slice of their own', async () => {
    await world.control('2026-11-11')
    const others = await world.customers(2, 30)
    for (const id of others) await owes(id)
    world.at('2026-11-12')
    await world.run()
    await paid()
    const first = await take()
    expect(first?.changes.map((change) => change.desired)).toEqual(['active'])
    if (first) await bring(first, 'done')
    const second = await take(8)
    expect(second?.changes.map((change) => change.desired)).toEqual(Array.from({ length: 8 }, () => 'cut'))
  })

  it('a router that keeps failing opens its circuit, alerts once, and its orders wait', async () => {
    await world.at('2026-11-11').run()
    for (let failure = 1; failure <= 5; failure++) {
      await world.db.updateTable('routers').set({ retryAt: null }).execute()
      const work = await take()
      const taken = work?.orders ?? []
      await settleFailure(
        world.db,
        world.router,
        taken,
        { code: 'device-unreachable', message: 'no route to norte', facts: {} },
        world.handout,
      )
      await world.db.updateTable('orders').set({ nextAt: world.now }).execute()
    }
    const router = await world.db.selectFrom('routers').selectAll().executeTakeFirstOrThrow()
    expect(router).toMatchObject({ circuit: 'open', failures: 5, faultCode: 'device-unreachable' })
    expect(router.retryAt).toBeGreaterThan(world.now)
    expect(await take()).toBeNull()
    expect(await world.alerts()).toHaveLength(1)
    const failed = await world.db.selectFrom('log').select('id').where('what', '=', 'cut-failed').execute()
    expect(failed).toHaveLength(1)
    expect((await orders())[0]).toMatchObject({ attempts: 5, state: 'open', sent: 0 })
    await world.control('2026-11-11T07:00')
    expect(await world.db.selectFrom('routers').select(['circuit', 'failures']).executeTakeFirst()).toEqual({
      circuit: 'closed',
      failures: 0,
    })
  })

  it('a router may fail with any words: its orders wait, and what it said can be read', async () => {
    await world.at('2026-11-11').run()
    const fault = { code: 'device-refused', message: 'norte ended the session: bye\0\u001b[2J', facts: {} } as const
    await settleFailure(world.db, world.router, (await take())?.orders ?? [], fault, world.handout)
    const message = 'norte ended the session: bye [2J'
    expect((await orders())[0]).toMatchObject({ attempts: 1, state: 'open', faultMessage: message })
    expect(await world.db.selectFrom('routers').select('faultMessage').executeTakeFirst()).toEqual({ faultMessage: message })
  })

  describe('a connection that moves', () => {
    const move = async (set: { ip?: string; routerId?: number | null }) => {
      await world.db.updateTable('connections').set(set).where('customerId', '=', ana).execute()
      return world.db.transaction().execute((tx) => followConnections(tx, world.told))
    }

    it('has its old place cleared and its cut carried along, at any hour', async () => {
      await world.control('2026-11-11')
      world.at('2026-11-12T03:00')
      await move({ ip: '10.9.9.9' })
      const work = await take()
      expect(work?.changes).toMatchObject([{ desired: 'none', address: expect.not.stringMatching('10.9.9.9') }])
      if (work) await bring(work, 'done')
      expect((await take())?.changes).toMatchObject([{ desired: 'cut', address: '10.9.9.9' }])
    })

    it('leaves nothing to do where nothing of ours was there', async () => {
      expect((await move({ ip: '10.9.9.9' })).opened).toEqual([])
      expect(await take()).toBeNull()
    })

    it('to no router at all is cleared and no longer ordered', async () => {
      await world.control('2026-11-11')
      await move({ routerId: null })
      expect((await orders()).filter((order) => order.state === 'open').map((order) => order.desired)).toEqual(['none'])
      await world.carry()
      expect((await world.run()).opened).toEqual([])
    })

    it('in service and closed is cleared, and its user disabled', async () => {
      await world.control('2026-11-11')
      await world.db.updateTable('connections').set({ inService: 0 }).where('customerId', '=', ana).execute()
      await world.again(ana)
      expect((await take())?.changes).toMatchObject([{ desired: 'none', closed: true }])
    })
  })

  it('a cut that waits for its hour waits for the next run when its connection moves', async () => {
    await world.settings({ noCutWeekdays: 'sat,sun' })
    world.reachable = false
    await world.control('2026-11-13')
    world.reachable = true
    world.at('2026-11-14T12:00')
    await world.db.updateTable('connections').set({ ip: '10.9.9.9' }).where('customerId', '=', ana).execute()
    await world.db.transaction().execute((tx) => followConnections(tx, world.told))
    await world.carry()
    expect(await world.served(ana)).not.toContain('cut')
    await world.control('2026-11-16')
    expect(await world.served(ana)).toBe('cut')
  })

  it('closing a connection leaves a user alone that somebody else in service has', async () => {
    const bea = await world.customer('000002', [{ kind: 'pppoe', username: 'juan' }])
    await world.customer('000003', [{ kind: 'pppoe', username: 'juan' }])
    await world.sweep(world.router, () => 'active')
    await world.db.updateTable('connections').set({ inService: 0 }).where('customerId', '=', bea).execute()
    await world.again(bea)
    expect((await take())?.changes).toMatchObject([{ desired: 'none', closed: false, username: 'juan' }])
  })

  it('a look that began before a cut was proven does not undo what is known since', async () => {
    const early = world.at('2026-11-11T05:00').now
    await world.control('2026-11-11')
    await world.sweep(world.router, () => 'active', { lookedAt: early })
    expect(await world.served(ana)).toBe('cut')
  })

  it('who is served for one neighbour’s sake keeps the next neighbour served', async () => {
    const served = await world.customer('000010', [{ ip: '10.8.0.2' }])
    const middle = await world.customer('000011', [{ ip: '10.8.0.1' }, { ip: '10.8.0.2' }])
    const last = await world.customer('000012', [{ ip: '10.8.0.1' }])
    for (const id of [middle, last]) await owes(id)
    await world.control('2026-11-11')
    const cut = await world.db.selectFrom('orders').select('customerId').where('desired', '=', 'cut').execute()
    expect(new Set(cut.map((order) => order.customerId))).toEqual(new Set([ana, middle, last]))
    const places = await world.db.selectFrom('places').select(['address', 'observed']).where('address', '=', '10.8.0.2').execute()
    expect(places.every((place) => place.observed !== 'cut')).toBe(true)
    expect(await world.served(served)).toBe('active')
  })

  describe('an address that two connections claim', () => {
    let bea: number
    beforeEach(async () => {
      const { ip } = await world.db.selectFrom('connections').select('ip').where('customerId', '=', ana).executeTakeFirstOrThrow()
      bea = await world.customer('000002', [{ ip }])
    })

    it('is not cut while one of them is to be served, and the clash is shown', async () => {
      await world.control('2026-11-11')
      expect(await orders()).toEqual([])
      const plan = await planRun(world.db, { at: world.now, pause: async () => {} })
      expect(plan.changes.filter((line) => line.hold === 'shared').map((line) => line.account.code)).toEqual(['000001'])
    })

    it('is cut when both are, and one payment restores both', async () => {
      await owes(bea)
      await world.control('2026-11-11')
      expect(await states()).toEqual(['cut done', 'cut done'])
      world.at('2026-11-12T10:00')
      await paid()
      await world.carry()
      expect([await world.served(ana), await world.served(bea)]).toEqual(['active', 'active'])
    })

    it('is cut again by the next run when one of them moves away and takes the entry of both along', async () => {
      await owes(bea)
      await world.control('2026-11-11')
      world.at('2026-11-12T10:00')
      await world.db.updateTable('connections').set({ ip: '10.9.9.9' }).where('customerId', '=', ana).execute()
      await world.db.transaction().execute((tx) => followConnections(tx, world.told))
      await world.carry()
      await world.at('2026-11-13').run()
      expect((await world.openOrders(bea)).map((order) => order.desired)).toEqual(['cut'])
      expect(await world.openOrders(ana)).toEqual([])
    })
  })

  describe('the clock', () => {
    it('set back before the last run cuts nobody; restores go on', async () => {
      await world.control('2026-11-11')
      const bea = await world.customer('000002')
      await world.document(bea, 'FX', '9000.00', { issuedOn: '2026-10-01', dueOn: '2026-10-10' })
      world.at('2026-11-11T05:00')
      const report = await world.run()
      expect(report.clockBehind).toBe(true)
      expect(report.lines.filter((line) => line.desired === 'cut')).toEqual([])
      await cutByHand(world.db, { code: '000002', comment: 'abuse' }, world.told)
      await paid()
      await world.carry()
      expect([await world.served(ana), await world.served(bea)]).toEqual(['active', 'active'])
      world.at('2026-11-11T07:00')
      await world.carry()
      expect(await world.served(bea)).toBe('cut')
    })

    it('a run in the past cuts only whom the present cuts too', async () => {
      const bea = await world.customer('000002')
      await owes(bea)
      world.at('2026-11-13T10:00')
      await paid()
      const present = world.now
      await world.at('2026-11-12').run({ presentAt: present })
      world.now = present
      expect((await orders()).map((order) => order.customerId)).toEqual([bea])
    })
  })

  describe('who would be cut through another one', () => {
    it.each([
      ['an address, known by it and by a user', { ip: '10.9.9.9' }, { ip: '10.9.9.9', kind: 'pppoe', username: 'bea' }],
      ['an IPv6 prefix', { ipv6Prefix: '2001:db8:7::/56' }, { ipv6Prefix: '2001:db8:7::/56' }],
      ['a queue', { kind: 'queue', ip: null, username: 'q1' }, { kind: 'queue', ip: null, username: 'q1' }],
    ] as const)('is served, and so is that one: %s', async (_, debtor, payer) => {
      const cut = await world.customer('000008', [debtor])
      await owes(cut)
      const paid = await world.customer('000009', [payer])
      await world.control('2026-11-11')
      expect([await world.served(ana), await world.served(cut), await world.served(paid)]).toEqual(['cut', 'active', 'active'])
    })
  })

  it('documents that contradict each other leave a customer as he is, and the others are cut', async () => {
    const bea = await world.customer('000002')
    await owes(bea)
    await world.document(ana, 'CX', '1.00', { issuedOn: '2026-11-02', voids: 1 })
    const report = await world.control('2026-11-11')
    expect(report.plan.broken.map(({ account }) => account.code)).toEqual(['000001'])
    expect([await world.served(ana), await world.served(bea)]).toEqual(['active', 'cut'])
  })

  it('cuts of customers whose documents contradict each other do not stand in the way of others', async () => {
    const others = await world.customers(2, 6)
    for (const id of others) await owes(id)
    await world.at('2026-11-11').run()
    for (const id of [ana, ...others.slice(0, 3)]) {
      const [first] = await world.db.selectFrom('documents').select('id').where('customerId', '=', id).execute()
      await world.document(id, 'CX', '1.00', { issuedOn: '2026-11-02', voids: first?.id ?? 0 })
    }
    const work = await take(4)
    expect(work?.changes.map((change) => change.customerCode)).toEqual(['000005', '000006', '000007'])
    const stuck = await world.db.selectFrom('orders').select('faultMessage').where('faultCode', '=', 'record-conflict').execute()
    expect(stuck).toHaveLength(4)
  })

  it('every attempt and its outcome is in the customer’s log, in order', async () => {
    await world.control('2026-11-11')
    world.at('2026-11-12T10:00')
    await paid()
    await world.carry()
    const lines = await world.db.selectFrom('log').select('what').where('customerId', '=', ana).orderBy('id').execute()
    expect(lines.map((line) => line.what)).toEqual(['cut-ordered', 'cut-done', 'payment', 'restore-ordered', 'restore-done'])
  })
})
