// What somebody has to look at: each kind of alert with its facts, from which a page makes the sentence in the reader's language.
// The English one of the log and of the commands is made here and nowhere else, and is kept beside the facts: lines of the log
// that were written before there were kinds have that alone.

import type { FaultCode } from '../fault.ts'
import type { Day, Zone } from './day.ts'
import type { Reason } from './decision.ts'
import type { GuardAnswer } from './guard.ts'

/** A NAS that had sessions and told nothing of any of them for three intervals. */
export interface SilentNas {
  nas: string
  open: number
  heardAt: number
}

export type Alert =
  /** `count` of them; the facts keep the first ones. */
  | { kind: 'nas-silent'; count: number; silentNas: readonly SilentNas[] }
  /** A router is left alone, and its orders wait with it. */
  | { kind: 'router-sick'; router: string; code: FaultCode; message: string }
  /** The blast guard refused a run. */
  | ({ kind: 'cuts-held' } & GuardAnswer)
  /** `seen` in the router's words. */
  | { kind: 'foreign-cut'; router: string; connection: string; seen: string }
  /** Not proven up to and including `until`. */
  | { kind: 'promise-unenforced'; promisedOn: Day; until: Day; reason: Reason; overdueCents: number }
  | { kind: 'clock-behind'; clockAt: number; lastRunAt: number }
  /** Another host key than the one that is known; `message` is the fault that came of it. */
  | { kind: 'cpe-replaced'; customer: string; connection: string; message: string }

export type AlertKind = Alert['kind']

/** NAS that a sentence names; the others are counted. */
export const NAMED_MAX = 5

/** What a line of the log keeps of an alert: its facts and the English sentence. */
export const alertFacts = (alert: Alert, zone: Zone): Record<string, unknown> => ({ ...alert, alert: alertText(alert, zone) })

function alertText(alert: Alert, zone: Zone): string {
  switch (alert.kind) {
    case 'nas-silent':
      return `RADIUS accounting went silent: ${silentText(alert, zone)}; is the NAS up, does it reach us, is its secret the same?`
    case 'router-sick': {
      const advice = `; try: ispcube router test ${alert.router}`
      return alert.message.endsWith(advice) ? alert.message : alert.message + advice
    }
    case 'cuts-held':
      return `the run would have cut ${alert.newCuts} connections (${alert.orderedToday} ordered today, ${alert.allowed} allowed): nobody was cut`
    case 'foreign-cut':
      return `${alert.connection} is to be served, but an entry that is not ours cuts it on ${alert.router}: ${alert.seen}`
    case 'promise-unenforced':
      return `the cut for the promise of ${alert.promisedOn} could not be proven up to ${alert.until}`
    case 'clock-behind':
      return (
        `the clock says ${zone.format(alert.clockAt)}, but a run was made at ${zone.format(alert.lastRunAt)}: ` +
        'no rule cuts until then; set the clock (ispcube doctor)'
      )
    case 'cpe-replaced':
      return `${alert.message}; if it was reset: ispcube cpe set ${alert.customer} --forget-key`
  }
}

function silentText({ count, silentNas }: Extract<Alert, { kind: 'nas-silent' }>, zone: Zone): string {
  const named = silentNas.slice(0, NAMED_MAX).map(({ nas, open, heardAt }) => {
    const sessions = open === 1 ? '1 session' : `${open} sessions`
    return `${nas} (${sessions}, heard last at ${zone.format(heardAt - (heardAt % 1000))})`
  })
  return `${named.join(', ')}${count > named.length ? `, and ${count - named.length} more` : ''}`
}
