// A loop that never overlaps itself: one turn at a time, at its own pace, woken early when something happened meanwhile. A turn
// that fails is logged and tried again after the pause; a loop never dies of a turn.

import type { Log } from './deps.ts'

export interface Loop {
  /** Asks for a turn now; asked during a turn, one more follows. */
  wake(): void
  /** When the last turn ended well, null before the first. */
  lastOkAt(): number | null
  /** The last sign of life: the start, the end of a turn however it ended, or what a long turn said meanwhile. */
  aliveAt(): number
  /** Lets the turn under way end, and no other begin. */
  close(): Promise<void>
}

export interface LoopPlan {
  name: string
  everyMs: number
  /** A turn that may take longer than a minute says between two steps that it is alive. */
  turn(alive: () => void): Promise<void>
  log: Log
}

export function startLoop(plan: LoopPlan): Loop {
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let again = false
  let closed = false
  let okAt: number | null = null
  let aliveAt = clock()
  const alive = (): void => void (aliveAt = clock())

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
      await plan.turn(alive)
      okAt = clock()
    } catch (err) {
      plan.log.error({ err, loop: plan.name }, 'loop turn failed')
    }
    alive()
  }

  setImmediate(begin)
  return {
    wake: begin,
    lastOkAt: () => okAt,
    aliveAt: () => aliveAt,
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await running
    },
  }
}

/** Of the process: setting the machine's clock makes no loop look stuck. */
const clock = (): number => performance.timeOrigin + performance.now()
