// One UDP socket for all that is asked over SNMP in a thread, and one more where IPv6 is asked: net-snmp would open one a
// session, and past the limit of open files its sessions neither answer nor fail. It believes that it has a `dgram` socket of
// its own; what it gets is an end that hears one address and port alone, because net-snmp matches answers by request number
// and looks at no sender. Nothing is thrown out of a callback: whatever the socket or net-snmp does with a datagram, the ends
// that are concerned are told that they are lost, and the next question opens a new socket.

import { createSocket } from 'node:dgram'
import type { RemoteInfo, Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import { isIPv6, SocketAddress } from 'node:net'

type Family = 'udp4' | 'udp6'

/** What 200 answers at once may take; the system may grant less. */
const RECEIVE_BYTES = 1 << 20

/** Called back once the datagram has left, or could not. */
type Sent = (error: Error | null, bytes?: number) => void

export class SharedSocket {
  /** Sockets opened ever; datagrams from where nobody waits for any. */
  readonly stats = { opened: 0, strangers: 0 }
  readonly #sockets = new Map<Family, Socket>()
  readonly #ends = new Map<string, Set<SocketEnd>>()
  readonly #create: typeof createSocket
  #isClosed = false

  /** `create` is for tests that watch a socket fail. */
  constructor(create = createSocket) {
    this.#create = create
  }

  /** An end that sends to this address and hears it alone. */
  endFor(address: string, port: number, told: Told): SocketEnd {
    const family = isIPv6(address) ? 'udp6' : 'udp4'
    const key = keyOf(address, port, family)
    const end = new SocketEnd({
      family,
      told,
      send: (bytes, sent) => this.#send(family, bytes, port, address, sent),
      leave: () => this.#leave(key, end),
    })
    const ends = this.#ends.get(key)
    if (ends === undefined) this.#ends.set(key, new Set([end]))
    else ends.add(end)
    return end
  }

  /** All that is open ends, and nothing is sent any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#loseEnds(new Error('the socket was closed here'))
    const sockets = [...this.#sockets.values()]
    this.#sockets.clear()
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))))
  }

  #send(family: Family, bytes: Uint8Array, port: number, address: string, sent: Sent): void {
    if (this.#isClosed) return sent(new Error('the socket was closed here'))
    try {
      this.#socket(family).send(bytes, port, address, sent)
    } catch (e) {
      sent(e instanceof Error ? e : new Error(String(e)))
    }
  }

  #socket(family: Family): Socket {
    const open = this.#sockets.get(family)
    if (open !== undefined) return open
    const socket = this.#create({ type: family, ipv6Only: family === 'udp6', recvBufferSize: RECEIVE_BYTES })
    this.#sockets.set(family, socket)
    this.stats.opened++
    // What waits for an answer has a timer, and that keeps the process; a socket at rest does not.
    socket.unref()
    socket.on('message', (bytes, from) => this.#hear(family, bytes, from))
    socket.on('error', (error) => this.#lose(family, socket, error))
    return socket
  }

  #hear(family: Family, bytes: Buffer, from: RemoteInfo): void {
    const ends = this.#ends.get(keyOf(from.address, from.port, family))
    if (ends === undefined) this.stats.strangers++
    // A copy of the set: an end may leave as soon as it has its answer.
    else for (const end of [...ends]) end.hear(bytes)
  }

  #lose(family: Family, socket: Socket, error: Error): void {
    if (this.#sockets.get(family) !== socket) return
    this.#sockets.delete(family)
    socket.close()
    this.#loseEnds(error, family)
  }

  #loseEnds(error: Error, family?: Family): void {
    for (const end of [...this.#ends.values()].flatMap((ends) => [...ends])) {
      if (family === undefined || end.family === family) end.lose(error)
    }
  }

  #leave(key: string, end: SocketEnd): void {
    const ends = this.#ends.get(key)
    if (ends?.delete(end) === true && ends.size === 0) this.#ends.delete(key)
  }
}

interface Told {
  /** The socket is gone: nothing that was asked over it will be answered. */
  lost(error: Error): void
  /** net-snmp could not cope with a datagram, and may have forgotten the question that it answered. */
  tripped(error: Error): void
}

interface Ties {
  family: Family
  told: Told
  send(bytes: Uint8Array, sent: Sent): void
  leave(): void
}

/** As much of a `dgram` socket as net-snmp uses. */
export class SocketEnd extends EventEmitter {
  readonly family: Family
  /** Datagrams from the address that was asked. */
  heard = 0
  readonly #ties: Ties
  #isClosed = false

  constructor(ties: Ties) {
    super()
    this.family = ties.family
    this.#ties = ties
  }

  /** Port and address are those of the end, whatever is given for them. */
  send(bytes: Buffer, offset: number, length: number, _port: number, _address: string, sent: Sent): void {
    if (this.#isClosed) return sent(new Error('closed'))
    this.#ties.send(bytes.subarray(offset, offset + length), (error) => {
      // After a close net-snmp must not begin to wait: nobody would end that any more.
      sent(error ?? (this.#isClosed ? new Error('closed') : null), length)
    })
  }

  hear(bytes: Buffer): void {
    if (this.#isClosed) return
    this.heard++
    try {
      this.emit('message', bytes)
    } catch (e) {
      this.#ties.told.tripped(e instanceof Error ? e : new Error(String(e)))
    }
  }

  /** What is still to be asked may be: it leaves by the next socket. */
  lose(error: Error): void {
    this.#ties.told.lost(error)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#ties.leave()
    this.emit('close')
  }

  // The real socket is nobody's own: it never keeps the process.
  ref(): void {}
  unref(): void {}
}

/** The system writes an IPv6 address in one way, a person in many; the zone of a link-local one is no part of it. */
function keyOf(address: string, port: number, family: Family): string {
  if (family === 'udp4') return `${address} ${port}`
  const [bare = ''] = address.split('%')
  return `${new SocketAddress({ address: bare, family: 'ipv6' }).address} ${port}`
}
