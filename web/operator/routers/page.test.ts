// Routers through the real pages, on both databases: how they answer, what waits, drift both ways, and having one read again.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { eachDatabase } from '../../../fixtures/database.ts'
import { World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const readable = (html: string): string => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('\u00A0', ' ')

eachDatabase('routers', (open) => {
  let world: World
  let site: Site
  let ana: Visitor
  let paid: number

  const get = async (path: string) => readable((await ana.get(path)).body)
  const placeOf = async (customer: number) =>
    (
      await world.db
        .selectFrom('places')
        .innerJoin('connections', 'connections.id', 'places.connectionId')
        .select('places.id')
        .where('connections.customerId', '=', customer)
        .executeTakeFirstOrThrow()
    ).id

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte <b>1</b>')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    paid = await world.customer('000001')
    const owes = await world.customer('000002')
    await world.document(owes, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.control('2026-11-11')
    world.at('2026-11-11T10:00')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
    ana = await site.loggedIn('ana')
  })

  const url = `/red/routers/${encodeURIComponent('norte <b>1</b>')}`

  it('shows drift both ways as it was swept, and what is mended since', async () => {
    const [held, free] = [await placeOf(paid), await placeOf(paid + 1)]
    await world.sweep(world.router, (place) => (place === held ? 'cut' : 'active'))
    expect(free).not.toBe(held)
    const list = await get('/red/routers')
    expect(list).toContain('1 pagó y sigue cortado')
    expect(list).toContain('1 sin cortar')
    expect(list).toMatch(/aria-current="page">Órdenes y diferencias/)
    const text = await get(url)
    expect(text).toMatch(/aria-current="page">Routers \(NAS\)/)
    expect(text).toMatch(
      /Deberían estar cortados y no están[\s\S]*000002[\s\S]*Hay que servirlos y una entrada nuestra los corta[\s\S]*000001/,
    )
    expect(text).toContain('rehabilitación en camino')
    await world.at('2026-11-11T10:01').carry()
    expect(await get(url)).toContain('corregido el mié 11 nov 10:01')
    await world.sweep(world.router, (place) => (place === held ? 'active' : 'cut'))
    expect(await get(url)).toContain('No hay diferencias')
  })

  it('shows entries that no connection explains', async () => {
    const { recordLook, planSweep } = await import('../../../core/acts/drift.ts')
    const router = await world.db.selectFrom('routers').selectAll().executeTakeFirstOrThrow()
    const plan = await planSweep(world.db, router, world.now)
    const strays = [{ where: 'ispcube-cut', key: '10.9.9.9', connection: null, comment: '<script>alert(1)</script>' }]
    const told = { ...world.told, lookedAt: world.now, mend: false, order: true }
    await recordLook(world.db, router, plan, { device: null, sights: [], strays }, told)
    const answer = await ana.get(url)
    expect(readable(answer.body)).toMatch(/Entradas que ninguna conexión explica[\s\S]*ispcube-cut 10\.9\.9\.9/)
    expect(answer.body).not.toContain('<script>alert')
    expect(answer.body).not.toContain('<b>1</b>')
  })

  it('says what was read back in the language of the page: drift, receipts, the log', async () => {
    const seen = '10.0.0.2 not on ispcube-cut, 1 connections ended'
    await world.sweep(world.router, () => 'active')
    await world.db.updateTable('drifts').set({ seen }).execute()
    await world.db.updateTable('orders').set({ proof: seen }).where('state', '=', 'done').execute()
    for (const path of [url, '/clientes/000002', '/clientes/000002/registro', '/clientes/000002/hecho?desde=1']) {
      const text = await get(path)
      expect(text, path).toContain('10.0.0.2 no está en ispcube-cut, se cerró 1 conexión')
      expect(text, path).not.toMatch(/lang="en"|connections/)
    }
  })

  it('has it read again: a row asks, and a sweep answers', async () => {
    await ana.get(url)
    const asked = await ana.post(`${url}/leer`)
    expect([asked.statusCode, asked.headers.location]).toEqual([303, url])
    expect(site.nudges.count).toBe(1)
    const waiting = await get(url)
    expect(waiting).toContain('Se pidió una lectura')
    expect(waiting).toContain('data-live=')
    world.now += 1000
    await world.sweep(world.router, (place) => (place % 2 === 0 ? 'cut' : 'active'))
    expect(await get(url)).not.toContain('Se pidió una lectura')
    expect((await ana.get(`${url}/en-vivo`)).body).toContain('event: end')
  })

  it('shows how it fares: circuit, trouble, open orders and whose they are', async () => {
    world.reachable = false
    await world.document(paid, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.run()
    await world.carry()
    const text = await get(url)
    expect(text).toContain('No responde')
    expect(text).toMatch(
      /Problema<\/strong> desde el mié 11 nov 10:00, falló una vez:\s+<span>No se llega al router: está apagado/,
    )
    expect(text.replaceAll(/<details>[\s\S]*?<\/details>/g, '')).not.toContain('lang="en"')
    expect(text).toMatch(/Órdenes abiertas[\s\S]*href="\/clientes\/000001"[\s\S]*Cortar[\s\S]*deuda vencida/)
    expect(await get('/hoy')).toContain(`href="${url}"`)
  })

  it('shows the lines to paste, and no secret of the router', async () => {
    await world.db.updateTable('routers').set({ passwordSealed: '1.sealed.secret' }).execute()
    const text = await get(url)
    expect(text).toContain('# lines to paste on norte')
    expect(text).not.toContain('1.sealed.secret')
  })

  describe('who may', () => {
    it.each([
      ['cobrador', 403, 403],
      ['técnico', 200, 403],
      ['operador', 200, 303],
    ])('%s', async (role, sees, asks) => {
      await site.hire('beto', role, { collector: 'Beto' })
      const beto = await site.loggedIn('beto')
      expect((await beto.get('/red/routers')).statusCode).toBe(sees)
      expect((await beto.get(url)).statusCode).toBe(sees)
      await beto.get('/hoy')
      expect((await beto.post(`${url}/leer`)).statusCode).toBe(asks)
      expect((await beto.get('/avisos')).statusCode).toBe(sees)
    })

    it('nobody sees one that is not there', async () => {
      for (const path of ['/red/routers/sur', '/red/routers/sur/en-vivo']) expect((await ana.get(path)).statusCode).toBe(404)
      await ana.get('/hoy')
      expect((await ana.post('/red/routers/sur/leer')).statusCode).toBe(404)
    })
  })
})
