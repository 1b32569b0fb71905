// The numbers of a plan. What is ordered already is told apart from what the run would order: it is the second that its button does.

import type { GuardAnswer } from '../../../core/rules/guard.ts'
import type { Observed } from '../../../core/driver.ts'
import type { PreviewLine, PreviewPlan } from './previews.ts'
import { onRouter } from './wish.ts'

export interface Count {
  all: number
  /** Ordered already, and not carried out yet. */
  waiting: number
  /** The run would order them. */
  fresh: number
}

export interface Counts {
  cuts: Count
  restores: Count
  /** Of what was closed. */
  removals: Count
  held: number
  guard: GuardAnswer
}

/** Of one router, or of all where none is named. The guard is the same for both: it counts what is ordered on a day anywhere. */
export function countsOf(plan: Pick<PreviewPlan, 'lines' | 'guard'>, router: string): Counts {
  const lines = onRouter(plan.lines, router)
  const count = (to: Observed): Count => {
    const own = lines.filter((line) => line.to === to && line.hold === null)
    const waiting = own.filter(({ order }) => order === 'waits').length
    return { all: own.length, waiting, fresh: own.filter(({ order }) => order === 'new').length }
  }
  const newCuts = lines.filter(({ isCounted }) => isCounted).length
  const { orderedToday, allowed } = plan.guard
  return {
    cuts: count('cut'),
    restores: count('active'),
    removals: count('none'),
    held: lines.filter(({ hold }) => hold !== null).length,
    guard: { ...plan.guard, newCuts, ok: newCuts === 0 || orderedToday + newCuts <= allowed },
  }
}

type Money = (amountCents: number) => string

export interface Group {
  key: string
  count: number
  fresh: number
  debt: string
}

export function groupsOf(lines: readonly PreviewLine[], keyOf: (line: PreviewLine) => string, money: Money): Group[] {
  const groups = new Map<string, PreviewLine[]>()
  for (const line of lines) {
    const group = groups.get(keyOf(line))
    if (group === undefined) groups.set(keyOf(line), [line])
    else group.push(line)
  }
  return [...groups]
    .map(([key, own]) => ({
      key,
      count: own.length,
      fresh: own.filter(({ order }) => order === 'new').length,
      debt: money(sumOnce(own)),
    }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

/** A customer with two connections owes once. */
export function sumOnce(lines: readonly PreviewLine[]): number {
  return [...new Map(lines.map((line) => [line.code, line.overdueCents])).values()].reduce((sum, amount) => sum + amount, 0)
}
