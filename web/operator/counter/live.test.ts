// "Paga y vuelve en un segundo", seen in a real browser: the pages are served, the daemon carries out on a simulated router over a
// real socket, and the receipt and the cells of a run change while one looks at them. And once without scripts, where a link does it.

import { beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { pause } from '../../../daemon/deps.ts'
import { startDaemon } from '../../../daemon/index.ts'
import { depsOf } from '../../../daemon/trial.ts'
import { makeRun } from '../../../core/acts/runs.ts'
import { addPerson } from '../../../core/acts/people.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { freeTcpPort } from '../../../fixtures/peers/free-port.ts'
import { type SimRouter, startRouter } from '../../../fixtures/peers/routeros.ts'
import { World } from '../../../fixtures/world.ts'
import { startWeb } from '../../index.ts'
import { inChromium, logIn } from '../../testing/browser.ts'
import { PASSWORD } from '../../testing/visitor.ts'

const LIST = '/ip/firewall/address-list'

inChromium('live', (chromium) => {
  const open = sqliteDatabase()
  let world: World
  let sim: SimRouter
  let url: string

  beforeEach(async () => {
    const database = await open({ file: true })
    world = new World(database.db)
    world.now = Date.now()
    // Whatever the hour of the test: the control of today has passed.
    await world.settings({ controlHour: '00:00', unblockThreshold: '1000.00', maxCuts: '1' })
    sim = await startRouter({ username: 'api', password: 'secret', latencyMs: 20 })
    chromium.atEnd(() => sim.close())
    const id = await world.addRouter('norte')
    const passwordSealed = world.seal.seal('secret', { table: 'routers', column: 'password', row: 'norte' })
    await world.db.updateTable('routers').set({ port: sim.port, passwordSealed }).where('id', '=', id).execute()
    const deps = depsOf(database, world, { web: { listen: `127.0.0.1:${await freeTcpPort()}` }, http: { listen: null } })
    for (const customer of await world.customers(1, 6))
      await world.document(customer, 'FX', '5000.00', { issuedOn: '2026-01-01', dueOn: '2026-01-10' })
    const daemon = await startDaemon(deps)
    chromium.atEnd(() => daemon.close())
    const web = await startWeb({
      ...deps,
      nudge: daemon.nudge,
      routerRules: async () => '',
      filesFolder: '/nonexistent',
      geocode: null,
    })
    chromium.atEnd(() => web.close())
    ;({ url } = web)
    const person = { username: 'ana', name: 'Ana', role: 'supervisor', password: PASSWORD, collector: null, isTemporary: false }
    await addPerson(database.db, person, { now: Date.now(), by: 'test' })
  })

  const visit = async (javaScriptEnabled = true): Promise<Page> => {
    const page = await chromium.openPage(`${url}ingresar`, { javaScriptEnabled })
    await logIn(page, 'ana')
    await page.waitForURL('**/hoy')
    return page
  }

  /** All six, on the router. */
  const cutAll = async (): Promise<void> => {
    const at = Date.now()
    await makeRun(world.db, { kind: 'control', at, machineAt: at, by: 'test', confirmCuts: 6, pause })
    await expect.poll(() => sim.rows(LIST).length, { timeout: 20_000 }).toBe(6)
  }

  it('pays in a dialog, answers yes, and sees the service come back with its milliseconds', async () => {
    await cutAll()
    const page = await visit()
    await page.goto(`${url}clientes/000003`)
    await page.click('nav.deeds a[href$="/pago"]')
    await page.fill('dialog[open] [name=amount]', '5.000')
    expect(await page.textContent('dialog[open] button.main')).toBe('Registrar pago de $ 5.000')
    await page.click('dialog[open] button.main')
    await page.click('button[value=si]')
    await page.waitForSelector('.order.is-done')
    expect(await page.textContent('.order')).toMatch(
      /Con servicio y comprobado\s*en [\d.]+ ms[\s\S]*Enviada al router\s*a los [\d.]+ ms[\s\S]*Leída de vuelta\s*a los [\d.]+ ms/,
    )
    expect(sim.rows(LIST)).toHaveLength(5)
  })

  it('works without scripts: the form is a page, and a link shows how far it is', async () => {
    await cutAll()
    const page = await visit(false)
    await page.goto(`${url}clientes/000004`)
    await page.click('nav.deeds a[href$="/pago"]')
    await page.fill('[name=amount]', '5000')
    await page.click('.deed button.main')
    await page.click('button[value=si]')
    await expect
      .poll(
        async () => {
          const again = page.getByRole('link', { name: 'Actualizar' })
          if ((await again.count()) > 0) await again.click()
          return page.locator('.order.is-done').count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
  })

  it('confirms the number, starts the run and watches its router fill up', async () => {
    const page = await visit()
    await page.goto(`${url}cortes`)
    await page.fill('[name=number]', '6')
    await page.click('text=Cortar 6 conexiones')
    await page.waitForURL('**/cortes/corridas/*')
    await page.waitForSelector('.cell.is-over')
    expect(await page.textContent('.board')).toMatch(/6 de 6 órdenes hechas/)
    expect(await page.getAttribute('.fill-done', 'width')).toBe('100')
    expect(sim.rows(LIST)).toHaveLength(6)
  })

  it('has a router read again, and sees what was found', async () => {
    await cutAll()
    const entry = sim.rows(LIST).find((row) => row['comment']?.startsWith('ispcube:000005:'))
    expect(sim.remove(LIST, entry?.['.id'] ?? '')).toBe(true)
    const page = await visit()
    await page.goto(`${url}red/routers/norte`)
    await page.click('text=Mandar a leer de nuevo')
    await page.waitForSelector('#drift-not-cut')
    expect(await page.textContent('.board')).toContain('000005')
  })
})
