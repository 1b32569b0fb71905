// What a router holds against what it should hold: ours on somebody to be served is mended at once, a missing cut is a run's to make.

import { beforeEach, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'

eachDatabase('drift', (open) => {
  let world: World
  let ana: number

  beforeEach(async () => {
    world = new World((await open()).db).at('2026-11-01')
    await world.settings({ unblockThreshold: '1000.00' })
    ana = await world.customer('000001')
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
  })

  const seen = (state: 'active' | 'cut', more = {}) => world.sweep(world.router, () => state, more)

  it('our own cut on somebody to be served is mended at once', async () => {
    world.at('2026-11-05T12:00')
    const report = await seen('cut')
    expect(report.lines).toMatchObject([{ kind: 'still-cut', connection: '000001/casa' }])
    await world.carry()
    expect(await world.served(ana)).toBe('active')
  })

  it('a cut that somebody removed by hand is shown, and made again by the next run', async () => {
    await world.control('2026-11-11')
    world.at('2026-11-11T12:00')
    expect((await seen('active')).lines).toMatchObject([{ kind: 'not-cut', reason: 'overdue' }])
    expect(await world.carry()).toBe(0)
    await world.control('2026-11-12')
    expect(await world.served(ana)).toBe('cut')
  })

  it('a missing cut is made again at once when mending was asked for', async () => {
    await world.control('2026-11-11')
    world.at('2026-11-11T12:00')
    await seen('active', { mend: true })
    expect(await world.carry()).toBe(1)
    expect(await world.served(ana)).toBe('cut')
  })

  it('a cut that no run has ordered yet is not mending: it is left to a run and its guard', async () => {
    world.at('2026-11-11T12:00')
    expect(await seen('active', { mend: true })).toMatchObject({ lines: [{ kind: 'not-cut', reason: 'overdue' }], opened: [] })
    expect(await world.carry()).toBe(0)
    await world.settings({ maxCuts: '0' })
    await world.control('2026-11-12')
    expect(await seen('active', { mend: true })).toMatchObject({ opened: [] })
    expect(await world.served(ana)).toBe('active')
  })

  it('says nothing where all is as it should be', async () => {
    await world.control('2026-11-11')
    expect(await seen('cut')).toMatchObject({ lines: [], opened: [] })
  })
})
