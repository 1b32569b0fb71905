// What no keyboard types, in every field of every route: made from the list of routes and from the forms of the pages themselves, so
// a page that is added is asked too. Whatever comes, no page fails, shows the inside of the program or stands still, what was
// refused is not saved, and what is saved can be shown. Which text goes into which field is drawn from a seed.

import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { addFile } from '../../core/acts/files.ts'
import { pay } from '../../core/acts/payments.ts'
import { Config } from '../../core/config.ts'
import { parseDay } from '../../core/rules/day.ts'
import type { Db } from '../../core/store/db.ts'
import { insertRole } from '../../core/store/people.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { formsIn, questionsIn } from '../testing/forms.ts'
import { hearLines } from '../testing/lines.ts'
import { openSite, type Site, type Visitor } from '../testing/visitor.ts'

const SEED = 20261125
/** A page that takes longer stands still. */
const STILL_MS = 15_000
const LONG = 60_000

const ODD: readonly string[] = [
  ...['', ' ', '0', '-1', '1.5', '2147483648', '9007199254740993', '9'.repeat(400), '1e999', '-1e308', 'NaN', 'Infinity', '0x10'],
  ...[
    'abc',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '{"a":1}',
    '{"__proto__":{"x":"1"},"name":5}',
    '[]',
    '%',
    '%_\\%',
  ],
  ...[`'"\`;--`, '<script>alert(1)</script>', '{{#clientes}}{{/x}}', '/../..\\', 'javascript:alert(1)', 'a\r\nset-cookie: x=1'],
  ...['0000-00-00', '0001-01-01', '9999-12-31', '275760-09-13', '2026-02-30', '31/12/9999', '24:00', '-00:00'],
  ...[
    'a\u0001\u000b\u001b\u007f\u0085b',
    '\u202eodnacifirev',
    'x\u200f\u2066y',
    '😀'.repeat(60),
    `a${'\u0301'.repeat(500)}`,
    '\ufffe\uffff',
  ],
  ...['１２３', '٣', 'ﬀ', 'İ', '=1+1', '@SUM(1)', '1,2,3', '10.0.0.0/99', '::ffff:1.2.3.4', 'a@b@c', '.', '..'],
]
/** On which an expression that goes back and forth would stand still. */
const LONG_ODD: readonly string[] = [
  ...[' '.repeat(LONG), '1'.repeat(LONG), '1.'.repeat(LONG / 2), '1,'.repeat(LONG / 2), 'a'.repeat(LONG), '\t'.repeat(LONG)],
  ...['<'.repeat(LONG), '{{'.repeat(LONG / 2), '\n'.repeat(LONG), '{{#a}}'.repeat(LONG / 6), 'a@'.repeat(LONG / 2)],
].map((text) => `${text}!`)
const ODD_PATHS = ['0', '-1', '9007199254740993', '2147483648', 'abc', '__proto__', '%', '..', '9'.repeat(190)]
const ALL_AT_ONCE = [
  '9'.repeat(400),
  '2147483648',
  '9007199254740991',
  '__proto__',
  '<script>alert(1)</script>',
  'a\u0001\u000b\u001b\u007f\u0085b',
  '9999-12-31',
]

/** A password is hashed there, which takes a third of a second. */
const DEAR = /^POST \/(ingresar|usuarios\/nuevo|usuarios\/:id\/clave|mi-cuenta\/clave)$/

/** What a form needs that has nothing in it yet. */
const FILL: Record<string, string> = {
  ...{
    name: 'Ana',
    amount: '10',
    comment: 'porque sí',
    text: 'hola',
    date: '2026-12-01',
    until: '2026-12-20',
    day: '2026-11-25',
  },
  ...{ code: '900001', number: '1', username: 'pepe', password: 'una frase bastante larga', host: '192.0.2.9', ip: '10.9.9.9' },
  ...{
    price: '100',
    down_mbps: '10',
    up_mbps: '10',
    from: '2026-12-01',
    to: '2026-12-31',
    detail: 'promo',
    lat: '-31',
    lng: '-64',
  },
  ...{
    radius_km: '2',
    nombre: 'vista',
    community: 'public',
    motivo: 'x',
    address: 'Colón 1',
    repeat: 'otra frase',
    next: 'otra',
  },
}

/** So that a failure is the same the next time (mulberry32). */
function drawFrom(seed: number): <T>(all: readonly T[]) => T {
  let state = seed
  return (all) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return all[((mixed ^ (mixed >>> 14)) >>> 0) % all.length] as (typeof all)[number]
  }
}

interface Route {
  method: 'GET' | 'POST'
  url: string
  fields: Record<string, string>
}

eachDatabase('odd input', (open) => {
  let site: Site
  let root: Visitor
  let receipt: string
  let routes: Route[]
  let odds: Record<Route['method'], (readonly string[])[]>
  let customers: { code: string; line: number }[]
  const draw = drawFrom(SEED)
  const trouble = new Set<string>()
  let asked = 0
  let turn = 0

  beforeAll(async () => {
    const { db, dialect } = await open()
    // What a text does to an expression is no matter of the database, and what is asked of it goes through the same fields.
    odds = dialect === 'sqlite' ? { GET: [ODD], POST: [ODD, LONG_ODD] } : { GET: [], POST: [ODD] }
    const town = new World(db).at('2026-11-25T09:00')
    await town.addRouter('norte')
    await town.customers(101, 40)
    const [first = 0] = await town.customers(1, 1)
    await town.document(first, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await town.control('2026-11-25')
    await hearLines({ db, now: town.now, seal: town.seal })
    const told = { now: town.now, by: 'test' }
    receipt = (await pay(db, { code: '000001', amountCents: money('10.00') }, told)).number
    await db.insertInto('sites').values({ name: 'Torre', lat: -31, lng: -64, radiusKm: 2 }).execute()
    const file = { name: 'a.txt', kind: 'text/plain', sizeBytes: 1, stored: 'f'.repeat(48), sha256: '' } as const
    await addFile(db, { code: '000001', askId: '0f8fad5b-d9cb-469f-a165-70867728950e', ...file }, told)
    await insertRole(db, { name: 'otro', permissions: '["customers.see"]', ownCustomers: 0 })
    site = await openSite(db, town.now, { config: Config.parse({ web: { trustProxies: ['127.0.0.1'] } }) })
    await site.hire('root', 'administrador')
    await site.hire('otra', 'otro')
    root = await site.seated('root')
    customers = await db
      .selectFrom('connections')
      .innerJoin('customers', 'customers.id', 'connections.customerId')
      .select(['customers.code', 'connections.id as line'])
      .orderBy('customers.code')
      .execute()
    routes = await routesOf(site)
    return () => site.app.close()
  }, 60_000)

  /** The fields of a route: those of the forms that lead there, and what links ask of it. */
  async function routesOf({ routes: all }: Site): Promise<Route[]> {
    const made = all
      .flatMap(({ method, url }) => [method].flat().map((one) => ({ method: one, url, fields: {} })))
      .filter((one): one is Route => (one.method === 'GET' || one.method === 'POST') && !one.url.includes('*'))
    const matching = made.map((route) => ({ route, like: new RegExp(`^${route.url.replaceAll(/:\w+/g, '[^/]+')}$`) }))
    const of = (method: string, path: string): Route | undefined =>
      // `/clientes/nuevo` before `/clientes/:code`.
      matching
        .filter(({ route, like }) => route.method === method && like.test(path))
        .sort((a, b) => b.route.url.length - a.route.url.length)[0]?.route
    const stranger = site.visitor()
    for (const { method, url } of made) {
      if (method !== 'GET' || url.endsWith('/en-vivo')) continue
      const path = filled(url)
      const { body } = await (url === '/ingresar' ? stranger : root).get(path)
      for (const form of formsIn(body, path)) Object.assign(of(form.method, form.path)?.fields ?? {}, form.fields)
      for (const [to, name] of questionsIn(body, path)) Object.assign(of('GET', to)?.fields ?? {}, { [name]: '' })
    }
    const known = Object.assign({}, ...made.map(({ fields }) => fields)) as Record<string, string>
    const names = Object.keys(known).filter((name) => name !== '_csrf')
    for (const route of made) {
      // No page that stands open leads there: any field may be one of it.
      if (Object.keys(route.fields).length === 0) for (const name of names.slice(0, 12)) route.fields[name] = ''
      delete route.fields['_csrf']
    }
    // What makes others impossible comes last.
    const isEnd = ({ url }: Route) => /\/(eliminar|quitar|borrar|cerrar|codigo|salir|habilitacion|restaurar)\b/.test(url)
    // And what grows by what the others do comes first.
    const rank = (one: Route) => (one.method === 'GET' ? 0 : isEnd(one) ? 2 : 1)
    return made.sort((a, b) => rank(a) - rank(b))
  }

  /** An address of this route that leads somewhere, or with an odd text in place of what it names. */
  function filled(url: string, odd?: string): string {
    // Each of those who are closed, deleted or called otherwise is so once.
    const { code, line } = customers[/(eliminar|codigo|cerrar)$/.test(url) ? ++turn % customers.length : 0] ?? {
      code: '',
      line: 0,
    }
    const id = url.includes('/conexiones/') ? line : url.startsWith('/usuarios/roles/') ? 5 : url.startsWith('/usuarios/') ? 2 : 1
    const known: Record<string, string> = { code, name: 'norte', kind: 'listado', number: receipt, id: String(id) }
    return url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(odd ?? known[name] ?? '1'))
  }

  async function send(route: Route, path: string, sent: string | null, what: string): Promise<number> {
    const told = `${route.method} ${route.url} ${what} (seed ${SEED})`
    const address = `198.${51 + Math.floor(++asked / 60_000)}.${Math.floor(asked / 240) % 250}.${asked % 240}`
    const headers = {
      ...{ host: 'localhost', 'x-forwarded-for': address, cookie: [...root.cookies].map((pair) => pair.join('=')).join('; ') },
      ...(route.method === 'POST' ? { origin: 'http://localhost' } : {}),
      ...(sent === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    }
    const asking = site.app.inject({
      ...{
        method: route.method,
        url: path,
        headers,
        remoteAddress: '127.0.0.1',
        payloadAsStream: route.url.endsWith('/en-vivo'),
      },
      ...(sent === null ? {} : { payload: sent }),
    })
    let late: NodeJS.Timeout | undefined
    const still = new Promise<null>((resolve) => (late = setTimeout(resolve, STILL_MS, null)))
    const answer: LightMyRequestResponse | null = await Promise.race([asking, still])
    clearTimeout(late)
    if (answer === null) trouble.add(`${told} stands still`)
    if (answer === null) return 0
    const isStream = answer.headers['content-type']?.toString().startsWith('text/event-stream') === true
    if (isStream) answer.stream().destroy()
    if (answer.statusCode >= 500) trouble.add(`${told} ${answer.statusCode}`)
    if (!isStream && /\bat .+\.ts:\d|node_modules|SqliteError|syntax error at/.test(answer.body))
      trouble.add(`${told} shows its inside`)
    if (/x=1/.test(String(answer.headers['set-cookie']))) trouble.add(`${told} sets a cookie`)
    return answer.statusCode
  }

  const encoded = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()

  /** As forms send it, or as an address asks it. */
  function put(route: Route, fields: Record<string, string>, what: string, path = filled(route.url)): Promise<number> {
    const fresh: Record<string, string> = 'ask' in fields && !what.startsWith('ask=') ? { ask: crypto.randomUUID() } : {}
    if (route.method === 'GET') return send(route, `${path}?${encoded(fields)}`, null, what)
    return send(route, path, encoded({ ...fields, ...fresh, _csrf: root.token }), what)
  }

  async function seat(): Promise<void> {
    if ((await root.get('/mi-cuenta')).statusCode === 200) return
    root = await site.seated('root')
    await root.get('/mi-cuenta')
  }

  async function tryRoute(route: Route): Promise<number[]> {
    const { fields, method } = route
    const isDear = DEAR.test(`${method} ${route.url}`)
    const good = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value || (FILL[name] ?? '')]))
    const names = Object.keys(fields)
    const all: number[] = []
    for (const odd of ALL_AT_ONCE.slice(0, isDear ? 2 : 99))
      all.push(await put(route, Object.fromEntries(names.map((name) => [name, odd])), `all ${JSON.stringify(odd).slice(0, 30)}`))
    for (const name of names)
      for (const odd of odds[method].slice(0, isDear ? 1 : 2).map(draw))
        all.push(await put(route, { ...good, [name]: odd }, `${name}=${JSON.stringify(odd).slice(0, 40)}`))
    if (route.url.includes(':')) for (const odd of ODD_PATHS) all.push(await put(route, good, odd, filled(route.url, odd)))
    const [twice, nested] = [
      names.map((name) => `${name}=1&${name}=2`).join('&'),
      names.map((name) => `${name}[b]=c&${name}[]=d`).join('&'),
    ]
    for (const text of [
      twice,
      nested,
      '__proto__=1&constructor=2&__proto__[x]=3',
      '%=%&=&&&%ED%A0%80=%FF',
      `x=${'y'.repeat(method === 'GET' ? 9_000 : 1_000_000)}`,
    ]) {
      if (method === 'GET') all.push(await send(route, `${filled(route.url)}?${text}`, null, text.slice(0, 40)))
      else all.push(await send(route, filled(route.url), `_csrf=${encodeURIComponent(root.token)}&${text}`, text.slice(0, 40)))
    }
    return all
  }

  it('fails no page, and what was refused is not saved', async () => {
    const all = (await site.deps.db.introspection.getTables()).map(({ name }) => name)
    const tables = all.filter((name) => !/session|migration/i.test(name))
    for (const route of routes) {
      await seat()
      const before = route.method === 'POST' ? await everything(site.deps.db, tables) : ''
      const answers = await tryRoute(route)
      // What was guessed wrongly is counted.
      if (route.method === 'GET' || route.url === '/mi-cuenta/clave' || answers.some((status) => status < 400)) continue
      if ((await everything(site.deps.db, tables)) !== before) trouble.add(`${route.url} refused all, and saved something`)
    }
    expect([...trouble]).toEqual([])
    expect(site.errors).toEqual([])
  }, 300_000)

  it('leaves nothing behind that no page could show', async () => {
    expect(await oddCells(site.deps.db)).toEqual([])
    await seat()
    for (const { method, url } of routes)
      if (method === 'GET' && !url.endsWith('/en-vivo'))
        expect([url, (await root.get(filled(url))).statusCode < 500]).toEqual([url, true])
    expect(site.errors).toEqual([])
  }, 60_000)
})

/** All that is kept, but for the sessions of those who ask. */
async function everything(db: Db, tables: readonly string[]): Promise<string> {
  const kept: unknown[] = []
  for (const name of tables) kept.push(name, (await sql`select * from ${sql.table(name)}`.execute(db.withoutPlugins())).rows)
  return JSON.stringify(kept)
}

/** By the ending of its name a column says what it holds. */
async function oddCells(db: Db): Promise<string[]> {
  const odd: string[] = []
  for (const { name: table } of await db.introspection.getTables()) {
    if (/migration|^v_|nas$|rad/.test(table)) continue
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db.withoutPlugins())
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        const why = value === null ? null : oddness(column, value)
        if (why !== null) odd.push(`${table}.${column} ${why}: ${JSON.stringify(value).slice(0, 80)}`)
      }
  }
  return [...new Set(odd)].slice(0, 40)
}

function oddness(column: string, value: unknown): string | null {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'is no number'
    if (/(_cents|_id|_at|_s|_ms|kbps)$|^id$|^port$/.test(column) && !Number.isSafeInteger(value)) return 'is no whole number'
    if (column === 'lat' || column === 'lng') return Math.abs(value) <= (column === 'lat' ? 90 : 180) ? null : 'is nowhere'
    return null
  }
  if (typeof value !== 'string') return null
  if (column.endsWith('_on')) return parseDay(value) === null ? 'is no day' : null
  if (/^(facts|outcome|permissions)$/.test(column)) return value === '' || JSON.parse(value) ? null : 'is no JSON'
  if (/[\p{Surrogate}\p{Noncharacter_Code_Point}\ufffd]/u.test(value)) return 'is no text'
  if (/[^\P{Cc}\t\n\r]/u.test(value)) return 'has a control character'
  if (value.length > 60_000) return 'is endless'
  return null
}
