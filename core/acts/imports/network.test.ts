import { beforeAll, describe, expect, test } from 'vitest'
import { eachDatabase } from '../../../fixtures/database.ts'
import { dump, importSheet, SEAL, stateOf, TOLD } from '../../../fixtures/sheets.ts'
import { World } from '../../../fixtures/world.ts'
import type { Db } from '../../store/db.ts'
import { routerByName } from '../../store/routers.ts'

const fault = (message: RegExp) => expect.objectContaining({ code: 'input-invalid', message: expect.stringMatching(message) })

async function router(db: Db, name: string) {
  const row = await routerByName(db, name)
  if (!row) throw new Error(`no router ${name}`)
  return row
}

const edits = async (db: Db) => {
  const rows = await db.selectFrom('log').select('facts').where('what', '=', 'edited').orderBy('id').execute()
  return rows.map((row) => JSON.parse(row.facts) as unknown)
}

eachDatabase('routers from a file', (open) => {
  test('defaults, sealed secrets and a site that is made once', async () => {
    const { db } = await open()
    const report = await importSheet(
      db,
      'routers',
      `name,driver,host,port,tls,username,password,site,lat,lng,radius_km,radius_secret,coa_port
norte,routeros,10.255.0.1,,no,api,s3creto,cerro,-34.6,-58.38,2.5,,
sur,routeros,10.255.0.2,,yes,,,cerro,,,,,
nas,radius,10.255.0.3,,,,,,,,,radius-secreto,3799
viejo,ssh,10.255.0.4,2222,,root,,,,,,,
libre,none,sin equipo,,,,,,,,,,`,
    )
    expect(report).toMatchObject({ added: 5, changed: 0 })
    expect((await stateOf(db)).routers).toEqual([
      {
        name: 'libre',
        driver: 'none',
        host: 'sin equipo',
        port: 0,
        tls: 0,
        username: null,
        site: null,
        lat: null,
        lng: null,
        radiusKm: null,
      },
      {
        name: 'nas',
        driver: 'radius',
        host: '10.255.0.3',
        port: 0,
        tls: 0,
        username: null,
        site: null,
        lat: null,
        lng: null,
        radiusKm: null,
      },
      {
        name: 'norte',
        driver: 'routeros',
        host: '10.255.0.1',
        port: 8728,
        tls: 0,
        username: 'api',
        site: 'cerro',
        lat: -34.6,
        lng: -58.38,
        radiusKm: 2.5,
      },
      {
        name: 'sur',
        driver: 'routeros',
        host: '10.255.0.2',
        port: 8729,
        tls: 1,
        username: null,
        site: 'cerro',
        lat: -34.6,
        lng: -58.38,
        radiusKm: 2.5,
      },
      {
        name: 'viejo',
        driver: 'ssh',
        host: '10.255.0.4',
        port: 2222,
        tls: 0,
        username: 'root',
        site: null,
        lat: null,
        lng: null,
        radiusKm: null,
      },
    ])
    const [norte, nas] = [await router(db, 'norte'), await router(db, 'nas')]
    expect(SEAL.open(norte.passwordSealed ?? '', { table: 'routers', column: 'password', row: 'norte' })).toBe('s3creto')
    expect(SEAL.open(nas.radiusSecretSealed ?? '', { table: 'routers', column: 'radius_secret', row: 'nas' })).toBe(
      'radius-secreto',
    )
    expect([norte.radiusSecretSealed, nas.passwordSealed, nas.coaPort]).toEqual([null, null, 3799])
    expect(JSON.stringify(await dump(db))).not.toMatch(/s3creto|radius-secreto/)
  })

  test('an edited router is tried again at once, and another host is pinned anew', async () => {
    const { db } = await open()
    await importSheet(db, 'routers', 'name,driver,host,password\nnorte,routeros,10.255.0.1,uno')
    const world = new World(db).at('2026-11-10T12:00')
    world.router = (await router(db, 'norte')).id
    const ana = await world.customer('000001')
    await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' })
    world.reachable = false
    await world.control('2026-11-11')
    const sick = {
      circuit: 'open',
      failures: 7,
      retryAt: world.now + 3_600_000,
      tlsPin: 'abc',
      faultCode: 'device-login',
      faultMessage: 'no',
      faultAt: 1,
    } as const
    const isSick = () => db.updateTable('routers').set(sick).execute()
    const well = { circuit: 'closed', failures: 0, retryAt: null, faultCode: null, faultMessage: null, faultAt: null }

    await isSick()
    expect(await importSheet(db, 'routers', 'name,password\nnorte,uno', world.told)).toMatchObject({ unchanged: 1 })
    expect(await router(db, 'norte')).toMatchObject(sick)
    expect(await importSheet(db, 'routers', 'name,password\nnorte,dos', world.told)).toMatchObject({ changed: 1 })
    expect(await router(db, 'norte')).toMatchObject({ ...well, tlsPin: 'abc' })
    expect((await world.openOrders(ana))[0]).toMatchObject({ desired: 'cut', nextAt: world.now })

    await isSick()
    await importSheet(db, 'routers', 'name,host\nnorte,10.255.0.9', world.told)
    expect(await router(db, 'norte')).toMatchObject({ ...well, tlsPin: null, host: '10.255.0.9', port: 8728 })
    expect(await edits(db)).toEqual([
      { import: 'routers.csv', router: 'norte', changes: { password: { from: '…', to: '…' } } },
      { import: 'routers.csv', router: 'norte', changes: { host: { from: '10.255.0.1', to: '10.255.0.9' } } },
    ])
  })

  test('a blank port follows the driver and TLS; a port that was set stays where the file has none', async () => {
    const { db } = await open()
    await importSheet(db, 'routers', 'name,driver,host,port\nnorte,routeros,10.255.0.1,18728')
    await importSheet(db, 'routers', 'name,tls\nnorte,yes')
    expect(await router(db, 'norte')).toMatchObject({ port: 18728, tls: 1 })
    await importSheet(db, 'routers', 'name,port\nnorte,')
    expect(await router(db, 'norte')).toMatchObject({ port: 8729, tls: 1 })
  })

  test('a site moves with any of its routers, and a removed router comes back', async () => {
    const { db } = await open()
    await importSheet(db, 'routers', 'name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,-58\nsur,none,b,cerro,,')
    expect(await importSheet(db, 'routers', 'name,site,radius_km\nnorte,cerro,3\nsur,cerro,')).toMatchObject({
      changed: 1,
      unchanged: 1,
    })
    expect((await dump(db)).sites).toMatchObject([{ name: 'cerro', lat: -34, lng: -58, radiusKm: 3 }])
    await db.updateTable('routers').set({ removedAt: 1 }).where('name', '=', 'sur').execute()
    expect(await importSheet(db, 'routers', 'name,driver,host\nsur,none,b')).toMatchObject({ added: 0, changed: 1 })
    expect(await router(db, 'sur')).toMatchObject({ removedAt: null })
  })

  test('connections wait for a driver that can carry them out, and get their cuts once it is there', async () => {
    const { db } = await open()
    await importSheet(db, 'routers', 'name,driver,host\nnorte,none,a')
    const world = new World(db).at('2026-11-10T12:00')
    world.router = (await router(db, 'norte')).id
    const ana = await world.customer('000001')
    await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.control('2026-11-11')
    expect(await world.openOrders(ana)).toEqual([])
    await importSheet(db, 'routers', 'name,driver\nnorte,routeros', world.told)
    await world.control('2026-11-12')
    expect(await world.served(ana)).toBe('cut')
  })

  describe('a row that cannot be', () => {
    let db: Db
    beforeAll(async () => void ({ db } = await open()))

    test.each([
      ['name,driver,host\nnorte,mikrotik,a', /:2 column "driver": value "mikrotik": expected routeros, radius, ssh or none/],
      ['name,driver,host\nnorte,routeros,', /:2 column "host": value "": expected .*not blank/],
      ['name,driver\nnorte,routeros', /:2 the router "norte" is new: it needs the columns driver and host/],
      [
        'name,driver,host,port\nnorte,routeros,a,70000',
        /:2 column "port": value "70000": expected a whole number from 1 to 65535/,
      ],
      ['name,driver,host,lat,lng\nnorte,routeros,a,-34,-58', /:2 says where a site is but names none/],
      [
        'name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,-58\nsur,none,b,cerro,-34,-59',
        /:3 places the site "cerro" elsewhere than line 2 does/,
      ],
      ['name,driver,host,site,lat,lng\nnorte,none,a,cerro,-34,', /:2 places the site "cerro" with only one of lat and lng/],
      ['name,driver,host,site,radius_km\nnorte,none,a,cerro,0', /:2 column "radius_km": value "0": expected kilometres/],
    ])('%j is refused', async (text, message) => {
      await expect(importSheet(db, 'routers', text)).rejects.toEqual(fault(message))
      expect(await dump(db)).toMatchObject({ routers: [], sites: [] })
    })
  })
})

eachDatabase('plans from a file', (open) => {
  test('Mbit/s become kbit/s exactly, and a file may have only what changes', async () => {
    const { db } = await open()
    await importSheet(db, 'plans', 'name,price,down_mbps,up_mbps,in_portal\nHogar,9500.00,50,10.5,si\nBase,0,2.048,0.512,')
    expect((await stateOf(db)).plans).toEqual([
      { name: 'Base', priceCents: 0, downKbps: 2048, upKbps: 512, inPortal: 0 },
      { name: 'Hogar', priceCents: 950_000, downKbps: 50_000, upKbps: 10_500, inPortal: 1 },
    ])
    expect(await importSheet(db, 'plans', 'name,price\nHogar,9999.99\nBase,0.00')).toMatchObject({ changed: 1, unchanged: 1 })
    expect((await stateOf(db)).plans?.[1]).toEqual({
      name: 'Hogar',
      priceCents: 999_999,
      downKbps: 50_000,
      upKbps: 10_500,
      inPortal: 1,
    })
    expect(await edits(db)).toEqual([
      { import: 'plans.csv', plan: 'Hogar', changes: { priceCents: { from: 950_000, to: 999_999 } } },
    ])
  })

  describe('a row that cannot be', () => {
    let db: Db
    beforeAll(async () => void ({ db } = await open()))

    test.each([
      ['name,price,down_mbps,up_mbps\nHogar,1,0,1', /:2 column "down_mbps": value "0": expected Mbit\/s, more than 0/],
      ['name,price,down_mbps,up_mbps\nHogar,1,1,0.0005', /:2 column "up_mbps": value "0.0005"/],
      ['name,price,down_mbps,up_mbps\nHogar,1.234,1,1', /:2 column "price": value "1.234": expected an amount, 0 or more/],
      ['name,price,down_mbps,up_mbps\nHogar,"1,1,1', /:2 column "price": value ""1"/],
      ['name,price,down_mbps,up_mbps\n,1,1,1', /:2 column "name": value "": expected .*not blank/],
      ['name,price\nHogar,1', /:2 the plan "Hogar" is new: it needs the columns price, down_mbps and up_mbps/],
    ])('%j is refused', async (text, message) => {
      await expect(importSheet(db, 'plans', text)).rejects.toEqual(fault(message))
    })
  })
})

eachDatabase('connections from a file', (open) => {
  const HEAD = 'customer_code,name,kind,plan,router,username,ip,mac,cpe_host,cpe_vendor,panel,in_service'

  async function town(open: () => Promise<{ db: Db }>): Promise<World> {
    const { db } = await open()
    await importSheet(db, 'routers', 'name,driver,host\nnorte,routeros,10.255.0.1\nsur,routeros,10.255.0.2')
    await importSheet(db, 'plans', 'name,price,down_mbps,up_mbps\nHogar,1,50,10')
    await importSheet(db, 'customers', 'code,name\n000001,Ana\n000002,Beto\n000003,Carla')
    return new World(db).at('2026-11-10T12:00')
  }

  const idOf = async (world: World, code: string) =>
    (await world.db.selectFrom('customers').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id

  const places = async (world: World) => {
    const rows = await world.db
      .selectFrom('places')
      .innerJoin('routers', 'routers.id', 'places.routerId')
      .select(['routers.name', 'address', 'isCurrent', 'observed'])
      .orderBy('places.id')
      .execute()
    return rows.map((row) => `${row.name} ${row.address} ${row.isCurrent === 1 ? 'now' : 'left'} ${row.observed}`)
  }

  test('everything is kept in one form, and places are made', async () => {
    const world = await town(open)
    await importSheet(
      world.db,
      'connections',
      `${HEAD},ipv6_prefix,password,address,lat,lng\n000001,casa,pppoe,Hogar,norte,ana,10.0.0.1,aabb.ccdd.ee01,192.168.1.20,ubiquiti,sur,,2001:DB8:0007::/56,clave,San Martín 1,-34.6,-58.4`,
    )
    const row = await world.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow()
    const [norte, sur, plan] = [
      await router(world.db, 'norte'),
      await router(world.db, 'sur'),
      await world.db.selectFrom('plans').select('id').executeTakeFirstOrThrow(),
    ]
    expect(row).toEqual({
      id: row.id,
      customerId: await idOf(world, '000001'),
      name: 'casa',
      kind: 'pppoe',
      planId: plan.id,
      routerId: norte.id,
      panelRouterId: sur.id,
      username: 'ana',
      ip: '10.0.0.1',
      ipv6Prefix: '2001:db8:7::/56',
      mac: 'AA:BB:CC:DD:EE:01',
      passwordSealed: row.passwordSealed,
      cpeHost: '192.168.1.20',
      cpeVendor: 'ubiquiti',
      inService: 1,
      wasInService: 1,
      address: 'San Martín 1',
      lat: -34.6,
      lng: -58.4,
    })
    expect(SEAL.open(row.passwordSealed ?? '', { table: 'connections', column: 'password', row: String(row.id) })).toBe('clave')
    expect(await places(world)).toEqual(['norte 10.0.0.1 now unknown'])
    const words = await world.db.selectFrom('words').select('word').where('customerId', '=', row.customerId).execute()
    expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['000001', 'ana', '10001', 'aa']))
  })

  test('one that was never in service, one that was, and one that is closed', async () => {
    const world = await town(open)
    const flags = async () =>
      (await world.db.selectFrom('connections').select(['name', 'inService', 'wasInService']).orderBy('name').execute()).map(
        (row) => `${row.name} ${row.inService}${row.wasInService}`,
      )
    await importSheet(
      world.db,
      'connections',
      `${HEAD}\n000001,a,dhcp,,norte,,10.0.0.1,,,,,no\n000001,b,dhcp,,norte,,10.0.0.2,,,,,yes`,
    )
    expect(await flags()).toEqual(['a 00', 'b 11'])
    await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,a,yes\n000001,b,no')
    expect(await flags()).toEqual(['a 11', 'b 01'])
    await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,a,no')
    expect(await flags()).toEqual(['a 01', 'b 01'])
  })

  test('closing one in service clears its place at once', async () => {
    const world = await town(open)
    await importSheet(world.db, 'connections', `${HEAD}\n000001,casa,pppoe,,norte,ana,,,,,,yes`, world.told)
    expect(await importSheet(world.db, 'connections', 'customer_code,name,in_service\n000001,casa,no', world.told)).toMatchObject(
      { changed: 1, orders: [expect.any(Number)] },
    )
    const id = await idOf(world, '000001')
    expect(await world.openOrders(id)).toMatchObject([{ desired: 'none', reason: 'no-service', cause: 'import:connections.csv' }])
    await world.carry()
    expect(await places(world)).toEqual(['norte null now none'])
  })

  test('who is cut and moves is cut at the new place, and the old one is cleared', async () => {
    const world = await town(open)
    await importSheet(
      world.db,
      'connections',
      `${HEAD}\n000001,casa,address-list,,norte,,10.0.0.1,,,,,yes\n000002,casa,address-list,,norte,,10.0.0.2,,,,,yes`,
      world.told,
    )
    const [ana, beto] = [await idOf(world, '000001'), await idOf(world, '000002')]
    await world.document(ana, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.control('2026-11-11')
    const report = await importSheet(
      world.db,
      'connections',
      'customer_code,name,router,ip\n000001,casa,sur,10.9.0.1\n000002,casa,sur,10.9.0.2',
      world.told,
    )
    expect(report).toMatchObject({ changed: 2 })
    expect(report.orders).toHaveLength(2)
    await world.carry()
    expect(await places(world)).toEqual([
      'norte 10.0.0.1 left none',
      'norte 10.0.0.2 left unknown',
      'sur 10.9.0.1 now cut',
      'sur 10.9.0.2 now unknown',
    ])
    expect([await world.served(ana), await world.served(beto)]).toEqual(['cut', 'active'])
  })

  test('a new connection of somebody cut by hand is cut at once, of a debtor by the next run', async () => {
    const world = await town(open)
    const [ana, beto] = [await idOf(world, '000001'), await idOf(world, '000002')]
    await world.db
      .insertInto('deeds')
      .values({ customerId: ana, kind: 'cut', at: world.now, endsOn: null, comment: 'x', by: 'test' })
      .execute()
    await world.document(beto, 'FX', '5000.00', { dueOn: '2026-11-01' })
    const report = await importSheet(
      world.db,
      'connections',
      `${HEAD}\n000001,casa,address-list,,norte,,10.0.0.1,,,,,yes\n000002,casa,address-list,,norte,,10.0.0.2,,,,,yes`,
      world.told,
    )
    expect(report.orders).toHaveLength(1)
    await world.carry()
    expect([await world.served(ana), await world.served(beto)]).toEqual(['cut', 'active'])
    await world.control('2026-11-11')
    expect(await world.served(beto)).toBe('cut')
  })

  test('only what the file has is changed, and the log says what', async () => {
    const world = await town(open)
    await importSheet(world.db, 'connections', `${HEAD},password\n000001,casa,pppoe,Hogar,norte,ana,10.0.0.1,,,,,yes,clave`)
    const before = await world.db.selectFrom('connections').selectAll().executeTakeFirstOrThrow()
    expect(
      await importSheet(world.db, 'connections', 'customer_code,name,cpe_vendor,password\n000001,casa,mimosa,'),
    ).toMatchObject({ changed: 1 })
    expect(await world.db.selectFrom('connections').selectAll().executeTakeFirst()).toEqual({ ...before, cpeVendor: 'mimosa' })
    expect(await edits(world.db)).toEqual([
      { import: 'connections.csv', connection: 'casa', changes: { cpeVendor: { from: null, to: 'mimosa' } } },
    ])
    await importSheet(world.db, 'connections', 'customer_code,name,plan,router\n000001,casa,,')
    expect(await world.db.selectFrom('connections').selectAll().executeTakeFirst()).toMatchObject({
      planId: null,
      routerId: null,
      username: 'ana',
    })
  })

  describe('a row that cannot be', () => {
    let world: World
    beforeAll(async () => void (world = await town(open)))

    test.each([
      [`${HEAD}\n000009,casa,dhcp,,,,,,,,,`, /:2 column "customer_code": value "000009": expected the code of a customer/],
      [`${HEAD}\n000001,casa,dhcp,,este,,,,,,,`, /:2 column "router": value "este": expected the name of a router/],
      [`${HEAD}\n000001,casa,dhcp,Giga,,,,,,,,`, /:2 column "plan": value "Giga": expected the name of a plan/],
      [`${HEAD}\n000001,casa,dhcp,,,,,,,,este,`, /:2 column "panel": value "este": expected the name of a router/],
      [
        `${HEAD}\n000001,casa,fibra,,,,,,,,,`,
        /:2 column "kind": value "fibra": expected address-list, pppoe, dhcp, hotspot, queue or radius/,
      ],
      [`${HEAD}\n000001,casa,,,,,,,,,,`, /:2 column "kind": value "": expected/],
      ['customer_code,name\n000001,casa', /:2 the connection "casa" is new: it needs the column kind/],
      [`${HEAD}\n000001,casa,dhcp,,,,10.0.0.256,,,,,`, /:2 column "ip": value "10.0.0.256": expected an IPv4 address/],
      [`${HEAD}\n000001,casa,dhcp,,,,,aa:bb,,,,`, /:2 column "mac": value "aa:bb": expected a MAC address/],
      [`${HEAD}\n000001,casa,dhcp,,,,,,,,,quizas`, /:2 column "in_service": value "quizas": expected yes or no/],
      [
        `${HEAD},ipv6_prefix\n000001,casa,dhcp,,,,,,,,,,2001:db8::1/56`,
        /:2 column "ipv6_prefix": value "2001:db8::1\/56": expected an IPv6 prefix/,
      ],
      ['customer_code,name,kind,lat,lng\n000001,casa,dhcp,,-58', /:2 has only one of lat and lng/],
    ])('%j is refused', async (text, message) => {
      const before = await dump(world.db)
      await expect(importSheet(world.db, 'connections', text)).rejects.toEqual(fault(message))
      expect(await dump(world.db)).toEqual(before)
    })
  })

  test('a router that was removed is unknown', async () => {
    const world = await town(open)
    await world.db.updateTable('routers').set({ removedAt: TOLD.now }).where('name', '=', 'sur').execute()
    await expect(importSheet(world.db, 'connections', `${HEAD}\n000001,casa,dhcp,,sur,,,,,,,`)).rejects.toEqual(
      fault(/expected the name of a router/),
    )
  })
})
