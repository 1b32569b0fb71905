// At the counter: adjusting, taking money and answering whether to restore, promises and their control days, cutting and enabling by
// hand, and what the lists of promises and alerts show of it afterwards. What a router would do is written down by `World`.

import { beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { money } from '../../../fixtures/world.ts'
import { dialogOf, inChromium, misses, openWalk, sees, type Walk } from '../../testing/browser.ts'

inChromium('the counter, walked', (chromium) => {
  const open = sqliteDatabase()
  let walk: Walk
  let customer: number

  /** Owes 5,000.00 and was cut for it on the 11th. */
  beforeEach(async () => {
    walk = await openWalk(chromium, (await open()).db, { when: '2026-11-09T12:00', role: 'supervisor' })
    await walk.world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    customer = await walk.world.customer('000001')
    await walk.world.document(customer, 'FX', '5000.00', { dueOn: '2026-11-10', number: '0001-00000001' })
    await walk.world.control('2026-11-11')
    walk.at('2026-11-12T10:00')
  })

  const deed = async (page: Page, word: string) => {
    await page
      .getByRole('navigation', { name: 'Cobrar, cortar, habilitar' })
      .getByRole('link', { name: word, exact: true })
      .click()
    const dialog = dialogOf(page)
    await dialog.waitFor()
    return dialog
  }
  const documents = async (kind: 'CX' | 'DX' | 'RC') =>
    walk.db
      .selectFrom('documents')
      .select(['amountCents', 'description', 'enteredBy'])
      .where('kind', '=', kind)
      .orderBy('id')
      .execute()
  const openDesired = async () => (await walk.world.openOrders(customer)).map(({ desired }) => desired)
  const me = async () => `operator:${(await walk.db.selectFrom('people').select('id').executeTakeFirstOrThrow()).id}`

  it('C5: an adjustment above zero is a CX, below zero a DX, zero is refused; the account shows it at once', async () => {
    const page = await walk.open('/clientes/000001')
    const dialog = await deed(page, 'Ajuste de saldo')
    await dialog.getByLabel('Importe').fill('0')
    await dialog.getByLabel('Motivo').fill('bonificación')
    await dialog.locator('button.main').click()
    await sees(dialog, 'Un ajuste de cero no cambia nada.')
    expect(await documents('CX')).toEqual([])
    await dialog.getByLabel('Importe').fill('500')
    await dialog.locator('button.main').click()
    await page.waitForURL('**/cuenta')
    await sees(page, 'Ajuste registrado: CX X-00000001 por $ 500,00.', 'bonificación', '$ 4.500,00')
    await deed(page, 'Ajuste de saldo')
    await dialog.getByLabel('Importe').fill('-250,50')
    await dialog.getByLabel('Motivo').fill('reposición de antena')
    expect(await dialog.locator('button.main').textContent()).toBe('Registrar ajuste de $ -250,50')
    await dialog.locator('button.main').click()
    await sees(page, 'DX X-00000001', 'reposición de antena', '$ 4.750,50')
    const enteredBy = await me()
    expect(await documents('CX')).toEqual([{ amountCents: money('500'), description: 'bonificación', enteredBy }])
    expect(await documents('DX')).toEqual([{ amountCents: money('250.50'), description: 'reposición de antena', enteredBy }])
    expect(await walk.world.balances()).toBe(true)
  })

  it('C7: cash with a comment; asks whether to print and, once the debt allows it, whether to restore: yes does so at once', async () => {
    const page = await walk.open('/clientes/000001')
    const dialog = await deed(page, 'Pago')
    await dialog.getByLabel('Efectivo (caja)').fill('1000')
    await dialog.locator('button.main').click()
    await sees(page, 'Pago registrado: recibo X-00000001 de $ 1.000,00.', 'Imprimir comprobante')
    await misses(page, '¿Rehabilitar el servicio?')
    await deed(page, 'Pago')
    await dialog.getByLabel('Efectivo (caja)').fill('3.000,00')
    await dialog.getByLabel('Comentario').fill('pagó la mamá')
    await dialog.locator('button.main').click()
    await sees(page, 'recibo X-00000002', '¿Rehabilitar el servicio?', '$ 1.000,00')
    expect(await openDesired()).toEqual([])
    await page.getByRole('button', { name: 'Sí, rehabilitar ahora' }).click()
    await sees(page, 'Se ordenó rehabilitarlo.', 'Rehabilitar', 'Pedida')
    expect(await openDesired()).toEqual(['active'])
    await walk.world.carry()
    await sees(page, 'Con servicio y comprobado', 'Leída de vuelta')
    expect(await walk.world.served(customer)).toBe('active')
    await page.goto(`${walk.url}/clientes/000001/pago/X-00000002`)
    await page.getByRole('link', { name: 'Imprimir comprobante' }).click()
    await sees(page, 'Comprobante de pago', '000001 Cliente 000001', '$ 3.000,00', 'pagó la mamá', 'ana de prueba')
    expect((await documents('RC')).map(({ description }) => description)).toEqual([null, 'pagó la mamá'])
    await page.goto(`${walk.url}/cobros`)
    await sees(page, 'X-00000001', 'X-00000002', '$ 4.000,00')
  })

  it('C7: no leaves him cut until a hand restores, whatever he pays after; a hand does', async () => {
    const page = await walk.open('/clientes/000001')
    const dialog = await deed(page, 'Pago')
    await dialog.getByLabel('Efectivo (caja)').fill('5000')
    await dialog.locator('button.main').click()
    await page.getByRole('button', { name: 'No, que siga cortado' }).click()
    await sees(page, 'Sigue cortado, como corte manual.')
    expect([(await walk.world.decision(customer)).reason, await walk.world.served(customer)]).toEqual(['manual-cut', 'cut'])
    await page.goto(`${walk.url}/clientes/000001`)
    await deed(page, 'Pago')
    await dialog.getByLabel('Efectivo (caja)').fill('100')
    await dialog.locator('button.main').click()
    await sees(page, 'Está cortado a mano: este pago no lo rehabilita.')
    await page.locator('.question').getByRole('link', { name: 'Habilitar' }).click()
    await dialog.getByRole('button', { name: 'Habilitar el servicio' }).click()
    await sees(page, 'Habilitación ordenada')
    await walk.world.carry()
    await sees(page, 'Con servicio y comprobado')
    expect(await walk.world.served(customer)).toBe('active')
  })

  it('C8, C9: a date puts the cut off, a past one is refused, a blank one withdraws; on its day who did not pay is cut, and log and list say so', async () => {
    let page = await walk.open('/clientes/000001')
    let dialog = await deed(page, 'Compromiso')
    await dialog.getByLabel('Fecha comprometida').fill('2026-11-11')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(dialog, 'El control del mié 11 nov 2026 ya pasó')
    expect(await walk.world.promise(customer)).toBeUndefined()
    await dialog.getByLabel('Fecha comprometida').fill('2026-11-14')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(page, 'Compromiso guardado para el sáb 14 nov 2026')
    expect(await openDesired()).toEqual(['active'])
    await page.goto(`${walk.url}/clientes/000001`)
    dialog = await deed(page, 'Compromiso')
    await sees(dialog, 'Tiene un compromiso para el sáb 14 nov 2026: pendiente.')
    await dialog.getByLabel('Fecha comprometida').fill('')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(page, 'Se retiró el compromiso para el sáb 14 nov 2026.')
    expect(await walk.world.promise(customer)).toMatchObject({ state: 'withdrawn' })
    await page.goto(`${walk.url}/clientes/000001`)
    dialog = await deed(page, 'Compromiso')
    await dialog.getByLabel('Fecha comprometida').fill('2026-11-16')
    await dialog.getByLabel('Comentario').fill('cobra el lunes')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(page, 'Compromiso guardado para el lun 16 nov 2026')
    await walk.world.carry()
    expect(await walk.world.served(customer)).toBe('active')

    await walk.later('2026-11-16T05:00')
    page = await walk.open('/compromisos')
    await sees(page, '1 compromiso', '000001', 'cobra el lunes', '$ 5.000,00')
    await walk.world.control('2026-11-16')
    await walk.later('2026-11-16T09:00')
    page = await walk.open('/clientes/000001')
    await sees(page, 'Cortado', 'ompromiso')
    await page.getByRole('link', { name: 'Registro' }).click()
    await sees(page, 'Compromiso incumplido', 'Corte comprobado', 'cobra el lunes')
    await page.getByRole('link', { name: 'Compromisos', exact: true }).click()
    await page.getByRole('link', { name: 'Incumplidos' }).click()
    await sees(page, '1 compromiso', '000001')
    expect(await walk.world.promise(customer)).toMatchObject({ state: 'broken' })
  })

  it('C9: who paid by his day goes on, and nothing is broken', async () => {
    const page = await walk.open('/clientes/000001')
    let dialog = await deed(page, 'Compromiso')
    await dialog.getByLabel('Fecha comprometida').fill('2026-11-16')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(page, 'Compromiso guardado')
    await walk.world.carry()
    await page.goto(`${walk.url}/clientes/000001`)
    dialog = await deed(page, 'Pago')
    await dialog.getByLabel('Efectivo (caja)').fill('4000')
    await dialog.locator('button.main').click()
    await sees(page, 'Saldo después del pago: $ 1.000,00.')
    await walk.world.control('2026-11-16')
    await walk.later('2026-11-16T09:00')
    await sees(await walk.open('/clientes/000001/registro'), 'Compromiso cumplido')
    expect([await walk.world.served(customer), (await walk.world.promise(customer))?.state]).toEqual(['active', 'kept'])
  })

  it('C10: a cut that could not be made is tried on each of five days, shown as waiting, then among those that could not be cut and in Avisos', async () => {
    const page = await walk.open('/clientes/000001')
    const dialog = await deed(page, 'Compromiso')
    await dialog.getByLabel('Fecha comprometida').fill('2026-11-16')
    await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
    await sees(page, 'Compromiso guardado')
    await walk.world.carry()
    walk.world.reachable = false
    const states: (string | undefined)[] = []
    for (let on = 16; on <= 22; on++) {
      await walk.world.control(`2026-11-${on}`)
      states.push((await walk.world.promise(customer))?.state)
    }
    expect(states).toEqual([...Array.from({ length: 6 }, () => 'broken'), 'unenforced'])
    await walk.later('2026-11-22T09:00')
    const later = await walk.open('/compromisos')
    await later.getByRole('link', { name: 'Sin poder cortarse' }).click()
    await sees(later, '1 compromiso', '000001')
    await later.goto(`${walk.url}/avisos`)
    await sees(later, /000001 .*no se pudo comprobar hasta el sáb 21 nov/)
    await later.getByRole('link', { name: '000001' }).first().click()
    await sees(later, 'Cliente 000001')
  })

  it.each([
    ['Retirarlo', 'active', 'withdrawn'],
    ['Dejarlo', 'cut', 'broken'],
  ])(
    'C11: enabling while a promise is live asks what to do with it; %s: after the next control he is %s',
    async (answer, served, state) => {
      let page = await walk.open('/clientes/000001')
      let dialog = await deed(page, 'Compromiso')
      await dialog.getByLabel('Fecha comprometida').fill('2026-11-16')
      await dialog.getByRole('button', { name: 'Guardar compromiso' }).click()
      await sees(page, 'Compromiso guardado')
      await walk.world.carry()
      await walk.world.control('2026-11-16')
      await walk.later('2026-11-17T10:00')
      page = await walk.open('/clientes/000001')
      dialog = await deed(page, 'Habilitar')
      await sees(dialog, 'Tiene un compromiso para el lun 16 nov 2026 (incumplido). ¿Qué hacemos con él?')
      await dialog.getByRole('button', { name: 'Habilitar el servicio' }).click()
      await sees(dialog, 'Elegí qué hacer con el compromiso.')
      expect(await openDesired()).toEqual([])
      await dialog.getByRole('radio', { name: answer }).check()
      await dialog.getByRole('button', { name: 'Habilitar el servicio' }).click()
      await sees(page, 'Habilitación ordenada')
      await walk.world.carry()
      expect(await walk.world.served(customer)).toBe('active')
      await walk.world.control('2026-11-18')
      expect([await walk.world.served(customer), (await walk.world.promise(customer))?.state]).toEqual([served, state])
    },
  )

  it('a hand cuts with a reason, at once; the receipt tells asked, sent and read back; por qué says it of any day', async () => {
    const other = await walk.world.customer('000002')
    const page = await walk.open('/clientes/000002')
    const dialog = await deed(page, 'Cortar')
    await dialog.locator('button.main').click()
    await sees(dialog, 'Escribí el motivo.')
    await dialog.getByLabel('Motivo').fill('pidió la baja')
    await dialog.locator('button.main').click()
    await sees(page, 'Corte ordenado.', 'Pedida', 'todavía no')
    await walk.world.carry()
    await sees(page, 'Cortado y comprobado', 'Enviada al router', 'Leída de vuelta')
    await page.goto(`${walk.url}/clientes/000002`)
    await sees(page, 'Cortado', 'Cortado a mano')
    await page.getByLabel('¿Y el día…?').fill('2026-11-20')
    await page.getByRole('button', { name: 'Ver', exact: true }).click()
    await sees(page, /El vie 20 nov .*Cortado a mano/)
    expect([await walk.world.served(other), (await walk.world.decision(other)).reason]).toEqual(['cut', 'manual-cut'])
  })
})
