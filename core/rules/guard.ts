// The blast guard: a run that would cut more people than a usual day does cuts nobody and says so, until a person confirms
// a number for that day. Restores are never held.

export interface GuardFacts {
  /** Connections that this run would newly cut for debt. */
  newCuts: number
  /** Those already ordered on this day. */
  orderedToday: number
  inService: number
  /** What a person allowed for this day; null = nobody was asked. */
  confirmed: number | null
  /** The setting; null = by itself. */
  maxCuts: number | null
}

export interface GuardAnswer {
  ok: boolean
  newCuts: number
  orderedToday: number
  allowed: number
  /** A person said so for this day. */
  isConfirmed: boolean
}

/** Without a setting: the greater of 50 and 5 % of the connections in service, rounded down. */
export const usualCuts = (inService: number): number => Math.max(50, Math.floor(inService / 20))

export function guardCuts(facts: GuardFacts): GuardAnswer {
  const allowed = facts.confirmed ?? facts.maxCuts ?? usualCuts(facts.inService)
  const { newCuts, orderedToday } = facts
  return {
    ok: newCuts === 0 || orderedToday + newCuts <= allowed,
    newCuts,
    orderedToday,
    allowed,
    isConfirmed: facts.confirmed !== null,
  }
}
