// The network, walked: plans with promotions, nodes, the five passwords of CPEs, a CPE that is read there and then and shown as a
// picture, Señal from a MikroTik's table, and traffic and address as accounting tells them. The devices are simulated ones that are
// spoken to over loopback by what the daemon speaks with.

import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Database } from '../../../cli/database.ts'
import { Asks } from '../../../daemon/asks.ts'
import type { DaemonDeps } from '../../../daemon/deps.ts'
import { startCarrier } from '../../../daemon/index.ts'
import { Radius } from '../../../daemon/radius/index.ts'
import { SignalPoll } from '../../../daemon/signal/poll.ts'
import { cpeOf, depsOf } from '../../../daemon/trial.ts'
import { addCredential } from '../../../core/acts/cpe-accesses.ts'
import { newestReading } from '../../../core/store/readings.ts'
import { insertRadiusClient } from '../../../core/store/radius-clients.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { freeUdpPort } from '../../../fixtures/peers/free-port.ts'
import { ACCT, startNas, STATUS } from '../../../fixtures/peers/nas.ts'
import { startRouter } from '../../../fixtures/peers/routeros.ts'
import { inChromium, misses, openWalk, sees, type Walk } from '../../testing/browser.ts'

const SECRET = 'testing123'
/** An M station with airMAX, as recorded. */
const STATION = readFileSync(
  new URL('../../../fixtures/devices/airos/nanobridge-m5_v5.6.8_sta.mca-status.txt', import.meta.url),
  'utf8',
)

inChromium('the network, walked', (chromium) => {
  const open = sqliteDatabase()
  let database: Database
  let walk: Walk
  let deps: DaemonDeps
  let asks: Asks | null

  /** The machine's clock: devices answer in its time. */
  beforeEach(async () => {
    asks = null
    database = await open({ file: true })
    const real = { now: () => Date.now(), machineNow: () => Date.now(), nudge: () => asks?.wake() }
    walk = await openWalk(chromium, database.db, { when: '2026-11-11T09:00', role: 'administrador', more: real })
    walk.world.now = walk.site.clock.now = Date.now()
    // What is read is read because somebody asked.
    await walk.world.settings({ 'cpe.enabled': 'false' })
    const limits = {
      connectMs: 2_000,
      loginMs: 2_000,
      commandMs: 2_000,
      cpeConnectMs: 3_000,
      cpeCommandMs: 3_000,
      visitMs: 6_000,
    }
    deps = depsOf(database, walk.world, { limits, radius: { listen: [`127.0.0.1:${await freeUdpPort()}`] } })
  })

  async function startAsks(): Promise<void> {
    const carrier = await startCarrier(deps)
    if (carrier === null) throw new Error('the dispatch lock is held')
    const poll = new SignalPoll({ deps, enforce: carrier.pool, dispatcher: carrier.dispatcher })
    const one = new Asks({ deps, asker: poll.asker, enforce: carrier.pool })
    asks = one
    chromium.atEnd(async () => {
      await one.close()
      await poll.close()
      await carrier.close()
    })
  }
  const told = () => ({ now: Date.now(), by: 'test', seal: walk.world.seal })
  const connectionOf = async (customer: number) =>
    walk.db.selectFrom('connections').selectAll().where('customerId', '=', customer).executeTakeFirstOrThrow()

  const pictures = async (page: Page) =>
    Promise.all(
      (await page.locator('.dial svg').all()).map(async (one) =>
        (await one.getAttribute('aria-label'))?.replaceAll('\u00A0', ' '),
      ),
    )

  it('C21c: a plan has price, speed, a switch for app and portal, and promotions; a node has a position and a radius, and stands on the map', async () => {
    const page = await walk.open('/red/planes')
    await page.getByRole('link', { name: 'Agregar plan' }).click()
    await page.getByLabel('Nombre', { exact: true }).fill('Hogar 50')
    await page.getByLabel('Precio por mes').fill('18.500,50')
    await page.getByLabel('Bajada, en Mbit/s').fill('rápido')
    await page.getByLabel('Subida, en Mbit/s').fill('2,5')
    await page.getByLabel('Incluir en app y portal').check()
    await page.getByRole('button', { name: 'Agregar plan' }).click()
    await sees(page, 'Mbit/s, más de 0')
    await page.getByLabel('Bajada, en Mbit/s').fill('50')
    await page.getByRole('button', { name: 'Agregar plan' }).click()
    await sees(page, 'Guardaste el plan Hogar 50.')
    const plan = { name: 'Hogar 50', priceCents: 18_500_50, downKbps: 50_000, upKbps: 2_500, inPortal: 1 }
    expect(await walk.db.selectFrom('plans').selectAll().execute()).toMatchObject([plan])
    if (!/\/red\/planes\/\d+$/.test(page.url())) await page.getByRole('link', { name: 'Hogar 50' }).click()
    await page.getByLabel('Detalle').fill('Mitad por seis meses')
    await page.getByLabel('Vigente desde').fill('2020-01-01')
    await page.getByLabel('Vigente hasta').fill('2199-12-31')
    await page.getByLabel('Valor').fill('9250')
    await page.getByRole('button', { name: 'Agregar promoción' }).click()
    await sees(page, 'Agregaste la promoción Mitad por seis meses.', 'vigente', '$ 9.250,00')
    await page.getByRole('link', { name: 'Planes', exact: true }).click()
    await sees(page, '1 plan', '$ 18.500,50', 'incluido', 'Mitad por seis meses')

    await page.getByRole('link', { name: 'Nodos', exact: true }).click()
    await page.getByRole('link', { name: 'Agregar nodo' }).click()
    await page.getByLabel('Nombre', { exact: true }).fill('Cerro Norte')
    await page.getByLabel('Latitud').fill('-31,41')
    await page.getByLabel('Longitud').fill('-64,19')
    await page.getByLabel('Radio de cobertura, en km').fill('2,5')
    await page.getByRole('button', { name: 'Agregar nodo' }).click()
    await sees(page, 'Guardaste el nodo Cerro Norte.')
    expect(await walk.db.selectFrom('sites').selectAll().execute()).toMatchObject([
      { name: 'Cerro Norte', lat: -31.41, lng: -64.19, radiusKm: 2.5 },
    ])
    await page.goto(`${walk.url}/mapa`)
    await page.locator('[data-ready]').waitFor()
    await sees(page, 'Cerro Norte', '2,5 km')
  })

  it('C20: up to five passwords of CPEs; a sixth is refused, from a form that was open before too', async () => {
    for (let n = 1; n <= 4; n++) await addCredential(walk.db, { username: 'ubnt', password: `clave ${n}` }, told())
    const late = await walk.open('/configuracion/cpe')
    const page = await walk.open('/configuracion/cpe')
    await sees(page, '4 de 5')
    for (const one of [page, late]) await one.locator('form[action="/configuracion/cpe/claves"] [name=password]').fill('otra más')
    await page.getByRole('button', { name: 'Agregar clave' }).click()
    await sees(page, '5 de 5', 'quitá o reemplazá una antes de agregar otra')
    expect(await page.getByRole('button', { name: 'Agregar clave' }).count()).toBe(0)
    await late.getByRole('button', { name: 'Agregar clave' }).click()
    await sees(late, 'una sexta no se acepta')
    const stored = await walk.db.selectFrom('cpeCredentials').selectAll().execute()
    expect(stored).toHaveLength(5)
    expect(JSON.stringify(stored)).not.toContain('otra más')
  })

  it('C18, C20: Informe CPE asks the CPE there and then, one password after the other, and shows signal, CCQ, airMAX quality and capacity as dials', async () => {
    for (const password of ['vieja', 'clave']) await addCredential(walk.db, { username: 'ubnt', password }, told())
    const { customer, sim } = await cpeOf(walk.world, '000001', { programs: { 'mca-status': STATION } })
    await startAsks()
    const page = await walk.open('/clientes/000001')
    await page.locator('nav.tabs').getByRole('link', { name: 'Señal' }).click()
    await sees(page, `Se le pregunta al CPE, en 127.0.0.1:${sim.port}.`, 'Todavía no se leyó ninguna señal')
    await page.getByRole('button', { name: 'Informe CPE' }).click()
    await sees(page, 'del propio CPE por SSH', 'NanoBridge M5')
    expect(await pictures(page)).toEqual([
      expect.stringContaining('Señal: −71 dBm'),
      expect.stringContaining('CCQ: 87,4 %'),
      expect.stringContaining('Calidad airMAX: 81 %'),
      expect.stringContaining('Capacidad airMAX: 46 %'),
    ])
    expect(sim.stats.tried).toEqual(['vieja', 'clave'])
    const { id } = await connectionOf(customer)
    expect(await newestReading(walk.db, id)).toMatchObject({ signalDbm: -71, qualityPct: 81, capacityPct: 46 })
    sim.faults = { wrongPassword: true }
    await page.getByRole('button', { name: 'Informe CPE' }).click()
    await sees(page, 'Ninguna de las claves de CPE abre')
    await page.goto(`${walk.url}/red/cpes`)
    await sees(page, '000001/casa', '−71 dBm')
  })

  it('C21: Señal looks a CPE that is no Ubiquiti up in the wireless table of its router, or of its NAS (panel); who is not there is told so', async () => {
    const sim = await startRouter({ username: 'api', password: 'secret' })
    chromium.atEnd(() => sim.close())
    sim.add('/interface/wireless/registration-table', {
      'mac-address': 'AA:BB:CC:00:11:01',
      'signal-strength': '-58@6Mbps',
      'tx-ccq': '91',
    })
    const panel = await walk.world.addRouter('panel-3')
    const passwordSealed = walk.world.seal.seal('secret', { table: 'routers', column: 'password', row: 'panel-3' })
    await walk.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', panel).execute()
    const customer = await walk.world.customer('000001', [{ mac: 'AA:BB:CC:00:11:02' }])
    await startAsks()
    const page = await walk.open('/clientes/000001')
    await page.getByRole('link', { name: 'Modificar casa' }).click()
    await page.getByLabel('NAS (panel)').selectOption('panel-3')
    await page.getByRole('button', { name: 'Guardar cambios' }).click()
    await page.locator('nav.tabs').getByRole('link', { name: 'Señal' }).click()
    await sees(page, 'Se busca AA:BB:CC:00:11:02 en la tabla de registro inalámbrico de panel-3, su NAS (panel).')
    await page.getByRole('button', { name: 'Señal', exact: true }).click()
    await sees(page, 'No está registrado en ninguna radio de ese router')
    const { id } = await connectionOf(customer)
    await page.goto(`${walk.url}/clientes/000001/conexiones/${id}`)
    await page.getByLabel('MAC', { exact: true }).fill('AA:BB:CC:00:11:01')
    await page.getByRole('button', { name: 'Guardar cambios' }).click()
    await page.locator('nav.tabs').getByRole('link', { name: 'Señal' }).click()
    await page.getByRole('button', { name: 'Señal', exact: true }).click()
    await sees(page, 'de la tabla de registro por API')
    expect(await pictures(page)).toContainEqual(expect.stringContaining('−58 dBm'))
    expect(await newestReading(walk.db, id)).toMatchObject({ heardDbm: -58, source: 'table-api' })
  })

  it('C17, C19: without RADIUS Tráfico says why there is none; what a NAS sends draws the graph, and is where the CPE is asked', async () => {
    await walk.world.customer('000001', [{ kind: 'pppoe', username: 'ana', ip: '10.0.0.7' }])
    await walk.db.updateTable('connections').set({ cpeVendor: 'ubiquiti' }).execute()
    const page = await walk.open('/clientes/000001/senal')
    await sees(page, 'Se le pregunta al CPE, en 10.0.0.7.')
    await page.locator('nav.tabs').getByRole('link', { name: 'Tráfico' }).click()
    await sees(page, 'Sin RADIUS no hay gráfico de tráfico')

    const secretSealed = walk.world.seal.seal(SECRET, { table: 'radius_clients', column: 'secret', row: 'nas' })
    await insertRadiusClient(walk.db, { name: 'nas', prefix: '127.0.0.1', secretSealed })
    const radius = new Radius(deps)
    chromium.atEnd(() => radius.close())
    await vi.waitFor(() => expect(radius.listener).not.toBeNull(), { timeout: 10_000 })
    const nas = await startNas({ secret: SECRET, port: radius.listener?.addresses[0]?.port ?? 0 })
    chromium.atEnd(() => nas.close())
    // Ten minutes of a session whose start nobody here heard.
    const interim = [
      ...([
        [ACCT.status, STATUS.interim],
        [ACCT.session, 's1'],
        [ACCT.user, 'ana'],
        [ACCT.seconds, 600],
      ] as const),
      ...([
        [ACCT.downOctets, 750_000_000],
        [ACCT.upOctets, 75_000_000],
      ] as const),
      [ACCT.framedAddress, Buffer.from([100, 64, 0, 9])] as const,
    ]
    expect(await nas.send(interim)).toBe(true)
    await page.reload()
    await sees(page, 'Bajó 750 MB y subió 75 MB.', 'El pico de bajada fue de')
    await misses(page, 'Sin RADIUS')
    expect(await page.locator('.area-down').getAttribute('d')).toMatch(/^M/)
    await page.getByRole('link', { name: 'Ver los valores en una tabla' }).click()
    await page.locator('#tabla').waitFor()
    await page.getByRole('link', { name: 'Mes', exact: true }).click()
    await sees(page, 'Bajó 750 MB y subió 75 MB.')
    await page.locator('nav.tabs').getByRole('link', { name: 'Señal' }).click()
    await sees(page, 'Se le pregunta al CPE, en 100.64.0.9.')
  })

  it('a router is added, tested against the device itself, and refused twice at one address', async () => {
    const sim = await startRouter({ username: 'api', password: 'secret' })
    chromium.atEnd(() => sim.close())
    await startAsks()
    const page = await walk.open('/red/nas')
    await page.getByRole('link', { name: 'Agregar router' }).click()
    await page.getByLabel('Nombre', { exact: true }).fill('sur')
    await page.getByLabel('Cómo se accede').selectOption('routeros')
    await page.getByLabel('Dirección', { exact: true }).fill('127.0.0.1')
    await page.getByLabel('Puerto', { exact: true }).fill('8728')
    await page.getByLabel('Usuario', { exact: true }).fill('api')
    await page.getByLabel('Contraseña o clave privada').fill('secret')
    await page.getByRole('button', { name: 'Agregar router' }).click()
    await sees(page, 'Otro router ya usa esa dirección y ese puerto')
    await page.getByLabel('Puerto', { exact: true }).fill(String(sim.port))
    await page.getByLabel('Contraseña o clave privada').fill('secret')
    await page.getByRole('button', { name: 'Agregar router' }).click()
    await sees(page, 'Agregaste el router sur.')
    await page.goto(`${walk.url}/red/routers/sur/prueba`)
    await page.getByRole('button', { name: 'Probar ahora' }).click()
    await sees(page, /Probado el .*Ingres|Probado el .*bien/)
    const stored = await walk.db.selectFrom('routers').selectAll().where('name', '=', 'sur').executeTakeFirstOrThrow()
    expect([stored.port, JSON.stringify(stored).includes('secret"')]).toEqual([sim.port, false])
  })
})
