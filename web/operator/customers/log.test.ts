// The log of a customer as operators read it: every line that there is, in words.

import { expect, it, onTestFinished } from 'vitest'
import { eachDatabase } from '../../../fixtures/database.ts'
import { BUENOS_AIRES, World } from '../../../fixtures/world.ts'
import { cutByHand, restoreByHand } from '../../../core/acts/deeds.ts'
import { adjust, pay } from '../../../core/acts/payments.ts'
import { addPromise } from '../../../core/acts/promises.ts'
import { setCustomer } from '../../../core/acts/customers.ts'
import { saveConnection } from '../../../core/acts/network.ts'
import { day } from '../../../core/rules/day.ts'
import { cents } from '../../../core/rules/money.ts'
import { addLog } from '../../../core/store/log.ts'
import { en } from '../../text/en.ts'
import { esAr } from '../../text/es-AR.ts'
import { operatorText } from '../../text/operator/index.ts'
import { openSite } from '../../testing/visitor.ts'
import { causeText, logWords } from './log-words.ts'
import { whoOf } from '../hands.ts'

eachDatabase('the log of a customer', (open) => {
  it('C27: says in words what was cut, restored, promised, paid and edited: when, who or which job, why', async () => {
    const { db } = await open()
    const world = new World(db).at('2026-11-01')
    const id = await world.customer('A1')
    await world.document(id, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
    const site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
    const { id: person } = await db.selectFrom('people').select('id').executeTakeFirstOrThrow()
    const by = `operator:${person}`
    await world.control('2026-11-11')
    const told = () => ({ now: world.now, by, seal: world.seal })
    await addPromise(db, { code: 'A1', promisedOn: day('2026-11-16'), comment: 'cobra el 15' }, told())
    await world.carry()
    await setCustomer(
      db,
      { code: 'A1', typed: { phone: '351 5550000', free: 'yes', start_date: '2026-10-01', portal_password: 'perro.calamar' } },
      told(),
    )
    await setCustomer(db, { code: 'A1', typed: { free: 'no' } }, told())
    await db.insertInto('plans').values({ name: 'Hogar 50', priceCents: 1, downKbps: 1, upKbps: 1, inPortal: 1 }).execute()
    await saveConnection(db, { code: 'A1', name: 'casa', typed: { plan: 'Hogar 50', ip: '10.1.1.1' } }, told())
    await cutByHand(db, { code: 'A1', comment: 'pidió la baja' }, told())
    world.reachable = false
    await world.carry()
    await restoreByHand(db, { code: 'A1', promise: 'keep' }, told())
    await adjust(db, { code: 'A1', amountCents: cents(-50_00), comment: 'visita' }, told())
    await pay(db, { code: 'A1', amountCents: cents(1_000_00), comment: 'en mano' }, told())
    site.clock.now = world.now

    const ana = await site.loggedIn('ana')
    const { body } = await ana.get('/clientes/A1/registro')
    const text = body.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')
    for (const words of [
      'mié 11 nov 06:00',
      'Control diario',
      'ana de prueba',
      'Corte ordenado Conexión casa, en norte. Motivo: deuda vencida. Por la corrida 1. Deuda vencida $ 5.000,00; valor de desbloqueo $ 1.000,00.',
      'Corte comprobado Conexión casa. Motivo: deuda vencida.',
      'Comprobado menos de un segundo después de pedirlo.',
      'Compromiso guardado Compromiso para el lun 16 nov. Comentario: cobra el 15',
      'Gratis: no → sí',
      'Teléfono: (en blanco) → 351 5550000',
      'Fecha de alta: (en blanco) → jue 1 oct 2026',
      'Contraseña del portal: se cambió',
      'Conexión modificada casa.',
      'Plan: (en blanco) → Hogar 50',
      'Corte manual Comentario: pidió la baja',
      'Habilitación manual',
      'El compromiso sigue: se vuelve a controlar.',
      'Se vuelve a intentar el',
      'no route',
      'Ajuste de saldo DX',
      'Pago Recibo',
      'por $ 1.000,00, del mié 11 nov. Comentario: en mano',
    ])
      expect(text.replaceAll('\u00a0', ' '), words).toContain(words)
    // No JSON, no key of a fact, no code.
    expect(text).not.toMatch(/[{}]|Cents|promisedOn|tookMs|undefined|\[object|operator:|run:\d|planId/)
    expect(text).not.toContain('calamar')
    expect(site.errors).toEqual([])
  })

  it('C27: escapes what others wrote, shows a line that it does not know, pages by a hundred', async () => {
    const { db } = await open()
    const world = new World(db).at('2026-11-01')
    const customerId = await world.customer('A1')
    const site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
    const ana = await site.loggedIn('ana')
    await addLog(db, [
      { at: world.now, by: 'job:mystery', what: 'something-new', customerId, facts: { colour: 'blue', deep: { a: 1 } } },
    ])
    const lines = Array.from({ length: 100 }, (_, n) => ({
      ...{ at: world.now, by: 'cli:root', what: 'alert', customerId, facts: { alert: `<script>alert(${n})</script>` } },
    }))
    await addLog(db, lines)
    const first = await ana.get('/clientes/A1/registro')
    expect(first.body).not.toContain('<script>alert(')
    expect(first.body).toContain('&lt;script&gt;alert(99)')
    expect(first.body).toContain('Consola (root)')
    const [, older = ''] = /href="([^"]*antes=\d+)"/.exec(first.body) ?? []
    const second = await ana.get(older)
    expect(second.body).toContain('something-new')
    expect(second.body).toContain('colour: blue')
    expect(second.body).toContain('Tarea del sistema')
  })
})

it('C27: knows every cause and whoever writes lines, in both languages', () => {
  for (const lang of ['es-AR', 'en']) {
    const t = operatorText(lang)
    for (const cause of [
      'run:7',
      'payment:RC 1',
      'adjustment:CX 1',
      'void:FX 1',
      'promise:3',
      'manual-cut',
      'manual-enable',
      'edit',
      'move',
    ])
      expect(causeText(cause, t)).not.toBe(cause)
    for (const by of ['job:control', 'job:dispatch', 'job:drift', 'cli:root', 'operator:99', 'gateway:siro', 'customer:4'])
      expect(whoOf(by, new Map(), t)).not.toBe(by)
    const line = {
      id: 1,
      at: 0,
      by: 'job:control',
      what: 'cut-ordered',
      customerId: 1,
      aboutKind: null,
      aboutId: null,
      runId: null,
      orderId: null,
    }
    const reader = {
      text: lang === 'en' ? en : esAr,
      t,
      zone: BUENOS_AIRES,
      currency: 'ARS',
      people: new Map(),
      plans: new Map(),
      routers: new Map(),
      connections: new Map(),
    }
    expect(logWords({ ...line, facts: {} }, reader)).toMatchObject({ said: [], changes: [], quoted: null, detail: null })
  }
})
