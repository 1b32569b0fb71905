// How much may be asked at once: few questions of one device, because the agents of small radios work one after the other and
// drop what they cannot hold; a limited number in all, because answers wait in one receive buffer and what does not fit is lost
// (5,000 at once lost half of them). Who waits keeps his turn, and leaves with his signal.

/** Measured with 5,000 agents on default buffers: at 200 none was lost. */
export const IN_FLIGHT_MAX = 200
export const IN_FLIGHT_MAX_A_DEVICE = 2

export class Window {
  /** The most that were in flight at once. */
  most = 0
  readonly #all: Gate
  readonly #perDevice: number
  readonly #devices = new Map<string, Gate>()

  constructor(all = IN_FLIGHT_MAX, perDevice = IN_FLIGHT_MAX_A_DEVICE) {
    this.#all = new Gate(all)
    this.#perDevice = perDevice
  }

  /** Waits for a turn; throws the signal's reason when that comes first. First the device's turn: a busy one delays no other. */
  async enter(device: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const gate = this.#devices.get(device) ?? new Gate(this.#perDevice)
    this.#devices.set(device, gate)
    await gate.enter(signal)
    try {
      await this.#all.enter(signal)
    } catch (e) {
      this.#leaveDevice(device)
      throw e
    }
    this.most = Math.max(this.most, this.#all.taken)
  }

  leave(device: string): void {
    this.#all.leave()
    this.#leaveDevice(device)
  }

  #leaveDevice(device: string): void {
    const gate = this.#devices.get(device)
    gate?.leave()
    if (gate?.taken === 0) this.#devices.delete(device)
  }
}

class Gate {
  taken = 0
  readonly #max: number
  /** In the order in which they came. */
  readonly #waiting = new Set<() => void>()

  constructor(max: number) {
    this.#max = max
  }

  async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.taken < this.#max) {
      this.taken++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#waiting.delete(turn)
        reject(signal.reason as Error)
      }
      this.#waiting.add(turn)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  /** The place goes to the next who waits, so that nobody who comes later takes it. */
  leave(): void {
    for (const turn of this.#waiting) {
      this.#waiting.delete(turn)
      return turn()
    }
    this.taken--
  }
}
