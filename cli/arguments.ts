// Reads what was typed: amounts, days, counts. What cannot be read is a fault that names the argument, the value and what was
// expected; nothing is guessed.

import { Argument } from 'commander'
import { Fault } from '../core/fault.ts'
import { type Day, parseDay } from '../core/rules/day.ts'
import { type Cents, parseAmount } from '../core/rules/money.ts'

const wrong = (name: string, text: string, expected: string): Fault =>
  new Fault('input-invalid', `${name}: "${text}" is not acceptable; expected ${expected}`, { argument: name, value: text })

export function amountArgument(name: string, text: string): Cents {
  const amount = parseAmount(text)
  if (amount === null) throw wrong(name, text, 'an amount such as 1500.00, with two decimals at most')
  return amount
}

export function dayArgument(name: string, text: string): Day {
  const on = parseDay(text)
  if (on === null) throw wrong(name, text, 'a day such as 2026-11-16')
  return on
}

export function countArgument(name: string, text: string, min = 0, max = 10_000_000): number {
  const count = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(count >= min && count <= max)) throw wrong(name, text, `a whole number from ${min} to ${max}`)
  return count
}

export function yesNoArgument(name: string, text: string): boolean {
  const answer = { yes: true, si: true, sí: true, true: true, '1': true, no: false, false: false, '0': false }[
    text.trim().toLowerCase()
  ]
  if (answer === undefined) throw wrong(name, text, 'yes or no')
  return answer
}

export function oneOfArgument<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text)
  if (found === undefined) throw wrong(name, text, choices.join(', '))
  return found
}

/** For commander: gathers an option that may be given several times. */
export const gather = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value]

/** For commander: an argument whose choices help and completion show; whoever reads it refuses what is none of them. */
export function choice(name: string, about: string, choices: readonly string[]): Argument {
  const argument = new Argument(name, about)
  argument.argChoices = [...choices]
  return argument
}
