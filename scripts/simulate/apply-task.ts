// What a process that applies (applying.ts) is given and what it tells: the words between it and its parent, and nothing that runs.

import type { Config } from '../../core/config.ts'

export interface Task {
  url: string
  /** The key under which the routers' passwords are sealed. */
  key: string
  limits: Partial<Config['limits']>
  /** Dies by its own hand before the query of this number. */
  dieAtQuery: number | null
  deadlineMs: number
}

export type Report =
  | { stage: 'ready' }
  | { stage: 'deciding' }
  | { stage: 'decided'; opened: number }
  | { stage: 'carrying'; open: number }
  | { stage: 'finished' }
  /** Another process applies. */
  | { stage: 'lock-held' }
  /** Time is over and orders are still open. */
  | { stage: 'stuck'; open: number }
  | { stage: 'failed'; message: string }

/** What `enforce apply` exits with when another one runs. */
export const EXIT_LOCK_HELD = 5
