// The RouterOS driver: one session a router, opened at the first call, kept open between calls, replaced when it died.
// One call at a time; a call that waits behind another ends with its own signal. Keeps no state of its own but the
// session: what a router holds is read anew in every call. Surprising: a session that sat idle may have died unnoticed
// (the router rebooted, a firewall forgot it), which shows only when it is asked. A call that has changed nothing yet may
// therefore open a new one, once; nothing is ever written twice.

import type {
  Change,
  Check,
  Device,
  DriverEntry,
  Look,
  Outcome,
  RouterAccess,
  RouterDriver,
  Sight,
  Target,
} from '../../../core/driver.ts'
import { Fault, isFault } from '../../../core/fault.ts'
import { strayEntries } from './address-list.ts'
import { checkCertificate, checkOfFault, checkSetup, checkVersion } from './check.ts'
import { unreachable } from './dial.ts'
import { secondsOf } from './property.ts'
import { strayQueues } from './queue.ts'
import { rulesFor } from './rules.ts'
import { carryOut, see, wayOf } from './run.ts'
import type { Limits } from './sentence.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'
import { ask, readTables } from './tables.ts'
import type { Asked, Tables } from './tables.ts'
import { verdictOf } from './way.ts'

export const entry: DriverEntry = {
  ways: ['address-list', 'pppoe', 'dhcp', 'hotspot', 'queue'],
  open: (access) => openRouter(access),
  rules: rulesFor,
}

/** `limits` are for tests that watch them act. */
export function openRouter(access: RouterAccess, limits?: Limits): RouterDriver {
  let session: Session | null = null
  let isClosed = false
  let turn: Promise<unknown> = Promise.resolve()
  const devices = new WeakMap<Session, { device: Device; readAt: number }>()

  async function opened(signal: AbortSignal): Promise<Session> {
    if (isClosed) throw unreachable(access, 'was not called: this driver is closed')
    session = await openSession(access, signal, limits)
    return session
  }

  async function call<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    const kept = session?.isOpen === true ? session : null
    try {
      return await work(kept ?? (await opened(signal)))
    } catch (e) {
      const isStale = kept !== null && !kept.isOpen && !signal.aborted && isFault(e) && e.code !== 'device-garbled'
      if (!isStale) throw e
      return await work(await opened(signal))
    }
  }

  /** One after the other; who waits longer than his signal leaves the row. */
  function inTurn<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    let isWaiting = true
    const mine = turn.then(() => {
      isWaiting = false
      if (signal.aborted) throw unreachable(access, 'was not called: the time for this call had passed')
      return call(signal, work)
    })
    // The next in the row comes whatever becomes of this one; its fault goes to who asked.
    turn = mine.catch(() => {})
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (isWaiting) reject(unreachable(access, 'was not called: another call took all the time for this one'))
      }
      signal.addEventListener('abort', leave, { once: true })
      void mine.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    })
  }

  async function deviceOf(line: Session, signal: AbortSignal): Promise<Device> {
    const known = devices.get(line)
    const now = performance.now()
    if (known !== undefined) return { ...known.device, uptimeS: known.device.uptimeS + Math.floor((now - known.readAt) / 1000) }
    const [resources, identities] = await Promise.all([
      line.command(['/system/resource/print', '=.proplist=version,board-name,uptime'], { signal }),
      line.command(['/system/identity/print'], { signal }),
    ])
    const [resource, identity] = [resources[0] ?? {}, identities[0] ?? {}]
    const { version = '', 'board-name': board = '', uptime } = resource
    const device: Device = { identity: identity.name ?? '', version, board, uptimeS: secondsOf(uptime) }
    devices.set(line, { device, readAt: now })
    return device
  }

  return {
    look: (targets, signal) =>
      inTurn(signal, (line) => lookAt(line, access, targets, signal, deviceOf)).catch((e: unknown) => {
        throw beforeWriting(e)
      }),
    apply: (changes: Change[], signal: AbortSignal): Promise<Outcome[]> => {
      if (changes.length === 0) return Promise.resolve([])
      return inTurn(signal, (line) => carryOut(line, access, changes, signal)).catch((e: unknown) => {
        throw beforeWriting(e)
      })
    },
    async test(signal) {
      const checks: Check[] = []
      try {
        await inTurn(signal, async (line) => {
          checks.length = 0
          const device = await deviceOf(line, signal)
          checks.push({ name: 'log-in', ok: true, detail: `logged in as "${access.username}"` }, checkCertificate(access, line))
          checks.push(checkVersion(device), ...(await checkSetup(line, access, signal)))
        })
      } catch (e) {
        checks.push(checkOfFault(checks.length === 0 ? 'log-in' : 'session', e))
      }
      return checks
    },
    async close() {
      isClosed = true
      // Let a call that is under way end by its own deadline, then leave.
      await turn
      await session?.close()
    },
  }
}

type DeviceOf = (line: Session, signal: AbortSignal) => Promise<Device>

async function lookAt(
  line: Session,
  access: RouterAccess,
  targets: readonly Target[],
  signal: AbortSignal,
  deviceOf: DeviceOf,
): Promise<Look> {
  const asked: Asked = new Map()
  // Lists and queues whatever the targets need: what nobody explains is found there.
  for (const menu of ['list4', 'list6', 'queue'] as const) ask(asked, menu)
  for (const target of targets) {
    const way = wayOf(target)
    if (typeof way !== 'string') way.ask(asked, target, null)
  }
  const [device, tables] = await Promise.all([deviceOf(line, signal), readTables(line, access, asked, signal)])
  const sights = targets.map((target) => sightOf(target, tables))
  return { device, sights, strays: [...strayEntries(targets, tables), ...strayQueues(targets, tables)] }
}

function sightOf(target: Target, tables: Tables): Sight {
  const way = wayOf(target)
  if (typeof way === 'string') return { place: target.place, observed: 'unknown', seen: way, foreign: false }
  const asked: Asked = new Map()
  way.ask(asked, target, null)
  for (const menu of asked.keys()) {
    const refused = tables.refusal(menu)
    if (refused !== null) return { place: target.place, observed: 'unknown', seen: refused.message, foreign: false }
  }
  const seen = see(target, way, tables)
  return { place: target.place, observed: verdictOf(seen), seen: seen.texts.join(', '), foreign: seen.foreign }
}

/** Nothing had been written: whatever the session calls it, nothing can have been done. */
function beforeWriting(e: unknown): unknown {
  if (!isFault(e) || e.code !== 'device-silent') return e
  return new Fault('device-unreachable', e.message, { ...e.facts, wasSilent: true }, e)
}
