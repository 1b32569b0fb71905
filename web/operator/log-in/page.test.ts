// The log-in as strangers and people of the ISP meet it: on both databases, through the real pages.

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { changeThePerson, requirePerson, setPersonPassword } from '../../../core/acts/people.ts'
import { totpCode } from '../../../core/totp.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { PASSWORD, type Site, openSite, type Visitor } from '../../testing/visitor.ts'

const NOW = Date.parse('2026-11-25T12:00:00Z')

eachDatabase('the log-in', (open) => {
  let site: Site
  beforeEach(async () => {
    site = await openSite((await open()).db, NOW)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
  })

  it('leads to where one wanted to go, and nowhere else', async () => {
    const ana = site.visitor()
    const sent = await ana.get('/mi-cuenta')
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/ingresar?a=%2Fmi-cuenta'])
    expect((await ana.get('/ingresar?a=%2Fmi-cuenta')).body).toContain('name="a" value="/mi-cuenta"')
    const entered = await ana.post('/ingresar', { username: 'Ana ', password: PASSWORD, a: '/mi-cuenta' })
    expect([entered.statusCode, entered.headers.location]).toEqual([303, '/mi-cuenta'])
    expect((await ana.get('/mi-cuenta')).body).toContain('ana de prueba')
    for (const elsewhere of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b'])
      expect(
        (await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD, a: elsewhere })).headers.location,
      ).toBe('/')
  })

  it('says the same of a wrong password and of somebody who is not there', async () => {
    const one = await site.visitor().post('/ingresar', { username: 'ana', password: 'no es esta' })
    const other = await site.visitor().post('/ingresar', { username: 'beto', password: 'no es esta' })
    expect([one.statusCode, other.statusCode]).toEqual([401, 401])
    for (const { body } of [one, other]) expect(body.match(/El usuario o la contraseña no son correctos\./g)).toHaveLength(1)
    expect(one.body).toContain('value="ana"')
    expect(one.body).not.toContain('no es esta')
  })

  it('locks a name after five failures, longer each time, and lets it in again afterwards', async () => {
    for (let n = 0; n < 5; n++) await site.visitor().post('/ingresar', { username: 'ana', password: 'mal' })
    const locked = await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD })
    expect(locked.body).toContain('Esperá un minuto')
    site.clock.now += 61_000
    await site.visitor().post('/ingresar', { username: 'ana', password: 'mal' })
    site.clock.now += 61_000
    expect((await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD })).statusCode).toBe(401)
    site.clock.now += 61_000
    expect((await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD })).statusCode).toBe(303)
  })

  it('lets nobody in who was let out, and ends his open browsers', async () => {
    await site.hire('beto', 'operador')
    const beto = await site.loggedIn('beto')
    await changeThePerson(site.deps.db, 'beto', { disabled: true }, { now: NOW, by: 'test' })
    expect((await beto.get('/hoy')).headers.location).toBe('/ingresar?a=%2Fhoy')
    expect((await site.visitor().post('/ingresar', { username: 'beto', password: PASSWORD })).statusCode).toBe(401)
  })

  it('gives a new id to whoever gets in: one that was planted is worth nothing', async () => {
    const ana = site.visitor()
    ana.cookies.set('ispcube', 'planted-by-somebody-else-0123456789')
    await ana.post('/ingresar', { username: 'ana', password: PASSWORD })
    expect(ana.cookies.get('ispcube')).not.toBe('planted-by-somebody-else-0123456789')
    const thief = site.visitor()
    thief.cookies.set('ispcube', 'planted-by-somebody-else-0123456789')
    expect((await thief.get('/hoy')).statusCode).toBe(303)
  })

  it('keeps no id that could be used, and writes no row for who only looks', async () => {
    await site.visitor().get('/ingresar')
    expect(await site.deps.db.selectFrom('webSessions').selectAll().execute()).toEqual([])
    const ana = await site.loggedIn('ana')
    const rows = await site.deps.db.selectFrom('webSessions').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(ana.cookies.get('ispcube'))
  })

  it('ends by itself after the hours of the configuration, and by the button', async () => {
    const ana = await site.loggedIn('ana')
    const other = await site.loggedIn('ana')
    await ana.get('/hoy')
    expect((await ana.post('/salir')).headers.location).toBe('/ingresar')
    expect((await ana.get('/hoy')).statusCode).toBe(303)
    expect((await other.get('/hoy')).statusCode).toBe(200)
    site.clock.now += 12 * 3_600_000
    expect((await other.get('/hoy')).statusCode).toBe(303)
  })

  describe('with a second factor', () => {
    it('asks for a code that counts once', async () => {
      const ana = await site.loggedIn('ana')
      await ana.get('/mi-cuenta')
      await ana.post('/mi-cuenta/segundo-factor')
      const page = await ana.get('/mi-cuenta')
      const secret = /class="key">([A-Z2-7 ]+)</.exec(page.body)?.[1]?.replaceAll(' ', '') ?? ''
      expect(secret).toHaveLength(32)
      const code = () => totpCode(secret, Math.floor(site.clock.now / 30_000))
      expect((await ana.post('/mi-cuenta/segundo-factor/codigo', { code: '000000' })).statusCode).toBe(422)
      expect((await ana.post('/mi-cuenta/segundo-factor/codigo', { code: code() })).statusCode).toBe(303)

      const again = site.visitor()
      const half = await again.post('/ingresar', { username: 'ana', password: PASSWORD, a: '/mi-cuenta' })
      expect(half.headers.location).toBe('/ingresar/codigo?a=%2Fmi-cuenta')
      expect((await again.get('/hoy')).statusCode).toBe(303)
      // The one that turned it on was used.
      expect((await again.post('/ingresar/codigo', { code: code() })).statusCode).toBe(401)
      site.clock.now += 30_000
      const entered = await again.post('/ingresar/codigo', { code: code(), a: '/mi-cuenta' })
      expect([entered.statusCode, entered.headers.location]).toEqual([303, '/mi-cuenta'])
      expect((await again.get('/hoy')).statusCode).toBe(200)
      const replay = site.visitor()
      await replay.post('/ingresar', { username: 'ana', password: PASSWORD })
      expect((await replay.post('/ingresar/codigo', { code: code() })).statusCode).toBe(401)
    })

    /** Turned on in this browser; the secret that its page showed. */
    const secretShown = async (one: Visitor): Promise<string> => {
      await one.get('/mi-cuenta')
      await one.post('/mi-cuenta/segundo-factor')
      return /class="key">([A-Z2-7 ]+)</.exec((await one.get('/mi-cuenta')).body)?.[1]?.replaceAll(' ', '') ?? ''
    }
    const codeOf = (secret: string): string => totpCode(secret, Math.floor(site.clock.now / 30_000))

    it('a browser that was left open with a secret of its own does not replace the one that is on', async () => {
      const [owner, open] = [await site.seated('ana'), await site.seated('ana')]
      const theirs = await secretShown(open)
      const mine = await secretShown(owner)
      await owner.post('/mi-cuenta/segundo-factor/codigo', { code: codeOf(mine) })
      const { totpSealed } = await requirePerson(site.deps.db, 'ana')
      expect((await open.post('/mi-cuenta/segundo-factor/codigo', { code: codeOf(theirs) })).statusCode).toBe(303)
      expect((await requirePerson(site.deps.db, 'ana')).totpSealed).toBe(totpSealed)
      expect((await open.get('/mi-cuenta')).body).not.toContain('class="key"')
    })

    it('half a log-in with a password that was replaced meanwhile is worth nothing', async () => {
      const ana = await site.seated('ana')
      const secret = await secretShown(ana)
      await ana.post('/mi-cuenta/segundo-factor/codigo', { code: codeOf(secret) })
      const thief = site.visitor()
      await thief.post('/ingresar', { username: 'ana', password: PASSWORD })
      site.clock.now += 60_000
      const told = { now: site.clock.now, by: 'operator:1' }
      await setPersonPassword(site.deps.db, { username: 'ana', password: 'una frase muy distinta', isTemporary: true }, told)
      expect((await thief.post('/ingresar/codigo', { code: codeOf(secret) })).statusCode).toBe(401)
      expect((await thief.get('/hoy')).statusCode).toBe(303)
    })

    it('half a log-in is worth nothing after five minutes, or by itself', async () => {
      expect((await site.visitor().post('/ingresar/codigo', { code: '123456' })).headers.location).toBe('/ingresar')
    })
  })

  it('asks for another password where somebody else made it', async () => {
    await site.hire('carla', 'operador', { isTemporary: true })
    const carla = await site.loggedIn('carla')
    expect((await carla.get('/hoy')).headers.location).toBe('/mi-cuenta/clave')
    expect((await carla.get('/mi-cuenta/clave')).body).toContain('elegí una que solo vos conozcas')
    const wrong = await carla.post('/mi-cuenta/clave', { current: PASSWORD, next: 'corta', repeat: 'otra' })
    expect([wrong.statusCode, wrong.body.includes('al menos 10'), wrong.body.includes('No coincide')]).toEqual([422, true, true])
    const next = 'otra frase bien larga'
    expect((await carla.post('/mi-cuenta/clave', { current: PASSWORD, next, repeat: next })).statusCode).toBe(303)
    expect((await carla.get('/hoy')).statusCode).toBe(200)
  })

  it('takes no form of another site, and none without the token', async () => {
    const foreign = { origin: 'https://evil.example' }
    expect((await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD }, foreign)).statusCode).toBe(403)
    const ana = await site.loggedIn('ana')
    await ana.get('/hoy')
    expect((await ana.post('/salir', { _csrf: 'x' })).statusCode).toBe(403)
    expect((await ana.post('/salir', {}, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await ana.get('/hoy')).statusCode).toBe(200)
  })
})
