// What scripts and style sheets add, in a real browser: rows of entries that go on beyond the edge show that and where one is; a form
// in a dialog that is refused stays in it. And that the same is possible without scripts.

import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqliteDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import { dialogOf, inChromium, listen, PHONE, shut } from '../testing/browser.ts'
import { openSite, type Site } from '../testing/visitor.ts'

inChromium('pages', (chromium) => {
  const open = sqliteDatabase()
  let site: Site
  let town: World
  let url: string

  beforeAll(async () => {
    const { db } = await open()
    town = new World(db).at('2026-11-11T09:00')
    await town.addRouter('norte')
    for (const id of await town.customers(1, 3)) await town.document(id, 'FX', '5000.00', { dueOn: '2026-11-20' })
    site = await openSite(db, town.now)
    await site.hire('root', 'administrador')
    url = await listen(site)
  })
  afterAll(() => shut(site))

  const openPage = (path: string, wish: BrowserContextOptions = {}): Promise<Page> =>
    chromium.openAs(site, 'root', url + path, wish)

  const payments = async (code: string) =>
    town.db
      .selectFrom('documents')
      .innerJoin('customers', 'customers.id', 'documents.customerId')
      .select('documents.id')
      .where('customers.code', '=', code)
      .where('documents.kind', '!=', 'FX')
      .execute()

  it.each([
    ['.menu', '/auditoria', 'Auditoría'],
    ['.tabs', '/clientes/000001/registro', 'Registro'],
  ])('on a phone %s of %s shows the entry that is open, and the page stays where it begins', async (row, path, word) => {
    const page = await openPage(path, { viewport: PHONE })
    const seen = await page.evaluate(`(() => {
      const row = document.querySelector('${row}')
      const [all, here] = [row.getBoundingClientRect(), row.querySelector('[aria-current]').getBoundingClientRect()]
      return {
        goesOn: row.scrollWidth > row.clientWidth, moved: row.scrollLeft > 0, top: scrollY,
        inside: here.left >= all.left - 1 && here.right <= all.right + 1,
        word: row.querySelector('[aria-current]').textContent.trim(),
        layers: getComputedStyle(row).backgroundAttachment,
      }
    })()`)
    expect(seen).toEqual({
      ...{ goesOn: true, moved: true, top: 0, inside: true, word },
      layers: 'local, local, scroll, scroll',
    })
  })

  it('a shade lies at the edge behind which the menu goes on, and at no other', async () => {
    const page = await openPage('/hoy', { viewport: PHONE })
    const edges = async () => {
      const { height } = (await page.locator('.menu').boundingBox()) ?? { height: 0 }
      const strip = async (x: number) => {
        const box = await page.locator('.menu').boundingBox()
        // Below the words, where nothing but the surface is.
        const clip = { x, y: (box?.y ?? 0) + height - 3, width: 2, height: 2 }
        return (await page.screenshot({ clip })).toString('base64')
      }
      return { left: await strip(0), right: await strip(388), middle: await strip(190) }
    }
    const first = await edges()
    expect([first.left === first.middle, first.right === first.middle]).toEqual([true, false])
    await page.evaluate(`document.querySelector('.menu').scrollLeft = 10000`)
    const last = await edges()
    expect([last.left === last.middle, last.right === last.middle]).toEqual([false, true])
  })

  it.each([
    '/clientes/000001/cuenta',
    '/cortes?dia=2026-11-21',
    '/cortes/corridas',
    '/red/nas',
    '/red/routers',
    '/cobros',
    '/auditoria',
    '/mi-cuenta',
  ])('on a phone %s hides nothing beyond an edge, and what is touched is large enough', async (path) => {
    const page = await openPage(path, { viewport: PHONE })
    const seen = await page.evaluate(`(() => {
        const wide = [...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1)
        const touched = document.querySelectorAll('main :is(.button, button, summary, .chips a, .tabs a)')
        const low = [...touched].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
        return [wide, low].map((all) => all.map((one) => one.textContent.trim().slice(0, 40)))
      })()`)
    expect(seen).toEqual([[], []])
  })

  it('on a phone what else is done with the list opens inside of the page', async () => {
    const page = await openPage('/clientes', { viewport: PHONE })
    await page.click('.menu-of summary')
    const box = await page.locator('.menu-of ul').boundingBox()
    expect(box?.x).toBeGreaterThanOrEqual(0)
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(PHONE.width)
    await page.click('text=Columnas')
    const least = await page.evaluate(
      `Math.min(...[...document.querySelectorAll('main summary')].map((one) => one.getBoundingClientRect().height))`,
    )
    expect(least).toBeGreaterThanOrEqual(40)
  })

  it('a form that is refused stays in its dialog, with what was typed, the mistake at its field and the way back; then it is done', async () => {
    const page = await openPage('/clientes/000001/cuenta')
    await page.click('nav.deeds a[href$="/pago"]')
    const dialog = dialogOf(page)
    await dialog.locator('[name=amount]').fill('cinco mil')
    await dialog.locator('[name=comment]').fill('en mano <b>')
    await dialog.locator('button.main').click()
    await dialog.locator('[role=alert]').waitFor()
    expect(page.url()).toBe(`${url}/clientes/000001/cuenta`)
    expect(await dialog.locator('[name=amount]').inputValue()).toBe('cinco mil')
    expect(await dialog.locator('[name=comment]').inputValue()).toBe('en mano <b>')
    expect(await dialog.locator('.field.wrong .mistake').count()).toBe(1)
    expect(await page.evaluate(`document.activeElement.getAttribute('role')`)).toBe('alert')
    expect(await payments('000001')).toEqual([])
    await dialog.locator('[name=amount]').fill('1000')
    await dialog.locator('button.main').click()
    await page.waitForURL((now) => now.pathname !== '/clientes/000001/cuenta')
    expect(await page.locator('main').textContent()).toContain('1.000,00')
    expect(await payments('000001')).toHaveLength(1)

    await page.goto(`${url}/clientes/000002/cuenta`)
    await page.click('nav.deeds a[href$="/pago"]')
    await dialog.locator('[name=amount]').fill('-')
    await dialog.locator('button.main').click()
    await dialog.locator('[role=alert]').waitFor()
    await dialog.locator('a.cancel').click()
    expect(await dialog.count()).toBe(0)
    expect(page.url()).toBe(`${url}/clientes/000002/cuenta`)
  })

  it('whose session ended meanwhile is led to the log-in', async () => {
    const page = await openPage('/clientes/000003/cuenta')
    await page.click('nav.deeds a[href$="/pago"]')
    const dialog = dialogOf(page)
    await dialog.locator('[name=amount]').fill('1000')
    await page.context().clearCookies()
    await dialog.locator('button.main').click()
    await page.waitForURL('**/ingresar*')
    expect(await payments('000003')).toEqual([])
  })

  it('without scripts the form is a page that keeps what was typed and leads back', async () => {
    const page = await openPage('/clientes/000002/cuenta', { javaScriptEnabled: false })
    await page.click('nav.deeds a[href$="/pago"]')
    await page.fill('[name=amount]', 'cinco mil')
    await page.click('form button.main')
    expect(await page.inputValue('[name=amount]')).toBe('cinco mil')
    expect(await page.locator('.field.wrong .mistake').count()).toBe(1)
    await page.click('a.cancel')
    expect(new URL(page.url()).pathname).toBe('/clientes/000002')
    expect(await payments('000002')).toEqual([])
  })
})
