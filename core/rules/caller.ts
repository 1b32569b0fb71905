// Who calls, by the address that his connection shows: in the spelling under which addresses and prefixes are stored. An
// IPv4 address that a socket of both families shows as IPv6 (`::ffff:10.0.0.7`, RFC 4291 §2.5.5.2) is the IPv4 address.

import { ipv6Groups, maskedGroups, parseIpv4, shortIpv6 } from './identity.ts'

export type Caller = { family: 4; address: string } | { family: 6; prefixes: string[] }

/** Null when it is no address at all. Of IPv6, every prefix that holds the address, the longest first. */
export function readCaller(text: string): Caller | null {
  const bare = (text.split('%')[0] ?? '').toLowerCase() // a link-local address names its interface behind a %
  const plain = parseIpv4(bare.startsWith('::ffff:') ? bare.slice('::ffff:'.length) : bare)
  if (plain !== null) return { family: 4, address: plain }
  const groups = ipv6Groups(bare)
  if (groups === null) return null
  const [high = 0, low = 0] = groups.slice(6)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return { family: 4, address: [high >> 8, high & 255, low >> 8, low & 255].join('.') }
  const prefixes = Array.from({ length: 128 }, (_, index) => {
    const bits = 128 - index
    return `${shortIpv6(maskedGroups(groups, bits))}/${bits}`
  })
  return { family: 6, prefixes }
}
