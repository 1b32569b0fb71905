// Two operators do the same at the same instant: it is done once, and whoever comes second is told. Real pages on both databases.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import type { LightMyRequestResponse } from 'fastify'
import { requireCustomer } from '../../core/store/customers.ts'
import { insertRole } from '../../core/store/people.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import { openSite, type Site, type Visitor } from '../testing/visitor.ts'

const ASK = '0f8fad5b-d9cb-469f-a165-70867728950e'

eachDatabase('two at once', (open) => {
  let world: World
  let site: Site
  let both: [Visitor, Visitor]

  beforeEach(async () => {
    const { db } = await open()
    world = new World(db).at('2026-11-09T12:00')
    await world.addRouter('norte')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    for (const id of await world.customers(1, 2)) await world.document(id, 'FX', '5000.00', { dueOn: '2026-11-05' })
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    for (const username of ['ana', 'beto']) await site.hire(username, 'administrador')
    both = [await site.seated('ana'), await site.seated('beto')]
    for (const one of both) await one.get('/mi-cuenta')
  })

  type Fields = Record<string, string | readonly string[]>

  /** The answers in order of their status, and what each of them is told next. */
  async function atOnce(url: string, fields: Fields, other: Fields = fields, otherUrl = url) {
    const answers = await Promise.all([both[0].post(url, fields), both[1].post(otherUrl, other)])
    const told = await Promise.all(
      answers.map(async (answer: LightMyRequestResponse, index) => {
        const { location } = answer.headers
        const { body } = location === undefined ? answer : await (both[index] as Visitor).get(location)
        return /class="said"[^>]*>\s*([^<]*?)\s*</.exec(body)?.[1] ?? /<h1>([^<]*)</.exec(body)?.[1] ?? ''
      }),
    )
    expect(site.errors).toEqual([])
    return { statuses: answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b), told, answers }
  }
  const logged = async (what: string): Promise<number> =>
    (await site.deps.db.selectFrom('log').select('id').where('what', '=', what).execute()).length
  const count = async (table: 'deeds' | 'promises' | 'customers'): Promise<number> =>
    (await site.deps.db.selectFrom(table).select('id').execute()).length

  it('a payment is booked once', async () => {
    const { statuses, told } = await atOnce('/clientes/000001/pago', { amount: '5000', ask: ASK })
    expect(statuses).toEqual([303, 303])
    expect(await logged('payment')).toBe(1)
    expect(new Set(told).size).toBe(2)
  })

  it('a promise for a day is one, whoever makes it', async () => {
    const { statuses, told } = await atOnce(
      '/clientes/000001/compromiso',
      { date: '2026-11-20', ask: ASK },
      { date: '2026-11-20' },
    )
    expect(statuses).toEqual([303, 303])
    expect([await count('promises'), await logged('promise-saved'), new Set(told).size]).toEqual([1, 1, 2])
  })

  it('a cut is one deed', async () => {
    const { statuses, told } = await atOnce('/clientes/000001/corte', { comment: 'uno' }, { comment: 'otro' })
    expect(statuses).toEqual([303, 303])
    expect([await count('deeds'), await logged('cut-by-hand'), new Set(told).size]).toEqual([1, 1, 2])
  })

  it.each([{ how: 'stop' }, { how: 'restore' }])('a run is undone once: $how', async ({ how }) => {
    await world.run({ confirmCuts: 2 })
    const { statuses, told } = await atOnce('/cortes/corridas/1/deshacer', { how, comment: 'por error' })
    expect(statuses).toEqual([303, 303])
    expect([await logged('run-undone'), new Set(told).size]).toEqual([1, 2])
    if (how === 'restore') expect(await count('deeds')).toBe(2)
  })

  it('a role is changed by the first; the second sees how it stands', async () => {
    const id = await insertRole(site.deps.db, { name: 'caja', permissions: '["customers.see"]', ownCustomers: 0 })
    const url = `/usuarios/roles/${id}`
    const mark = /name="mark" value="([^"]+)"/.exec((await both[0].get(url)).body)?.[1] ?? ''
    const of = (may: string) => ({ mark, may: ['customers.see', may] })
    const { statuses, answers } = await atOnce(url, of('payments.enter'), of('notes.write'))
    expect(statuses).toEqual([303, 409])
    expect(await logged('role-saved')).toBe(1)
    const second = answers.find(({ statusCode }) => statusCode === 409)
    expect(second?.body).toContain('otra persona cambió este rol')
    const { permissions } = await site.deps.db
      .selectFrom('roles')
      .select('permissions')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const [kept] = (JSON.parse(permissions) as string[]).filter((one) => one !== 'customers.see')
    expect(second?.body).toMatch(new RegExp(`value="${kept}"[^>]*checked`))
  })

  it('a customer is changed by the first; the second sees what', async () => {
    const { body } = await both[0].get('/clientes/000001/editar')
    const seen = (/name="seen" value="([^"]+)"/.exec(body)?.[1] ?? '').replaceAll('&quot;', '"')
    const { statuses } = await atOnce('/clientes/000001/editar', { seen, name: 'Una' }, { seen, name: 'Otra' })
    expect(statuses).toEqual([303, 409])
    expect(await logged('edited')).toBe(1)
  })

  it('a customer has one new code, or one form of two', async () => {
    const id = String((await requireCustomer(site.deps.db, '000001')).id)
    const apart = await atOnce('/clientes/000001/codigo', { id, code: 'A1' }, { id, code: 'B1' })
    expect(apart.statuses).toEqual([303, 404])
    expect(await logged('recoded')).toBe(1)
    const same = await atOnce('/clientes/000002/codigo', { id: '2', code: 'C1' })
    expect([same.statuses, await logged('recoded')]).toEqual([[303, 303], 2])
    const taken = await atOnce(
      '/clientes/C1/codigo',
      { id: '2', code: 'X' },
      { id, code: 'X' },
      `/clientes/${(await site.deps.db.selectFrom('customers').select('code').where('id', '=', Number(id)).executeTakeFirstOrThrow()).code}/codigo`,
    )
    expect([taken.statuses, await logged('recoded')]).toEqual([[303, 422], 3])
  })

  it('a customer is deleted once', async () => {
    const { statuses, answers } = await atOnce('/clientes/000001/eliminar', { comment: 'uno' }, { comment: 'otro' })
    expect([statuses, await logged('deleted')]).toEqual([[303, 303], 1])
    expect(answers.map(({ headers }) => headers.location)).toEqual(['/clientes/ZZ000001', '/clientes/ZZ000001'])
  })

  it('a form signs up one, and a code is one customer’s', async () => {
    const fields = { code: 'N1', name: 'Nueva', ask: ASK }
    expect([(await atOnce('/clientes/nuevo', fields)).statuses, await count('customers')]).toEqual([[303, 303], 3])
    const other = { code: 'N2', name: 'Otra' }
    const { statuses, answers } = await atOnce('/clientes/nuevo', other, { ...other, name: 'Más' })
    expect([statuses, await count('customers')]).toEqual([[303, 422], 4])
    expect(answers.find(({ statusCode }) => statusCode === 422)?.body).toContain('Ya lo tiene N2')
  })
})
