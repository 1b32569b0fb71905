// Cortes, on both databases through the real pages: the plan of any day, the run of today with its number, the run as it is carried
// out, and what undoing it means.

import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { planUndo } from '../../../core/acts/undo.ts'
import { pay } from '../../../core/acts/payments.ts'
import { addPromise } from '../../../core/acts/promises.ts'
import { day } from '../../../core/rules/day.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { money, World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const ASK = 'a-form-of-this-test-0001'
const readable = (html: string): string => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('\u00A0', ' ')

eachDatabase('cuts', (open) => {
  let world: World
  let site: Site
  let ana: Visitor
  let owing: number[]

  const get = async (path: string) => readable((await ana.get(path)).body)
  const states = async () => Promise.all(owing.map((id) => world.served(id)))
  const at = (when: string): void => {
    world.at(when)
    site.clock.now = world.now
  }
  const start = (cuts: number, more: Record<string, string> = {}) =>
    ana.post('/cortes', { ask: ASK, day: '2026-11-11', cuts: String(cuts), ...more })

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00', maxCuts: '2' })
    owing = await world.customers(1, 2)
    for (const [index, id] of owing.entries())
      await world.document(id, 'FX', `${5 + index}000.00`, { dueOn: '2026-11-10', number: `0001-0000000${index}` })
    await world.customers(10, 3)
    world.at('2026-11-11T08:00')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'supervisor')
    ana = await site.loggedIn('ana')
    await ana.get('/hoy')
  })
  describe('the plan', () => {
    it('says who would be cut on the 11th, why, and how much they owe, by router and reason', async () => {
      const text = await get('/cortes?dia=2026-11-11')
      expect(text).toContain('2 conexiones para cortar')
      expect(text).toContain('Deben $ 11.000,00 vencidos.')
      expect(text).toMatch(/norte<\/a>[\s\S]*>2<[\s\S]*deuda vencida<\/a>/)
      expect(text).toContain('mié 11 nov 2026</td>')
      expect(text.indexOf('Cliente 000002')).toBeLessThan(text.indexOf('Cliente 000001'))
      const before = await get('/cortes?dia=2026-11-10')
      expect(before).toContain('0 conexiones para cortar')
      expect(before).toContain('Ese día ya pasó')
      expect(await get('/cortes?dia=2026-12-01')).toContain('Ese día todavía no llegó')
    })

    it('is searched, by name, code, router and reason', async () => {
      for (const query of ['q=000002', 'q=cliente+0002', 'router=norte&q=2', 'motivo=overdue&q=000002']) {
        const text = await get(`/cortes?dia=2026-11-11&${query}`)
        expect([text.includes('>000002<'), text.includes('>000001<')]).toEqual([true, false])
      }
      expect(await get('/cortes?dia=2026-11-11&q=nadie')).toContain('Ningún cambio coincide')
    })

    it('is a CSV of what the search shows, in which a formula stays text', async () => {
      await world.db
        .updateTable('customers')
        .set({ name: '=HYPERLINK("http://evil.example")' })
        .where('id', '=', owing[0] ?? 0)
        .execute()
      const answer = await ana.get('/cortes/plan.csv?dia=2026-11-11')
      expect(answer.headers['content-disposition']).toBe('attachment; filename="cortes-2026-11-11.csv"')
      const rows = parse(answer.body, { columns: true, bom: true }) as Record<string, string>[]
      expect(rows).toMatchObject([
        { code: '000002', to: 'cut', reason: 'overdue', overdue: '6000.00', cut_day: '2026-11-11', router: 'norte' },
        { code: '000001', name: '\'=HYPERLINK("http://evil.example")', overdue: '5000.00' },
      ])
      const one = await ana.get('/cortes/plan.csv?dia=2026-11-11&q=000002')
      const taken = await site.deps.db.selectFrom('log').select('facts').where('what', '=', 'exported').orderBy('id').execute()
      expect(taken.map(({ facts }) => JSON.parse(facts))).toEqual(
        ['dia=2026-11-11', 'dia=2026-11-11&q=000002'].map((query) => ({ kind: 'plan', form: 'csv', filter: { query } })),
      )
      expect(parse(one.body, { columns: true, bom: true })).toHaveLength(1)
    })

    it('changes nothing, whatever is asked of it', async () => {
      for (const query of [
        'dia=ayer',
        'dia=2026-02-30',
        'pagina=-1',
        'pagina=99999',
        `q=${'x'.repeat(5000)}`,
        'router=%27',
        'dia=1&dia=2',
      ])
        expect((await ana.get(`/cortes?${query}`)).statusCode).toBe(200)
      expect(await world.db.selectFrom('runs').select('id').execute()).toEqual([])
      expect(await world.db.selectFrom('orders').select('id').execute()).toEqual([])
    })
  })

  describe('the run of today', () => {
    it('cuts those of the plan, once, and its page fills up router by router', async () => {
      expect(await get('/cortes')).toContain('Cortar 2 conexiones')
      const begun = await start(2)
      const url = begun.headers.location as string
      expect([begun.statusCode, url]).toEqual([303, expect.stringMatching(/^\/cortes\/corridas\/\d+$/)])
      expect((await start(2)).headers.location).toBe(url)
      expect(await world.db.selectFrom('runs').select(['kind', 'by']).execute()).toEqual([{ kind: 'control', by: 'operator:1' }])
      expect(site.nudges.count).toBe(1)
      const waiting = await get(url)
      expect(waiting).toContain('0 de 2 órdenes hechas')
      expect(waiting).toContain(`data-live="${url}/en-vivo"`)
      world.reachable = false
      await world.carry()
      const failing = await get(url)
      expect(failing).toMatch(
        /norte: 0 de 2 hechas, 2 fallan[\s\S]*No se llega al router[\s\S]*en espera:\s+<span>No se llega al router/,
      )
      expect(failing).not.toContain('lang="en"')
      world.reachable = true
      await world.carry()
      const done = await get(url)
      expect(done).toContain('2 de 2 órdenes hechas')
      expect(done).toMatch(/fill-done" width="100"/)
      expect(done).not.toContain('data-live')
      expect(readable((await ana.get(`${url}/en-vivo`)).body)).toMatch(
        /event: message\n[\s\S]*2 de 2 órdenes hechas[\s\S]*event: end/,
      )
      expect(await states()).toEqual(['cut', 'cut'])
      expect(await get('/cortes/corridas')).toMatch(/Control 1[\s\S]*ana de prueba/)
    })

    it('above the guard wants the number typed, and cuts nobody without it', async () => {
      await world.settings({ maxCuts: '1' })
      expect(await get('/cortes')).toMatch(/Son 2 cortes nuevos: más de los 1 permitidos[\s\S]*Para confirmar, escribí 2/)
      for (const number of ['', '3', '02', 'dos']) {
        const refused = await start(2, { number })
        expect([refused.statusCode, readable(refused.body).includes('No coincide')]).toEqual([422, true])
        // At the number, and not at the day and the router that are chosen above.
        expect(refused.body.match(/class="mistake"/g)).toHaveLength(1)
      }
      expect(await world.db.selectFrom('runs').select('id').execute()).toEqual([])
      const url = (await start(2, { number: '2' })).headers.location as string
      await world.carry()
      expect(await states()).toEqual(['cut', 'cut'])
      expect(await get(url)).not.toContain('El freno la detuvo')
    })

    it('who fell due after the look is not cut by its confirmation', async () => {
      await world.settings({ maxCuts: '1' })
      const [late] = await world.customers(30, 1)
      await world.document(late ?? 0, 'FX', '9000.00', { dueOn: '2026-11-10' })
      const refused = await start(2, { number: '2' })
      expect([refused.statusCode, readable(refused.body).includes('El plan cambió')]).toEqual([422, true])
      expect(await world.db.selectFrom('runs').select('id').execute()).toEqual([])
    })

    it('waits for another that is being made, and says so', async () => {
      const lock = await site.deps.takeLock('run')
      const held = await start(2)
      expect([held.statusCode, readable(held.body).includes('Hay otra corrida en marcha')]).toEqual([409, true])
      await lock?.release()
      expect((await start(2)).statusCode).toBe(303)
      expect(await site.deps.takeLock('run')).not.toBeNull()
    })

    it('is not that of another day, and not made by a form without its number', async () => {
      for (const [name, value] of [
        ['day', '2026-11-10'],
        ['ask', 'x'],
        ['cuts', 'NaN'],
        ['cuts', '1'],
      ] as const)
        expect((await start(2, { [name]: value })).statusCode).toBe(422)
      at('2026-11-11T05:00')
      expect(await get('/cortes')).toContain('se hace sola a la hora del control')
      expect(await world.db.selectFrom('runs').select('id').execute()).toEqual([])
    })

    it('is not for everybody', async () => {
      await site.hire('beto', 'operador')
      const beto = await site.loggedIn('beto')
      for (const path of ['/cortes', '/cortes/plan.csv', '/cortes/corridas', '/cortes/corridas/1', '/cortes/corridas/1/deshacer'])
        expect((await beto.get(path)).statusCode).toBe(403)
      await beto.get('/hoy')
      expect((await beto.post('/cortes', { ask: ASK, day: '2026-11-11', cuts: '2' })).statusCode).toBe(403)
      for (const path of [
        '/cortes/corridas/99',
        '/cortes/corridas/x',
        '/cortes/corridas/99/en-vivo',
        '/cortes/corridas/99/deshacer',
      ])
        expect((await ana.get(path)).statusCode).toBe(404)
    })
  })

  describe('undoing a run', () => {
    let url: string
    beforeEach(async () => {
      url = `${(await start(2)).headers.location as string}/deshacer`
      await ana.get(url)
    })

    it('by stopping cancels what was not sent, and the next run orders it again', async () => {
      expect(await get(url)).toContain('Cancelar 2 cortes sin enviar')
      expect((await ana.post(url, { how: 'stop', comment: '' })).statusCode).toBe(422)
      await ana.post(url, { how: 'stop', comment: 'falta avisar' })
      expect(await get(url.replace('/deshacer', ''))).toContain('Se cancelaron 2 cortes que no se habían enviado.')
      await world.carry()
      expect(await states()).toEqual(['active', 'active'])
      expect(await get(url)).toContain('No queda nada que deshacer')
      await world.run()
      await world.carry()
      expect(await states()).toEqual(['cut', 'cut'])
    })

    it('without saying how does nothing, says so at the field and keeps what was typed', async () => {
      const typed = { until: '2026-11-13', comment: 'vencimiento <b>mal</b> cargado' }
      for (const form of [typed, { ...typed, how: '' }, { ...typed, how: 'todo' }]) {
        const refused = await ana.post(url, form)
        const page = readable(refused.body)
        expect(refused.statusCode).toBe(422)
        expect(page).toMatch(/<a href="#f-how">Cómo deshacerla: Elegí una de las dos/)
        expect(page).toMatch(/id="f-how"[^>]*>Elegí una de las dos/)
        expect(page).toContain('value="2026-11-13"')
        expect(page.match(/vencimiento &lt;b(>|&gt;)mal&lt;\/b(>|&gt;) cargado/g)).toHaveLength(2)
      }
      expect(await planUndo(world.db, 1, world.now)).toMatchObject({ unsent: 2 })
    })

    it('by stopping leaves alone who is cut', async () => {
      await world.carry()
      expect(await planUndo(world.db, 1, world.now)).toEqual({ unsent: 0, customers: 2, promises: 0 })
      expect(await get(url)).not.toContain('Cancelar 2 cortes')
      await ana.post(url, { how: 'stop', comment: 'tarde' })
      expect(await states()).toEqual(['cut', 'cut'])
    })

    it('by giving back enables who is cut for debt until a day; no run cuts them before, the run after it does', async () => {
      await world.carry()
      const form = { how: 'restore', until: '2026-11-13', comment: 'vencimiento mal cargado' }
      await ana.post(url, form)
      const run = await get(url.replace('/deshacer', ''))
      expect(run).toContain('Se habilitó a 2 clientes.')
      expect(run).toContain('2 rehabilitadas al deshacer')
      await world.carry()
      expect(await states()).toEqual(['active', 'active'])
      await ana.post(url, form)
      expect(await world.db.selectFrom('deeds').select('id').execute()).toHaveLength(2)
      await world.control('2026-11-12')
      expect(await states()).toEqual(['active', 'active'])
      await world.control('2026-11-14')
      expect(await states()).toEqual(['cut', 'cut'])
    })

    it('leaves alone who paid, and who was cut by a hand, since', async () => {
      await world.carry()
      await pay(world.db, { code: '000001', amountCents: money('5000.00') }, world.told)
      await world.carry()
      await ana.get('/clientes/000002')
      await ana.post('/clientes/000002/corte', { comment: 'por pedido', ask: ASK })
      await ana.post(url, { how: 'restore', comment: 'todo' })
      await world.carry()
      expect(await states()).toEqual(['active', 'cut'])
    })

    it('asks what becomes of live promises, and does nothing without an answer', async () => {
      await world.carry()
      await addPromise(world.db, { code: '000001', promisedOn: day('2026-11-12') }, world.told)
      await world.carry()
      await world.control('2026-11-12')
      site.clock.now = world.now
      ana = await site.loggedIn('ana')
      const second = '/cortes/corridas/2/deshacer'
      expect(await get(second)).toContain('Uno tiene un compromiso incumplido vigente.')
      const silent = await ana.post(second, { how: 'restore', comment: 'x' })
      expect([silent.statusCode, readable(silent.body).includes('Elegí qué hacer')]).toEqual([422, true])
      expect(await world.served(owing[0] ?? 0)).toBe('cut')
      await ana.post(second, { how: 'restore', comment: 'x', promise: 'withdraw' })
      await world.carry()
      expect(await world.served(owing[0] ?? 0)).toBe('active')
    })

    it.each([
      ['a day that is over', 'until', '2026-11-10'],
      ['what is no day', 'until', 'siempre'],
      ['no reason', 'comment', ''],
      ['a reason without end', 'comment', 'x'.repeat(501)],
    ])('refuses %s', async (_what, name, value) => {
      await world.carry()
      expect((await ana.post(url, { how: 'restore', comment: 'x', [name]: value })).statusCode).toBe(422)
      expect(await states()).toEqual(['cut', 'cut'])
    })
  })
})
