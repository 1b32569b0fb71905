// What the command says when something is not as it should be: a database that is not there, a key that is gone, a router that
// is silent when somebody pays, two names for one device, a typing error that serves a debtor.

import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Desk, desks, listed } from '../fixtures/desk.ts'
import { run } from './run.ts'

const { openDesk, openFolder, openShop, router, ispcube } = desks(run)

describe('a database that is not there', () => {
  test.each([['status'], ['enforce', 'apply'], ['start']])('is not made by %s %s', async (...argv) => {
    const folder = await openFolder()
    await writeFile(join(folder, 'ispcube.config.ts'), `export default { database: 'sqlite:./nope.db' }\n`)
    const { code, err } = await ispcube(folder, { ISPCUBE_SECRET_KEY: 'k'.repeat(40) }, argv)
    expect([code, err]).toEqual([2, expect.stringMatching(/there is no ISPCube database .*nope\.db: is the path right/)])
    expect(existsSync(join(folder, 'nope.db'))).toBe(false)
  })

  test('nor is an empty file taken for a configuration', async () => {
    const folder = await openFolder()
    await writeFile(join(folder, 'ispcube.config.ts'), '')
    const { code, err } = await ispcube(folder, {}, ['status'])
    expect([code, err]).toEqual([2, expect.stringContaining('must say: export default')])
  })
})

describe('a key that is gone', () => {
  const KEY = 'the key of this test, thirty-two characters'

  async function cutShop(): Promise<{ desk: Desk; key: string; listed: () => string[] }> {
    const sim = await router()
    const env = { ISPCUBE_ALLOW_TIME_TRAVEL: 'true', ISPCUBE_SECRET_KEY: KEY }
    const desk = await openShop(sim, env)
    const key = join(desk.folder, 'ispcube.key')
    await writeFile(key, `${KEY}\n`, { mode: 0o600 })
    desk.env.ISPCUBE_SECRET_KEY = ''
    expect((await desk.ispcube('cut', 'A4', '--comment', 'asked for it')).code).toBe(0)
    expect(listed(sim)).toEqual(['10.0.0.4'])
    return { desk, key, listed: () => listed(sim) }
  }

  test('whoever restores hears why it waits, and it is done once the key is back', async () => {
    const { desk, key, listed } = await cutShop()
    await rename(key, `${key}.kept`)
    const answer = await desk.ispcube('restore', 'A4')
    expect([answer.code, answer.err]).toEqual([0, expect.stringMatching(/not carried out yet.*the secret key cannot be read/)])
    expect((await desk.ispcube('enforce', 'explain', 'A4')).out).toContain('the secret key cannot be read')
    expect((await desk.ispcube('status')).out).toContain('put back your copy')
    await rename(`${key}.kept`, key)
    const again = await desk.ispcube('restore', 'A4')
    expect([again.code, listed()]).toEqual([0, []])
  })

  test('another key is told apart, and doctor and test say whose password does not open', async () => {
    const { desk, key } = await cutShop()
    await writeFile(key, `${'x'.repeat(40)}\n`)
    const { code, err } = await desk.ispcube('router', 'test', 'norte-1')
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('the password of router norte-1 was sealed under another secret key'),
    ])
  })

  test('init makes no new one behind the back of sealed passwords, unless it is told to', async () => {
    const { desk, key } = await cutShop()
    await rename(key, `${key}.kept`)
    const { code, err } = await desk.ispcube('init', '--yes')
    expect([code, err]).toEqual([2, expect.stringMatching(/1 password in .* cannot be read without the key/)])
    expect(existsSync(key)).toBe(false)
    expect((await desk.ispcube('init', '--yes', '--new-key')).code).toBe(0)
    expect(existsSync(key)).toBe(true)
  })
})

test('whoever pays while his router is silent is to be served, and hears it each time he comes', async () => {
  const sim = await router()
  const desk = await openShop(sim)
  await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00')
  expect(listed(sim)).toEqual(['10.0.0.1', '10.0.0.2'])
  sim.faults = { hang: true }
  const first = await desk.ispcube('pay', 'A1', '5000', '--at', '2026-11-12T10:00')
  expect(first.out).toContain('to be served (in-good-standing)')
  expect(first.err).toMatch(/not carried out yet, will be retried: 1 order/)
  const second = await desk.ispcube('pay', 'A1', '1', '--at', '2026-11-12T10:01', '--json')
  expect(second.json).toMatchObject({ state: 'active', orders: [{ to: 'active', outcome: 'failed' }] })
  sim.faults = {}
  const third = await desk.ispcube('pay', 'A1', '1', '--at', '2026-11-12T10:02')
  expect([third.out, listed(sim)]).toEqual([expect.stringContaining('; served (in-good-standing)'), ['10.0.0.2']])
})

describe('two names for one device', () => {
  test('are refused, typed and in a file, but two routers of a file may change places', async () => {
    const desk = await openDesk()
    const add = (name: string, port: string) =>
      desk.ispcube('router', 'add', name, '--driver', 'routeros', '--host', '10.0.0.1', '--port', port)
    await add('norte', '8728')
    await add('sur', '8729')
    const twin = await add('otra', '8728')
    expect([twin.code, twin.err]).toEqual([2, expect.stringContaining('10.0.0.1:8728 is router "norte" already')])
    const file = await desk.file('twin.csv', 'name,driver,host,port', 'otra,routeros,10.0.0.1,8729')
    const imported = await desk.ispcube('import', 'routers', file)
    expect([imported.code, imported.err]).toEqual([2, expect.stringMatching(/twin.csv:2 .*is router "sur" already/)])
    const swap = await desk.file('swap.csv', 'name,port', 'norte,8729', 'sur,8728')
    expect((await desk.ispcube('import', 'routers', swap)).code).toBe(0)
  })
})

test('an address typed twice serves the debtor, and everybody is told so', async () => {
  const sim = await router()
  const desk = await openShop(sim)
  await desk.ispcube('enforce', 'apply', '--at', '2026-11-11T06:00')
  const file = await desk.file('typo.csv', 'customer_code,name,kind,router,ip', 'A4,casa,address-list,norte-1,10.0.0.2')
  const said = /A2\/casa and A4\/casa share ip 10\.0\.0\.2 on one router: they are cut only if all of them are to be cut/
  expect((await desk.ispcube('import', 'connections', file, '--dry-run')).err).toMatch(said)
  expect((await desk.ispcube('import', 'connections', file)).err).toMatch(said)
  expect(listed(sim)).toEqual(['10.0.0.1'])
  const { out } = await desk.ispcube('enforce', 'explain', 'A2', '--at', '2026-11-12')
  expect(out).toContain('is to be cut')
  expect(out).toContain('desired active (shared)')
  expect(out).toContain('order 3 to restore (shared, caused by shared')
  expect(out).toContain('shares its address, user or MAC with A4/casa')
})

test('who is to be cut and has no order yet is told when the next run cuts him', async () => {
  const desk = await openShop(await router())
  const { out } = await desk.ispcube('enforce', 'explain', 'A1', '--at', '2026-11-11T05:00')
  expect(out).not.toContain('not ordered yet')
  const later = await desk.ispcube('enforce', 'explain', 'A1', '--at', '2026-11-12T03:00')
  expect(later.out).toContain('not ordered yet: the next run cuts it, from 2026-11-12T06:00:00-03:00 on')
})
