// One session over real sockets: log-in, TLS, commands, tags and the window. Silence and lost links: session-faults.test.ts.

import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'

import { encodeSentence } from '../../../fixtures/peers/routeros-caller.ts'
import { makeCertificate } from '../../../fixtures/peers/routeros-certificate.ts'
import { dial } from './dial.ts'
import { LIMITS } from './sentence.ts'
import { openSession, Session, trapOf } from './session.ts'
import { faultOf, rawRouter, rawServer, router, session } from './trial-session.ts'
import type { Say } from './trial-session.ts'
import { accessTo, inTime } from './trial.ts'

const LIST = '/ip/firewall/address-list'

describe('logging in', () => {
  it.each(['plain', 'challenge'] as const)('works in the %s style', async (login) => {
    const sim = await router({ login, password: 'geheim ñ' })
    const opened = await session(sim.port, { password: 'geheim ñ' })
    expect(opened.isOpen).toBe(true)
    expect(await opened.command(['/system/identity/print'])).toEqual([{ name: 'sim' }])
    expect(sim.stats.logins).toBe(1)
  })

  it.each(['plain', 'challenge'] as const)("tells a wrong password in the %s style, in the router's own words", async (login) => {
    const sim = await router({ login })
    const fault = await faultOf(openSession(accessTo(sim.port, { password: 'wrong' }), inTime()))
    expect(fault.code).toBe('device-login')
    expect(fault.facts.trap).toBe(login === 'plain' ? 'invalid user name or password (6)' : 'cannot log in')
    expect(fault.message).not.toContain('wrong')
    await expect.poll(() => sim.stats.sessions).toBe(0)
  })

  it('tells a port where nobody listens, a reset, and silence, as nothing sent', async () => {
    const sim = await router()
    sim.faults.refuse = true
    expect((await faultOf(openSession(accessTo(sim.port), inTime()))).code).toBe('device-unreachable')
    sim.faults = { hang: true }
    const fault = await faultOf(openSession(accessTo(sim.port, { loginMs: 100 }), inTime()))
    expect([fault.code, fault.facts.why]).toEqual(['device-unreachable', 'did not answer the log-in within 100 ms'])
    await sim.close()
    expect((await faultOf(openSession(accessTo(sim.port), inTime()))).message).toContain('ECONNREFUSED')
  })

  it('ends with its signal, before, while it connects and while it logs in', async () => {
    const sim = await router()
    sim.faults.hang = true
    expect((await faultOf(openSession(accessTo(sim.port), AbortSignal.abort()))).code).toBe('device-unreachable')
    expect((await faultOf(openSession(accessTo(sim.port), inTime(50)))).code).toBe('device-unreachable')
    const tls = await router({ tls: makeCertificate() })
    tls.faults.hang = true
    expect((await faultOf(openSession(accessTo(tls.port, { tls: true }), inTime(50)))).code).toBe('device-unreachable')
    expect((await faultOf(openSession(accessTo(tls.port, { tls: true, connectMs: 50 }), inTime()))).facts.why).toContain(
      'within 50 ms',
    )
  })

  it('tells that all sessions are taken', async () => {
    const sim = await router({ maxSessions: 1 })
    await session(sim.port)
    const fault = await faultOf(openSession(accessTo(sim.port), inTime()))
    expect([fault.code, fault.message.includes('sessions')]).toEqual(['device-unreachable', true])
  })

  it('tells a !fatal, an end and a mess in place of the log-in', async () => {
    const fatal = await rawServer((_words, _tag, say) => say('!fatal', 'too many sessions'))
    expect((await faultOf(openSession(accessTo(fatal), inTime()))).message).toContain('too many sessions')
    const ends = await rawServer((_words, _tag, _say, socket) => socket.end())
    expect((await faultOf(openSession(accessTo(ends), inTime()))).code).toBe('device-unreachable')
    const web = await rawServer((_words, _tag, _say, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const garbled = await faultOf(openSession(accessTo(web), inTime()))
    expect(garbled.code).toBe('device-garbled')
    expect(Buffer.from(String(garbled.facts.hex), 'hex').toString()).toContain('HTTP/1.1')
    const banner = await rawServer(
      () => {},
      (socket) => socket.write('SSH-2.0-ROSSSH\r\n'),
    )
    expect((await faultOf(openSession(accessTo(banner), inTime()))).code).toBe('device-garbled')
  })
})

describe('TLS', () => {
  it('tells the fingerprint, takes the pinned one and refuses another before anything is sent', async () => {
    const sim = await router({ tls: makeCertificate() })
    const first = await session(sim.port, { tls: true })
    expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    const pinned = await session(sim.port, {
      tls: true,
      tlsPin: first.fingerprint?.toUpperCase().replace(/..(?=.)/g, '$&:') ?? '',
    })
    expect(await pinned.command(['/system/identity/print'])).toHaveLength(1)
    const sentences = sim.stats.sentences
    const fault = await faultOf(openSession(accessTo(sim.port, { tls: true, tlsPin: 'ab'.repeat(32) }), inTime()))
    expect([fault.code, fault.facts.seen]).toEqual(['device-login', first.fingerprint])
    expect(sim.stats.sentences).toBe(sentences)
  })

  it('refuses a router without a certificate and says what to do', async () => {
    const server = createTlsServer({ ciphers: 'ADH-AES256-GCM-SHA384:@SECLEVEL=0', maxVersion: 'TLSv1.2' })
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
    const fault = await faultOf(openSession(accessTo((server.address() as AddressInfo).port, { tls: true }), inTime()))
    expect([fault.code, fault.message.includes('/ip service set api-ssl')]).toEqual(['device-refused', true])
  })

  it('ends in time at a port that speaks no TLS', async () => {
    const mute = await rawServer(() => {})
    expect((await faultOf(openSession(accessTo(mute, { tls: true, connectMs: 200 }), inTime()))).code).toBe('device-unreachable')
    const talks = await rawServer(
      () => {},
      (socket) => socket.write(encodeSentence('!fatal', 'not logged in')),
    )
    const fault = await faultOf(openSession(accessTo(talks, { tls: true }), inTime()))
    expect([fault.code, fault.message.includes('or the port is not api-ssl')]).toEqual(['device-refused', true])
  })
})

describe('commands', () => {
  it('answers rows, none, and a refusal with its words and category', async () => {
    for (const version of ['6.49.18', '7.20.1']) {
      const sim = await router({ version })
      const opened = await session(sim.port)
      expect(await opened.command([`${LIST}/print`])).toEqual([])
      await opened.command([`${LIST}/add`, '=list=a', '=address=10.0.0.1'])
      expect(await opened.command([`${LIST}/print`, '=.proplist=.id,address'])).toEqual([{ '.id': '*1', address: '10.0.0.1' }])
      const twice = await faultOf(opened.command([`${LIST}/add`, '=list=a', '=address=10.0.0.1']))
      expect([twice.code, trapOf(twice)]).toEqual(['device-refused', 'failure: already have such entry'])
      const unknown = await faultOf(opened.command(['/ip/nonsense/print']))
      expect([trapOf(unknown), unknown.facts.category, unknown.facts.command]).toEqual([
        'no such command prefix',
        '0',
        '/ip/nonsense/print',
      ])
      expect(opened.isOpen).toBe(true)
    }
  })

  it('gives each answer to its own command, however they are ordered and interleaved', async () => {
    const waiting: [string, string, Say][] = []
    const port = await rawRouter((words, tag, say) => {
      waiting.push([words[1] ?? '', tag, say])
      if (waiting.length < 8) return
      for (const [what, itsTag, speak] of waiting.toReversed()) speak('!re', `=first=${what}`, itsTag)
      for (const [what, itsTag, speak] of waiting) speak('!re', itsTag, `=second=${what}`)
      for (const [, itsTag, speak] of waiting.splice(0).toReversed()) speak('!done', itsTag)
    })
    const opened = await session(port)
    const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const answers = await Promise.all(letters.map((letter) => opened.command(['/x/print', `=${letter}=`])))
    expect(answers).toEqual(letters.map((letter) => [{ first: `=${letter}=` }, { second: `=${letter}=` }]))
  })

  it('keeps no more than its window in flight, and sends what is asked in one go in one write', async () => {
    const sim = await router({ latencyMs: 1 })
    const opened = await session(sim.port, { window: 5 })
    await Promise.all(Array.from({ length: 40 }, (_, i) => opened.command([`${LIST}/add`, '=list=a', `=address=10.0.0.${i}`])))
    expect(sim.stats.maxInFlight).toBeLessThanOrEqual(5)
    expect(sim.rows(LIST)).toHaveLength(40)
    const sizes: number[] = []
    const port = await rawServer(
      (_words, tag, say) => say('!done', tag),
      (socket) => socket.on('data', (piece: Buffer) => sizes.push(piece.length)),
    )
    const raw = await session(port, { window: 16 })
    sizes.length = 0
    await Promise.all(Array.from({ length: 16 }, () => raw.command(['/ping'])))
    expect(sizes).toHaveLength(1)
  })

  it('lives through reply words and tags that it does not know', async () => {
    const sim = await router()
    const opened = await session(sim.port)
    sim.faults.garbage = 'word'
    expect(await opened.command(['/system/identity/print'])).toEqual([{ name: 'sim' }])
    expect(opened.odd.replies).toBeGreaterThan(0)
    const port = await rawRouter((_words, tag, say) => {
      say('!news', tag, '=a=b')
      say('!done', '.tag=999')
      say('!done')
      say('!done', tag)
    })
    const raw = await session(port)
    expect(await raw.command(['/x'])).toEqual([])
    expect(raw.odd).toEqual({ replies: 2, words: 1 })
  })

  it('carries words of 70 kB and names of every script, whole and byte by byte', async () => {
    const sim = await router()
    const opened = await session(sim.port)
    const comment = 'ñandú '.repeat(11_000)
    await opened.command(['/ppp/secret/add', '=name=Łódź 日本 ñ', `=comment=${comment}`])
    sim.faults.chunkBytes = 1000
    const [row] = await opened.command(['/ppp/secret/print'])
    expect([row?.name, row?.comment === comment]).toEqual(['Łódź 日本 ñ', true])
    sim.faults.chunkBytes = 1
    expect(await opened.command(['/ppp/secret/print', '=.proplist=name', '?name=Łódź 日本 ñ'])).toEqual([{ name: 'Łódź 日本 ñ' }])
  })

  it('hands rows over one by one where asked, and keeps none', async () => {
    const sim = await router()
    for (let i = 0; i < 50; i++) sim.add(LIST, { list: 'a', address: `10.0.0.${i}` })
    const opened = await session(sim.port)
    const seen: string[] = []
    const rows = await opened.command([`${LIST}/print`], { each: (row) => seen.push(row.address ?? '') })
    expect([seen.length, rows]).toEqual([50, []])
  })

  it('stops writing while the router does not read, and goes on when it does', async () => {
    let peer: Socket | null = null
    let heard = 0
    const port = await rawRouter((_words, tag, say, socket) => {
      peer = socket
      if (heard++ === 0) socket.pause()
      say('!done', tag)
    })
    const access = accessTo(port, { window: 10_000, commandMs: 20_000 })
    const line = await dial(access, inTime())
    const opened = new Session(access, line.socket, null, LIMITS)
    onTestFinished(() => opened.close())
    await opened.logIn(inTime())
    await opened.command(['/first'])
    const all = Promise.all(Array.from({ length: 2000 }, () => opened.command(['/x', `=v=${'x'.repeat(10_000)}`])))
    await new Promise((resolve) => setImmediate(resolve))
    await expect.poll(() => line.socket.writableLength).toBeGreaterThan(0)
    expect(line.socket.writableLength).toBeLessThan(200_000)
    ;(peer as Socket | null)?.resume()
    await all
    expect(heard).toBe(2001)
  })
})
