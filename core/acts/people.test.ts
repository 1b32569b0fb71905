// Taking people on, changing them and letting them out, on both databases; nobody locks everybody out, not even two at once.

import { beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '../../fixtures/database.ts'
import { makeSeal } from '../seal.ts'
import type { Db } from '../store/db.ts'
import { personByUsername, roleByName } from '../store/people.ts'
import { keepSession } from '../store/web-sessions.ts'
import { newTotpSecret, totpCode } from '../totp.ts'
import { confirmLogIn, logIn, startTotp } from './log-in.ts'
import { addPerson, changeThePerson, endHisSessions, personMark, requirePerson, setPersonPassword } from './people.ts'
import { removeRole, roleMark, saveRole } from './roles.ts'

const NOW = Date.parse('2026-11-25T12:00:00Z')
const TOLD = { now: NOW, by: 'operator:1' }
const PASSWORD = 'una frase bastante larga'
const WHERE = { now: NOW, address: '192.0.2.7' }
const seal = makeSeal('a key for tests that is thirty-two characters long')

const named = (username: string, role: string, more = {}) => ({
  ...{ username, name: username, role, password: PASSWORD, isTemporary: false },
  ...more,
})

eachDatabase('people', (open) => {
  let db: Db
  beforeEach(async () => {
    ;({ db } = await open({ file: true }))
  })

  const logged = async () =>
    (await db.selectFrom('log').select(['what', 'facts']).orderBy('id').execute()).map(({ what, facts }) => [
      what,
      JSON.parse(facts) as unknown,
    ])
  const sit = (personId: number, idHash: string) =>
    keepSession(db, { idHash, personId, facts: '{}', address: '', agent: '', createdAt: NOW, expiresAt: NOW + 1000 })
  const sessions = async () =>
    (await db.selectFrom('webSessions').select('idHash').where('personId', 'is not', null).orderBy('idHash').execute()).map(
      (r) => r.idHash,
    )

  it('are taken on once, with what is wrong named at its field', async () => {
    const { id } = await addPerson(db, named(' Ana.S ', 'operador', { email: ' ana@isp.example ' }), TOLD)
    expect(await personByUsername(db, 'ana.s')).toMatchObject({
      id,
      username: 'ana.s',
      email: 'ana@isp.example',
      role: 'operador',
    })
    expect(await logged()).toEqual([['person-added', { username: 'ana.s', role: 'operador' }]])
    for (const [wish, facts] of [
      [named('ana.s', 'operador'), { field: 'username' }],
      [named('á', 'operador'), { field: 'username' }],
      [named('beto', 'operador', { name: ' ' }), { field: 'name' }],
      [named('beto', 'operador', { name: 'x'.repeat(101) }), { field: 'name' }],
      [named('beto', 'operador', { email: 'dos@x.example, tres@x.example' }), { field: 'email' }],
      [named('beto', 'nadie'), { role: 'nadie' }],
      [named('beto', 'cobrador'), { field: 'collector' }],
      [named('beto', 'operador', { password: 'corta' }), { field: 'password' }],
      [named('beto', 'operador', { password: 'yo soy beto, el de siempre' }), { field: 'password' }],
    ] as const)
      await expect(addPerson(db, wish, TOLD)).rejects.toMatchObject({ facts })
    expect(await personByUsername(db, 'beto')).toBe(null)
  })

  it('taken on twice at once are one', async () => {
    const both = await Promise.allSettled([1, 2].map(() => addPerson(db, named('ana', 'operador'), TOLD)))
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'record-conflict' } })
  })

  it('are changed only in what is another, and lose their sessions only with role or access', async () => {
    const { id } = await addPerson(db, named('ana', 'operador'), TOLD)
    await addPerson(db, named('root', 'administrador'), TOLD)
    await sit(id, 'a')
    await changeThePerson(db, 'ana', { name: 'ana', email: null, role: 'operador', collector: null, disabled: false }, TOLD)
    expect([await logged(), await sessions()]).toEqual([expect.toSatisfy((lines: unknown[]) => lines.length === 2), ['a']])
    await changeThePerson(db, 'ana', { name: 'Ana Suárez', email: 'ana@isp.example', role: 'operador' }, TOLD)
    expect((await logged()).at(-1)).toEqual(['person-changed', { username: 'ana', name: 'Ana Suárez', email: 'ana@isp.example' }])
    expect(await sessions()).toEqual(['a'])
    await changeThePerson(db, 'ana', { role: 'supervisor' }, TOLD)
    expect(await sessions()).toEqual([])
    await sit(id, 'b')
    const out = await changeThePerson(db, 'ana', { disabled: true }, TOLD)
    expect([out.disabledAt, await sessions()]).toEqual([NOW, []])
    const later = await changeThePerson(db, 'ana', { disabled: true }, { ...TOLD, now: NOW + 5 })
    expect(later.disabledAt).toBe(NOW)
    for (const change of [{ email: 'x' }, { name: '' }, { role: 'cobrador' }, { role: 'nadie' }])
      await expect(changeThePerson(db, 'ana', change, TOLD)).rejects.toMatchObject({ name: 'Fault' })
  })

  it('who need a collector keep one', async () => {
    await addPerson(db, named('beto', 'cobrador', { collector: 'Beto Ruiz' }), TOLD)
    await expect(changeThePerson(db, 'beto', { collector: ' ' }, TOLD)).rejects.toMatchObject({ facts: { field: 'collector' } })
    expect((await changeThePerson(db, 'beto', { collector: ' ', role: 'operador' }, TOLD)).collector).toBe(null)
  })

  it('changed by two are changed by the first; the second is told', async () => {
    await addPerson(db, named('ana', 'operador'), TOLD)
    const mark = personMark(await requirePerson(db, 'ana'))
    await changeThePerson(db, 'ana', { name: 'Ana Suárez', mark }, TOLD)
    await expect(changeThePerson(db, 'ana', { name: 'Ana Paz', mark }, TOLD)).rejects.toMatchObject({
      code: 'record-conflict',
      facts: { why: 'stale' },
    })
    // The same once more is done already, and no trouble.
    expect((await changeThePerson(db, 'ana', { name: 'Ana Suárez', mark }, TOLD)).name).toBe('Ana Suárez')
    const ask = { username: 'ana', password: 'otra frase bien larga', isTemporary: true }
    await expect(setPersonPassword(db, { ...ask, mark }, TOLD)).rejects.toMatchObject({ facts: { why: 'stale' } })
    expect((await logIn(db, { username: 'ana', password: PASSWORD }, WHERE)).ok).toBe(true)
  })

  it('lose all sessions but the own one with a new password', async () => {
    const { id } = await addPerson(db, named('ana', 'operador'), TOLD)
    for (const hash of ['a', 'b', 'c']) await sit(id, hash)
    const next = { username: 'ana', password: 'otra frase bien larga', isTemporary: false }
    await setPersonPassword(db, { ...next, keepSession: 'b' }, TOLD)
    expect(await sessions()).toEqual(['b'])
    expect((await logIn(db, { username: 'ana', password: PASSWORD }, WHERE)).ok).toBe(false)
    expect((await logIn(db, { username: 'ana', password: next.password }, WHERE)).ok).toBe(true)
    expect(JSON.stringify(await logged())).not.toContain('frase')
    expect([await endHisSessions(db, 'ana', TOLD), await endHisSessions(db, 'ana', TOLD)]).toEqual([1, 0])
    expect((await logged()).filter(([what]) => what === 'sessions-ended')).toHaveLength(1)
  })

  describe('the last one who may let others in', () => {
    beforeEach(async () => {
      await addPerson(db, named('root', 'administrador'), TOLD)
    })

    it('stays: not disabled, not given another role', async () => {
      for (const change of [{ disabled: true }, { role: 'operador' }])
        await expect(changeThePerson(db, 'root', change, TOLD)).rejects.toMatchObject({ facts: { why: 'last-doorkeeper' } })
      expect(await requirePerson(db, 'root')).toMatchObject({ role: 'administrador', disabledAt: null })
      expect((await logged()).map(([what]) => what)).toEqual(['person-added'])
    })

    it('may go once another is there, by any role that may', async () => {
      await saveRole(db, { name: 'Portero', permissions: ['people.edit'], ownCustomers: false }, TOLD)
      await addPerson(db, named('ana', 'portero'), TOLD)
      await changeThePerson(db, 'root', { disabled: true }, TOLD)
      const bare = { name: 'portero', permissions: ['customers.see'] as const, ownCustomers: false }
      await expect(saveRole(db, bare, TOLD)).rejects.toMatchObject({ facts: { why: 'last-doorkeeper' } })
      await changeThePerson(db, 'root', { disabled: false }, TOLD)
      await saveRole(db, bare, TOLD)
      expect((await requirePerson(db, 'ana')).permissions).toEqual(['customers.see'])
    })

    it('is one of two who let each other out at once', async () => {
      await addPerson(db, named('ana', 'administrador'), TOLD)
      const both = await Promise.allSettled([
        changeThePerson(db, 'root', { disabled: true }, TOLD),
        changeThePerson(db, 'ana', { role: 'operador' }, TOLD),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })
  })

  it('roles: the first cannot be changed, a name is taken once, what is so already is not logged', async () => {
    const cashier = { name: 'Cajera', permissions: ['payments.enter', 'customers.see'] as const, ownCustomers: false }
    await saveRole(db, { ...cashier, isNew: true }, TOLD)
    await saveRole(db, { ...cashier, permissions: ['customers.see', 'payments.enter'] }, TOLD)
    expect(await logged()).toEqual([
      ['role-saved', { name: 'cajera', permissions: ['customers.see', 'payments.enter'], ownCustomers: false }],
    ])
    for (const name of ['Administrador', '', 'x'.repeat(41)])
      await expect(saveRole(db, { ...cashier, name }, TOLD)).rejects.toMatchObject({ code: 'input-invalid' })
    await expect(saveRole(db, { ...cashier, isNew: true }, TOLD)).rejects.toMatchObject({ code: 'record-conflict' })
  })

  describe('a role', () => {
    const cashier = { name: 'cajera', permissions: ['customers.see'] as const, ownCustomers: false }
    const roleOf = async (name: string) => {
      const role = await roleByName(db, name)
      if (role === null) throw new Error(`no role ${name}`)
      return role
    }
    beforeEach(async () => {
      await saveRole(db, cashier, TOLD)
    })

    it('is renamed, and who has it keeps it; to no name that is taken, and not what it was made from another', async () => {
      const { id, ...before } = await roleOf('cajera')
      await addPerson(db, named('ana', 'cajera'), TOLD)
      const change = { ...cashier, id, name: 'Caja', mark: roleMark(before) }
      await saveRole(db, change, TOLD)
      await saveRole(db, change, TOLD) // the form came twice
      expect((await requirePerson(db, 'ana')).role).toBe('caja')
      expect((await logged()).filter(([what]) => what === 'role-saved').slice(1)).toEqual([
        ['role-saved', { name: 'caja', was: 'cajera', permissions: ['customers.see'], ownCustomers: false }],
      ])
      for (const name of ['operador', 'Administrador', '', 'x'.repeat(41)])
        await expect(saveRole(db, { ...change, name }, TOLD), name).rejects.toMatchObject({
          code: name === 'operador' ? 'record-conflict' : 'input-invalid',
        })
      await expect(saveRole(db, { ...change, permissions: [] }, TOLD)).rejects.toMatchObject({ facts: { why: 'stale' } })
      const first = await roleOf('administrador')
      await expect(saveRole(db, { ...cashier, id: first.id, name: 'jefe' }, TOLD)).rejects.toMatchObject({
        facts: { why: 'admin' },
      })
      await expect(saveRole(db, { ...cashier, id: 9999 }, TOLD)).rejects.toMatchObject({ code: 'record-missing' })
    })

    it('of two who change it at once, one is told', async () => {
      const { id, ...before } = await roleOf('cajera')
      const mark = roleMark(before)
      const both = await Promise.allSettled(
        ['caja', 'ventanilla'].map((name) => saveRole(db, { ...cashier, id, name, mark }, TOLD)),
      )
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    })

    it('is deleted once, not while somebody has it, disabled or not, and never the first', async () => {
      const { id } = await roleOf('cajera')
      await addPerson(db, named('ana', 'cajera'), TOLD)
      await addPerson(db, named('eva', 'cajera'), TOLD)
      await changeThePerson(db, 'eva', { disabled: true }, TOLD)
      await expect(removeRole(db, id, TOLD)).rejects.toMatchObject({ facts: { why: 'held', all: 2, disabled: 1 } })
      await changeThePerson(db, 'ana', { role: 'operador' }, TOLD)
      await expect(removeRole(db, id, TOLD)).rejects.toMatchObject({ facts: { why: 'held', all: 1, disabled: 1 } })
      await changeThePerson(db, 'eva', { role: 'operador' }, TOLD)
      expect([await removeRole(db, id, TOLD), await removeRole(db, id, TOLD)]).toEqual(['cajera', null])
      expect((await logged()).filter(([what]) => what === 'role-removed')).toEqual([
        ['role-removed', { name: 'cajera', permissions: ['customers.see'] }],
      ])
      const first = await roleOf('administrador')
      await expect(removeRole(db, first.id, TOLD)).rejects.toMatchObject({ facts: { why: 'admin' } })
    })

    it('is not given to somebody while it is deleted', async () => {
      const { id } = await roleOf('cajera')
      const both = await Promise.allSettled([removeRole(db, id, TOLD), addPerson(db, named('ana', 'cajera'), TOLD)])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const holders = await db.selectFrom('people').innerJoin('roles', 'roles.id', 'people.roleId').select('username').execute()
      expect(holders).toHaveLength(await roleByName(db, 'cajera').then((role) => (role === null ? 0 : 1)))
    })
  })

  describe('who guesses', () => {
    beforeEach(async () => {
      await addPerson(db, named('ana', 'operador'), TOLD)
    })
    const tryIt = (password: string, now = NOW) => logIn(db, { username: 'ana', password }, { ...WHERE, now })

    it('is locked out after five, at once too, and let in again by a hand', async () => {
      await Promise.all([1, 2, 3, 4, 5].map(() => tryIt('mal')))
      expect(await tryIt(PASSWORD)).toEqual({ ok: false, why: 'locked', until: NOW + 60_000 })
      await changeThePerson(db, 'ana', { disabled: false }, TOLD)
      expect((await tryIt(PASSWORD)).ok).toBe(true)
      const failed = (await logged()).filter(([what]) => what === 'log-in-failed')
      expect(failed.map(([, facts]) => facts)).toMatchObject(
        [1, 2, 3, 4, 5].map((failures) => ({ failures, address: '192.0.2.7' })),
      )
    })

    it('is not kept out for ever by a clock that was set back', async () => {
      for (let n = 0; n < 5; n++) await tryIt('mal', NOW + 10 * 86_400_000)
      expect((await tryIt(PASSWORD)).ok).toBe(true)
    })

    it('learns nothing of who is disabled', async () => {
      await changeThePerson(db, 'ana', { disabled: true }, TOLD)
      expect(await tryIt(PASSWORD)).toEqual({ ok: false, why: 'wrong' })
    })
  })

  it('a second factor is sealed, counts once also when two browsers send it, and is taken off by another hand', async () => {
    const { id } = await addPerson(db, named('ana', 'operador'), TOLD)
    const secret = newTotpSecret()
    const at = (now: number) => ({ ...WHERE, now, seal })
    const step = Math.floor(NOW / 30_000)
    expect(await startTotp(db, { personId: id, secret, code: '1' }, { ...TOLD, seal })).toBe(false)
    expect(await startTotp(db, { personId: id, secret, code: totpCode(secret, step) }, { ...TOLD, seal })).toBe(true)
    expect((await requirePerson(db, 'ana')).totpSealed).not.toContain(secret)
    const code = totpCode(secret, step + 1)
    const both = await Promise.all([1, 2].map(() => confirmLogIn(db, { personId: id, passwordAt: NOW, code }, at(NOW + 30_000))))
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    await changeThePerson(db, 'ana', { withoutTotp: true }, TOLD)
    expect(await logIn(db, { username: 'ana', password: PASSWORD }, at(NOW + 60_000))).toMatchObject({
      ok: true,
      needsCode: false,
    })
    expect((await logged()).at(-2)).toEqual(['person-changed', { username: 'ana', withoutTotp: true }])
  })
})
