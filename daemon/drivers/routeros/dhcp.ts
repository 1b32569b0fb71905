// DHCP: the customer's lease, known by his MAC (by his address where no MAC is known). A cut refuses the next request
// (`block-access`) and, because a client keeps its lease until then, puts the lease's address on the cut list as well: the
// list acts at once. A missing lease proves a cut and never a restore. Surprising: a dynamic lease can carry nothing, so it
// is made static first and looked at again before anything is set: it may come back under another id.

import { sightText } from '../../../core/rules/sight.ts'
import { addressList } from './address-list.ts'
import { isSingle, parseAddress } from './address.ts'
import type { Address } from './address.ts'
import { isSameRate, isYes, macOf } from './property.ts'
import type { Row } from './sentence.ts'
import { ask } from './tables.ts'
import type { Tables } from './tables.ts'
import { refuse, set } from './way.ts'
import type { Placed, Steps, WayOfCutting } from './way.ts'

export const dhcp: WayOfCutting = {
  lack(target) {
    if (target.mac !== null) return macOf(target.mac) === null ? `"${target.mac}" is no MAC` : null
    return target.address === null ? 'neither a MAC nor an address' : null
  },
  ask(asked, target, change) {
    addressList.ask(asked, target, change)
    ask(asked, 'lease', target.mac === null ? null : macOf(target.mac))
  },
  listed(target, tables) {
    const leases = leasesOf(target, tables)
    const listed: Address[] = []
    for (const lease of leases) {
      // What the client has now, and what it gets next.
      take(listed, lease['active-address'])
      take(listed, lease.address)
    }
    if (leases.length > 0 && listed.length === 0) take(listed, target.address)
    if (leases.length > 0) take(listed, target.ipv6Prefix)
    return listed
  },
  claim: (target, tables) => leasesOf(target, tables).map((lease) => `lease ${lease['.id']}`),
  see(target, tables, seen) {
    const leases = leasesOf(target, tables)
    if (leases.length === 0) {
      seen.shut++
      seen.texts.push(sightText('no-lease', { of: target.mac ?? target.address ?? '' }))
    }
    for (const lease of leases) {
      const isOff = isYes(lease['block-access']) || isYes(lease.disabled)
      if (isOff) seen.shut++
      else seen.open++
      seen.texts.push(sightText(isOff ? 'blocked' : 'served', { id: lease['.id'] ?? '', address: lease.address ?? '' }))
    }
  },
  plan(change, tables, claims, steps) {
    const leases = leasesOf(change, tables)
    const [main] = leases
    const isClosing = change.desired === 'none' && change.closed
    if (change.desired === 'active' && main === undefined) refuse(steps, `no lease for ${change.mac ?? change.address}`)
    for (const lease of leases) {
      const words: string[] = []
      if (change.desired === 'cut' && !isYes(lease['block-access'])) words.push('=block-access=yes')
      if (isClosing && !isYes(lease.disabled) && claims.usedBy(`lease ${lease['.id']}`, change.place) === null)
        words.push('=disabled=yes')
      if (change.desired === 'active') {
        if (isYes(lease['block-access'])) words.push('=block-access=no')
        if (isYes(lease.disabled)) words.push('=disabled=no')
        if (lease === main) words.push(...serviceWords(change.address, change.plan, lease))
      }
      if (words.length > 0) setLease(steps, change.desired === 'active' ? 'restore' : 'cut', lease, words)
    }
  },
}

function setLease(steps: Steps, phase: 'restore' | 'cut', lease: Row, words: readonly string[]): void {
  if (!isYes(lease.dynamic)) return set(steps, phase, 'lease', lease['.id'], words)
  steps.writes.push({ phase: 'clear', menu: 'lease', verb: 'make-static', id: lease['.id'] ?? '', words: [] })
}

function serviceWords(address: string | null, plan: { upKbps: number; downKbps: number } | null, lease: Row): string[] {
  const words: string[] = []
  const own = address === null ? null : parseAddress(address)
  const isGiven = own !== null && own.family === 4 && isSingle(own)
  if (isGiven && parseAddress(lease.address ?? '')?.key !== own.key) words.push(`=address=${own.text}`)
  if (plan === null) return words
  // The router's view: what it receives, the customer's upload, comes first.
  const rate = `${plan.upKbps}k/${plan.downKbps}k`
  if (!isSameRate(lease['rate-limit'], rate)) words.push(`=rate-limit=${rate}`)
  return words
}

/** The leases of a target; first the one that has the address of its contract. */
function leasesOf(target: Placed, tables: Tables): readonly Row[] {
  const mac = target.mac === null ? null : macOf(target.mac)
  const address = target.own[0]?.text
  if (mac === null) return tables.find('lease', 'address', address ?? '')
  const leases = tables.find('lease', 'mac-address', mac)
  if (leases.length < 2) return leases
  return leases.toSorted((a, b) => Number(b.address === address) - Number(a.address === address))
}

function take(listed: Address[], text: string | null | undefined): void {
  const address = text === null || text === undefined ? null : parseAddress(text)
  if (address !== null && !listed.some((known) => known.key === address.key)) listed.push(address)
}
