// What goes out of the list and what is kept of a customer beside his form: print, spreadsheet, portal passwords, notes, files, the log,
// his connections; and the template that the list is printed with.

import { readFile } from 'node:fs/promises'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { beforeEach, expect, it } from 'vitest'
import { setCustomer } from '../../../core/acts/customers.ts'
import { savePlan } from '../../../core/acts/plans.ts'
import { requireCustomer } from '../../../core/store/customers.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { inChromium, misses, openWalk, sees, type Walk } from '../../testing/browser.ts'

inChromium('the office, walked', (chromium) => {
  const open = sqliteDatabase()
  let walk: Walk
  beforeEach(async () => {
    walk = await openWalk(chromium, (await open()).db, { when: '2026-11-11T09:00', role: 'administrador' })
    await walk.world.customers(1, 3)
    for (const [code, city] of [
      ['000001', 'Lobos'],
      ['000002', 'Lobos'],
      ['000003', 'Roque Pérez'],
    ] as const)
      await setCustomer(walk.db, { code, typed: { city, name: `Cliente de ${city}, ${code}` } }, told())
  })

  const told = () => ({ ...walk.world.told, seal: walk.site.deps.seal })
  const passwordOf = async (code: string) => {
    const { id, portalPasswordSealed } = await requireCustomer(walk.db, code)
    const where = { table: 'customers', column: 'portal_password', row: String(id) }
    return portalPasswordSealed === null ? null : walk.site.deps.seal.open(portalPasswordSealed, where)
  }
  const download = async (page: Page, click: () => Promise<void>) => {
    const [file] = await Promise.all([page.waitForEvent('download'), click()])
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
  }
  const codesIn = async ({ bytes }: { bytes: Buffer }) => {
    const { sheets } = await readXlsx(new Uint8Array(bytes))
    return (sheets[0]?.rows ?? []).slice(1).map(([code]) => code)
  }

  it('C15: Excel downloads by itself: the whole list, what the filter shows, or who is ticked', async () => {
    const page = await walk.open('/clientes')
    const excel = page.getByRole('link', { name: 'Excel', exact: true })
    const whole = await download(page, () => excel.click())
    expect(whole.name).toBe('clientes-2026-11-11.xlsx')
    expect(await codesIn(whole)).toEqual(['000001', '000002', '000003'])
    await page.goto(`${walk.url}/clientes?localidad=Lobos`)
    expect(await codesIn(await download(page, () => excel.click()))).toEqual(['000001', '000002'])
    await page.getByRole('checkbox', { name: '000002' }).check()
    await sees(page, '1 cliente marcado')
    const ticked = await download(page, () => page.locator('form.bulk').getByRole('button', { name: 'Excel' }).click())
    expect(await codesIn(ticked)).toEqual(['000002'])
    const logged = await walk.db.selectFrom('log').select('id').where('what', '=', 'exported').execute()
    expect(logged).toHaveLength(3)
  })

  it('C12, C12b: the ISP edits the template, sees a preview, is told what is wrong in it; Listado prints with it what the filter shows', async () => {
    const page = await walk.open('/configuracion/plantillas')
    await page.getByRole('link', { name: 'Listado de clientes' }).click()
    await sees(page, 'modelo del programa')
    const source = page.getByLabel('Plantilla', { exact: true })
    await source.fill('<h1>Nuestra lista</h1>{{#clientes}}<p>{{codigo}} {{nombr}}</p>{{/clientes}}')
    await page.getByRole('button', { name: 'Guardar' }).click()
    await sees(page, 'acá no hay ningún dato llamado «nombr».')
    expect(await walk.db.selectFrom('printTemplates').selectAll().execute()).toEqual([])
    await source.fill('<h1>Nuestra lista</h1>{{#clientes}}<p>{{codigo}} {{nombre}}</p>{{/clientes}}')
    await page.getByRole('button', { name: 'Previsualizar' }).click()
    await page.frameLocator('iframe').getByText('Nuestra lista').waitFor()
    await page.getByRole('button', { name: 'Guardar' }).click()
    await sees(page, 'La plantilla quedó guardada.', 'propia')

    await page.goto(`${walk.url}/clientes?localidad=Lobos`)
    const [printed] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Listado', exact: true }).click(),
    ])
    await sees(printed.locator('body'), 'Nuestra lista', '000001 Cliente de Lobos, 000001', '000002')
    await misses(printed.locator('body'), '000003')

    await page.goto(`${walk.url}/configuracion/plantillas/listado`)
    const buffer = Buffer.from('<h1>Subida</h1>{{cantidad}}')
    await page.getByLabel('Archivo HTML').setInputFiles({ name: 'listado.html', mimeType: 'text/html', buffer })
    await page.getByRole('button', { name: 'Subir plantilla' }).click()
    await page.frameLocator('iframe').getByText('Subida').waitFor()
    await page.getByRole('button', { name: 'Volver al modelo del programa' }).click()
    await sees(page, 'Volvió el modelo que viene con el programa.')
    expect(await walk.db.selectFrom('printTemplates').selectAll().execute()).toEqual([])
  })

  it('C13: gives a random password to every customer who has none, leaves the others alone, says how many', async () => {
    await setCustomer(walk.db, { code: '000002', typed: { portal_password: 'perro.calamar' } }, told())
    const page = await walk.open('/clientes')
    await page.locator('summary', { hasText: 'Más' }).click()
    await page.getByRole('link', { name: 'Dar clave del portal a quienes no tienen' }).click()
    await sees(page, '2 clientes no tienen clave.', 'De 3 clientes en total')
    expect(await passwordOf('000001')).toBeNull()
    await page.getByRole('button', { name: 'Dar clave a 2 clientes' }).click()
    await sees(page, 'Se dio una clave nueva a 2 clientes.')
    expect(await passwordOf('000002')).toBe('perro.calamar')
    const [first, third] = [await passwordOf('000001'), await passwordOf('000003')]
    for (const one of [first, third]) expect(one).toMatch(/^(?=.*[a-z])(?=.*\d)[a-z\d]{6,}$/i)
    expect(first).not.toBe(third)
  })

  it('C14: proposes two words, another pair on Refrescar, takes what is typed over, and shows the present one to who may see it', async () => {
    const page = await walk.open('/clientes/000001')
    await page.getByRole('link', { name: 'Clave del portal' }).click()
    const field = page.getByLabel('Contraseña nueva')
    const proposals = new Set([await field.inputValue()])
    for (let n = 0; n < 2; n++) {
      await page.getByRole('link', { name: 'Refrescar' }).click()
      await page.waitForLoadState()
      proposals.add(await field.inputValue())
    }
    expect(proposals.size).toBeGreaterThan(1)
    for (const one of proposals) expect(one).toMatch(/^[a-zñ]+\.[a-zñ]+$/)
    await field.fill('corta')
    await page.getByRole('button', { name: 'Cambiar contraseña' }).click()
    await sees(page, 'Usá de 6 a 100 caracteres en una línea.')
    await field.fill('gato.de.campo')
    await page.getByRole('button', { name: 'Cambiar contraseña' }).click()
    await sees(page, 'Se cambió la contraseña del portal.')
    expect(await passwordOf('000001')).toBe('gato.de.campo')
    await page.goto(`${walk.url}/clientes/000001/clave`)
    await page.getByRole('button', { name: 'Ver la actual' }).click()
    await sees(page, 'La contraseña actual es gato.de.campo')
    expect(await walk.db.selectFrom('log').select('id').where('what', '=', 'secret-seen').execute()).toHaveLength(1)
  })

  it('C16, C26, C27: a note has its date, time and author; a file is kept and handed out; tabs lead to connections, documents, payments, log, map', async () => {
    await walk.world.document(1, 'FX', '5000.00', { dueOn: '2026-11-20', number: '0001-00000001' })
    const page = await walk.open('/clientes/000001')
    const tabs = page.locator('nav.tabs')
    await tabs.getByRole('link', { name: 'Gestión' }).click()
    await page.getByLabel('Nota', { exact: true }).fill('Paga el viernes.\n<script>alert(1)</script>')
    await page.getByRole('button', { name: 'Agregar nota' }).click()
    await sees(page, 'Se agregó la nota.', 'mié 11 nov 09:00', 'ana de prueba', 'Paga el viernes. <script>alert(1)</script>')
    expect(await walk.db.selectFrom('notes').select('text').execute()).toEqual([
      { text: 'Paga el viernes.\n<script>alert(1)</script>' },
    ])
    await tabs.getByRole('link', { name: 'Archivos' }).click()
    const bytes = Buffer.from('Plano de la instalación\n')
    await page.getByLabel('Archivo', { exact: true }).setInputFiles({ name: 'plano.txt', mimeType: 'text/plain', buffer: bytes })
    await page.getByRole('button', { name: 'Subir archivo' }).click()
    await sees(page, 'Se guardó plano.txt.')
    const got = await download(page, () => page.getByRole('link', { name: 'plano.txt', exact: true }).click())
    expect([got.name, got.bytes.toString()]).toEqual(['plano.txt', bytes.toString()])
    await page.getByRole('link', { name: 'Borrar plano.txt' }).click()
    await page.getByRole('button', { name: 'Borrar el archivo' }).click()
    await sees(page, 'Se borró plano.txt.', 'Todavía no hay archivos')
    await tabs.getByRole('link', { name: /[Cc]uenta/ }).click()
    await sees(page, 'FX 0001-00000001', '$ 5.000,00')
    await tabs.getByRole('link', { name: 'Mapa' }).click()
    await page.locator('[data-ready]').waitFor()
    await tabs.getByRole('link', { name: 'Registro' }).click()
    await sees(page, 'ana de prueba', 'plano.txt', 'Localidad: (en blanco) → Lobos')
  })

  it('C21b: a connection has kind, plan, router, panel, user, address, MAC, CPE, own address and coordinates; wrong ones are told; closing takes it off', async () => {
    await savePlan(walk.db, { id: null, typed: { name: 'Hogar 50', price: '18500', down_mbps: '50', up_mbps: '10' } }, told())
    await walk.world.addRouter('panel-3')
    const page = await walk.open('/clientes/000001')
    await page.getByRole('link', { name: 'Agregar conexión' }).click()
    for (const [label, value] of [
      ['Tipo', 'PPPoE'],
      ['Plan', 'Hogar 50'],
      ['Router', 'norte'],
      ['NAS (panel)', 'panel-3'],
    ] as const)
      await page.getByLabel(label, { exact: true }).selectOption({ label: value })
    for (const [label, value] of [
      ['Nombre', 'local'],
      ['Usuario RADIUS o PPPoE', 'ana@isp'],
      ['Contraseña de la conexión', 'secreta-1'],
      ['Dirección IP', '10.20.0.999'],
      ['MAC', 'aa-bb-cc-00-11-22'],
      ['Dirección del CPE', '10.9.0.1'],
      ['Marca del CPE', 'ubiquiti'],
      ['Domicilio', 'Mitre 9, fondo'],
      ['Latitud', '-35,18'],
      ['Longitud', '-59,09'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(value)
    await page.getByRole('button', { name: 'Agregar conexión' }).click()
    await sees(page, 'No es una dirección de un equipo, como 10.20.0.7.')
    expect(await walk.db.selectFrom('connections').select('id').where('name', '=', 'local').execute()).toEqual([])
    await page.getByLabel('Dirección IP').fill('10.20.0.7')
    // A secret is not sent back to be read over a shoulder.
    await page.getByLabel('Contraseña de la conexión').fill('secreta-1')
    await page.getByRole('button', { name: 'Agregar conexión' }).click()
    await sees(
      page,
      'Se agregó la conexión local.',
      'PPPoE',
      'Hogar 50',
      'panel-3',
      'ana@isp',
      '10.20.0.7',
      'AA:BB:CC:00:11:22',
      '10.9.0.1',
    )
    const line = () => walk.db.selectFrom('connections').selectAll().where('name', '=', 'local').executeTakeFirstOrThrow()
    expect(await line()).toMatchObject({
      ...{ kind: 'pppoe', username: 'ana@isp', ip: '10.20.0.7', mac: 'AA:BB:CC:00:11:22', cpeHost: '10.9.0.1' },
      ...{ cpeVendor: 'ubiquiti', address: 'Mitre 9, fondo', lat: -35.18, lng: -59.09, inService: 1 },
    })
    await page.getByRole('link', { name: 'Cerrar local' }).click()
    await page.getByRole('button', { name: 'Cerrar la conexión y sacarla del router' }).click()
    await sees(page, 'Se cerró la conexión local.')
    expect((await line()).inService).toBe(0)
  })
})
