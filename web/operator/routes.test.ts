// Every route × every role × whoever is nobody: made from the list of routes itself, so a page that is added is asked about too.
// Over a real socket, each question from an address of its own, on both databases.

import { type FastifyInstance, fastify, type RouteOptions } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeThePerson } from '../../core/acts/people.ts'
import { Config } from '../../core/config.ts'
import { FIRST_ROLES, type Permission } from '../../core/rules/permission.ts'
import type { Db } from '../../core/store/db.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import { COOKIE } from '../plugins/session.ts'
import { type Answered, ask, type Question } from '../testing/asking.ts'
import { openSite, type Site } from '../testing/visitor.ts'
import { addAccess, type May } from './access.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
const HOSTILE = `"><script>alert(1)</script>`
/** For a person's role, its users are called the same. */
const ROLES = FIRST_ROLES.map(({ name, permissions }) => ({ name, user: name.replace('é', 'e'), permissions }))
const PARAMETERS: Record<string, string> = { code: '000101', id: '1' }

interface Route {
  method: string
  path: string
  may: May | undefined
  isOwn: boolean
}

const routesOf = (all: readonly RouteOptions[]): Route[] =>
  all.flatMap(({ method, url, config }) =>
    [method].flat().map((one) => ({
      method: one,
      path: url.replaceAll(/:(\w+)(\([^)]*\))?/g, (_, name: string) => PARAMETERS[name] ?? 'nada'),
      may: config?.may,
      isOwn: config?.isOwn === true,
    })),
  )

const mayOpen = (permissions: readonly Permission[], { may }: Route): boolean =>
  may === 'public' || may === 'anyone' || (may !== undefined && permissions.includes(may))

eachDatabase('every route', (open) => {
  let site: Site
  let port: number
  let pages: Route[]
  let forms: Route[]
  let asked = 0

  beforeAll(async () => {
    const { db } = await open()
    const town = new World(db).at('2026-11-25T09:00')
    await town.addRouter('norte')
    await town.customers(101, 3)
    site = await openSite(db, town.now, { config: Config.parse({ web: { trustProxies: ['127.0.0.1'] } }) })
    for (const { name, user } of ROLES) await site.hire(user, name, { collector: 'Beto Ruiz' })
    await site.hire('apagado', 'administrador')
    await changeThePerson(db, 'apagado', { disabled: true }, { now: town.now, by: 'test' })
    await site.hire('vencido', 'administrador', { isTemporary: true })
    await site.app.listen({ host: '127.0.0.1', port: 0 })
    port = (site.app.server.address() as { port: number }).port
    const routes = routesOf(site.routes).filter(({ path }) => !path.startsWith('/assets/'))
    pages = routes.filter(({ method }) => method === 'GET')
    forms = routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))
  }, 60_000)
  afterAll(() => site.app.close())

  /** From another address each time, or the limit for one would answer. */
  const from = (question: Question): Promise<Answered> => {
    const address = `198.51.${Math.floor(++asked / 250)}.${asked % 250}`
    return ask(port, { ...question, headers: { 'x-forwarded-for': address, 'accept-language': 'es', ...question.headers } })
  }

  /** A browser of this person, with the token of a page that he may open. */
  async function browser(user: string | null): Promise<(question: Question, isForm?: boolean) => Promise<Answered>> {
    if (user === null) return (question, isForm) => from({ ...question, headers: isForm ? FORM : {} })
    const seat = await site.seated(user)
    const cookie = `${COOKIE}=${seat.cookies.get(COOKIE)}`
    let token = ''
    for (const path of ['/hoy', '/mi-cuenta/clave'])
      token ||= /name="_csrf" value="([^"]+)"/.exec((await from({ path, headers: { cookie } })).body)?.[1] ?? ''
    return (question, isForm) =>
      from({
        body: isForm ? `_csrf=${encodeURIComponent(token)}` : undefined,
        ...question,
        headers: { cookie, ...(isForm ? FORM : {}), ...question.headers },
      } as Question)
  }

  /** All that is kept, but for the sessions of those who ask. */
  async function everything(db: Db): Promise<string> {
    const kept: unknown[] = []
    for (const { name } of await db.introspection.getTables()) {
      if (/session|migration/i.test(name)) continue
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(db.withoutPlugins())
      kept.push([name, rows.map((row) => JSON.stringify(row)).sort()])
    }
    return JSON.stringify(kept)
  }

  it('says who may', () => {
    const silent = routesOf(site.routes).filter(({ may }) => may === undefined)
    expect(silent.map(({ path }) => path).filter((path) => !path.startsWith('/assets/'))).toEqual([])
    expect([pages.length > 8, forms.length > 6]).toEqual([true, true])
  })

  it('sends who is not logged in to the log-in, and does nothing for him', async () => {
    const before = await everything(site.deps.db)
    for (const user of [null, 'apagado']) {
      const asks = await browser(user)
      for (const route of [...pages, ...forms]) {
        const { status, headers } = await asks({ method: route.method, path: route.path }, route.method !== 'GET')
        const told = `${user} ${route.method} ${route.path}`
        if (route.may === 'public') expect(status, told).toBeLessThan(500)
        else if (status === 403) expect([user, route.method], told).toEqual(['apagado', 'POST'])
        else expect([status, headers.location?.slice(0, 13)], told).toEqual([303, '/ingresar?a=%'])
      }
    }
    expect(await everything(site.deps.db)).toBe(before)
  }, 60_000)

  it('sends who needs another password to change it, and does nothing before', async () => {
    const before = await everything(site.deps.db)
    const asks = await browser('vencido')
    for (const route of [...pages, ...forms]) {
      if (route.isOwn || route.may === 'public') continue
      const { status, headers } = await asks({ method: route.method, path: route.path }, route.method !== 'GET')
      expect([status, headers.location], `${route.method} ${route.path}`).toEqual([303, '/mi-cuenta/clave'])
    }
    expect(await everything(site.deps.db)).toBe(before)
  }, 60_000)

  it.each(ROLES)(
    'opens to $name what the role may, and no more',
    async ({ user, permissions }) => {
      const asks = await browser(user)
      for (const route of pages) {
        const { status, body } = await asks({ path: route.path })
        const told = `${user} ${route.path}`
        if (mayOpen(permissions, route)) expect([200, 302, 303, 404], told).toContain(status)
        else expect([status, body.includes('No tenés permiso')], told).toEqual([403, true])
      }
      const before = await everything(site.deps.db)
      for (const route of forms) {
        if (mayOpen(permissions, route)) continue
        const { status, body } = await asks({ method: route.method, path: route.path }, true)
        expect([status, body.includes('No tenés permiso')], `${user} ${route.path}`).toEqual([403, true])
      }
      expect(await everything(site.deps.db)).toBe(before)
      expect(site.errors).toEqual([])
    },
    60_000,
  )

  it('takes no form without its token, with that of another, or from another site', async () => {
    const before = await everything(site.deps.db)
    const asks = await browser('administrador')
    const other = await site.seated('supervisor')
    await other.get('/hoy')
    for (const route of forms) {
      const { method, path } = route
      const foreign = [
        { method, path, body: '' },
        { method, path, body: '_csrf=x' },
        { method, path, body: `_csrf=${encodeURIComponent(other.token)}` },
        { method, path, headers: { 'sec-fetch-site': 'cross-site' } },
        { method, path, headers: { 'sec-fetch-site': 'same-site' } },
        { method, path, headers: { 'sec-fetch-site': 'none' } },
      ]
      for (const question of foreign) {
        const { status, body } = await asks(question, true)
        const told = `${path} ${JSON.stringify(question)}`
        expect([status, body.includes('El formulario venció')], told).toEqual([403, true])
      }
    }
    expect(await everything(site.deps.db)).toBe(before)
  }, 60_000)

  it('takes no form of another origin from a browser that says only that, or from nobody', async () => {
    const before = await everything(site.deps.db)
    for (const { method, path } of forms)
      for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${port}.evil.example`]) {
        const headers = { origin, 'content-type': FORM['content-type'] }
        expect((await from({ method, path, body: '', headers })).status, path).toBe(403)
      }
    expect(await everything(site.deps.db)).toBe(before)
  }, 60_000)

  it('forbids a browser all that the pages do not need, on every page, and nobody keeps a copy', async () => {
    const asks = await browser('administrador')
    const strangers = await browser(null)
    const answers = [
      ...(await Promise.all(pages.map(async (route) => ({ route, answer: await asks({ path: route.path }) })))),
      ...(await Promise.all(
        ['/nada', '/ingresar'].map(async (path) => ({
          route: { path } as Route,
          answer: await strangers({ path }),
        })),
      )),
    ]
    for (const { route, answer } of answers) {
      const { headers, body } = answer
      // Of a personal page in any form: HTML, JSON, a sheet, a stream, points of the map.
      if (answer.status === 200) expect(headers['cache-control'], route.path).toBe('no-store')
      const policy = String(headers['content-security-policy'] ?? '')
      // What the ISP prints by a template of its own is shut in: it may look as it likes, and do nothing.
      if (/;\s*sandbox\b/.test(policy)) {
        expect(policy, route.path).toMatch(/^default-src 'none';(?!.*(script-src|connect-src|form-action (?!'none')))/)
        continue
      }
      expect(policy, route.path).toContain("default-src 'none';script-src 'self';style-src 'self'")
      expect(policy, route.path).toMatch(/form-action 'self';base-uri 'none';frame-ancestors 'none'/)
      expect(policy, route.path).not.toMatch(/unsafe|\*|https?:\/\//)
      expect([headers['x-content-type-options'], headers['x-frame-options']], route.path).toEqual(['nosniff', 'SAMEORIGIN'])
      expect(headers['referrer-policy'], route.path).toBe('same-origin')
      expect(headers['x-powered-by'], route.path).toBe(undefined)
      if (!headers['content-type']?.startsWith('text/html')) continue
      expect(headers['cache-control'], route.path).toBe('no-store') // what went wrong too
      expect(body.match(/\sstyle="|<style|<script(?![^>]*\ssrc=)|\son\w+="|javascript:/i), route.path).toBe(null)
      // Two buttons or fields of one name are one for who cannot see them.
      const ids = [...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      expect([...new Set(ids)], route.path).toEqual(ids)
    }
  })

  it('does what a form asks only as far as it can be read, whoever may send it', async () => {
    for (const route of forms) {
      for (const body of ['', 'a=1&a=2', `x=${'%F0%9F%98%80'.repeat(2000)}`, '__proto__=1&constructor=2', '%=%&=&&&']) {
        const asks = await browser('administrador')
        const first = await asks({ path: '/mi-cuenta' })
        const token = /name="_csrf" value="([^"]+)"/.exec(first.body)?.[1] ?? ''
        const answer = await asks({ ...route, body: `_csrf=${encodeURIComponent(token)}&${body}` }, true)
        const told = `${route.path} ${body.slice(0, 20)} → ${answer.status}`
        expect(answer.status < 500 && answer.status !== 403, told).toBe(true)
      }
    }
    expect(site.errors).toEqual([])
  }, 60_000)
})

eachDatabase('hostile texts', (open) => {
  it('stay texts on every page that shows them', async () => {
    const { db } = await open()
    const town = new World(db).at('2026-11-25T09:00')
    await town.addRouter('norte')
    await town.customers(101, 3)
    const site = await openSite(db, town.now)
    try {
      await site.hire('administrador', 'administrador', { collector: HOSTILE })
      await db.updateTable('people').set({ name: HOSTILE, email: HOSTILE }).execute()
      const texts = [
        'name',
        'nickname',
        'fiscalAddress',
        'address',
        'street1',
        'street2',
        'city',
        'postalCode',
        'status',
      ] as const
      const more = ['paymentMethod', 'paymentCode', 'collector', 'salesperson', 'till', 'contact', 'extra1', 'extra2'] as const
      await db
        .updateTable('customers')
        .set(Object.fromEntries([...texts, ...more, 'contractType', 'activity'].map((column) => [column, HOSTILE])))
        .execute()
      const { id } = await db.selectFrom('customers').select('id').where('code', '=', '000101').executeTakeFirstOrThrow()
      await db.insertInto('contacts').values({ customerId: id, kind: 'phone', value: HOSTILE }).execute()
      await db.insertInto('contacts').values({ customerId: id, kind: 'email', value: HOSTILE }).execute()
      await db.insertInto('sites').values({ name: HOSTILE, lat: -31, lng: -64, radiusKm: 2 }).execute()
      const speeds = { priceCents: 100, downKbps: 1000, upKbps: 1000, inPortal: 1 as const }
      await db
        .insertInto('plans')
        .values({ name: HOSTILE, ...speeds })
        .execute()
      await db
        .updateTable('routers')
        .set({ name: HOSTILE, faultMessage: HOSTILE, faultAt: town.now, identity: HOSTILE, version: HOSTILE, board: HOSTILE })
        .execute()
      await db.updateTable('connections').set({ name: HOSTILE, username: HOSTILE, mac: HOSTILE, address: HOSTILE }).execute()
      const whats = ['alert', 'edited', 'payment', 'setting', 'secret-seen', 'person-changed', HOSTILE]
      for (const what of whats)
        for (const by of ['operator:1', HOSTILE])
          await db
            .insertInto('log')
            .values({
              ...{ at: town.now, by, what, customerId: id },
              facts: JSON.stringify({
                alert: HOSTILE,
                comment: HOSTILE,
                key: HOSTILE,
                changes: { name: { from: HOSTILE, to: HOSTILE } },
              }),
            })
            .execute()
      const root = await site.seated('administrador')
      let shown = 0
      for (const { method, path } of routesOf(site.routes)) {
        if (method !== 'GET' || path.includes('*')) continue
        for (const url of [path, `${path}?q=${encodeURIComponent(HOSTILE)}&desde=${encodeURIComponent(HOSTILE)}`]) {
          const { body, headers } = await root.get(url)
          if (!headers['content-type']?.toString().startsWith('text/html')) continue
          expect([url, body.includes('<script>alert(1)')]).toEqual([url, false])
          if (body.includes('&lt;script&gt;alert(1)')) shown++
        }
      }
      expect(shown).toBeGreaterThan(4)
      expect(site.errors).toEqual([])
    } finally {
      await site.app.close()
    }
  }, 60_000)
})

describe('a route that does not say who may', () => {
  it('stops the program at its start', async () => {
    const app: FastifyInstance = fastify()
    addAccess(app, { db: {} as Db })
    expect(() => app.get('/todo', async () => 'all')).toThrow('the route GET /todo does not say who may')
    await app.close()
  })
})
