// What a person at the counter does with a customer: C5, C7–C11, cutting and enabling by hand, and why on any day. On both
// databases, through the real pages; what the router would do is written down by `World`.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { eachDatabase } from '../../../fixtures/database.ts'
import { money, World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const ASK = 'a-form-of-this-test-0001'

/** Eta escapes quotes; tests read what people read. */
const readable = (html: string): string => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('\u00A0', ' ')

eachDatabase('the counter', (open) => {
  let world: World
  let site: Site
  let ana: Visitor
  let customer: number

  /** The clock of the pages goes with that of the world. */
  const at = (when: string): void => {
    world.at(when)
    site.clock.now = world.now
  }
  /** On another day: who was logged in has to log in again. */
  const days = async (when: string): Promise<void> => {
    at(when)
    ana = await site.loggedIn('ana')
    await page('')
  }
  const page = async (path: string) => {
    const answer = await ana.get(`/clientes/000001${path}`)
    return { status: answer.statusCode, text: readable(answer.body) }
  }
  const send = (path: string, fields: Record<string, string>) => ana.post(`/clientes/000001${path}`, fields)
  const openDesired = async () => (await world.openOrders(customer)).map(({ desired }) => desired)

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    customer = await world.customer('000001')
    await world.document(customer, 'FX', '5000.00', { dueOn: '2026-11-10', number: '0001-00000001' })
    await world.control('2026-11-11')
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'supervisor')
    at('2026-11-12T10:00')
    ana = await site.loggedIn('ana')
    await page('')
  })

  describe('C5, the adjustment of a balance', () => {
    it('above zero is a CX in his favour, seen in the account at once', async () => {
      const answer = await send('/ajuste', { amount: '4.500,00', comment: 'bonificación', ask: ASK })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/clientes/000001/cuenta'])
      const { text } = await page('/cuenta')
      expect(text).toContain('Ajuste registrado: CX X-00000001 por $ 4.500,00.')
      expect(text).toMatch(/CX X-00000001<[\s\S]*bonificación/)
      // 500 are left, no more than the threshold: restored at once.
      expect(await openDesired()).toEqual(['active'])
      expect(site.nudges.count).toBe(1)
    })

    it('below zero is a DX that he owes', async () => {
      await send('/ajuste', { amount: '-250', comment: 'reposición de antena', ask: ASK })
      expect((await page('/cuenta')).text).toMatch(/DX X-00000001<[\s\S]*reposición de antena[\s\S]*\$ 250,00/)
      expect((await world.decision(customer)).balanceCents).toBe(money('5250.00'))
    })

    it('twice is once', async () => {
      for (let n = 0; n < 2; n++) await send('/ajuste', { amount: '100', comment: 'bonificación', ask: ASK })
      expect((await page('/cuenta')).text).toContain('No se registró dos veces.')
      expect(await world.db.selectFrom('documents').select('kind').where('kind', '=', 'CX').execute()).toHaveLength(1)
    })

    it.each([
      ['0', 'motivo', 'Un ajuste de cero no cambia nada.'],
      ['', 'motivo', 'Escribí un importe.'],
      ['12,345', 'motivo', 'No es un importe'],
      ['9'.repeat(40), 'motivo', 'No es un importe'],
      ["1'; drop table documents; --", 'motivo', 'No es un importe'],
      ['100', '', 'Escribí el motivo.'],
      ['100', 'x'.repeat(501), 'Es demasiado largo'],
    ])('%s with "%s" is refused at its field, and nothing is saved', async (amount, comment, sentence) => {
      const answer = await send('/ajuste', { amount, comment, ask: ASK })
      expect(answer.statusCode).toBe(422)
      const text = readable(answer.body)
      expect(text).toContain(sentence)
      expect(text).toMatch(/aria-invalid="true"/)
      expect(text).toContain(`value="${amount}"`.slice(0, 30))
      expect(text).toContain(`value="${ASK}"`)
      expect(await world.db.selectFrom('documents').select('id').execute()).toHaveLength(1)
    })
  })

  describe('C7, a payment in cash', () => {
    it('is saved with its comment, and asks then whether to print and whether to restore; yes restores at once', async () => {
      const answer = await send('/pago', { amount: '$ 4.000,00', comment: 'pagó la mamá', ask: ASK })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/clientes/000001/pago/X-00000001'])
      const { text } = await page('/pago/X-00000001')
      expect(text).toContain('Pago registrado: recibo X-00000001 de $ 4.000,00.')
      expect(text).toContain('Imprimir comprobante')
      expect(text).toContain('¿Rehabilitar el servicio?')
      expect(await openDesired()).toEqual([])
      at('2026-11-12T10:01')
      const yes = await send('/pago/X-00000001', { answer: 'si' })
      expect(yes.statusCode).toBe(303)
      expect(await openDesired()).toEqual(['active'])
      await world.carry()
      expect(await world.served(customer)).toBe('active')
      const done = readable((await ana.get(yes.headers.location as string)).body)
      expect(done).toContain('Con servicio y comprobado')
      expect(await world.db.selectFrom('documents').select('description').where('kind', '=', 'RC').executeTakeFirst()).toEqual({
        description: 'pagó la mamá',
      })
      expect((await page('/registro')).text).toContain('pagó la mamá')
    })

    it('no is recorded as a cut by hand, which no later payment lifts', async () => {
      await send('/pago', { amount: '5000', ask: ASK })
      await send('/pago/X-00000001', { answer: 'no' })
      expect((await world.decision(customer)).reason).toBe('manual-cut')
      expect(await openDesired()).toEqual([])
      expect(await world.served(customer)).toBe('cut')
      await send('/pago', { amount: '100', ask: 'another-form-of-this-test' })
      const { text } = await page('/pago/X-00000002')
      expect(text).toContain('Está cortado a mano: este pago no lo rehabilita.')
      expect(text).not.toContain('¿Rehabilitar el servicio?')
    })

    it('what is ordered and not yet seen on the router stands beside the state in the head', async () => {
      await send('/pago', { amount: '5000', ask: ASK })
      await send('/pago/X-00000001', { answer: 'si' })
      expect((await page('')).text).toContain('Habilitación en curso')
      await world.carry()
      expect((await page('')).text).not.toContain('en curso')
      // Whom the next run will cut is served as he was left: no router is wrong.
      await world.document(customer, 'FX', '9000.00', { dueOn: '2026-11-10', number: '0001-00000002' })
      expect((await world.decision(customer)).state).toBe('cut')
      expect((await page('')).text).not.toContain('El router no coincide')
      await send('/corte', { comment: 'por pedido', ask: 'a-third-form-of-this-test' })
      expect((await page('')).text).toContain('Corte en curso')
      await world.carry()
      expect((await page('')).text).not.toContain('en curso')
      // Somebody else took the entry away since: a sweep saw it.
      await world.db.updateTable('places').set({ observed: 'active' }).where('isCurrent', '=', 1).execute()
      expect((await page('')).text).toContain('El router no coincide')
    })

    it('without an answer the next sweep of his router restores him, and a late no says so', async () => {
      await send('/pago', { amount: '5000', ask: ASK })
      await world.sweep(world.router, () => 'cut')
      expect(await openDesired()).toEqual(['active'])
      await world.carry()
      const late = await send('/pago/X-00000001', { answer: 'no' })
      expect(late.headers.location).toBe('/clientes/000001/pago/X-00000001')
      expect((await page('/pago/X-00000001')).text).toContain('Ya no había nada que contestar')
      expect(await world.served(customer)).toBe('active')
    })

    it('asks nothing while the debt exceeds the threshold, and nothing of who is served', async () => {
      await send('/pago', { amount: '3999,99', ask: ASK })
      expect((await page('/pago/X-00000001')).text).not.toContain('¿Rehabilitar')
      expect(await world.served(customer)).toBe('cut')
      const other = await world.customer('000002')
      await world.document(other, 'FX', '500.00', { dueOn: '2026-11-10' })
      await ana.post('/clientes/000002/pago', { amount: '500', ask: 'a-form-of-another-one' })
      expect((await ana.get('/clientes/000002/pago/X-00000002')).body).not.toContain('¿Rehabilitar')
    })

    it('twice is once', async () => {
      for (let n = 0; n < 2; n++)
        expect((await send('/pago', { amount: '1000', ask: ASK })).headers.location).toBe('/clientes/000001/pago/X-00000001')
      expect((await page('/pago/X-00000001')).text).toContain('No se registró dos veces.')
      expect((await world.decision(customer)).balanceCents).toBe(money('4000.00'))
    })

    it('prints a receipt with whom, how much and by whom', async () => {
      await send('/pago', { amount: '1234,50', comment: 'cuota', ask: ASK })
      const { text } = await page('/pago/X-00000001/comprobante')
      for (const part of ['RC X-00000001', '000001 Cliente 000001', '$ 1.234,50', 'cuota', 'ana de prueba', '12 nov 2026'])
        expect(text).toContain(part)
      expect((await page('/pago/X-00000009/comprobante')).status).toBe(404)
    })

    it.each([
      ['0', 'Un pago es de más de cero.'],
      ['-5', 'Un pago es de más de cero.'],
      ['', 'Escribí un importe.'],
      ['5.000.00', 'No es un importe'],
      ['1e6', 'No es un importe'],
      ['900000000000000', 'No es un importe'],
    ])('%s is refused at its field', async (amount, sentence) => {
      const answer = await send('/pago', { amount, comment: '<script>alert(1)</script>', ask: ASK })
      expect(answer.statusCode).toBe(422)
      expect(readable(answer.body)).toContain(sentence)
      expect(answer.body).not.toContain('<script>alert')
      expect(answer.body).toContain('&lt;script&gt;alert(1)')
      expect(await world.db.selectFrom('documents').select('id').execute()).toHaveLength(1)
    })
  })

  describe('C8, a promise', () => {
    it('puts the cut off to a date, restores at once, and a blank date withdraws it', async () => {
      const answer = await send('/compromiso', { date: '2026-11-16', comment: 'cobra el lunes', ask: ASK })
      const done = readable((await ana.get(answer.headers.location as string)).body)
      expect(done).toContain('Compromiso guardado para el lun 16 nov 2026: se controla el lun 16 nov 06:00.')
      expect(await openDesired()).toEqual(['active'])
      await world.carry()
      expect((await page('/compromiso')).text).toContain('Tiene un compromiso para el lun 16 nov 2026: pendiente.')
      await send('/compromiso', { date: '', ask: 'another-form-of-this-test' })
      expect((await page('')).text).toContain('Se retiró el compromiso para el lun 16 nov 2026.')
      expect(await world.promise(customer)).toMatchObject({ state: 'withdrawn' })
      await send('/compromiso', { date: '', ask: 'a-third-form-of-this-test' })
      expect((await page('')).text).toContain('No tenía ningún compromiso')
    })

    it('the form of a promise that was withdrawn meanwhile does not save it again', async () => {
      await send('/compromiso', { date: '16/11/2026', ask: ASK })
      await send('/compromiso', { date: '', ask: 'another-form-of-this-test' })
      await send('/compromiso', { date: '16/11/2026', ask: ASK })
      expect(await world.promise(customer)).toMatchObject({ state: 'withdrawn' })
    })

    it.each([
      ['2026-11-12', 'El control del jue 12 nov 2026 ya pasó (jue 12 nov 06:00).'],
      ['2025-01-01', 'ya pasó'],
      ['2026-02-30', 'No es una fecha'],
      ['mañana', 'No es una fecha'],
    ])('%s is refused at its field', async (date, sentence) => {
      const answer = await send('/compromiso', { date, ask: ASK })
      expect(answer.statusCode).toBe(422)
      expect(readable(answer.body)).toContain(sentence)
      expect(await world.promise(customer)).toBeUndefined()
    })

    it('warns where it cannot help', async () => {
      const warned = async (fields: Record<string, string>) =>
        readable((await ana.get((await send('/compromiso', fields)).headers.location as string)).body)
      await send('/pago', { amount: '5000', ask: ASK })
      await send('/pago/X-00000001', { answer: 'si' })
      expect(await warned({ date: '2026-11-16', ask: 'a-second-form-of-this' })).toContain('no le tocaba ningún corte')
      await send('/corte', { comment: 'por pedido', ask: 'a-third-form-of-this-test' })
      expect(await warned({ date: '2026-11-17', ask: 'a-fourth-form-of-this' })).toContain('está cortado a mano')
    })
  })

  it('C9, its control: who paid goes on, who did not is cut and his log says so', async () => {
    await send('/compromiso', { date: '2026-11-16', ask: ASK })
    await world.carry()
    await world.control('2026-11-16')
    expect(await world.served(customer)).toBe('cut')
    await days('2026-11-16T09:00')
    expect((await page('/registro')).text).toContain('Compromiso incumplido')
    const list = readable((await ana.get('/compromisos?cual=incumplidos')).body)
    expect(list).toContain('/clientes/000001/compromiso')
  })

  it('C10, a cut that could not be made is tried through the fifth day after, and then shown', async () => {
    await send('/compromiso', { date: '2026-11-16', ask: ASK })
    await world.carry()
    world.reachable = false
    for (let on = 16; on <= 22; on++) await world.control(`2026-11-${on}`)
    await days('2026-11-22T09:00')
    expect(readable((await ana.get('/compromisos?cual=sin-cortar')).body)).toContain('/clientes/000001')
    expect((await ana.get('/compromisos?cual=incumplidos')).body).not.toContain('/clientes/000001/')
    expect(readable((await ana.get('/avisos')).body)).toMatch(
      /href="\/clientes\/000001"[\s\S]*no se pudo comprobar hasta el sáb 21 nov/,
    )
  })

  describe('C11, enabling by hand while a promise is live', () => {
    beforeEach(async () => {
      await send('/compromiso', { date: '2026-11-16', ask: ASK })
      await world.carry()
      await world.control('2026-11-16')
      await days('2026-11-17T10:00')
    })

    it('asks, and without an answer enables nobody', async () => {
      expect((await page('/habilitar')).text).toContain('Tiene un compromiso para el lun 16 nov 2026 (incumplido).')
      const answer = await send('/habilitar', { ask: 'another-form-of-this-test' })
      expect(answer.statusCode).toBe(422)
      expect(readable(answer.body)).toContain('Elegí qué hacer con el compromiso.')
      expect((await world.decision(customer)).state).toBe('cut')
    })

    it('yes: no later control day cuts', async () => {
      await send('/habilitar', { promise: 'withdraw', ask: 'another-form-of-this-test' })
      await world.carry()
      await world.control('2026-11-18')
      expect(await world.served(customer)).toBe('active')
      expect(await world.promise(customer)).toMatchObject({ state: 'withdrawn' })
    })

    it('no: the controls go on', async () => {
      const answer = await send('/habilitar', { promise: 'keep', ask: 'another-form-of-this-test' })
      expect(readable((await ana.get(answer.headers.location as string)).body)).toContain(
        'dura hasta el control del mié 18 nov 2026',
      )
      await world.carry()
      expect(await world.served(customer)).toBe('active')
      await world.control('2026-11-18')
      expect(await world.served(customer)).toBe('cut')
    })
  })

  describe('a hand', () => {
    it('cuts with a reason, at once, and only a hand restores; each form does it once', async () => {
      await send('/pago', { amount: '5000', ask: ASK })
      await send('/pago/X-00000001', { answer: 'si' })
      await world.carry()
      expect((await send('/corte', { comment: '', ask: 'a-second-form-of-this' })).statusCode).toBe(422)
      await send('/corte', { comment: 'pidió la baja', ask: 'a-second-form-of-this' })
      await world.carry()
      expect(await world.served(customer)).toBe('cut')
      expect((await page('')).text).toContain('Cortado a mano')
      const form = { until: '2026-11-20', comment: 'era un error', ask: 'a-third-form-of-this-test' }
      const answer = await send('/habilitar', form)
      expect(readable((await ana.get(answer.headers.location as string)).body)).toContain(
        'dura hasta el control del sáb 21 nov 2026',
      )
      await send('/corte', { comment: 'pidió la baja', ask: 'a-second-form-of-this' })
      await send('/habilitar', form)
      expect((await world.decision(customer)).reason).toBe('manual-enable')
      expect(await world.db.selectFrom('deeds').select('kind').execute()).toHaveLength(2)
    })

    it.each([
      ['2026-11-11', 'Ese día ya pasó.'],
      ['pronto', 'No es una fecha'],
    ])('enables until no day such as %s', async (until, sentence) => {
      const answer = await send('/habilitar', { until, ask: ASK })
      expect([answer.statusCode, readable(answer.body).includes(sentence)]).toEqual([422, true])
      expect((await world.decision(customer)).state).toBe('cut')
    })
  })

  it('tells why on any day: ¿Y el día …?', async () => {
    expect((await page('')).text).toContain('¿Y el día…?')
    expect((await page('/por-que?dia=2026-11-10')).text).toMatch(/El mar 10 nov 2026 06:00[\s\S]*no tiene deuda vencida/)
    expect((await page('/por-que?dia=2026-11-11&hora=05:59')).text).toMatch(
      /05:59[\s\S]*si no paga, se corta el mié 11 nov 06:00/i,
    )
    expect((await page('/por-que?dia=11/11/2026')).text).toMatch(/El mié 11 nov 2026 06:00[\s\S]*la deuda vencida supera/)
    const wrong = await page('/por-que?dia=ayer&hora=99')
    expect([wrong.status, wrong.text.includes('No es una fecha'), wrong.text.includes('No es una hora')]).toEqual([
      422,
      true,
      true,
    ])
  })

  it('shows a receipt: asked, sent, read back, with milliseconds, and the stream of it says the same and ends', async () => {
    await send('/pago', { amount: '5000', ask: ASK })
    const answer = await send('/pago/X-00000001', { answer: 'si' })
    const url = answer.headers.location as string
    const waiting = readable((await ana.get(url)).body)
    expect(waiting).toContain('data-live="/clientes/000001/hecho/en-vivo')
    expect(waiting).toMatch(/Pedida<\/strong> a las 10:00:00\.000 por ana de prueba[\s\S]*todavía no/)
    world.now += 40
    const [order] = await world.openOrders(customer)
    await world.carry()
    await world.db
      .updateTable('orders')
      .set({ endedAt: world.now + 210 })
      .where('id', '=', order?.id ?? 0)
      .execute()
    const done = readable((await ana.get(url)).body)
    expect(done).toMatch(/Enviada al router<\/strong> a los 40 ms[\s\S]*Leída de vuelta<\/strong> a los 250 ms/)
    expect(done).not.toContain('data-live')
    const stream = await ana.get(url.replace('/hecho?', '/hecho/en-vivo?'))
    expect(stream.headers['content-type']).toContain('text/event-stream')
    expect(readable(stream.body)).toMatch(/^retry: 1000[\s\S]*event: message\n[\s\S]*a los 250 ms[\s\S]*event: end/)
  })

  it('names with markup in them stay names', async () => {
    await world.db.updateTable('customers').set({ name: '<script>alert(1)</script>' }).where('id', '=', customer).execute()
    for (const path of ['/pago', '/compromiso', '/corte', '/habilitar', '/ajuste', '/por-que', '/hecho'])
      expect((await ana.get(`/clientes/000001${path}`)).body).not.toContain('<script>alert')
  })

  it('lets each role do its own, and a collector only with his own customers', async () => {
    await site.hire('beto', 'operador')
    await site.hire('caro', 'cobrador', { collector: 'Caro' })
    const beto = await site.loggedIn('beto')
    expect((await beto.get('/clientes/000001/ajuste')).statusCode).toBe(403)
    expect((await beto.get('/clientes/000001')).body).not.toContain('/ajuste')
    expect((await beto.post('/clientes/000001/ajuste', { amount: '100', comment: 'x', ask: ASK })).statusCode).toBe(403)
    expect((await beto.get('/clientes/000001/corte')).statusCode).toBe(200)
    const caro = await site.loggedIn('caro')
    for (const path of ['/pago', '/hecho', '/hecho/en-vivo', '/por-que'])
      expect((await caro.get(`/clientes/000001${path}`)).statusCode).toBe(404)
    await world.db.updateTable('customers').set({ collector: 'Caro' }).where('id', '=', customer).execute()
    expect((await caro.get('/clientes/000001/pago')).statusCode).toBe(200)
    for (const path of ['/compromiso', '/corte', '/habilitar', '/ajuste'])
      expect((await caro.get(`/clientes/000001${path}`)).statusCode).toBe(403)
  })
})
