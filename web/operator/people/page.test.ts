// Usuarios and roles as those meet them who may let others in: real pages, both databases.

import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { endSessionsOfPerson } from '../../../core/store/web-sessions.ts'
import type { Db } from '../../../core/store/db.ts'
import { changeThePerson, requirePerson } from '../../../core/acts/people.ts'
import { eachDatabase } from '../../../fixtures/database.ts'
import { openSite, type Site, type Visitor } from '../../testing/visitor.ts'

const NOW = Date.parse('2026-11-25T12:00:00Z')
const HOSTILE = `<script>alert(1)</script>"'`

eachDatabase('usuarios', (open) => {
  let site: Site
  let root: Visitor
  let db: Db
  beforeEach(async () => {
    ;({ db } = await open())
    site = await openSite(db, NOW)
    onTestFinished(() => site.app.close())
    await site.hire('root', 'administrador')
    root = await site.seated('root')
    await root.get('/hoy')
  })

  const id = async (username: string) => (await requirePerson(db, username)).id
  const markOf = (body: string) => /name="mark" value="([^"]+)"/.exec(body)?.[1] ?? ''
  const onceOf = (body: string) => /class="big key">([^<]+)</.exec(body)?.[1] ?? null
  const ana = { username: 'ana', name: 'Ana Suárez', email: 'ana@isp.example', role: 'operador', collector: '' }

  it('adds somebody, whose temporary password is shown once and works', async () => {
    expect((await root.get('/usuarios')).body).toContain('href="/usuarios/nuevo"')
    await root.get('/usuarios/nuevo')
    const added = await root.post('/usuarios/nuevo', ana)
    expect([added.statusCode, added.headers.location]).toEqual([303, `/usuarios/${await id('ana')}`])
    const [row] = await db.selectFrom('webSessions').select('facts').execute()
    const shown = await root.get(added.headers.location ?? '')
    const password = onceOf(shown.body)
    expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
    expect(row?.facts).not.toContain(password)
    expect(shown.body).toContain('Usuario ana agregado.')
    expect(onceOf((await root.get(added.headers.location ?? '')).body)).toBe(null)
    const entered = site.visitor()
    expect((await entered.post('/ingresar', { username: 'ana', password: password ?? '' })).statusCode).toBe(303)
    expect((await entered.get('/hoy')).headers.location).toBe('/mi-cuenta/clave')
  })

  it('refuses what cannot be, at its field, keeps what was typed and saves nothing', async () => {
    for (const [wrong, sentence] of [
      [{ username: 'ROOT' }, 'Ya hay un usuario con ese nombre.'],
      [{ username: 'a b' }, 'letras minúsculas'],
      [{ username: '' }, 'letras minúsculas'],
      [{ name: ' ' }, 'Escribí un nombre'],
      [{ name: 'x'.repeat(999) }, 'Escribí un nombre'],
      [{ email: `a@b.example${HOSTILE}` }, 'Eso no es un correo.'],
      [{ role: HOSTILE }, 'Elegí un rol'],
      [{ role: 'cobrador' }, 'decí qué cobrador es'],
    ] as const) {
      const answer = await root.post('/usuarios/nuevo', { ...ana, ...wrong })
      expect([answer.statusCode, answer.body.includes(sentence)], sentence).toEqual([422, true])
      expect(answer.body).toContain('value="')
      expect(answer.body).not.toContain(HOSTILE)
      expect(answer.body).toMatch(/<li><a href="#f-\w+">/)
    }
    const typed = await root.post('/usuarios/nuevo', { ...ana, email: 'no' })
    expect(typed.body).toContain('value="Ana Suárez"')
    for (const fields of [{}, { ...ana, name: ['', 'b'] }, { ...ana, username: 'x'.repeat(20_000) }])
      expect((await root.post('/usuarios/nuevo', fields)).statusCode).toBe(422)
    expect(await db.selectFrom('people').select('username').execute()).toEqual([{ username: 'root' }])
    expect(site.errors).toEqual([])
  })

  it('sent twice adds one, and its password is still shown', async () => {
    await root.post('/usuarios/nuevo', ana)
    const again = await root.post('/usuarios/nuevo', ana)
    expect([again.statusCode, again.headers.location]).toEqual([303, `/usuarios/${await id('ana')}`])
    const password = onceOf((await root.get(again.headers.location ?? '')).body) ?? ''
    expect((await site.visitor().post('/ingresar', { username: 'ana', password })).statusCode).toBe(303)
  })

  it('changes details; of two who do, the second is told and sees how it stands', async () => {
    const url = `/usuarios/${await site.hire('ana', 'operador')}`
    const { body } = await root.get(url)
    const change = { ...ana, mark: markOf(body) }
    expect((await root.post(url, change)).statusCode).toBe(303)
    expect((await root.get(url)).body).toContain('Datos guardados.')
    expect((await root.post(url, change)).statusCode).toBe(303)
    expect((await root.get(url)).body).toContain('No había nada que cambiar.')
    const second = await root.post(url, { ...change, name: 'Ana Paz' })
    expect([second.statusCode, second.body.includes('otra persona cambió este usuario')]).toEqual([409, true])
    expect(second.body).toContain('value="Ana Suárez"')
    const wrong = await root.post(url, { ...ana, mark: markOf(second.body), email: 'no' })
    expect([wrong.statusCode, wrong.body.includes('Eso no es un correo.')]).toEqual([422, true])
    expect(await requirePerson(db, 'ana')).toMatchObject({ name: 'Ana Suárez', email: 'ana@isp.example' })
  })

  it('makes a new temporary password once however often it is asked, and ends his sessions', async () => {
    const url = `/usuarios/${await site.hire('ana', 'operador')}`
    const open = await site.seated('ana')
    const mark = markOf((await root.get(url)).body)
    for (let n = 0; n < 2; n++) expect((await root.post(`${url}/clave`, { mark })).statusCode).toBe(303)
    expect((await open.get('/hoy')).headers.location).toContain('/ingresar')
    const password = onceOf((await root.get(url)).body) ?? ''
    expect((await site.visitor().post('/ingresar', { username: 'ana', password })).statusCode).toBe(303)
    const lines = await db.selectFrom('log').select('facts').where('what', '=', 'person-password').execute()
    expect(lines).toEqual([{ facts: '{"username":"ana"}' }])
  })

  it('disables, enables, takes the second factor off and ends sessions', async () => {
    const one = await site.hire('ana', 'operador')
    const url = `/usuarios/${one}`
    await db
      .updateTable('people')
      .set({ totpSealed: 'x', lockedUntil: NOW + 60_000, failures: 5 })
      .where('id', '=', one)
      .execute()
    const browser = await site.seated('ana')
    const page = (await root.get(url)).body
    expect(page).toContain('Quitar segundo factor')
    expect(page).toContain('Tuvo demasiados intentos fallidos')
    await root.post(`${url}/segundo-factor`)
    await root.post(`${url}/habilitacion`, { disabled: 'no' })
    expect(await requirePerson(db, 'ana')).toMatchObject({ totpSealed: null, lockedUntil: null, failures: 0 })
    await browser.get('/hoy')
    await root.post(`${url}/sesiones`)
    expect((await root.get(url)).body).toContain('Se cerró una sesión.')
    expect((await browser.get('/hoy')).statusCode).toBe(303)
    await root.post(`${url}/habilitacion`, { disabled: 'si' })
    expect((await root.get('/usuarios')).body).toContain('Deshabilitado')
    expect((await root.post(`${url}/habilitacion`, { disabled: 'quizás' })).statusCode).toBe(422)
    expect((await requirePerson(db, 'ana')).disabledAt).toBe(NOW)
    await endSessionsOfPerson(db, one, null)
  })

  it('lets nobody lock everybody out', async () => {
    const url = `/usuarios/${await id('root')}`
    for (const answer of [
      await root.post(`${url}/habilitacion`, { disabled: 'si' }),
      await root.post(url, { ...ana, name: 'Raíz', mark: markOf((await root.get(url)).body) }),
    ])
      expect([answer.statusCode, answer.body.includes('no quedaría nadie')]).toEqual([422, true])
    expect(await requirePerson(db, 'root')).toMatchObject({ disabledAt: null, role: 'administrador', name: 'root de prueba' })
  })

  it('roles: made, changed at once for who is logged in, never the one that may everything', async () => {
    expect((await root.get('/usuarios/roles')).body).toContain('Puede todo, y no se puede cambiar')
    await root.get('/usuarios/roles/nuevo')
    const made = await root.post('/usuarios/roles/nuevo', {
      name: 'Cajera',
      may: ['customers.see', 'people.edit', 'nonsense'],
      own: '',
    })
    expect([made.statusCode, made.headers.location]).toEqual([303, '/usuarios/roles'])
    const page = (await root.get('/usuarios/roles')).body
    expect(page).toContain('Rol cajera guardado.')
    const role = /href="(\/usuarios\/roles\/\d+)" aria-label="Cambiar: cajera"/.exec(page)?.[1] ?? ''
    await site.hire('ana', 'cajera')
    const cashier = await site.seated('ana')
    expect((await cashier.get('/usuarios')).statusCode).toBe(200)
    await root.get(role)
    expect((await root.post(role, { may: 'customers.see', own: 'si' })).statusCode).toBe(303)
    expect((await cashier.get('/usuarios')).statusCode).toBe(403)
    for (const [name, sentence] of [
      ['Administrador', 'el rol que puede todo'],
      ['cajera', 'Ya hay un rol'],
      ['', 'Escribí un nombre'],
      [HOSTILE.repeat(5), 'Escribí un nombre'],
    ] as const) {
      const refused = await root.post('/usuarios/roles/nuevo', { name })
      expect([refused.statusCode, refused.body.includes(sentence), refused.body.includes(HOSTILE)]).toEqual([422, true, false])
    }
    const first = await db.selectFrom('roles').select('id').where('name', '=', 'administrador').executeTakeFirstOrThrow()
    expect((await root.get(`/usuarios/roles/${first.id}`)).headers.location).toBe('/usuarios/roles')
    await root.get('/usuarios/roles/nuevo')
    expect((await root.post(`/usuarios/roles/${first.id}`, { may: 'customers.see' })).statusCode).toBe(422)
  })

  it('roles: renamed and deleted; not from under somebody, not twice, and of two the second is told', async () => {
    await root.get('/usuarios/roles/nuevo')
    await root.post('/usuarios/roles/nuevo', { name: 'cajera', may: 'customers.see', own: '' })
    const { id: number } = await db.selectFrom('roles').select('id').where('name', '=', 'cajera').executeTakeFirstOrThrow()
    const role = `/usuarios/roles/${number}`
    const names = async () => (await db.selectFrom('roles').select('name').execute()).map(({ name }) => name)
    await site.hire('ana', 'cajera')
    const mark = markOf((await root.get(role)).body)
    for (const [name, sentence] of [
      ['operador', 'Ya hay un rol'],
      ['Administrador', 'el rol que puede todo'],
      ['  ', 'Escribí un nombre'],
      [HOSTILE.repeat(5), 'Escribí un nombre'],
    ] as const) {
      const { statusCode, body } = await root.post(role, { name, may: 'customers.see', mark })
      expect([statusCode, body.includes(sentence), body.includes(HOSTILE), markOf(body)]).toEqual([422, true, false, mark])
    }
    expect((await root.post(role, { name: 'Caja', may: 'customers.see', mark })).statusCode).toBe(303)
    expect((await root.get('/usuarios')).body).toContain('caja')
    const late = await root.post(role, { name: 'otra', may: 'customers.edit', mark })
    expect([late.statusCode, late.body.includes('otra persona cambió este rol'), late.body.includes('value="caja"')]).toEqual([
      409,
      true,
      true,
    ])
    expect(await names()).toContain('caja')

    const held = await root.post(`${role}/borrar`, {})
    expect([held.statusCode, held.body.includes('Lo tiene 1 usuario. No se puede eliminar')]).toEqual([422, true])
    await changeThePerson(db, 'ana', { role: 'operador' }, { now: NOW, by: 'test' })
    expect((await root.get(`${role}/borrar`)).body).toContain('Eliminar el rol caja')
    for (const sentence of ['Rol caja eliminado.', 'Ese rol ya no existe.']) {
      const { statusCode, headers } = await root.post(`${role}/borrar`, {})
      expect([statusCode, headers.location, (await root.get('/usuarios/roles')).body.includes(sentence)]).toEqual([
        303,
        '/usuarios/roles',
        true,
      ])
    }
    expect(await names()).not.toContain('caja')
    expect((await root.get(role)).statusCode).toBe(404)

    const first = await db.selectFrom('roles').select('id').where('name', '=', 'administrador').executeTakeFirstOrThrow()
    expect((await root.post(`/usuarios/roles/${first.id}/borrar`, {})).headers.location).toBe('/usuarios/roles')
    expect(await names()).toContain('administrador')
    const audit = (await root.get('/auditoria')).body
    for (const sentence of ['Guardó el rol caja (antes cajera)', 'Eliminó el rol caja, que nadie tenía: Ver clientes.'])
      expect(audit).toContain(sentence)
  })

  it('who is not there is not found, in both languages', async () => {
    for (const url of ['/usuarios/99', '/usuarios/x', '/usuarios/-1', '/usuarios/roles/99', '/usuarios/9999999999999999999'])
      expect([url, (await root.get(url)).statusCode]).toEqual([url, 404])
    await root.get('/usuarios')
    await root.post('/preferencias', { language: 'en' })
    for (const url of [
      '/usuarios',
      '/usuarios/nuevo',
      '/usuarios/roles',
      '/usuarios/roles/nuevo',
      `/usuarios/${await id('root')}`,
    ]) {
      const { body } = await root.get(url)
      expect(body).toContain('<html lang="en"')
      expect(body.replaceAll(/Español|técnico/g, '')).not.toMatch(/undefined|\[object|[áéíóúñ¿]/)
    }
  })
})
