// What runs through the router when an address is cut: whose connections end, what happens to those that end by themselves,
// and that none of this touches the proof of the cut.

import { describe, expect, it } from 'vitest'

import type { Outcome } from '../../../core/driver.ts'
import type { SimRouter } from '../../../fixtures/peers/routeros.ts'
import { setUp } from './trial-router.ts'
import { changeTo, inTime } from './trial.ts'

const TRACKED = '/ip/firewall/connection'
const TRACKED6 = '/ipv6/firewall/connection'
const LIST = '/ip/firewall/address-list'

function track(sim: SimRouter, from: string, to = '1.1.1.1:443'): void {
  sim.add(TRACKED, {
    'src-address': from,
    'dst-address': to,
    'reply-src-address': to,
    'reply-dst-address': '200.0.0.1:40000',
    protocol: 'tcp',
  })
}

function proofOf(outcome: Outcome | undefined): string {
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome))
  return outcome.proof
}

describe('the connections of a cut address', () => {
  it('end after the entry is in, whichever end the address is; others stay', async () => {
    const { sim, driver } = await setUp()
    track(sim, '10.0.0.7:40000')
    track(sim, '10.0.0.7')
    track(sim, '8.8.8.8:53', '10.0.0.7:5000')
    sim.add(TRACKED, {
      'src-address': '9.9.9.9:1',
      'dst-address': '200.0.0.7:80',
      'reply-src-address': '10.0.0.7:80',
      'reply-dst-address': '9.9.9.9:1',
    })
    track(sim, '10.0.0.77:40000')
    track(sim, '110.0.0.7:40000')
    const order: string[] = []
    sim.onCommand = ({ path }) => void order.push(path)
    const [outcome] = await driver.apply([changeTo('cut', 7)], inTime())
    expect(proofOf(outcome)).toBe('*1 ispcube-cut 10.0.0.7, 4 connections ended')
    expect(sim.rows(TRACKED).map((row) => row['src-address'])).toEqual(['10.0.0.77:40000', '110.0.0.7:40000'])
    expect(order.indexOf(`${LIST}/add`)).toBeLessThan(order.indexOf(`${TRACKED}/print`))
    expect(order.lastIndexOf(`${TRACKED}/remove`)).toBeLessThan(order.lastIndexOf(`${LIST}/print`))
  })

  it('are not looked for where nothing was newly cut', async () => {
    const { sim, driver } = await setUp()
    await driver.apply([changeTo('cut', 7)], inTime())
    track(sim, '10.0.0.7:40000')
    await driver.apply([changeTo('cut', 7), changeTo('active', 8)], inTime())
    expect(sim.stats.byCommand[`${TRACKED}/print`]).toBe(1)
    expect(sim.rows(TRACKED)).toHaveLength(1)
  })

  it('are read once and removed in a few sentences for many cuts', async () => {
    const { sim, driver } = await setUp()
    for (let i = 0; i < 2500; i++) track(sim, `10.0.0.${i % 250}:${20_000 + i}`)
    const outcomes = await driver.apply(
      Array.from({ length: 200 }, (_, i) => changeTo('cut', i)),
      inTime(),
    )
    expect(outcomes.map(proofOf).every((proof) => proof.endsWith('10 connections ended'))).toBe(true)
    expect(sim.rows(TRACKED)).toHaveLength(500)
    expect([sim.stats.byCommand[`${TRACKED}/print`], sim.stats.byCommand[`${TRACKED}/remove`]]).toEqual([1, 3])
  })

  it('that end by themselves meanwhile keep no other from being ended', async () => {
    const { sim, driver } = await setUp()
    for (let i = 0; i < 10; i++) track(sim, `10.0.0.7:${i + 1}`)
    sim.faults.vanishing = 3
    expect(proofOf((await driver.apply([changeTo('cut', 7)], inTime()))[0])).toContain('7 connections ended')
    expect(sim.rows(TRACKED)).toEqual([])
  })

  it('are ended one by one where rows keep vanishing', async () => {
    const { sim, driver } = await setUp()
    for (let i = 0; i < 10; i++) track(sim, `10.0.0.7:${i + 1}`)
    let prints = 0
    sim.onCommand = ({ path }) => void (path === `${TRACKED}/print` && prints++ < 2 && (sim.faults.vanishing = 2))
    expect(proofOf((await driver.apply([changeTo('cut', 7)], inTime()))[0])).toContain('connections ended')
    expect(sim.rows(TRACKED)).toEqual([])
  })

  it('that cannot be ended do not undo the cut; the receipt says so', async () => {
    const { sim, driver } = await setUp()
    track(sim, '10.0.0.7:40000')
    sim.faults.trap = { [`${TRACKED}/remove`]: 'not enough permissions (9)' }
    expect(proofOf((await driver.apply([changeTo('cut', 7)], inTime()))[0])).toBe(
      '*1 ispcube-cut 10.0.0.7, connections not ended: not enough permissions (9)',
    )
  })

  it('stay where the cut itself was refused', async () => {
    const { sim, driver } = await setUp()
    track(sim, '10.0.0.7:40000')
    sim.faults.trap = { [`${LIST}/add`]: 'failure: out of memory' }
    expect((await driver.apply([changeTo('cut', 7)], inTime()))[0]?.ok).toBe(false)
    expect(sim.rows(TRACKED)).toHaveLength(1)
  })

  it('of an IPv6 prefix end in its own table, in every spelling', async () => {
    const { sim, driver } = await setUp()
    for (const from of ['[2001:db8:7::1]:443', '2001:db8:7:ff::2', '2001:db8:8::1'])
      sim.add(TRACKED6, { 'src-address': from, 'dst-address': '2a00::1' })
    const [outcome] = await driver.apply([changeTo('cut', 7, { address: null, ipv6Prefix: '2001:db8:7::/48' })], inTime())
    expect(proofOf(outcome)).toContain('2 connections ended')
    expect(sim.rows(TRACKED6).map((row) => row['src-address'])).toEqual(['2001:db8:8::1'])
    expect(sim.stats.byCommand[`${TRACKED}/print`]).toBeUndefined()
  })

  it('are no question on a router that tracks none', async () => {
    const { driver } = await setUp({ without: [TRACKED, TRACKED6] })
    expect(proofOf((await driver.apply([changeTo('cut', 7, { ipv6Prefix: '2001:db8::/56' })], inTime()))[0])).not.toContain(
      'connections',
    )
  })

  it('of a throttled queue end too, because FastTrack passes queues by; those of a block of addresses as well', async () => {
    const { sim, driver } = await setUp()
    track(sim, '10.0.0.7:40000')
    track(sim, '10.8.0.3:40000')
    const outcomes = await driver.apply(
      [changeTo('cut', 7, { way: 'queue' }), changeTo('cut', 8, { address: '10.8.0.0/29' })],
      inTime(),
    )
    expect(outcomes.map(proofOf).every((proof) => proof.endsWith(', 1 connection ended'))).toBe(true)
    expect(sim.rows(TRACKED)).toEqual([])
  })
})
