// Cortes for one router, and what is told of orders that wait already: on both databases, through the real pages.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { eachDatabase } from '../../../fixtures/database.ts'
import { World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const readable = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('\u00A0', ' ')
    .replaceAll(/<[^>]+>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')

eachDatabase('cuts of one router', (open) => {
  let world: World
  let site: Site
  let ana: Visitor

  const get = async (path: string) => readable((await ana.get(path)).body)
  const owe = async (id: number) => world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
  const start = (url: string, cuts: number, more: Record<string, string> = {}) =>
    ana.post(url, {
      ask: `a-form-of-this-test-${url}-${cuts}`.replaceAll(/[^\w-]/g, '-'),
      day: '2026-11-11',
      cuts: String(cuts),
      ...more,
    })
  const ordered = async () =>
    (
      await world.db
        .selectFrom('orders')
        .innerJoin('routers', 'routers.id', 'orders.routerId')
        .select('routers.name')
        .where('desired', '=', 'cut')
        .orderBy('routers.name')
        .execute()
    ).map(({ name }) => name)

  /** Two who owe on `norte`, one on `sur`. */
  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    await world.addRouter('norte')
    for (const id of await world.customers(1, 2)) await owe(id)
    world.router = await world.addRouter('sur')
    for (const id of await world.customers(11, 1)) await owe(id)
    world.at('2026-11-11T08:00')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'supervisor')
    ana = await site.seated('ana')
    await ana.get('/hoy')
  })

  it('counts and orders those of that router alone, and is no control of the day', async () => {
    expect(await get('/cortes')).toContain('3 conexiones para cortar')
    const page = await get('/cortes?router=sur')
    for (const sentence of [
      'Qué haría la corrida del mié 11 nov 2026 en sur',
      '1 conexión para cortar',
      'Hacer la corrida de hoy solo en sur',
      'Cortar 1 conexión',
    ])
      expect(page).toContain(sentence)
    const begun = await start('/cortes?router=sur', 1)
    expect([begun.statusCode, begun.headers.location]).toEqual([303, expect.stringMatching(/^\/cortes\/corridas\/\d+$/)])
    expect((await start('/cortes?router=sur', 1)).headers.location).toBe(begun.headers.location)
    expect(await ordered()).toEqual(['sur'])
    expect(await get(String(begun.headers.location))).toContain('solo sur')
    expect(await world.db.selectFrom('runs').select(['kind', 'by']).execute()).toEqual([{ kind: 'apply', by: 'operator:1' }])
    expect(await get('/cortes')).toContain('3 conexiones para cortar: 1 ya ordenada, 2 por ordenar')
    await start('/cortes', 2)
    expect(await ordered()).toEqual(['norte', 'norte', 'sur'])
  })

  it('has the guard of the whole day: what is ordered elsewhere counts, and the number typed is that of the router', async () => {
    await world.settings({ maxCuts: '1' })
    expect(await get('/cortes?router=norte')).toMatch(/Son 2 cortes nuevos: más de los 1 permitidos.*Para confirmar, escribí 2/)
    expect(await get('/cortes?router=sur')).not.toContain('Para confirmar')
    await start('/cortes?router=sur', 1)
    expect(await get('/cortes?router=norte')).toContain('Son 2 cortes nuevos, además de los 1 ordenados hoy')
    for (const number of ['', '3', '1']) expect((await start('/cortes?router=norte', 2, { number })).statusCode, number).toBe(422)
    expect(await ordered()).toEqual(['sur'])
    expect((await start('/cortes?router=norte', 2, { number: '2' })).statusCode).toBe(303)
    expect(await ordered()).toEqual(['norte', 'norte', 'sur'])
  })

  it('a refused form stays with its router; one for a router that is not there, or for more than was seen, does nothing', async () => {
    const refused = await start('/cortes?router=norte', 1)
    expect([refused.statusCode, readable(refused.body).includes('solo en norte')]).toEqual([422, true])
    for (const url of ['/cortes?router=oeste', '/cortes?router=%27', `/cortes?router=${'x'.repeat(5000)}`]) {
      expect((await start(url, 5)).statusCode).toBe(422)
      expect(await get(url)).toContain('No hay ningún router con ese nombre.')
    }
    expect(await ordered()).toEqual([])
  })

  it('tells what is ordered already from what the run would order, in every state', async () => {
    await start('/cortes', 3)
    let page = await get('/cortes')
    expect(page).toContain('3 conexiones para cortar: 3 ya ordenadas, ninguna por ordenar')
    expect(page).toContain('Hay 3 órdenes abiertas: no se ordenan de nuevo')
    expect(page).toContain('Intentar ya lo ordenado')
    for (const id of await world.customers(21, 1)) await owe(id)
    page = await get('/cortes?nueva=1')
    expect(page).toContain('4 conexiones para cortar: 3 ya ordenadas, 1 por ordenar')
    expect(page).toContain('Cortar 1 conexión')
    expect(page).toMatch(/Por router Conexiones Por ordenar Deuda norte 2 0 [^a-z]*sur 2 1/)
    expect(await get('/cortes?router=norte')).toContain('2 conexiones para cortar: 2 ya ordenadas, ninguna por ordenar')
    expect(await get('/cortes?dia=2026-11-12')).toContain('4 conexiones para cortar: 3 ya ordenadas, 1 por ordenar')
    expect((await start('/cortes', 1)).statusCode).toBe(303)
    expect(await ordered()).toHaveLength(4)
    await world.addRouter('este')
    expect(await get('/cortes?router=este')).toContain('No hay nada para cambiar hoy en este.')
  })
})
