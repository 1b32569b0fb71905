// Alerts through the real pages, on both databases: one of every kind in the reader's language, wherever alerts are shown.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { FaultCode } from '../../../core/fault.ts'
import { type Alert, alertFacts, type AlertKind } from '../../../core/rules/alert.ts'
import type { Day } from '../../../core/rules/day.ts'
import { addLog } from '../../../core/store/log.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { BUENOS_AIRES, World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const AT = BUENOS_AIRES.parse('2026-11-11T10:00') ?? 0
const nas = { nas: '10.0.0.1', open: 1, heardAt: AT }

/** One of each, with what a Spanish and an English page say of it. */
const EACH: Record<AlertKind, { alert: Alert; es: string; en: string }> = {
  'nas-silent': {
    alert: { kind: 'nas-silent', count: 7, silentNas: [nas, { ...nas, nas: '<b>' }, { ...nas, open: 3 }] },
    es: '10.0.0.1 (1 sesión, último dato el mié 11 nov 10:00), &lt;b&gt; (1 sesión, último dato el mié 11 nov 10:00), 10.0.0.1 (3 sesiones, último dato el mié 11 nov 10:00) y 4 más',
    en: 'RADIUS accounting went silent: 10.0.0.1 (1 session, heard last on Wed 11 Nov 10:00)',
  },
  'router-sick': {
    alert: { kind: 'router-sick', router: 'norte', code: 'device-login', message: 'router norte refused the log-in' },
    es: 'Al router norte se lo deja en paz un rato y sus órdenes esperan. El router no acepta el usuario y la clave',
    en: 'Router norte is left alone for a while, and its orders wait. The router does not accept',
  },
  'cuts-held': {
    alert: { kind: 'cuts-held', ok: false, newCuts: 1200, orderedToday: 3, allowed: 50, isConfirmed: false },
    es: 'La corrida iba a cortar 1.200 conexiones (ya ordenadas hoy: 3; permitidas: 50) y no se cortó a nadie.',
    en: 'The run would have cut 1,200 connections (3 ordered today, 50 allowed): nobody was cut.',
  },
  'foreign-cut': {
    alert: { kind: 'foreign-cut', router: 'norte', connection: '000001/casa', seen: '*1F ispcube-cut 10.0.0.7' },
    es: 'Hay que servir a 000001/casa, y en norte la corta una entrada que no es nuestra: *1F ispcube-cut 10.0.0.7.',
    en: '000001/casa is to be served, but an entry that is not ours cuts it on norte: *1F ispcube-cut 10.0.0.7.',
  },
  'promise-unenforced': {
    alert: {
      ...{ kind: 'promise-unenforced', promisedOn: '2026-11-16' as Day, until: '2026-11-21' as Day },
      ...{ reason: 'promise-broken', overdueCents: 500_000 },
    },
    es: 'El corte por el compromiso del lun 16 nov no se pudo comprobar hasta el sáb 21 nov.',
    en: 'The cut for the promise of Mon 16 Nov could not be proven up to Sat 21 Nov.',
  },
  'clock-behind': {
    alert: { kind: 'clock-behind', clockAt: AT, lastRunAt: BUENOS_AIRES.parse('2027-01-01T06:00') ?? 0 },
    es: 'El reloj del servidor dice mié 11 nov 2026 10:00, y ya hubo una corrida el vie 1 ene 2027 06:00',
    en: 'The clock of the server says Wed 11 Nov 2026 10:00, but a run was made on Fri 1 Jan 2027 06:00',
  },
  'cpe-replaced': {
    alert: { kind: 'cpe-replaced', customer: '000001', connection: '000001/casa', message: 'CPE shows another host key' },
    es: 'El CPE de 000001/casa mostró otra clave SSH que la conocida',
    en: 'The CPE of 000001/casa showed another SSH key than the known one',
  },
}

eachDatabase('alerts', (open) => {
  let world: World
  let site: Site
  let ana: Visitor
  let customerId: number

  beforeEach(async () => {
    world = new World((await open()).db)
    world.now = AT
    await world.addRouter('norte')
    customerId = await world.customer('000001')
    site = await openSite(world.db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'administrador')
    ana = await site.seated('ana')
  })

  const store = (facts: Record<string, unknown>) =>
    addLog(world.db, [{ at: world.now, by: 'job:control', what: 'alert', customerId, facts }])
  /** The page without what is folded away, and what of it is in another language than the page. */
  const look = async (path: string) => {
    const answer = await ana.get(path)
    expect(answer.statusCode, path).toBe(200)
    const body = answer.body.replaceAll(/<(details|option)[\s\S]*?<\/\1>/g, '').replaceAll('\u00A0', ' ')
    return { body, foreign: [...body.matchAll(/<(?:span|q|p) lang="en">([^<]*)/g)].map(([, text]) => text) }
  }
  const PLACES = ['/avisos', '/hoy', '/auditoria?programa=si&que=alert', '/clientes/000001/registro']

  describe.each(Object.entries(EACH))('%s', (_kind, { alert, es, en }) => {
    it('is said in Spanish and in English', async () => {
      await store(alertFacts(alert, BUENOS_AIRES))
      for (const path of PLACES) {
        const { body, foreign } = await look(path)
        expect(body, path).toContain(es)
        expect(foreign, path).toEqual([])
      }
      await ana.post('/preferencias', { language: 'en', theme: 'system', back: '/hoy' })
      for (const path of PLACES) expect((await look(path)).body, path).toContain(en)
    })
  })

  it('those without a kind, or of one that is not known, keep the stored English and say so', async () => {
    await store({ alert: 'an old <b>one</b>' })
    await store({ kind: 'toString', alert: 'of a newer version' })
    const fault = { code: 'device-on-fire' as FaultCode, message: 'it burns' }
    await store(alertFacts({ kind: 'router-sick', router: 'norte', ...fault }, BUENOS_AIRES))
    for (const path of PLACES) {
      const { foreign } = await look(path)
      expect(new Set(foreign), path).toEqual(
        new Set(['an old &lt;b&gt;one&lt;/b&gt;', 'of a newer version', 'it burns; try: ispcube router test norte']),
      )
    }
  })
})
