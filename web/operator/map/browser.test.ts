// The map in a real browser: a hundred thousand customers, clicks, the keyboard, and a console without a single complaint about
// our policy.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Config } from '../../../core/config.ts'
import { insertRows } from '../../../core/store/bulk.ts'
import { requireCustomer } from '../../../core/store/customers.ts'
import type { Db } from '../../../core/store/db.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { type GeocoderPeer, startGeocoder } from '../../../fixtures/peers/geocoder.ts'
import { World } from '../../../fixtures/world.ts'
import { makeGeocode } from '../../geocode/index.ts'
import { inChromium, listen, sees, shut } from '../../testing/browser.ts'
import { openSite, type Site } from '../../testing/visitor.ts'

const MANY = 100_000

inChromium('the map', (chromium) => {
  const open = sqliteDatabase()
  let site: Site
  let db: Db
  let url: string
  let geocoder: GeocoderPeer

  beforeAll(async () => {
    ;({ db } = await open())
    const town = new World(db).at('2026-11-11T09:00')
    await town.addRouter('norte')
    await town.customers(1, 1)
    await db.updateTable('customers').set({ name: `<img src=x onerror=alert(1)>`, lat: -31.4, lng: -64.2 }).execute()
    await db.insertInto('sites').values({ name: 'Cerro <b>', lat: -31.41, lng: -64.19, radiusKm: 3 }).execute()
    await many(db)
    geocoder = await startGeocoder([{ word: 'San Martín 120', lat: -31.4201, lng: -64.1888, label: 'San Martín 120, Córdoba' }])
    const config = Config.parse({ map: { geocoder: 'nominatim', geocoderUrl: geocoder.url.nominatim } })
    site = await openSite(db, town.now, { config, geocode: makeGeocode(config.map) })
    await site.hire('root', 'administrador')
    url = await listen(site)
  }, 90_000)
  afterAll(async () => {
    await shut(site)
    await geocoder?.close()
  })

  async function openPage(path: string): Promise<Page> {
    const page = await chromium.openAs(site, 'root', url + path)
    await page.waitForSelector('[data-ready]')
    return page
  }

  it('C6: shows a hundred thousand as a few marks, and never freezes for long', async () => {
    const page = await openPage('/mapa')
    expect(await page.getAttribute('[data-map]', 'data-ready')).toBe(String(MANY + 1))
    const marks = await page.locator('.pin text').allTextContents()
    expect(marks.length).toBeGreaterThan(0)
    expect(marks.length).toBeLessThan(400)
    // Each step of the zoom is one walk over all points.
    const longest = await page.evaluate(`(async () => {
      let longest = 0
      for (let step = 0; step < 6; step++) {
        const from = performance.now()
        document.querySelector('.leaflet-control-zoom-in').click()
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
        longest = Math.max(longest, performance.now() - from)
      }
      return longest
    })()`)
    expect(longest).toBeLessThan(2_000)
  })

  it('C6: a click, or Enter, comes from a mark of many to one, and to the customer', async () => {
    const page = await openPage('/mapa')
    await page.locator('[data-shown] input').first().waitFor()
    for (const state of [0, 1, 2, 3]) await page.locator(`[data-shown] input[value="${state}"]`).uncheck()
    // Of all but who was never read, one is left.
    expect(await page.locator('.leaflet-marker-icon.pin').count()).toBe(2)
    const only = page.locator('.leaflet-marker-icon[aria-label^="Cliente"]')
    await only.focus()
    await page.keyboard.press('Enter')
    const link = page.locator('.leaflet-popup a[href="/clientes/000001"]')
    await link.waitFor()
    expect(await link.textContent()).toBe('000001 <img src=x onerror=alert(1)>')
    await link.click()
    await page.waitForURL('**/clientes/000001')
  })

  it('C34: a click on the map fills the form, and the button keeps it', async () => {
    const page = await openPage('/clientes/000001/mapa')
    const before = await page.inputValue('[name=lat]')
    await page.locator('.map').click({ position: { x: 120, y: 80 } })
    const lat = await page.inputValue('[name=lat]')
    expect(lat).not.toBe(before)
    expect(lat).toMatch(/^-31\.\d{6}$/)
    await page.locator('button', { hasText: 'Guardar ubicación' }).click()
    await page.locator('.said').waitFor()
    expect((await requireCustomer(db, '000001')).lat).toBe(Number(lat))
  })

  it('C34: the magnifier asks for his address, shows what was found, and the button keeps it', async () => {
    const page = await openPage('/clientes/000001/mapa')
    await page.getByRole('textbox', { name: 'Domicilio' }).fill('San Martín 12')
    await page.locator('form[action$="/mapa/buscar"] button').click()
    await sees(page, 'No se encontró ese domicilio.')
    await page.getByRole('textbox', { name: 'Domicilio' }).fill('San Martín 120')
    await page.locator('form[action$="/mapa/buscar"] button').click()
    await sees(page, 'Se encontró un lugar', 'San Martín 120, Córdoba')
    expect(await page.getByLabel('Latitud').inputValue()).toBe('-31.420100')
    await page.getByRole('button', { name: 'Guardar ubicación' }).click()
    await sees(page, 'Ubicación guardada.')
    expect(await requireCustomer(db, '000001')).toMatchObject({ lat: -31.4201, lng: -64.1888 })
    expect(geocoder.asked.map(({ parameters }) => parameters.q)).toEqual([
      expect.stringContaining('San Martín 12'),
      expect.stringContaining('San Martín 120'),
    ])
  })
})

/** With a connection each, read back one way or the other. */
async function many(db: Db): Promise<void> {
  const { id: _, ...like } = await requireCustomer(db, '000001')
  const columns = Object.keys(like)
  const named = columns.map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(\D)(\d)$/, '$1$2'),
  )
  const rows = Array.from({ length: MANY }, (_each, index) => {
    const angle = index * 2.399963
    const away = Math.sqrt(index / MANY) * 0.4
    const row = {
      ...like,
      code: `M${index}`,
      name: `M ${index}`,
      lat: -31.2 + away * Math.cos(angle),
      lng: -64 + away * Math.sin(angle),
    }
    return columns.map((name) => row[name as keyof typeof row] as string | number | null)
  })
  await insertRows(db, 'customers', named, rows)
}
