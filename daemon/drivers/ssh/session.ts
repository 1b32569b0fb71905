// One SSH connection to a router, and commands on it: each on a channel of its own, one after the other unless the template
// says that the device takes more at once: dropbear 2022.83 dies now and then of a channel that is opened while another ends
// (`Failed assertion (common-channel.c:705)`, 4 of 100 pairs on a busy machine, none one by one). A command ends with its output and
// its status, or the session with it: what does not answer in time, says too much, or breaks off has left the router in a state
// that nobody knows, and nothing more is asked on that line. No late error of socket or channel ends the process.

import type { Client, ClientChannel } from 'ssh2'
import type { Socket } from 'node:net'

import type { RouterAccess } from '../../../core/driver.ts'
import type { Fault, FaultCode } from '../../../core/fault.ts'
import type { SshTemplate } from '../../../core/rules/template.ts'
import { dial } from './dial.ts'
import type { Line } from './dial.ts'
import { fault, quoted } from './words.ts'

export interface Said {
  out: string
  err: string
  /** Null where the device gives none. */
  status: number | null
}

/** A set of a hundred thousand addresses with comments is printed in 7 MB by nft, in 5 MB by ipset. */
const OUT_BYTES_MAX = 16 * 1024 * 1024
const ERR_BYTES_MAX = 64 * 1024
/** How long a device may take to close its side after a good end. */
const GOODBYE_MS = 500

export async function openSession(
  access: RouterAccess,
  { isLegacy, atOnce }: Pick<SshTemplate, 'isLegacy' | 'atOnce'>,
  signal: AbortSignal,
): Promise<Session> {
  const line = await dial(access, isLegacy, signal)
  return new Session(access, line, Math.min(access.window, atOnce))
}

interface Running {
  fail(fault: Fault): void
}

export class Session {
  /** SHA-256 (hex) of the host key. */
  readonly fingerprint: string
  /** Commands that may be under way at once. */
  readonly width: number
  readonly #access: RouterAccess
  readonly #client: Client
  readonly #socket: Socket
  readonly #running = new Set<Running>()
  readonly #waiting: (() => void)[] = []
  #isOpen = true

  constructor(access: RouterAccess, { client, socket, hostKey }: Line, width: number) {
    this.#access = access
    this.#client = client
    this.#socket = socket
    this.fingerprint = hostKey
    this.width = width
    client.on('close', () => this.#end('device-silent', 'closed the connection before it had answered'))
  }

  get isOpen(): boolean {
    return this.#isOpen && !this.#socket.destroyed
  }

  /**
   * Runs a command, with this as its whole input. Throws `device-unreachable` where it was never sent, `device-silent` or
   * `device-garbled` where it was; then the session is over.
   */
  async run(command: string, input: string | null, signal: AbortSignal): Promise<Said> {
    while (this.isOpen && !signal.aborted && this.#running.size >= this.width) await this.#turn(signal)
    if (!this.isOpen || signal.aborted) {
      this.#next()
      throw fault(
        this.#access,
        'device-unreachable',
        this.isOpen ? 'was not asked: the time was over' : 'was lost before this was sent',
      )
    }
    return new Promise<Said>((resolve, reject) => {
      const onAbort = (): void => this.#end('device-silent', 'did not answer in the time for this call')
      const timer = setTimeout(
        () => this.#end('device-silent', `did not answer to a command within ${this.#access.commandMs} ms`),
        this.#access.commandMs,
      )
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        this.#running.delete(running)
        this.#next()
      }
      const running: Running = { fail: (why) => (done(), reject(why)) }
      this.#running.add(running)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#begin(command, (channel) => {
        this.#listen(channel, (said) => (done(), resolve(said)))
        channel.end(input ?? '')
      })
    })
  }

  #begin(command: string, begun: (channel: ClientChannel) => void): void {
    try {
      this.#client.exec(command, (e, channel) => {
        if (!e) return begun(channel)
        // Not at once: where the line is lost, its own end comes first and tells more.
        setImmediate(() => this.#end('device-refused', `would run no command: ${quoted(this.#access, e.message)}`))
      })
    } catch (e) {
      this.#end('device-silent', `was lost: ${e instanceof Error ? e.message : String(e)}`)
    }
  }

  async close(): Promise<void> {
    if (this.#socket.destroyed) return
    const timer = setTimeout(() => this.#socket.destroy(), GOODBYE_MS)
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve())
      this.#client.end()
    })
    clearTimeout(timer)
  }

  #listen(channel: ClientChannel, ended: (said: Said) => void): void {
    const out: Buffer[] = []
    const err: Buffer[] = []
    let [outBytes, errBytes, status] = [0, 0, null as number | null]
    channel.on('error', () => undefined) // the connection's end tells more
    channel.on('data', (piece: Buffer) => {
      outBytes += piece.length
      if (outBytes > OUT_BYTES_MAX) return this.#end('device-garbled', `said more than ${OUT_BYTES_MAX} bytes`)
      out.push(piece)
    })
    channel.stderr.on('data', (piece: Buffer) => {
      errBytes += piece.length
      if (errBytes <= ERR_BYTES_MAX) err.push(piece)
    })
    channel.on('exit', (code: number | null) => (status = code))
    channel.on('close', () => {
      if (!this.isOpen) return // a channel that is torn down with its line has not answered
      ended({ out: Buffer.concat(out).toString('utf8'), err: Buffer.concat(err).toString('utf8'), status })
    })
  }

  /** Resolves when a channel may have become free, or the call is over. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener('abort', go)
        resolve()
      }
      signal.addEventListener('abort', go, { once: true })
      this.#waiting.push(go)
    })
  }

  #next(): void {
    this.#waiting.shift()?.()
  }

  /** Everything that is under way ends with this; what has not been sent finds the session closed. */
  #end(code: FaultCode, why: string): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#socket.destroy()
    for (const running of [...this.#running]) running.fail(fault(this.#access, code, why))
    for (const go of this.#waiting.splice(0)) go()
  }
}
