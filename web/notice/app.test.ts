// What the notice server answers to whom, injected: callers are addresses, and 10.0.0.1 is Ana's. It is the 8th; her invoice
// falls due on the 10th and cuts on the 11th.

import { beforeEach, expect, it, describe } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { cutByHand } from '../../core/acts/deeds.ts'
import { beginNotices, noticesDue } from '../../core/acts/notices.ts'
import { pay } from '../../core/acts/payments.ts'
import { addPromise } from '../../core/acts/promises.ts'
import { day } from '../../core/rules/day.ts'
import { build, ENGLISH, heading, PORTAL, readable } from '../testing/notice.ts'
import { API_PATH } from './app.ts'

eachDatabase('notice page', (open) => {
  let world: World
  let ana: number
  let get: ReturnType<typeof build>['get']

  beforeEach(async () => {
    world = new World((await open()).db).at('2026-11-08T12:00')
    await world.settings({
      unblockThreshold: '1000.00',
      'prenotice.enabled': 'true',
      'isp.name': 'Valle',
      'isp.phone': '261 555-0142',
    })
    ana = await world.customer('000001', [{ ip: '10.0.0.1' }])
    await world.document(ana, 'FX', '12345.67', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
    ;({ get } = build(world.db, () => world.now))
  })

  const rename = (customer: number, name: string) =>
    world.db.updateTable('customers').set({ name }).where('id', '=', customer).execute()
  const state = async () => (await get('10.0.0.1', { url: API_PATH })).json<Record<string, unknown>>()
  const seen = async (from = '10.0.0.1') => {
    const { body } = await get(from)
    return { heading: heading(body), text: readable(body) }
  }
  /** Answers are kept for a moment. */
  const later = () => void (world.now += 3_000)

  it('tells who is noticed what he owes, when it is due, when it cuts, and until when he sees it', async () => {
    await beginNotices(world.db, await noticesDue(world.db, { at: world.now, most: 10, pause: async () => {} }), world.told)
    const { heading: title, text } = await seen()
    expect(title).toBe('Tenés una factura por pagar')
    for (const part of [
      '$ 12.345,67',
      'Vence el mar 10 nov',
      'se corta el mié 11 nov a las 06:00',
      'Cliente 000001',
      'en 30 segundos',
    ])
      expect(text).toContain(part)
    world.now += 29_500
    expect((await seen()).text).toContain('en 1 segundo.')
  })

  it('says it in English to whose browser prefers that', async () => {
    const { body } = await get('10.0.0.1', { headers: ENGLISH })
    expect(body).toContain('<html lang="en">')
    expect(heading(body)).toBe('You have a bill to pay')
    expect(readable(body)).toContain('$12,345.67 Due on Tue 10 Nov')
  })

  it('names the ways to pay that the ISP has, the portal where he has no page for paying, whom to ask where there is none', async () => {
    expect((await get('10.0.0.1')).body).toContain(`href="${PORTAL}"`)
    const bare = build(world.db, () => world.now, { portalUrl: null })
    expect(readable((await bare.get('10.0.0.1')).body)).toContain('Comunicate con nosotros y te decimos cómo pagar.')
    await world.settings({ 'pay.online': 'https://pay.example.net/?a=1&b=2', 'pay.transfer': 'alias valle.pagos' })
    later()
    const { body } = await get('10.0.0.1')
    expect(body).toContain('href="https://pay.example.net/?a=1&amp;b=2"')
    expect(readable(body)).toContain('Por transferencia alias valle.pagos')
    expect(body).not.toContain(PORTAL)
  })

  it('parts what is overdue from what is not', async () => {
    await world.settings({ cutPolicy: 'days-after-due:10' })
    await world.document(ana, 'FX', '2000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-06' })
    const { heading: title, text } = await seen()
    expect(title).toBe('Tenés un pago vencido')
    expect(text).toContain('Vencido $ 2.000,00 Venció el vie 6 nov Por vencer $ 12.345,67 Vence el mar 10 nov')
  })

  it('tells who is cut what brings him back, and follows him until he is', async () => {
    await world.control('2026-11-11')
    expect((await seen()).heading).toBe('Tu Internet está cortado por falta de pago')
    expect(await state()).toEqual({ captive: true, 'user-portal-url': PORTAL })
    await pay(world.db, { code: '000001', amountCents: money('12345.67') }, world.told)
    later()
    expect((await seen()).heading).toBe('Tu Internet está volviendo')
    expect(await state()).toMatchObject({ captive: true })
    await world.carry()
    later()
    expect((await seen()).heading).toBe('Tu servicio está activo')
    expect(await state()).toEqual({ captive: false, 'user-portal-url': PORTAL })
  })

  describe('an address that is given out anew', () => {
    let beto: number
    const session = async (name: string, connectionId: number, address: string) => {
      const login = await world.db
        .insertInto('logins')
        .values({ name, connectionId, firstAt: 0 })
        .returning('id')
        .executeTakeFirstOrThrow()
      const counts = { seconds: 0, upOctets: 0, downOctets: 0, upBase: 0, downBase: 0, stoppedAt: null, ended: null, cause: null }
      const rest = { ipv6Address: null, ipv6Prefix: null, delegatedPrefix: null, calling: null, called: null, nasPortId: null }
      const key = { loginId: login.id, nas: '10.0.0.254', sessionId: name, multiSessionId: '' }
      const times = { startedAt: world.now - 60_000, heardAt: world.now }
      await world.db
        .insertInto('sessions')
        .values({ ...key, ...times, ...counts, ...rest, address })
        .execute()
    }
    const begin = async () => {
      const due = await noticesDue(world.db, { at: world.now, most: 10, pause: async () => {} })
      await beginNotices(world.db, due, world.told)
      // What the router found.
      await world.db.updateTable('notices').set({ address: '100.64.0.9' }).where('origin', '=', 'router').execute()
    }

    beforeEach(async () => {
      beto = await world.customer('000002', [{ ip: null, kind: 'pppoe', username: 'beto' }])
      await world.document(beto, 'FX', '777.77', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
      await world.document(beto, 'FX', '1000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
    })

    it('shows who has it by his session', async () => {
      await session('beto', 2, '100.64.0.9')
      await begin()
      expect((await seen('100.64.0.9')).text).toContain('$ 1.777,77')
    })

    it('says that there is a notice and not whose, where only the router knows of him', async () => {
      await begin()
      const { heading: title, text } = await seen('100.64.0.9')
      expect(title).toBe('Aviso de tu proveedor de Internet')
      expect(text).toContain('Hay un saldo por pagar')
      for (const part of ['000002', '777', 'Cliente']) expect(text).not.toContain(part)
    })

    it('shows nobody’s debt where another dialled in since, or the two sessions overlap', async () => {
      await begin()
      const caro = await world.customer('000003', [{ ip: null, kind: 'pppoe', username: 'caro' }])
      await world.document(caro, 'FX', '3333.33', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
      await session('caro', 3, '100.64.0.9')
      for (const part of ['777', '333', 'Cliente']) expect((await seen('100.64.0.9')).text).not.toContain(part)
      await session('beto', 2, '100.64.0.9')
      later()
      for (const part of ['777', '333', 'Cliente']) expect((await seen('100.64.0.9')).text).not.toContain(part)
    })
  })

  it('a cut that was not carried out yet is announced, not stated', async () => {
    await world.control('2026-11-11')
    await pay(world.db, { code: '000001', amountCents: money('12345.67') }, world.told)
    await world.carry()
    await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-11', dueOn: '2026-11-12' })
    world.at('2026-11-13')
    expect(await seen()).toMatchObject({ heading: 'Tenés un pago vencido', text: expect.stringContaining('se va a cortar') })
  })

  it('names no sum to who was cut by hand', async () => {
    await cutByHand(world.db, { code: '000001', comment: 'moved away' }, world.told)
    const { heading: title, text } = await seen()
    expect(title).toBe('Tu Internet está suspendido')
    expect(text).not.toContain('12.345')
    expect(text).not.toContain('moved away')
  })

  it('reminds who promised of his day', async () => {
    await addPromise(world.db, { code: '000001', promisedOn: day('2026-11-16') }, world.told)
    const { heading: title, text } = await seen()
    expect(title).toBe('Tu servicio está activo')
    expect(text).toContain('Compromiso')
    expect(text).toContain('compromiso de pago hasta el lun 16 nov')
  })

  it('escapes whatever a customer or the ISP is called', async () => {
    await rename(ana, '<script>alert("Ana & Co")</script>')
    await world.settings({ 'isp.name': '"><img src=x>', 'pay.counter': '<b>9 a 17</b>' })
    const { body } = await get('10.0.0.1')
    expect(body).toContain('&lt;script&gt;alert(&quot;Ana &amp; Co&quot;)&lt;/script&gt;')
    expect(body).not.toMatch(/<script|<img|<b>/)
  })

  describe('reveals nothing of anybody', () => {
    const expectStranger = async (from: string) => {
      const { body, statusCode } = await get(from)
      expect(statusCode).toBe(200)
      expect(heading(body)).toBe('Aviso de tu proveedor de Internet')
      expect(body).not.toMatch(/000001|Cliente 0|12\.345|class="badge/)
      expect((await get(from, { url: API_PATH })).json()).toEqual({ captive: false, 'user-portal-url': PORTAL })
    }

    it.each(['10.0.0.2', '2001:db8::1', 'unknown', ''])('to "%s"', (from) => expectStranger(from))

    it('at an address that two customers have', async () => {
      const south = await world.addRouter('sur')
      await world.customer('000002', [{ ip: '10.0.0.1', router: south }])
      await expectStranger('10.0.0.1')
    })

    it('at the address of a connection that is closed, and of a customer who is deleted', async () => {
      await world.customer('000002', [{ ip: '10.0.0.2', inService: false }])
      await world.customer('ZZ0003', [{ ip: '10.0.0.3' }])
      await expectStranger('10.0.0.2')
      await expectStranger('10.0.0.3')
    })

    it('where the documents contradict each other', async () => {
      const invoice = await world.document(ana, 'FX', '5000.00', { issuedOn: '2026-11-01', dueOn: '2026-11-10' })
      await world.document(ana, 'CX', '4000.00', { issuedOn: '2026-11-02', voids: invoice })
      await expectStranger('10.0.0.1')
    })

    it('but the address is his who took it over from a deleted one', async () => {
      await world.customer('ZZ0003', [{ ip: '10.0.0.1' }])
      expect((await seen()).text).toContain('Cliente 000001')
    })
  })

  it('knows IPv6 callers by the longest prefix', async () => {
    const beto = await world.customer('000002', [{ ip: null }])
    const prefix = (customer: number, ipv6Prefix: string) =>
      world.db.updateTable('connections').set({ ipv6Prefix }).where('customerId', '=', customer).execute()
    await prefix(ana, '2001:db8:7::/48')
    await prefix(beto, '2001:db8:7:100::/56')
    expect((await seen('2001:db8:7:1ff::42')).text).toContain('Cliente 000002')
    expect((await seen('2001:DB8:7:200::42')).text).toContain('Cliente 000001')
    expect((await seen('2001:db8:8::1')).heading).toBe('Aviso de tu proveedor de Internet')
  })

  it('counts to a device the seconds that its service lasts', async () => {
    const secondsToCut = (42 + 24) * 3600 // from noon on the 8th to six on the 11th
    expect(await state()).toEqual({
      captive: false,
      'user-portal-url': PORTAL,
      'can-extend-session': true,
      'seconds-remaining': secondsToCut,
    })
    const plain = build(world.db, () => world.now, { portalUrl: 'http://portal.example.net/' })
    expect((await plain.get('10.0.0.1', { url: API_PATH })).json()).toEqual({ captive: false, 'seconds-remaining': secondsToCut })
  })

  it('asks the database once for whoever comes again within seconds', async () => {
    await seen()
    await rename(ana, 'Another Name')
    expect((await seen()).text).not.toContain('Another Name')
    later()
    expect((await seen()).text).toContain('Another Name')
  })
})
