import { beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import type { FaultNote } from '../fault.ts'
import type { Visit } from '../probe.ts'
import { readingOf } from '../rules/signal.ts'
import { cpesAtRouter, cpesOfCustomer, type CpeLine, setCpe } from '../store/cpes.ts'
import type { Db } from '../store/db.ts'
import { newestReading } from '../store/readings.ts'
import { addCredential, removeCredential, removeSnmp, setSnmp } from './cpe-accesses.ts'
import { removeRouter } from './network.ts'
import { type Heard, heardAt, hostAndPort, meetConnections, recordHeard, takeTurns, turnsOf } from './visits.ts'

const MINUTE = 60_000
const READ: Visit = {
  ok: true,
  reading: readingOf('ssh', { signalDbm: -64, ccqPct: 93.1, txMbps: 117.5, device: 'NanoStation M5', firmware: '6.3.16' }),
  credential: 2,
  hostKey: 'aa'.repeat(32),
}
const failed = (code: FaultNote['code'], hostKey: string | null = null): Visit => ({
  ok: false,
  fault: { code, message: `it is ${code}`, facts: {} },
  hostKey,
})

describe('the address of a CPE', () => {
  it.each([
    ['10.0.0.7', { host: '10.0.0.7', sshPort: 22 }],
    ['10.0.0.7:2222', { host: '10.0.0.7', sshPort: 2222 }],
    ['cpe.example.net', { host: 'cpe.example.net', sshPort: 22 }],
    ['2001:db8::7', { host: '2001:db8::7', sshPort: 22 }],
    ['[2001:db8::7]:2222', { host: '2001:db8::7', sshPort: 2222 }],
    ['[2001:db8::7]', { host: '2001:db8::7', sshPort: 22 }],
  ])('%s', (text, address) => {
    expect(hostAndPort(text)).toEqual(address)
  })
})

eachDatabase('visits to CPEs', (open) => {
  let world: World
  let db: Db

  beforeEach(async () => {
    world = new World((await open()).db).at('2026-11-16T10:00')
    db = world.db
  })

  const told = () => ({ now: world.now, by: 'test', seal: world.seal })
  const password = (username: string, text: string) => addCredential(db, { username, password: text }, told())
  const take = (most = 100, underWay: ReadonlySet<number> = new Set()) => takeTurns(db, world.handout, most, underWay)
  const ubiquiti = async (code: string, host: string | null = '10.0.0.7') => {
    const id = await world.customer(code)
    await db.updateTable('connections').set({ cpeVendor: 'ubiquiti', cpeHost: host }).where('customerId', '=', id).execute()
    return id
  }
  const mimosa = async (code: string, mac: string, panel: number | null = null) => {
    const id = await world.customer(code, [{ mac }])
    await db.updateTable('connections').set({ cpeVendor: 'mimosa', panelRouterId: panel }).where('customerId', '=', id).execute()
    return id
  }
  const lineOf = async (customer: number): Promise<CpeLine> => {
    const [line] = await cpesOfCustomer(db, customer)
    if (line === undefined) throw new Error('the customer has no connection')
    return line
  }
  const record = (...heard: Heard[]) => recordHeard(db, heard, world.config.limits)
  const met = async () => {
    await meetConnections(db, world.now, () => Promise.resolve())
    world.now += 5 * MINUTE
  }

  it('are spread over the interval, and each comes once in it', async () => {
    await password('ubnt', 'one')
    for (let index = 0; index < 40; index++) await ubiquiti(String(index).padStart(6, '0'))
    const begun = world.now
    await meetConnections(db, begun, () => Promise.resolve())
    await meetConnections(db, begun + 1000, () => Promise.resolve())
    const turns = (await db.selectFrom('cpes').select('nextAt').execute()).map((row) => row.nextAt - begun)
    expect(turns).toHaveLength(40)
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...turns)).toBeLessThan(5 * MINUTE)
    for (const quarter of [0, 1, 2, 3])
      expect(turns.filter((at) => Math.floor(at / 75_000) === quarter).length).toBeGreaterThanOrEqual(5)
    world.now = begun + 2 * MINUTE
    const early = await take()
    expect(early.visits).toHaveLength(turns.filter((at) => at <= 2 * MINUTE).length)
    await record(...early.visits.map(({ line }) => ({ line, at: world.now, visit: READ })))
    expect((await take()).visits).toEqual([])
  })

  it('are handed out with every password, the one that worked last first, and the pinned key', async () => {
    await password('ubnt', 'one')
    await password('admin', 'two')
    const customer = await ubiquiti('000001')
    await met()
    const [first] = (await take()).visits
    expect(first?.access).toMatchObject({
      name: '000001/casa',
      host: '10.0.0.7',
      sshPort: 22,
      isLegacy: false,
      hostKey: null,
      snmp: null,
      credentials: [
        { username: 'ubnt', password: 'one' },
        { username: 'admin', password: 'two' },
      ],
    })
    await record({ line: await lineOf(customer), at: world.now, visit: READ })
    await setCpe(db, (await lineOf(customer)).connectionId, { isLegacy: 1 }, world.now)
    const [again] = (await take()).visits
    expect(again?.access).toMatchObject({
      isLegacy: true,
      hostKey: 'aa'.repeat(32),
      credentials: [
        { username: 'admin', password: 'two' },
        { username: 'ubnt', password: 'one' },
      ],
    })
  })

  it('leave a reading, what the device says of itself, and no invented figure', async () => {
    const customer = await ubiquiti('000001')
    const line = await lineOf(customer)
    await record({ line, at: world.now, visit: READ })
    expect(await newestReading(db, line.connectionId)).toEqual({
      connectionId: line.connectionId,
      at: world.now,
      source: 'ssh',
      signalDbm: -64,
      heardDbm: null,
      noiseDbm: null,
      ccqPct: 93.1,
      qualityPct: null,
      capacityPct: null,
      txMbps: 117.5,
      rxMbps: null,
      distanceM: null,
      uptimeS: null,
      frequencyMhz: null,
    })
    expect(await lineOf(customer)).toMatchObject({
      device: 'NanoStation M5',
      firmware: '6.3.16',
      failures: 0,
      faultCode: null,
      okAt: world.now,
      triedAt: world.now,
    })
  })

  it('are written down whatever a device says, and those that came with them too', async () => {
    const [one, other, honest] = [await ubiquiti('000001'), await ubiquiti('000002'), await ubiquiti('000003')]
    await met()
    const odd = { ...readingOf('ssh', {}), signalDbm: -64.5, distanceM: 12.5, device: 'half \ud83d', ssid: 'a\u0000b' }
    await record(
      { line: await lineOf(one), at: world.now, visit: { ok: true, reading: odd, credential: null, hostKey: null } },
      {
        line: await lineOf(other),
        at: world.now,
        visit: {
          ok: false,
          fault: { code: 'device-silent', message: 'it left (bye\u0000\u001b[2J\ud83d)', facts: {} },
          hostKey: null,
        },
      },
      { line: await lineOf(honest), at: world.now, visit: READ },
    )
    expect(await newestReading(db, (await lineOf(one)).connectionId)).toMatchObject({ signalDbm: -64, distanceM: 13 })
    expect(await db.selectFrom('cpes').select(['device', 'ssid', 'faultMessage']).orderBy('connectionId').execute()).toEqual([
      { device: 'half', ssid: 'a b', faultMessage: null },
      { device: null, ssid: null, faultMessage: 'it left (bye [2J )' },
      { device: 'NanoStation M5', ssid: null, faultMessage: null },
    ])
    expect(await newestReading(db, (await lineOf(honest)).connectionId)).toMatchObject({ signalDbm: -64 })
  })

  it('that fail are counted, keep the last good time and the key, and are tried again later', async () => {
    const customer = await ubiquiti('000001')
    await record({ line: await lineOf(customer), at: world.now, visit: READ })
    const okAt = world.now
    world.now += 5 * MINUTE
    for (let count = 1; count <= 2; count++)
      await record({ line: await lineOf(customer), at: world.now, visit: failed('device-unreachable') })
    expect(await lineOf(customer)).toMatchObject({
      okAt,
      triedAt: world.now,
      failures: 2,
      faultCode: 'device-unreachable',
      hostKey: 'aa'.repeat(32),
      credentialId: 2,
    })
  })

  it('to a device with another host key are reported once, and do not pin it', async () => {
    const customer = await ubiquiti('000001')
    await record({ line: await lineOf(customer), at: world.now, visit: READ })
    for (let count = 0; count < 3; count++)
      await record({ line: await lineOf(customer), at: world.now, visit: failed('device-refused', 'bb'.repeat(32)) })
    const alerts = await db.selectFrom('log').select(['facts', 'customerId']).where('what', '=', 'alert').execute()
    expect(alerts).toHaveLength(1)
    expect(alerts[0]?.customerId).toBe(customer)
    expect(JSON.parse(alerts[0]?.facts ?? '')).toMatchObject({
      ...{ kind: 'cpe-replaced', customer: '000001', connection: '000001/casa' },
      alert: expect.stringContaining('ispcube cpe set 000001 --forget-key'),
    })
    expect((await lineOf(customer)).hostKey).toBe('aa'.repeat(32))
    await setCpe(db, (await lineOf(customer)).connectionId, { hostKey: null }, world.now)
    await record({ line: await lineOf(customer), at: world.now, visit: { ...READ, hostKey: 'bb'.repeat(32) } })
    expect((await lineOf(customer)).hostKey).toBe('bb'.repeat(32))
  })

  it('do not pin the key of a stranger who took no password', async () => {
    const customer = await ubiquiti('000001')
    await record({ line: await lineOf(customer), at: world.now, visit: failed('device-login', 'cc'.repeat(32)) })
    expect((await lineOf(customer)).hostKey).toBeNull()
  })

  it('that failed for the password are tried at once when one is added, and five are the most', async () => {
    const customer = await ubiquiti('000001')
    for (let index = 1; index <= 4; index++) await password('ubnt', `password ${index}`)
    await record({ line: await lineOf(customer), at: world.now, visit: failed('device-login') })
    expect((await take()).visits).toHaveLength(0)
    world.now += 1000
    await password('ubnt', 'the right one')
    expect((await take()).visits[0]?.access.credentials).toHaveLength(5)
    await expect(password('ubnt', 'a sixth')).rejects.toMatchObject({ code: 'record-conflict' })
    await removeCredential(db, 2, told())
    expect((await take()).visits[0]?.access.credentials.map((one) => one.password)).toEqual([
      'password 1',
      'password 3',
      'password 4',
      'the right one',
    ])
    await expect(removeCredential(db, 2, told())).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('are not made without a password or an access over SNMP, nor where polling is switched off', async () => {
    await ubiquiti('000001')
    await met()
    expect(await take()).toEqual({ visits: [], tables: [] })
    await setSnmp(db, { router: null, access: { version: '2c', port: 161, community: 'lectura' } }, told())
    world.now += 61 * MINUTE
    const [turn] = (await take()).visits
    expect(turn?.access).toMatchObject({ credentials: [], snmp: { version: '2c', community: 'lectura', timeoutMs: 1500 } })
    await world.settings({ 'cpe.enabled': 'false' })
    expect(await take()).toEqual({ visits: [], tables: [] })
  })

  it('that a set-back clock put far ahead are made all the same', async () => {
    await password('ubnt', 'one')
    const customer = await ubiquiti('000001')
    await met()
    await db
      .updateTable('cpes')
      .set({ nextAt: world.now + 365 * 24 * 60 * MINUTE })
      .execute()
    expect((await take()).visits).toHaveLength(1)
    expect((await lineOf(customer)).name).toBe('casa')
  })

  it('to a radio read all of its customers at once, over its API or over SNMP where that is set', async () => {
    const norte = await world.addRouter('norte')
    const panel = await world.addRouter('panel', 'none')
    const one = await mimosa('000001', 'AA:BB:CC:00:11:01')
    await mimosa('000002', 'AA:BB:CC:00:11:02')
    await mimosa('000003', 'AA:BB:CC:00:11:03', panel)
    await meetConnections(db, world.now, () => Promise.resolve())
    await db
      .updateTable('cpes')
      .set({ nextAt: world.now + MINUTE })
      .where('connectionId', '<>', (await lineOf(one)).connectionId)
      .execute()
    await db
      .updateTable('cpes')
      .set({ nextAt: world.now })
      .where('connectionId', '=', (await lineOf(one)).connectionId)
      .execute()
    const [turn, ...more] = (await take()).tables
    expect(more).toEqual([])
    expect(turn?.router.id).toBe(norte)
    expect(turn?.snmp).toBeNull()
    expect(turn?.entries.map(({ mac }) => mac)).toEqual(['aabbcc001101', 'aabbcc001102'])
    if (turn === undefined) throw new Error('no turn')
    const heard = heardAt(turn, world.now, new Map([['aabbcc001101', readingOf('table-api', { heardDbm: -58 })]]))
    await record(...heard)
    expect((await newestReading(db, (await lineOf(one)).connectionId))?.heardDbm).toBe(-58)
    const states = await db.selectFrom('cpes').select(['faultCode', 'nextAt']).orderBy('connectionId').execute()
    expect(states.map((row) => row.faultCode)).toEqual([null, 'device-unreachable', null])
    // Both have the same turn from now on: one question for both.
    expect(states[0]?.nextAt).toBe(world.now + 5 * MINUTE)
    world.now += 2 * MINUTE
    // The panel is known only, and nobody has said how to ask it.
    expect(await take()).toEqual({ visits: [], tables: [] })
    await setSnmp(db, { router: 'panel', access: { version: '1', port: 1610, community: 'x' } }, told())
    world.now += 61 * MINUTE
    const tables = (await take()).tables.toSorted((a, b) => a.router.id - b.router.id)
    expect(tables.map(({ router, snmp }) => [router.id, snmp?.snmp.version ?? null])).toEqual([
      [norte, null],
      [panel, '1'],
    ])
    await removeSnmp(db, 'panel', told())
    await expect(removeSnmp(db, 'panel', told())).rejects.toMatchObject({ code: 'record-missing' })
  })

  it('leave a router alone whose circuit is open', async () => {
    const norte = await world.addRouter('norte')
    await mimosa('000001', 'AA:BB:CC:00:11:01')
    await met()
    await db
      .updateTable('routers')
      .set({ circuit: 'open', retryAt: world.now + MINUTE })
      .where('id', '=', norte)
      .execute()
    expect((await take()).tables).toEqual([])
    // A person who asks is told what it says now.
    expect((await turnsOf(db, await cpesAtRouter(db, norte), world.handout, null)).tables).toHaveLength(1)
    world.now += MINUTE
    expect((await take()).tables).toHaveLength(1)
  })

  it('who was put off for want of anything to ask with is asked once there is something, each in his place', async () => {
    for (let index = 0; index < 20; index++) await ubiquiti(String(index).padStart(6, '0'))
    await mimosa('000099', 'AA:BB:CC:00:11:01', await world.addRouter('panel', 'none'))
    await met()
    expect(await take()).toEqual({ visits: [], tables: [] })
    await password('ubnt', 'one')
    await setSnmp(db, { router: 'panel', access: { version: '1', port: 161, community: 'x' } }, told())
    const turns = (await db.selectFrom('cpes').select('nextAt').execute()).map((row) => row.nextAt - world.now)
    expect(new Set(turns).size).toBeGreaterThan(15)
    world.now += 5 * MINUTE
    const { visits, tables } = await take()
    expect([visits.length, tables.length]).toEqual([20, 1])
  })

  it('take along the SNMP secret of a router that is removed', async () => {
    await world.addRouter('norte')
    await world.addRouter('viejo')
    await setSnmp(db, { router: 'viejo', access: { version: '2c', port: 161, community: 'secreta' } }, told())
    await removeRouter(db, { name: 'viejo' }, told())
    expect(await db.selectFrom('snmpAccesses').selectAll().execute()).toEqual([])
  })
})
