// The notice server whoever asks: what it answers to devices that look whether they are online, to odd addresses and methods, behind
// proxies, and where the database or the program fails.

import { beforeEach, expect, it, describe } from 'vitest'
import { sqliteDatabase } from '../../fixtures/database.ts'
import { World } from '../../fixtures/world.ts'
import type { Db } from '../../core/store/db.ts'
import { build, heading, readable } from '../testing/notice.ts'
import { API_PATH } from './app.ts'

describe('notice server', () => {
  const open = sqliteDatabase()
  let db: Db
  let get: ReturnType<typeof build>['get']
  const now = Date.UTC(2026, 10, 8)

  beforeEach(async () => {
    ;({ db } = await open())
    ;({ get } = build(db, () => now))
  })

  // What a device must not get: each of these is what its system takes for "online".
  it.each([
    ['/generate_204', 204, ''],
    ['/gen_204', 204, ''],
    ['/hotspot-detect.html', 200, 'Success'],
    ['/library/test/success.html', 200, 'Success'],
    ['/ncsi.txt', 200, 'Microsoft NCSI'],
    ['/connecttest.txt', 200, 'Microsoft Connect Test'],
    ['/redirect', 204, ''],
    ['/success.txt?ipv4', 200, 'success'],
    ['/canonical.html', 200, 'success.txt'],
    ['/check_network_status.txt', 200, 'NetworkManager is online'],
    ['/nm', 200, 'NetworkManager is online'],
    ['/kindle-wifi/wifistub.html', 200, '81ce4465-7167-4dcb-835b-dcc9e44c112a'],
  ])('a probe for %s gets the page', async (url, status, online) => {
    const { statusCode, headers, body } = await get('10.0.0.1', { url })
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(heading(body)).toBe('Aviso de tu proveedor de Internet')
    expect(statusCode === status && body.includes(online)).toBe(false)
  })

  it.each(['/%', '/%ZZ/..', '//evil.example/', `/${'a'.repeat(4000)}`, '/a?b=<script>', '/captive-portal/api/', '/favicon.ico'])(
    '%s gets the page, and nothing of the address is repeated',
    async (url) => {
      const { statusCode, body } = await get('10.0.0.1', { url })
      expect(statusCode).toBe(200)
      expect(heading(body)).toBe('Aviso de tu proveedor de Internet')
      expect(body).not.toMatch(/evil|aaaa|<script/)
    },
  )

  it('neither is kept, framed or run: the headers say so, and nothing in the page needs more', async () => {
    const { headers, body } = await get('10.0.0.1')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      connection: 'close',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; .*frame-ancestors 'none'$/,
      ),
    })
    expect(headers['set-cookie']).toBeUndefined()
    expect(body).not.toMatch(/<script|style="|onclick|src=|@import|url\(/)
    expect(Buffer.byteLength(body)).toBeLessThan(8192)
  })

  it('the API answers with its own type, for the caller alone', async () => {
    const { headers } = await get('10.0.0.1', { url: `${API_PATH}?x=1` })
    expect(headers).toMatchObject({ 'content-type': 'application/captive+json', 'cache-control': 'private', connection: 'close' })
  })

  it.each(['/', API_PATH])('HEAD %s is GET without the body', async (url) => {
    const full = await get('10.0.0.1', { url })
    const { statusCode, headers, body } = await get('10.0.0.1', { url, method: 'HEAD' })
    expect([statusCode, body]).toEqual([200, ''])
    expect(headers['content-length']).toBe(full.headers['content-length'])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    '%s is taken by nobody, and whoever looks sees the page',
    async (method) => {
      const { statusCode, headers, body } = await get('10.0.0.1', { method, url: '/log-in', payload: '{"half":' })
      expect([statusCode, headers.allow, headers.connection]).toEqual([405, 'GET, HEAD', 'close'])
      expect(heading(body)).toBe('Aviso de tu proveedor de Internet')
    },
  )

  it('X-Forwarded-For counts from proxies that are configured, and only what they themselves added', async () => {
    const world = new World(db).at('2026-11-08T12:00')
    await world.customer('000001', [{ ip: '10.0.0.1' }])
    const behind = build(db, () => now, { trustProxies: ['192.168.0.0/24', '2001:db8::5'] })
    const said = async (from: string, forwarded: string) =>
      readable((await behind.get(from, { headers: { 'x-forwarded-for': forwarded } })).body).includes('000001')
    expect(await said('192.168.0.9', '10.0.0.1')).toBe(true)
    expect(await said('::ffff:192.168.0.9', '10.0.0.1')).toBe(true)
    expect(await said('2001:db8::5', '8.8.8.8, 10.0.0.1')).toBe(true)
    expect(await said('192.168.0.9', '10.0.0.1, 8.8.8.8')).toBe(false)
    expect(await said('192.168.1.9', '10.0.0.1')).toBe(false)
    expect(await said('192.168.0.9', 'nonsense')).toBe(false)
    expect(readable((await get('192.168.0.9', { headers: { 'x-forwarded-for': '10.0.0.1' } })).body)).not.toContain('000001')
  })

  it('a database that does not answer costs nobody the page, and one line of the log a minute', async () => {
    const broken = await open()
    await broken.close()
    let at = now
    const { get: ask, heard } = build(broken.db, () => at)
    for (const from of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) {
      const { statusCode, body } = await ask(from)
      expect([statusCode, heading(body)]).toEqual([200, 'Aviso de tu proveedor de Internet'])
    }
    expect(heard.map(({ message }) => message)).toEqual([expect.stringContaining('cannot ask the database')])
    at += 60_000
    await ask('10.0.0.1')
    expect(heard).toHaveLength(2)
  })

  it('a bug of ours is logged, and answered in words', async () => {
    const { get: ask, heard } = build(db, () => {
      throw new RangeError('no clock')
    })
    const { statusCode, headers, body } = await ask('10.0.0.1')
    expect([statusCode, headers.connection, body]).toEqual([500, 'close', 'Aviso de tu proveedor de Internet'])
    expect(heard).toEqual([{ message: 'notice page failed', facts: expect.objectContaining({ address: '10.0.0.1' }) }])
  })
})
