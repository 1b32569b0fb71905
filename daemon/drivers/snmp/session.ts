// Questions to one device over the shared socket, in the window. Every question settles once, by its answer, its time-outs, the
// signal or the loss of the socket. Over UDP nothing tells a device that is not there from one that does not want to talk
// (a wrong community is met with silence), so both are `device-unreachable` and the message says so. Version 3 begins with a
// greeting that every device answers: wrong keys are refused after it, or met with silence, and both is a refused log-in.
// Surprising: an answer that cannot be decoded is dropped by net-snmp and would end as a time-out, so it is
// remembered, and the fault says what was heard.

import { lookup } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'

import {
  AuthProtocols,
  createSession,
  createV3Session,
  ErrorStatus,
  ObjectType,
  PrivProtocols,
  ResponseInvalidCode,
  SecurityLevel,
  Version1,
  Version2c,
} from 'net-snmp'
import type { Session, User, Varbind } from 'net-snmp'

import { Fault, isFault } from '../../../core/fault.ts'
import type { FaultCode } from '../../../core/fault.ts'
import type { SnmpAccess } from '../../../core/probe.ts'
import { enableDes } from './des.ts'
import type { SharedSocket, SocketEnd, Told } from './socket.ts'
import type { Window } from './window.ts'

/** What all sessions of a thread share. */
export interface Line {
  socket: SharedSocket
  window: Window
}

export interface SnmpTarget {
  /** How faults name it: `CPE 0007/casa`, `router norte-2`. */
  name: string
  host: string
  snmp: SnmpAccess
}

/** Shortest password that version 3 knows (RFC 3414 §11.2). */
const KEY_MIN = 8
/** A report instead of an answer: our clock or our idea of the device is old. No password is wrong. */
const NO_LOGIN_REPORTS = new Set(['Not In Time Window', 'Unknown Engine ID'])

/** Finds the address and makes ready to ask; sends nothing yet. Whoever opens it closes it. */
export async function openSession(line: Line, target: SnmpTarget, signal: AbortSignal): Promise<SnmpSession> {
  const { snmp, host } = target
  if (snmp.version === '3') checkKeys(target, snmp)
  if (snmp.version === '3' && snmp.privacy?.protocol === 'des') enableDes()
  return new SnmpSession(line, target, isIP(host) === 0 ? await addressOf(target, signal) : host, signal)
}

export class SnmpSession implements Told {
  readonly #line: Line
  readonly #target: SnmpTarget
  readonly #address: string
  readonly #signal: AbortSignal
  readonly #device: string
  /** How to end every question that is open. */
  #open: readonly ((error: Error) => void)[] = []
  readonly #onAbort: () => void
  /** Made with the first question, when its turn has come: thousands that only wait are to cost nothing. */
  #wire: { session: Session; end: SocketEnd } | null = null
  /** A question was ended here, and net-snmp still waits for its answer. */
  #isForsaken = false
  #odd: Error | null = null

  constructor(line: Line, target: SnmpTarget, address: string, signal: AbortSignal) {
    this.#line = line
    this.#target = target
    this.#address = address
    this.#signal = signal
    this.#device = `${address} ${target.snmp.port}`
    this.#onAbort = () => this.#endAll(this.fault('device-unreachable', 'gave no answer over SNMP in the time for this call'))
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /**
   * The values of these objects, in their order, in one question; undefined for what was not answered. Version 1 refuses a
   * question for an object that it lacks: without it, again.
   */
  async get(oids: readonly string[]): Promise<(Varbind | undefined)[]> {
    for (let asked = oids; asked.length > 0;) {
      const heard = await this.#ask((session, answered) => session.get(asked as string[], answered))
      if (heard.ok) return oids.map((oid, i) => pick(heard.varbinds, oid, i))
      const rest = asked.filter((oid) => !heard.message.endsWith(`: ${oid}`))
      if (rest.length === asked.length) break
      asked = rest
    }
    return []
  }

  /** Up to `count` objects that follow; empty at the end of what there is. */
  async following(oid: string, count: number): Promise<Varbind[]> {
    const heard = await this.#ask((session, answered) => {
      // Version 1 has no GETBULK.
      if (this.#target.snmp.version === '1') session.getNext([oid], answered)
      else session.getBulk([oid], 0, count, (error, columns) => answered(error, columns?.flat()))
    })
    return heard.ok ? heard.varbinds.filter(({ type }) => type !== ObjectType.EndOfMibView) : []
  }

  /** A fault about this device, for who reads its answers. */
  fault(code: FaultCode, why: string, cause?: unknown): Fault {
    return faultAbout(this.#target, code, why, cause)
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    if (this.#open.length > 0) this.#endAll(this.fault('device-unreachable', 'was left: the session was closed here'))
    if (this.#isForsaken) this.#wire?.session.close()
    this.#wire?.end.leave()
  }

  lost(error: Error): void {
    this.#endAll(error)
  }

  tripped(error: Error): void {
    this.#endAll(this.fault('device-garbled', `answered what cannot be read: ${error.message}`, error))
  }

  #openWire(): { session: Session; end: SocketEnd } {
    const { snmp } = this.#target
    const end = this.#line.socket.endFor(this.#address, snmp.port, this)
    const options = {
      port: snmp.port,
      timeout: snmp.timeoutMs,
      retries: snmp.retries,
      transport: isIPv6(this.#address) ? ('udp6' as const) : ('udp4' as const),
      // A walk that goes backwards would never end.
      backwardsGetNexts: false,
      dgramModule: { createSocket: () => end },
    }
    const session =
      snmp.version === '3'
        ? createV3Session(this.#address, userOf(snmp), options)
        : createSession(this.#address, snmp.community, { ...options, version: snmp.version === '1' ? Version1 : Version2c })
    session.on('error', (error) => {
      this.#odd = error
    })
    return { session, end }
  }

  async #ask(send: (session: Session, answered: Answered) => void): Promise<Heard> {
    try {
      const turn = this.#line.window.enter(this.#device, this.#signal)
      if (turn !== null) await turn
    } catch (e) {
      throw this.#notAsked(e)
    }
    let end: (error: Error) => void = () => {}
    try {
      // The turn may have come in the same moment.
      if (this.#signal.aborted) throw this.#notAsked(this.#signal.reason)
      const { session } = (this.#wire ??= this.#openWire())
      return await new Promise<Heard>((resolve, reject) => {
        end = reject
        this.#open = [...this.#open, end]
        send(session, (error, varbinds) => {
          if (error === null) resolve({ ok: true, varbinds: varbinds ?? [] })
          else if (statusOf(error) === ErrorStatus.NoSuchName) resolve({ ok: false, message: error.message })
          else reject(error)
        })
      })
    } catch (e) {
      throw isFault(e) ? e : this.#faultOf(e)
    } finally {
      this.#open = this.#open.filter((one) => one !== end)
      this.#line.window.leave(this.#device)
    }
  }

  #notAsked(reason: unknown): Fault {
    return this.fault('device-unreachable', 'was not asked: the time for this call had passed', reason)
  }

  #endAll(error: Error): void {
    if (this.#open.length > 0) this.#isForsaken = true
    for (const end of this.#open) end(error)
  }

  #faultOf(e: unknown): Fault {
    const error = e instanceof Error ? e : new Error(String(e))
    if (error.name === 'RequestTimedOutError') return this.#timedOut()
    if (error.name === 'RequestFailedError') {
      const status = statusOf(error)
      const isBarred = status === ErrorStatus.NoAccess || status === ErrorStatus.AuthorizationError
      return this.fault(isBarred ? 'device-login' : 'device-refused', `refused to answer over SNMP: ${error.message}`, e)
    }
    if (error.name === 'ResponseInvalidError') {
      const code = 'code' in error ? error.code : null
      const isSecurity = code === ResponseInvalidCode.EAuthFailure || code === ResponseInvalidCode.ECouldNotDecrypt
      if (!isSecurity) return this.fault('device-garbled', `answered what is no answer: ${error.message}`, e)
      if (NO_LOGIN_REPORTS.has(error.message)) return this.fault('device-refused', `refused the question: ${error.message}`, e)
      return this.fault('device-login', `refused user or keys over SNMP: ${wordsOf(error)}; check the SNMP access of CPEs`, e)
    }
    return this.fault('device-unreachable', `could not be asked: ${error.message}`, e)
  }

  #timedOut(): Fault {
    if (this.#odd !== null) return this.fault('device-garbled', `answered what is no SNMP: ${this.#odd.message}`, this.#odd)
    const { snmp } = this.#target
    if (snmp.version === '3' && (this.#wire?.end.heard ?? 0) > 0) {
      const why = `answered the greeting and then nothing to user "${snmp.username}": are the keys right?`
      return this.fault(snmp.auth === null ? 'device-silent' : 'device-login', why)
    }
    const times = snmp.retries === 0 ? '' : `${snmp.retries + 1} × `
    const who = snmp.version === '3' ? 'user' : 'community'
    const why = `gave no answer over SNMP within ${times}${snmp.timeoutMs} ms: it is not there, its SNMP is off, or it ignores this ${who}`
    return this.fault('device-unreachable', why)
  }
}

type Answered = (error: Error | null, varbinds?: Varbind[]) => void

/** Not ok: the device lacks an object, and its words say which. */
type Heard = { ok: true; varbinds: Varbind[] } | { ok: false; message: string }

/** By its OID, wherever it stands: a device that changes the order must not change what is what. */
function pick(varbinds: readonly Varbind[], oid: string, at: number): Varbind | undefined {
  const expected = varbinds[at]
  return expected?.oid === oid ? expected : varbinds.find((varbind) => varbind.oid === oid)
}

function statusOf(error: Error): ErrorStatus | null {
  return error.name === 'RequestFailedError' && 'status' in error ? (error.status as ErrorStatus) : null
}

/** The digests in net-snmp's own words help nobody. */
function wordsOf(error: Error): string {
  return error.message.startsWith('Authentication digest') ? 'its answer is signed with another key' : error.message
}

function faultAbout({ name, host, snmp }: SnmpTarget, code: FaultCode, why: string, cause?: unknown): Fault {
  return new Fault(code, `${name} (${host}:${snmp.port}) ${why}`, { device: name, host, port: snmp.port, why }, cause)
}

type AccessV3 = Extract<SnmpAccess, { version: '3' }>

function checkKeys(target: SnmpTarget, { auth, privacy }: AccessV3): void {
  if (privacy !== null && auth === null)
    throw faultAbout(target, 'input-invalid', 'is to be asked with encryption and without authentication: SNMP has no such thing')
  for (const secret of [auth, privacy]) {
    if (secret !== null && secret.key.length < KEY_MIN)
      throw faultAbout(
        target,
        'input-invalid',
        `is to be asked with an SNMP key of under ${KEY_MIN} characters: no device takes one`,
      )
  }
}

function userOf({ username, auth, privacy }: AccessV3): User {
  const level = privacy !== null ? SecurityLevel.authPriv : auth !== null ? SecurityLevel.authNoPriv : SecurityLevel.noAuthNoPriv
  return {
    name: username,
    level,
    ...(auth === null ? {} : { authProtocol: AuthProtocols[auth.protocol], authKey: auth.key }),
    ...(privacy === null ? {} : { privProtocol: PrivProtocols[privacy.protocol], privKey: privacy.key }),
  }
}

/** Looks up a name. The look-up itself cannot be ended; who waits for it can. */
async function addressOf(target: SnmpTarget, signal: AbortSignal): Promise<string> {
  let leave = (): void => {}
  const late = new Promise<never>((_resolve, reject) => {
    leave = () => reject(faultAbout(target, 'device-unreachable', 'was not found by its name in the time for this call'))
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
  })
  try {
    return (await Promise.race([lookup(target.host), late])).address
  } catch (e) {
    throw isFault(e) ? e : faultAbout(target, 'device-unreachable', 'is not known by that name', e)
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
