// What the network tells by itself, for `status` and `top`: is it heard, and who went silent? The rows say who is online at which
// NAS; what comes in right now only the daemon knows, which is asked. One line a feed, then what there is to warn of.

import { silentMs } from '../core/acts/traffic.ts'
import type { LogRow } from '../core/store/tables.ts'
import { type NasLine, openByNas } from '../core/store/sessions.ts'
import { listRadiusClients, routersWithRadiusSecret } from '../core/store/radius-clients.ts'
import { storedSettings } from '../core/store/settings.ts'
import type { RadiusFeed } from '../daemon/status.ts'
import type { Asked } from './daemon-status.ts'
import { counted, type Output, table } from './output.ts'
import { signalLine, type SignalView } from './signal-feed.ts'
import type { Wired } from './wire.ts'

export type Time = (at: number | null) => string | null

export interface NasView {
  nas: string
  sessionsOpen: number
  heard: string | null
  /** It had sessions, and told nothing for three intervals. */
  silent: boolean
}

export interface RadiusView {
  feed: 'radius'
  /** Clients and routers that may send. */
  clients: number
  sessionsOpen: number
  /** When anything was heard last: by the daemon, else as the sessions have it. */
  heard: string | null
  nas: NasView[]
  /** Of the running daemon; null where none answers. */
  daemon: Omit<RadiusFeed, 'feed' | 'heardAt'> | null
  warnings: string[]
}

export type FeedView = RadiusView | SignalView

/** `alerts`: of the last day, the newest first. */
export async function radiusView(wired: Wired, asked: Asked, alerts: readonly LogRow[], time: Time): Promise<RadiusView> {
  const { db } = wired
  const now = wired.deps.now()
  const silentSince = now - silentMs(await storedSettings(db))
  const open = await openByNas(db)
  const silent = [...open.filter((line) => line.heardAt < silentSince), ...silentStill(open, alerts)]
  const names = new Set(silent.map((line) => line.nas))
  const told = asked.ok ? asked.status.feeds.find((feed) => feed.feed === 'radius') : undefined
  const heard = Math.max(told?.heardAt ?? 0, ...open.map((line) => line.heardAt))
  const clients = (await listRadiusClients(db)).length + (await routersWithRadiusSecret(db)).length
  const lines = [...silent, ...open.filter((line) => !names.has(line.nas))]
  return {
    feed: 'radius',
    clients,
    sessionsOpen: open.reduce((sum, line) => sum + line.open, 0),
    heard: heard === 0 ? null : time(heard),
    nas: lines.map(({ nas, open, heardAt }) => ({
      nas,
      sessionsOpen: open,
      heard: time(heardAt),
      silent: names.has(nas),
    })),
    daemon: told === undefined ? null : withoutName(told),
    warnings: warningsOf(silent, told, clients, time),
  }
}

function withoutName({ listens, packets, perSecond, waiting }: RadiusFeed): NonNullable<RadiusView['daemon']> {
  return { listens, packets, perSecond, waiting }
}

/** Those whose sessions were closed because they told nothing, and that have none since. */
function silentStill(open: readonly NasLine[], alerts: readonly LogRow[]): NasLine[] {
  const alive = new Set(open.map((line) => line.nas))
  const found = new Map<string, NasLine>()
  for (const { facts } of alerts) {
    const { silentNas = [] } = JSON.parse(facts) as { silentNas?: NasLine[] }
    for (const line of silentNas) if (!alive.has(line.nas) && !found.has(line.nas)) found.set(line.nas, { ...line, open: 0 })
  }
  return [...found.values()]
}

function warningsOf(silent: readonly NasLine[], told: RadiusFeed | undefined, clients: number, time: Time): string[] {
  const warnings = silent.map(
    ({ nas, heardAt }) => `the NAS ${nas} had sessions and has told nothing since ${time(heardAt) ?? 'ever'}`,
  )
  if (told === undefined || clients === 0) return warnings
  if (told.listens.length === 0) warnings.push('accounting is not listened to; ispcube doctor says why')
  // What is over is in the line; a warning is of now.
  if (told.perSecond !== null && told.perSecond.dropped === 0) return warnings
  if (told.packets.unwritten > 0)
    warnings.push(`${counted(told.packets.unwritten, 'packet')} could not be written and were left unanswered; see the log`)
  for (const [cause, about] of Object.entries(DROPPED_ABOUT)) {
    const dropped = told.packets.dropped[cause as keyof typeof DROPPED_ABOUT]
    if (dropped > 0) warnings.push(`${counted(dropped, 'packet')} ${about}`)
  }
  return warnings
}

/** What a person can do something about. */
const DROPPED_ABOUT = {
  'wrong-secret': 'with another secret than ours: compare it with the NAS',
  'unknown-client': 'from somebody who may not send: ispcube radius client list',
  full: 'found no room and were left unanswered: the disk is too slow for what comes',
} as const

const rate = (perSecond: number): string => (perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond)))

/** One line: alive or not, at a glance. */
export const feedLine = (view: FeedView): string => (view.feed === 'radius' ? radiusLine(view) : signalLine(view))

function radiusLine(view: RadiusView): string {
  const { clients, sessionsOpen, heard, daemon } = view
  if (clients === 0 && sessionsOpen === 0) return 'radius: nobody may send accounting'
  const online = `${counted(sessionsOpen, 'session')} open, ${heard === null ? 'nothing heard yet' : `heard last at ${heard}`}`
  if (daemon === null) return `radius: ${online}; no daemon answers`
  const { packets, perSecond, waiting } = daemon
  const left = { ...packets.dropped, unwritten: packets.unwritten }
  const dropped = Object.entries(left).flatMap(([cause, many]) => (many > 0 ? [`${many} ${cause}`] : []))
  const rates =
    perSecond === null
      ? 'just started'
      : `${rate(perSecond.received)}/s in, ${rate(perSecond.answered)}/s answered, ${rate(perSecond.dropped)}/s dropped`
  const why = dropped.length === 0 ? '' : ` (since the start: ${dropped.join(', ')})`
  return `radius: ${online}; ${rates}${why}, ${waiting} waiting`
}

/** A table of NAS is for a network of a few; beyond it the silent ones and the largest are shown. */
const NAS_MAX = 12

export function feedText(view: FeedView, out: Output): string {
  const warnings = view.warnings.map((warning) => out.paint.yellow(`  ${warning}`))
  return [feedLine(view), ...warnings, ...(view.feed === 'radius' ? nasLines(view, out) : [])].join('\n')
}

function nasLines(view: RadiusView, { paint }: Output): string[] {
  if (view.nas.length === 0) return []
  const shown = view.nas.toSorted(
    (one, other) => Number(other.silent) - Number(one.silent) || other.sessionsOpen - one.sessionsOpen,
  )
  const rows = shown
    .slice(0, NAS_MAX)
    .map((one) => [one.silent ? paint.red(one.nas) : one.nas, one.sessionsOpen, one.heard, one.silent ? paint.red('silent') : ''])
  const lines = table(
    ['  nas', { head: 'sessions', align: 'right' }, 'heard last', ''],
    rows.map(([nas, ...rest]) => [`  ${nas}`, ...rest]),
  )
  const more = shown.length > NAS_MAX ? [`  and ${shown.length - NAS_MAX} more NAS: ispcube status --json`] : []
  return [lines, ...more]
}
