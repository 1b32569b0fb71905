// Mi cuenta, as whoever sits at a browser that somebody left open finds it. On both databases, through the real pages.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { requirePerson } from '../../../core/acts/people.ts'
import { isPassword } from '../../../core/password.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { openSite, PASSWORD, type Site, type Visitor } from '../../testing/visitor.ts'

const NOW = Date.parse('2026-11-25T12:00:00Z')
const NEXT = 'otra frase bien larga'

eachDatabase('my account', (open) => {
  let site: Site
  let ana: Visitor
  beforeEach(async () => {
    site = await openSite((await open()).db, NOW)
    onTestFinished(() => site.app.close())
    await site.hire('ana', 'operador')
    ana = await site.seated('ana')
    await ana.get('/mi-cuenta')
  })
  const change = (current: string) => ana.post('/mi-cuenta/clave', { current, next: NEXT, repeat: NEXT })

  it('lets nobody guess the password: five failures lock it as at the log-in, each is logged, and the right one is right later', async () => {
    for (let n = 1; n <= 5; n++) {
      const answer = await change(`mal ${n}`)
      expect([answer.statusCode, answer.body.includes('No es tu contraseña actual.')]).toEqual([422, true])
    }
    const locked = await change(PASSWORD)
    expect([locked.statusCode, locked.body.includes('Esperá un minuto')]).toEqual([422, true])
    expect(await isPassword(PASSWORD, (await requirePerson(site.deps.db, 'ana')).passwordHash)).toBe(true)
    expect((await site.visitor().post('/ingresar', { username: 'ana', password: PASSWORD })).statusCode).toBe(401)
    const logged = await site.deps.db.selectFrom('log').select(['by', 'facts']).where('what', '=', 'log-in-failed').execute()
    const by = `operator:${(await requirePerson(site.deps.db, 'ana')).id}`
    expect(logged.map((line) => [line.by, JSON.parse(line.facts)])).toMatchObject(
      [1, 2, 3, 4, 5].map((failures) => [by, { part: 'own-password', failures, address: '127.0.0.1' }]),
    )
    await site.hire('root', 'administrador')
    expect((await (await site.seated('root')).get('/auditoria')).body).toContain('No supo su contraseña al querer cambiarla')
    site.clock.now += 61_000
    expect((await change(PASSWORD)).statusCode).toBe(303)
    expect((await requirePerson(site.deps.db, 'ana')).failures).toBe(0)
  })

  it('counts those who guess at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => change('mal')))
    expect((await change(PASSWORD)).body).toContain('Esperá un minuto')
  })

  it('keeps the secret of an app that is still to be proven where only this session and the key open it', async () => {
    await ana.post('/mi-cuenta/segundo-factor')
    const shown = /class="key">([A-Z2-7 ]+)</.exec((await ana.get('/mi-cuenta')).body)?.[1]?.replaceAll(' ', '') ?? ''
    expect(shown).toHaveLength(32)
    const rows = await site.deps.db.selectFrom('webSessions').select(['idHash', 'facts']).execute()
    expect(JSON.stringify(rows)).not.toContain(shown)
    // Copied into a session of somebody else it is worth nothing, and breaks no page.
    await site.hire('beto', 'operador')
    const beto = await site.seated('beto')
    const { newTotp } = JSON.parse(rows[0]?.facts ?? '') as { newTotp: string }
    const { id } = await requirePerson(site.deps.db, 'beto')
    const others = site.deps.db.updateTable('webSessions').set({ facts: JSON.stringify({ personId: id, newTotp }) })
    await others.where('personId', '=', id).execute()
    const page = await beto.get('/mi-cuenta')
    expect([page.statusCode, page.body.includes('class="key"')]).toEqual([200, false])
  })
})
