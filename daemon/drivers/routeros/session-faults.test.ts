// One session whose peer falls silent, goes away or talks nonsense: what was sent is told from what was not.

import { describe, expect, it } from 'vitest'

import type { Fault } from '../../../core/fault.ts'
import { encodeSentence } from '../../../fixtures/peers/routeros-caller.ts'
import { LIMITS } from './sentence.ts'
import { openSession, trapOf } from './session.ts'
import { faultOf, rawRouter, router, session } from './trial-session.ts'
import { accessTo, inTime } from './trial.ts'

const LIST = '/ip/firewall/address-list'

describe('silence', () => {
  it('cancels a command at its deadline, calls it silent and goes on with the session', async () => {
    const heard: string[] = []
    const port = await rawRouter((words, tag, say) => {
      heard.push(words[0] ?? '')
      if (words[0] === '/slow') return
      if (words[0] === '/cancel') {
        const meant = `.${words[1]?.slice(1)}`
        say('!trap', meant, '=category=2', '=message=interrupted')
        say('!done', tag)
        say('!done', meant)
      } else say('!done', tag)
    })
    const opened = await session(port, { commandMs: 80 })
    const fault = await faultOf(opened.command(['/slow']))
    expect([fault.code, fault.facts.why]).toEqual(['device-silent', 'did not answer /slow within 80 ms'])
    expect(await opened.command(['/quick'])).toEqual([])
    expect(heard).toEqual(['/slow', '/cancel', '/quick'])
  })

  it('gives the session up where the cancel is not answered either: in flight is silent, queued was never sent', async () => {
    const sim = await router()
    const opened = await session(sim.port, { commandMs: 80, window: 2 })
    sim.faults.mute = true
    const faults = await Promise.all(['/a', '/b', '/c', '/d'].map((path) => faultOf(opened.command([path]))))
    expect(faults.map(({ code }) => code)).toEqual(['device-silent', 'device-silent', 'device-unreachable', 'device-unreachable'])
    expect(opened.isOpen).toBe(false)
    expect((await faultOf(opened.command(['/e']))).code).toBe('device-unreachable')
  })

  it('finds one lost answer on a session that is busy with others', async () => {
    const port = await rawRouter((words, tag, say) => void (words[0] === '/lost' || say('!done', tag)))
    const opened = await session(port, { commandMs: 100 })
    const lost = faultOf(opened.command(['/lost']))
    let isOver = false
    void lost.then(() => (isOver = true))
    while (!isOver) await opened.command(['/busy']).catch(() => {})
    expect((await lost).code).toBe('device-silent')
  })

  it('has patience with a router that is slow but goes on answering', async () => {
    const sim = await router({ latencyMs: 40 })
    const opened = await session(sim.port, { commandMs: 100, window: 16 })
    const answers = await Promise.all(Array.from({ length: 16 }, () => opened.command(['/system/identity/print'])))
    expect(answers).toHaveLength(16)
  })

  it('has patience with a long answer as long as rows come', async () => {
    const port = await rawRouter((_words, tag, say) => {
      let left = 8
      const timer = setInterval(() => {
        if (left-- > 0) say('!re', tag, `=left=${left}`)
        else {
          clearInterval(timer)
          say('!done', tag)
        }
      }, 40)
    })
    const opened = await session(port, { commandMs: 160 })
    expect(await opened.command(['/long/print'])).toHaveLength(8)
  })

  it('takes a refusal that is never closed as a refusal', async () => {
    const port = await rawRouter((_words, tag, say) => say('!trap', tag, '=message=no such item'))
    const opened = await session(port, { commandMs: 80, window: 1 })
    const faults = await Promise.all(['*1', '*2'].map((id) => faultOf(opened.command(['/x/remove', `=.id=${id}`]))))
    expect(faults.map(trapOf)).toEqual(['no such item', 'no such item'])
    expect(opened.isOpen).toBe(true)
  })

  it('ends with its signal at once: queued never sent, in flight silent and cancelled; the session lives', async () => {
    const sim = await router({ latencyMs: 1000 })
    const opened = await session(sim.port, { window: 2, loginMs: 5000, commandMs: 5000 })
    const stop = new AbortController()
    const asked = ['a', 'b', 'c'].map((list) =>
      faultOf(opened.command([`${LIST}/add`, `=list=${list}`, '=address=1.1.1.1'], { signal: stop.signal })),
    )
    await expect.poll(() => sim.stats.sentences).toBeGreaterThan(2)
    stop.abort()
    expect((await Promise.all(asked)).map(({ code }) => code)).toEqual(['device-silent', 'device-silent', 'device-unreachable'])
    expect((await faultOf(opened.command(['/x'], { signal: stop.signal }))).code).toBe('device-unreachable')
    expect(await opened.command(['/system/identity/print'])).toHaveLength(1)
    expect(sim.rows(LIST)).toEqual([])
  })
})

describe('a lost or broken link', () => {
  it.each([
    ['dropAfter', { dropAfter: 2 }, 'device-silent'],
    ['half an answer', { dropMidReply: true }, 'device-silent'],
    ['!fatal', { fatalAfter: 1 }, 'device-silent'],
    ['a reboot', { rebooting: { downMs: 10 } }, 'device-silent'],
    ['a reserved length', { garbage: 'length' }, 'device-garbled'],
    ['text', { garbage: 'text' }, 'device-garbled'],
  ] as const)('settles everything once: %s', async (_name, faults, code) => {
    const sim = await router()
    const opened = await session(sim.port, { window: 4 })
    sim.faults = { ...faults }
    const asked = Array.from({ length: 12 }, () =>
      opened.command(['/system/identity/print']).then(
        () => 'answered',
        (e: Fault) => e.code,
      ),
    )
    const answers = await Promise.all(asked)
    expect(answers).toContain(code)
    for (const answer of answers) expect(['answered', code, 'device-unreachable']).toContain(answer)
    expect(answers.at(-1)).toBe('device-unreachable')
    expect(opened.isOpen).toBe(false)
  })

  it('says that an answer was cut in the middle', async () => {
    const sim = await router({ identity: 'x'.repeat(100) })
    const opened = await session(sim.port)
    sim.faults.dropMidReply = true
    expect((await faultOf(opened.command(['/system/identity/print']))).message).toContain('in the middle of an answer')
  })

  it('keeps the bytes of a mess', async () => {
    const sim = await router()
    const opened = await session(sim.port)
    sim.faults.garbage = 'length'
    const fault = await faultOf(opened.command(['/system/identity/print']))
    expect(fault.facts.hex).toBe('f8ffffffff217265')
  })

  it('gives up on a router that never stops talking', async () => {
    const sim = await router()
    sim.faults.endless = true
    const opened = await session(sim.port, {}, { ...LIMITS, replyBytes: 500_000 })
    let rows = 0
    const fault = await faultOf(opened.command([`${LIST}/print`], { each: () => rows++ }))
    expect([fault.code, fault.facts.reason]).toEqual(['device-garbled', `over 500000 bytes of rows to ${LIST}/print`])
    expect(rows).toBeLessThan(100_000)
  })

  it('closes without waiting for a peer that is gone, and twice', async () => {
    const sim = await router()
    const opened = await session(sim.port)
    sim.faults.hang = true
    const asked = faultOf(opened.command(['/x']))
    await expect.poll(() => sim.stats.sentences).toBe(2)
    const later = opened.close()
    expect((await asked).code).toBe('device-silent')
    await Promise.all([later, opened.close()])
    expect(opened.isOpen).toBe(false)
  })

  it('settles every promise exactly once whenever the peer leaves (seeded)', async () => {
    let seed = 20261121
    const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 2 ** 32
    for (let turn = 0; turn < 60; turn++) {
      const sentences = Math.floor(next() * 30)
      const [how, bytes] = [Math.floor(next() * 4), 1 + Math.floor(next() * 40)]
      let heard = 0
      const port = await rawRouter((_words, tag, say, socket) => {
        const answer = Buffer.concat([encodeSentence('!re', '=name=value', tag), encodeSentence('!done', tag)])
        if (heard++ < sentences) return void socket.write(answer)
        if (how === 0) socket.resetAndDestroy()
        else if (how === 1) socket.end(answer.subarray(0, bytes))
        else if (how === 2) socket.write(answer.subarray(0, bytes), () => socket.destroy())
        else socket.end(Buffer.concat([answer, encodeSentence('!fatal', 'bye')]))
        if (next() < 0.3) say('!done', tag)
      })
      const opened = await openSession(accessTo(port, { commandMs: 300, window: 1 + (turn % 16) }), inTime())
      const settlements: number[] = Array.from({ length: 40 }, () => 0)
      const asked = settlements.map((_, i) => {
        const count = () => void settlements.splice(i, 1, (settlements[i] ?? 0) + 1)
        return opened.command(['/x/print']).then(count, count)
      })
      await Promise.all(asked)
      await opened.close()
      expect(settlements, `turn ${turn}`).toEqual(settlements.map(() => 1))
    }
  })
})
