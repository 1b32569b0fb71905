// Customers as the person at the counter walks through them: the list and its filters, signing up with every field, a duplicate that
// is warned of, a deletion that deletes nothing, and the way back.

import { beforeEach, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { deleteCustomer, setCustomer } from '../../../core/acts/customers.ts'
import { insertPostalCode, insertStatus } from '../../../core/store/choices.ts'
import { requireCustomer } from '../../../core/store/customers.ts'
import { sqliteDatabase } from '../../../fixtures/database.ts'
import { inChromium, misses, openWalk, sees, type Walk } from '../../testing/browser.ts'

inChromium('customers, walked', (chromium) => {
  const open = sqliteDatabase()
  let walk: Walk
  beforeEach(async () => {
    walk = await openWalk(chromium, (await open()).db, { when: '2026-11-11T09:00', role: 'administrador' })
  })

  const told = () => ({ ...walk.world.told, seal: walk.site.deps.seal })
  const change = (code: string, typed: Record<string, string>) => setCustomer(walk.db, { code, typed }, told())
  const count = async () => (await walk.db.selectFrom('customers').select('id').execute()).length
  const codes = async (page: Page) => page.locator('table.rows tbody th').allInnerTexts()
  const pick = (page: Page, label: string, value: string) =>
    page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: value })
  const search = (page: Page) => page.getByRole('searchbox', { name: 'Buscar en esta lista' })

  it('C1: the list shows code, name, account and portal password; filters combine, the search stays inside, Limpiar clears all', async () => {
    const ids = await walk.world.customers(1, 4)
    await change('000001', { city: 'Lobos', name: 'Sosa, Elsa' })
    await change('000002', { city: 'Lobos', name: 'Sosa, Raúl' })
    await change('000003', { city: 'Roque Pérez', name: 'Sosa, Inés' })
    for (const id of ids.slice(0, 3)) await walk.world.document(id, 'FX', '5000.00', { dueOn: '2026-11-20' })
    await walk.world.document(ids[1] ?? 0, 'CX', '5000.00')
    const page = await walk.open('/clientes')
    await sees(page, '4 clientes')
    expect(await page.locator('table.rows thead').innerText()).toMatch(
      /Código\s+Nombre\s+Servicio\s+Saldo[\s\S]*Clave del portal/,
    )
    await page.locator('summary', { hasText: 'Filtros' }).click()
    await pick(page, 'Localidad', 'Lobos')
    await pick(page, 'Cuenta', 'Debe')
    await page.getByRole('button', { name: 'Aplicar filtros' }).click()
    await sees(page, '1 cliente', '$ 5.000,00')
    expect(await codes(page)).toEqual(['000001'])
    await page.getByRole('link', { name: /Quitar el filtro .*Debe/ }).click()
    await sees(page, '2 clientes')
    await search(page).fill('sosa ra')
    await page.keyboard.press('Enter')
    await sees(page, '1 cliente')
    expect(await codes(page)).toEqual(['000002'])
    await search(page).fill('ines')
    await page.keyboard.press('Enter')
    await sees(page, 'Ningún cliente coincide con esta búsqueda.')
    await page.getByRole('link', { name: 'Limpiar' }).first().click()
    await sees(page, '4 clientes')
    expect(new URL(page.url()).search).toBe('')
  })

  it('C1: the box in the head finds from any page, and an arrow and Enter open', async () => {
    await walk.world.customers(1, 2)
    await change('000002', { name: 'Etchegaray, Nélida' })
    const page = await walk.open('/hoy')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('etche')
    await page.locator('.found [role=option]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/clientes/000002')
    await sees(page, '000002 Etchegaray, Nélida')
    expect(await page.locator('.found').isVisible()).toBe(false)
  })

  const TEXTS: Record<string, string> = {
    ...{ Código: '000900', 'Nombre Empresa/Nombre Cliente': 'Transporte de las Américas S.R.L.' },
    ...{ 'Apodo/Sobrenombre': 'Transporte América', 'Actividad Comercial': 'Cargas', 'Fecha de alta': '2026-11-05' },
    ...{ 'Domicilio Fiscal': 'Bolívar 321', Domicilio: 'Bilbao 445', 'Calle 1': 'Rioja', 'Calle 2': 'Salta' },
    ...{ Localidad: 'Villa del Arroyo', Latitud: '-31,234', Longitud: '-64.312', Contacto: 'Raúl Fernández' },
    ...{ Teléfono: '+54 351 555 0000 ; 3525 400400', Mail: 'uno@correo.example;dos@correo.example' },
    ...{ 'Medio de Pago': 'CobroDigital', 'Código de Pago Electrónico': '778899', Cobrador: 'Beto', Vendedor: 'Carla' },
    ...{ Entidad: 'Caja 2', 'Tipo de Contrato': 'Residencial', 'Vencimiento del contrato': '2028-11-20' },
    ...{ 'Preaviso desde el día': '1', 'Preaviso hasta el día': '8', 'Extra 1': 'Timbre roto', 'Extra 2': 'Perro bravo' },
    ...{ 'Código Postal': '5101', 'Contraseña Portal': 'perro.calamar' },
  }
  const CHOICES: Record<string, string> = {
    ...{
      'Tipo de Cliente': 'Responsable inscripto',
      'Tipo de Id': 'CUIT',
      'Núm. de Empresa': '3',
      Estado: 'En Retiro',
      'Contrato firmado': 'Sí',
    },
    ...{ Gratis: 'Sí', Bloquear: 'No', Preaviso: 'Sí' },
  }

  it('C2, C30–C47b: signs up with every field; a wrong CUIT is told at its field, and the list of contacts becomes an agenda', async () => {
    await insertStatus(walk.db, 'En Retiro')
    await insertPostalCode(walk.db, { code: '5101', place: 'Villa del Arroyo' })
    const page = await walk.open('/clientes')
    await page.getByRole('link', { name: 'Agregar cliente' }).click()
    await page.waitForURL('**/clientes/nuevo')
    const proposed = await page.getByLabel('Contraseña Portal', { exact: true }).inputValue()
    expect(proposed).toMatch(/^[a-zñ]+\.[a-zñ]+$/)
    expect(await page.getByLabel('Bloquear', { exact: true }).inputValue()).toBe('yes')
    expect(await page.getByLabel('Preaviso', { exact: true }).inputValue()).toBe('yes')
    for (const [label, value] of Object.entries(CHOICES)) await pick(page, label, value)
    for (const [label, value] of Object.entries(TEXTS)) await page.getByLabel(label, { exact: true }).fill(value)
    await page.getByLabel('Número', { exact: true }).fill('30-50001091-3')
    await page.getByRole('button', { name: 'Agregar cliente' }).click()
    await sees(page, 'Hay un dato para corregir', 'Un CUIT tiene 11 dígitos y el último tiene que cerrar')
    expect(await page.locator('.field.wrong label').allInnerTexts()).toEqual(['Número'])
    expect(await page.getByLabel('Extra 2', { exact: true }).inputValue()).toBe('Perro bravo')
    expect(await count()).toBe(0)
    await page.getByLabel('Número', { exact: true }).fill('30-50001091-2')
    await page.getByRole('button', { name: 'Agregar cliente' }).click()
    await page.waitForURL('**/clientes/000900')
    await sees(
      page,
      'Se agregó a Transporte de las Américas S.R.L.',
      'Transporte América',
      'CUIT 30500010912',
      'En Retiro',
      'Residencial',
    )
    const row = await requireCustomer(walk.db, '000900')
    expect(row).toMatchObject({
      ...{ name: TEXTS['Nombre Empresa/Nombre Cliente'], nickname: 'Transporte América', customerType: 'Responsable inscripto' },
      ...{ idType: 'CUIT', idNumber: '30500010912', company: 3, activity: 'Cargas', startOn: '2026-11-05', status: 'En Retiro' },
      ...{ fiscalAddress: 'Bolívar 321', address: 'Bilbao 445', street1: 'Rioja', street2: 'Salta', postalCode: '5101' },
      ...{ city: 'Villa del Arroyo', lat: -31.234, lng: -64.312, contact: 'Raúl Fernández', paymentMethod: 'CobroDigital' },
      ...{ paymentCode: '778899', collector: 'Beto', salesperson: 'Carla', till: 'Caja 2', contractSigned: 1 },
      ...{ contractType: 'Residencial', contractExpiresOn: '2028-11-20', free: 1, blockable: 0, prenotice: 1 },
      ...{ prenoticeFrom: 1, prenoticeTo: 8, extra1: 'Timbre roto', extra2: 'Perro bravo' },
    })
    const where = { table: 'customers', column: 'portal_password', row: String(row.id) }
    expect(walk.site.deps.seal.open(row.portalPasswordSealed ?? '', where)).toBe('perro.calamar')
    const agenda = await walk.db.selectFrom('contacts').select('value').orderBy('value').execute()
    expect(agenda.map(({ value }) => value)).toEqual([
      '+54 351 555 0000',
      '3525 400400',
      'dos@correo.example',
      'uno@correo.example',
    ])
    for (const mail of ['uno@correo.example', 'dos@correo.example']) await page.getByRole('link', { name: mail }).waitFor()
  })

  it('C2, C32, C33: a name and a company are enough; without a number 9999999 is stored; Modificar keeps what is not touched', async () => {
    const page = await walk.open('/clientes/nuevo')
    await page.getByLabel('Nombre Empresa/Nombre Cliente').fill('')
    await page.getByRole('button', { name: 'Agregar cliente' }).click()
    await sees(page, 'Escribí el nombre: todo cliente tiene uno.')
    const code = await page.getByLabel('Código', { exact: true }).inputValue()
    await page.getByLabel('Nombre Empresa/Nombre Cliente').fill('Elsa Sosa')
    await page.getByRole('button', { name: 'Agregar cliente' }).click()
    await page.waitForURL(`**/clientes/${code}`)
    expect(await requireCustomer(walk.db, code)).toMatchObject({ idNumber: '9999999', company: 1, blockable: 1, prenotice: 1 })
    await page.locator('.card .title', { hasText: 'Datos' }).getByRole('link', { name: 'Modificar' }).click()
    await page.getByLabel('Apodo/Sobrenombre').fill('La Elsa')
    await page.getByLabel('Teléfono', { exact: true }).fill('11 4444 5555')
    await page.getByRole('button', { name: 'Guardar cambios' }).click()
    await sees(page, 'Se guardaron 2 datos.', 'La Elsa', '11 4444 5555')
    expect(await requireCustomer(walk.db, code)).toMatchObject({ name: 'Elsa Sosa', nickname: 'La Elsa', idNumber: '9999999' })
  })

  it('C3b: the same document as a deleted customer is warned of by name; 9999999 never is; saving anyway is a second click', async () => {
    await walk.world.customer('A1')
    await change('A1', { name: 'Deudor, Juan', id_type: 'DNI', id_number: '23456789' })
    const { code } = await deleteCustomer(walk.db, { code: 'A1' }, told())
    const page = await walk.open('/clientes/nuevo')
    await page.getByLabel('Nombre Empresa/Nombre Cliente').fill('Otro, Juan')
    await pick(page, 'Tipo de Id', 'DNI')
    await page.getByLabel('Número', { exact: true }).fill('23.456.789')
    await page.getByRole('button', { name: 'Agregar cliente' }).click()
    await sees(page, 'puede ser un duplicado o un fraude', `Mismo documento: ${code} Deudor, Juan`, 'eliminado')
    expect(await count()).toBe(1)
    await page.getByRole('button', { name: 'Guardar de todos modos' }).click()
    await sees(page, 'Se agregó a Otro, Juan')
    for (const name of ['Sin documento', 'Sin documento tampoco']) {
      await page.goto(`${walk.url}/clientes/nuevo`)
      await page.getByLabel('Nombre Empresa/Nombre Cliente').fill(name)
      await page.getByRole('button', { name: 'Agregar cliente' }).click()
      await sees(page, `Se agregó a ${name}`)
    }
    expect(await count()).toBe(4)
  })

  it('C3, C4: Eliminar gives a code of ZZ and cuts; among the deleted he is found, and Recuperar proposes the code that he had', async () => {
    const id = await walk.world.customer('000001')
    await walk.world.customer('000002')
    await walk.world.document(id, 'FX', '5000.00', { dueOn: '2026-11-20' })
    const page = await walk.open('/clientes/000001')
    await page.getByRole('link', { name: 'Eliminar' }).click()
    await sees(page, 'No se borra nada', 'Debe $ 5.000,00.')
    await page.getByLabel('Motivo').fill('Se mudó')
    await page.getByRole('button', { name: 'Eliminar y cortar 1 conexión' }).click()
    await sees(page, /000001 quedó eliminado, con el código ZZ/)
    const { code, formerCode } = await walk.db.selectFrom('customers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect([code.startsWith('ZZ'), formerCode]).toEqual([true, '000001'])
    expect((await walk.world.openOrders(id)).map(({ desired }) => desired)).toEqual(['cut'])
    expect(await walk.world.balances()).toBe(true)
    expect(await walk.db.selectFrom('documents').select('id').execute()).toHaveLength(1)

    await page.goto(`${walk.url}/clientes?q=000001`)
    await sees(page, 'Ningún cliente coincide')
    await page.locator('summary', { hasText: 'Filtros' }).click()
    await pick(page, 'Eliminados', 'Sí')
    await search(page).fill('')
    await page.getByRole('button', { name: 'Aplicar filtros' }).click()
    await page.getByRole('link', { name: code }).click()
    await sees(page, 'Su código era 000001.')
    await page.getByRole('link', { name: 'Recuperar' }).click()
    expect(await page.getByLabel('Código nuevo').inputValue()).toBe('000001')
    await page.getByLabel('Código nuevo').fill('000002')
    await page.getByRole('button', { name: 'Recuperar el cliente' }).click()
    await sees(page, 'Ese código ya es de Cliente 000002.')
    await page.getByLabel('Código nuevo').fill('000001')
    await page.getByRole('button', { name: 'Recuperar el cliente' }).click()
    await sees(page, 'Es cliente otra vez, con el código 000001.')
    expect((await requireCustomer(walk.db, '000001')).id).toBe(id)
    await page.getByRole('link', { name: 'Registro' }).click()
    await sees(page, 'Se mudó')
    await misses(page, 'undefined')
  })

  it('C31b, C40: the tables of states and postal codes are edited on their pages, and a state neither cuts nor enables', async () => {
    const id = await walk.world.customer('000001')
    const page = await walk.open('/clientes/000001/editar')
    await page.getByRole('link', { name: 'Estados' }).click()
    await page.locator('form.choice-new').getByLabel('Estado').fill('Cliente Problemático')
    await page.getByRole('button', { name: 'Agregar' }).click()
    await sees(page, 'Se agregó Cliente Problemático.')
    await page.goto(`${walk.url}/configuracion/codigos-postales`)
    await page.locator('form.choice-new').getByLabel('Código').fill('7240')
    await page.locator('form.choice-new').getByLabel('Localidad').fill('Lobos')
    await page.getByRole('button', { name: 'Agregar' }).click()
    await sees(page, 'Se agregó 7240')
    await page.goto(`${walk.url}/clientes/000001/editar`)
    await pick(page, 'Estado', 'Cliente Problemático')
    await page.getByRole('button', { name: 'Guardar cambios' }).click()
    await sees(page, 'Se guardó 1 dato.', 'Cliente Problemático')
    expect((await requireCustomer(walk.db, '000001')).status).toBe('Cliente Problemático')
    expect(await walk.world.openOrders(id)).toEqual([])
    await page.goto(`${walk.url}/configuracion/codigos-postales`)
    await page.getByRole('button', { name: 'Quitar' }).click()
    await sees(page, 'Todavía no hay códigos postales.')
  })
})
