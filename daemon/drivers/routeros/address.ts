// Addresses as routers write them: a host, a prefix or a range, IPv4 or IPv6. Every one becomes a span of hex digits of
// one width a family, so that "is it covered" and "is it the same" are comparisons of text. Names (a list entry may be a
// DNS name) are no address: null. Surprising: host bits behind a prefix are ignored, because RouterOS keeps those of IPv6.

import { isIPv4, isIPv6 } from 'node:net'

export interface Address {
  family: 4 | 6
  /** As the router is told. */
  text: string
  /** The same for every spelling of the same span. */
  key: string
  /** First and last address, in hex: 9 digits in IPv4, 32 in IPv6, so two families never compare as equal. */
  first: string
  last: string
}

export function parseAddress(given: string): Address | null {
  const text = given.trim()
  const family = text.includes(':') ? 6 : 4
  const hex = family === 4 ? hexOfIpv4 : hexOfIpv6
  const dash = text.indexOf('-')
  if (dash > 0) return spanned(family, text, hex(text.slice(0, dash)), hex(text.slice(dash + 1)))
  const slash = text.indexOf('/')
  if (slash < 0) {
    const host = hex(text)
    return spanned(family, text, host, host)
  }
  const bits = bitsOf(text.slice(slash + 1), family)
  const host = hex(text.slice(0, slash))
  if (host === null || bits === null) return null
  if (family === 4 && bits === 32) return spanned(family, text.slice(0, slash), host, host)
  // The ninth digit of IPv4 stands in front and only keeps the width.
  const kept = family === 4 ? bits + 4 : bits
  return spanned(family, text, filled(host, kept, 0), filled(host, kept, 15))
}

/** True where every address of `inner` is one of `outer`. */
export function covers(outer: Address, inner: Address): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last
}

export function isSingle(address: Address): boolean {
  return address.first === address.last
}

/** The address of `10.0.0.7:443`, `10.0.0.7`, `[2001:db8::1]:443`, `2001:db8::1`: connection tracking writes all of them. */
export function hostOf(endpoint: string): string {
  if (endpoint.startsWith('[')) return endpoint.slice(1, endpoint.indexOf(']'))
  const colon = endpoint.indexOf(':')
  // One colon parts the port of IPv4; two or more are IPv6 without a port.
  return colon >= 0 && endpoint.indexOf(':', colon + 1) < 0 ? endpoint.slice(0, colon) : endpoint
}

function spanned(family: 4 | 6, text: string, first: string | null, last: string | null): Address | null {
  if (first === null || last === null || last < first) return null
  return { family, text, key: first === last ? first : `${first}-${last}`, first, last }
}

function bitsOf(text: string, family: 4 | 6): number | null {
  const bits = Number(text)
  return text !== '' && Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128) ? bits : null
}

function hexOfIpv4(text: string): string | null {
  if (!isIPv4(text)) return null
  let value = 0
  let octet = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x2e) {
      value = value * 256 + octet
      octet = 0
    } else octet = octet * 10 + code - 0x30
  }
  return (0x1_0000_0000 + value * 256 + octet).toString(16)
}

function hexOfIpv6(text: string): string | null {
  if (!isIPv6(text) || text.includes('%')) return null
  const gap = text.indexOf('::')
  const head = groupsOf(gap < 0 ? text : text.slice(0, gap))
  const tail = gap < 0 ? '' : groupsOf(text.slice(gap + 2))
  return head + '0'.repeat(32 - head.length - tail.length) + tail
}

function groupsOf(text: string): string {
  if (text === '') return ''
  let hex = ''
  for (const group of text.split(':')) hex += group.includes('.') ? (hexOfIpv4(group)?.slice(1) ?? '') : group.padStart(4, '0')
  return hex.toLowerCase()
}

/** Keeps the first `bits` bits and fills the rest with zeros or ones. */
function filled(hex: string, bits: number, fill: 0 | 15): string {
  const whole = bits >> 2
  if (whole >= hex.length) return hex
  const rest = 15 >> (bits & 3)
  const digit = Number.parseInt(hex.charAt(whole), 16)
  const edge = fill === 0 ? digit & ~rest : digit | rest
  return hex.slice(0, whole) + (edge & 15).toString(16) + fill.toString(16).repeat(hex.length - whole - 1)
}
