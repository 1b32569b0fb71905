// Cortes and routers, walked: who would be cut on a day, why and for how much; the number that confirms; the run filling up router by
// router; undoing it one way and the other; what a router has that it should not; and Hoy, which leads to all of it.

import { beforeEach, expect, it } from 'vitest'
import { depsOf } from '../../../daemon/trial.ts'
import { routerRules } from '../../../cli/router-rules.ts'
import type { Database } from '../../../cli/database.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { inChromium, misses, openWalk, sees, type Walk } from '../../testing/browser.ts'

inChromium('cuts and routers, walked', (chromium) => {
  const open = sqliteDatabase()
  let database: Database
  let walk: Walk
  let owing: number[]

  /** Two owe and are due on the 11th; three owe nothing; more than one cut wants its number typed. */
  beforeEach(async () => {
    database = await open()
    walk = await openWalk(chromium, database.db, {
      when: '2026-11-09T12:00',
      role: 'supervisor',
      more: { routerRules: (router) => routerRules(depsOf(database, walk.world), router) },
    })
    await walk.world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00', maxCuts: '1' })
    owing = await walk.world.customers(1, 2)
    for (const [index, id] of owing.entries())
      await walk.world.document(id, 'FX', `${5 + index}000.00`, { dueOn: '2026-11-10', number: `0001-0000000${index}` })
    await walk.world.customers(10, 3)
    walk.at('2026-11-11T08:00')
  })

  const served = () => Promise.all(owing.map((id) => walk.world.served(id)))
  const runs = () => walk.db.selectFrom('runs').select('id').execute()

  it('the preview of a day says who would be cut, why and how much they owe; a day to come cannot be run', async () => {
    const page = await walk.open('/hoy')
    await page.getByRole('navigation', { name: 'Menú' }).getByRole('link', { name: 'Cortes' }).click()
    await sees(page, '2 conexiones para cortar', 'Deben $ 11.000,00 vencidos.', 'deuda vencida', 'norte')
    await page.getByRole('searchbox', { name: 'Buscar en el plan' }).fill('000002')
    await page.getByRole('search', { name: 'Buscar en el plan' }).getByRole('button', { name: 'Ver' }).click()
    await sees(page, '1 cambio', 'Cliente 000002', '$ 6.000,00', '000002/casa')
    await misses(page, 'Cliente 000001')
    await page.getByLabel('Día').fill('2026-12-01')
    await page.locator('form.inline').first().getByRole('button', { name: 'Ver' }).click()
    await sees(page, 'Ese día todavía no llegó')
    await page.getByLabel('Día').fill('2026-11-10')
    await page.locator('form.inline').first().getByRole('button', { name: 'Ver' }).click()
    await sees(page, '0 conexiones para cortar', 'Ese día ya pasó')
    expect(await runs()).toEqual([])
  })

  it('the number is confirmed, the run fills up, each cut shows its receipt; then it is undone and everybody is served again', async () => {
    const page = await walk.open('/cortes')
    await sees(page, 'Son 2 cortes nuevos: más de los 1 permitidos sin confirmar')
    await page.getByLabel('Para confirmar, escribí 2').fill('3')
    await page.getByRole('button', { name: 'Cortar 2 conexiones' }).click()
    await sees(page, 'No coincide: para confirmar hay que escribir 2.')
    expect(await runs()).toEqual([])
    await page.getByLabel('Para confirmar, escribí 2').fill('2')
    await page.getByRole('button', { name: 'Cortar 2 conexiones' }).click()
    await page.waitForURL('**/cortes/corridas/1')
    await sees(page, '0 de 2 órdenes hechas', 'en espera')
    await walk.world.carry()
    // Nobody opens the page again: its board is told.
    await page.locator('.cell.is-over').waitFor()
    await sees(page.locator('.board'), '2 de 2 órdenes hechas')
    expect(await page.locator('.fill-done').getAttribute('width')).toBe('100')
    expect(await served()).toEqual(['cut', 'cut'])
    await page.reload()
    await page.getByRole('link', { name: '000001' }).click()
    await sees(page, 'Cortado', 'deuda vencida', '$ 5.000,00', /Orden|Recibo|Última orden/, 'norte')

    await page.goto(`${walk.url}/cortes/corridas/1`)
    await page.getByRole('link', { name: 'Deshacer…' }).click()
    await sees(page, 'Habilitar 2 clientes')
    await page.getByLabel('Habilitados hasta el día (inclusive)').fill('2026-11-13')
    await page.getByLabel('Motivo').fill('vencimiento mal cargado')
    await page.getByRole('button', { name: 'Habilitar 2 clientes' }).click()
    await sees(page, 'Se habilitó a 2 clientes.', '2 rehabilitadas al deshacer')
    await walk.world.carry()
    expect(await served()).toEqual(['active', 'active'])
    await walk.world.settings({ maxCuts: '2' })
    await walk.world.control('2026-11-12')
    expect(await served()).toEqual(['active', 'active'])
    await walk.world.control('2026-11-14')
    expect(await served()).toEqual(['cut', 'cut'])
  })

  it('a run whose router does not answer says so, and what was not sent is stopped; Hoy and Avisos lead to the sick router', async () => {
    const page = await walk.open('/cortes')
    await page.getByLabel('Para confirmar, escribí 2').fill('2')
    await page.getByRole('button', { name: 'Cortar 2 conexiones' }).click()
    await page.waitForURL('**/cortes/corridas/1')
    walk.world.reachable = false
    await walk.world.carry()
    await sees(page.locator('.board'), '2 fallan', 'No se llega al router')
    await page.goto(`${walk.url}/hoy`)
    await sees(page, 'No se llega al router', 'deuda vencida')
    await page.locator('#sick + .scroll').getByRole('link', { name: 'norte' }).click()
    await sees(page, 'No se llega al router', '000001', '000002')
    await page.goto(`${walk.url}/cortes/corridas/1/deshacer`)
    await page.locator('#f-stop-comment').fill('falta avisar')
    await page.getByRole('button', { name: 'Cancelar 2 cortes sin enviar' }).click()
    await sees(page, 'Se cancelaron 2 cortes que no se habían enviado.')
    walk.world.reachable = true
    await walk.world.carry()
    expect(await served()).toEqual(['active', 'active'])
  })

  it('a router shows what differs, both ways, and what no connection explains; having it read again asks; its rules are there to paste', async () => {
    await walk.world.run({ confirmCuts: 2 })
    await walk.world.carry()
    const [cut] = await walk.db
      .selectFrom('places')
      .innerJoin('connections', 'connections.id', 'places.connectionId')
      .select('places.id')
      .where('connections.customerId', '=', owing[0] ?? 0)
      .execute()
    const others = await walk.db.selectFrom('places').select('id').orderBy('id', 'desc').execute()
    const paid = others[0]?.id
    // Of one who owes the entry is gone; one who owes nothing has one of ours.
    await walk.world.sweep(walk.world.router, (place) => (place === cut?.id ? 'active' : place === paid ? 'cut' : 'active'))
    const page = await walk.open('/red/routers')
    await sees(page, 'Responde', 'sin cortar', '1 pagó y sigue cortado')
    await page.getByRole('link', { name: 'norte', exact: true }).click()
    await sees(
      page,
      'Deberían estar cortados y no están',
      '000001',
      'Hay que servirlos y una entrada nuestra los corta',
      '000012',
    )
    await sees(page, 'rehabilitación en camino')
    await sees(page.locator('pre.rules'), '/ip firewall')
    walk.at('2026-11-11T08:01')
    await walk.world.carry()
    await page.reload()
    await sees(page, 'corregido el mié 11 nov 08:01')
    await page.getByRole('button', { name: 'Mandar a leer de nuevo' }).click()
    await sees(page, 'Se pidió leer norte.', 'Se pidió una lectura')
    expect(walk.site.nudges.count).toBe(1)
    await walk.world.sweep(walk.world.router, (place) => (place === paid ? 'active' : 'cut'))
    await page.reload()
    await misses(page, 'Deberían estar cortados y no están')
  })
})
