// Whoever sees only his own customers sees nobody else's, whatever else his role may: every page that he may open is looked
// through for the names of others, and every address that names another customer is nobody's to him. On both databases.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { addNote } from '../../core/acts/notes.ts'
import { pay } from '../../core/acts/payments.ts'
import { addPromise } from '../../core/acts/promises.ts'
import { ABOUT_ALL, PERMISSIONS } from '../../core/rules/permission.ts'
import { day } from '../../core/rules/day.ts'
import { addLog } from '../../core/store/log.ts'
import { insertRole } from '../../core/store/people.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { money, World } from '../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../testing/visitor.ts'

/** Of one who is not his: nothing of these may stand on a page. */
const FOREIGN = /000002|Ajena|Ajeno|777\.77|777,77/
/** Who may change who may see what can see everything. */
const NOT_ASKED = ['people.edit', 'settings.edit'] as const

eachDatabase('a collector of his own customers', (open) => {
  let world: World
  let site: Site
  let zone: Visitor
  let receipt: string

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    const own = await world.customer('000001')
    const foreign = await world.customer('000002')
    for (const [id, name, collector] of [
      [own, 'Propia Gómez', 'Beto Ruiz'],
      [foreign, 'Ajena Pérez', 'Otro'],
    ] as const)
      await db.updateTable('customers').set({ name, collector, lat: -31.4, lng: -64.2 }).where('id', '=', id).execute()
    for (const id of [own, foreign]) await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-10' })
    await world.control('2026-11-11')
    await world.sweep(world.router, () => 'active')
    await world.control('2026-11-12')
    const told = { ...world.told, by: 'operator:1' }
    await addPromise(db, { code: '000002', promisedOn: day('2026-11-20') }, told)
    receipt = (await pay(db, { code: '000002', amountCents: money('777.77') }, told)).number
    await addNote(db, { code: '000002', text: 'Ajeno a todos', askId: '0f8fad5b-d9cb-469f-a165-70867728950e' }, told)
    const alert = { at: world.now, by: 'job:control', what: 'alert', facts: { alert: 'the cut of Ajena could not be proven' } }
    await addLog(db, [{ ...alert, customerId: foreign }])
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    // As an older program would have kept it, with what is about all.
    const permissions = PERMISSIONS.filter((one) => !(NOT_ASKED as readonly string[]).includes(one))
    await insertRole(db, { name: 'zona', permissions: JSON.stringify(permissions), ownCustomers: 1 })
    await site.hire('beto', 'zona', { collector: 'Beto Ruiz' })
    zone = await site.seated('beto')
  })

  const paths = (code: string, id: string): string[] =>
    site.routes.flatMap(({ method, url }) =>
      method !== 'GET' || url.includes('*') || url.endsWith('/en-vivo')
        ? []
        : [
            url
              .replace('clientes/:code', `clientes/${code}`)
              .replace('mapa/clientes/:id', `mapa/clientes/${id}`)
              .replace(':number', encodeURIComponent(receipt))
              .replace(':name', 'norte')
              .replace(':kind', 'listado')
              .replace(/:\w+/, '1'),
          ],
    )

  it('reads no word of another’s on any page', async () => {
    const seen: string[] = []
    for (const path of paths('000001', '1')) {
      const { body, statusCode } = await zone.get(path)
      if (FOREIGN.test(body)) seen.push(`${path} ${FOREIGN.exec(body)?.[0]} ${statusCode}`)
      if (statusCode >= 500) seen.push(`${path} ${statusCode}`)
    }
    expect(seen).toEqual([])
    expect((await zone.get('/clientes')).body).toContain('Propia')
  })

  it('starts no run, undoes none and reads no audit: those are about everybody', async () => {
    for (const path of ['/cortes', '/cortes/plan.csv', '/cortes/corridas/1', '/auditoria', '/auditoria/csv'])
      expect([path, (await zone.get(path)).statusCode]).toEqual([path, 403])
    await site.hire('root', 'administrador')
    const root = await site.seated('root')
    await root.get('/usuarios/roles/nuevo')
    const answer = await root.post('/usuarios/roles/nuevo', { name: 'calle', own: 'si', may: ['customers.see', ...ABOUT_ALL] })
    expect([answer.statusCode, answer.body.includes('Sacale: ')]).toEqual([422, true])
    expect((await root.get('/usuarios/roles')).body).not.toContain('calle')
  })

  it('learns of nobody by the forms of his own: who has a code, whom he resembles, what a form did that came twice', async () => {
    const { db } = site.deps
    const rows = await db.selectFrom('customers').select(['id', 'code']).orderBy('code').execute()
    const [own = 0, foreign = 0] = rows.map(({ id }) => id)
    await db.updateTable('customers').set({ address: 'Colón 1', paymentCode: '777' }).where('id', '=', foreign).execute()
    await zone.get('/clientes/000001/editar')
    const read: string[] = []
    const post = async (url: string, fields: Record<string, string>): Promise<[number, string]> => {
      const { statusCode, body, headers } = await zone.post(url, fields)
      // The code that he typed himself is told him again.
      if (/Ajena/.test(body) || FOREIGN.test(headers.location ?? '')) read.push(url)
      return [statusCode, body]
    }
    for (const id of [own, foreign]) {
      const [status, body] = await post('/clientes/000001/codigo', { code: '000002', id: String(id) })
      expect([id, status, body.includes('ya es de un cliente que no es tuyo')]).toEqual([id, 422, true])
    }
    const [taken, page] = await post('/clientes/000001/editar', { payment_code: '777' })
    expect([taken, page.includes('un cliente que no es tuyo')]).toEqual([422, true])
    const [alike, warned] = await post('/clientes/000001/editar', { address: 'colón 1' })
    expect([alike, warned.includes('un cliente que no es tuyo')]).toEqual([409, true])
    expect((await post('/clientes/000001/editar', { address: 'colón 1', confirmed: '' }))[0]).toBe(303)
    const resembles = [{ code: '000002', name: 'Ajena Pérez', same: 'address' }]
    await addLog(db, [{ at: world.now, by: 'operator:1', what: 'added', customerId: own, facts: { resembles } }])
    expect((await zone.get('/clientes/000001/registro')).body).not.toMatch(FOREIGN)
    await site.hire('root', 'administrador')
    const root = await site.seated('root')
    expect((await root.get('/clientes/000001/registro')).body).toMatch(/Ajena/)
    await root.post('/clientes/000002/eliminar')
    expect((await post('/clientes/000002/eliminar', {}))[0]).toBe(404)
    expect((await post('/clientes/ZZ000002/codigo', { code: '000002', id: String(foreign) }))[0]).toBe(404)
    expect(read).toEqual([])
  })

  it('finds nobody where an address names another', async () => {
    const open: string[] = []
    for (const path of paths('000002', '2')) {
      if (!/000002|mapa\/clientes/.test(path)) continue
      const { statusCode } = await zone.get(path)
      if (statusCode !== 404) open.push(`${path} ${statusCode}`)
    }
    for (const { method, url } of site.routes) {
      if (method !== 'POST' || !url.includes('/clientes/:code')) continue
      const path = url.replace(':code', '000002').replace(':number', encodeURIComponent(receipt)).replace(':id', '2')
      if (path.endsWith('/archivos')) continue
      const { statusCode } = await zone.post(path, { comment: 'x', amount: '1' })
      if (statusCode !== 404) open.push(`POST ${path} ${statusCode}`)
    }
    expect(open).toEqual([])
  })
})
