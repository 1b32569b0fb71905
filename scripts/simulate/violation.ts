// An invariant that did not hold: what was seen, and the last deeds of the customer whom it concerns.

export class Violation extends Error {
  override readonly name = 'Violation'
  readonly history: readonly string[]

  constructor(message: string, history: readonly string[] = []) {
    super(message)
    this.history = history
  }
}

const SHOWN = 30
/** Lines open with an ISO instant to the second. */
const INSTANT = 20

/** What happened to each customer, kept short: enough to tell how he came to where he is. */
export class History {
  readonly #lines = new Map<number, string[]>()

  add(customer: number, line: string): void {
    const lines = this.#lines.get(customer) ?? []
    lines.push(line)
    if (lines.length > SHOWN) lines.shift()
    this.#lines.set(customer, lines)
  }

  /** Of a customer, and of those who share something with him, in order of time. */
  of(...customers: readonly number[]): readonly string[] {
    const lines = [...new Set(customers)].flatMap((id) => (this.#lines.get(id) ?? []).map((line) => `${line} [customer ${id}]`))
    // By their instants alone: what happened in one instant stays in its order.
    return lines
      .sort((a, b) => (a.slice(0, INSTANT) < b.slice(0, INSTANT) ? -1 : a.slice(0, INSTANT) > b.slice(0, INSTANT) ? 1 : 0))
      .slice(-SHOWN)
  }

  violated(customer: number, message: string, others: readonly number[] = []): Violation {
    return new Violation(message, this.of(customer, ...others))
  }
}
