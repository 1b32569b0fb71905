// What accounting knows of places that a NAS serves, as it is handed to the driver: the read-back of such a place is the
// store, because a NAS shows nothing. Here it is decided which open sessions have to end; the driver ends them.

import type { Desired, Door, OpenSession, RadiusPlace } from '../driver.ts'
import { isInTheWay } from '../rules/session.ts'
import { sightText } from '../rules/sight.ts'
import type { Seal } from '../seal.ts'
import { settingOf } from '../settings.ts'
import type { Db } from '../store/db.ts'
import {
  type EndedSession,
  isRouterHeard,
  lastEndsAt,
  openSessionsAt,
  ordersAt,
  type PlaceSession,
  unownedAt,
} from '../store/open-sessions.ts'
import { type NasRow, nasRouters } from '../store/routers.ts'
import { storedSettings } from '../store/settings.ts'
import { COA_PORT } from './doors.ts'

export interface PlaceAsk {
  id: number
  isCurrent: boolean
  /** Of the order that is handed out; null = the newest there, for a look. */
  desired: Desired | null
  acknowledgedAt: number | null
}

/** By place. Without `seal` no session gets a door of its own: for a look, which sends nothing. */
export async function radiusPlaces(
  db: Db,
  router: { id: number; host: string },
  places: readonly PlaceAsk[],
  told: { now: number; seal?: Seal },
): Promise<Map<number, RadiusPlace>> {
  const stored = await storedSettings(db)
  const cutBy = settingOf(stored, 'radius.cut')
  // What is silent for so long is lost (domain §7): of a NAS that nobody was heard on, nobody can be said to be off line.
  const since = told.now - 3 * settingOf(stored, 'radius.interimS') * 1000
  const ids = places.map((place) => place.id)
  const isHeard = await isRouterHeard(db, router.id, since)
  const sessions = byPlace(await openSessionsAt(db, ids))
  const [ends, unowned] = [await lastEndsAt(db, ids), await unownedAt(db, ids)]
  const orders = await ordersAt(db, [...sessions.keys()])
  const doorTo = told.seal ? await doors(db, router, [...sessions.values()].flat(), told.seal) : () => null
  const known = new Map<number, RadiusPlace>()
  for (const { id, isCurrent, desired, acknowledgedAt } of places) {
    const there = orders.get(id) ?? []
    const place = { desired: desired ?? there[0]?.desired ?? 'active', isCurrent, cutBy, orders: there }
    const open = (sessions.get(id) ?? []).map((session): OpenSession => {
      const { id: row, sessionId, username, address, nas, startedAt } = session
      return {
        id: row,
        sessionId,
        username,
        address,
        nas,
        startedAt,
        isInTheWay: isInTheWay(startedAt, place),
        door: doorTo(nas),
      }
    })
    const last = ends.get(id)
    known.set(id, {
      ordered: place.desired,
      sessions: open,
      lastEnd: last === undefined ? null : endText(last),
      // A session that only fell silent may go on: a NAS that sends no interim updates tells of nobody between his Start and his
      // Stop, while the Starts of others keep it heard. Whether he is online it can be asked.
      isHeard: last?.ended !== 'lost' && (isHeard || (last !== undefined && last.stoppedAt >= since)),
      unowned: unowned.get(id) ?? 0,
      cutBy,
      acknowledgedAt,
    })
  }
  return known
}

function byPlace(sessions: readonly PlaceSession[]): Map<number, PlaceSession[]> {
  const places = new Map<number, PlaceSession[]>()
  for (const session of sessions) places.set(session.placeId, [...(places.get(session.placeId) ?? []), session])
  return places
}

const HOW = { stop: 'session-stopped', nas: 'session-left', lost: 'session-lost' } as const
/** Acct-Terminate-Cause (RFC 2866 §5.10). */
const CAUSES = [
  ...['', 'User-Request', 'Lost-Carrier', 'Lost-Service', 'Idle-Timeout', 'Session-Timeout', 'Admin-Reset', 'Admin-Reboot'],
  ...['Port-Error', 'NAS-Error', 'NAS-Request', 'NAS-Reboot', 'Port-Unneeded', 'Port-Preempted', 'Port-Suspended'],
  ...['Service-Unavailable', 'Callback', 'User-Error', 'Host-Request'],
]

function endText({ sessionId, stoppedAt, ended, cause }: EndedSession): string {
  const why = cause === null ? '' : `, ${CAUSES[cause] || `cause ${cause}`}`
  return sightText(HOW[ended], { session: sessionId, at: new Date(stoppedAt).toISOString(), cause: why })
}

/** A session is ended where it is: at another NAS of ours, if that has the address which the session was told under. */
async function doors(
  db: Db,
  router: { id: number; host: string },
  sessions: readonly PlaceSession[],
  seal: Seal,
): Promise<(nas: string) => Door | null> {
  const elsewhere = new Set(sessions.map(({ nas }) => nas).filter((nas) => nas !== router.host))
  const known = new Map<string, Door>()
  for (const row of await nasRouters(db, [...elsewhere])) if (row.id !== router.id) known.set(row.host, doorOf(row, seal))
  return (nas) => known.get(nas) ?? null
}

/** Where a router takes Disconnect-Requests, with its secret in the clear: for a task, never for a log. */
export function doorOf(row: NasRow, seal: Seal): Door {
  const secret = seal.open(row.radiusSecretSealed, { table: 'routers', column: 'radius_secret', row: row.name })
  return { host: row.host, port: row.coaPort ?? COA_PORT, secret }
}
