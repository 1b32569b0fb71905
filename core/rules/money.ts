// Money is an integer number of cents in the ISP's one currency. It is never a float and never silently rounded: what has
// a third decimal is refused where it comes in, and what must be divided goes through `allocate`, which loses no cent.

export type Cents = number & { readonly brand: 'Cents' }

/** The largest amount that is taken: a hundredth of what a double counts exactly, so that sums of many stay exact. */
export const LARGEST_CENTS = 90_000_000_000_000

/** Checks that a number is a whole, safe number of cents; anything else is a bug of ours. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number of cents`)
  return value as Cents
}

/**
 * Reads a decimal amount as people and files write it: `1234`, `1234.5`, `1234.56`, `-3.00`. No thousands separator, no
 * decimal comma, no exponent; a third decimal is refused, not rounded. Null when it is not an amount.
 */
export function parseAmount(text: string): Cents | null {
  const match = /^([+-]?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  const [, sign, whole, fraction = ''] = match
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
  if (value > LARGEST_CENTS) return null
  return cents(sign === '-' && value !== 0 ? -value : value)
}

/** The same text back: `1234.56`, `-3.00`, always two decimals. */
export function formatAmount(value: number): string {
  const digits = Math.abs(value).toString().padStart(3, '0')
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Divides an amount by weights so that the parts sum to it exactly: each gets its share rounded down, and the cents left
 * over go to the largest remainders, the earlier part first where they are equal. Weights are ≥ 0 and not all 0.
 */
export function allocate(total: Cents, weights: readonly number[]): Cents[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (weights.some((weight) => weight < 0) || !(sum > 0)) throw new RangeError('weights must be positive')
  const exact = weights.map((weight) => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((a, b) => a + b, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1
  return parts.map(cents)
}
