// The lists that figures lead to: promises by sort, alerts, payments of a day, and the page of today with its links. On both
// databases, through the real pages.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { pay, voidDocument } from '../../../core/acts/payments.ts'
import { addPromise } from '../../../core/acts/promises.ts'
import { day } from '../../../core/rules/day.ts'
import { addLog } from '../../../core/store/log.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { money, World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const readable = (html: string): string => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('\u00A0', ' ')

eachDatabase('lists behind figures', (open) => {
  let world: World
  let site: Site
  let ana: Visitor
  const get = async (path: string) => readable((await ana.get(path)).body)

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    for (const id of await world.customers(1, 4)) await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.control('2026-11-11')
    world.at('2026-11-11T09:00')
    for (const [code, on] of [
      ['000001', '2026-11-12'],
      ['000002', '2026-11-13'],
      ['000003', '2026-11-20'],
    ] as const)
      await addPromise(db, { code, promisedOn: day(on), comment: `<i>${code}</i>` }, world.told)
    await world.carry()
    await world.control('2026-11-12')
    world.at('2026-11-13T05:00')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'supervisor')
    ana = await site.loggedIn('ana')
  })

  it.each([
    ['hoy', ['000002']],
    ['pendientes', ['000002', '000003']],
    ['incumplidos', ['000001']],
    ['sin-cortar', []],
    ['cualquiera', ['000002']],
  ])('promises: %s', async (which, codes) => {
    const text = await get(`/compromisos?cual=${which}`)
    const shown = [...text.matchAll(/<th scope="row"><a href="\/clientes\/(\d+)"/g)].map(([, code]) => code)
    expect(shown).toEqual(codes)
    for (const code of codes) expect(text).toContain(`/clientes/${code}/compromiso" data-dialog`)
    expect(text).not.toContain('<i>0000')
  })

  it('a collector sees and takes the money of his own customers', async () => {
    await world.db.updateTable('customers').set({ collector: 'Caro' }).where('code', '=', '000002').execute()
    for (const code of ['000002', '000004']) await pay(world.db, { code, amountCents: money('100.00') }, world.told)
    await site.hire('caro', 'cobrador', { collector: 'Caro' })
    const caro = await site.loggedIn('caro')
    const text = readable((await caro.get('/cobros')).body)
    expect([text.includes('000002'), text.includes('000004'), text.includes('1 pago, $ 100,00')]).toEqual([true, false, true])
    for (const path of ['/compromisos', '/avisos', '/cortes']) expect((await caro.get(path)).statusCode).toBe(403)
  })

  it('payments of a day, with what was voided', async () => {
    await pay(
      world.db,
      { code: '000004', amountCents: money('5000.00'), comment: 'por ventanilla' },
      { ...world.told, by: 'cli:pepe' },
    )
    const { number } = await pay(world.db, { code: '000003', amountCents: money('70.00') }, world.told)
    await voidDocument(world.db, { code: '000003', number, comment: 'error' }, world.told)
    const text = await get('/cobros')
    expect(text).toContain('1 pago, $ 5.000,00')
    expect(text).toMatch(
      /X-00000002<\/a> <span class="tag">anulado<[\s\S]*X-00000001<\/a><[\s\S]*Consola \(pepe\)[\s\S]*por ventanilla/,
    )
    expect(await get('/cobros?dia=2026-11-12')).toContain('Ese día no se registró ningún pago.')
    expect((await ana.get('/cobros?dia=siempre')).statusCode).toBe(200)
  })

  it('alerts, page by page, each with what it is about', async () => {
    const about = { kind: 'router', id: world.router }
    await addLog(
      world.db,
      Array.from({ length: 150 }, (_, n) => ({
        at: world.now + Math.floor(n / 3),
        by: 'test',
        what: 'alert',
        about,
        facts: { alert: `number ${n} <b>` },
      })),
    )
    const first = await get('/avisos')
    expect(first).toContain('number 149 &lt;b&gt;')
    expect(first).toContain('href="/red/routers/norte"')
    const [, next] = /rel="next" href="([^"]+)"/.exec(first) ?? []
    const second = await get(next ?? '')
    const numbers = [...`${first}${second}`.matchAll(/number (\d+)/g)].map(([, n]) => Number(n))
    expect(numbers).toEqual(Array.from({ length: 150 }, (_, n) => 149 - n))
  })

  describe('today', () => {
    it('links each figure to the records behind it', async () => {
      const text = await get('/hoy')
      for (const href of [
        ...['/clientes?servicio=con', '/clientes?servicio=cortado', '/cobros', '/compromisos?cual=hoy'],
        ...['/compromisos?cual=pendientes', '/compromisos?cual=incumplidos', '/cortes/corridas/2', '/avisos'],
      ])
        expect(text).toContain(`href="${href}"`)
    })

    it('but not to where this reader may not go', async () => {
      await site.hire('caro', 'cobrador', { collector: 'Caro' })
      const text = readable((await (await site.loggedIn('caro')).get('/hoy')).body)
      for (const path of ['/compromisos', '/cortes', '/avisos', '/red/routers']) expect(text).not.toContain(`href="${path}`)
    })
  })
})
