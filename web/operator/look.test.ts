// Every page that stands, as a browser shows it: nothing overflows down to 360 px, axe finds nothing, the content security policy
// has nothing to forbid. A page that is new belongs into the list below.

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pay } from '../../core/acts/payments.ts'
import { addPromise } from '../../core/acts/promises.ts'
import { day } from '../../core/rules/day.ts'
import { addLog } from '../../core/store/log.ts'
import { sqliteDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { inChromium, listen, logIn, shut } from '../testing/browser.ts'
import { hearLines } from '../testing/lines.ts'
import { openSite, type Site } from '../testing/visitor.ts'

const PAGES = [
  '/hoy',
  '/clientes',
  '/clientes?servicio=cortado&cuenta=debe',
  '/clientes?q=nadie',
  '/clientes/lista/claves',
  '/clientes/000101',
  '/clientes/000101/cuenta',
  '/clientes/000101/registro',
  '/clientes/nuevo',
  '/clientes/000101/editar',
  '/clientes/000101/gestion',
  '/clientes/000101/archivos',
  '/clientes/000101/clave',
  '/clientes/000101/codigo',
  '/clientes/000101/eliminar',
  '/clientes/000101/conexiones/nueva',
  '/clientes/000101/conexiones/1',
  '/clientes/000101/conexiones/1/cerrar',
  '/configuracion/estados',
  '/configuracion/codigos-postales',
  '/configuracion/plantillas',
  '/configuracion/plantillas/listado',
  '/clientes/000101/senal',
  '/clientes/000102/senal?ver=mes',
  '/clientes/000101/trafico',
  '/clientes/000101/trafico?ver=semana&tabla=si',
  '/clientes/000102/trafico',
  '/red/nas',
  '/red/cpes',
  '/red/cpes?ver=nunca&router=norte',
  '/red/planes',
  '/red/planes/nuevo',
  '/red/nodos',
  '/red/nodos/nuevo',
  '/red/routers/nuevo',
  '/red/routers/norte/editar',
  '/red/routers/norte/prueba',
  '/configuracion/cpe',
  '/mi-cuenta',
  ...['/pago', '/compromiso', '/corte', '/habilitar', '/ajuste', '/hecho', '/por-que?dia=2026-11-20'].map(
    (path) => `/clientes/000101${path}`,
  ),
  ...['/clientes/000102/pago/X-00000001', '/clientes/000102/pago/X-00000001/comprobante', '/cobros'],
  ...[
    '/cortes',
    '/cortes?dia=2026-11-12&q=nadie',
    '/cortes?router=norte',
    '/cortes/corridas',
    '/cortes/corridas/1',
    '/cortes/corridas/1/deshacer',
  ],
  ...['/compromisos', '/compromisos?cual=pendientes', '/avisos', '/red/routers', '/red/routers/norte'],
  '/clientes/000101/mapa',
  '/mapa',
  '/usuarios',
  '/usuarios/nuevo',
  '/usuarios/1',
  '/usuarios/roles',
  '/usuarios/roles/nuevo',
  '/usuarios/roles/2',
  '/usuarios/roles/2/borrar',
  '/usuarios/roles/3/borrar',
  '/auditoria',
  '/configuracion',
  '/configuracion/cortes',
  '/configuracion/proveedor',
  '/configuracion/feriados',
]

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

inChromium('every page', (chromium) => {
  const open = sqliteDatabase()
  let site: Site
  let url: string

  beforeAll(async () => {
    const { db } = await open()
    const world = new World(db).at('2026-11-11')
    await world.addRouter('norte')
    for (const id of await world.customers(101, 3)) await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.run()
    await hearLines(world)
    await world.carry()
    await pay(db, { code: '000102', amountCents: money('5000.00'), asks: true }, world.told)
    await addPromise(db, { code: '000103', promisedOn: day('2026-11-20') }, world.told)
    await world.sweep(world.router, () => 'active')
    await addLog(db, [{ at: world.now, by: 'test', what: 'alert', facts: { alert: 'norte did not answer' } }])
    site = await openSite(db, world.now)
    await site.hire('ana', 'administrador')
    url = await listen(site)
  })
  afterAll(() => shut(site))

  /** axe is brought in from outside, which the policy would forbid. */
  async function enter(wish: { width: number; colorScheme: 'light' | 'dark'; locale: string }): Promise<Page> {
    const { width, ...more } = wish
    return chromium.openAs(site, 'ana', `${url}/hoy`, { ...more, viewport: { width, height: 800 }, bypassCSP: true })
  }

  async function troubles(page: Page): Promise<string[]> {
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const { axe: here } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations } = await here.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`)
    })
    const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
    return Number(over) > 0 ? [...found, `wider than the window by ${String(over)} px`] : found
  }

  it.each([
    { width: 1280, colorScheme: 'light', locale: 'es-AR' },
    { width: 1280, colorScheme: 'dark', locale: 'en' },
    { width: 390, colorScheme: 'light', locale: 'es-AR' },
    { width: 360, colorScheme: 'dark', locale: 'es-AR' },
  ] as const)('$width px, $colorScheme, $locale', { timeout: 180_000 }, async (wish) => {
    const page = await enter(wish)
    const wrong: Record<string, string[]> = {}
    for (const path of PAGES) {
      await page.goto(`${url}${path}`)
      const found = await troubles(page)
      if (found.length > 0) wrong[path] = found
    }
    expect(wrong).toEqual({})
  })

  it('the policy has nothing to forbid', { timeout: 240_000 }, async () => {
    const page = await chromium.openPage(`${url}/ingresar`)
    await logIn(page, 'ana')
    await page.waitForURL(`${url}/hoy`)
    // What a page complains of fails the test when it ends.
    for (const path of PAGES) expect((await page.goto(`${url}${path}`))?.ok(), path).toBe(true)
  })
})
