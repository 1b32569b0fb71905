// The network's pages as people meet them, on both databases: routers, plans, nodes, CPE passwords, the list of CPEs.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { takeAsks, answerRouter } from '../../../core/acts/asks.ts'
import { addCredential } from '../../../core/acts/cpe-accesses.ts'
import { recordHeard } from '../../../core/acts/visits.ts'
import { readingOf } from '../../../core/rules/signal.ts'
import { listCredentials, listSnmpAccesses } from '../../../core/store/cpe-accesses.ts'
import { cpesOfCustomer } from '../../../core/store/cpes.ts'
import { listPlans, listSites } from '../../../core/store/network-imports.ts'
import { promotionsOfPlan } from '../../../core/store/promotions.ts'
import { listRouters, routerByName } from '../../../core/store/routers.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { World } from '../../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const NOW = Date.parse('2026-11-25T15:00:00Z')
const plain = (body: string) => body.replaceAll('\u00a0', ' ')
const ROUTER = {
  driver: 'routeros',
  host: '10.0.0.1',
  port: '',
  tls: 'si',
  site: 'Cerro',
  username: 'api',
  password: 'muy secreta',
}
const PLAN = { name: 'Hogar 50', price: '18.500,50', down_mbps: '50', up_mbps: '2,5', in_portal: 'si' }

eachDatabase('the network', (open) => {
  let site: Site
  let world: World
  let admin: Visitor

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db)
    world.now = NOW
    site = await openSite(db, NOW)
    onTestFinished(() => site.app.close())
    await site.hire('jefa', 'administrador')
    admin = await site.loggedIn('jefa')
    await admin.get('/red/nas')
  })
  const db = () => site.deps.db
  const told = () => ({ now: NOW, by: 'test', seal: site.deps.seal })

  describe('C21c routers', () => {
    it('are added with a sealed password, a node that is new, and shown without secrets', async () => {
      const sent = await admin.post('/red/routers/nuevo', { name: 'norte-1', ...ROUTER })
      expect([sent.statusCode, sent.headers.location]).toEqual([303, '/red/routers/norte-1/prueba'])
      expect(site.nudges.count).toBe(1)
      const router = await routerByName(db(), 'norte-1')
      expect(router).toMatchObject({ driver: 'routeros', host: '10.0.0.1', port: 8729, tls: 1, username: 'api' })
      expect(router?.passwordSealed).not.toContain('secreta')
      expect((await listSites(db())).map(({ name }) => name)).toEqual(['Cerro'])
      const pages = [await admin.get('/red/nas'), await admin.get('/red/routers/norte-1/editar')]
      for (const { body, statusCode } of pages) {
        expect(statusCode).toBe(200)
        expect(body).toContain('norte-1')
        expect(body).not.toContain('muy secreta')
      }
    })

    it('are not added twice by a form that is sent twice, and not under a name that is taken', async () => {
      const form = { name: 'norte-1', ...ROUTER }
      const answers = [await admin.post('/red/routers/nuevo', form), await admin.post('/red/routers/nuevo', form)]
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303])
      expect(await listRouters(db())).toHaveLength(1)
      const other = await admin.post('/red/routers/nuevo', { ...form, host: '10.0.0.9' })
      expect(other.statusCode).toBe(422)
      expect(other.body).toContain('Ya hay un router con ese nombre.')
      const twin = await admin.post('/red/routers/nuevo', { ...form, name: 'norte-2' })
      expect(twin.body).toContain('Otro router ya usa esa dirección y ese puerto')
      expect(await listRouters(db())).toHaveLength(1)
    })

    it.each([
      [{ host: '' }, 'Falta la dirección'],
      [{ name: '' }, 'Escribí un nombre de hasta 100'],
      [{ name: 'x'.repeat(200) }, 'Escribí un nombre de hasta 100'],
      [{ driver: 'telnet' }, 'Elegí cómo se accede.'],
      [{ port: '70000' }, 'Un número de 1 a 65535'],
      [{ port: 'ocho' }, 'Un número de 1 a 65535'],
      [{ template: 'cisco' }, 'No hay una plantilla con ese nombre.'],
      [{ username: 'a\u0007b' }, 'Hasta 100 caracteres en una sola línea.'],
    ])('are refused with %o, and what was typed is kept', async (wrong, sentence) => {
      const answer = await admin.post('/red/routers/nuevo', { name: 'norte-1', ...ROUTER, ...wrong })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain(sentence)
      expect(answer.body).toContain('value="Cerro"')
      expect(answer.body).not.toContain('muy secreta')
      expect(await listRouters(db())).toEqual([])
    })

    it('are changed, keep a password that is left blank, and are told apart from text', async () => {
      const name = `<script>alert(1)</script>`
      await admin.post('/red/routers/nuevo', { name, ...ROUTER })
      const before = await routerByName(db(), name)
      const path = `/red/routers/${encodeURIComponent(name)}`
      await admin.post(`${path}/editar`, { ...ROUTER, password: '', host: '10.0.0.2' })
      expect(await routerByName(db(), name)).toMatchObject({ host: '10.0.0.2', passwordSealed: before?.passwordSealed })
      for (const page of ['/red/nas', `${path}/editar`, `${path}/prueba`, '/red/cpes', '/red/nodos']) {
        const { body, statusCode } = await admin.get(page)
        expect(statusCode).toBe(200)
        expect(body).not.toContain(name)
      }
    })

    it('are removed only while nothing is on them', async () => {
      await world.customer('000001')
      const answer = await admin.post('/red/routers/norte/quitar')
      expect(answer.headers.location).toBe('/red/routers/norte/editar')
      expect((await admin.get('/red/routers/norte/editar')).body).toContain('No se quitó norte: tiene 1 conexiones')
      await world.addRouter('sur')
      expect((await admin.post('/red/routers/sur/quitar')).headers.location).toBe('/red/nas')
      expect((await listRouters(db())).map(({ name }) => name)).toEqual(['norte'])
    })

    it('are tested by a question that the page waits for', async () => {
      await world.addRouter('norte')
      const page = await admin.get('/red/routers/norte/prueba')
      expect(page.body).toContain('href="/red/routers/norte/editar"')
      const [, action = ''] = /<form method="post" action="([^"]+prueba)"/.exec(page.body) ?? []
      const sent = await admin.post(action)
      expect([sent.statusCode, sent.headers.location]).toEqual([303, '/red/routers/norte/prueba'])
      await admin.post('/red/routers/norte/prueba')
      const waiting = await admin.get('/red/routers/norte/prueba')
      expect(waiting.body).toContain('Probando el router…')
      expect(waiting.body).toContain('<noscript><meta http-equiv="refresh"')
      const [, id] = /data-ask="(\d+)"/.exec(waiting.body) ?? []
      expect((await admin.get(`/pedidos/${id}`)).json()).toEqual({ open: true })
      const rows = await takeAsks(db(), { ...world.handout, seal: site.deps.seal }, 10)
      expect(rows).toHaveLength(1)
      const checks = [{ name: 'log-in', ok: false, detail: '<b>no route</b>' } as const]
      for (const row of rows) await answerRouter(db(), row, { checks, tookMs: 12 }, NOW)
      expect((await admin.get(`/pedidos/${id}`)).json()).toEqual({ open: false })
      const { body } = await admin.get('/red/routers/norte/prueba')
      expect(body).toContain('Hay algo para corregir')
      expect(body).toMatch(
        /Ingreso<[\s\S]*No nos acepta o no contesta[\s\S]*Detalle técnico \(en inglés\)<[\s\S]*&lt;b&gt;no route&lt;\/b&gt;/,
      )
      expect(body.replaceAll(/<details[\s\S]*?<\/details>/g, '')).not.toContain('lang="en"')
      expect(body).not.toContain('http-equiv="refresh"')
    })
  })

  describe('C21c plans', () => {
    it('are added as people write amounts and speeds, once by the same form twice, and changed', async () => {
      for (const _ of [1, 2]) expect((await admin.post('/red/planes/nuevo', PLAN)).statusCode).toBe(303)
      const [plan, ...others] = await listPlans(db())
      expect(others).toEqual([])
      expect(plan).toMatchObject({ name: 'Hogar 50', priceCents: 1_850_050, downKbps: 50_000, upKbps: 2_500, inPortal: 1 })
      await admin.post(`/red/planes/${plan?.id}`, { ...PLAN, name: 'Hogar 60', in_portal: '' })
      expect(await listPlans(db())).toMatchObject([{ id: plan?.id, name: 'Hogar 60', inPortal: 0 }])
      expect(plain((await admin.get('/red/planes')).body)).toMatch(
        /Hogar 60[\s\S]*\$ 18\.500,50[\s\S]*50 Mbit\/s[\s\S]*2,5 Mbit\/s/,
      )
    })

    it.each([
      [{ name: '' }, 'Escribí un nombre'],
      [{ price: 'mucho' }, 'Un importe de 0 o más'],
      [{ price: '1,234' + '5' }, 'Un importe de 0 o más'],
      [{ price: '18,500.50' }, 'Un importe de 0 o más'],
      [{ price: '-5' }, 'Un importe de 0 o más'],
      [{ down_mbps: '0' }, 'Mbit/s, más de 0'],
      [{ up_mbps: '9'.repeat(300) }, 'Mbit/s, más de 0'],
    ])('are refused with %o, and what was typed is kept', async (wrong, sentence) => {
      const answer = await admin.post('/red/planes/nuevo', { ...PLAN, ...wrong })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain(sentence)
      expect(answer.body).toContain(Object.values(wrong)[0] === '' ? 'value="18.500,50"' : `value="${Object.values(wrong)[0]}"`)
      expect(await listPlans(db())).toEqual([])
    })

    it('are removed only while nobody has them', async () => {
      await admin.post('/red/planes/nuevo', PLAN)
      const [plan] = await listPlans(db())
      await world.customer('000001')
      await db()
        .updateTable('connections')
        .set({ planId: plan?.id ?? null })
        .execute()
      const refused = await admin.post(`/red/planes/${plan?.id}/quitar`)
      expect([refused.statusCode, refused.body.includes('Lo usan 1 conexiones')]).toEqual([409, true])
      await db().updateTable('connections').set({ planId: null }).execute()
      await admin.post(`/red/planes/${plan?.id}/quitar`)
      expect(await listPlans(db())).toEqual([])
    })

    it('have promotions with detail, validity and value: one for each form, shown while it is in force', async () => {
      await admin.post('/red/planes/nuevo', PLAN)
      const [plan] = await listPlans(db())
      const { body } = await admin.get(`/red/planes/${plan?.id}`)
      const [, ask = ''] = /name="ask" value="([^"]+)"/.exec(body) ?? []
      const form = { ask, promo_detail: 'Mitad <i>', promo_from: '2026-11-01', promo_to: '2026-12-31', promo_price: '9.250' }
      for (const _ of [1, 2]) expect((await admin.post(`/red/planes/${plan?.id}/promociones`, form)).statusCode).toBe(303)
      const [promotion, ...others] = await promotionsOfPlan(db(), plan?.id ?? 0)
      expect([promotion, others]).toMatchObject([
        { detail: 'Mitad <i>', fromOn: '2026-11-01', toOn: '2026-12-31', priceCents: 925_000 },
        [],
      ])
      expect(plain((await admin.get('/red/planes')).body)).toContain('Mitad &lt;i&gt;: $ 9.250,00 hasta el jue 31 dic 2026')
      expect((await admin.get(`/red/planes/${plan?.id}`)).body).toContain('vigente')
      await admin.post(`/red/planes/${plan?.id}/promociones/${promotion?.id}/quitar`)
      expect(await promotionsOfPlan(db(), plan?.id ?? 0)).toEqual([])
    })

    it.each([
      [{ promo_detail: '' }, 'Escribí qué se ofrece'],
      [{ promo_from: 'ayer' }, 'Falta el primer día'],
      [{ promo_to: '2026-10-31' }, 'Falta el último día, o es anterior al primero.'],
      [{ promo_price: '' }, 'Un importe de 0 o más'],
    ])('refuse a promotion with %o', async (wrong, sentence) => {
      await admin.post('/red/planes/nuevo', PLAN)
      const [plan] = await listPlans(db())
      const form = {
        ask: 'formulario-1',
        promo_detail: 'Mitad',
        promo_from: '2026-11-01',
        promo_to: '2026-12-31',
        promo_price: '9',
      }
      const answer = await admin.post(`/red/planes/${plan?.id}/promociones`, { ...form, ...wrong })
      expect([answer.statusCode, answer.body.includes(sentence)]).toEqual([422, true])
      expect(await promotionsOfPlan(db(), plan?.id ?? 0)).toEqual([])
    })
  })

  describe('C21c nodes', () => {
    it('are added with position and radius, changed, and removed while no router stands there', async () => {
      const form = { name: 'Cerro', lat: '-31,4', lng: '-64.18', radius_km: '3,5' }
      for (const _ of [1, 2]) expect((await admin.post('/red/nodos/nuevo', form)).statusCode).toBe(303)
      const [node, ...others] = await listSites(db())
      expect([node, others]).toMatchObject([{ name: 'Cerro', lat: -31.4, lng: -64.18, radiusKm: 3.5 }, []])
      expect((await admin.get(`/red/nodos/${node?.id}`)).body).toMatch(
        /name="lat"[^>]*value="-31.4"[\s\S]*name="radius_km"[^>]*value="3,5"/,
      )
      await admin.post(`/red/nodos/${node?.id}`, { ...form, radius_km: '' })
      expect((await listSites(db()))[0]?.radiusKm).toBeNull()
      await world.addRouter('norte')
      await db()
        .updateTable('routers')
        .set({ siteId: node?.id ?? null })
        .execute()
      expect((await admin.post(`/red/nodos/${node?.id}/quitar`)).statusCode).toBe(409)
      await db().updateTable('routers').set({ siteId: null }).execute()
      await admin.post(`/red/nodos/${node?.id}/quitar`)
      expect(await listSites(db())).toEqual([])
    })

    it.each([
      [{ name: '  ' }, 'Escribí un nombre'],
      [{ lat: '95' }, 'Grados de -90 a 90'],
      [{ lng: '' }, 'latitud y longitud van juntas'],
      [{ radius_km: '0' }, 'Kilómetros, más de 0'],
    ])('are refused with %o', async (wrong, sentence) => {
      const answer = await admin.post('/red/nodos/nuevo', {
        name: 'Cerro',
        lat: '-31.4',
        lng: '-64.18',
        radius_km: '3',
        ...wrong,
      })
      expect([answer.statusCode, answer.body.includes(sentence)]).toEqual([422, true])
      expect(await listSites(db())).toEqual([])
    })
  })

  describe('C20 the passwords of CPEs', () => {
    it('are five at most, sealed, never shown again, and replaced in their place', async () => {
      for (const n of [1, 2, 3, 4, 5])
        expect((await admin.post('/configuracion/cpe/claves', { username: `u${n}`, password: `clave-${n}-x` })).statusCode).toBe(
          303,
        )
      const full = await admin.get('/configuracion/cpe')
      expect(full.body).toContain('5 de 5')
      expect(full.body).not.toMatch(/clave-\d-x/)
      const sixth = await admin.post('/configuracion/cpe/claves', { username: 'u6', password: 'clave-6-x' })
      expect(sixth.statusCode).toBe(422)
      expect(sixth.body).toContain('una sexta no se acepta')
      expect(sixth.body).not.toContain('clave-6-x')
      await admin.post('/configuracion/cpe/claves/2', { username: 'otro', password: 'nueva-x' })
      const stored = await listCredentials(db())
      expect(stored.map(({ username }) => username)).toEqual(['u1', 'otro', 'u3', 'u4', 'u5'])
      expect(
        site.deps.seal.open(stored[1]?.passwordSealed ?? '', { table: 'cpe_credentials', column: 'password', row: '2' }),
      ).toBe('nueva-x')
      for (const _ of [1, 2]) expect((await admin.post('/configuracion/cpe/claves/1/quitar')).statusCode).toBe(303)
      expect(await listCredentials(db())).toHaveLength(4)
    })

    it.each([
      [{ username: '', password: 'x' }, 'Letras, números, puntos y guiones'],
      [{ username: 'ubnt; reboot', password: 'x' }, 'Letras, números, puntos y guiones'],
      [{ username: 'ubnt', password: '' }, 'Escribí la contraseña'],
      [{ username: 'ubnt', password: 'x'.repeat(300) }, 'Escribí la contraseña'],
    ])('are refused with %o', async (form, sentence) => {
      const answer = await admin.post('/configuracion/cpe/claves', form)
      expect([answer.statusCode, answer.body.includes(sentence)]).toEqual([422, true])
      expect(await listCredentials(db())).toEqual([])
    })

    it('stand beside accesses over SNMP, of all CPEs and of a router', async () => {
      await world.addRouter('panel-3')
      await admin.post('/configuracion/cpe/snmp', { of: '', version: '2c', port: '161', community: 'lectura-x' })
      const keys = { user: 'lectura', auth: 'sha', auth_key: 'ocho-o-mas', privacy: 'aes', privacy_key: 'ocho-o-mas' }
      await admin.post('/configuracion/cpe/snmp', { of: 'panel-3', version: '3', port: '1161', ...keys })
      expect(await listSnmpAccesses(db())).toMatchObject([
        { routerId: null, version: '2c', port: 161 },
        { routerId: world.router, version: '3', port: 1161 },
      ])
      expect((await admin.get('/configuracion/cpe')).body).not.toMatch(/lectura-x|ocho-o-mas/)
      for (const [form, sentence] of [
        [{ of: 'nadie', version: '2c', port: '161', community: 'x' }, 'No hay un router con ese nombre.'],
        [{ of: '', version: '2c', port: '0', community: 'x' }, 'Un número de 1 a 65535.'],
        [{ of: '', version: '2c', port: '161', community: '' }, 'Escribí la comunidad'],
        [{ of: '', version: '3', port: '161', ...keys, auth: '' }, 'El cifrado necesita autenticación'],
        [{ of: '', version: '3', port: '161', ...keys, auth_key: 'corta' }, 'Entre 8 y 100 caracteres.'],
      ] as const) {
        const answer = await admin.post('/configuracion/cpe/snmp', form)
        expect([answer.statusCode, answer.body.includes(sentence)]).toEqual([422, true])
      }
      await admin.post('/configuracion/cpe/snmp/quitar', { of: 'panel-3' })
      expect(await listSnmpAccesses(db())).toHaveLength(1)
    })
  })

  it('lists CPEs worst first, in pages, by router and by what went wrong', async () => {
    await addCredential(db(), { username: 'ubnt', password: 'clave' }, told())
    const heard = []
    for (let index = 0; index < 55; index++) {
      const customer = await world.customer(String(index).padStart(6, '0'))
      const [line] = await cpesOfCustomer(db(), customer)
      if (line === undefined) throw new Error('no connection')
      const fault = { code: 'device-login', message: 'no <b>password</b> opens it', facts: {} } as const
      const reading = readingOf('ssh', { signalDbm: -50 - (index % 50), ccqPct: 80, device: 'NanoStation' })
      heard.push({
        ...{ line, at: NOW - 1000 },
        visit:
          index === 54
            ? { ok: false as const, fault, hostKey: null }
            : { ok: true as const, reading, credential: null, hostKey: null },
      })
    }
    await recordHeard(db(), heard, world.config.limits)
    const first = await admin.get('/red/cpes')
    const codes = (body: string) => [...body.matchAll(/href="\/clientes\/(\d{6})\/senal/g)].map(([, code]) => code)
    expect(codes(first.body)).toHaveLength(50)
    expect(codes(first.body)[0]).toBe('000049')
    expect(first.body).toContain('54 conexiones')
    const [, next = ''] = /href="([^"]+)" rel="next"|rel="next" href="([^"]+)"/.exec(first.body)?.filter(Boolean) ?? []
    const second = await admin.get(next.replaceAll('&amp;', '&'))
    expect(codes(second.body)).toHaveLength(4)
    expect(new Set([...codes(first.body), ...codes(second.body)]).size).toBe(54)
    const faulty = await admin.get('/red/cpes?ver=falla')
    expect(codes(faulty.body)).toEqual(['000054'])
    expect(faulty.body).toContain('Clave incorrecta')
    expect(faulty.body).toContain('Ninguna de las claves de CPE abre.')
    expect(faulty.body).not.toContain('lang="en"')
    expect(codes((await admin.get('/red/cpes?ver=nunca')).body)).toEqual(['000054'])
    expect(codes((await admin.get('/red/cpes?router=norte')).body)).toHaveLength(50)
    for (const odd of ['?desde=x', '?ver=todo&router=nadie', '?desde=1_2_3&router=%3Cscript%3E'])
      expect((await admin.get(`/red/cpes${odd}`)).statusCode).toBe(200)
  })

  it('is seen and changed by those who may', async () => {
    await world.addRouter('norte')
    await site.hire('olga', 'operador')
    await site.hire('caro', 'cobrador', { collector: 'Caro' })
    const olga = await site.loggedIn('olga')
    const caro = await site.loggedIn('caro')
    for (const page of ['/red/nas', '/red/cpes', '/red/planes', '/red/nodos', '/red/routers/norte/prueba']) {
      const seen = await olga.get(page)
      expect(seen.statusCode).toBe(200)
      expect(seen.body).not.toContain('/editar')
      expect((await caro.get(page)).statusCode).toBe(403)
    }
    for (const page of ['/red/routers/nuevo', '/red/planes/nuevo', '/red/nodos/nuevo', '/configuracion/cpe'])
      expect((await olga.get(page)).statusCode).toBe(403)
    for (const deed of ['/red/routers/norte/quitar', '/red/planes/nuevo', '/configuracion/cpe/claves', '/configuracion/cpe/snmp'])
      expect((await olga.post(deed)).statusCode).toBe(403)
    for (const gone of ['/red/planes/99', '/red/nodos/x', '/red/routers/nadie/editar', '/pedidos/99', '/pedidos/x'])
      expect((await admin.get(gone)).statusCode).toBe(404)
  })
})
