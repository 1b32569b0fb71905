// The driver as a whole: one session kept and replaced, every fault in the middle of a run, and what is then claimed.

import { describe, expect, it, onTestFinished } from 'vitest'

import type { Failed } from '../../../core/driver.ts'
import type { Fault } from '../../../core/fault.ts'
import { makeCertificate } from '../../../fixtures/peers/routeros-certificate.ts'
import { startRouter, startRouters } from '../../../fixtures/peers/routeros.ts'
import { openRouter } from './driver.ts'
import { LIMITS } from './sentence.ts'
import { setUp, sum } from './trial-router.ts'
import { faultOf } from './trial-session.ts'
import { accessTo, changeTo, inTime, targetOf } from './trial.ts'

const LIST = '/ip/firewall/address-list'

const cuts = (count: number) => Array.from({ length: count }, (_, i) => changeTo('cut', i + 1))

describe('the session', () => {
  it('is one for a thousand cuts, and for all calls', async () => {
    const { sim, driver } = await setUp()
    const outcomes = await driver.apply(cuts(1000), inTime())
    expect(outcomes.every((outcome) => outcome.ok === true && outcome.did === 'changed')).toBe(true)
    expect(outcomes.map(({ order }) => order)).toEqual(cuts(1000).map(({ order }) => order))
    await driver.look(cuts(1000), inTime())
    await driver.test(inTime())
    expect(await driver.apply(cuts(10), inTime())).toHaveLength(10)
    expect([sim.stats.connections, sim.stats.logins, sim.stats.maxInFlight <= 8]).toEqual([1, 1, true])
  })

  it('is opened anew where the old one died, once', async () => {
    const { sim, driver } = await setUp()
    await driver.apply(cuts(1), inTime())
    sim.reboot()
    expect((await driver.apply(cuts(2), inTime())).map(sum)).toEqual([
      ['already', 'cut'],
      ['changed', 'cut'],
    ])
    expect(sim.stats.connections).toBe(2)
  })

  it('that died unnoticed is replaced as long as nothing was written', async () => {
    const { sim, driver } = await setUp()
    await driver.apply(cuts(1), inTime())
    sim.faults.dropAfter = 0
    expect((await driver.apply(cuts(2), inTime())).map(({ ok }) => ok)).toEqual([true, true])
    expect([sim.stats.connections, sim.stats.byCommand[`${LIST}/add`]]).toEqual([2, 2])
  })

  it('is shared by calls at the same time, one after the other', async () => {
    const { sim, driver } = await setUp({ latencyMs: 1 })
    const [first, look, second] = await Promise.all([
      driver.apply(cuts(20), inTime()),
      driver.look(cuts(20), inTime()),
      driver.apply(cuts(20), inTime()),
    ])
    expect(first.map(sum)).toEqual(cuts(20).map(() => ['changed', 'cut']))
    expect(look.sights.every(({ observed }) => observed === 'cut')).toBe(true)
    expect(second.map(sum)).toEqual(cuts(20).map(() => ['already', 'cut']))
    expect(sim.stats.connections).toBe(1)
  })

  it('makes a call that waits behind another leave with its own signal', async () => {
    const { sim, driver } = await setUp({}, { commandMs: 400 })
    await driver.look([], inTime())
    sim.faults.hang = true
    const first = faultOf(driver.look([], inTime(300)))
    const waiting = await faultOf(driver.apply(cuts(1), inTime(30)))
    expect([waiting.code, waiting.facts.why]).toEqual([
      'device-unreachable',
      'was not called: another call took all the time for this one',
    ])
    expect((await first).code).toBe('device-unreachable')
  })

  it('is over after close, and close is safe at any time', async () => {
    const { sim, driver } = await setUp()
    await driver.apply(cuts(1), inTime())
    await Promise.all([driver.close(), driver.close()])
    await expect.poll(() => sim.stats.sessions).toBe(0)
    expect((await faultOf(driver.apply(cuts(1), inTime()))).code).toBe('device-unreachable')
    const never = openRouter(accessTo(1))
    await never.close()
  })

  it('works over TLS, and its test tells the fingerprint', async () => {
    const { driver } = await setUp({ tls: makeCertificate() }, { tls: true })
    expect((await driver.apply(cuts(3), inTime())).every(({ ok }) => ok)).toBe(true)
    expect((await driver.test(inTime())).find(({ name }) => name === 'encryption')?.detail).toMatch(
      /SHA-256 [0-9a-f]{64}, not pinned yet/,
    )
  })
})

describe('before anything is written', () => {
  it.each([
    ['refuses', { refuse: true }, 'device-unreachable'],
    ['hangs', { hang: true }, 'device-unreachable'],
    ['does not know the password', { wrongPassword: true }, 'device-login'],
    ['drops the first read', { dropAfter: 0 }, 'device-unreachable'],
    ['answers half', { dropMidReply: 2 }, 'device-unreachable'],
    ['answers rubbish', { garbage: 'length' }, 'device-garbled'],
    ['answers as a web server', { garbage: 'text' }, 'device-garbled'],
    ['ends the session', { fatalAfter: 0 }, 'device-unreachable'],
  ] as const)('a router that %s is a fault of the call: nothing was sent', async (_name, faults, code) => {
    const { sim, driver } = await setUp({}, { loginMs: 150, commandMs: 150 })
    sim.faults = { ...faults }
    expect((await faultOf(driver.apply(cuts(2), inTime()))).code).toBe(code)
    expect(sim.rows(LIST)).toEqual([])
    sim.faults = {}
    expect((await driver.apply(cuts(2), inTime())).map(({ ok }) => ok)).toEqual([true, true])
  })

  it('a look that is refused as a whole fails those who needed it', async () => {
    const { sim, driver } = await setUp()
    sim.faults.trap = { [`${LIST}/print`]: 'not enough permissions (9)' }
    const [outcome] = await driver.apply(cuts(1), inTime())
    expect([sum(outcome), (outcome as Failed).fault.facts.trap]).toEqual([
      ['device-refused', 'unknown', false],
      'not enough permissions (9)',
    ])
  })

  it('a router that talks for ever is given up', async () => {
    const sim = await startRouter({ password: 'secret' })
    const driver = openRouter(accessTo(sim.port), { ...LIMITS, replyBytes: 200_000 })
    onTestFinished(async () => {
      await driver.close()
      await sim.close()
    })
    sim.faults.endless = true
    expect((await faultOf(driver.look([targetOf(1)], inTime()))).code).toBe('device-garbled')
  })

  it('nothing to do asks nobody', async () => {
    const { sim, driver } = await setUp()
    expect(await driver.apply([], inTime())).toEqual([])
    expect(sim.stats.connections).toBe(0)
  })
})

describe('in the middle of a run', () => {
  /** Two reads come first, then forty writes through a window of eight. */
  const READS = 2

  it('a dropped link: what left is unknown, the rest was never sent, nothing is claimed', async () => {
    const { sim, driver } = await setUp()
    sim.faults.dropAfter = READS + 12
    const outcomes = await driver.apply(cuts(40), inTime())
    const kinds = outcomes.map(sum).map(String)
    expect(new Set(kinds)).toEqual(new Set(['device-silent,unknown,true', 'device-unreachable,unknown,false']))
    const sent = outcomes.filter((outcome) => !outcome.ok && outcome.sent).length
    expect(sent).toBeGreaterThanOrEqual(12)
    expect(sent).toBeLessThanOrEqual(12 + 8)
    expect(sim.rows(LIST).length).toBeLessThanOrEqual(sent)
    const again = await driver.apply(cuts(40), inTime())
    expect(again.every((outcome) => outcome.ok === true && outcome.observed === 'cut')).toBe(true)
    expect(sim.rows(LIST)).toHaveLength(40)
  })

  it.each([
    ['half an answer', { dropMidReply: READS + 5 }],
    ['!fatal', { fatalAfter: READS + 5 }],
    ['a reboot', { rebooting: { after: READS + 5, downMs: 20 } }],
    ['silence', { hangAfter: READS + 5 }],
  ])('%s: the same', async (_name, faults) => {
    const { sim, driver } = await setUp({}, { commandMs: 150 })
    // The first two reads end the look; a session must be there before answers are counted.
    sim.faults = faults
    const kinds = new Set((await driver.apply(cuts(40), inTime())).map(sum).map(String))
    expect(kinds).toEqual(new Set(['device-silent,unknown,true', 'device-unreachable,unknown,false']))
    sim.faults = {}
    await expect.poll(async () => (await driver.apply(cuts(40), inTime()).catch(() => [])).filter(({ ok }) => ok).length).toBe(40)
  })

  it('rubbish: the bytes are kept', async () => {
    const { sim, driver } = await setUp()
    sim.onCommand = ({ path }) => void (path === `${LIST}/add` && (sim.faults.garbage = 'length'))
    const outcomes = await driver.apply(cuts(40), inTime())
    expect([sum(outcomes[0]), (outcomes[0] as Failed).fault.facts.hex]).toEqual([
      ['device-garbled', 'unknown', true],
      expect.stringMatching(/^f8/),
    ])
    expect(sum(outcomes.at(-1))).toEqual(['device-unreachable', 'unknown', false])
  })

  it('a signal that aborts: answered at once, in both kinds', async () => {
    const { driver } = await setUp({ latencyMs: 20 }, { window: 4 })
    await driver.look([], inTime())
    const outcomes = await driver.apply(cuts(200), inTime(400))
    const kinds = new Set(outcomes.map(sum).map(String))
    expect(kinds).toEqual(new Set(['device-silent,unknown,true', 'device-unreachable,unknown,false']))
  })

  it('a lost read-back: what was written is unknown although every write was answered', async () => {
    const { sim, driver } = await setUp()
    let prints = 0
    sim.onCommand = ({ path }) => void (path === `${LIST}/print` && ++prints === 2 && (sim.faults.dropMidReply = true))
    const outcomes = await driver.apply([...cuts(3), changeTo('active', 9)], inTime())
    expect(outcomes.map(sum)).toEqual([...cuts(3).map(() => ['device-silent', 'unknown', true]), ['already', 'active']])
  })

  it('is slow and in pieces, and still right', async () => {
    const { sim, driver } = await setUp()
    sim.faults = { chunkBytes: 1, slowMs: 2 }
    expect((await driver.apply(cuts(30), inTime())).map(sum)).toEqual(cuts(30).map(() => ['changed', 'cut']))
    expect(sim.rows(LIST)).toHaveLength(30)
  })
})

describe('a look', () => {
  it('tells the device and sees every way in one go, each table once', async () => {
    const { sim, driver } = await setUp({ identity: 'Torre Ñ', version: '6.49.18', board: 'RB951' })
    sim.add('/ppp/secret', { name: 'juan', disabled: 'yes' })
    sim.add('/ip/hotspot/user', { name: 'ana' })
    sim.add('/ip/dhcp-server/lease', { address: '10.0.0.4', 'mac-address': 'AA:00:00:00:00:04', 'block-access': 'yes' })
    sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.1', comment: 'ispcube:C1:1' })
    sim.add(LIST, { list: 'ispcube-cut', address: '10.0.0.4', comment: 'ispcube:C4:4' })
    const { device, sights } = await driver.look(
      [
        targetOf(1),
        targetOf(2, { way: 'pppoe', username: 'juan' }),
        targetOf(3, { way: 'hotspot', username: 'ana' }),
        targetOf(4, { way: 'dhcp', mac: 'aa-00-00-00-00-04' }),
        targetOf(5, { way: 'queue' }),
        targetOf(6, { way: 'radius' }),
      ],
      inTime(),
    )
    expect(device).toMatchObject({ identity: 'Torre Ñ', version: '6.49.18 (stable)', board: 'RB951' })
    expect(sights.map(({ place, observed }) => [place, observed])).toEqual([
      [10, 'cut'],
      [20, 'cut'],
      [30, 'active'],
      [40, 'cut'],
      [50, 'active'],
      [60, 'unknown'],
    ])
    for (const [path, times] of Object.entries(sim.stats.byCommand)) expect([path, times]).toEqual([path, 1])
    expect(sim.stats.byCommand['/ip/firewall/connection/print']).toBeUndefined()
  })

  it('of five thousand rows takes every one', async () => {
    const { sim, driver } = await setUp()
    const targets = Array.from({ length: 5000 }, (_, i) =>
      targetOf(i + 1, { way: i % 2 ? 'pppoe' : 'address-list', username: `user${i + 1}` }),
    )
    for (const { connection, address, way } of targets) {
      if (way === 'pppoe') sim.add('/ppp/secret', { name: `user${connection}`, disabled: connection % 3 ? 'no' : 'yes' })
      else if (connection % 3 === 0)
        sim.add(LIST, { list: 'ispcube-cut', address: address ?? '', comment: `ispcube:x:${connection}` })
    }
    const { sights, strays } = await driver.look(targets, inTime())
    expect(sights.map(({ observed }) => observed)).toEqual(targets.map(({ connection }) => (connection % 3 ? 'active' : 'cut')))
    expect(strays).toEqual([])
  })
})

it('fifty routers work side by side, and all are done before the dead one is given up', async () => {
  const sims = await startRouters(50, { password: 'secret', latencyMs: 1 })
  const drivers = sims.map(({ port }, i) => openRouter(accessTo(port, { name: `r${i}`, loginMs: 4000 })))
  onTestFinished(async () => {
    await Promise.all(drivers.map((driver) => driver.close()))
    await Promise.all(sims.map((sim) => sim.close()))
  })
  const [dead] = sims
  if (dead) dead.faults.hang = true
  const finished: number[] = []
  const results = await Promise.all(
    drivers.map(async (driver, i) => {
      const outcomes = await driver.apply(cuts(20), inTime()).catch((e: Fault) => e.code)
      finished.push(i)
      return typeof outcomes === 'string' ? outcomes : outcomes.every(({ ok }) => ok)
    }),
  )
  expect(results).toEqual(['device-unreachable', ...Array.from({ length: 49 }, () => true)])
  expect(finished.at(-1)).toBe(0)
})

it('in a hurry leaves the cuts that are not begun, and proves those that are', async () => {
  const { sim, driver } = await setUp({ latencyMs: 1 })
  let adds = 0
  sim.onCommand = ({ path }) => {
    if (path === `${LIST}/add`) adds++
  }
  const outcomes = await driver.apply(cuts(300), inTime(), { hurry: () => adds >= 20 })
  expect(outcomes.length).toBeGreaterThanOrEqual(20)
  expect(outcomes.length).toBeLessThan(100)
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  expect(sim.rows(LIST)).toHaveLength(outcomes.length)
  expect(outcomes.map(({ order }) => order)).toEqual(
    cuts(300)
      .slice(0, outcomes.length)
      .map(({ order }) => order),
  )
})
