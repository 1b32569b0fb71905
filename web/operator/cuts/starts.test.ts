// Plans and runs that take longer than a page may: they go on by themselves, say how far they are, and leave nothing half done.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { day } from '../../../core/rules/day.ts'
import { World } from '../../../fixtures/world.ts'
import { openSite, type Site } from '../../testing/visitor.ts'
import { makePreviews } from './previews.ts'
import { makeStarts } from './starts.ts'

describe('what takes longer than a page', () => {
  const open = sqliteDatabase()
  let world: World
  let site: Site
  /** The walk stands still between two batches until this is called; with `false` the pages end instead. */
  let goOn: (goes: boolean) => void
  let gate: Promise<boolean>
  const pause = async (): Promise<void> => {
    if (!(await gate)) throw new Error('the pages were closed')
  }
  const runs = () => world.db.selectFrom('runs').select('askId').execute()

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    for (const id of await world.customers(1, 2)) await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
    world.at('2026-11-11T08:00')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    gate = new Promise((resolve) => {
      goOn = resolve
    })
  })

  it('a plan says how many customers it has decided, and is there when somebody looks again', async () => {
    const previews = makePreviews(site.deps, pause)
    const early = await previews.of(day('2026-11-11'), false)
    expect(early).toMatchObject({ plan: null, error: null, customers: 2 })
    const same = await previews.of(day('2026-11-11'), true)
    expect(same).toBe(early)
    goOn(true)
    const done = await previews.of(day('2026-11-11'), false)
    expect(done).toBe(early)
    expect(done.plan?.lines.map(({ to }) => to)).toEqual(['cut', 'cut'])
  })

  it('all who ask for a day wait for one walk, few walk at a time, and the next begins when one is done', async () => {
    const previews = makePreviews(site.deps, pause, { walksMost: 2, givenUpMs: 60_000 })
    const [first, same, second, third] = await Promise.all(
      ['2026-11-11', '2026-11-11', '2026-11-12', '2026-11-13'].map((on) => previews.of(day(on), false)),
    )
    expect(same).toBe(first)
    expect([first, second, third].map((one) => one?.customers)).toEqual([2, 2, 0])
    // However many other days are asked for: those that are being made are still the same.
    await Promise.all(Array.from({ length: 6 }, (_, index) => previews.of(day(`2026-12-1${index}`), true)))
    expect(await previews.of(day('2026-11-13'), false)).toBe(third)
    goOn(true)
    await expect.poll(() => third?.plan?.lines.length).toBe(2)
    expect(site.errors).toEqual([])
  })

  it('a walk that nobody waits for is given up, one that waits for its turn too, and made anew for who asks later', async () => {
    const previews = makePreviews(site.deps, pause, { walksMost: 1, givenUpMs: 1_500 })
    const early = await Promise.all(['2026-11-11', '2026-11-12'].map((on) => previews.of(day(on), false)))
    expect(early.map(({ customers }) => customers)).toEqual([2, 0])
    const asked = performance.now()
    await expect.poll(() => performance.now() - asked, { timeout: 5_000 }).toBeGreaterThan(1_600)
    goOn(true)
    await new Promise((resolve) => setImmediate(resolve))
    const later = await previews.of(day('2026-11-12'), false)
    expect(later.plan?.lines).toHaveLength(2)
    expect(early.map(({ plan, error }) => [plan, error])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(site.errors).toEqual([])
  })

  it('a run holds the lock while it is decided, and nobody else begins one', async () => {
    const starts = makeStarts(site.deps, pause, () => undefined)
    const start = await starts.begin({ askId: 'form:one', confirmCuts: undefined, routerName: undefined, by: 'operator:1' })
    expect(start).toMatchObject({ runId: null, error: null, customers: 2 })
    expect(await starts.begin({ askId: 'form:one', confirmCuts: undefined, routerName: undefined, by: 'operator:1' })).toBe(start)
    expect(await starts.begin({ askId: 'form:two', confirmCuts: undefined, routerName: undefined, by: 'operator:2' })).toBeNull()
    expect(await runs()).toEqual([])
    goOn(true)
    await starts.settled()
    expect(start).toMatchObject({ runId: 1, error: null })
    expect(await runs()).toEqual([{ askId: 'form:one' }])
    expect(await site.deps.takeLock('run')).not.toBeNull()
    // Another process of the pages knows it by its row.
    expect(await makeStarts(site.deps, pause, () => undefined).find('form:one')).toMatchObject({ runId: 1 })
    expect(await starts.find('form:two')).toBeNull()
  })

  it('pages that end leave no run and no lock behind', async () => {
    const starts = makeStarts(site.deps, pause, () => undefined)
    const start = await starts.begin({ askId: 'form:one', confirmCuts: undefined, routerName: undefined, by: 'operator:1' })
    goOn(false)
    await starts.settled()
    expect(start).toMatchObject({ runId: null, error: { code: null, message: 'the pages were closed' } })
    expect(await runs()).toEqual([])
    expect(await world.db.selectFrom('orders').select('id').execute()).toEqual([])
    expect(await site.deps.takeLock('run')).not.toBeNull()
  })
})
