// Questions of pages to devices, as rows: who asks the same joins in, who is too late is told, what is old goes.

import { beforeEach, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import type { FaultNote } from '../fault.ts'
import { askById } from '../store/asks.ts'
import { routerById } from '../store/routers.ts'
import { addCredential } from './cpe-accesses.ts'
import { answerRouter, ask, ASK_MS, failAsk, giveBack, keepAsks, lastAsked, readAsk, takeAsks, turnOfAsk } from './asks.ts'

const FAULT: FaultNote = { code: 'device-login', message: 'no', facts: {} }

eachDatabase('questions to devices', (open) => {
  let world: World
  beforeEach(async () => {
    world = new World((await open()).db).at('2026-11-25T12:00')
    await world.addRouter('norte')
  })
  const told = () => world.told
  const taken = () => takeAsks(world.db, world.handout, 10)

  it('joins the one about the same that is open, and asks anew once it is answered', async () => {
    const wish = { kind: 'router', about: world.router } as const
    const first = await ask(world.db, wish, told())
    expect(await ask(world.db, wish, { ...told(), by: 'operator:2' })).toBe(first)
    expect(await ask(world.db, { kind: 'router', about: 999 }, told())).not.toBe(first)
    const [row] = await taken()
    if (row === undefined) throw new Error('nothing was taken')
    expect(await ask(world.db, wish, told())).toBe(first)
    await failAsk(world.db, row, FAULT, world.now)
    const second = await ask(world.db, wish, told())
    expect(second).not.toBe(first)
    const stored = await askById(world.db, first)
    expect(stored && readAsk(stored)).toMatchObject({ state: 'failed', fault: { code: 'device-login' } })
  })

  it('is asked once when two ask at the same moment', async () => {
    const wish = { kind: 'router', about: world.router } as const
    const ids = await Promise.all([1, 2, 3, 4].map(() => ask(world.db, wish, told())))
    expect(new Set(ids).size).toBe(1)
  })

  it('is taken by one daemon of two, and by the next when it is put back', async () => {
    await ask(world.db, { kind: 'router', about: world.router }, told())
    const both = await Promise.all([taken(), taken()])
    expect(both.flat()).toHaveLength(1)
    expect((await lastAsked(world.db, 'router', world.router))?.state).toBe('asking')
    await giveBack(world.db, both.flat())
    expect((await lastAsked(world.db, 'router', world.router))?.state).toBe('waiting')
    expect(await taken()).toHaveLength(1)
  })

  it('ends what nobody answered in time, and takes it no more', async () => {
    await ask(world.db, { kind: 'router', about: world.router }, told())
    world.now += ASK_MS + 1
    expect(await taken()).toEqual([])
    expect(await lastAsked(world.db, 'router', world.router)).toMatchObject({
      state: 'failed',
      fault: { facts: { expired: true } },
    })
  })

  it('ends what was taken by a daemon that died, when it is asked again', async () => {
    const wish = { kind: 'router', about: world.router } as const
    const first = await ask(world.db, wish, told())
    await taken()
    world.now += ASK_MS + 1
    expect(await ask(world.db, wish, told())).not.toBe(first)
  })

  it('does not let a late answer change what has ended', async () => {
    await ask(world.db, { kind: 'router', about: world.router }, told())
    const [row] = await taken()
    if (row === undefined) throw new Error('nothing was taken')
    world.now += ASK_MS + 1
    await keepAsks(world.db, world.now)
    await answerRouter(world.db, row, { checks: [], tookMs: 3 }, world.now)
    expect((await lastAsked(world.db, 'router', world.router))?.state).toBe('failed')
  })

  it('forgets old ones', async () => {
    const id = await ask(world.db, { kind: 'router', about: world.router }, told())
    world.now += 8 * 24 * 3_600_000
    await keepAsks(world.db, world.now)
    expect(await askById(world.db, id)).toBeUndefined()
  })

  it('closes the circuit of a router that let us in', async () => {
    await world.db
      .updateTable('routers')
      .set({ circuit: 'open', failures: 3, retryAt: world.now + 1e6, faultCode: 'device-login', faultMessage: 'no' })
      .execute()
    await ask(world.db, { kind: 'router', about: world.router }, told())
    const [row] = await taken()
    if (row === undefined) throw new Error('nothing was taken')
    const checks = [
      { name: 'log-in', ok: true, detail: 'in' },
      { name: 'cut rule', ok: false, detail: 'none' },
    ] as const
    await answerRouter(world.db, row, { checks, tookMs: 12.4 }, world.now)
    expect(await routerById(world.db, world.router)).toMatchObject({ circuit: 'closed', failures: 0, faultMessage: null })
    expect(await lastAsked(world.db, 'router', world.router)).toMatchObject({
      state: 'answered',
      answer: { ok: false, tookMs: 12, checks },
    })
  })

  it('says why a connection cannot be asked at all', async () => {
    const none = await world.customer('000001', [{ ip: null }])
    const visit = await world.customer('000002', [{}])
    await world.db.updateTable('connections').set({ cpeVendor: 'ubiquiti' }).execute()
    const idOf = async (customer: number) =>
      (await world.db.selectFrom('connections').select('id').where('customerId', '=', customer).executeTakeFirstOrThrow()).id
    for (const customer of [none, visit]) await ask(world.db, { kind: 'signal', about: await idOf(customer) }, told())
    await ask(world.db, { kind: 'signal', about: 987_654 }, told())
    const rows = await taken()
    const turns = await Promise.all(rows.map((row) => turnOfAsk(world.db, row, world.handout)))
    expect(turns.map((turn) => (turn.of === 'nothing' ? [turn.fault.code, turn.fault.facts.why] : turn.of))).toEqual([
      ['input-invalid', 'no-address'],
      ['input-invalid', 'no-access'],
      ['record-missing', undefined],
    ])
    await addCredential(world.db, { username: 'ubnt', password: 'clave' }, { ...told(), seal: world.seal })
    const [, second] = rows
    if (second === undefined) throw new Error('nothing was taken')
    expect((await turnOfAsk(world.db, second, world.handout)).of).toBe('signal')
  })
})
