// A loop that never overlaps itself: one turn at a time, at its own pace, woken early when something happened meanwhile. A turn
// that fails is logged and tried again after the pause; a loop never dies of a turn.

import type { Log } from './deps.ts'

export interface Loop {
  /** Asks for a turn now; asked during a turn, one more follows. */
  wake(): void
  /** When the last turn ended well, null before the first. */
  lastOkAt(): number | null
  /** Lets the turn under way end, and no other begin. */
  close(): Promise<void>
}

export interface LoopPlan {
  name: string
  everyMs: number
  turn(): Promise<void>
  log: Log
}

export function startLoop(plan: LoopPlan): Loop {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let again = false
  let closed = false
  let okAt: number | null = null

  const begin = () => {
    if (closed || running) {
      again = true
      return
    }
    if (timer) clearTimeout(timer)
    timer = null
    again = false
    running = turn().finally(() => {
      running = null
      if (closed) return
      if (again) setImmediate(begin)
      else timer = setTimeout(begin, plan.everyMs)
    })
  }

  const turn = async () => {
    try {
      await plan.turn()
      okAt = performance.timeOrigin + performance.now()
    } catch (err) {
      plan.log.error({ err, loop: plan.name }, 'loop turn failed')
    }
  }

  setImmediate(begin)
  return {
    wake: begin,
    lastOkAt: () => okAt,
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}
