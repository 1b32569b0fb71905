// What the tests of a session share: the simulated router where it can misbehave so, and a peer written out by hand where it
// cannot. Only tests import it.

import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

import type { RouterAccess } from '../../../core/driver.ts'
import { isFault } from '../../../core/fault.ts'
import type { Fault } from '../../../core/fault.ts'
import { encodeSentence } from '../../../fixtures/peers/routeros-caller.ts'
import { startRouter } from '../../../fixtures/peers/routeros.ts'
import type { SimOptions, SimRouter } from '../../../fixtures/peers/routeros.ts'
import type { Limits } from './sentence.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'
import { accessTo, inTime } from './trial.ts'

export async function router(options: SimOptions = {}): Promise<SimRouter> {
  const sim = await startRouter({ password: 'secret', ...options })
  onTestFinished(() => sim.close())
  return sim
}

export async function session(port: number, given: Partial<RouterAccess> = {}, limits?: Limits): Promise<Session> {
  const opened = await openSession(accessTo(port, given), inTime(), limits)
  onTestFinished(() => opened.close())
  return opened
}

export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  try {
    await promise
  } catch (e) {
    if (isFault(e)) return e
    throw e
  }
  throw new Error('nothing went wrong')
}

/** A peer written out by hand: gets the words of each sentence, with the tag as a number, and says what it likes. */
export type Say = (...words: string[]) => void
type Hear = (words: string[], tag: string, say: Say, socket: Socket) => void

export async function rawServer(hear: Hear, greet?: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let held = Buffer.alloc(0)
    socket.on('error', () => {})
    greet?.(socket)
    socket.on('data', (piece: Buffer) => {
      held = Buffer.concat([held, piece])
      for (let words = takeWords(); words !== null; words = takeWords()) {
        const tag = words.find((text) => text.startsWith('.tag=')) ?? '.tag='
        hear(words, tag, (...said) => void (socket.destroyed || socket.write(encodeSentence(...said))), socket)
      }
    })
    function takeWords(): string[] | null {
      const words: string[] = []
      for (let at = 0; at < held.length;) {
        const first = held.readUInt8(at)
        const [size, head] = first < 0x80 ? [first, 1] : [held.readUInt16BE(at) & 0x3fff, 2]
        if (at + head + size > held.length) return null
        at += head + size
        if (size > 0) words.push(held.toString('utf8', at - size, at))
        else {
          held = held.subarray(at)
          return words
        }
      }
      return null
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** A raw server that lets everybody in and hears the rest. */
export function rawRouter(hear: Hear): Promise<number> {
  return rawServer((words, tag, say, socket) => (words[0] === '/login' ? say('!done', tag) : hear(words, tag, say, socket)))
}
