// Auditoría: sentences that say who did what, filters, pages by key and the CSV of the same, on both databases.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { addPerson } from '../../../core/acts/people.ts'
import { saveSetting } from '../../../core/acts/settings.ts'
import { addPromise } from '../../../core/acts/promises.ts'
import { pay } from '../../../core/acts/payments.ts'
import { day } from '../../../core/rules/day.ts'
import { addLog } from '../../../core/store/log.ts'
import type { Db } from '../../../core/store/db.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { BUENOS_AIRES, money, World } from '../../../fixtures/world.ts'
import { openSite, PASSWORD, type Site, type Visitor } from '../../testing/visitor.ts'

eachDatabase('auditoría', (open) => {
  let site: Site
  let db: Db
  let root: Visitor
  let ana: number
  let town: World

  beforeEach(async () => {
    ;({ db } = await open())
    town = new World(db).at('2026-11-25T09:00')
    await town.addRouter('norte')
    await town.customers(101, 2)
    site = await openSite(db, town.now)
    onTestFinished(() => site.app.close())
    await site.hire('root', 'administrador')
    ana = await site.hire('ana', 'operador')
    root = await site.seated('root')
  })
  const by = () => ({ now: town.now, by: `operator:${ana}` })
  const plain = (html: string) =>
    html
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('\u00a0', ' ')
      .replaceAll(/\s+/g, ' ')

  it('says in sentences who did what, and who looked at a password', async () => {
    await addPerson(db, { username: 'eva', name: 'Eva', role: 'operador', password: PASSWORD, isTemporary: false }, by())
    await saveSetting(db, { key: 'controlHour', value: '07:00' }, by())
    await pay(db, { code: '000101', amountCents: money('5000.00'), reference: 'X-1', comment: 'en el mostrador' }, by())
    await addPromise(db, { code: '000102', promisedOn: day('2026-11-28') }, by())
    const { id } = await db.selectFrom('customers').select('id').where('code', '=', '000101').executeTakeFirstOrThrow()
    await addLog(db, [
      { at: town.now, by: `operator:${ana}`, what: 'secret-seen', customerId: id, facts: { secret: 'portal-password' } },
      {
        at: town.now,
        by: `operator:${ana}`,
        what: 'file-added',
        customerId: id,
        facts: { name: 'dni.pdf', sizeBytes: 4, sha256: 'b2' },
      },
      { at: town.now, by: 'cli:pepe', what: 'edited', customerId: id, facts: { changes: { portalPassword: '…' } } },
      { at: town.now, by: 'cli:pepe', what: 'order-cancelled', facts: { reason: 'overdue', cause: 'undo:1', comment: 'error' } },
      { at: town.now, by: `operator:${ana}`, what: 'something-new', facts: { one: 1, two: null } },
      { at: town.now, by: 'cli:pepe', what: 'added', facts: { username: '', position: 2 } },
      { at: town.now, by: 'cli:pepe', what: 'edited', facts: { snmp: 'cpes', changes: { version: '2c', access: '…' } } },
      { at: town.now, by: 'cli:pepe', what: 'removed', facts: { plan: 'Rural 10' } },
      { at: town.now, by: 'cli:pepe', what: 'postal-code-added', facts: { code: '5111', place: 'San Roque' } },
      { at: town.now, by: 'job:control', what: 'alert', facts: { alert: 'nobody was cut' } },
      { at: town.now, by: 'cli:pepe', what: 'cut-by-hand', customerId: id, facts: { comment: 'pidió la baja' } },
    ])
    const text = plain((await root.get('/auditoria')).body)
    for (const sentence of [
      'mié 25 nov 09:00 ana de prueba Cambió',
      'de 06:00 a 07:00.',
      /ana de prueba Registró el pago [\w-]+ de \$ 5\.000,00: «en el mostrador»\. 000101/,
      'ana de prueba Guardó un compromiso para el sáb 28 nov 2026. 000102',
      'ana de prueba Miró la contraseña del portal. 000101',
      'ana de prueba Subió el archivo dni.pdf. 000101',
      'Consola (pepe) Modificó Contraseña del portal. 000101',
      'Consola (pepe) Se canceló una orden: deuda vencida: «error».',
      'Consola (pepe) Agregó la contraseña 2 de los CPE.',
      'Consola (pepe) Guardó el acceso SNMP de los CPE.',
      'Consola (pepe) Quitó Rural 10.',
      'Consola (pepe) Agregó el código postal 5111, San Roque.',
      'ana de prueba something-new. one: 1',
      'Consola (pepe) Cortó a mano: «pidió la baja». 000101',
      'Agregó al usuario eva como operador.',
    ])
      expect(text).toMatch(sentence)
    expect(text).not.toContain('nobody was cut')
    expect(plain((await root.get('/auditoria?programa=si')).body)).toContain('Control diario nobody was cut')
  })

  it('filters by person, kind, customer and days of the ISP, and takes what it cannot read for nothing', async () => {
    const { id } = await db.selectFrom('customers').select('id').where('code', '=', '000101').executeTakeFirstOrThrow()
    const at = (text: string) => BUENOS_AIRES.parse(text) ?? 0
    const line = (when: string, who: string, comment: string, customerId: number | null = null) => ({
      ...{ at: at(when), by: who, what: 'cut-by-hand', customerId },
      facts: { comment },
    })
    await addLog(db, [
      line('2026-11-01T00:00', `operator:${ana}`, 'uno'),
      line('2026-11-01T23:59', `operator:${ana}`, 'dos', id),
      line('2026-11-02T00:00', `operator:${ana}`, 'tres'),
      line('2026-11-02T10:00', 'job:control', 'cuatro', id),
      line('2026-11-02T11:00', 'cli:root', 'cinco'),
    ])
    const found = async (query: string) =>
      [...plain((await root.get(`/auditoria?${query}`)).body).matchAll(/«(\w+)»/g)].map(([, word]) => word)
    expect(await found('que=cut-by-hand')).toEqual(['cinco', 'tres', 'dos', 'uno'])
    expect(await found('que=cut-by-hand&programa=si')).toEqual(['cinco', 'cuatro', 'tres', 'dos', 'uno'])
    expect(await found(`quien=operator:${ana}&que=cut-by-hand`)).toEqual(['tres', 'dos', 'uno'])
    expect(await found('desde=2026-11-01&hasta=2026-11-01')).toEqual(['dos', 'uno'])
    expect(await found('desde=2026-11-02&hasta=2026-11-02')).toEqual(['cinco', 'tres'])
    expect(await found('cliente=000101')).toEqual(['cuatro', 'dos'])
    expect(await found('que=cut-by-hand&desde=mañana&hasta=9999-99-99&pagina=x&quien=')).toHaveLength(4)
    expect((await root.get('/auditoria?cliente=nadie')).body).toContain('No hay ningún cliente con el código «nadie».')
    expect((await root.get('/auditoria?que=nada')).body).toContain('Nada coincide con este filtro.')
  })

  it('goes on by key, without losing or repeating a line, also of one instant', async () => {
    const lines = Array.from({ length: 250 }, (_, index) => ({
      ...{ at: town.now + Math.floor(index / 100), by: `operator:${ana}`, what: 'cut-by-hand' },
      facts: { comment: `n${index}` },
    }))
    await addLog(db, lines)
    const seen: string[] = []
    let url: string | undefined = '/auditoria?que=cut-by-hand'
    for (let pages = 0; url !== undefined && pages < 10; pages++) {
      const { body }: { body: string } = await root.get(url)
      seen.push(...[...body.matchAll(/«(n\d+)»/g)].map(([, word]) => word ?? ''))
      url = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(lines.map(({ facts }) => facts.comment).reverse())
  })

  it('gives the same as CSV, which no spreadsheet takes for a formula', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => ({
      ...{ at: town.now + index, by: `operator:${ana}`, what: 'something-new' },
      facts: { n: index },
    }))
    await addLog(db, [
      ...many,
      { at: town.now + 9999, by: '=cmd|x', what: 'alert', facts: { alert: '=HYPERLINK("http://evil")' } },
    ])
    const answer = await root.get('/auditoria/csv?desde=2026-11-25')
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="auditoria.csv"')
    const rows = answer.body.trim().split('\n')
    expect([...answer.rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(rows[0]).toBe('Cuándo,Quién,id,Qué,Código de cliente,JSON')
    expect(rows[1]).toContain(`'=cmd|x`)
    expect(rows[1]).toContain(`"'=HYPERLINK`)
    expect(rows.filter((row) => row.includes('something-new'))).toHaveLength(2500)
    expect(rows[2]).toMatch(/^2026-11-25T09:00:02\.499-03:00,ana de prueba,operator:\d+,something-new\. n: 2499,,/)
  })

  it('says who took it out of the program, by which filter', async () => {
    await root.get('/auditoria/csv?desde=2026-11-25&que=alert')
    const [line] = await site.deps.db.selectFrom('log').select(['by', 'facts']).where('what', '=', 'exported').execute()
    expect(JSON.parse(line?.facts ?? '')).toEqual({ kind: 'audit', form: 'csv', filter: { query: 'que=alert&desde=2026-11-25' } })
    expect(line?.by).toMatch(/^operator:\d+$/)
    const page = await root.get('/auditoria?que=exported')
    expect(page.body).toContain('Descargó la auditoría como CSV (que: alert, desde: 2026-11-25).')
    expect((await root.get('/clientes/lista/csv')).statusCode).toBe(200)
    expect((await root.get('/auditoria?que=exported')).body).toContain('Descargó clientes como CSV')
  })

  it('is closed to who may not see it', async () => {
    const visitor = await site.seated('ana')
    for (const url of ['/auditoria', '/auditoria/csv']) expect((await visitor.get(url)).statusCode).toBe(403)
  })
})
