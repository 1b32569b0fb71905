// Whom a run would cut, on any day. A walk over a hundred thousand customers takes longer than a page may, so it goes on by itself
// while whoever asked sees how far it is, and what came of it is shown for as long as making it again would be a nuisance. All
// who ask for the same day wait for one walk; few walk at a time, the others wait for their turn; and one that nobody has asked
// for any more for some seconds, though its page asks every second, is given up.

import { type Plan, planRun } from '../../../core/acts/runs.ts'
import type { Desired, Observed } from '../../../core/driver.ts'
import type { Day, Zone } from '../../../core/rules/day.ts'
import type { Reason } from '../../../core/rules/decision.ts'
import type { GuardAnswer } from '../../../core/rules/guard.ts'
import type { Hold } from '../../../core/rules/plan.ts'
import { customersById, fold } from '../../../core/store/customers.ts'
import { guardedConnections } from '../../../core/store/orders.ts'
import { loadTerms } from '../../../core/store/settings.ts'
import type { WebDeps } from '../../deps.ts'
import { type StoredFault, storedFault } from '../../text/operator/fault-words.ts'

export interface PreviewLine {
  code: string
  name: string
  connection: string
  router: string | null
  from: Observed
  to: Desired
  reason: Reason
  overdueCents: number
  cutDay: Day | null
  hold: Hold | null
  /** `waits`: ordered already, and not carried out yet; `new`: the run would order it; null: neither can be. */
  order: 'waits' | 'new' | null
  /** The run would order it, and the blast guard counts it. */
  isCounted: boolean
  /** What a search looks through. */
  words: string
}

export interface PreviewPlan {
  lines: PreviewLine[]
  connections: number
  guard: GuardAnswer
  /** Customers whose documents do not add up: left as they are. */
  broken: { code: string }[]
}

export interface Preview {
  day: Day
  /** The instant whose rules it applies. */
  at: number
  /** When it was begun. */
  madeAt: number
  /** Customers decided so far. */
  customers: number
  plan: PreviewPlan | null
  error: StoredFault | null
}

interface Kept extends Preview {
  done: Promise<void>
  /** On the clock of the process, as all below; infinite while it is being made. */
  goodUntil: number
  /** When somebody last wanted to see it. */
  askedAt: number
}

export interface Previews {
  /** Waits a moment for it; `plan` is null where it takes longer. */
  of(day: Day, again: boolean): Promise<Preview>
  /** A run was made: what was worked out before it is over. */
  forget(): void
}

const PATIENCE_MS = 1_200
const KEPT_MOST = 4
/** A plan that took a second is shown for twenty; one that took no time is made anew for each page. */
const WORTH = 20
const GOOD_MOST_MS = 300_000
const LIMITS = { walksMost: 2, givenUpMs: 15_000 }

class GivenUp extends Error {}

/** So many at a time; the others wait for their turn, in order. */
function turnsOf(most: number): { take(): Promise<void>; pass(): void } {
  const waiting: (() => void)[] = []
  let taken = 0
  return {
    async take() {
      if (taken >= most) return new Promise((resolve) => void waiting.push(resolve))
      taken++
    },
    pass() {
      const next = waiting.shift()
      if (next === undefined) taken--
      else next()
    },
  }
}

export function makePreviews(deps: WebDeps, pause: () => Promise<void>, limits = LIMITS): Previews {
  const kept = new Map<Day, Kept>()
  const turns = turnsOf(limits.walksMost)

  async function walk(preview: Kept): Promise<void> {
    const needed = (): void => {
      if (performance.now() - preview.askedAt > limits.givenUpMs) throw new GivenUp(`nobody waits for ${preview.day} any more`)
    }
    await turns.take()
    try {
      needed()
      const from = performance.now()
      await make(deps, preview, () => pause().then(needed))
      preview.goodUntil = performance.now() + Math.min(WORTH * (performance.now() - from), GOOD_MOST_MS)
    } catch (err) {
      if (!(err instanceof GivenUp)) {
        preview.error = storedFault(err)
        deps.log.error({ err, day: preview.day }, 'preview failed')
      }
      // Whoever asks next has it made anew.
      preview.goodUntil = 0
    } finally {
      turns.pass()
    }
  }

  /** Found or begun without waiting, so that who asks at the same moment finds it. */
  function find(day: Day, again: boolean, zone: Zone): Kept {
    const now = performance.now()
    const madeAt = deps.now()
    const before = kept.get(day)
    const isBusy = before?.goodUntil === Number.POSITIVE_INFINITY
    if (before !== undefined && (isBusy || (!again && now < before.goodUntil))) return before
    const preview: Kept = {
      ...{ day, at: instantOf(day, madeAt, zone.controlOf(day), zone.dayOf(madeAt)), madeAt },
      ...{ customers: 0, plan: null, error: null },
      ...{ done: Promise.resolve(), goodUntil: Number.POSITIVE_INFINITY, askedAt: now },
    }
    preview.done = walk(preview)
    return preview
  }

  return {
    async of(day, again) {
      const { zone } = await loadTerms(deps.db)
      const preview = find(day, again, zone)
      preview.askedAt = performance.now()
      kept.delete(day)
      kept.set(day, preview)
      for (const [oldest, { goodUntil }] of kept)
        if (kept.size > KEPT_MOST && goodUntil !== Number.POSITIVE_INFINITY) kept.delete(oldest)
      await Promise.race([preview.done, delay(PATIENCE_MS)])
      return preview
    },
    forget: () => kept.clear(),
  }
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref())

/** Today is judged as it is now, once its control is over; any other day at its control. */
export function instantOf(day: Day, now: number, controlAt: number, today: Day): number {
  return day === today ? Math.max(now, controlAt) : controlAt
}

async function make({ db }: WebDeps, preview: Preview, pause: () => Promise<void>): Promise<void> {
  const plan = await planRun(db, { at: preview.at, pause, progress: (customers) => void (preview.customers = customers) })
  const changes = plan.changes.filter((line) => line.step.do !== 'cancel')
  const ids = changes.map((line) => line.account.id)
  const names = new Map((await customersById(db, ids)).map(({ id, name }) => [id, name]))
  const ordered = await guardedConnections(db, plan.terms.zone.dayOf(preview.at))
  const lines = changes.map((line) => lineOf(line, names.get(line.account.id) ?? '', ordered))
  preview.plan = { ...planOf(plan), lines: lines.sort(byDebt) }
}

const planOf = ({ connections, guard, broken }: Plan) => ({
  connections,
  guard,
  broken: broken.map(({ account }) => ({ code: account.code })),
})

function lineOf(
  { account, connection, decision, ...line }: Plan['changes'][number],
  name: string,
  ordered: ReadonlySet<number>,
): PreviewLine {
  const isHeld = line.hold === 'shared'
  return {
    code: account.code,
    name,
    connection: connection.name,
    router: connection.routerName,
    from: line.from,
    to: isHeld ? 'cut' : line.desired,
    reason: isHeld ? (decision?.reason ?? line.reason) : line.reason,
    overdueCents: decision?.overdueCents ?? 0,
    cutDay: decision?.cutDay ?? null,
    hold: line.hold,
    order: line.step.do === 'open' ? 'new' : connection.orderId === null ? null : 'waits',
    isCounted: line.step.do === 'open' && line.step.newCut && !ordered.has(connection.id),
    words: fold(
      `${account.code} ${name} ${connection.name} ${connection.routerName ?? ''} ${connection.address ?? ''} ${connection.username ?? ''}`,
    ),
  }
}

const byDebt = (a: PreviewLine, b: PreviewLine): number => b.overdueCents - a.overdueCents || (a.code < b.code ? -1 : 1)
