// The port to a customer's radio: one visit there and back with a reading. As with routers everything that crosses it is plain
// data, because the visit is made in a worker thread; a visit never throws, and what went wrong comes back as a fault.

import type { FaultNote } from './fault.ts'
import type { Reading } from './rules/signal.ts'

/** One of the ISP's generic passwords for CPEs. In the clear here and nowhere else. */
export interface CpeCredential {
  /** Row id, so that the one that worked can be remembered. */
  id: number
  username: string
  password: string
}

/** How to ask over SNMP. */
export type SnmpAccess =
  | { version: '1' | '2c'; port: number; community: string; timeoutMs: number; retries: number }
  | {
      version: '3'
      port: number
      username: string
      /** Null = no authentication. */
      auth: { protocol: 'md5' | 'sha' | 'sha256'; key: string } | null
      /** Null = no encryption; needs authentication. */
      privacy: { protocol: 'des' | 'aes'; key: string } | null
      timeoutMs: number
      retries: number
    }

export interface CpeAccess {
  connection: number
  /** `<customer code>/<connection name>`, for messages. */
  name: string
  host: string
  sshPort: number
  /** At most five, the one that worked last first. */
  credentials: readonly CpeCredential[]
  /** The ISP allows this device the key exchanges and ciphers of old firmware. */
  isLegacy: boolean
  /** SHA-256 (hex) of the host key that was pinned; null accepts the one that it shows. */
  hostKey: string | null
  /** Null where the ISP has set no SNMP for CPEs. */
  snmp: SnmpAccess | null
  connectMs: number
  commandMs: number
}

export type Visit =
  | {
      ok: true
      reading: Reading
      /** Id of the credential that was accepted; null where none was needed. */
      credential: number | null
      /** SHA-256 (hex) of the host key that was shown; null without SSH. */
      hostKey: string | null
    }
  | {
      ok: false
      /**
       * `device-unreachable`: nobody there; `device-silent`: accepted and said nothing more; `device-login`: no password was
       * accepted; `device-refused`: another host key than the pinned one, or no algorithm in common; `device-garbled`: an answer
       * that is no status.
       */
      fault: FaultNote
      /** The key that it showed, where it came so far. */
      hostKey: string | null
    }

/** Ends within the deadlines of the access and the signal, whichever is first; leaves no socket open. */
export type CpeProbe = (access: CpeAccess, signal: AbortSignal) => Promise<Visit>

/** A router or access point that is asked over SNMP who is registered at its radios. */
export interface TableAccess {
  name: string
  host: string
  snmp: SnmpAccess
}

/** Readings by MAC, of those that are registered there. MACs are twelve lower-case hex digits. Throws a `Fault`. */
export type TableProbe = (access: TableAccess, macs: readonly string[], signal: AbortSignal) => Promise<Map<string, Reading>>
