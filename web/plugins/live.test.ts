// Streams over real sockets: how many one person has, and that who may see no more sees no more. On both databases.

import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { changeThePerson, endHisSessions } from '../../core/acts/people.ts'
import { insertRole } from '../../core/store/people.ts'
import { eachDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import { ask } from '../testing/asking.ts'
import { openSite, type Site, type Visitor } from '../testing/visitor.ts'
import { STREAMS_MOST } from './live.ts'

const PATH = '/clientes/000001/hecho/en-vivo'

interface Watched {
  status: number
  text: () => string
  ended: Promise<void>
  leave(): Promise<void>
}

eachDatabase('a live page', (open) => {
  let site: Site
  let port: number

  beforeEach(async () => {
    const { db } = await open()
    const world = new World(db).at('2026-11-09T12:00')
    await world.settings({ cutPolicy: 'days-after-due:1', unblockThreshold: '1000.00' })
    const customer = await world.customer('000001')
    await db.updateTable('customers').set({ collector: 'Beto Ruiz' }).where('id', '=', customer).execute()
    await world.document(customer, 'FX', '5000.00', { dueOn: '2026-11-05' })
    // Ordered, and nobody carries it out.
    await world.run({ confirmCuts: 1 })
    site = await openSite(db, world.now)
    onTestFinished(() => site.app.close())
    await insertRole(db, { name: 'zona', permissions: '["customers.see"]', ownCustomers: 1 })
    await site.hire('beto', 'zona', { collector: 'Beto Ruiz' })
    await site.hire('ana', 'operador')
    await site.app.listen({ host: '127.0.0.1', port: 0 })
    port = (site.app.server.address() as { port: number }).port
  })

  const headersOf = (one: Visitor): Record<string, string> => ({
    cookie: [...one.cookies].map((pair) => pair.join('=')).join('; '),
  })

  function watch(one: Visitor): Promise<Watched> {
    return new Promise((resolve, reject) => {
      const asked: ClientRequest = request({ host: '127.0.0.1', port, path: PATH, agent: false, headers: headersOf(one) })
      onTestFinished(() => void asked.destroy())
      asked.on('error', reject)
      asked.on('response', (answer: IncomingMessage) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('error', () => undefined) // of one that was left
        const ended = new Promise<void>((done) => answer.on('close', done))
        const leave = () => (asked.destroy(), ended)
        resolve({ status: answer.statusCode ?? 0, text: () => text, ended, leave })
      })
      asked.end()
    })
  }

  it('is open so many times for one person; the next is told, others are not, and who leaves makes room', async () => {
    const [ana, beto] = [await site.seated('ana'), await site.seated('beto')]
    const open = await Promise.all(Array.from({ length: STREAMS_MOST }, () => watch(ana)))
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200))
    const more = await watch(ana)
    await more.ended
    expect([more.status, more.text().includes('Demasiados pedidos')]).toEqual([429, true])
    expect((await watch(beto)).status).toBe(200)
    await open[0]?.leave()
    await expect.poll(async () => (await watch(ana)).status, { timeout: 10_000 }).toBe(200)
    expect(site.errors).toEqual([])
  })

  it.each(['logged out', 'disabled', 'another role', 'another collector', 'the hours are over'])(
    'ends where its reader may see it no more: %s',
    async (how) => {
      const { db } = site.deps
      const told = { now: site.clock.now, by: 'test' }
      const beto = await watch(await site.seated('beto'))
      const ana = await watch(await site.seated('ana'))
      await expect.poll(beto.text).toContain('event: message')
      if (how === 'logged out') await endHisSessions(db, 'beto', told)
      if (how === 'disabled') await changeThePerson(db, 'beto', { disabled: true }, told)
      if (how === 'another role')
        await db.updateTable('roles').set({ permissions: '["network.see"]' }).where('name', '=', 'zona').execute()
      if (how === 'another collector') await db.updateTable('customers').set({ collector: 'Otra' }).execute()
      if (how === 'the hours are over')
        await db.updateTable('webSessions').set({ expiresAt: site.clock.now }).where('personId', '=', 1).execute()
      await beto.ended
      expect(beto.text()).not.toContain('event: end')
      await expect.poll(ana.text).toContain('event: message')
      expect(site.errors).toEqual([])
    },
  )

  it('is not looked at for who asks for its head alone', async () => {
    const ana = await site.seated('ana')
    for (let n = 0; n <= STREAMS_MOST; n++) {
      const { status, headers } = await ask(port, { method: 'HEAD', path: PATH, headers: headersOf(ana) })
      expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8'])
    }
    expect((await watch(ana)).status).toBe(200)
  })
})
