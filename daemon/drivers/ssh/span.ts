// Addresses as devices write them: one, a prefix or a range, IPv4 or IPv6. Each becomes the first and the last address of a
// span, spelled so that texts compare as addresses do: "is it covered" and "is it the same" are comparisons of text.

import { ipv6Groups, maskedGroups, parseIpv4, shortIpv6 } from '../../../core/rules/identity.ts'

export type Family = 4 | 6

export interface Span {
  family: Family
  /** As a device is told: short, and of one address without its length. */
  text: string
  /** The same for every spelling of the same span, and for no other. */
  key: string
  first: string
  last: string
}

/** Null where the text is no address, no prefix and no range. Bits behind a prefix are dropped. */
export function parseSpan(given: string): Span | null {
  const text = given.trim().toLowerCase()
  const dash = text.indexOf('-')
  if (dash > 0) return rangeOf(text.slice(0, dash), text.slice(dash + 1))
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const units = unitsOf(address)
  if (units === null) return null
  const all = units.length * 16
  const bits = slash < 0 ? all : lengthOf(text.slice(slash + 1), all)
  if (bits === null) return null
  const first = maskedGroups(units, bits)
  const last = first.map((unit, index) => unit | (0xffff >> Math.min(16, Math.max(0, bits - index * 16))))
  return spanOf(first, last, bits === all ? spelled(first) : `${spelled(first)}/${bits}`)
}

/** True where every address of `inner` is one of `outer`. */
export function covers(outer: Span, inner: Span): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

export const isSingle = (span: Span): boolean => span.first === span.last

function rangeOf(low: string, high: string): Span | null {
  const [first, last] = [unitsOf(low), unitsOf(high)]
  if (first === null || last === null || first.length !== last.length) return null
  const span = spanOf(first, last, `${spelled(first)}-${spelled(last)}`)
  return span.first <= span.last ? span : null
}

/** Groups of 16 bits: two of IPv4, eight of IPv6. */
function unitsOf(address: string): number[] | null {
  if (address.includes(':')) return ipv6Groups(address)
  const [a = 0, b = 0, c = 0, d = 0] = parseIpv4(address)?.split('.').map(Number) ?? []
  return parseIpv4(address) === null ? null : [a * 256 + b, c * 256 + d]
}

function lengthOf(text: string, most: number): number | null {
  return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : null
}

function spelled(units: readonly number[]): string {
  return units.length === 2 ? units.flatMap((unit) => [unit >> 8, unit & 255]).join('.') : shortIpv6(units)
}

function spanOf(low: readonly number[], high: readonly number[], text: string): Span {
  const [first, last] = [low, high].map((units) => units.map((unit) => unit.toString(16).padStart(4, '0')).join('')) as [
    string,
    string,
  ]
  return { family: low.length === 2 ? 4 : 6, text, key: `${first}-${last}`, first, last }
}
