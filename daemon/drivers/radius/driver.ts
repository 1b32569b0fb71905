// A NAS that asks RADIUS who may log in. Who is cut is refused there, or let in with the cut profile; what is left to do here is
// to end the session that he has, so that he has to log in again. Its end is shown by accounting, never by the NAS's word.
// Restores go at once; the cuts of many are spread, because whoever is thrown out dials again within seconds.

import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Along, Change, Door, DriverEntry, Look, Outcome, RouterAccess, RouterDriver, Target } from '../../../core/driver.ts'
import { Fault } from '../../../core/fault.ts'
import { sightText } from '../../../core/rules/sight.ts'
import { checkNas } from './check.ts'
import { type Answer, NasClient } from './client.ts'
import { type Asking, carryOut, needsNas } from './kick.ts'
import { rulesText } from './rules.ts'

/** A slice of cuts ends after so long, so that the proofs of those before it are not kept waiting; the rest follows in the next. */
const SLICE_MS = 5_000

export const entry: DriverEntry = {
  ways: ['radius', 'pppoe', 'hotspot'],
  open: (access) => new Nas(access),
  rules: (_lists, _template, _page, nas) => rulesText(nas),
}

class Nas implements RouterDriver {
  readonly fingerprint = null
  readonly #access: RouterAccess
  readonly #clients = new Map<string, NasClient>()

  constructor(access: RouterAccess) {
    this.#access = access
  }

  /** What accounting told is all that is to be seen: nothing is asked. */
  async look(targets: Target[]): Promise<Look> {
    return { device: null, sights: targets.map(sightOf), strays: [] }
  }

  async apply(changes: Change[], signal: AbortSignal, along: Along = {}): Promise<Outcome[]> {
    const door = this.#door()
    // As many listen for its end as there are questions in flight.
    setMaxListeners(0, signal)
    const asking: Asking = {
      name: `${this.#access.name} (${door.host}:${door.port})`,
      host: door.host,
      ask: this.#askUntilSilent(door, signal),
    }
    const outcomes: (Outcome | undefined)[] = []
    const until = performance.now() + SLICE_MS
    const isOver = (): boolean => signal.aborted || (along.hurry?.() ?? false)
    const isPaced = changes.map((change) => change.desired === 'cut' && needsNas(change))
    // What goes at once comes first: proofs must not wait behind those whose turn is minutes ahead.
    const queue = [...changes.keys()].sort((one, other) => Number(isPaced[one]) - Number(isPaced[other]))
    const work = async (): Promise<void> => {
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        const change = changes[at]
        if (change === undefined || isOver()) return
        if (isPaced[at] && (performance.now() > until || !(await this.#pace(signal)) || isOver())) return
        outcomes[at] = await carryOut(change, asking)
      }
    }
    await Promise.all(Array.from({ length: this.#access.window }, work))
    return withNews(outcomes.filter((outcome) => outcome !== undefined))
  }

  test(signal: AbortSignal) {
    const door = this.#door()
    return checkNas(door, (attributes, code) => this.#ask(door, code, attributes, signal))
  }

  async close(): Promise<void> {
    const clients = [...this.#clients.values()]
    this.#clients.clear()
    await Promise.all(clients.map((client) => client.close()))
  }

  #door(): Door {
    const { name, host, radius } = this.#access
    if (radius === null)
      throw new Fault(
        'device-login',
        `router ${name} has no RADIUS secret; try: ispcube router set ${name} --radius-secret SECRET`,
        {
          router: name,
        },
      )
    return { host, port: radius.port, secret: radius.secret }
  }

  /** A NAS that has answered nothing and left one question unanswered is not asked on: hundreds would each wait for nothing. */
  #askUntilSilent(own: Door, signal: AbortSignal): Asking['ask'] {
    const answered = new Set<Door['host']>()
    const silent = new Set<Door['host']>()
    return async (other, code, attributes) => {
      const door = other ?? own
      const where = `${door.host} ${door.port}`
      if (silent.has(where) && !answered.has(where)) return { kind: 'absent', why: 'it did not answer just now' }
      const answer = await this.#ask(door, code, attributes, signal)
      const side = answer.kind === 'ack' || answer.kind === 'nak' ? answered : silent
      side.add(where)
      return answer
    }
  }

  #ask(door: Door, code: number, attributes: Parameters<NasClient['ask']>[1], signal: AbortSignal): Promise<Answer> {
    const key = JSON.stringify(door)
    const client = this.#clients.get(key) ?? new NasClient(door, this.#access.commandMs)
    this.#clients.set(key, client)
    return client.ask(code, attributes, signal)
  }

  #paceAt = 0

  /** Waits for the turn of one more session; false = the time of the task is over. */
  async #pace(signal: AbortSignal): Promise<boolean> {
    const now = performance.now()
    this.#paceAt = Math.max(now, this.#paceAt + 1000 / (this.#access.radius?.kicksPerSecond ?? 1))
    try {
      await sleep(this.#paceAt - now, undefined, { signal })
      return true
    } catch {
      return false // aborted: what was not begun is left
    }
  }
}

/** Who has no open session shows nothing: that he would be let in, or not, is no sight. */
function sightOf({ place, radius }: Target): Look['sights'][number] {
  const sessions = radius?.sessions ?? []
  const ordered = radius?.ordered ?? 'active'
  const words = sessions.map(({ sessionId, startedAt }) =>
    sightText('open-since', { session: sessionId, at: new Date(startedAt).toISOString() }),
  )
  const seen = words.length === 0 ? sightText('no-open-session', {}) : words.join(', ')
  const isOtherwise = sessions.some((session) => session.isInTheWay)
  const others = { active: 'cut', cut: 'active', none: 'unknown' } as const
  const observed = isOtherwise ? others[ordered] : sessions.length > 0 ? ordered : 'unknown'
  return { place, observed, seen, foreign: false }
}

/** A NAS that answered one question is well: what it left unanswered is the fault of those orders alone. */
function withNews(outcomes: Outcome[]): Outcome[] {
  const isAnswer = (outcome: Outcome) =>
    outcome.ok === 'sent' || (outcome.ok ? outcome.did === 'changed' : outcome.answered === true)
  if (!outcomes.some(isAnswer)) return outcomes
  return outcomes.map((outcome) => (outcome.ok === false ? { ...outcome, answered: true } : outcome))
}
