// What strangers try before they are anybody: over a real socket, as the bytes stand.

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endHisSessions, setPersonPassword } from '../core/acts/people.ts'
import { Config } from '../core/config.ts'
import { personByUsername } from '../core/store/people.ts'
import { sqliteDatabase } from '../fixtures/database.ts'
import { ask, type Question } from './testing/asking.ts'
import { openSite, PASSWORD, type Site } from './testing/visitor.ts'

const NOW = Date.parse('2026-11-25T12:00:00Z')
const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
const LOG_IN = `username=ana&password=${encodeURIComponent(PASSWORD)}`

/** Behind a proxy that is trusted, or in the open. */
function openTo(trustProxies: string[]): { ask(question: Question): ReturnType<typeof ask>; site: () => Site } {
  const open = sqliteDatabase()
  let site: Site
  let port = 0
  beforeAll(async () => {
    site = await openSite((await open()).db, NOW, { config: Config.parse({ web: { trustProxies } }) })
    await site.hire('ana', 'operador')
    await site.app.listen({ host: '127.0.0.1', port: 0 })
    port = (site.app.server.address() as { port: number }).port
  })
  afterAll(() => site.app.close())
  return { ask: (question) => ask(port, question), site: () => site }
}

const cookieOf = (headers: { 'set-cookie'?: string[] | undefined }, name: string): string =>
  headers['set-cookie']?.find((one) => one.startsWith(`${name}=`)) ?? ''

describe('behind a proxy that speaks TLS', () => {
  const { ask } = openTo(['127.0.0.1'])

  it('cookies go back over TLS alone, and no script reads them', async () => {
    const headers = { ...FORM, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'isp.example', 'x-forwarded-for': '203.0.113.7' }
    const session = cookieOf((await ask({ method: 'POST', path: '/ingresar', body: LOG_IN, headers })).headers, 'ispcube')
    expect(session).toMatch(/; Secure/)
    expect(session).toMatch(/; HttpOnly/)
    expect(session).toMatch(/; SameSite=Lax/)
    expect(session).toMatch(/; Path=\//)
    expect(session).not.toMatch(/Domain=/)
    const taste = await ask({ method: 'POST', path: '/preferencias', body: 'theme=dark', headers })
    expect(cookieOf(taste.headers, 'theme')).toMatch(/; HttpOnly; Secure|; Secure.*HttpOnly/)
  })

  it('an older browser, which says only its origin, is asked about the host that the proxy names', async () => {
    const old = { 'content-type': FORM['content-type'], 'x-forwarded-proto': 'https', 'x-forwarded-host': 'isp.example' }
    const from = (origin: string) => ask({ method: 'POST', path: '/ingresar', body: LOG_IN, headers: { ...old, origin } })
    expect((await from('https://isp.example')).status).toBe(303)
    for (const origin of ['http://isp.example', 'https://isp.example.evil', 'https://evil.example', 'null'])
      expect([origin, (await from(origin)).status]).toEqual([origin, 403])
  })

  it('twenty log-ins a minute from one address and no more; another is not to suffer for it', async () => {
    const from = (address: string) =>
      ask({
        method: 'POST',
        path: '/ingresar',
        body: 'username=zoe&password=x',
        headers: { ...FORM, 'x-forwarded-for': address },
      })
    const answers = await Promise.all(Array.from({ length: 21 }, () => from('203.0.113.9')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20)
    const [limited] = answers.filter(({ status }) => status === 429)
    expect(limited?.body).toContain('Demasiados pedidos')
    expect(limited?.headers['retry-after']).toMatch(/^\d+$/)
    expect((await from('203.0.113.10')).status).toBe(401)
  }, 60_000)
})

describe('whoever was logged out while his form was on its way', () => {
  const { site } = openTo([])

  it.each(['the button', 'another password', 'another hand'])(
    'by %s: does nothing with it, and is not let in by it',
    async (how) => {
      const { deps, clock } = site()
      const { port } = site().app.server.address() as { port: number }
      for (const path of ['/preferencias', '/mi-cuenta/segundo-factor']) {
        const thief = await site().loggedIn('ana')
        await thief.get('/mi-cuenta')
        const [stolen = ''] = [thief.cookies.get('ispcube')]
        const body = `_csrf=${encodeURIComponent(thief.token)}&language=en`
        const headers = { ...FORM, cookie: `ispcube=${stolen}`, 'content-length': body.length }
        const late = request({ host: '127.0.0.1', port, method: 'POST', path, headers, agent: false })
        const begun = once(site().app.server, 'request')
        late.write(body.slice(0, 10))
        const answered = once(late, 'response') as Promise<[IncomingMessage]>
        await begun
        // Another page after it: its session was looked up by then.
        await site().visitor().get('/ingresar')
        const told = { now: clock.now, by: 'test' }
        if (how === 'the button') await thief.post('/salir')
        else if (how === 'another hand') await endHisSessions(deps.db, 'ana', told)
        else await setPersonPassword(deps.db, { username: 'ana', password: PASSWORD, isTemporary: false }, told)
        late.end(body.slice(10))
        const [answer] = await answered
        answer.resume()
        expect([path, answer.statusCode]).toEqual([path, 403])
        thief.cookies.set('ispcube', stolen)
        expect((await thief.get('/hoy')).statusCode).toBe(303)
      }
      expect((await personByUsername(deps.db, 'ana'))?.language).toBe(null)
    },
  )
})

describe('in the open', () => {
  const { ask, site } = openTo([])

  it('nobody says by a header that he came over TLS, from elsewhere or to another host', async () => {
    const headers = {
      ...FORM,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.66',
      'x-forwarded-host': 'evil.example',
    }
    const answer = await ask({ method: 'POST', path: '/ingresar', body: LOG_IN, headers })
    expect(cookieOf(answer.headers, 'ispcube')).not.toMatch(/Secure/)
    const [row] = await site().deps.db.selectFrom('webSessions').select('address').execute()
    expect(row).toEqual({ address: '127.0.0.1' })
  })

  it.each(['evil.example', 'evil.example:80', 'localhost@evil.example', '127.0.0.1:8080.evil.example'])(
    'the host %s leads nowhere',
    async (host) => {
      for (const path of ['/', '/hoy', '//evil.example/hoy', '/\\evil.example']) {
        const { headers, body } = await ask({ path, headers: { host } })
        expect(headers.location ?? '/').toMatch(/^\/(?![/\\])/)
        expect(body).not.toContain(`//${host}`)
      }
    },
  )

  it.each([
    ...['//evil.example', '/\\evil.example', 'https://evil.example', '/%0d%0aset-cookie:x=1', '/a\r\nb', '\t//evil.example', ''],
  ])('back to %j leads to a page of ours', async (back) => {
    for (const path of ['/ingresar', '/preferencias']) {
      const body = `${LOG_IN}&theme=dark&${path === '/ingresar' ? 'a' : 'back'}=${encodeURIComponent(back)}`
      const { status, headers } = await ask({ method: 'POST', path, body, headers: FORM })
      expect(headers['set-cookie']?.join()).not.toContain('x=1')
      expect([status, headers.location]).toEqual([303, expect.stringMatching(/^\/(?![/\\])[!-~]*$/)])
    }
  })

  it.each([
    ...['/assets/../app.ts', '/assets/%2e%2e/app.ts', '/assets/..%2fapp.ts', '/assets/%2e%2e%2f%2e%2e%2fpackage.json'],
    ...['/assets/..%5capp.ts', '/assets/%252e%252e/app.ts', '/assets/.operator.js', '/assets/operator.js%00.css', '/assets/'],
    ...['/assets/ground.css/', '/assets//etc/passwd', '/assets/leaflet/../../app.ts', '/assets/leaflet/package.json'],
  ])('%s gives no file away', async (path) => {
    const { status, body } = await ask({ path })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body).not.toMatch(/import |"dependencies"|root:/)
  })

  it('assets are what they say, for a year, and nothing else', async () => {
    const { status, headers } = await ask({ path: '/assets/ground.css?v=anything' })
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/css/)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['set-cookie']).toBe(undefined)
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s is answered by nothing', async (method) => {
    for (const path of ['/hoy', '/ingresar', '/clientes'])
      expect((await ask({ method, path, headers: { 'sec-fetch-site': 'same-origin' } })).status).toBeGreaterThanOrEqual(400)
  })

  it.each([
    ['a form that is too large', { ...FORM }, `username=${'x'.repeat(300_000)}`, 413],
    ['text', { ...FORM, 'content-type': 'text/plain' }, 'username=ana', 415],
    ['a file', { ...FORM, 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415],
    ['JSON, which no page sends,', { ...FORM, 'content-type': 'application/json' }, '{"username":"ana"}', 415],
    ['a field twice', FORM, 'username=a&username=b&password=c', 422],
    ['a field that is far too long', FORM, `username=${'x'.repeat(5000)}&password=c`, 422],
  ])('%s is refused, with a page and without a mark in the log', async (_, headers, body, status) => {
    const answer = await ask({ method: 'POST', path: '/ingresar', headers, body })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(site().errors).toEqual([])
  })

  it.each(['%', '%zz', '%00', 'x'.repeat(5000), '%c0%ae', '__proto__', 'constructor'])(
    'a code like %s is nobody’s',
    async (code) => {
      const ana = await site().seated('ana')
      for (const url of [`/clientes/${code}`, `/clientes?q=${code}&desde=${code}&nodo=${code}`]) {
        const { statusCode } = await ana.get(url)
        expect(statusCode).toBeLessThan(500)
      }
      expect(site().errors).toEqual([])
    },
  )
})
